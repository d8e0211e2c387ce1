// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/decoder.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

/// Rows that go through the linear maps together: enough to keep the products efficient, few enough that their results stay
/// small.
constexpr std::int64_t kRowsAtOnce = 512;
/// Branches are taken through a layer in packs of about so many rows.
constexpr std::int64_t kRowsPerPack = 4096;

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

template <typename Function>
void forChunks(std::int64_t rows, Function function) {
    for (std::int64_t begin = 0; begin < rows; begin += kRowsAtOnce) {
        function(RowRange{begin, std::min(begin + kRowsAtOnce, rows)});
    }
}

at::Tensor rowsOf(const at::Tensor& tensor, RowRange range) {
    return tensor.narrow(0, range.begin, range.size());
}

RotaryTable rowsOf(const RotaryTable& table, RowRange range) {
    return {rowsOf(table.cosine, range), rowsOf(table.sine, range)};
}

at::Tensor gather(const at::Tensor& tensor, const std::vector<RowRange>& ranges) {
    std::vector<at::Tensor> parts;
    for (const RowRange& range : ranges) {
        parts.push_back(rowsOf(tensor, range));
    }
    return at::cat(parts);
}

/// Image positions among gathered rows.
std::vector<RowRange> gatherRanges(const std::vector<RowRange>& images, const std::vector<RowRange>& ranges) {
    std::vector<RowRange> gathered;
    std::int64_t offset = 0;
    for (const RowRange& range : ranges) {
        for (const RowRange& part : rangesWithin(images, range)) {
            appendRange(gathered, {part.begin + offset, part.end + offset});
        }
        offset += range.size();
    }
    return gathered;
}

} // namespace

struct Decoder::Layer {
    at::Tensor attention_norm, ffn_norm;
    PartialLoraLinear wqkv, wo, w1, w3, w2;
};

std::int64_t Decoder::Segment::activeRows() const {
    switch (active) {
    case Active::None:
        return 0;
    case Active::Last:
        return 1;
    case Active::All:
        break;
    }
    return rows.size();
}

Decoder::Decoder(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                 Residence residence, std::shared_ptr<WideningBuffer> buffer)
    : m_config(config),
      m_cost(config, sizes),
      m_layers(weights, layerNames(config.layers), residence, std::move(buffer)),
      m_norm(weights->stored("model.norm.weight").to(at::kFloat)) {}

void Decoder::prepare(Pace& pace) {
    for (std::int64_t i = 0; i < m_layers.count(); ++i) {
        pace.checkpoint();
        m_layers.prepare(i);
        pace.reach(static_cast<double>(i + 1) / static_cast<double>(m_layers.count()), "layer " + std::to_string(i + 1));
    }
}

Decoder::Layer Decoder::layer(std::int64_t index) {
    const auto w = m_layers.layer(index);
    const auto scales = m_layers.scales(index);
    const auto linear = [&](std::size_t at) { return PartialLoraLinear{w[at], w[at + 1], w[at + 2], scales[at]}; };
    return {w[0], w[1], linear(2), linear(5), linear(8), linear(11), linear(14)};
}

at::Tensor Decoder::normalise(const at::Tensor& rows, const at::Tensor& weight) const {
    const at::Tensor scale = rows.square().mean(-1, /*keepdim=*/true).add_(m_config.rmsNormEpsilon).rsqrt_();
    return (rows * scale).to(weight.scalar_type()).mul_(weight);
}

std::vector<Decoder::Segment> Decoder::segmentsOf(const PackedRows& packed) {
    std::vector<Segment> segments;
    if (packed.trunk > 0) {
        segments.push_back({{0, packed.trunk}, 0, Segment::Active::All});
    }
    std::int64_t begin = packed.trunk;
    for (const std::int64_t rows : packed.branches) {
        segments.push_back({{begin, begin + rows}, packed.trunk, Segment::Active::All});
        begin += rows;
    }
    return segments;
}

std::vector<std::vector<Decoder::Segment>> Decoder::packs(const std::vector<Segment>& segments, std::int64_t trunkRows) {
    std::vector<std::vector<Segment>> packs;
    std::int64_t rows = 0;
    for (const Segment& segment : segments) {
        const bool trunk = trunkRows > 0 && segment.rows.begin == 0;
        const bool afterTrunk = trunkRows > 0 && segment.rows.begin == trunkRows;
        if (packs.empty() || trunk || afterTrunk || rows + segment.rows.size() > kRowsPerPack) {
            packs.emplace_back();
            rows = 0;
        }
        packs.back().push_back(segment);
        rows += segment.rows.size();
    }
    return packs;
}

std::vector<Decoder::Segment> Decoder::narrowed(std::vector<Segment> segments, const PackedRows& packed) {
    for (Segment& segment : segments) {
        const bool trunk = packed.trunk > 0 && segment.rows.begin == 0;
        if (packed.wanted == PackedRows::Wanted::LastOfBranch) {
            segment.active = trunk ? Segment::Active::None : Segment::Active::Last;
        } else if (packed.wanted == PackedRows::Wanted::BranchRows && trunk) {
            segment.active = Segment::Active::None;
        }
    }
    return segments;
}

ModelCost::Rows Decoder::costRows(const std::vector<Segment>& segments, const PackedRows& packed) const {
    ModelCost::Rows rows;
    for (const Segment& segment : segments) {
        const auto active = segment.activeRows();
        rows.all += segment.rows.size();
        rows.allImage += totalRows(rangesWithin(packed.imageRows, segment.rows));
        rows.active += active;
        rows.activeImage += totalRows(rangesWithin(packed.imageRows, {segment.rows.end - active, segment.rows.end}));
        rows.keys += causalKeys(segment.first + segment.rows.size() - active, active);
    }
    return rows;
}

double Decoder::cost(const PackedRows& shape) const {
    const auto segments = segmentsOf(shape);
    const auto whole = static_cast<double>(m_config.layers - 1) * m_cost.decoderLayer(costRows(segments, shape));
    return whole + m_cost.decoderLayer(costRows(narrowed(segments, shape), shape));
}

void Decoder::advance(const Layer& layer, const PackedRows& packed, const std::vector<Segment>& segments,
                      const RotaryTable& rotary, KeysValues& trunk) const {
    const std::int64_t groups = m_config.keyValueHeads;
    const std::int64_t perGroup = m_config.heads / groups; // query heads that share a key head
    const std::int64_t size = m_config.headSize();
    const RowRange all{segments.front().rows.begin, segments.back().rows.end};
    const auto allImages = rangesWithin(packed.imageRows, all);
    const at::Tensor stream = rowsOf(packed.embeddings, all);

    std::vector<RowRange> activeRanges; // counted from the begin of this pack
    for (const Segment& segment : segments) {
        const auto end = segment.rows.end - all.begin;
        appendRange(activeRanges, {end - segment.activeRows(), end});
    }
    const std::int64_t active = totalRows(activeRanges);
    const bool everyRow = active == all.size();

    // The fused weight holds, for each key head, its query heads, the key and the value (specification 5.3).
    const auto slots = [&](std::int64_t first, std::int64_t count) {
        const auto part = [&](const at::Tensor& w) {
            return w.view({groups, perGroup + 2, size, -1}).narrow(1, first, count).reshape({-1, w.size(1)});
        };
        const at::Tensor& scales = layer.wqkv.scales;
        return PartialLoraLinear{part(layer.wqkv.weight), layer.wqkv.Plora_A, part(layer.wqkv.Plora_B),
                                 scales.defined() ? part(scales.unsqueeze(-1)).squeeze(-1) : at::Tensor()};
    };

    const auto compute = layer.wqkv.Plora_A.options();
    at::Tensor queries = at::empty({groups, perGroup, active, size}, compute);
    at::Tensor keys = at::empty({groups, all.size(), size}, compute);
    at::Tensor values = at::empty({groups, all.size(), size}, compute);
    const auto allRotary = rowsOf(rotary, all);
    const PartialLoraLinear keyValueOnly = everyRow ? PartialLoraLinear{} : slots(perGroup, 2);
    forChunks(all.size(), [&](RowRange chunk) {
        const at::Tensor n = normalise(rowsOf(stream, chunk), layer.attention_norm);
        const auto images = rangesWithin(allImages, chunk);
        const at::Tensor z = apply(everyRow ? layer.wqkv : keyValueOnly, n, images).view({chunk.size(), groups, -1, size});
        const auto queryHeads = z.size(2) - 2;
        rotate(z.narrow(2, 0, queryHeads + 1), rowsOf(allRotary, chunk));
        if (everyRow) {
            queries.narrow(2, chunk.begin, chunk.size()).copy_(z.narrow(2, 0, perGroup).permute({1, 2, 0, 3}));
        }
        keys.narrow(1, chunk.begin, chunk.size()).copy_(z.select(2, queryHeads).transpose(0, 1));
        values.narrow(1, chunk.begin, chunk.size()).copy_(z.select(2, queryHeads + 1).transpose(0, 1));
    });
    const KeysValues own{keys.unsqueeze(1), values.unsqueeze(1)};
    if (packed.trunk > 0 && all.begin == 0) {
        trunk = own;
    }
    if (active == 0) {
        return;
    }

    at::Tensor rows = everyRow ? stream : gather(stream, activeRanges);
    const auto activeImages = everyRow ? allImages : gatherRanges(allImages, activeRanges);
    if (!everyRow) {
        const RotaryTable activeRotary{gather(allRotary.cosine, activeRanges), gather(allRotary.sine, activeRanges)};
        const PartialLoraLinear queryOnly = slots(0, perGroup);
        forChunks(active, [&](RowRange chunk) {
            const at::Tensor n = normalise(rowsOf(rows, chunk), layer.attention_norm);
            const at::Tensor z =
                apply(queryOnly, n, rangesWithin(activeImages, chunk)).view({chunk.size(), groups, perGroup, size});
            rotate(z, rowsOf(activeRotary, chunk));
            queries.narrow(2, chunk.begin, chunk.size()).copy_(z.permute({1, 2, 0, 3}));
        });
    }

    // Own keys segment by segment; the trunk's keys for all queries of the pack in one call, query heads folded into rows; then
    // merged.
    std::vector<at::Tensor> outputs;
    std::vector<at::Tensor> sums;
    std::int64_t at = 0;
    for (const Segment& segment : segments) {
        const auto count = segment.activeRows();
        if (count == 0) {
            continue;
        }
        const auto shared = [&](const at::Tensor& t) {
            return t.narrow(2, segment.rows.begin - all.begin, segment.rows.size())
                .expand({groups, perGroup, segment.rows.size(), size});
        };
        const auto visibility = segment.active == Segment::Active::All ? KeyVisibility::Causal : KeyVisibility::All;
        auto part = attend(queries.narrow(2, at, count), shared(own.keys), shared(own.values), visibility);
        outputs.push_back(std::move(part.output));
        sums.push_back(std::move(part.logSumExp));
        at += count;
    }
    PartialAttention attention{outputs.size() == 1 ? outputs.front() : at::cat(outputs, 2),
                               sums.size() == 1 ? sums.front() : at::cat(sums, 2)};
    if (packed.trunk > 0 && all.begin > 0) {
        auto prefix = attend(queries.view({groups, 1, perGroup * active, size}), trunk.keys, trunk.values, KeyVisibility::All);
        prefix.output = prefix.output.reshape({groups, perGroup, active, size});
        prefix.logSumExp = prefix.logSumExp.reshape({groups, perGroup, active});
        attention.output = mergeAttention(prefix, attention);
    }
    queries.reset();

    forChunks(active, [&](RowRange chunk) {
        const auto images = rangesWithin(activeImages, chunk);
        const at::Tensor x = rowsOf(rows, chunk);
        x.add_(apply(layer.wo, attention.output.narrow(2, chunk.begin, chunk.size()).permute({2, 0, 1, 3}).reshape(x.sizes()),
                     images));
        const at::Tensor n = normalise(x, layer.ffn_norm);
        at::Tensor gate = apply(layer.w1, n, images);
        at::silu_(gate).mul_(apply(layer.w3, n, images));
        x.add_(apply(layer.w2, gate, images));
    });
    if (!everyRow) {
        std::int64_t from = 0;
        for (const RowRange& range : activeRanges) {
            rowsOf(stream, range).copy_(rows.narrow(0, from, range.size()));
            from += range.size();
        }
    }
}

at::Tensor Decoder::run(PackedRows packed, Pace& pace, const std::function<void(std::int64_t, const at::Tensor&)>& observe) {
    const auto segments = segmentsOf(packed);
    TORCH_CHECK(!packed.branches.empty() && packed.embeddings.size(0) == segments.back().rows.end, "decoder: rows do not add up");
    const auto lastSegments = narrowed(segments, packed);
    std::int64_t positions = 0;
    for (const Segment& segment : segments) {
        positions = std::max(positions, segment.first + segment.rows.size());
    }
    const auto table = rotaryTable(m_config, packed.rotaryBase, positions, m_layers.computeType());
    std::vector<RowRange> positionRanges;
    for (const Segment& segment : segments) {
        positionRanges.push_back({segment.first, segment.first + segment.rows.size()});
    }
    const RotaryTable rotary{gather(table.cosine, positionRanges), gather(table.sine, positionRanges)};

    m_times = {};
    auto clock = std::chrono::steady_clock::now();
    m_layers.forget();
    for (std::int64_t index = 0; index < m_config.layers; ++index) {
        if (observe) {
            observe(index, packed.embeddings);
        }
        pace.checkpoint();
        const Layer weights = layer(index);
        KeysValues trunk;
        for (const auto& pack : packs(index + 1 == m_config.layers ? lastSegments : segments, packed.trunk)) {
            pace.checkpoint();
            advance(weights, packed, pack, rotary, trunk);
            const auto now = std::chrono::steady_clock::now();
            (packed.trunk > 0 && pack.front().rows.begin == 0 ? m_times.trunk : m_times.branches) +=
                std::chrono::duration<double>(now - clock).count();
            clock = now;
            pace.finished(m_cost.decoderLayer(costRows(pack, packed)),
                          "layer " + std::to_string(index + 1) + " of " + std::to_string(m_config.layers));
        }
    }
    std::vector<RowRange> wanted;
    for (const Segment& segment : lastSegments) {
        wanted.push_back({segment.rows.end - segment.activeRows(), segment.rows.end});
    }
    return normalise(gather(packed.embeddings, wanted), m_norm);
}

} // namespace trutina::engine
