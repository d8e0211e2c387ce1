// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/project_pairs.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// Pairs of conversation records (docs/formats.md), one a line, that say which of their candidates is better. In this order of
/// precedence: the votes that our own export writes (meta.trutina.votes); `order`, in the record or in its meta, positions of
/// candidates from the best on; `winner` likewise, one position. A list need not name all: what it leaves out is worse than the
/// first. Rules of pairs are those of the exports. Bad lines are noted in `report` and left out. Throws Failure where the file
/// cannot be read.
[[nodiscard]] TrainingPairSet readRecordPairs(const std::filesystem::path& file, const PairReading& reading,
                                              TransferReport& report);

} // namespace trutina::storage
