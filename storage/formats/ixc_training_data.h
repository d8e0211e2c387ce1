// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"
#include "storage/records/item.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trutina::storage {

/// One record of the reference's training data (model specification 8.4): two whole conversations, the better one first.
/// Roles are the speakers as they stand in the file; texts are kept byte for byte.
struct IxcPair {
    std::vector<Turn> chosen, rejected;
    std::vector<std::filesystem::path> images;
};

struct IxcDataSet {
    std::filesystem::path file;
    std::vector<IxcPair> pairs; ///< after sampling and filtering
    std::int64_t records = 0;   ///< in the file
    std::int64_t sampled = 0;   ///< taken of them, repetitions counted
    std::int64_t filtered = 0;  ///< of the sampled ones, left out by the filter
};

struct IxcReading {
    bool numbersAreThousands = true; ///< in a mixture: thousands of records (the scripts); otherwise a ratio
    double maxLengthRatio = 0; ///< leave out pairs whose chosen answer is longer than this times the rejected one; 0: keep all
    std::uint64_t seed = 0;    ///< of the sampling
};

/// Reads a mixture (data.txt: a path and a number on each line), a JSON list of records, or a mapping from names to such lists.
/// A mixture is sampled, then filtered; a list is taken whole and filtered; a mapping is taken as it is, as by the reference. Bad
/// records are noted in `report` and left out. Throws Failure when a file cannot be read.
[[nodiscard]] std::vector<IxcDataSet> readIxcTrainingData(const std::filesystem::path& file, const IxcReading& reading,
                                                          TransferReport& report);

/// Whether the reference's filter lets an answer pass: no chat control text, at least one word, and where it is longer than 500
/// characters no word of more than 100.
[[nodiscard]] bool passesIxcFilter(std::string_view answer);

} // namespace trutina::storage
