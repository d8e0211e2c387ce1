// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/row_kernels.h"

#include "engine/model/vector_arithmetic.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace trutina::engine {

namespace {

constexpr std::int64_t kRowsAtOnce = 64;

float* floatsOf(const at::Tensor& tensor) {
    return static_cast<float*>(tensor.data_ptr());
}

template <typename Work>
void forRows(std::int64_t count, const Work& work) {
    at::parallel_for(0, count, kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            work(i);
        }
    });
}

TRUTINA_WIDEST float normalise(const float* row, const float* weight, float epsilon, float* result, std::int64_t width) {
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < width; ++i) {
        squares += row[i] * row[i];
    }
    const float scale = 1 / std::sqrt(squares / static_cast<float>(width) + epsilon);
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = row[i] * scale * weight[i];
    }
    return scale;
}

/// With y = x s w and s = (mean(x^2) + e)^-1/2: dx = s (g w - x s^2 mean(g w x)), dw = g x s.
TRUTINA_WIDEST void normaliseBackward(const float* g, const float* x, const float* weight, float scale, float* dx, float* dw,
                                      std::int64_t width) {
    float along = 0;
#pragma omp simd reduction(+ : along)
    for (std::int64_t i = 0; i < width; ++i) {
        along += g[i] * weight[i] * x[i];
    }
    const float back = along * scale * scale / static_cast<float>(width);
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        dx[i] = scale * (g[i] * weight[i] - x[i] * back);
        dw[i] += g[i] * x[i] * scale;
    }
}

TRUTINA_WIDEST void gated(const float* gate, const float* value, float* result, std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        result[i] = gate[i] / (1 + exponential(-gate[i])) * value[i];
    }
}

TRUTINA_WIDEST void gatedBackward(const float* g, const float* gate, const float* value, float* dGate, float* dValue,
                                  std::int64_t width) {
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i) {
        const float sigmoid = 1 / (1 + exponential(-gate[i]));
        dValue[i] = g[i] * gate[i] * sigmoid;
        dGate[i] = g[i] * value[i] * sigmoid * (1 + gate[i] * (1 - sigmoid));
    }
}

/// Turned by the angles, or back by them where `direction` is -1.
TRUTINA_WIDEST void turn(const float* head, const float* cosine, const float* sine, float direction, float* result,
                         std::int64_t half) {
#pragma omp simd
    for (std::int64_t i = 0; i < half; ++i) {
        const float low = head[i];
        const float high = head[half + i];
        const float s = direction * sine[i];
        result[i] = low * cosine[i] - high * s;
        result[half + i] = high * cosine[i] + low * s;
    }
}

/// Calls work(row, sequence, place in the sequence) for everything in the group; a row of -1 is padding.
template <typename Work>
void forPlaces(const PaddedGroup& group, const Work& work) {
    const auto* rows = static_cast<const std::int64_t*>(group.rows.const_data_ptr());
    forRows(group.sequences * group.length, [&](std::int64_t i) { work(rows[i], i / group.length, i % group.length); });
}

/// Where a head of one place lies in [sequences, heads, rows of the head, size].
std::int64_t offset(std::int64_t sequence, std::int64_t heads, std::int64_t head, std::int64_t rows, std::int64_t row,
                    std::int64_t size) {
    return ((sequence * heads + head) * rows + row) * size;
}

} // namespace

NormalisedRows normaliseRows(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    const auto width = rows.size(1);
    NormalisedRows result{at::empty(rows.sizes(), rows.options()), at::empty({rows.size(0)}, rows.options())};
    const float* const x = floatsOf(rows);
    const float* const w = floatsOf(weight);
    float* const y = floatsOf(result.rows);
    float* const scales = floatsOf(result.scales);
    forRows(rows.size(0),
            [&](std::int64_t i) { scales[i] = normalise(x + i * width, w, static_cast<float>(epsilon), y + i * width, width); });
    return result;
}

NormGradients normaliseRowsBackward(const at::Tensor& gradient, const at::Tensor& rows, const at::Tensor& weight,
                                    const at::Tensor& scales) {
    const auto width = rows.size(1);
    const auto count = rows.size(0);
    const auto blocks = (count + kRowsAtOnce - 1) / kRowsAtOnce;
    NormGradients result{at::empty(rows.sizes(), rows.options()), {}};
    // Sums of equal blocks, so that they do not depend on how threads share the rows.
    const at::Tensor sums = at::zeros({blocks, width}, rows.options());
    at::parallel_for(0, blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t block = begin; block < end; ++block) {
            for (std::int64_t i = block * kRowsAtOnce; i < std::min(count, (block + 1) * kRowsAtOnce); ++i) {
                normaliseBackward(floatsOf(gradient) + i * width, floatsOf(rows) + i * width, floatsOf(weight),
                                  floatsOf(scales)[i], floatsOf(result.rows) + i * width, floatsOf(sums) + block * width, width);
            }
        }
    });
    result.weight = sums.sum(0);
    return result;
}

at::Tensor gatedRows(const at::Tensor& gate, const at::Tensor& value) {
    const auto width = gate.size(1);
    at::Tensor result = at::empty(gate.sizes(), gate.options());
    forRows(gate.size(0), [&](std::int64_t i) {
        gated(floatsOf(gate) + i * width, floatsOf(value) + i * width, floatsOf(result) + i * width, width);
    });
    return result;
}

GateGradients gatedRowsBackward(const at::Tensor& gradient, const at::Tensor& gate, const at::Tensor& value) {
    const auto width = gate.size(1);
    GateGradients result{at::empty(gate.sizes(), gate.options()), at::empty(gate.sizes(), gate.options())};
    forRows(gate.size(0), [&](std::int64_t i) {
        const auto at = i * width;
        gatedBackward(floatsOf(gradient) + at, floatsOf(gate) + at, floatsOf(value) + at, floatsOf(result.gate) + at,
                      floatsOf(result.value) + at, width);
    });
    return result;
}

PaddedHeads padHeads(const at::Tensor& z, const at::Tensor& cosine, const at::Tensor& sine, const PaddedGroup& group,
                     const HeadSizes& sizes) {
    const auto keyHeads = sizes.keyHeads;
    const auto perKey = sizes.queriesPerKey;
    const auto size = sizes.size;
    const auto half = size / 2;
    const auto width = keyHeads * (perKey + 2) * size;
    PaddedHeads heads{at::empty({group.sequences, keyHeads, perKey * group.length, size}, z.options()),
                      at::empty({group.sequences, keyHeads, group.length, size}, z.options()),
                      at::empty({group.sequences, keyHeads, group.length, size}, z.options())};
    forPlaces(group, [&](std::int64_t row, std::int64_t sequence, std::int64_t place) {
        const float* from = floatsOf(z) + row * width;
        const float* const c = floatsOf(cosine) + row * half;
        const float* const s = floatsOf(sine) + row * half;
        for (std::int64_t k = 0; k < keyHeads; ++k) {
            for (std::int64_t q = 0; q < perKey; ++q, from += size) {
                float* const to = floatsOf(heads.queries) +
                                  offset(sequence, keyHeads, k, perKey * group.length, q * group.length + place, size);
                if (row < 0) {
                    std::fill_n(to, size, 0.0F);
                } else {
                    turn(from, c, s, 1, to, half);
                }
            }
            const auto at = offset(sequence, keyHeads, k, group.length, place, size);
            float* const key = floatsOf(heads.keys) + at;
            float* const value = floatsOf(heads.values) + at;
            if (row < 0) {
                std::fill_n(key, size, 0.0F);
                std::fill_n(value, size, 0.0F);
            } else {
                turn(from, c, s, 1, key, half);
                std::copy_n(from + size, size, value);
            }
            from += 2 * size;
        }
    });
    return heads;
}

void padHeadsBackward(const PaddedHeads& gradients, const at::Tensor& cosine, const at::Tensor& sine, const PaddedGroup& group,
                      const HeadSizes& sizes, const at::Tensor& gradient) {
    const auto keyHeads = sizes.keyHeads;
    const auto perKey = sizes.queriesPerKey;
    const auto size = sizes.size;
    const auto half = size / 2;
    const auto width = keyHeads * (perKey + 2) * size;
    forPlaces(group, [&](std::int64_t row, std::int64_t sequence, std::int64_t place) {
        if (row < 0) {
            return;
        }
        float* to = floatsOf(gradient) + row * width;
        const float* const c = floatsOf(cosine) + row * half;
        const float* const s = floatsOf(sine) + row * half;
        for (std::int64_t k = 0; k < keyHeads; ++k) {
            for (std::int64_t q = 0; q < perKey; ++q, to += size) {
                turn(floatsOf(gradients.queries) +
                         offset(sequence, keyHeads, k, perKey * group.length, q * group.length + place, size),
                     c, s, -1, to, half);
            }
            const auto at = offset(sequence, keyHeads, k, group.length, place, size);
            turn(floatsOf(gradients.keys) + at, c, s, -1, to, half);
            std::copy_n(floatsOf(gradients.values) + at, size, to + size);
            to += 2 * size;
        }
    });
}

void unpadHeads(const at::Tensor& attended, const PaddedGroup& group, const HeadSizes& sizes, const at::Tensor& rows) {
    const auto keyHeads = sizes.keyHeads;
    const auto perKey = sizes.queriesPerKey;
    const auto size = sizes.size;
    forPlaces(group, [&](std::int64_t row, std::int64_t sequence, std::int64_t place) {
        for (std::int64_t head = 0; row >= 0 && head < keyHeads * perKey; ++head) {
            std::copy_n(floatsOf(attended) + offset(sequence, keyHeads * perKey, head, group.length, place, size), size,
                        floatsOf(rows) + (row * keyHeads * perKey + head) * size);
        }
    });
}

at::Tensor unpadHeadsBackward(const at::Tensor& gradient, const PaddedGroup& group, const HeadSizes& sizes) {
    const auto keyHeads = sizes.keyHeads;
    const auto perKey = sizes.queriesPerKey;
    const auto size = sizes.size;
    at::Tensor result = at::empty({group.sequences, keyHeads, perKey * group.length, size}, gradient.options());
    forPlaces(group, [&](std::int64_t row, std::int64_t sequence, std::int64_t place) {
        for (std::int64_t head = 0; head < keyHeads * perKey; ++head) {
            float* const to = floatsOf(result) + offset(sequence, keyHeads * perKey, head, group.length, place, size);
            row < 0 ? std::fill_n(to, size, 0.0F)
                    : std::copy_n(floatsOf(gradient) + (row * keyHeads * perKey + head) * size, size, to);
        }
    });
    return result;
}

} // namespace trutina::engine
