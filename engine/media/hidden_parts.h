// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <array>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// The mean colour of the pictures that the vision tower was trained with, rounded to 8 bits: after normalisation no value is
/// further from zero than 0.007. A colour of pixels and not zeros put into tiles, so that the global view and the filters of a
/// video see it too, and so that anybody can make the same picture with a paint program.
inline constexpr std::array<std::uint8_t, 3> kHiddenColour{123, 117, 104};

/// A picture of nothing but the hidden colour.
[[nodiscard]] Picture hiddenPicture(int width, int height);

/// A sheet with one tile painted over.
[[nodiscard]] Picture withTileHidden(Picture sheet, int tileSize, int row, int column);

/// The views (0 is the global one, then the tiles row by row) that differ between two sheets of the same size.
[[nodiscard]] std::vector<std::int64_t> changedViews(const Picture& before, const Picture& after, int tileSize);

} // namespace trutina::engine
