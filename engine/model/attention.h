// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace trutina::engine {

/// Attention over a part of the keys, with what is needed to join it with other parts: the log of the sum of the exponentials.
struct PartialAttention {
    at::Tensor output;    ///< [batch, heads, queries, size]
    at::Tensor logSumExp; ///< [batch, heads, queries], float32
};

enum class KeyVisibility {
    All,    ///< every query sees every key
    Causal, ///< as many queries as keys; query i sees keys 0..i
};

/// LibTorch's operators that attention is made of.
enum class AttentionKernel {
    ProcessorFlash,  ///< CPU, every type
    ProcessorBlocks, ///< CPU, bfloat16: matrix products on blocks of queries, for processors with dot products of it and no tiles
    CudaFlash,       ///< float16 and bfloat16, heads of up to 256
    CudaEfficient,   ///< float32, and larger heads
    Products,        ///< matrix products on blocks of queries: on every device, and slower
};
[[nodiscard]] AttentionKernel attentionKernel(c10::DeviceType device, at::ScalarType type, std::int64_t headSize);

/// Scaled dot-product attention by a fused kernel that never holds a whole score matrix. Tensors are [batch, heads, rows, size];
/// strides of zero are welcome, so that several query heads can share one key head without a copy.
/// Softmax and sums are float32. A device adds its kernel here: the rest of the model sees only this function and the merge.
[[nodiscard]] PartialAttention attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values,
                                      KeyVisibility visibility);
/// The same by a kernel of one's choice; for tests.
[[nodiscard]] PartialAttention attendBy(AttentionKernel kernel, const at::Tensor& queries, const at::Tensor& keys,
                                        const at::Tensor& values, KeyVisibility visibility);

/// The attention over both sets of keys, from the attention over each, its output in float32. Exact up to rounding.
[[nodiscard]] PartialAttention mergeAttention(const PartialAttention& first, const PartialAttention& second);

} // namespace trutina::engine
