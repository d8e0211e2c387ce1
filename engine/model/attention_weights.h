// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace trutina::engine {

/// Softmax of `scale * scores` over the last dimension, in place; computed in float32. CPU, bfloat16, contiguous.
/// `scores` [batch, rows, keys] holds stretches of `stretch` rows that each belong to the same queries; query i of a stretch sees
/// the first `firstSeen + i + 1` keys, and all of them where `firstSeen` is negative. `logSumExp`: float32, one for each row.
void scoresToWeights(const at::Tensor& scores, float scale, std::int64_t firstSeen, std::int64_t stretch, at::Tensor& logSumExp);

} // namespace trutina::engine
