// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention.h"

namespace trutina::engine {

PartialAttention attend(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values, KeyVisibility visibility) {
    TORCH_CHECK(queries.is_cpu(), "attention: no kernel for this device");
    auto [output, logSumExp] = at::_scaled_dot_product_flash_attention_for_cpu(queries, keys, values, /*dropout_p=*/0.0,
                                                                               /*is_causal=*/visibility == KeyVisibility::Causal);
    return {std::move(output), std::move(logSumExp)};
}

PartialAttention mergeAttention(const PartialAttention& first, const PartialAttention& second) {
    const at::Tensor top = at::maximum(first.logSumExp, second.logSumExp);
    const at::Tensor a = (first.logSumExp - top).exp_();
    const at::Tensor b = (second.logSumExp - top).exp_();
    const at::Tensor sum = a.add_(b);
    const at::Tensor share = (b / sum).unsqueeze(-1);
    // first + (second - first) * share: one pass, and exactly `first` where the second part has no weight.
    const at::Tensor start = first.output.to(at::kFloat);
    return {at::addcmul(start, second.output.to(at::kFloat) - start, share), sum.log().add_(top)};
}

} // namespace trutina::engine
