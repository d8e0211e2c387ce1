// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/memory.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"

#include <cstdint>

namespace trutina::engine {

/// What of a model decides how much memory it takes.
struct ModelShape {
    ModelConfig config;
    TensorSizes sizes;
    std::int64_t weightBytes = 0; ///< of the tensors that are used
    std::int64_t fileBytes = 0;   ///< of the whole files, unused tensors included
    std::int64_t storedBytes = 2; ///< per element, on average
};

/// The request that a plan is made for.
struct RequestShape {
    std::int64_t visionTiles = 0;     ///< of the largest medium, global view included
    std::int64_t imageTokens = 0;     ///< of all media
    std::int64_t promptTokens = 0;    ///< rows that all candidates share, image tokens included
    std::int64_t candidates = 1;      ///< sequences that go on from there
    std::int64_t candidateTokens = 0; ///< rows of the longest of them
    std::int64_t keptTokens = 0;      ///< rows whose keys and values stay for later requests, where there is room
};

[[nodiscard]] RequestShape requestShape(const ModelShape& model, const WorkloadShape& workload);

/// How a model computes, as far as memory is concerned.
struct ComputeLayout {
    std::int64_t computeBytes = 4; ///< per element
    bool int8Weights = false;
    WeightPlacement placement = WeightPlacement::Mapped;
    bool filePagesKept = true;           ///< false: the pages of a layer are given back when it has been used
    std::int64_t parallelCandidates = 0; ///< 0: all
    std::int64_t rowsAtOnce = 512;
    bool featuresOffLoaded = false;
};

/// Bytes by formula; docs/memory.md says where each term comes from. Torch-free, pure.
class MemoryFormula {
  public:
    explicit MemoryFormula(ModelShape model) : m_model(std::move(model)) {}

    /// Most pages of the files that are in memory at one time because of us.
    [[nodiscard]] std::int64_t mappedWeights(const ComputeLayout& layout, const RequestShape& request) const;
    /// The same while the vision tower works.
    [[nodiscard]] std::int64_t mappedWhileSeeing(const ComputeLayout& layout, const RequestShape& request) const;
    /// Copies of weights: converted, quantised, or the buffer of one layer.
    [[nodiscard]] std::int64_t copiedWeights(const ComputeLayout& layout) const;
    /// Kept for later requests: of all layers.
    [[nodiscard]] std::int64_t keptKeyValues(const ComputeLayout& layout, const RequestShape& request) const;
    /// Those of the layer in work.
    [[nodiscard]] std::int64_t layerKeyValues(const ComputeLayout& layout, const RequestShape& request) const;
    [[nodiscard]] std::int64_t features(const ComputeLayout& layout, const RequestShape& request) const;
    /// The decoder's rows, beside keys and values.
    [[nodiscard]] std::int64_t decoder(const ComputeLayout& layout, const RequestShape& request) const;
    [[nodiscard]] std::int64_t vision(const ComputeLayout& layout, const RequestShape& request) const;
    /// What does not depend on the request: tokenizer, pages of the libraries that computing touches first, stacks of threads.
    [[nodiscard]] std::int64_t constant() const;

    [[nodiscard]] const ModelShape& model() const { return m_model; }

  private:
    [[nodiscard]] std::int64_t decoderLinears() const; ///< elements of one layer, partial LoRA left out
    [[nodiscard]] std::int64_t partialLora() const;    ///< elements of one layer
    [[nodiscard]] std::int64_t visionBlock() const;    ///< elements of one block of the vision tower
    [[nodiscard]] std::int64_t outsideLayers() const;  ///< elements beside layers, blocks and embeddings
    [[nodiscard]] std::int64_t embeddingBytes() const;
    [[nodiscard]] std::int64_t touchedEmbeddings(const RequestShape& request) const;
    [[nodiscard]] std::int64_t productScratch(const ComputeLayout& layout) const;

    ModelShape m_model;
};

} // namespace trutina::engine
