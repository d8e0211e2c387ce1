// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/partition.h"
#include "engine/training/scene_file.h"

#include <array>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// A view is judged by the cells of a grid laid over it.
inline constexpr int kSceneGrid = 4;
inline constexpr int kSceneCells = kSceneGrid * kSceneGrid;
/// The largest number that is told apart; more count as it.
inline constexpr int kMostCounted = 6;

/// What stands in one view, as the head of the vision stage is to say it.
struct ViewTruth {
    static constexpr int kEmpty = 0, kUnjudged = -1;
    std::array<std::int64_t, kSceneCells> shapes{};  ///< kEmpty, or 1 + index of the shape; kUnjudged where several centres lie
    std::array<std::int64_t, kSceneCells> colours{}; ///< index of the colour; kUnjudged where there is not just one shape
    std::array<std::array<float, 3>, kSceneCells>
        places{};                     ///< from the middle of the cell, -0.5 to 0.5, and log2(4 * diameter / tile size)
    std::vector<std::int64_t> counts; ///< of each shape, then of each colour
};

/// The truth about each view of a picture's sheet: the global view, then the tiles, row by row. A shape belongs to the tile in
/// which its centre lies. A sheet of one tile has one view only, since its tile equals the global view.
[[nodiscard]] std::vector<ViewTruth> viewTruths(const Scene& scene, const SceneSet& set, const Partition& partition, int width,
                                                int height, int tileSize);

} // namespace trutina::engine
