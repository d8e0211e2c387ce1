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
#include <optional>
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

/// One row of a view's three planes.
struct PlaneRows {
    std::array<float*, channels> plane;
};

PlaneRows planeRows(float* view, std::size_t side, std::size_t y) {
    return {{view + y * side, view + (side + y) * side, view + (2 * side + y) * side}};
}

void writeNormalised(const std::uint8_t* pixels, const NormalisedBytes& normalised, const PlaneRows& rows, std::size_t count) {
    for (std::size_t x = 0; x < count; ++x, pixels += channels) {
        rows.plane[0][x] = normalised[0][pixels[0]];
        rows.plane[1][x] = normalised[1][pixels[1]];
        rows.plane[2][x] = normalised[2][pixels[2]];
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

/// The whole sheet on one tile.
class GlobalView {
  public:
    GlobalView(const Picture& sheet, std::size_t side, const NormalisedBytes& normalised)
        : m_sheet(sheet),
          m_side(side),
          m_normalised(normalised),
          m_down(cubicTaps(sheet.height, static_cast<int>(side))),
          m_across(cubicTaps(sheet.width, static_cast<int>(side))) {}

    void writeRow(std::size_t y, float* view, std::vector<float>& scratch) const {
        const auto width = static_cast<std::size_t>(m_sheet.width);
        scratch.resize(channels * width);
        const PlaneRows source{{scratch.data(), scratch.data() + width, scratch.data() + 2 * width}};
        const PlaneRows target = planeRows(view, m_side, y);
        for (float* const row : target.plane) {
            std::fill_n(row, m_side, 0.0F);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const float weight = m_down[y].weight[i];
            if (weight == 0) { // adds nothing to finite values; for whole odd ratios this is the case of all but one
                continue;
            }
            writeNormalised(m_sheet.row(m_down[y].at[i]), m_normalised, source, width);
            for (std::size_t channel = 0; channel < channels; ++channel) {
                for (std::size_t x = 0; x < m_side; ++x) {
                    const CubicTaps& taps = m_across[x];
                    float row = 0;
                    for (std::size_t j = 0; j < 4; ++j) {
                        row += taps.weight[j] * source.plane[channel][static_cast<std::size_t>(taps.at[j])];
                    }
                    target.plane[channel][x] += weight * row;
                }
            }
        }
    }

  private:
    const Picture& m_sheet;
    std::size_t m_side;
    const NormalisedBytes& m_normalised;
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
    const auto side = static_cast<std::size_t>(tileSize);
    writeViews(sheet, tileSize, 0, tileValues(sheet, tileSize) / (channels * side * side), values);
}

void writeViews(const Picture& sheet, int tileSize, std::size_t first, std::size_t count, float* values) {
    static_cast<void>(tileValues(sheet, tileSize)); // checks the sizes
    static const NormalisedBytes normalised = normaliseBytes();
    const auto side = static_cast<std::size_t>(tileSize);
    const auto columns = static_cast<std::size_t>(sheet.width) / side;
    const std::optional<GlobalView> global =
        first == 0 && count > 0 ? std::optional<GlobalView>(std::in_place, sheet, side, normalised) : std::nullopt;
    // Bands of rows of all views, one view below the other.
    inRowBands(static_cast<int>(count) * tileSize, bandRows, static_cast<std::int64_t>(count * side * side),
               [&](int begin, int end) {
                   std::vector<float> scratch;
                   for (auto row = static_cast<std::size_t>(begin); row < static_cast<std::size_t>(end); ++row) {
                       const std::size_t view = first + row / side;
                       const std::size_t y = row % side;
                       float* const target = values + row / side * channels * side * side;
                       if (view == 0) {
                           global->writeRow(y, target, scratch);
                           continue;
                       }
                       const std::size_t sheetRow = (view - 1) / columns * side + y;
                       const std::size_t sheetColumn = (view - 1) % columns * side;
                       writeNormalised(sheet.row(static_cast<int>(sheetRow)) + channels * sheetColumn, normalised,
                                       planeRows(target, side, y), side);
                   }
               });
}

} // namespace trutina::engine
