// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_operations.h"

#include "engine/model/vector_arithmetic.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <cmath>

namespace trutina::engine {

namespace {

using Narrow = std::uint16_t; // the bits of a bfloat16

TRUTINA_WIDEST float scaleOf(const float* row, std::int64_t width, float epsilon) {
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < width; ++i) {
        squares += row[i] * row[i];
    }
    return 1 / std::sqrt(squares / static_cast<float>(width) + epsilon);
}

TRUTINA_WIDEST void normalise(const float* row, float scale, const float* weight, float* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = row[i] * scale * weight[i];
    }
}

TRUTINA_WIDEST void normalise(const float* row, float scale, const Narrow* weight, Narrow* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = narrowed(widened(narrowed(row[i] * scale)) * widened(weight[i]));
    }
}

TRUTINA_WIDEST void siluTimes(float* gate, const float* up, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        gate[i] = gate[i] / (1 + exponential(-gate[i])) * up[i];
    }
}

TRUTINA_WIDEST void siluTimes(Narrow* gate, const Narrow* up, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        const float value = widened(gate[i]);
        gate[i] = narrowed(widened(narrowed(value / (1 + exponential(-value)))) * widened(up[i]));
    }
}

constexpr float kQuickGelu = 1.702F;

TRUTINA_WIDEST void quickGelu(float* values, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        values[i] = values[i] / (1 + exponential(-kQuickGelu * values[i]));
    }
}

TRUTINA_WIDEST void quickGelu(Narrow* values, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        const float value = widened(values[i]);
        values[i] = narrowed(value / (1 + exponential(-kQuickGelu * value)));
    }
}

TRUTINA_WIDEST void add(float* stream, const float* addition, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        stream[i] += addition[i];
    }
}

TRUTINA_WIDEST void add(float* stream, const Narrow* addition, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        stream[i] += widened(addition[i]);
    }
}

TRUTINA_WIDEST void blend(const float* first, const float* second, float share, float* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = first[i] + (second[i] - first[i]) * share;
    }
}

TRUTINA_WIDEST void blend(const Narrow* first, const float* second, float share, float* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = widened(first[i]) + (second[i] - widened(first[i])) * share;
    }
}

TRUTINA_WIDEST void blend(const Narrow* first, const Narrow* second, float share, float* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = widened(first[i]) + (widened(second[i]) - widened(first[i])) * share;
    }
}

/// Calls `row(index)` for every row, on all threads.
template <typename Function>
void forRows(const at::Tensor& rows, Function row) {
    constexpr std::int64_t kElementsAtLeast = 16384; // for each thread: below, waking one takes longer
    const std::int64_t grain = std::max<std::int64_t>(1, kElementsAtLeast / std::max<std::int64_t>(1, rows.size(1)));
    at::parallel_for(0, rows.size(0), grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            row(i);
        }
    });
}

template <typename T>
T* rowOf(const at::Tensor& rows, std::int64_t index) {
    return static_cast<T*>(rows.data_ptr()) + index * rows.stride(0);
}

} // namespace

bool areFusible(const at::Tensor& rows) {
    return rows.is_cpu() && rows.dim() == 2 && rows.stride(1) == 1 &&
           (rows.scalar_type() == at::kFloat || rows.scalar_type() == at::kBFloat16);
}

at::Tensor rmsNormOfRows(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    const std::int64_t width = rows.size(1);
    at::Tensor result = at::empty(rows.sizes(), weight.options());
    const auto fill = [&]<typename T>(const T* weights) {
        forRows(rows, [&](std::int64_t i) {
            const auto* row = rowOf<float>(rows, i);
            normalise(row, scaleOf(row, width, static_cast<float>(epsilon)), weights, rowOf<T>(result, i), width);
        });
    };
    if (weight.scalar_type() == at::kFloat) {
        fill(static_cast<const float*>(weight.data_ptr()));
    } else {
        fill(static_cast<const Narrow*>(weight.data_ptr()));
    }
    return result;
}

void siluTimesOfRows(const at::Tensor& gate, const at::Tensor& up) {
    if (gate.scalar_type() == at::kFloat) {
        forRows(gate, [&](std::int64_t i) { siluTimes(rowOf<float>(gate, i), rowOf<const float>(up, i), gate.size(1)); });
    } else {
        forRows(gate, [&](std::int64_t i) { siluTimes(rowOf<Narrow>(gate, i), rowOf<const Narrow>(up, i), gate.size(1)); });
    }
}

void quickGeluOfRows(const at::Tensor& values) {
    if (values.scalar_type() == at::kFloat) {
        forRows(values, [&](std::int64_t i) { quickGelu(rowOf<float>(values, i), values.size(1)); });
    } else {
        forRows(values, [&](std::int64_t i) { quickGelu(rowOf<Narrow>(values, i), values.size(1)); });
    }
}

void addToRows(const at::Tensor& stream, const at::Tensor& addition) {
    if (addition.scalar_type() == at::kFloat) {
        forRows(stream, [&](std::int64_t i) { add(rowOf<float>(stream, i), rowOf<const float>(addition, i), stream.size(1)); });
    } else {
        forRows(stream, [&](std::int64_t i) { add(rowOf<float>(stream, i), rowOf<const Narrow>(addition, i), stream.size(1)); });
    }
}

bool areBlendable(const at::Tensor& first, const at::Tensor& second) {
    const auto isPlain = [](const at::Tensor& heads) { return heads.is_cpu() && heads.dim() == 4 && heads.stride(3) == 1; };
    return isPlain(first) && isPlain(second) && first.sizes() == second.sizes() &&
           (first.scalar_type() == at::kBFloat16 || first.scalar_type() == at::kFloat) &&
           (second.scalar_type() == at::kFloat || second.scalar_type() == first.scalar_type());
}

at::Tensor blendRows(const at::Tensor& first, const at::Tensor& second, const at::Tensor& share) {
    TORCH_CHECK(areBlendable(first, second) && share.scalar_type() == at::kFloat && share.sizes() == first.sizes().slice(0, 3),
                "attention: unfit parts");
    at::Tensor result = at::empty(first.sizes(), share.options());
    const at::Tensor shares = share.contiguous();
    const std::int64_t rows = first.size(2);
    const std::int64_t width = first.size(3);
    const auto* parts = shares.const_data_ptr<float>();
    auto* values = result.mutable_data_ptr<float>();
    const auto blendAll = [&]<typename A, typename B>(const A* a, const B* b) {
        forRows(result.view({-1, width}), [&](std::int64_t i) {
            const std::int64_t head = i / rows;
            const auto at = [&](const at::Tensor& t) {
                return head / t.size(1) * t.stride(0) + head % t.size(1) * t.stride(1) + i % rows * t.stride(2);
            };
            blend(a + at(first), b + at(second), parts[i], values + i * width, width);
        });
    };
    const auto* a = first.const_data_ptr();
    const auto* b = second.const_data_ptr();
    if (first.scalar_type() == at::kFloat) {
        blendAll(static_cast<const float*>(a), static_cast<const float*>(b));
    } else if (second.scalar_type() == at::kFloat) {
        blendAll(static_cast<const Narrow*>(a), static_cast<const float*>(b));
    } else {
        blendAll(static_cast<const Narrow*>(a), static_cast<const Narrow*>(b));
    }
    return result;
}

} // namespace trutina::engine
