// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace trutina::engine {

namespace {

constexpr int weightBits = 22;
constexpr std::int32_t half = std::int32_t{1} << (weightBits - 1);

/// The triangle filter along one axis: output k is the weighted sum of `count[k]` inputs from `first[k]` on.
struct AxisFilter {
    int taps = 0; ///< weights stored per output, the largest count
    std::vector<int> first;
    std::vector<int> count;
    std::vector<std::int32_t> weights;

    [[nodiscard]] const std::int32_t* of(int k) const {
        return weights.data() + static_cast<std::size_t>(k) * static_cast<std::size_t>(taps);
    }
};

AxisFilter makeFilter(int inputs, int outputs) {
    const double scale = static_cast<double>(inputs) / outputs;
    const double support = std::max(scale, 1.0);
    AxisFilter filter;
    filter.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
    filter.first.resize(static_cast<std::size_t>(outputs));
    filter.count.resize(static_cast<std::size_t>(outputs));
    filter.weights.resize(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(filter.taps));
    std::vector<double> exact(static_cast<std::size_t>(filter.taps));
    for (int k = 0; k < outputs; ++k) {
        const double centre = (k + 0.5) * scale;
        const int low = std::max(0, static_cast<int>(centre - support + 0.5));
        const int high = std::min(inputs, static_cast<int>(centre + support + 0.5));
        double sum = 0;
        for (int x = low; x < high; ++x) {
            const double weight = std::max(0.0, 1.0 - std::abs((x - centre + 0.5) / support));
            exact[static_cast<std::size_t>(x - low)] = weight;
            sum += weight;
        }
        const auto index = static_cast<std::size_t>(k);
        filter.first[index] = low;
        filter.count[index] = high - low;
        for (int x = low; x < high; ++x) {
            const auto tap = static_cast<std::size_t>(x - low);
            filter.weights[index * static_cast<std::size_t>(filter.taps) + tap] =
                static_cast<std::int32_t>(exact[tap] / sum * (1 << weightBits) + 0.5);
        }
    }
    return filter;
}

std::uint8_t toByte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> weightBits, 0, 255));
}

Picture resizeRows(const Picture& picture, int width) {
    const AxisFilter filter = makeFilter(picture.width, width);
    Picture result(width, picture.height);
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* const source = picture.row(y);
        std::uint8_t* target = result.row(y);
        for (int k = 0; k < width; ++k) {
            const std::int32_t* const weights = filter.of(k);
            const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(filter.first[static_cast<std::size_t>(k)]) * 3;
            const int count = filter.count[static_cast<std::size_t>(k)];
            std::int32_t red = half;
            std::int32_t green = half;
            std::int32_t blue = half;
            for (int tap = 0; tap < count; ++tap, pixel += 3) {
                red += pixel[0] * weights[tap];
                green += pixel[1] * weights[tap];
                blue += pixel[2] * weights[tap];
            }
            *target++ = toByte(red);
            *target++ = toByte(green);
            *target++ = toByte(blue);
        }
    }
    return result;
}

Picture resizeColumns(const Picture& picture, int height) {
    const AxisFilter filter = makeFilter(picture.height, height);
    Picture result(picture.width, height);
    const auto rowBytes = static_cast<std::size_t>(picture.width) * 3;
    std::vector<std::int32_t> sums(rowBytes);
    for (int k = 0; k < height; ++k) {
        std::fill(sums.begin(), sums.end(), half);
        const std::int32_t* const weights = filter.of(k);
        for (int tap = 0; tap < filter.count[static_cast<std::size_t>(k)]; ++tap) {
            const std::uint8_t* const source = picture.row(filter.first[static_cast<std::size_t>(k)] + tap);
            const std::int32_t weight = weights[tap];
            for (std::size_t i = 0; i < rowBytes; ++i) {
                sums[i] += source[i] * weight;
            }
        }
        std::uint8_t* const target = result.row(k);
        for (std::size_t i = 0; i < rowBytes; ++i) {
            target[i] = toByte(sums[i]);
        }
    }
    return result;
}

} // namespace

Picture resizeBilinear(const Picture& picture, int width, int height) {
    if (picture.width == width) {
        return picture.height == height ? picture : resizeColumns(picture, height);
    }
    const Picture wide = resizeRows(picture, width);
    return wide.height == height ? wide : resizeColumns(wide, height);
}

Picture transpose(const Picture& picture) {
    constexpr int block = 32; // rows and columns that stay in the first-level cache together
    Picture result(picture.height, picture.width);
    for (int top = 0; top < picture.height; top += block) {
        for (int left = 0; left < picture.width; left += block) {
            const int bottom = std::min(top + block, picture.height);
            const int right = std::min(left + block, picture.width);
            for (int y = top; y < bottom; ++y) {
                const std::uint8_t* const source = picture.row(y);
                for (int x = left; x < right; ++x) {
                    std::copy_n(source + static_cast<std::ptrdiff_t>(x) * 3, 3,
                                result.row(x) + static_cast<std::ptrdiff_t>(y) * 3);
                }
            }
        }
    }
    return result;
}

} // namespace trutina::engine
