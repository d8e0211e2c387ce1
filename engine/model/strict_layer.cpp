// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/strict_layer.h"

#include "engine/model/fused_operations.h"
#include "engine/model/linear_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trutina::engine {

namespace {
constexpr std::int64_t kBlock = 128;
}

/// Where the rows of one segment lie in one block.
struct StrictLayer::Block {
    std::int64_t first = 0;       ///< position of the block's first row
    RowRange rows;                ///< of the segment, in the packed matrix
    std::int64_t offset = 0;      ///< of the first of them in the block
    std::vector<RowRange> images; ///< counted in the block
    bool isActive = false;        ///< the output of some row is wanted

    /// Rows of the packed matrix as a block of their own: allocated anew, so that its alignment is always the same.
    [[nodiscard]] at::Tensor take(const at::Tensor& packed) const {
        at::Tensor block = at::zeros({kBlock, packed.size(1)}, packed.options());
        place(block).copy_(packed.narrow(0, rows.begin, rows.size()));
        return block;
    }
    [[nodiscard]] at::Tensor place(const at::Tensor& block) const { return block.narrow(0, offset, rows.size()); }
};

std::vector<StrictLayer::Block> StrictLayer::blocksOf(const Segment& segment) const {
    std::vector<Block> blocks;
    const std::int64_t end = segment.first + segment.rows.size();
    for (std::int64_t position = segment.first; position < end;) {
        Block& block = blocks.emplace_back();
        block.first = position / kBlock * kBlock;
        block.offset = position - block.first;
        const std::int64_t count = std::min(block.first + kBlock, end) - position;
        block.rows.begin = segment.rows.begin + position - segment.first;
        block.rows.end = block.rows.begin + count;
        for (const RowRange& image : rangesWithin(m_setting.packed.imageRows, block.rows)) {
            block.images.push_back({image.begin + block.offset, image.end + block.offset});
        }
        block.isActive = block.rows.end > segment.activeRange().begin && segment.activeRows() > 0;
        position += count;
    }
    return blocks;
}

at::Tensor StrictLayer::apply(const PartialLoraLinear& linear, const at::Tensor& rows, const Block& block) const {
    at::Tensor result = applyWhole(linear, rows);
    if (!block.images.empty()) {
        const at::Tensor addition = linearMap(linearMap(rows, linear.Plora_A), linear.Plora_B);
        for (const RowRange& image : block.images) {
            result.narrow(0, image.begin, image.size()).add_(addition.narrow(0, image.begin, image.size()));
        }
    }
    return result;
}

/// [rows of a block, hidden]. `sequence` holds all keys up to the end of the block, zeros where there are none yet.
at::Tensor StrictLayer::attention(const Block& block, const at::Tensor& queries, const SegmentKeys& sequence) const {
    const std::int64_t groups = m_setting.config.keyValueHeads;
    const std::int64_t perGroup = m_setting.config.heads / groups;
    const std::int64_t size = m_setting.config.headSize();
    const std::int64_t length = block.first + kBlock;
    const auto upToHere = [&](const at::Tensor& t) { return t.narrow(1, 0, length).clone(at::MemoryFormat::Contiguous); };
    at::Tensor scores = at::bmm(queries, upToHere(sequence.keys).transpose(1, 2)).to(at::kFloat);
    scores.mul_(1 / std::sqrt(static_cast<double>(size)));
    const at::Tensor later = at::ones({kBlock, kBlock}, scores.options().dtype(at::kBool)).triu_(1);
    scores.view({groups, perGroup, kBlock, length})
        .narrow(3, block.first, kBlock)
        .masked_fill_(later, -std::numeric_limits<double>::infinity());
    const at::Tensor weights = at::softmax(scores, -1).to(queries.scalar_type());
    return at::bmm(weights, upToHere(sequence.values))
        .view({groups, perGroup, kBlock, size})
        .permute({2, 0, 1, 3})
        .reshape({kBlock, m_setting.config.hiddenSize});
}

void StrictLayer::advance(const Segment& segment) {
    const std::int64_t groups = m_setting.config.keyValueHeads;
    const std::int64_t perGroup = m_setting.config.heads / groups;
    const std::int64_t size = m_setting.config.headSize();
    const auto blocks = blocksOf(segment);
    const auto compute = m_setting.weights.wqkv.Plora_A.options();
    const std::int64_t capacity = blocks.back().first + kBlock;
    const SegmentKeys sequence{at::zeros({groups, capacity, size}, compute), at::zeros({groups, capacity, size}, compute)};
    std::int64_t position = 0;
    forEarlierKeys(segment, [&](const at::Tensor& keys, const at::Tensor& values) {
        sequence.keys.narrow(1, position, keys.size(1)).copy_(keys);
        sequence.values.narrow(1, position, keys.size(1)).copy_(values);
        position += keys.size(1);
    });
    for (const Block& block : blocks) {
        at::Tensor x = block.take(m_setting.packed.embeddings);
        const at::Tensor n = rmsNorm(x, m_setting.weights.attention_norm, m_setting.config.rmsNormEpsilon);
        const at::Tensor z = apply(m_setting.weights.wqkv, n, block).view({kBlock, groups, perGroup + 2, size});
        rotate(z.narrow(2, 0, perGroup + 1), {block.take(m_setting.rotary.cosine), block.take(m_setting.rotary.sine)});
        const at::Tensor own = block.place(z);
        const auto at = block.first + block.offset;
        sequence.keys.narrow(1, at, block.rows.size()).copy_(own.select(2, perGroup).transpose(0, 1));
        sequence.values.narrow(1, at, block.rows.size()).copy_(own.select(2, perGroup + 1).transpose(0, 1));
        if (!block.isActive) {
            continue;
        }
        const at::Tensor queries = z.narrow(2, 0, perGroup).permute({1, 2, 0, 3}).reshape({groups, perGroup * kBlock, size});
        addTo(x, apply(m_setting.weights.wo, attention(block, queries, sequence), block));
        const at::Tensor inner = rmsNorm(x, m_setting.weights.ffn_norm, m_setting.config.rmsNormEpsilon);
        const at::Tensor gate = apply(m_setting.weights.w1, inner, block);
        siluTimes(gate, apply(m_setting.weights.w3, inner, block));
        addTo(x, apply(m_setting.weights.w2, gate, block));
        m_setting.packed.embeddings.narrow(0, block.rows.begin, block.rows.size()).copy_(block.place(x));
    }
    const auto ownPart = [&](const at::Tensor& t) {
        return t.narrow(1, segment.first, segment.rows.size()).clone(at::MemoryFormat::Contiguous);
    };
    if (segment.isTrunk || segment.kept) {
        const SegmentKeys own{ownPart(sequence.keys), ownPart(sequence.values)};
        if (segment.isTrunk) {
            rememberTrunk(segment, own);
        }
        if (segment.kept) {
            keep(segment, own);
        }
    }
}

void StrictLayer::advance(const std::vector<Segment>& pack) {
    forgetOtherTrunks(pack.front().tree);
    for (const Segment& segment : pack) {
        advance(segment);
    }
}

} // namespace trutina::engine
