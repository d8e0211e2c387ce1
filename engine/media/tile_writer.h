// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <cstddef>

namespace trutina::engine {

/// How many values a sheet has as the vision tower takes it: (1 + tiles) * 3 * tileSize * tileSize. Throws Failure "media.shape"
/// when the sides are not multiples of `tileSize`.
[[nodiscard]] std::size_t tileValues(const Picture& sheet, int tileSize);

/// What prepareTiles() computes, bit for bit, straight from the pixels to their place at `values` (tileValues() of them): the
/// fast way, on several threads.
void writeTiles(const Picture& sheet, int tileSize, float* values);
/// The same for `count` views from `first` on, 0 being the global view: 3 * tileSize * tileSize values each.
void writeViews(const Picture& sheet, int tileSize, std::size_t first, std::size_t count, float* values);

} // namespace trutina::engine
