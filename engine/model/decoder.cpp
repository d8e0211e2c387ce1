// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/decoder.h"

#include "engine/model/device_steps.h"
#include "engine/model/fused_operations.h"
#include "engine/model/packed_layer.h"
#include "engine/model/strict_layer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

std::vector<std::vector<std::string>> layerNames(std::int64_t count) {
    std::vector<std::vector<std::string>> names;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string prefix = "model.layers." + std::to_string(i) + ".";
        auto& layer = names.emplace_back();
        layer.push_back(prefix + "attention_norm.weight");
        layer.push_back(prefix + "ffn_norm.weight");
        for (const char* linear : {"attention.wqkv", "attention.wo", "feed_forward.w1", "feed_forward.w3", "feed_forward.w2"}) {
            for (const char* part : {".weight", ".Plora_A.weight", ".Plora_B.weight"}) {
                layer.push_back(prefix + linear + part);
            }
        }
    }
    return names;
}

at::Tensor gather(const at::Tensor& tensor, const std::vector<RowRange>& ranges) {
    std::vector<at::Tensor> parts;
    for (const RowRange& range : ranges) {
        parts.push_back(tensor.narrow(0, range.begin, range.size()));
    }
    return at::cat(parts);
}

/// Where the keys of a tree go, layer by layer, while a run goes on.
struct KeptBuilder {
    std::shared_ptr<KeyValues> block;
    std::int64_t firstRow = 0;
};

} // namespace

Decoder::Decoder(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                 Residence residence, std::shared_ptr<WideningBuffer> buffer)
    : m_config(config),
      m_cost(config, sizes),
      m_layers(weights, layerNames(config.layers), residence, std::move(buffer)),
      m_norm(weights->onDevice("model.norm.weight", at::kFloat)) {}

void Decoder::prepare(Pace& pace) {
    for (std::int64_t i = 0; i < m_layers.count(); ++i) {
        pace.checkpoint();
        m_layers.prepare(i);
        pace.reach(static_cast<double>(i + 1) / static_cast<double>(m_layers.count()), "layer " + std::to_string(i + 1));
    }
}

DecoderLayerWeights Decoder::layer(std::int64_t index) {
    const auto w = m_layers.layer(index);
    const auto scales = m_layers.scales(index);
    const auto linear = [&](std::size_t at) { return PartialLoraLinear{w[at], w[at + 1], w[at + 2], scales[at]}; };
    return {w[0], w[1], linear(2), linear(5), linear(8), linear(11), linear(14)};
}

double Decoder::cost(const PackedRows& shape) const {
    const auto segments = segmentsOf(shape);
    const auto whole = static_cast<double>(m_config.layers - 1) * m_cost.decoderLayer(costRows(segments, shape.imageRows));
    return whole + m_cost.decoderLayer(costRows(narrowedToWanted(segments, shape), shape.imageRows));
}

RotaryTable Decoder::rotaryOf(const PackedRows& packed, const std::vector<Segment>& segments) const {
    std::map<double, std::int64_t> lengths; // by base: positions are asked for up to here
    for (const Segment& segment : segments) {
        auto& length = lengths[packed.trees[segment.tree].rotaryBase];
        length = std::max(length, segment.first + segment.rows.size());
    }
    std::map<double, RotaryTable> tables;
    for (const auto& [base, length] : lengths) {
        tables[base] = rotaryTable(m_config, base, length, m_layers.computeType());
    }
    std::vector<at::Tensor> cosines;
    std::vector<at::Tensor> sines;
    for (const Segment& segment : segments) {
        const RotaryTable& table = tables.at(packed.trees[segment.tree].rotaryBase);
        cosines.push_back(table.cosine.narrow(0, segment.first, segment.rows.size()));
        sines.push_back(table.sine.narrow(0, segment.first, segment.rows.size()));
    }
    const auto device = packed.embeddings.device();
    return {at::cat(cosines).to(device), at::cat(sines).to(device)};
}

void Decoder::count(const std::vector<Segment>& pack, const PackedRows& packed, double seconds, std::int64_t layer, Pace& pace) {
    std::vector<Segment> trunks;
    std::copy_if(pack.begin(), pack.end(), std::back_inserter(trunks), [](const Segment& segment) { return segment.isTrunk; });
    const double whole = m_cost.decoderLayer(costRows(pack, packed.imageRows));
    const double share = trunks.empty() ? 0 : m_cost.decoderLayer(costRows(trunks, packed.imageRows)) / whole;
    m_times.trunk += share * seconds;
    m_times.branches += (1 - share) * seconds;
    pace.finished(whole, "layer " + std::to_string(layer + 1) + " of " + std::to_string(m_config.layers));
}

Decoder::Result Decoder::run(PackedRows packed, Pace& pace, const std::function<void(std::int64_t, const at::Tensor&)>& observe) {
    const auto segments = segmentsOf(packed);
    TORCH_CHECK(!segments.empty() && packed.embeddings.size(0) == segments.back().rows.end, "decoder: rows do not add up");
    const auto lastSegments = narrowedToWanted(segments, packed);
    const RotaryTable rotary = rotaryOf(packed, segments);
    std::vector<KeptTree> kept(packed.trees.size());
    std::vector<KeptBuilder> builders;
    for (const Segment& segment : segments) {
        if (segment.kept) {
            builders.push_back({std::make_shared<KeyValues>(), segment.rows.begin});
            KeptTree& tree = kept[segment.tree];
            (segment.isTrunk ? tree.trunk : tree.branches.emplace_back()) = builders.back().block;
        }
    }

    m_times = {};
    auto clock = std::chrono::steady_clock::now();
    DeviceSteps steps(packed.embeddings.device());
    m_layers.forget();
    for (std::int64_t index = 0; index < m_config.layers; ++index) {
        if (observe) {
            observe(index, packed.embeddings);
        }
        pace.checkpoint();
        const DecoderLayerWeights weights = layer(index);
        const DecoderLayer::Setting setting{m_config, weights, static_cast<std::size_t>(index), packed, rotary, m_limits};
        const std::unique_ptr<DecoderLayer> pass = packed.strict
                                                       ? std::unique_ptr<DecoderLayer>(std::make_unique<StrictLayer>(setting))
                                                       : std::make_unique<PackedLayer>(setting);
        for (const auto& pack : packsOf(index + 1 == m_config.layers ? lastSegments : segments, m_limits)) {
            pace.checkpoint();
            pass->advance(pack);
            steps.queued();
            const auto now = std::chrono::steady_clock::now();
            count(pack, packed, std::chrono::duration<double>(now - clock).count(), index, pace);
            clock = now;
        }
        for (const KeptBuilder& builder : builders) {
            const auto& segment = pass->kept().at(builder.firstRow);
            builder.block->keys.push_back(segment.keys);
            builder.block->values.push_back(segment.values);
        }
    }
    steps.finish();
    std::vector<RowRange> wanted;
    for (const Segment& segment : lastSegments) {
        wanted.push_back(segment.activeRange());
    }
    const at::Tensor rows = wanted.empty() ? packed.embeddings.narrow(0, 0, 0) : gather(packed.embeddings, wanted);
    return {finalStates(rows, packed.strict), std::move(kept)};
}

at::Tensor Decoder::finalStates(const at::Tensor& rows, bool strict) const {
    if (!strict) {
        return rmsNorm(rows, m_norm, m_config.rmsNormEpsilon);
    }
    at::Tensor states = at::empty_like(rows);
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        states.narrow(0, row, 1).copy_(rmsNorm(rows.narrow(0, row, 1).clone(), m_norm, m_config.rmsNormEpsilon));
    }
    return states;
}

} // namespace trutina::engine
