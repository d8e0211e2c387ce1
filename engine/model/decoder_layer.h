// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/model/packed_rows.h"
#include "engine/model/partial_lora.h"
#include "engine/model/rotary.h"

#include <cstdint>
#include <map>
#include <vector>

namespace trutina::engine {

struct DecoderLayerWeights {
    at::Tensor attention_norm, ffn_norm;
    PartialLoraLinear wqkv, wo, w1, w3, w2;
};

/// Takes packs of segments through one layer. One is made for each layer of a run: it remembers the keys of the tree that is
/// being worked on between its packs, and those that are to be kept. Threads: one thread at a time.
class DecoderLayer {
  public:
    struct Setting {
        const ModelConfig& config;
        const DecoderLayerWeights& weights;
        std::size_t index; ///< of the layer
        const PackedRows& packed;
        const RotaryTable& rotary; ///< one row for each packed row
        const PackLimits& limits;
    };
    virtual ~DecoderLayer() = default;
    DecoderLayer(const DecoderLayer&) = delete;
    DecoderLayer& operator=(const DecoderLayer&) = delete;

    /// Neighbouring segments, in order; the rows of the residual stream change in place.
    virtual void advance(const std::vector<Segment>& pack) = 0;

    /// Keys and values of a segment, [key heads, rows, size] each.
    struct SegmentKeys {
        at::Tensor keys;
        at::Tensor values;
    };
    /// Of the segments to be kept, by their first row.
    [[nodiscard]] const std::map<std::int64_t, SegmentKeys>& kept() const { return m_kept; }

  protected:
    /// All that is referred to outlives this.
    explicit DecoderLayer(const Setting& setting) : m_setting(setting) {}

    /// Called before those of a pack are remembered.
    void forgetOtherTrunks(std::size_t tree) {
        std::erase_if(m_trunks, [&](const auto& trunk) { return trunk.first != tree; });
    }
    void rememberTrunk(const Segment& segment, SegmentKeys keys) { m_trunks[segment.tree] = std::move(keys); }
    void keep(const Segment& segment, SegmentKeys keys) { m_kept[segment.rows.begin] = std::move(keys); }

    /// Calls `see(keys, values)`, in order of positions, for the parts of its sequence that precede a segment.
    template <typename Function>
    void forEarlierKeys(const Segment& segment, Function see) const {
        const PackedTree& tree = m_setting.packed.trees[segment.tree];
        for (const KeptPart& part : tree.prefix) {
            see(part.block->keys[m_setting.index].narrow(1, part.rows.begin, part.rows.size()),
                part.block->values[m_setting.index].narrow(1, part.rows.begin, part.rows.size()));
        }
        if (!segment.isTrunk && tree.trunk > 0) {
            const SegmentKeys& trunk = m_trunks.at(segment.tree);
            see(trunk.keys, trunk.values);
        }
    }

    const Setting m_setting;

  private:
    std::map<std::size_t, SegmentKeys> m_trunks; ///< by tree: of this pack, and of the tree that goes on from the last one
    std::map<std::int64_t, SegmentKeys> m_kept;
};

} // namespace trutina::engine
