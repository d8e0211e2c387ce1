// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/painter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace trutina::demo {

namespace {

/// Rows of samples in a row of pixels; along a row, coverage is exact to a sixteenth.
constexpr int kSubRows = 4;
constexpr int kSubRowStep = kUnit / kSubRows;
constexpr int kFullCoverage = kSubRows * kUnit;

using Rgb = std::array<int, 3>;
constexpr std::array<Rgb, 6> kPalette{
    {{212, 32, 38}, {34, 150, 62}, {32, 78, 214}, {246, 212, 24}, {138, 46, 182}, {246, 128, 22}}};

Rgb tinted(Colour colour, std::uint32_t tint) {
    constexpr int kReach = 9;
    Rgb rgb = kPalette[static_cast<std::size_t>(colour)];
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const int move = static_cast<int>((tint >> (8 * channel)) % (2 * kReach + 1)) - kReach;
        rgb[channel] = std::clamp(rgb[channel] + move, 0, 255);
    }
    return rgb;
}

struct Point {
    int x, y;
};

/// Corners around the centre, in thousandths of the diameter. A star's tips lie on its circle, as do a triangle's lower corners.
std::vector<Point> corners(Shape shape) {
    switch (shape) {
    case Shape::Square:
        return {{-440, -440}, {440, -440}, {440, 440}, {-440, 440}};
    case Shape::Triangle:
        return {{0, -450}, {500, 420}, {-500, 420}};
    case Shape::Star:
        return {{0, -525}, {123, -170}, {499, -162}, {200, 65},    {309, 425},
                {0, 210},  {-309, 425}, {-200, 65},  {-499, -162}, {-123, -170}};
    case Shape::Circle:
        break;
    }
    return {};
}

int rootOf(int square) {
    int root = 0;
    for (int bit = 1 << 14; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= square) {
            root += bit;
        }
    }
    return root;
}

/// Where a horizontal line at height y enters and leaves the shape, ascending; y from the centre.
void findCrossings(const PlacedShape& shape, const std::vector<Point>& outline, int y, std::vector<int>& crossings) {
    crossings.clear();
    if (shape.shape == Shape::Circle) {
        const int radius = shape.diameter / 2;
        if (y > -radius && y < radius) {
            const int half = rootOf(radius * radius - y * y);
            crossings = {-half, half};
        }
        return;
    }
    for (std::size_t i = 0; i < outline.size(); ++i) {
        Point from = outline[i];
        Point to = outline[(i + 1) % outline.size()];
        if (from.y > to.y) {
            std::swap(from, to);
        }
        if (from.y <= y && y < to.y) {
            crossings.push_back(from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y));
        }
    }
    std::sort(crossings.begin(), crossings.end());
}

/// Adds what the span [begin, end) covers of each pixel; in sixteenths.
void addSpan(int begin, int end, std::vector<int>& coverage) {
    begin = std::max(begin, 0);
    end = std::min(end, static_cast<int>(coverage.size()) * kUnit);
    for (int pixel = begin / kUnit; pixel * kUnit < end; ++pixel) {
        coverage[static_cast<std::size_t>(pixel)] += std::min(end, (pixel + 1) * kUnit) - std::max(begin, pixel * kUnit);
    }
}

std::uint8_t channelOf(int value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

void addNoise(engine::Picture& picture, std::uint32_t seed) {
    constexpr int kReach = 7;
    std::uint64_t random = 0;
    for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
        random = i % 8 == 0 ? engine::scrambled(seed + (i << 20)) : random >> 8;
        picture.rgb[i] = channelOf(picture.rgb[i] + static_cast<int>((random & 0xff) % (2 * kReach + 1)) - kReach);
    }
}

void addLines(engine::Picture& picture, std::uint32_t seed) {
    const int step = 9 + static_cast<int>(seed % 14);
    const int darker = 8 + static_cast<int>((seed >> 8) % 14);
    const int slope = static_cast<int>((seed >> 16) % 5) - 2; // columns per row, in halves
    const bool isLevel = (seed >> 24) % 3 == 0;
    for (int y = 0; y < picture.height; ++y) {
        std::uint8_t* pixel = picture.row(y);
        for (int x = 0; x < picture.width; ++x, pixel += 3) {
            const int along = isLevel ? y : x + (slope * y) / 2 + 4 * picture.height;
            if (along % step == 0) {
                for (int channel = 0; channel < 3; ++channel) {
                    pixel[channel] = channelOf(pixel[channel] - darker);
                }
            }
        }
    }
}

} // namespace

engine::Picture paintBackground(const Background& background, int width, int height) {
    engine::Picture picture(width, height);
    const std::array<int, 3> base{background.red, background.green, background.blue};
    const bool isGradient = background.kind == Background::Kind::Gradient;
    const int slopeX = isGradient ? static_cast<int>(background.seed % 37) - 18 : 0;
    const int slopeY = isGradient ? static_cast<int>((background.seed >> 8) % 37) - 18 : 0;
    for (int y = 0; y < height; ++y) {
        std::uint8_t* pixel = picture.row(y);
        for (int x = 0; x < width; ++x, pixel += 3) {
            const int move = isGradient ? slopeX * (2 * x - width) / (2 * width) + slopeY * (2 * y - height) / (2 * height) : 0;
            for (std::size_t channel = 0; channel < 3; ++channel) {
                pixel[channel] = channelOf(base[channel] + move);
            }
        }
    }
    if (background.kind == Background::Kind::Noise) {
        addNoise(picture, background.seed);
    } else if (background.kind == Background::Kind::Lines) {
        addLines(picture, background.seed);
    }
    return picture;
}

void paintShape(const PlacedShape& shape, engine::Picture& picture) {
    const Rgb rgb = tinted(shape.colour, shape.tint);
    std::vector<Point> outline = corners(shape.shape);
    for (Point& point : outline) {
        point = {point.x * shape.diameter / 1000, point.y * shape.diameter / 1000};
    }
    const int reach = shape.diameter * 53 / 100 + 1;
    const int firstRow = std::max(0, (shape.y - reach) / kUnit);
    const int lastRow = std::min(picture.height - 1, (shape.y + reach) / kUnit);
    std::vector<int> coverage(static_cast<std::size_t>(picture.width));
    std::vector<int> crossings;
    for (int row = firstRow; row <= lastRow; ++row) {
        std::fill(coverage.begin(), coverage.end(), 0);
        for (int sub = 0; sub < kSubRows; ++sub) {
            findCrossings(shape, outline, row * kUnit + sub * kSubRowStep + kSubRowStep / 2 - shape.y, crossings);
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
                addSpan(shape.x + crossings[i], shape.x + crossings[i + 1], coverage);
            }
        }
        std::uint8_t* pixel = picture.row(row);
        for (const int covered : coverage) {
            for (std::size_t channel = 0; channel < 3 && covered > 0; ++channel) {
                const int mixed = pixel[channel] * (kFullCoverage - covered) + rgb[channel] * covered;
                pixel[channel] = static_cast<std::uint8_t>((mixed + kFullCoverage / 2) / kFullCoverage);
            }
            pixel += 3;
        }
    }
}

engine::Picture paint(const Scene& scene) {
    engine::Picture picture = paintBackground(scene.background, scene.width, scene.height);
    for (const PlacedShape& shape : scene.shapes) {
        paintShape(shape, picture);
    }
    return picture;
}

} // namespace trutina::demo
