// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/scene_views.h"

#include <algorithm>
#include <cmath>

namespace trutina::engine {

namespace {

/// A part of the sheet and how it is scaled to become a view.
struct Window {
    double left = 0, top = 0, width = 0, height = 0;
};

ViewTruth truthOf(const std::vector<PlacedShape>& onSheet, const SceneSet& set, const Window& window, int tileSize) {
    ViewTruth truth;
    truth.colours.fill(ViewTruth::kUnjudged);
    truth.counts.assign(set.shapes.size() + set.colours.size(), 0);
    const double scale = tileSize / std::sqrt(window.width * window.height);
    for (const PlacedShape& shape : onSheet) {
        const double x = (shape.x - window.left) / window.width * kSceneGrid;
        const double y = (shape.y - window.top) / window.height * kSceneGrid;
        if (x < 0 || x >= kSceneGrid || y < 0 || y >= kSceneGrid) {
            continue;
        }
        const auto cell = static_cast<std::size_t>(y) * kSceneGrid + static_cast<std::size_t>(x);
        const bool isFirst = truth.shapes[cell] == ViewTruth::kEmpty;
        truth.shapes[cell] = isFirst ? 1 + shape.shape : ViewTruth::kUnjudged;
        truth.colours[cell] = isFirst ? shape.colour : ViewTruth::kUnjudged;
        const auto fromMiddle = [](double at) { return static_cast<float>(at - std::floor(at) - 0.5); };
        truth.places[cell] = {fromMiddle(x), fromMiddle(y),
                              static_cast<float>(std::log2(kSceneGrid * shape.diameter * scale / tileSize))};
        for (const std::size_t counted :
             {static_cast<std::size_t>(shape.shape), set.shapes.size() + static_cast<std::size_t>(shape.colour)}) {
            truth.counts[counted] = std::min<std::int64_t>(truth.counts[counted] + 1, kMostCounted);
        }
    }
    return truth;
}

} // namespace

std::vector<ViewTruth> viewTruths(const Scene& scene, const SceneSet& set, const Partition& partition, int width, int height,
                                  int tileSize) {
    const double across = static_cast<double>(partition.uprightWidth()) / width;
    const double down = static_cast<double>(partition.uprightHeight()) / height;
    std::vector<PlacedShape> onSheet = scene.shapes;
    for (PlacedShape& shape : onSheet) {
        shape.x = shape.x * across + (partition.transposed ? partition.paddingTop : 0);
        shape.y = shape.y * down + (partition.transposed ? 0 : partition.paddingTop);
        shape.diameter *= std::sqrt(across * down);
    }
    const auto side = static_cast<double>(tileSize);
    std::vector<ViewTruth> truths{truthOf(
        onSheet, set, {0, 0, static_cast<double>(partition.sheetWidth), static_cast<double>(partition.sheetHeight)}, tileSize)};
    const bool isOneTile = partition.tileRows * partition.tileColumns == 1;
    for (int row = 0; row < partition.tileRows && !isOneTile; ++row) {
        for (int column = 0; column < partition.tileColumns; ++column) {
            truths.push_back(truthOf(onSheet, set, {column * side, row * side, side, side}, tileSize));
        }
    }
    return truths;
}

} // namespace trutina::engine
