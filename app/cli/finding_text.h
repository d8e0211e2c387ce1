// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/doctor/doctor.h"

#include <cstddef>
#include <string>
#include <vector>

namespace trutina::cli {

/// A finding as one JSON object with the numbers of its first `items` items.
[[nodiscard]] std::string findingText(const storage::Finding& finding, std::size_t items);

/// The same for people: a line or two.
[[nodiscard]] std::string findingWords(const storage::Finding& finding, std::size_t items);

/// What was put right, as one JSON object.
[[nodiscard]] std::string cureText(const std::string& kind, const storage::CureReport& report);

/// All kinds with their cures, for --help.
[[nodiscard]] std::string findingKindList();

} // namespace trutina::cli
