// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace trutina::engine {

/// Throws Failure "options.tile_size" for a tile without pixels.
void requireTileSize(int tileSize);

/// Throws Failure "media.too_large" for a sheet beyond reason.
void requireSheetSize(std::int64_t tileRows, std::int64_t tileColumns, int tileSize);

} // namespace trutina::engine
