// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "storage/formats/transfer.h"
#include "storage/repositories/project.h"

#include <stop_token>

namespace trutina::services {

struct ProjectPairsChoices {
    storage::TieRule ties = storage::TieRule::LeaveOut;
    double heldOutShare = 0;   ///< of prompts
    double maxLengthRatio = 0; ///< leave out pairs whose chosen answer is longer than this times the rejected one; 0: keep all
};

struct ProjectPairs {
    engine::TrainingData data;      ///< pairs with media and pairs without are sets of their own
    storage::TransferReport report; ///< read: items; written: pairs, held-out ones included; notes: what was left out, and why
};

/// The votes of a project as pairs to learn from, by the rules that exports have (docs/formats.md). Texts stand as they are
/// scored. A pair is held out by a hash of its prompt and the contents of its media: no prompt is ever on both sides. Throws
/// storage::Failure as Project, storage::Cancelled.
[[nodiscard]] ProjectPairs trainingDataOf(const storage::Project& project, const ProjectPairsChoices& choices,
                                          std::stop_token stop);

} // namespace trutina::services
