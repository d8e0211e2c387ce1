// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention.h"

#include "engine/model/attention_weights.h"
#include "engine/model/row_operations.h"

#include <ATen/cpu/Utils.h>

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
        const at::Tensor top = at::amax(scores, -1, /*keepdim=*/true);
        const at::Tensor sum = (scores - top).exp_().sum(-1, /*keepdim=*/true).log_().add_(top);
        output.narrow(2, begin, count).copy_(at::matmul(scores.sub_(sum).exp_(), wideValues));
        sums.narrow(2, begin, count).copy_(sum.squeeze(-1));
    }
    return {std::move(output), std::move(sums)};
}

/// Whether `blocks` is the faster way through bfloat16 here: where the processor has instructions for dot products of it, of
/// which LibTorch's fused kernel makes little (Zen 4, two threads: 140 GFLOP/s against 250 of the products below), but no tiles
/// of whole matrices, of which it makes the most (Sapphire Rapids, two threads: 350 to 800). A rule and not a measurement, so
/// that a machine always computes the same bits.
bool multipliesBfloat16ByBlocks() {
#if defined(__x86_64__)
    static const bool does =
        __builtin_cpu_supports("avx512bf16") != 0 && !(__builtin_cpu_supports("amx-bf16") != 0 && at::cpu::init_amx());
    return does;
#else
    return false;
#endif
}

/// One block of queries against all keys that it may see; the weights are made in place, so that only one block of scores is
/// alive. Query heads that share a key head are rows of one product.
PartialAttention blocks(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, bool causal, double scale) {
    constexpr std::int64_t kScoreBytes = std::int64_t{16} << 20; // stays in the cache of a processor for the most part
    constexpr std::int64_t kProductRows = 512;
    constexpr std::int64_t kFewestRows = 32;
    const std::int64_t count = queries.size(2);
    const std::int64_t keyCount = keys.size(2);
    const std::int64_t size = queries.size(3);
    const bool shares = keys.size(1) == 1 || keys.stride(1) == 0; // one key head for all query heads of a batch entry
    const std::int64_t keyHeads = shares ? queries.size(0) : queries.size(0) * queries.size(1);
    const std::int64_t perKeyHead = shares ? queries.size(1) : 1;
    const auto heads = [&](const at::Tensor& t) { return shares ? t.select(1, 0) : t.reshape({keyHeads, keyCount, size}); };
    const at::Tensor turnedKeys = heads(keys).transpose(1, 2);
    const at::Tensor valueRows = heads(values);
    const at::Tensor grouped = queries.reshape({keyHeads, perKeyHead, count, size});
    at::Tensor output = at::empty({keyHeads, perKeyHead, count, size}, queries.options());
    at::Tensor sums = at::empty({keyHeads, perKeyHead, count}, queries.options().dtype(at::kFloat));
    const std::int64_t rowBytes = keyHeads * perKeyHead * keyCount * 2;
    const std::int64_t step = std::clamp(kScoreBytes / rowBytes, kFewestRows, std::max(kFewestRows, kProductRows / perKeyHead));
    for (std::int64_t begin = 0; begin < count; begin += step) {
        const std::int64_t rows = std::min(step, count - begin);
        const std::int64_t seen = causal ? begin + rows : keyCount;
        const at::Tensor block = grouped.narrow(2, begin, rows).reshape({keyHeads, perKeyHead * rows, size});
        const at::Tensor scores = at::bmm(block, turnedKeys.narrow(2, 0, seen));
        at::Tensor blockSums = at::empty({keyHeads, perKeyHead, rows}, sums.options());
        scoresToWeights(scores, static_cast<float>(scale), causal ? begin : -1, rows, blockSums);
        output.narrow(2, begin, rows)
            .copy_(at::bmm(scores, valueRows.narrow(1, 0, seen)).view({keyHeads, perKeyHead, rows, size}));
        sums.narrow(2, begin, rows).copy_(blockSums);
    }
    return {output.view(queries.sizes()), sums.view({queries.size(0), queries.size(1), count})};
}

} // namespace

AttentionKernel attentionKernel(c10::DeviceType device, at::ScalarType type, std::int64_t headSize) {
    constexpr std::int64_t kLargestFlashHead = 256;
    if (device == at::kCPU) {
        return type == at::kBFloat16 && multipliesBfloat16ByBlocks() ? AttentionKernel::ProcessorBlocks
                                                                     : AttentionKernel::ProcessorFlash;
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
    case AttentionKernel::ProcessorBlocks:
        return blocks(queries, keys, values, causal, scale);
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

PartialAttention mergeAttention(const PartialAttention& first, const PartialAttention& second) {
    const at::Tensor top = at::maximum(first.logSumExp, second.logSumExp);
    const at::Tensor a = (first.logSumExp - top).exp_();
    const at::Tensor b = (second.logSumExp - top).exp_();
    const at::Tensor sum = a.add_(b);
    const at::Tensor share = b / sum;
    at::Tensor sums = sum.log().add_(top);
    if (areBlendable(first.output, second.output)) {
        return {blendRows(first.output, second.output, share), std::move(sums)};
    }
    const at::Tensor start = first.output.to(at::kFloat);
    return {at::addcmul(start, second.output.to(at::kFloat) - start, share.unsqueeze(-1)), std::move(sums)};
}

} // namespace trutina::engine
