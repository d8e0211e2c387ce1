// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/packed_layer.h"

#include "engine/model/attention.h"
#include "engine/model/fused_operations.h"
#include "engine/model/row_limits.h"

#include <utility>

namespace trutina::engine {

namespace {

/// Splits rows into equal chunks of at most `most`: a short rest would cost as much as a whole one.
template <typename Function>
void forChunks(std::int64_t rows, std::int64_t most, Function function) {
    const std::int64_t count = (rows + most - 1) / most;
    for (std::int64_t i = 0; i < count; ++i) {
        function(RowRange{rows * i / count, rows * (i + 1) / count});
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

/// Neighbours that see the same keys before their own: the branches of a tree, or one trunk.
struct Neighbours {
    std::vector<Segment>::const_iterator begin, end;
    std::int64_t active = 0; ///< rows
};

Neighbours neighboursFrom(std::vector<Segment>::const_iterator begin, std::vector<Segment>::const_iterator end) {
    Neighbours together{begin, begin, 0};
    while (together.end != end && together.end->tree == begin->tree && together.end->isTrunk == begin->isTrunk) {
        together.active += (together.end++)->activeRows();
    }
    return together;
}

} // namespace

/// The rows of one pack and what is computed from them. Ranges are counted from the begin of the pack.
struct PackedLayer::Rows {
    const std::vector<Segment>& segments;
    RowRange all;
    std::vector<RowRange> images;
    std::vector<RowRange> activeRanges;
    std::vector<RowRange> activeImages; ///< counted among the active rows
    std::int64_t active = 0;
    at::Tensor stream;     ///< [rows, hidden]
    at::Tensor activeRows; ///< [active, hidden]; the stream itself where every row is active
    at::Tensor queries;    ///< [key heads, query heads of each, active, size]; after attend(), what they found
    at::Tensor keys;       ///< [key heads, rows, size]
    at::Tensor values;
    [[nodiscard]] bool isEveryRowActive() const { return active == all.size(); }
};

/// The fused weight holds, for each key head, its query heads, the key and the value (specification 5.3). The part that makes
/// `count` of these from `first` on.
PartialLoraLinear PackedLayer::slots(std::int64_t first, std::int64_t count) const {
    const std::int64_t groups = m_setting.config.keyValueHeads;
    const auto part = [&](const at::Tensor& w) {
        return w.view({groups, m_setting.config.heads / groups + 2, m_setting.config.headSize(), -1})
            .narrow(1, first, count)
            .reshape({-1, w.size(1)});
    };
    const at::Tensor& scales = m_setting.weights.wqkv.scales;
    return {part(m_setting.weights.wqkv.weight), m_setting.weights.wqkv.Plora_A, part(m_setting.weights.wqkv.Plora_B),
            scales.defined() ? part(scales.unsqueeze(-1)).squeeze(-1) : at::Tensor()};
}

void PackedLayer::project(Rows& rows) const {
    const std::int64_t groups = m_setting.config.keyValueHeads;
    const std::int64_t perGroup = m_setting.config.heads / groups;
    const std::int64_t size = m_setting.config.headSize();
    const bool everyRow = rows.isEveryRowActive();
    const auto compute = m_setting.weights.wqkv.Plora_A.options();
    rows.queries = at::empty({groups, perGroup, rows.active, size}, compute);
    rows.keys = at::empty({groups, rows.all.size(), size}, compute);
    rows.values = at::empty({groups, rows.all.size(), size}, compute);
    const RotaryTable rotary = rowsOf(m_setting.rotary, rows.all);
    const PartialLoraLinear keyValueOnly = everyRow ? PartialLoraLinear{} : slots(perGroup, 2);
    forChunks(rows.all.size(), m_setting.limits.rowsAtOnce, [&](RowRange chunk) {
        const at::Tensor n =
            rmsNorm(rowsOf(rows.stream, chunk), m_setting.weights.attention_norm, m_setting.config.rmsNormEpsilon);
        const auto images = rangesWithin(rows.images, chunk);
        const at::Tensor z =
            apply(everyRow ? m_setting.weights.wqkv : keyValueOnly, n, images).view({chunk.size(), groups, -1, size});
        const auto queryHeads = z.size(2) - 2;
        rotate(z.narrow(2, 0, queryHeads + 1), rowsOf(rotary, chunk));
        if (everyRow) {
            rows.queries.narrow(2, chunk.begin, chunk.size()).copy_(z.narrow(2, 0, perGroup).permute({1, 2, 0, 3}));
        }
        rows.keys.narrow(1, chunk.begin, chunk.size()).copy_(z.select(2, queryHeads).transpose(0, 1));
        rows.values.narrow(1, chunk.begin, chunk.size()).copy_(z.select(2, queryHeads + 1).transpose(0, 1));
    });
    if (everyRow || rows.active == 0) {
        return;
    }
    const RotaryTable activeRotary{gather(rotary.cosine, rows.activeRanges), gather(rotary.sine, rows.activeRanges)};
    const PartialLoraLinear queryOnly = slots(0, perGroup);
    forChunks(rows.active, m_setting.limits.rowsAtOnce, [&](RowRange chunk) {
        const at::Tensor n =
            rmsNorm(rowsOf(rows.activeRows, chunk), m_setting.weights.attention_norm, m_setting.config.rmsNormEpsilon);
        const at::Tensor z =
            apply(queryOnly, n, rangesWithin(rows.activeImages, chunk)).view({chunk.size(), groups, perGroup, size});
        rotate(z, rowsOf(activeRotary, chunk));
        rows.queries.narrow(2, chunk.begin, chunk.size()).copy_(z.permute({1, 2, 0, 3}));
    });
}

/// Puts what the queries found in their place. Each segment sees its own keys; then, for all neighbours that share them at once
/// and with the query heads of a group folded into rows, the keys of the trunk and of the kept beginning. The parts are joined by
/// their sums.
void PackedLayer::attend(Rows& rows) const {
    const std::int64_t groups = m_setting.config.keyValueHeads;
    const std::int64_t perGroup = m_setting.config.heads / groups;
    const std::int64_t size = m_setting.config.headSize();

    // Of the neighbours whose first active row is `begin`, for the heads of some groups.
    const auto attendTogether = [&](const Neighbours& together, std::int64_t begin, RowRange heads) {
        const at::Tensor queries = rows.queries.narrow(0, heads.begin, heads.size()).narrow(2, begin, together.active);
        std::vector<at::Tensor> outputs;
        std::vector<at::Tensor> sums;
        std::int64_t at = 0;
        for (auto segment = together.begin; segment != together.end; ++segment) {
            const auto count = segment->activeRows();
            if (count == 0) {
                continue;
            }
            const auto own = [&](const at::Tensor& t) {
                return t.narrow(0, heads.begin, heads.size())
                    .narrow(1, segment->rows.begin - rows.all.begin, segment->rows.size())
                    .unsqueeze(1)
                    .expand({heads.size(), perGroup, segment->rows.size(), size});
            };
            const auto visibility = segment->active == Segment::Active::All ? KeyVisibility::Causal : KeyVisibility::All;
            auto part = engine::attend(queries.narrow(2, at, count), own(rows.keys), own(rows.values), visibility);
            outputs.push_back(std::move(part.output));
            sums.push_back(std::move(part.logSumExp));
            at += count;
        }
        PartialAttention joined{outputs.size() == 1 ? outputs.front() : at::cat(outputs, 2),
                                sums.size() == 1 ? sums.front() : at::cat(sums, 2)};
        const at::Tensor folded = queries.reshape({heads.size(), 1, perGroup * together.active, size});
        const auto join = [&](const at::Tensor& keys, const at::Tensor& values) {
            const auto ofHeads = [&](const at::Tensor& t) { return t.narrow(0, heads.begin, heads.size()).unsqueeze(1); };
            auto part = engine::attend(folded, ofHeads(keys), ofHeads(values), KeyVisibility::All);
            part.output = part.output.reshape({heads.size(), perGroup, together.active, size});
            part.logSumExp = part.logSumExp.reshape({heads.size(), perGroup, together.active});
            joined = mergeAttention(part, joined);
        };
        forEarlierKeys(*together.begin, join);
        queries.copy_(joined.output);
    };

    std::int64_t begin = 0;
    for (auto segment = rows.segments.begin(); segment != rows.segments.end();) {
        const Neighbours together = neighboursFrom(segment, rows.segments.end());
        segment = together.end;
        if (together.active == 0) {
            continue;
        }
        const std::int64_t most = together.active > kRowsOfAllGroups ? 1 : groups;
        forChunks(groups, most, [&](RowRange heads) { attendTogether(together, begin, heads); });
        begin += together.active;
    }
}

void PackedLayer::feedForward(const Rows& rows) const {
    forChunks(rows.active, m_setting.limits.rowsAtOnce, [&](RowRange chunk) {
        const auto images = rangesWithin(rows.activeImages, chunk);
        const at::Tensor x = rowsOf(rows.activeRows, chunk);
        const at::Tensor attended = rows.queries.narrow(2, chunk.begin, chunk.size())
                                        .permute({2, 0, 1, 3})
                                        .reshape({chunk.size(), m_setting.config.hiddenSize});
        addTo(x, apply(m_setting.weights.wo, attended, images));
        const at::Tensor n = rmsNorm(x, m_setting.weights.ffn_norm, m_setting.config.rmsNormEpsilon);
        const at::Tensor gate = apply(m_setting.weights.w1, n, images);
        siluTimes(gate, apply(m_setting.weights.w3, n, images));
        addTo(x, apply(m_setting.weights.w2, gate, images));
    });
}

void PackedLayer::advance(const std::vector<Segment>& pack) {
    Rows rows{pack, {pack.front().rows.begin, pack.back().rows.end}, {}, {}, {}, 0, {}, {}, {}, {}, {}};
    rows.images = rangesWithin(m_setting.packed.imageRows, rows.all);
    for (const Segment& segment : pack) {
        const RowRange active = segment.activeRange();
        appendRange(rows.activeRanges, {active.begin - rows.all.begin, active.end - rows.all.begin});
    }
    rows.active = totalRows(rows.activeRanges);
    rows.stream = rowsOf(m_setting.packed.embeddings, rows.all);
    const bool everyRow = rows.isEveryRowActive();
    rows.activeRows = everyRow || rows.active == 0 ? rows.stream : gather(rows.stream, rows.activeRanges);
    rows.activeImages = everyRow ? rows.images : gatherRanges(rows.images, rows.activeRanges);

    project(rows);
    forgetOtherTrunks(pack.front().tree);
    for (const Segment& segment : pack) {
        const auto own = [&](const at::Tensor& t) {
            return t.narrow(1, segment.rows.begin - rows.all.begin, segment.rows.size());
        };
        if (segment.isTrunk) {
            rememberTrunk(segment, {own(rows.keys), own(rows.values)});
        }
        if (segment.kept) {
            // A copy of its own, unless it is the whole pack: a view would keep the rows of its neighbours alive.
            keep(segment, pack.size() == 1 ? SegmentKeys{rows.keys, rows.values}
                                           : SegmentKeys{own(rows.keys).clone(at::MemoryFormat::Contiguous),
                                                         own(rows.values).clone(at::MemoryFormat::Contiguous)});
        }
    }
    if (rows.active == 0) {
        return;
    }
    attend(rows);
    feedForward(rows);
    if (!everyRow) {
        std::int64_t from = 0;
        for (const RowRange& range : rows.activeRanges) {
            rowsOf(rows.stream, range).copy_(rows.activeRows.narrow(0, from, range.size()));
            from += range.size();
        }
    }
}

} // namespace trutina::engine
