// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace trutina::engine {

namespace {

/// The CUDA kernels take heads of whole 16-byte pieces; zeros at the end change neither products nor sums.
constexpr std::int64_t kHeadStep = 8;

at::Tensor padded(const at::Tensor& heads) {
    const auto missing = (kHeadStep - heads.size(-1) % kHeadStep) % kHeadStep;
    if (missing > 0) {
        return at::constant_pad_nd(heads, {0, missing});
    }
    return heads.stride(-1) == 1 ? heads : heads.contiguous();
}

PartialAttention cudaFlash(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, bool causal,
                           double scale) {
    auto results =
        at::_scaled_dot_product_flash_attention(padded(queries), padded(keys), padded(values), /*dropout_p=*/0.0, causal,
                                                /*return_debug_mask=*/false, scale);
    return {std::get<0>(results), std::get<1>(results)};
}

PartialAttention cudaEfficient(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, bool causal,
                               double scale) {
    auto results =
        at::_scaled_dot_product_efficient_attention(padded(queries), padded(keys), padded(values), /*attn_bias=*/std::nullopt,
                                                    /*compute_log_sumexp=*/true, /*dropout_p=*/0.0, causal, scale);
    return {std::get<0>(results), std::get<1>(results)};
}

PartialAttention products(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, bool causal,
                          double scale) {
    constexpr std::int64_t kQueriesAtOnce = 256;
    const at::Tensor wideKeys = keys.to(at::kFloat).transpose(-1, -2);
    const at::Tensor wideValues = values.to(at::kFloat);
    at::Tensor output = at::empty(queries.sizes(), queries.options());
    at::Tensor sums = at::empty({queries.size(0), queries.size(1), queries.size(2)}, queries.options().dtype(at::kFloat));
    for (std::int64_t begin = 0; begin < queries.size(2); begin += kQueriesAtOnce) {
        const auto count = std::min(kQueriesAtOnce, queries.size(2) - begin);
        at::Tensor scores = at::matmul(queries.narrow(2, begin, count).to(at::kFloat) * scale, wideKeys);
        if (causal) {
            const auto hidden = at::ones({count, keys.size(2)}, scores.options().dtype(at::kBool)).triu(begin + 1);
            scores.masked_fill_(hidden, -std::numeric_limits<double>::infinity());
        }
        const at::Tensor sum = at::logsumexp(scores, -1, /*keepdim=*/true);
        output.narrow(2, begin, count).copy_(at::matmul(scores.sub_(sum).exp_(), wideValues));
        sums.narrow(2, begin, count).copy_(sum.squeeze(-1));
    }
    return {std::move(output), std::move(sums)};
}

} // namespace

AttentionKernel attentionKernel(c10::DeviceType device, at::ScalarType type, std::int64_t headSize) {
    constexpr std::int64_t kLargestFlashHead = 256;
    if (device == at::kCPU) {
        return AttentionKernel::ProcessorFlash;
    }
    if (device != at::kCUDA) {
        return AttentionKernel::Products;
    }
    const bool narrow = type == at::kHalf || type == at::kBFloat16;
    return narrow && headSize <= kLargestFlashHead ? AttentionKernel::CudaFlash : AttentionKernel::CudaEfficient;
}

PartialAttention attendBy(AttentionKernel kernel, const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values,
                          KeyVisibility visibility) {
    const bool causal = visibility == KeyVisibility::Causal;
    // Kernels disagree on how a causal mask lies when there are more keys than queries.
    TORCH_CHECK(!causal || queries.size(2) == keys.size(2), "attention: a causal part has as many queries as keys");
    const double scale = 1.0 / std::sqrt(static_cast<double>(queries.size(-1)));
    PartialAttention result;
    switch (kernel) {
    case AttentionKernel::ProcessorFlash: {
        auto [output, sums] =
            at::_scaled_dot_product_flash_attention_for_cpu(queries, keys, values, /*dropout_p=*/0.0, causal, {}, scale);
        return {std::move(output), std::move(sums)};
    }
    case AttentionKernel::CudaFlash:
        result = cudaFlash(queries, keys, values, causal, scale);
        break;
    case AttentionKernel::CudaEfficient:
        result = cudaEfficient(queries, keys, values, causal, scale);
        break;
    case AttentionKernel::Products:
        return products(queries, keys, values, causal, scale);
    }
    // The zeros that filled the heads up, and rows of sums that a kernel added for itself (the efficient one rounds up to 32).
    return {result.output.narrow(-1, 0, values.size(-1)), result.logSumExp.narrow(-1, 0, queries.size(2))};
}

PartialAttention attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, KeyVisibility visibility) {
    return attendBy(attentionKernel(queries.device().type(), queries.scalar_type(), queries.size(-1)), queries, keys, values,
                    visibility);
}

at::Tensor mergeAttention(const PartialAttention& first, const PartialAttention& second) {
    const at::Tensor top = at::maximum(first.logSumExp, second.logSumExp);
    const at::Tensor a = (first.logSumExp - top).exp_();
    const at::Tensor b = (second.logSumExp - top).exp_();
    const at::Tensor share = (b / (a + b)).unsqueeze(-1);
    // first + (second - first) * share: one pass, and exactly `first` where the second part has no weight.
    const at::Tensor start = first.output.to(at::kFloat);
    return at::addcmul(start, second.output.to(at::kFloat) - start, share).to(first.output.scalar_type());
}

} // namespace trutina::engine
