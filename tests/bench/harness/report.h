// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/harness/figure.h"
#include "tests/bench/harness/machine.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::bench {

/// One run of the program.
struct Run {
    Machine machine;
    Conditions conditions;
    std::string command;    ///< that repeats it
    std::string comparison; ///< the dtype that is fastest here, by the two products of the machine
    std::vector<Figure> figures;
};

/// Everything, both raw series of each figure included.
[[nodiscard]] nlohmann::ordered_json toJson(const Run& run);

/// "engine: 1.57 s (1.56 s – 1.58 s), 329 GFLOP/s": name, median, range and, where FLOP were counted, their rate.
[[nodiscard]] std::string seriesText(const Series& side);

/// The machine, the command and one table row per figure.
[[nodiscard]] std::string toMarkdown(const Run& run);

/// Puts `table` between the lines that mark the measured part of a document; a file without them becomes the table alone.
/// Throws std::runtime_error when the file cannot be written.
void writeMarkdown(const std::filesystem::path& file, const std::string& table);

inline constexpr const char* kMeasuredBegin = "<!-- measured: begin -->";
inline constexpr const char* kMeasuredEnd = "<!-- measured: end -->";

} // namespace trutina::bench
