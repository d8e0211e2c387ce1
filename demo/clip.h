// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scene.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace trutina::demo {

enum class Direction { Left, Right, Up, Down };

[[nodiscard]] const char* name(Direction direction); ///< "left", "right", "up", "down"

struct ClipShape {
    PlacedShape shape;        ///< where it is in frame 0
    int firstFrame = 0;       ///< it is not there before
    int stepX = 0, stepY = 0; ///< sixteenths of a pixel from frame to frame
    bool operator==(const ClipShape&) const = default;
};

/// A video of 112 x 112 pixels: four seconds, four frames a second.
struct Clip {
    static constexpr int kFrames = 16;
    static constexpr int kFramesPerSecond = 4;
    /// What a model sees of it: one frame a second.
    static constexpr std::array<int, 4> kSampled{0, 4, 8, 12};

    Background background;
    std::vector<ClipShape> shapes;

    [[nodiscard]] Scene frame(int number) const;
    bool operator==(const Clip&) const = default;
};

/// Nothing of one that stands still.
[[nodiscard]] std::optional<Direction> directionOf(const ClipShape& shape);
[[nodiscard]] bool isHorizontal(Direction direction);
/// The row of the grid along which it moves, or the column.
[[nodiscard]] int laneOf(const ClipShape& shape);
/// The first sampled frame in which it is.
[[nodiscard]] std::size_t arrivalOf(const ClipShape& shape);

/// Whether this shape in this colour never moves along this row (or column) of the grid in training.
[[nodiscard]] bool isHeldOutLane(Shape shape, Colour colour, bool isHorizontal, int lane);

/// One shape crosses the picture, the others stand still and out of its way.
[[nodiscard]] std::optional<Clip> arrangeMotion(Random& random, const Wish& moving, Direction direction,
                                                const std::vector<Wish>& still, Split split);

/// Shapes come and stay. steps: in which of the sampled frames, 0 to 3, each is first seen.
[[nodiscard]] std::optional<Clip> arrangeArrivals(Random& random, const std::vector<std::pair<Wish, int>>& wishes, Split split);

} // namespace trutina::demo
