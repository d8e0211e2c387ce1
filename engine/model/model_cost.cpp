// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/model_cost.h"

namespace trutina::engine {

namespace {
double real(std::int64_t value) {
    return static_cast<double>(value);
}
} // namespace

double ModelCost::visionEmbedding(std::int64_t tiles) const {
    const double side = real(m_config.tileSize / m_config.patchSize);
    return 2 * real(tiles) * side * side * 3 * real(m_config.patchSize * m_config.patchSize) * real(m_sizes.visionWidth);
}

double ModelCost::visionLayer(std::int64_t tiles) const {
    const double side = real(m_config.tileSize / m_config.patchSize);
    const double tokens = side * side + 1;
    const double width = real(m_sizes.visionWidth);
    const double linears = 4 * width * width + 2 * width * real(m_sizes.visionIntermediate);
    return real(tiles) * (2 * tokens * linears + 4 * tokens * tokens * width);
}

double ModelCost::projector(std::int64_t tokens) const {
    return 2 * real(tokens) *
           (4 * real(m_sizes.visionWidth) * real(m_sizes.projectorWidth) +
            real(m_sizes.projectorWidth) * real(m_config.hiddenSize));
}

double ModelCost::image(std::int64_t tiles, std::int64_t tokens) const {
    return visionEmbedding(tiles) + real(m_sizes.visionLayers) * visionLayer(tiles) + projector(tokens);
}

double ModelCost::decoderLayer(const Rows& rows) const {
    const double hidden = real(m_config.hiddenSize);
    const double inner = real(m_config.intermediateSize);
    const double keyValueWidth = 2 * real(m_config.keyValueHeads * m_config.headSize());
    const double rank = real(m_sizes.partialLoraRank);
    const double keysAndValues = real(rows.all) * hidden * keyValueWidth;
    const double others = real(rows.active) * (2 * hidden * hidden + 3 * hidden * inner); // queries, wo, w1, w3, w2
    const double keyValueLora = real(rows.allImage) * rank * (hidden + keyValueWidth);
    const double otherLora = real(rows.activeImage) * rank * (hidden + 2 * hidden + 3 * (hidden + inner));
    return 2 * (keysAndValues + others + keyValueLora + otherLora) + 4 * hidden * rows.keys;
}

} // namespace trutina::engine
