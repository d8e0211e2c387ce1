// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/hidden_views.h"

#include <cmath>

namespace trutina::engine {

at::Tensor tokensAfterChange(const at::Tensor& tokens, const Picture& changed, std::span<const std::int64_t> views,
                             MediaLibrary::Geometry geometry, std::int64_t tileSize, ImageEncoder& encoder, Pace& pace) {
    at::Tensor result = tokens.clone();
    if (views.empty()) {
        return result;
    }
    const at::Tensor which =
        at::from_blob(const_cast<std::int64_t*>(views.data()), {static_cast<std::int64_t>(views.size())}, at::kLong);
    const at::Tensor blocks =
        encoder.encodeViews(sheetTiles(changed, tileSize).index_select(0, which).to(encoder.device()), pace);
    const std::int64_t hidden = tokens.size(1);
    const auto grid = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(blocks.size(1)))));
    // The global view and then the mosaic of tiles, each row with one more vector at its end, and one vector between the two.
    const std::int64_t columns = geometry.tileColumns;
    const at::Tensor globalView = result.narrow(0, 0, grid * (grid + 1)).view({grid, grid + 1, hidden});
    const std::int64_t mosaicRows = grid * geometry.tileRows;
    const std::int64_t mosaicColumns = grid * columns;
    const at::Tensor mosaic =
        result.narrow(0, grid * (grid + 1) + 1, mosaicRows * (mosaicColumns + 1)).view({mosaicRows, mosaicColumns + 1, hidden});
    for (std::size_t i = 0; i < views.size(); ++i) {
        const at::Tensor block = blocks[static_cast<std::int64_t>(i)].view({grid, grid, hidden});
        const std::int64_t tile = views[i] - 1;
        const at::Tensor target = tile < 0 ? globalView.narrow(1, 0, grid)
                                           : mosaic.narrow(0, tile / columns * grid, grid).narrow(1, tile % columns * grid, grid);
        target.copy_(block);
    }
    return result;
}

} // namespace trutina::engine
