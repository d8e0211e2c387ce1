// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scoring/loaded_reward_model.h"

#include <memory>
#include <stop_token>

namespace trutina::engine {

/// Opens a model folder: configuration, report of tensors, compute type, weights. Throws Failure, or Cancelled between two
/// layers.
[[nodiscard]] std::unique_ptr<LoadedRewardModel> openRewardModel(const LoadOptions& options, std::stop_token stop,
                                                                 const ProgressSink& progress);

/// estimatedMemoryBytes of an inspection: for the automatic compute type on the CPU and one picture of nine tiles with 1,000
/// tokens of text.
[[nodiscard]] std::int64_t estimateMemory(const ModelConfig& config, const TensorSizes& sizes, const ModelInspection& inspection);

} // namespace trutina::engine
