// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainable_decoder.h"

#include "engine/model/rotary.h"
#include "engine/training/counter_random.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <utility>

namespace trutina::engine {

namespace {

at::Tensor indexTensor(const std::vector<std::int64_t>& values) {
    return at::tensor(values, at::kLong);
}

at::Tensor rotated(const at::Tensor& heads, const at::Tensor& cosine, const at::Tensor& sine) {
    const auto half = heads.size(-1) / 2;
    const at::Tensor low = heads.narrow(-1, 0, half);
    const at::Tensor high = heads.narrow(-1, half, half);
    return at::cat({low * cosine - high * sine, high * cosine + low * sine}, -1);
}

/// Which of the tree's rows each row of its branches sees: all of the trunk, and its own branch up to itself.
at::Tensor branchVisibility(const RowTree& tree) {
    const auto trunk = tree.trunk.size();
    std::int64_t own = 0;
    for (const RowRange& branch : tree.branches) {
        own += branch.size();
    }
    at::Tensor visible = at::zeros({own, trunk + own}, at::kBool);
    visible.narrow(1, 0, trunk).fill_(true);
    std::int64_t at = 0;
    for (const RowRange& branch : tree.branches) {
        const auto size = branch.size();
        visible.narrow(0, at, size).narrow(1, trunk + at, size).copy_(at::ones({size, size}, at::kBool).tril_());
        at += size;
    }
    return visible;
}

} // namespace

TrainableDecoder::TrainableDecoder(const ModelConfig& config, const TrainingWeights& weights, double dropout,
                                   TrainingPrecision precision)
    : m_config(config), m_weights(weights), m_dropout(dropout), m_precision(precision) {}

TrainableDecoder::Shape TrainableDecoder::shapeOf(PairRows rows, DropoutKey dropout) const {
    Shape shape;
    const at::Tensor positions = indexTensor(rows.positions);
    const auto table = rotaryTable(m_config, rotaryBase(m_config, rows.longest), rows.longest, at::kFloat);
    const auto half = m_config.headSize() / 2;
    shape.cosine = table.cosine.index_select(0, positions).view({-1, 1, 1, half});
    shape.sine = table.sine.index_select(0, positions).view({-1, 1, 1, half});
    if (!rows.imageRows.empty()) {
        shape.imageRows = indexTensor(rows.imageRows);
    }
    shape.scoredRows = indexTensor(rows.scoredRows);
    shape.rows = std::move(rows);
    shape.dropout = dropout;
    return shape;
}

at::Tensor TrainableDecoder::normalise(const at::Tensor& rows, const std::string& name) const {
    const at::Tensor scale = (rows.square().mean(-1, /*keepdim=*/true) + m_config.rmsNormEpsilon).rsqrt();
    return rows * scale * m_weights[name];
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
    at::Tensor result = product(rows, m_weights[name + ".weight"]);
    if (shape.imageRows.defined()) {
        const at::Tensor images = dropped(rows.index_select(0, shape.imageRows), shape, 2 * salt);
        const at::Tensor low = product(images, m_weights[name + ".Plora_A.weight"]);
        result = result.index_add(0, shape.imageRows, product(low, m_weights[name + ".Plora_B.weight"]));
    }
    if (const LoraAdapter* adapter = m_weights.adapter(name)) {
        const at::Tensor low = product(dropped(rows, shape, 2 * salt + 1), adapter->lora_A);
        result = result + product(low, adapter->lora_B) * adapter->scale;
    }
    return result;
}

at::Tensor TrainableDecoder::attention(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values,
                                       const PairRows& rows) const {
    // [rows, heads, size] -> [1, heads, rows, size], without a copy.
    const auto stretch = [](const at::Tensor& t, std::int64_t begin, std::int64_t end) {
        return t.narrow(0, begin, end - begin).transpose(0, 1).unsqueeze(0);
    };
    std::vector<at::Tensor> parts;
    const auto keep = [&](const at::Tensor& attended) {
        parts.push_back(attended.squeeze(0).transpose(0, 1).reshape({-1, m_config.hiddenSize}));
    };
    for (const RowTree& tree : rows.trees) {
        const auto begin = tree.trunk.begin;
        const auto end = tree.branches.back().end;
        const auto middle = tree.trunk.end;
        if (middle > begin) {
            keep(at::scaled_dot_product_attention(stretch(queries, begin, middle), stretch(keys, begin, middle),
                                                  stretch(values, begin, middle), {}, 0.0, /*is_causal=*/true));
        }
        keep(at::scaled_dot_product_attention(stretch(queries, middle, end), stretch(keys, begin, end),
                                              stretch(values, begin, end), branchVisibility(tree)));
    }
    return at::cat(parts);
}

at::Tensor TrainableDecoder::layer(std::int64_t index, const at::Tensor& stream, const Shape& shape) const {
    const std::string prefix = "model.layers." + std::to_string(index) + ".";
    const auto groups = m_config.keyValueHeads;
    const auto perGroup = m_config.heads / groups;
    const auto size = m_config.headSize();
    const auto rows = stream.size(0);
    const auto salt = static_cast<std::uint64_t>(index) * decoderLinears().size();

    at::Tensor n = normalise(stream, prefix + "attention_norm.weight");
    const at::Tensor z = linear(prefix + "attention.wqkv", n, shape, salt).view({rows, groups, perGroup + 2, size});
    const at::Tensor queries = rotated(z.narrow(2, 0, perGroup), shape.cosine, shape.sine).reshape({rows, m_config.heads, size});
    const auto everyHead = [&](const at::Tensor& t) {
        return t.expand({rows, groups, perGroup, size}).reshape({rows, m_config.heads, size});
    };
    const at::Tensor keys = everyHead(rotated(z.narrow(2, perGroup, 1), shape.cosine, shape.sine));
    const at::Tensor values = everyHead(z.narrow(2, perGroup + 1, 1));
    const at::Tensor attended = attention(queries, keys, values, shape.rows);
    const at::Tensor middle = stream + linear(prefix + "attention.wo", attended, shape, salt + 1);

    n = normalise(middle, prefix + "ffn_norm.weight");
    const at::Tensor inner =
        at::silu(linear(prefix + "feed_forward.w1", n, shape, salt + 2)) * linear(prefix + "feed_forward.w3", n, shape, salt + 3);
    return middle + linear(prefix + "feed_forward.w2", inner, shape, salt + 4);
}

at::Tensor TrainableDecoder::scores(const at::Tensor& stream, const Shape& shape) const {
    const at::Tensor last = normalise(stream.index_select(0, shape.scoredRows), "model.norm.weight");
    return at::linear(last, m_weights["score.weight"]).flatten();
}

} // namespace trutina::engine
