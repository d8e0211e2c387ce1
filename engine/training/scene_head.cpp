// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/scene_head.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::int64_t kWidth = 128, kHeads = 4, kLayers = 2;
const std::string kPrefix = "vision_head.", kBeneath = kPrefix + "beneath.";

std::string layerName(std::int64_t layer) {
    return kPrefix + "layers." + std::to_string(layer) + ".";
}

/// The parts of the head by their names: maps, norms, and the queries.
class Weights {
  public:
    explicit Weights(const AdamW::Parameters& weights) : m_weights(weights) {}
    [[nodiscard]] const at::Tensor& operator[](const std::string& name) const { return m_weights.at(name); }
    [[nodiscard]] at::Tensor map(const std::string& name, const at::Tensor& rows) const {
        return at::linear(rows, m_weights.at(name + ".weight"), m_weights.at(name + ".bias"));
    }
    [[nodiscard]] at::Tensor norm(const std::string& name, const at::Tensor& rows) const {
        return at::layer_norm(rows, {rows.size(-1)}, m_weights.at(name + ".weight"), m_weights.at(name + ".bias"));
    }

  private:
    const AdamW::Parameters& m_weights;
};

/// Cross-entropy over the last dimension: the sum over all that is judged by the number of them. Targets of -1 are not judged.
at::Tensor meanCrossEntropy(const at::Tensor& logits, const at::Tensor& targets, const at::Tensor& weights = {}) {
    const at::Tensor flat = targets.flatten();
    const at::Tensor each =
        at::cross_entropy_loss(logits.flatten(0, -2), flat, weights, at::Reduction::Sum, /*ignore_index=*/ViewTruth::kUnjudged);
    return each / flat.ne(ViewTruth::kUnjudged).sum().clamp_min(1);
}

double shareOf(const at::Tensor& right, const at::Tensor& judged) {
    const auto all = judged.sum().item<std::int64_t>();
    return all == 0 ? 0 : static_cast<double>((right & judged).sum().item<std::int64_t>()) / static_cast<double>(all);
}

} // namespace

SceneHead::SceneHead(std::int64_t inputWidth, std::int64_t shapes, std::int64_t colours)
    : m_inputWidth(inputWidth), m_shapes(shapes), m_colours(colours) {}

AdamW::Parameters SceneHead::created(std::uint64_t seed) const {
    auto generator = at::detail::createCPUGenerator(seed);
    AdamW::Parameters weights;
    const auto map = [&](const std::string& name, std::int64_t outputs, std::int64_t inputs) {
        const double bound = 1 / std::sqrt(static_cast<double>(inputs));
        weights[name + ".weight"] = at::empty({outputs, inputs}).uniform_(-bound, bound, generator);
        weights[name + ".bias"] = at::zeros({outputs});
    };
    const auto norm = [&](const std::string& name, std::int64_t width) {
        weights[name + ".weight"] = at::ones({width});
        weights[name + ".bias"] = at::zeros({width});
    };
    weights[kPrefix + "queries"] = at::empty({kSceneCells + m_shapes + m_colours, kWidth}).uniform_(-0.5, 0.5, generator);
    norm(kPrefix + "tokens_norm", m_inputWidth);
    for (std::int64_t layer = 0; layer < kLayers; ++layer) {
        const std::string name = layerName(layer);
        norm(name + "norm1", kWidth);
        norm(name + "norm2", kWidth);
        map(name + "query", kWidth, kWidth);
        map(name + "key_value", 2 * kWidth, m_inputWidth);
        map(name + "out", kWidth, kWidth);
        map(name + "fc1", 2 * kWidth, kWidth);
        map(name + "fc2", kWidth, 2 * kWidth);
    }
    norm(kPrefix + "norm", kWidth);
    for (const auto& [name, width] : {std::pair(kPrefix, kWidth), std::pair(kBeneath, m_inputWidth)}) {
        map(name + "shapes", 1 + m_shapes, width);
        map(name + "colours", m_colours, width);
        map(name + "places", 3, width);
    }
    map(kPrefix + "counts", 1 + kMostCounted, kWidth);
    return weights;
}

SceneHead::Answer SceneHead::answer(const AdamW::Parameters& parameters, const at::Tensor& tokens) const {
    const Weights weights(parameters);
    const auto views = tokens.size(0);
    const auto split = [](const at::Tensor& rows) {
        return rows.view({rows.size(0), rows.size(1), kHeads, kWidth / kHeads}).transpose(1, 2);
    };
    const at::Tensor seen = weights.norm(kPrefix + "tokens_norm", tokens);
    at::Tensor rows = weights[kPrefix + "queries"].unsqueeze(0).expand({views, -1, -1});
    for (std::int64_t layer = 0; layer < kLayers; ++layer) {
        const std::string name = layerName(layer);
        const auto keysAndValues = weights.map(name + "key_value", seen).chunk(2, -1);
        const at::Tensor attended =
            at::scaled_dot_product_attention(split(weights.map(name + "query", weights.norm(name + "norm1", rows))),
                                             split(keysAndValues[0]), split(keysAndValues[1]));
        rows = rows + weights.map(name + "out", attended.transpose(1, 2).reshape(rows.sizes()));
        rows = rows + weights.map(name + "fc2", at::silu(weights.map(name + "fc1", weights.norm(name + "norm2", rows))));
    }
    rows = weights.norm(kPrefix + "norm", rows);
    const auto grid = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(tokens.size(1)))));
    const at::Tensor lying =
        at::adaptive_avg_pool2d(seen.transpose(1, 2).reshape({views, m_inputWidth, grid, grid}), {kSceneGrid, kSceneGrid})
            .flatten(2)
            .transpose(1, 2);
    return {cellsOf(parameters, kPrefix, rows.narrow(1, 0, kSceneCells)), cellsOf(parameters, kBeneath, lying),
            weights.map(kPrefix + "counts", rows.narrow(1, kSceneCells, m_shapes + m_colours))};
}

SceneHead::Cells SceneHead::cellsOf(const AdamW::Parameters& parameters, const std::string& name, const at::Tensor& rows) const {
    const Weights weights(parameters);
    return {weights.map(name + "shapes", rows), weights.map(name + "colours", rows), weights.map(name + "places", rows)};
}

at::Tensor sceneLoss(const SceneHead::Answer& answer, const SceneBatch& truth) {
    constexpr double kEmptyWeight = 0.3; // most cells are empty
    constexpr double kPlaceWeight = 2;
    at::Tensor shapeWeights = at::ones({answer.cells.shapes.size(-1)});
    shapeWeights[ViewTruth::kEmpty].fill_(kEmptyWeight);
    const at::Tensor single = truth.colours.ge(0);
    const auto ofCells = [&](const SceneHead::Cells& cells) {
        const at::Tensor places = (cells.places - truth.places).square() * single.unsqueeze(-1);
        return meanCrossEntropy(cells.shapes, truth.shapes, shapeWeights) + meanCrossEntropy(cells.colours, truth.colours) +
               kPlaceWeight * places.sum() / single.sum().clamp_min(1);
    };
    return ofCells(answer.cells) + ofCells(answer.beneath) + meanCrossEntropy(answer.counts, truth.counts);
}

VisionAccuracy sceneAccuracy(const SceneHead::Answer& answer, const SceneBatch& truth) {
    const at::Tensor single = truth.colours.ge(0);
    const at::Tensor shapes = answer.cells.shapes.argmax(-1).eq(truth.shapes);
    const at::Tensor cells = shapes & (answer.cells.colours.argmax(-1).eq(truth.colours) | ~single);
    const at::Tensor counts = answer.counts.argmax(-1).eq(truth.counts);
    return {shareOf(cells, truth.shapes.ne(ViewTruth::kUnjudged)), shareOf(cells, single),
            shareOf(counts, at::ones_like(counts))};
}

} // namespace trutina::engine
