// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/tile_preparation.h"

#include "engine/api/error.h"
#include "engine/media/tile_arithmetic.h"

#include <cstddef>
#include <string>

namespace trutina::engine {

std::vector<float> prepareTiles(const Picture& sheet, int tileSize) {
    if (tileSize <= 0 || sheet.width <= 0 || sheet.height <= 0 || sheet.width % tileSize != 0 || sheet.height % tileSize != 0) {
        throw Failure("media.shape", "A sheet of " + std::to_string(sheet.width) + " x " + std::to_string(sheet.height) +
                                         " pixels cannot be cut into tiles of " + std::to_string(tileSize) + ".");
    }
    const tiles::Sheet view{sheet.rgb.data(), sheet.width, sheet.height, tileSize};
    const int views = 1 + (sheet.width / tileSize) * (sheet.height / tileSize);
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(views) * 3 * static_cast<std::size_t>(tileSize) * static_cast<std::size_t>(tileSize));
    for (int index = 0; index < views; ++index) {
        for (int channel = 0; channel < 3; ++channel) {
            for (int y = 0; y < tileSize; ++y) {
                for (int x = 0; x < tileSize; ++x) {
                    values.push_back(tiles::viewValue(view, index, channel, y, x));
                }
            }
        }
    }
    return values;
}

} // namespace trutina::engine
