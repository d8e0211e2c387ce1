// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <vector>

namespace trutina::engine {

/// A sheet as the vision tower takes it: the global view first, then the tiles, row by row, each [3, tileSize, tileSize],
/// normalised (specification 3.5, 3.7). Plain and without LibTorch: what the GPU's version is compared with. Throws Failure
/// "media.shape" when the sides are not multiples of `tileSize`.
[[nodiscard]] std::vector<float> prepareTiles(const Picture& sheet, int tileSize);

} // namespace trutina::engine
