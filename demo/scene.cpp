// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scene.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace trutina::demo {

namespace {

constexpr int kSide = 112;
constexpr int kGap = 2 * kUnit;                             ///< at least, between two shapes and to the border
constexpr std::array<int, kSizeClasses> kSizes{20, 29, 40}; ///< pixels across, on a picture of 112 x 112
constexpr std::array kSizeJitter{2, 2, 2};

struct Extent {
    int width, height;
};

Extent drawExtent(Random& random, Form form) {
    switch (form) {
    case Form::Square:
        if (random.chance(75)) {
            return {kSide, kSide};
        } else {
            const int side = random.between(92, kSide);
            return {side, side};
        }
    case Form::Landscape:
        return {kSide, 84};
    case Form::Portrait:
        return {84, kSide};
    case Form::Wide:
        return {2 * kSide, kSide};
    case Form::Tall:
        return {kSide, 2 * kSide};
    case Form::Large:
        return {2 * kSide, 2 * kSide};
    case Form::Frame:
        break;
    }
    return {kSide, kSide};
}

/// Sizes of shapes by form, in hundredths.
int scaleOf(Form form, const Extent& extent) {
    switch (form) {
    case Form::Square:
        return 100 * extent.width / kSide;
    case Form::Landscape:
    case Form::Portrait:
        return 95;
    case Form::Wide:
    case Form::Tall:
        return 120;
    case Form::Large:
        return 200;
    case Form::Frame:
        break;
    }
    return 100;
}

bool overlap(const PlacedShape& a, const PlacedShape& b) {
    const int reach = halfExtent(a.shape, a.diameter) + halfExtent(b.shape, b.diameter) + kGap;
    return std::abs(a.x - b.x) < reach && std::abs(a.y - b.y) < reach;
}

} // namespace

int halfExtent(Shape shape, int diameter) {
    return shape == Shape::Square ? diameter * 44 / 100 : (diameter + 1) / 2;
}

int sizeClassOf(const PlacedShape& shape, const Scene& scene) {
    const int size = shape.diameter * 100 / scaleOf(scene.form, {scene.width, scene.height});
    int sizeClass = 0;
    for (std::size_t i = 1; i < kSizes.size(); ++i) {
        sizeClass += 2 * size > (kSizes[i - 1] + kSizes[i]) * kUnit ? 1 : 0;
    }
    return sizeClass;
}

Grid gridOf(Form form) {
    switch (form) {
    case Form::Landscape:
        return {3, 2};
    case Form::Portrait:
        return {2, 3};
    case Form::Wide:
        return {4, 2};
    case Form::Tall:
        return {2, 4};
    case Form::Square:
    case Form::Large:
    case Form::Frame:
        break;
    }
    return {3, 3};
}

int roomOf(Form form) {
    switch (form) {
    case Form::Landscape:
    case Form::Portrait:
        return 4;
    case Form::Wide:
    case Form::Tall:
        return 5;
    case Form::Square:
    case Form::Large:
    case Form::Frame:
        break;
    }
    return 6;
}

bool hasHeldOutCells(Shape shape, Colour colour) {
    // Every shape has three such colours, every colour two such shapes.
    return (static_cast<int>(shape) + static_cast<int>(colour)) % 2 == 0;
}

bool isHeldOut(Shape shape, Colour colour, Form form, int cell) {
    if (!hasHeldOutCells(shape, colour)) {
        return false;
    }
    const Grid grid = gridOf(form);
    const int pairs = grid.cells() / 2; // the middle of an odd grid has no opposite
    const auto key =
        static_cast<std::uint64_t>((static_cast<int>(shape) * 8 + static_cast<int>(colour)) * 64 + grid.columns * 8 + grid.rows);
    const int first = static_cast<int>(engine::below(engine::scrambled(key), static_cast<std::uint64_t>(pairs)));
    return cell == first || cell == grid.cells() - 1 - first;
}

Form drawForm(Random& random, int shapes) {
    while (true) {
        const int lot = random.below(100);
        Form form = Form::Large;
        if (lot < 49) {
            form = Form::Square;
        } else if (lot < 57) {
            form = Form::Landscape;
        } else if (lot < 65) {
            form = Form::Portrait;
        } else if (lot < 73) {
            form = Form::Wide;
        } else if (lot < 80) {
            form = Form::Tall;
        }
        if (shapes <= roomOf(form)) {
            return form;
        }
    }
}

Background drawBackground(Random& random) {
    constexpr int kDarkest = 222;
    Background background;
    const int lot = random.below(100);
    background.kind = lot < 40   ? Background::Kind::Plain
                      : lot < 65 ? Background::Kind::Gradient
                      : lot < 85 ? Background::Kind::Noise
                                 : Background::Kind::Lines;
    background.red = static_cast<std::uint8_t>(random.between(kDarkest, 255));
    background.green = static_cast<std::uint8_t>(random.between(kDarkest, 255));
    background.blue = static_cast<std::uint8_t>(random.between(kDarkest, 255));
    background.seed = static_cast<std::uint32_t>(random.next());
    return background;
}

std::optional<Scene> arrange(Random& random, Form form, const std::vector<Wish>& wishes, Split split) {
    const Extent extent = drawExtent(random, form);
    const Grid grid = gridOf(form);
    const int scale = scaleOf(form, extent);
    const int cellWidth = extent.width * kUnit / grid.columns;
    const int cellHeight = extent.height * kUnit / grid.rows;
    Scene scene{form, extent.width, extent.height, drawBackground(random), {}};
    std::vector<int> cells(static_cast<std::size_t>(grid.cells()));
    std::iota(cells.begin(), cells.end(), 0);
    random.shuffle(cells);
    // Those that must stand somewhere special choose first.
    std::vector<std::size_t> order(wishes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(!wishes[a].isSubject, -wishes[a].sizeClass) < std::pair(!wishes[b].isSubject, -wishes[b].sizeClass);
    });
    for (const std::size_t i : order) {
        const Wish& wish = wishes[i];
        bool isPlaced = false;
        for (std::size_t c = 0; c < cells.size() && !isPlaced; ++c) {
            const bool isNew = isHeldOut(wish.shape, wish.colour, form, cells[c]);
            if (split == Split::Training ? isNew : wish.isSubject && !isNew) {
                continue;
            }
            constexpr int kTries = 6;
            for (int attempt = 0; attempt < kTries && !isPlaced; ++attempt) {
                // Where it gets tight, sizes that are free become smaller.
                const int drawn = random.below(attempt < 2 && wishes.size() < 5 ? 3 : 2);
                const auto size = static_cast<std::size_t>(wish.sizeClass < 0 ? drawn : wish.sizeClass);
                const int jitter = random.between(-kSizeJitter[size] * kUnit, kSizeJitter[size] * kUnit);
                PlacedShape shape{wish.shape, wish.colour, 0, 0, (kSizes[size] * kUnit + jitter) * scale / 100, cells[c], 0};
                const int half = halfExtent(shape.shape, shape.diameter) + kGap / 2;
                const int moveX = random.between(-cellWidth / 7, cellWidth / 7);
                const int moveY = random.between(-cellHeight / 7, cellHeight / 7);
                shape.x = cellWidth * (cells[c] % grid.columns) + cellWidth / 2 + moveX;
                shape.y = cellHeight * (cells[c] / grid.columns) + cellHeight / 2 + moveY;
                shape.x = std::clamp(shape.x, half, extent.width * kUnit - half);
                shape.y = std::clamp(shape.y, half, extent.height * kUnit - half);
                shape.tint = static_cast<std::uint32_t>(random.next());
                if (std::none_of(scene.shapes.begin(), scene.shapes.end(),
                                 [&](const PlacedShape& other) { return overlap(shape, other); })) {
                    scene.shapes.push_back(shape);
                    cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(c));
                    isPlaced = true;
                }
            }
        }
        if (!isPlaced) {
            return std::nullopt;
        }
    }
    return scene;
}

} // namespace trutina::demo
