// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/memory/memory_formula.h"

#include "engine/model/row_limits.h"

#include <algorithm>
#include <cmath>

namespace trutina::engine {

namespace {

constexpr std::int64_t kWide = sizeof(float); // residual streams, pixels and sums stay float32 in every compute type
constexpr std::int64_t kMebibyte = 1 << 20;

/// Large blocks come and go; the allocator keeps some of what was freed. Measured.
std::int64_t withSpread(std::int64_t bytes) {
    return bytes + bytes * 15 / 100;
}

} // namespace

RequestShape requestShape(const ModelShape& model, const WorkloadShape& workload) {
    const std::int64_t grid = model.config.mergedGrid();
    RequestShape request;
    request.visionTiles = workload.visionTiles;
    if (workload.visionTiles > 0) {
        // As the tiles of a square: each row of merged patches ends with a vector of its own, and one parts the two views.
        const auto side = static_cast<std::int64_t>(std::sqrt(static_cast<double>(std::max(workload.visionTiles - 1, 1))));
        request.imageTokens = workload.visionTiles * grid * grid + (1 + side) * grid + 1;
    }
    request.promptTokens = std::max<std::int64_t>(workload.promptTokens, request.imageTokens);
    request.candidates = std::max(workload.candidates, 1);
    request.candidateTokens = std::max(workload.candidateTokens, 1);
    return request;
}

std::int64_t MemoryFormula::decoderLinears() const {
    const auto& c = m_model.config;
    const auto fused = c.hiddenSize + 2 * c.keyValueHeads * c.headSize();
    return c.hiddenSize * fused + c.hiddenSize * c.hiddenSize + 3 * c.hiddenSize * c.intermediateSize;
}

std::int64_t MemoryFormula::partialLora() const {
    const auto& c = m_model.config;
    const auto fused = c.hiddenSize + 2 * c.keyValueHeads * c.headSize();
    return m_model.sizes.partialLoraRank * (c.hiddenSize + fused + 2 * c.hiddenSize + 3 * (c.hiddenSize + c.intermediateSize));
}

std::int64_t MemoryFormula::visionBlock() const {
    const auto& s = m_model.sizes;
    return 4 * s.visionWidth * s.visionWidth + 2 * s.visionWidth * s.visionIntermediate;
}

std::int64_t MemoryFormula::embeddingBytes() const {
    return m_model.config.vocabularySize * m_model.config.hiddenSize * m_model.storedBytes;
}

std::int64_t MemoryFormula::outsideLayers() const {
    const std::int64_t all = m_model.weightBytes / m_model.storedBytes;
    const std::int64_t layers =
        m_model.config.layers * (decoderLinears() + partialLora()) + m_model.sizes.visionLayers * visionBlock();
    return std::max<std::int64_t>(all - layers - embeddingBytes() / m_model.storedBytes, 0);
}

std::int64_t MemoryFormula::touchedEmbeddings(const RequestShape& request) const {
    // The kernel maps the cached pages around one that is touched with it, so that each new token costs such a stretch.
    constexpr double kFaultAround = 64 << 10;
    const auto stretches = std::max(static_cast<double>(embeddingBytes()) / kFaultAround, 1.0);
    const auto rows = static_cast<double>(
        std::max<std::int64_t>(request.promptTokens - request.imageTokens + request.candidates * request.candidateTokens, 0));
    // Texts repeat themselves: of n tokens about 12 n^0.6 differ, and several of those share a stretch.
    const double different = std::min(rows, 12 * std::pow(rows, 0.6));
    return static_cast<std::int64_t>(kFaultAround * stretches * (1 - std::exp(-different / stretches)));
}

std::int64_t MemoryFormula::mappedWeights(const ComputeLayout& layout, const RequestShape& request) const {
    const std::int64_t layer = (decoderLinears() + partialLora()) * m_model.storedBytes;
    if (layout.placement == WeightPlacement::Converted) {
        return touchedEmbeddings(request) + layer; // of the last layer that was converted
    }
    if (!layout.filePagesKept) {
        return touchedEmbeddings(request) + 2 * layer; // the one in use, and the one that is fetched ahead
    }
    const std::int64_t unseen = request.visionTiles > 0 ? 0 : m_model.sizes.visionLayers * visionBlock() * m_model.storedBytes;
    return touchedEmbeddings(request) + m_model.weightBytes - embeddingBytes() - unseen;
}

std::int64_t MemoryFormula::mappedWhileSeeing(const ComputeLayout& layout, const RequestShape& request) const {
    const bool window = layout.placement == WeightPlacement::Streamed && !layout.filePagesKept;
    return window ? touchedEmbeddings(request) + 2 * visionBlock() * m_model.storedBytes : mappedWeights(layout, request);
}

std::int64_t MemoryFormula::copiedWeights(const ComputeLayout& layout) const {
    const bool converts = layout.computeBytes != m_model.storedBytes;
    const std::int64_t outside = converts ? outsideLayers() * layout.computeBytes : 0;
    const auto& c = m_model.config;
    if (layout.int8Weights) {
        const std::int64_t scales = 2 * c.hiddenSize + 2 * c.keyValueHeads * c.headSize() + 2 * c.intermediateSize + c.hiddenSize;
        const std::int64_t layer = decoderLinears() + partialLora() * (converts ? layout.computeBytes : 0) + scales * kWide;
        return c.layers * layer + m_model.sizes.visionLayers * (converts ? visionBlock() * layout.computeBytes : 0) + outside;
    }
    switch (layout.placement) {
    case WeightPlacement::Mapped:
        return 0;
    case WeightPlacement::Converted:
        return (m_model.weightBytes - embeddingBytes()) / m_model.storedBytes * layout.computeBytes;
    case WeightPlacement::Streamed:
        break;
    }
    return converts ? std::max(decoderLinears() + partialLora(), visionBlock()) * layout.computeBytes + outside : 0;
}

std::int64_t MemoryFormula::keptKeyValues(const ComputeLayout& layout, const RequestShape& request) const {
    const auto& c = m_model.config;
    return request.keptTokens * c.layers * 2 * c.keyValueHeads * c.headSize() * layout.computeBytes;
}

std::int64_t MemoryFormula::layerKeyValues(const ComputeLayout& layout, const RequestShape& request) const {
    const auto& c = m_model.config;
    const std::int64_t rows = request.promptTokens + request.candidates * request.candidateTokens;
    return rows * 2 * c.keyValueHeads * c.headSize() * layout.computeBytes;
}

std::int64_t MemoryFormula::features(const ComputeLayout& layout, const RequestShape& request) const {
    return layout.featuresOffLoaded ? 0 : request.imageTokens * m_model.config.hiddenSize * layout.computeBytes;
}

std::int64_t MemoryFormula::decoder(const ComputeLayout& layout, const RequestShape& request) const {
    const auto& c = m_model.config;
    const std::int64_t hidden = c.hiddenSize;
    const std::int64_t fused = hidden + 2 * c.keyValueHeads * c.headSize();
    const std::int64_t bytes = layout.computeBytes;
    const std::int64_t all = request.promptTokens + request.candidates * request.candidateTokens;
    const std::int64_t together =
        layout.parallelCandidates > 0 ? std::min(layout.parallelCandidates, request.candidates) : request.candidates;
    const std::int64_t branchRows = std::min(together * request.candidateTokens, std::max(kRowsPerPack, request.candidateTokens));

    const std::int64_t stream = all * hidden * kWide;
    const std::int64_t rotary = 2 * all * c.headSize() * kWide;
    // Queries, in whose place goes what they find; then, of all heads or of one key head, see PackedLayer::attend, what each part
    // gives, keys or queries in another order, and the join of both.
    const auto attention = [&](std::int64_t rows) {
        const std::int64_t atOnce = rows > kRowsOfAllGroups ? 1 : c.keyValueHeads;
        return rows * hidden * (bytes + (3 * bytes + kWide) * atOnce / c.keyValueHeads);
    };
    const std::int64_t trunk = attention(request.promptTokens);
    const std::int64_t branches = attention(branchRows);
    const std::int64_t rows = std::min(layout.rowsAtOnce, std::max(request.promptTokens, branchRows));
    const std::int64_t projection = rows * (fused * bytes + hidden * (bytes + kWide));
    const std::int64_t feedForward = rows * (2 * c.intermediateSize * bytes + hidden * (2 * bytes + kWide));
    return withSpread(stream + rotary + std::max(trunk, branches) + std::max(projection, feedForward)) + productScratch(layout);
}

std::int64_t MemoryFormula::vision(const ComputeLayout& layout, const RequestShape& request) const {
    if (request.visionTiles == 0) {
        return 0;
    }
    const auto& c = m_model.config;
    const auto& s = m_model.sizes;
    const std::int64_t side = c.tileSize / c.patchSize;
    const std::int64_t tokens = side * side + 1;
    const std::int64_t group = std::min(std::max<std::int64_t>(1, kVisionRows / tokens), request.visionTiles);
    // Views whose pixels and states are in memory together, see ImageEncoder::encode.
    const std::int64_t together = layout.placement == WeightPlacement::Streamed ? request.visionTiles : group;
    const std::int64_t viewValues = 3 * c.tileSize * c.tileSize;
    const std::int64_t sheet = request.visionTiles * viewValues;
    const std::int64_t pixels = together * viewValues * kWide;
    const std::int64_t patches = group * viewValues * layout.computeBytes;
    const std::int64_t stream = together * tokens * s.visionWidth * kWide;
    const std::int64_t block =
        group * tokens * std::max(6 * s.visionWidth, 3 * s.visionIntermediate + s.visionWidth) * layout.computeBytes;
    const std::int64_t projector =
        group * (tokens / 4) * (4 * s.visionWidth + 2 * s.projectorWidth + c.hiddenSize) * layout.computeBytes;
    // The sheet as bytes all the time; pixels as numbers and the tower; the projector, when pixels are gone.
    return withSpread(sheet + std::max(pixels + stream + std::max(patches, block), stream + projector)) + productScratch(layout);
}

std::int64_t MemoryFormula::productScratch(const ComputeLayout& layout) const {
    // Products of 16-bit numbers bring the weight into another order first, in memory of their own; attention holds a block of
    // scores (engine/model/attention.cpp), and its products take as much again. The latter is measured.
    constexpr std::int64_t kScoreBlocks = 2 * 16 * kMebibyte;
    return layout.computeBytes == 2
               ? m_model.config.hiddenSize * m_model.config.intermediateSize * layout.computeBytes + kScoreBlocks
               : 0;
}

std::int64_t MemoryFormula::constant() const {
    // Measured: the tokenizer's tables 25 MiB, code of the libraries that is read when first used and their buffers 25 MiB.
    return 52 * kMebibyte;
}

} // namespace trutina::engine
