// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/hidden_views.h"

#include "engine/model/image_layout.h"

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
    const auto grid = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(blocks.size(1)))));
    const ImageLayout layout(grid, geometry.tileRows, geometry.tileColumns);
    for (std::size_t i = 0; i < views.size(); ++i) {
        layout.view(result, views[i]).copy_(blocks[static_cast<std::int64_t>(i)].view({grid, grid, tokens.size(1)}));
    }
    return result;
}

} // namespace trutina::engine
