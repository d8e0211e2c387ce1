// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trutina::cli {

/// What every line of a run has, but for error records: a run with other options is not resumed.
struct RunMarks {
    std::vector<std::pair<std::string, std::string>> values; ///< field and its value as JSON text
    std::vector<std::pair<std::string, bool>> parts;         ///< field, and whether lines have it at all
    [[nodiscard]] bool empty() const { return values.empty() && parts.empty(); }
};

/// Whether a line that an earlier run wrote is an error record. It must belong to the record in its place, `line` (nothing: the
/// input has ended), and bear the marks: half a file of one model and half of another would look whole. `number` counts from 1.
/// Throws CommandFailure "resume.mismatch".
[[nodiscard]] bool checkEarlierLine(std::string_view written, const std::optional<std::string>& line, const RunMarks& marks,
                                    std::int64_t number);

} // namespace trutina::cli
