// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/host_device.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

/// One value of a prepared tile (specification 3.5, 3.7), written once for processor and GPU: both compile this header.
namespace trutina::engine::tiles {

/// An 8-bit RGB sheet whose sides are multiples of the tile size.
struct Sheet {
    const std::uint8_t* rgb;
    int width;
    int height;
    int tileSize;
};

/// A pixel as the vision tower takes it.
TRUTINA_HOST_DEVICE inline float normalised(const Sheet& sheet, int channel, int y, int x) {
    const float mean[3] = {0.48145466F, 0.4578275F, 0.40821073F};
    const float deviation[3] = {0.26862954F, 0.26130258F, 0.27577711F};
    const std::size_t at =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(sheet.width) + static_cast<std::size_t>(x)) * 3;
    const float value = static_cast<float>(sheet.rgb[at + static_cast<std::size_t>(channel)]) / 255.0F;
    return (value - mean[channel]) / deviation[channel];
}

/// Keys' cubic kernel with a = -0.75.
TRUTINA_HOST_DEVICE inline float cubicWeight(float distance) {
    const float a = -0.75F;
    const float d = std::fabs(distance);
    if (d <= 1) {
        return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

TRUTINA_HOST_DEVICE inline int clamped(int value, int size) {
    return value < 0 ? 0 : (value < size ? value : size - 1);
}

/// The whole sheet on one tile: bicubic without antialiasing, pixels at the border repeated.
TRUTINA_HOST_DEVICE inline float globalView(const Sheet& sheet, int channel, int y, int x) {
    const float sourceY =
        (static_cast<float>(y) + 0.5F) * (static_cast<float>(sheet.height) / static_cast<float>(sheet.tileSize)) - 0.5F;
    const float sourceX =
        (static_cast<float>(x) + 0.5F) * (static_cast<float>(sheet.width) / static_cast<float>(sheet.tileSize)) - 0.5F;
    const int top = static_cast<int>(std::floor(sourceY));
    const int left = static_cast<int>(std::floor(sourceX));
    float sum = 0;
    for (int i = -1; i <= 2; ++i) {
        float row = 0;
        for (int j = -1; j <= 2; ++j) {
            row += cubicWeight(sourceX - static_cast<float>(left + j)) *
                   normalised(sheet, channel, clamped(top + i, sheet.height), clamped(left + j, sheet.width));
        }
        sum += cubicWeight(sourceY - static_cast<float>(top + i)) * row;
    }
    return sum;
}

/// View 0 is the global view, the others are the tiles, row by row.
TRUTINA_HOST_DEVICE inline float viewValue(const Sheet& sheet, int view, int channel, int y, int x) {
    if (view == 0) {
        return globalView(sheet, channel, y, x);
    }
    const int columns = sheet.width / sheet.tileSize;
    const int row = (view - 1) / columns;
    const int column = (view - 1) % columns;
    return normalised(sheet, channel, row * sheet.tileSize + y, column * sheet.tileSize + x);
}

/// All views of a sheet, value by value. Called with every index from 0 to views * 3 * tileSize * tileSize.
struct Views {
    Sheet sheet;
    float* values;

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const Index side = static_cast<Index>(sheet.tileSize);
        const Index row = index / side;
        const Index plane = row / side;
        values[index] = viewValue(sheet, static_cast<int>(plane / 3), static_cast<int>(plane % 3), static_cast<int>(row % side),
                                  static_cast<int>(index % side));
    }
};

} // namespace trutina::engine::tiles
