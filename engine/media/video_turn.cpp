// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_turn.h"

#include "engine/media/resize.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/display.h>
}

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace trutina::engine {

namespace {

/// The last row first, and so on.
void turnUpsideDown(Picture& picture) {
    for (int y = 0; y < picture.height / 2; ++y) {
        std::swap_ranges(picture.row(y), picture.row(y + 1), picture.row(picture.height - 1 - y));
    }
}

void mirrorRows(Picture& picture) {
    for (int y = 0; y < picture.height; ++y) {
        std::uint8_t* left = picture.row(y);
        std::uint8_t* right = left + static_cast<std::ptrdiff_t>(picture.width - 1) * 3;
        for (; left < right; left += 3, right -= 3) {
            std::swap_ranges(left, left + 3, right);
        }
    }
}

} // namespace

VideoTurn turnOf(const AVStream& stream) {
    constexpr std::size_t matrixBytes = 9 * sizeof(std::int32_t);
    constexpr double tolerance = 1; // degrees
    std::size_t size = 0;
    const auto* const matrix =
        reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size));
    const double angle = matrix != nullptr && size >= matrixBytes ? av_display_rotation_get(matrix) : 0;
    const double quarters = std::round(angle / 90); // counter-clockwise
    if (!std::isfinite(angle) || std::abs(angle - quarters * 90) > tolerance) {
        return VideoTurn::None;
    }
    switch (static_cast<int>(quarters)) {
    case 1:
    case -3:
        return VideoTurn::Left;
    case 2:
    case -2:
        return VideoTurn::Half;
    case 3:
    case -1:
        return VideoTurn::Right;
    default:
        return VideoTurn::None;
    }
}

Picture turned(Picture picture, VideoTurn turn) {
    if (turn == VideoTurn::Left || turn == VideoTurn::Right) {
        picture = transpose(picture);
    }
    if (turn == VideoTurn::Left || turn == VideoTurn::Half) {
        turnUpsideDown(picture);
    }
    if (turn == VideoTurn::Right || turn == VideoTurn::Half) {
        mirrorRows(picture);
    }
    return picture;
}

} // namespace trutina::engine
