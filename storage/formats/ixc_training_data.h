// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/training_pairs.h"
#include "storage/formats/transfer.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trutina::storage {

struct IxcReading {
    bool numbersAreThousands = true; ///< in a mixture: thousands of records (the scripts); otherwise a ratio
    double maxLengthRatio = 0; ///< leave out pairs whose chosen answer is longer than this times the rejected one; 0: keep all
    std::uint64_t seed = 0;    ///< of the sampling
};

/// Reads the reference's training data (model specification 8.4): whole conversations, the better one first, roles as the
/// speakers stand in the file. A mixture (data.txt: a path and a number on each line), a JSON list of records, or a mapping from
/// names to such lists. A mixture is sampled, then filtered; a list is taken whole and filtered; a mapping is taken as it is, as
/// by the reference. Bad records are noted in `report` and left out. Throws Failure when a file cannot be read.
[[nodiscard]] std::vector<TrainingPairSet> readIxcTrainingData(const std::filesystem::path& file, const IxcReading& reading,
                                                               TransferReport& report);

/// Whether the reference's filter lets an answer pass: no chat control text, at least one word, and where it is longer than 500
/// characters no word of more than 100.
[[nodiscard]] bool passesIxcFilter(std::string_view answer);

} // namespace trutina::storage
