// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/tile_preparation.h"

#include "engine/media/tile_arithmetic.h"
#include "engine/media/tile_writer.h"

#include <cstddef>

namespace trutina::engine {

std::vector<float> prepareTiles(const Picture& sheet, int tileSize) {
    const std::size_t count = tileValues(sheet, tileSize);
    const tiles::Sheet view{sheet.rgb.data(), sheet.width, sheet.height, tileSize};
    const int views = 1 + (sheet.width / tileSize) * (sheet.height / tileSize);
    std::vector<float> values;
    values.reserve(count);
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
