// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/resize_arithmetic.h"
#include "engine/media/tile_arithmetic.h"
#include "engine/model/device_kernels.h"
#include "engine/model/kernel_bodies.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>

namespace trutina::engine {

/// Makes the table of kernels out of their bodies, for whatever runs them:
///   static void forEach(const at::Tensor& on, const Body& body, std::int64_t count)   calls body(index)
///   static void forRows(const at::Tensor& on, const Body& body, std::int64_t rows)    squares, sum over the lanes, write
///   static void upload(const at::Tensor& host, const at::Tensor& target), static void releaseMemory()
/// The plug-in instantiates it for CUDA; the tests do so with loops on the processor.
template <typename Executor>
class DeviceKernelTable {
  public:
    [[nodiscard]] static constexpr DeviceKernels make() {
        return {
            rotate, rmsNorm, siluTimes, takeRows, addRows, resizeLines, prepareViews, Executor::upload, Executor::releaseMemory};
    }

  private:
    /// Calls `function` with a value of the element type.
    template <typename Function>
    static void withType(at::ScalarType type, Function function) {
        switch (type) {
        case at::kFloat:
            return function(float{});
        case at::kHalf:
            return function(at::Half{});
        case at::kBFloat16:
            return function(at::BFloat16{});
        default:
            TORCH_CHECK(false, "no kernel for elements of type ", type);
        }
    }

    static void requireRows(const at::Tensor& tensor) {
        TORCH_CHECK(tensor.dim() == 2 && (tensor.size(1) <= 1 || tensor.stride(1) == 1), "kernel: rows must lie without gaps");
    }

    static void rotate(const at::Tensor& heads, const at::Tensor& cosine, const at::Tensor& sine) {
        const auto axes = heads.dim();
        TORCH_CHECK(axes >= 2 && axes <= 4 && heads.stride(-1) == 1 && heads.size(-1) % 2 == 0, "rotate: shape of the heads");
        const auto half = heads.size(-1) / 2;
        TORCH_CHECK(cosine.is_contiguous() && sine.is_contiguous() && cosine.scalar_type() == heads.scalar_type() &&
                        sine.scalar_type() == heads.scalar_type() && cosine.numel() == heads.size(0) * half &&
                        sine.numel() == cosine.numel(),
                    "rotate: one row of angles for each row of heads");
        withType(heads.scalar_type(), [&](auto element) {
            using T = decltype(element);
            kernels::RotatePairs<T> body;
            body.heads = heads.mutable_data_ptr<T>();
            body.cosine = cosine.const_data_ptr<T>();
            body.sine = sine.const_data_ptr<T>();
            body.half = half;
            body.rowStride = heads.stride(0);
            if (axes == 4) {
                body.groups = heads.size(1);
                body.groupStride = heads.stride(1);
            }
            if (axes >= 3) {
                body.slots = heads.size(-2);
                body.slotStride = heads.stride(-2);
            }
            Executor::forEach(heads, body, heads.numel() / 2);
        });
    }

    static at::Tensor rmsNorm(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
        requireRows(rows);
        TORCH_CHECK(rows.scalar_type() == at::kFloat && weight.is_contiguous() && weight.numel() == rows.size(1),
                    "rmsNorm: float32 rows and one weight for each column");
        at::Tensor result = at::empty(rows.sizes(), weight.options());
        withType(weight.scalar_type(), [&](auto element) {
            using T = decltype(element);
            kernels::NormaliseRows<T> body;
            body.rows = rows.const_data_ptr<float>();
            body.weight = weight.const_data_ptr<T>();
            body.result = result.mutable_data_ptr<T>();
            body.width = rows.size(1);
            body.rowStride = rows.stride(0);
            body.epsilon = static_cast<float>(epsilon);
            Executor::forRows(rows, body, rows.size(0));
        });
        return result;
    }

    static void siluTimes(const at::Tensor& gate, const at::Tensor& up) {
        requireRows(gate);
        requireRows(up);
        TORCH_CHECK(gate.sizes() == up.sizes() && gate.scalar_type() == up.scalar_type(), "siluTimes: two matrices of one kind");
        withType(gate.scalar_type(), [&](auto element) {
            using T = decltype(element);
            kernels::SiluTimes<T> body;
            body.gate = gate.mutable_data_ptr<T>();
            body.up = up.const_data_ptr<T>();
            body.width = gate.size(1);
            body.gateStride = gate.stride(0);
            body.upStride = up.stride(0);
            Executor::forEach(gate, body, gate.numel());
        });
    }

    /// Calls `function(table, first row, rows)` for as many tables as the ranges need.
    template <typename Function>
    static void forTables(const std::vector<RowRange>& ranges, Function function) {
        std::int64_t done = 0;
        for (std::size_t next = 0; next < ranges.size();) {
            kernels::StretchTable table;
            std::int64_t rows = 0;
            for (; next < ranges.size() && table.count < kernels::StretchTable::kMost; ++next) {
                table.begin[table.count] = ranges[next].begin;
                table.start[table.count] = rows;
                ++table.count;
                rows += ranges[next].size();
            }
            function(table, done, rows);
            done += rows;
        }
    }

    static void requireWithin(const at::Tensor& tensor, const std::vector<RowRange>& ranges) {
        requireRows(tensor);
        for (const RowRange& range : ranges) {
            TORCH_CHECK(range.begin >= 0 && range.begin < range.end && range.end <= tensor.size(0), "kernel: rows out of range");
        }
    }

    static at::Tensor takeRows(const at::Tensor& source, const std::vector<RowRange>& ranges) {
        requireWithin(source, ranges);
        at::Tensor result = at::empty({totalRows(ranges), source.size(1)}, source.options());
        withType(source.scalar_type(), [&](auto element) {
            using T = decltype(element);
            kernels::TakeRows<T> body;
            body.source = source.const_data_ptr<T>();
            body.width = source.size(1);
            body.sourceStride = source.stride(0);
            forTables(ranges, [&](const kernels::StretchTable& table, std::int64_t first, std::int64_t rows) {
                body.target = result.mutable_data_ptr<T>() + first * body.width;
                body.stretches = table;
                Executor::forEach(source, body, rows * body.width);
            });
        });
        return result;
    }

    static void addRows(const at::Tensor& target, const at::Tensor& addition, const std::vector<RowRange>& ranges) {
        requireWithin(target, ranges);
        TORCH_CHECK(addition.is_contiguous() && addition.scalar_type() == target.scalar_type() && addition.dim() == 2 &&
                        addition.size(0) == totalRows(ranges) && addition.size(1) == target.size(1),
                    "addRows: one row for each row of the ranges");
        withType(target.scalar_type(), [&](auto element) {
            using T = decltype(element);
            kernels::AddRows<T> body;
            body.target = target.mutable_data_ptr<T>();
            body.width = target.size(1);
            body.targetStride = target.stride(0);
            forTables(ranges, [&](const kernels::StretchTable& table, std::int64_t first, std::int64_t rows) {
                body.addition = addition.const_data_ptr<T>() + first * body.width;
                body.stretches = table;
                Executor::forEach(target, body, rows * body.width);
            });
        });
    }

    static void resizeLines(const at::Tensor& source, const at::Tensor& target, const ResizeTaps& taps) {
        const auto pixels = [](const at::Tensor& t) {
            return t.dim() == 3 && t.scalar_type() == at::kByte && t.size(2) == 3 && t.stride(2) == 1;
        };
        const auto lines = target.size(0);
        const auto table = [&](const at::Tensor& t) { return t.scalar_type() == at::kInt && t.is_contiguous(); };
        TORCH_CHECK(pixels(source) && pixels(target) && source.size(1) == target.size(1), "resizeLines: 8-bit RGB of one width");
        TORCH_CHECK(table(taps.first) && table(taps.count) && table(taps.weights) && taps.first.numel() == lines &&
                        taps.count.numel() == lines && taps.weights.dim() == 2 && taps.weights.size(0) == lines,
                    "resizeLines: weights for each line");
        resize::AxisPass body;
        body.source = source.const_data_ptr<std::uint8_t>();
        body.target = target.mutable_data_ptr<std::uint8_t>();
        body.first = taps.first.const_data_ptr<std::int32_t>();
        body.count = taps.count.const_data_ptr<std::int32_t>();
        body.weights = taps.weights.const_data_ptr<std::int32_t>();
        body.taps = taps.weights.size(1);
        body.lines = lines;
        body.across = target.size(1);
        body.sourceLine = source.stride(0);
        body.sourceAcross = source.stride(1);
        body.targetLine = target.stride(0);
        body.targetAcross = target.stride(1);
        body.linesInner = body.targetLine < body.targetAcross;
        Executor::forEach(target, body, target.numel());
    }

    static at::Tensor prepareViews(const at::Tensor& sheet, std::int64_t tileSize) {
        TORCH_CHECK(sheet.dim() == 3 && sheet.scalar_type() == at::kByte && sheet.size(2) == 3 && sheet.is_contiguous() &&
                        tileSize > 0 && sheet.size(0) > 0 && sheet.size(1) > 0 && sheet.size(0) % tileSize == 0 &&
                        sheet.size(1) % tileSize == 0 && sheet.numel() <= std::numeric_limits<int>::max(),
                    "prepareViews: an 8-bit RGB sheet of whole tiles");
        const auto views = 1 + (sheet.size(0) / tileSize) * (sheet.size(1) / tileSize);
        at::Tensor result = at::empty({views, 3, tileSize, tileSize}, sheet.options().dtype(at::kFloat));
        const tiles::Views body{{sheet.const_data_ptr<std::uint8_t>(), static_cast<int>(sheet.size(1)),
                                 static_cast<int>(sheet.size(0)), static_cast<int>(tileSize)},
                                result.mutable_data_ptr<float>()};
        Executor::forEach(sheet, body, result.numel());
        return result;
    }
};

} // namespace trutina::engine
