// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "storage/formats/ixc_training_data.h"

#include <vector>

namespace trutina::services {

/// The data sets as the engine takes them. A pair is held out by a hash of its prompt and pictures: no prompt is ever on both
/// sides, and the same pair is on the same side in every run. `heldOutShare` is a share of prompts, 0 to 1.
[[nodiscard]] engine::TrainingData trainingDataOf(std::vector<storage::IxcDataSet> sets, double heldOutShare);

/// Whether a pair with these names of its media is held out. Names that stay the same wherever the media lie.
[[nodiscard]] bool isHeldOut(const engine::PreferencePair& pair, const std::vector<std::string>& mediaNames, double heldOutShare);

} // namespace trutina::services
