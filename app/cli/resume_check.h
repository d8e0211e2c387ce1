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

/// Fields that every line of a run has, but for error records, and their values as JSON text: a run with others is not resumed.
using RunMarks = std::vector<std::pair<std::string, std::string>>;

/// Whether a line that an earlier run wrote is an error record. It must belong to the record in its place, `line` (nothing: the
/// input has ended), and bear the marks: half a file of one model and half of another would look whole. `number` counts from 1.
/// Throws CommandFailure "resume.mismatch".
[[nodiscard]] bool checkEarlierLine(std::string_view written, const std::optional<std::string>& line, const RunMarks& marks,
                                    std::int64_t number);

} // namespace trutina::cli
