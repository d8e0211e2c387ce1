// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scoring/loaded_reward_model.h"

#include <memory>
#include <stop_token>

namespace trutina::engine {

/// Opens a model folder: configuration, report of tensors, memory plan, weights. Throws Failure, "memory.exhausted" where not
/// even a short text could be scored, or Cancelled between two layers.
[[nodiscard]] std::unique_ptr<LoadedRewardModel> openRewardModel(const LoadOptions& options, std::stop_token stop,
                                                                 const ProgressSink& progress);

/// How `openRewardModel` would load it now, for a workload. May run the probe of this machine where none is remembered.
[[nodiscard]] MemoryPlan planOpening(const LoadOptions& options, const WorkloadShape& workload);

} // namespace trutina::engine
