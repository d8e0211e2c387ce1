// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/training.h"
#include "storage/formats/training_pairs.h"
#include "storage/formats/transfer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::services {

/// Where a training run takes its pairs from, and what of them.
struct TrainingSources {
    std::vector<std::filesystem::path> files;    ///< the reference's training data: data.txt, a JSON list, a mapping
    std::vector<std::filesystem::path> projects; ///< the votes of our own project files
    std::vector<std::filesystem::path> records;  ///< conversation records that say which answer is better
    bool numbersAreThousands = true;             ///< in data.txt; otherwise a share
    double maxLengthRatio = 0; ///< leave out pairs whose chosen answer is longer than this times the rejected one; 0: keep all
    storage::TieRule ties = storage::TieRule::LeaveOut;
    double heldOutShare = 0; ///< of prompts, 0 to 1
    std::uint64_t seed = 0;  ///< of the sampling
};

struct TrainingSourceReport {
    std::filesystem::path source;
    std::string kind; ///< "training data", "project", "records"
    std::int64_t records = 0, sampled = 0;
    std::int64_t pairs = 0, heldOut = 0;
    std::map<std::string, std::int64_t> leftOut; ///< by the code of the reason
};

struct TrainingInput {
    engine::TrainingData data;
    std::vector<TrainingSourceReport> sources;
    storage::TransferReport notes; ///< what was left out, one by one
    [[nodiscard]] std::size_t pairs() const;
};

/// What is wrong with a medium, if anything is; asked once for each.
using MediaProblem = std::function<std::optional<engine::Error>(const engine::MediaInput& media)>;

/// Reads all sources. Records that cannot be used, and pairs with a medium that has a problem, are noted and left out. A pair is
/// held out by a hash of its prompt and pictures: no prompt is ever on both sides, and the same pair is on the same side in every
/// run. Throws Failure where a source cannot be read at all, Cancelled soon after a stop request.
[[nodiscard]] TrainingInput readTrainingData(const TrainingSources& sources, const MediaProblem& problemOf,
                                             const std::stop_token& stop);

} // namespace trutina::services
