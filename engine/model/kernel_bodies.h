// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/host_device.h"

#include <cmath>
#include <cstdint>

/// What one thread of a GPU kernel does, as plain functions: the GPU calls them from its threads, the tests from a loop, so that
/// the arithmetic and the addressing are tested where there is no GPU. `T` is float, c10::Half or c10::BFloat16; computed is in
/// float32 and rounded to T wherever LibTorch's own operators, one after the other, would round. `Index` is an unsigned type that
/// holds the number of calls: 32-bit divisions are several times faster on a GPU.
namespace trutina::engine::kernels {

template <typename T>
TRUTINA_HOST_DEVICE inline float wide(T value) {
    return static_cast<float>(value);
}
/// The value that is left after it was stored as T.
template <typename T>
TRUTINA_HOST_DEVICE inline float rounded(float value) {
    return static_cast<float>(static_cast<T>(value));
}

/// Turns every head of every row by the angles of the row, in place (specification 5.4).
/// Called with every index from 0 to rows * groups * slots * half.
template <typename T>
struct RotatePairs {
    T* heads = nullptr;        ///< [rows, groups, slots, 2 * half], the last axis without gaps
    const T* cosine = nullptr; ///< [rows, half]
    const T* sine = nullptr;
    std::int64_t groups = 1, slots = 1, half = 0;
    std::int64_t rowStride = 0, groupStride = 0, slotStride = 0; ///< of heads, in elements

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const std::int64_t pair = index % static_cast<Index>(half);
        Index rest = index / static_cast<Index>(half);
        const std::int64_t slot = rest % static_cast<Index>(slots);
        rest /= static_cast<Index>(slots);
        const std::int64_t group = rest % static_cast<Index>(groups);
        const std::int64_t row = rest / static_cast<Index>(groups);
        T* const head = heads + row * rowStride + group * groupStride + slot * slotStride;
        const float c = wide(cosine[row * half + pair]);
        const float s = wide(sine[row * half + pair]);
        const float low = wide(head[pair]);
        const float high = wide(head[pair + half]);
        head[pair] = static_cast<T>(rounded<T>(low * c) - rounded<T>(high * s));
        head[pair + half] = static_cast<T>(rounded<T>(high * c) + rounded<T>(low * s));
    }
};

/// gate = silu(gate) * up, in place. Called with every index from 0 to rows * width.
template <typename T>
struct SiluTimes {
    T* gate = nullptr;
    const T* up = nullptr;
    std::int64_t width = 0;
    std::int64_t gateStride = 0, upStride = 0; ///< from row to row, in elements

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const std::int64_t row = index / static_cast<Index>(width);
        const std::int64_t column = index % static_cast<Index>(width);
        T& value = gate[row * gateStride + column];
        const float x = wide(value);
        value = static_cast<T>(rounded<T>(x / (1.0F + std::exp(-x))) * wide(up[row * upStride + column]));
    }
};

/// RMSNorm of float32 rows (specification 5.2). One group of threads works on one row: first `squares` of every lane, then,
/// with the sum of what the lanes found, `write`.
template <typename T>
struct NormaliseRows {
    const float* rows = nullptr; ///< [rows, width], the last axis without gaps
    const T* weight = nullptr;   ///< [width]
    T* result = nullptr;         ///< [rows, width] without gaps
    std::int64_t width = 0, rowStride = 0;
    float epsilon = 0;

    TRUTINA_HOST_DEVICE float squares(std::int64_t row, std::int64_t lane, std::int64_t lanes) const {
        const float* const values = rows + row * rowStride;
        float sum = 0;
        for (std::int64_t i = lane; i < width; i += lanes) {
            sum += values[i] * values[i];
        }
        return sum;
    }
    TRUTINA_HOST_DEVICE void write(std::int64_t row, std::int64_t lane, std::int64_t lanes, float sum) const {
        const float* const values = rows + row * rowStride;
        T* const out = result + row * width;
        const float scale = 1.0F / std::sqrt(sum / static_cast<float>(width) + epsilon);
        for (std::int64_t i = lane; i < width; i += lanes) {
            out[i] = static_cast<T>(rounded<T>(values[i] * scale) * wide(weight[i]));
        }
    }
};

/// Stretches of rows, seen as one matrix: row n of it is row `of(n)` of the tensor they lie in. Passed to kernels by value, so
/// that no list has to be copied to the GPU; who has more stretches works through them in several tables.
struct StretchTable {
    static constexpr int kMost = 64;
    int count = 0;
    std::int64_t begin[kMost] = {}; ///< first row of each stretch, in the tensor
    std::int64_t start[kMost] = {}; ///< first row of each stretch, in the matrix; ascending from 0

    TRUTINA_HOST_DEVICE std::int64_t of(std::int64_t row) const {
        int low = 0;
        int high = count - 1;
        while (low < high) { // the last stretch that starts at or before the row
            const int middle = (low + high + 1) / 2;
            if (start[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return begin[low] + row - start[low];
    }
};

/// Copies the rows of some stretches into one matrix without gaps. Called with every index from 0 to rows * width.
template <typename T>
struct TakeRows {
    const T* source = nullptr;
    T* target = nullptr;
    std::int64_t width = 0, sourceStride = 0;
    StretchTable stretches;

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const std::int64_t row = index / static_cast<Index>(width);
        const std::int64_t column = index % static_cast<Index>(width);
        target[index] = source[stretches.of(row) * sourceStride + column];
    }
};

/// Adds the rows of a matrix without gaps to the rows of some stretches: the last step of partial LoRA for many pictures at once.
/// Called with every index from 0 to rows * width.
template <typename T>
struct AddRows {
    T* target = nullptr;
    const T* addition = nullptr;
    std::int64_t width = 0, targetStride = 0;
    StretchTable stretches;

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const std::int64_t row = index / static_cast<Index>(width);
        const std::int64_t column = index % static_cast<Index>(width);
        T& value = target[stretches.of(row) * targetStride + column];
        value = static_cast<T>(wide(value) + wide(addition[index]));
    }
};

} // namespace trutina::engine::kernels
