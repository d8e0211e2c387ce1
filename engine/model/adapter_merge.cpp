// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/adapter_merge.h"

#include "engine/model/stored_weights.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace trutina::engine {

void mergeInto(const at::Tensor& target, const at::Tensor& base, const AdapterFile::LowRank& addition) {
    constexpr std::int64_t kElementsAtOnce = std::int64_t{1} << 22;
    const at::Tensor low = tensorOf(addition.lora_A).to(at::kFloat);
    const at::Tensor high = tensorOf(addition.lora_B).to(at::kFloat);
    const std::int64_t rows = base.size(0);
    const std::int64_t rowsAtOnce = std::max<std::int64_t>(1, kElementsAtOnce / base.size(1));
    for (std::int64_t begin = 0; begin < rows; begin += rowsAtOnce) {
        const std::int64_t count = std::min(rowsAtOnce, rows - begin);
        at::Tensor part = base.narrow(0, begin, count).to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);
        part.addmm_(high.narrow(0, begin, count), low, /*beta=*/1, /*alpha=*/addition.scale);
        StoredWeights::copyInto(target.narrow(0, begin, count), part);
    }
}

} // namespace trutina::engine
