// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/decoder_layer.h"
#include "engine/model/model_cost.h"
#include "engine/model/pace.h"
#include "engine/model/packed_rows.h"
#include "engine/model/stored_weights.h"

#include <functional>
#include <memory>
#include <vector>

namespace trutina::engine {

/// The InternLM2 decoder with partial LoRA and its last norm (specification 5).
///
/// Works layer by layer over all rows at once: each layer is read (and widened) once however many trees there are, keys and
/// values of a trunk are computed once, and only one layer's keys and values are alive at a time, but for those that are kept.
/// The residual stream is float32 in every compute type: only what enters a product is rounded to it. Threads: one thread at a
/// time.
class Decoder {
  public:
    Decoder(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
            Residence residence, std::shared_ptr<WideningBuffer> buffer);

    void prepare(Pace& pace);
    void setLimits(const PackLimits& limits) { m_limits = limits; }
    [[nodiscard]] const PackLimits& limits() const { return m_limits; }

    /// Keys and values that a tree was asked to keep; null where it was not.
    struct KeptTree {
        std::shared_ptr<const KeyValues> trunk;
        std::vector<std::shared_ptr<const KeyValues>> branches; ///< one per branch, or none
    };
    struct Result {
        at::Tensor states;          ///< after the final norm, [wanted rows, hidden] float32, in the order of the packed rows
        std::vector<KeptTree> kept; ///< one per tree
    };
    /// `observe`, if given, sees the residual stream [rows, hidden] before each layer (tests, later: explanations). Throws
    /// Cancelled within one layer of a stop request.
    [[nodiscard]] Result run(PackedRows packed, Pace& pace,
                             const std::function<void(std::int64_t layer, const at::Tensor& rows)>& observe = {});
    /// Wall clock that the trunks and the branches of the last run took, in seconds. Where both went through a layer together it
    /// is parted by what they cost.
    struct Times {
        double trunk = 0;
        double branches = 0;
    };
    [[nodiscard]] const Times& times() const { return m_times; }
    /// Bytes of one row's keys and values, of all layers.
    [[nodiscard]] std::int64_t keyValueBytes() const {
        return 2 * m_config.layers * m_config.keyValueHeads * m_config.headSize() *
               static_cast<std::int64_t>(c10::elementSize(m_layers.computeType()));
    }
    /// What `run` costs, for the same shapes; embeddings may be missing.
    [[nodiscard]] double cost(const PackedRows& shape) const;

  private:
    [[nodiscard]] DecoderLayerWeights layer(std::int64_t index);
    [[nodiscard]] RotaryTable rotaryOf(const PackedRows& packed, const std::vector<Segment>& segments) const;
    /// Of rows [n, hidden]; strict: one by one.
    [[nodiscard]] at::Tensor finalStates(const at::Tensor& rows, bool strict) const;
    void count(const std::vector<Segment>& pack, const PackedRows& packed, double seconds, std::int64_t layer, Pace& pace);

    ModelConfig m_config;
    ModelCost m_cost;
    LayerWeights m_layers;
    at::Tensor m_norm;
    PackLimits m_limits;
    Times m_times;
};

} // namespace trutina::engine
