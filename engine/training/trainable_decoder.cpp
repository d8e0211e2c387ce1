// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainable_decoder.h"

#include "engine/model/rotary.h"
#include "engine/training/counter_random.h"
#include "engine/training/differentiable.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace trutina::engine {

namespace {

at::Tensor indexTensor(const std::vector<std::int64_t>& values) {
    return at::tensor(values, at::kLong);
}

/// At which row of the stream each packed row stands: image rows first.
std::vector<std::int64_t> streamOrder(const PairRows& rows) {
    std::vector<std::int64_t> order(rows.positions.size(), -1);
    std::int64_t next = 0;
    for (const std::int64_t row : rows.imageRows) {
        order[static_cast<std::size_t>(row)] = next++;
    }
    for (std::int64_t& place : order) {
        place = place < 0 ? next++ : place;
    }
    return order;
}

} // namespace

TrainableDecoder::TrainableDecoder(const ModelConfig& config, const TrainingWeights& weights, double dropout,
                                   TrainingPrecision precision)
    : m_config(config), m_weights(weights), m_dropout(dropout), m_precision(precision) {}

TrainableDecoder::Shape TrainableDecoder::shapeOf(const PairRows& rows, DropoutKey dropout) const {
    const auto order = streamOrder(rows);
    std::vector<std::int64_t> positions(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        positions[static_cast<std::size_t>(order[i])] = rows.positions[i];
    }
    std::vector<std::int64_t> scored;
    for (const std::int64_t row : rows.scoredRows) {
        scored.push_back(order[static_cast<std::size_t>(row)]);
    }
    const auto table = rotaryTable(m_config, rotaryBase(m_config, rows.longest), rows.longest, at::kFloat);
    const at::Tensor at = indexTensor(positions);
    Shape shape;
    shape.imageRows = static_cast<std::int64_t>(rows.imageRows.size());
    std::vector<std::int64_t> saying, said;
    for (const NextToken& next : rows.said) {
        saying.push_back(order[static_cast<std::size_t>(next.row)]);
        said.push_back(next.token);
    }
    shape.scoredRows = indexTensor(scored);
    shape.sayingRows = indexTensor(saying);
    shape.said = indexTensor(said);
    shape.attention = TreeAttention(rows, order, table.cosine.index_select(0, at), table.sine.index_select(0, at),
                                    {m_config.keyValueHeads, m_config.heads / m_config.keyValueHeads, m_config.headSize()});
    shape.dropout = dropout;
    return shape;
}

at::Tensor TrainableDecoder::dropped(const at::Tensor& rows, const Shape& shape, std::uint64_t salt) const {
    if (m_dropout <= 0) {
        return rows;
    }
    std::uint64_t seed = scrambled(shape.dropout.seed);
    seed = scrambled(seed ^ static_cast<std::uint64_t>(shape.dropout.step));
    seed = scrambled(seed ^ static_cast<std::uint64_t>(shape.dropout.microBatch));
    const at::Tensor kept =
        at::empty_like(rows.detach()).bernoulli_(1 - m_dropout, at::detail::createCPUGenerator(scrambled(seed ^ salt)));
    return rows * kept.div_(1 - m_dropout);
}

at::Tensor TrainableDecoder::product(const at::Tensor& rows, const at::Tensor& weight) const {
    if (m_precision == TrainingPrecision::Float32) {
        return at::linear(rows, weight);
    }
    return at::linear(rows.to(at::kBFloat16), weight.to(at::kBFloat16)).to(at::kFloat);
}

at::Tensor TrainableDecoder::linear(const std::string& name, const at::Tensor& rows, const Shape& shape,
                                    std::uint64_t salt) const {
    at::Tensor result;
    if (shape.imageRows == 0) {
        result = product(rows, m_weights[name + ".weight"]);
    } else if (m_precision == TrainingPrecision::Float32) {
        const at::Tensor images = m_dropout > 0 ? dropped(rows.narrow(0, 0, shape.imageRows), shape, 2 * salt) : at::Tensor();
        result = partialLoraOf(
            rows, {m_weights[name + ".weight"], m_weights[name + ".Plora_A.weight"], m_weights[name + ".Plora_B.weight"]},
            shape.imageRows, images);
    } else {
        const at::Tensor whole = product(rows, m_weights[name + ".weight"]);
        const at::Tensor low =
            product(dropped(rows.narrow(0, 0, shape.imageRows), shape, 2 * salt), m_weights[name + ".Plora_A.weight"]);
        const at::Tensor images = whole.narrow(0, 0, shape.imageRows) + product(low, m_weights[name + ".Plora_B.weight"]);
        result = at::cat({images, whole.narrow(0, shape.imageRows, rows.size(0) - shape.imageRows)});
    }
    if (const LoraAdapter* adapter = m_weights.adapter(name)) {
        const at::Tensor low = product(dropped(rows, shape, 2 * salt + 1), adapter->lora_A);
        result = result + product(low, adapter->lora_B) * adapter->scale;
    }
    return result;
}

at::Tensor TrainableDecoder::layer(std::int64_t index, const at::Tensor& stream, const Shape& shape) const {
    const std::string prefix = "model.layers." + std::to_string(index) + ".";
    const auto salt = static_cast<std::uint64_t>(index) * decoderLinears().size();
    const auto norm = [&](const at::Tensor& rows, const char* name) {
        return rmsNormOf(rows, m_weights[prefix + name], m_config.rmsNormEpsilon);
    };
    const at::Tensor z = linear(prefix + "attention.wqkv", norm(stream, "attention_norm.weight"), shape, salt);
    const at::Tensor middle = stream + linear(prefix + "attention.wo", shape.attention(z), shape, salt + 1);
    const at::Tensor n = norm(middle, "ffn_norm.weight");
    const at::Tensor inner =
        gatedOf(linear(prefix + "feed_forward.w1", n, shape, salt + 2), linear(prefix + "feed_forward.w3", n, shape, salt + 3));
    return middle + linear(prefix + "feed_forward.w2", inner, shape, salt + 4);
}

at::Tensor TrainableDecoder::lastNorm(const at::Tensor& stream, const at::Tensor& rows) const {
    return rmsNormOf(stream.index_select(0, rows), m_weights["model.norm.weight"], m_config.rmsNormEpsilon);
}

at::Tensor TrainableDecoder::scores(const at::Tensor& stream, const Shape& shape) const {
    return at::linear(lastNorm(stream, shape.scoredRows), m_weights["score.weight"]).flatten();
}

at::Tensor TrainableDecoder::generationLoss(const at::Tensor& stream, const Shape& shape) const {
    const at::Tensor last = lastNorm(stream, shape.sayingRows) / std::sqrt(static_cast<double>(m_config.hiddenSize));
    return at::cross_entropy_loss(at::linear(last, m_weights["model.tok_embeddings.weight"]), shape.said);
}

} // namespace trutina::engine
