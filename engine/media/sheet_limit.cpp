// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/sheet_limit.h"

#include "engine/api/error.h"

#include <string>

namespace trutina::engine {

namespace {

/// Beyond it, it is a mistake in the options, not a picture anyone wants scored: 2^28 pixels are 768 MiB.
constexpr std::int64_t maximalSheetPixels = std::int64_t{1} << 28;

} // namespace

void requireTileSize(int tileSize) {
    if (tileSize < 1) {
        throw Failure("options.tile_size", "The tile size is " + std::to_string(tileSize) + ".", "Use a number from 1 on.");
    }
}

void requireSheetSize(std::int64_t tileRows, std::int64_t tileColumns, int tileSize) {
    if (tileRows * tileSize > maximalSheetPixels / (tileColumns * tileSize)) {
        throw Failure("media.too_large",
                      "The sheet would have " + std::to_string(tileRows) + " x " + std::to_string(tileColumns) + " tiles of " +
                          std::to_string(tileSize) + " pixels, more than memory should be spent on.",
                      "Lower the number of tiles (hd_num) or the tile size.");
    }
}

} // namespace trutina::engine
