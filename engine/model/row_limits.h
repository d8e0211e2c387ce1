// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// How many rows the model works on together. What it needs of memory depends on them, so that the planner reads them, too
/// (engine/runtime/memory/memory_formula.h).
namespace trutina::engine {

/// Segments are taken through a layer in packs of about so many rows.
inline constexpr std::int64_t kRowsPerPack = 4096;
/// Up to so many rows attend through all key heads at once; a longer stretch goes head by head, since what attention returns is
/// one more copy of its rows.
inline constexpr std::int64_t kRowsOfAllGroups = 512;
/// Rows of views that go through a block of the vision tower together on the processor: enough to keep matrix products efficient,
/// few enough to keep their results small.
inline constexpr std::int64_t kVisionRows = 1700;

} // namespace trutina::engine
