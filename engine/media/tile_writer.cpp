// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/tile_writer.h"

#include "engine/api/error.h"
#include "engine/media/row_bands.h"
#include "engine/media/tile_arithmetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {

namespace {

constexpr int channels = 3;
constexpr int bandRows = 32;
using NormalisedBytes = std::array<std::array<float, 256>, channels>;

/// There are only so many pixels.
NormalisedBytes normaliseBytes() {
    NormalisedBytes table{};
    for (int value = 0; value < 256; ++value) {
        const std::array<std::uint8_t, channels> pixel{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value),
                                                       static_cast<std::uint8_t>(value)};
        for (int channel = 0; channel < channels; ++channel) {
            table[static_cast<std::size_t>(channel)][static_cast<std::size_t>(value)] =
                tiles::normalised({pixel.data(), 1, 1, 1}, channel, 0, 0);
        }
    }
    return table;
}

/// Where the values of a sheet's rows lie among the tiles.
class TilePlanes {
  public:
    TilePlanes(const Picture& sheet, int tileSize, float* values)
        : m_side(static_cast<std::size_t>(tileSize)),
          m_columns(static_cast<std::size_t>(sheet.width) / m_side),
          m_values(values) {}

    /// The piece of row `y` that lies in tile column `column`: tileSize values.
    [[nodiscard]] float* row(std::size_t y, std::size_t column, std::size_t channel) const {
        const std::size_t view = 1 + y / m_side * m_columns + column;
        return m_values + ((view * channels + channel) * m_side + y % m_side) * m_side;
    }
    [[nodiscard]] float* globalRow(std::size_t y, std::size_t channel) const {
        return m_values + (channel * m_side + y) * m_side;
    }
    [[nodiscard]] std::size_t side() const { return m_side; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }

  private:
    std::size_t m_side;
    std::size_t m_columns;
    float* m_values;
};

void writeRow(const std::uint8_t* pixels, const NormalisedBytes& normalised, const TilePlanes& planes, std::size_t y) {
    for (std::size_t column = 0; column < planes.columns(); ++column) {
        float* const red = planes.row(y, column, 0);
        float* const green = planes.row(y, column, 1);
        float* const blue = planes.row(y, column, 2);
        for (std::size_t x = 0; x < planes.side(); ++x, pixels += channels) {
            red[x] = normalised[0][pixels[0]];
            green[x] = normalised[1][pixels[1]];
            blue[x] = normalised[2][pixels[2]];
        }
    }
}

/// One output of the bicubic: four inputs, clamped to the picture, and their weights.
struct CubicTaps {
    std::array<int, 4> at{};
    std::array<float, 4> weight{};
};

/// The same sums in the same order as tiles::globalView().
std::vector<CubicTaps> cubicTaps(int inputs, int outputs) {
    std::vector<CubicTaps> taps(static_cast<std::size_t>(outputs));
    for (int k = 0; k < outputs; ++k) {
        const float source = (static_cast<float>(k) + 0.5F) * (static_cast<float>(inputs) / static_cast<float>(outputs)) - 0.5F;
        const int first = static_cast<int>(std::floor(source));
        for (int i = -1; i <= 2; ++i) {
            auto& tap = taps[static_cast<std::size_t>(k)];
            tap.at[static_cast<std::size_t>(i + 1)] = tiles::clamped(first + i, inputs);
            tap.weight[static_cast<std::size_t>(i + 1)] = tiles::cubicWeight(source - static_cast<float>(first + i));
        }
    }
    return taps;
}

/// The whole sheet on one tile, from the values of its tiles.
class GlobalView {
  public:
    GlobalView(const Picture& sheet, int tileSize, const TilePlanes& planes)
        : m_planes(planes), m_down(cubicTaps(sheet.height, tileSize)), m_across(cubicTaps(sheet.width, tileSize)) {}

    void writeRow(std::size_t y, std::size_t channel, std::vector<float>& scratch) const {
        float* const target = m_planes.globalRow(y, channel);
        std::fill_n(target, m_planes.side(), 0.0F);
        scratch.resize(m_planes.side() * m_planes.columns());
        for (std::size_t i = 0; i < 4; ++i) {
            const float weight = m_down[y].weight[i];
            if (weight == 0) { // adds nothing to finite values; for whole odd ratios this is the case of all but one
                continue;
            }
            const auto source = static_cast<std::size_t>(m_down[y].at[i]);
            for (std::size_t column = 0; column < m_planes.columns(); ++column) {
                std::copy_n(m_planes.row(source, column, channel), m_planes.side(), scratch.data() + column * m_planes.side());
            }
            for (std::size_t x = 0; x < m_planes.side(); ++x) {
                const CubicTaps& taps = m_across[x];
                float row = 0;
                for (std::size_t j = 0; j < 4; ++j) {
                    row += taps.weight[j] * scratch[static_cast<std::size_t>(taps.at[j])];
                }
                target[x] += weight * row;
            }
        }
    }

  private:
    const TilePlanes& m_planes;
    std::vector<CubicTaps> m_down;
    std::vector<CubicTaps> m_across;
};

} // namespace

std::size_t tileValues(const Picture& sheet, int tileSize) {
    if (tileSize <= 0 || sheet.width <= 0 || sheet.height <= 0 || sheet.width % tileSize != 0 || sheet.height % tileSize != 0) {
        throw Failure("media.shape", "A sheet of " + std::to_string(sheet.width) + " x " + std::to_string(sheet.height) +
                                         " pixels cannot be cut into tiles of " + std::to_string(tileSize) + ".");
    }
    const auto side = static_cast<std::size_t>(tileSize);
    const std::size_t tiles = (static_cast<std::size_t>(sheet.width) / side) * (static_cast<std::size_t>(sheet.height) / side);
    return (1 + tiles) * channels * side * side;
}

void writeTiles(const Picture& sheet, int tileSize, float* values) {
    static_cast<void>(tileValues(sheet, tileSize)); // checks the sizes
    static const NormalisedBytes normalised = normaliseBytes();
    const TilePlanes planes(sheet, tileSize, values);
    inRowBands(sheet.height, bandRows, [&](int begin, int end) {
        for (int y = begin; y < end; ++y) {
            writeRow(sheet.row(y), normalised, planes, static_cast<std::size_t>(y));
        }
    });
    const GlobalView global(sheet, tileSize, planes);
    inRowBands(tileSize, bandRows, [&](int begin, int end) {
        std::vector<float> scratch;
        for (int y = begin; y < end; ++y) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                global.writeRow(static_cast<std::size_t>(y), channel, scratch);
            }
        }
    });
}

} // namespace trutina::engine
