// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/clip.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace trutina::demo {

namespace {

constexpr int kSide = 112;
constexpr int kLanes = 3;
constexpr int kFramesPerStep = 4;

} // namespace

const char* name(Direction direction) {
    constexpr std::array kNames{"left", "right", "up", "down"};
    return kNames[static_cast<std::size_t>(direction)];
}

Scene Clip::frame(int number) const {
    Scene scene{Form::Frame, kSide, kSide, background, {}};
    for (const ClipShape& moving : shapes) {
        if (moving.firstFrame <= number) {
            scene.shapes.push_back(moving.shape);
            scene.shapes.back().x += moving.stepX * number;
            scene.shapes.back().y += moving.stepY * number;
        }
    }
    return scene;
}

std::optional<Direction> directionOf(const ClipShape& shape) {
    if (shape.stepX != 0) {
        return shape.stepX < 0 ? Direction::Left : Direction::Right;
    }
    return shape.stepY == 0 ? std::nullopt : std::optional(shape.stepY < 0 ? Direction::Up : Direction::Down);
}

bool isHorizontal(Direction direction) {
    return direction == Direction::Left || direction == Direction::Right;
}

int laneOf(const ClipShape& shape) {
    return (shape.stepX != 0 ? shape.shape.y : shape.shape.x) * kLanes / (kSide * kUnit);
}

std::size_t arrivalOf(const ClipShape& shape) {
    return static_cast<std::size_t>(
        std::count_if(Clip::kSampled.begin(), Clip::kSampled.end(), [&](int frame) { return frame < shape.firstFrame; }));
}

bool isHeldOutLane(Shape shape, Colour colour, bool isHorizontal, int lane) {
    const auto key =
        static_cast<std::uint64_t>(1000 + (static_cast<int>(shape) * 8 + static_cast<int>(colour)) * 2 + (isHorizontal ? 1 : 0));
    return hasHeldOutCells(shape, colour) && lane == static_cast<int>(engine::below(engine::scrambled(key), kLanes));
}

std::optional<Clip> arrangeMotion(Random& random, const Wish& moving, Direction direction, const std::vector<Wish>& still,
                                  Split split) {
    const bool isAlongRow = isHorizontal(direction);
    const int lane = random.below(kLanes);
    if (isHeldOutLane(moving.shape, moving.colour, isAlongRow, lane) != (split == Split::HeldOut)) {
        return std::nullopt;
    }
    std::optional<Scene> others = arrange(random, Form::Frame, still, split);
    if (!others) {
        return std::nullopt;
    }
    constexpr int kSmallest = 20;
    constexpr int kLargest = 31;
    ClipShape mover{{moving.shape, moving.colour, 0, 0, random.between(kSmallest * kUnit, kLargest * kUnit), 0, 0}, 0, 0, 0};
    mover.shape.tint = static_cast<std::uint32_t>(random.next());
    const int half = halfExtent(mover.shape.shape, mover.shape.diameter);
    // From border to border, with some pixels to spare at either end.
    const int atStart = half + random.between(kUnit, 8 * kUnit);
    const int atEnd = kSide * kUnit - half - random.between(kUnit, 8 * kUnit);
    const int step = (atEnd - atStart) / (Clip::kFrames - 1);
    const bool isForward = direction == Direction::Right || direction == Direction::Down;
    const int along = isForward ? atStart : atStart + step * (Clip::kFrames - 1);
    const int laneSize = kSide * kUnit / kLanes;
    const int jitter = random.between(-laneSize / 8, laneSize / 8);
    const int across = std::clamp(lane * laneSize + laneSize / 2 + jitter, half + kUnit, kSide * kUnit - half - kUnit);
    mover.shape.x = isAlongRow ? along : across;
    mover.shape.y = isAlongRow ? across : along;
    (isAlongRow ? mover.stepX : mover.stepY) = isForward ? step : -step;
    for (const PlacedShape& other : others->shapes) {
        const int distance = std::abs((isAlongRow ? other.y : other.x) - across);
        if (distance < half + halfExtent(other.shape, other.diameter) + 2 * kUnit) {
            return std::nullopt;
        }
    }
    Clip clip{others->background, {mover}};
    for (const PlacedShape& other : others->shapes) {
        clip.shapes.push_back({other, 0, 0, 0});
    }
    return clip;
}

std::optional<Clip> arrangeArrivals(Random& random, const std::vector<std::pair<Wish, int>>& wishes, Split split) {
    Clip clip;
    std::vector<Wish> places;
    for (const auto& [wish, step] : wishes) {
        places.push_back(wish);
    }
    const std::optional<Scene> scene = arrange(random, Form::Frame, places, split);
    if (!scene) {
        return std::nullopt;
    }
    clip.background = scene->background;
    // Shapes of one kind and colour may be told apart by nothing but their place: any of them may come at any of their times.
    std::vector<bool> isTaken(scene->shapes.size(), false);
    for (const auto& [wish, step] : wishes) {
        for (std::size_t i = 0; i < scene->shapes.size(); ++i) {
            const PlacedShape& shape = scene->shapes[i];
            if (!isTaken[i] && shape.shape == wish.shape && shape.colour == wish.colour) {
                isTaken[i] = true;
                const int early = step == 0 ? 0 : random.below(kFramesPerStep);
                clip.shapes.push_back({shape, step * kFramesPerStep - early, 0, 0});
                break;
            }
        }
    }
    return clip;
}

} // namespace trutina::demo
