// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/examples.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::demo {

struct DataOrder {
    std::filesystem::path directory;
    std::uint64_t seed = 1;
    std::int64_t pairs = 0, heldOut = 0, items = 0, scenes = 0;
    TrainingStyle style; ///< of the training pairs; its kinds are those of all else, too
    bool replaceExisting = false;
};

struct DataReport {
    std::map<std::string, std::int64_t> pairsByKind, heldOutByKind;
    std::int64_t media = 0, items = 0, scenes = 0, corpusLines = 0;
};

/// stage: what is being made, for people; fraction of the whole.
using DataProgress = std::function<void(const std::string& stage, double fraction)>;

/// Writes the data of the demo model (docs/demo-model.md): training pairs, held-out records, items to be judged, labelled
/// pictures and a corpus. They appear all at once or not at all. The same order gives the same bytes. Throws engine::Failure
/// "demo.folder_exists", "demo.not_demo_data", "file.not_written"; engine::Cancelled.
DataReport writeData(const DataOrder& order, const std::stop_token& stop, const DataProgress& progress);

} // namespace trutina::demo
