// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/attention.h"
#include "engine/model/model_cost.h"
#include "engine/model/pace.h"
#include "engine/model/partial_lora.h"
#include "engine/model/rotary.h"
#include "engine/model/row_range.h"
#include "engine/model/stored_weights.h"

#include <functional>
#include <memory>
#include <vector>

namespace trutina::engine {

/// Sequences that begin alike, packed into one matrix of rows: first the trunk, which all of them share, then each one's own
/// branch. A sequence alone is an empty trunk and one branch.
struct PackedRows {
    at::Tensor embeddings;              ///< [rows, hidden] float32, whatever the compute type; used as working memory
    std::int64_t trunk = 0;             ///< rows shared by all branches; positions 0, 1, ...
    std::vector<std::int64_t> branches; ///< rows of each branch, at least one; positions go on where the trunk ends
    std::vector<RowRange> imageRows;    ///< rows at image positions, ascending
    /// Which rows' final states are wanted. LastOfBranch: one per branch. BranchRows: every row of every branch. All: the trunk's
    /// too.
    enum class Wanted { LastOfBranch, BranchRows, All } wanted = Wanted::LastOfBranch;
    double rotaryBase = 0;
};

/// The InternLM2 decoder with partial LoRA and its last norm (specification 5).
///
/// Works layer by layer over all rows at once: each layer is read (and widened) once however many candidates there are, keys and
/// values of the trunk are computed once, and only one layer's keys and values are alive at a time. The residual stream is
/// float32 in every compute type: only what enters a product is rounded to it. Threads: one thread at a time.
class Decoder {
  public:
    Decoder(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
            Residence residence, std::shared_ptr<WideningBuffer> buffer);

    void prepare(Pace& pace);
    /// Hidden states after the final norm of the wanted rows, in their order, float32. `observe`, if given, sees the residual
    /// stream [rows, hidden] before each layer (tests, later: explanations).
    [[nodiscard]] at::Tensor run(PackedRows packed, Pace& pace,
                                 const std::function<void(std::int64_t layer, const at::Tensor& rows)>& observe = {});
    /// Wall clock that the trunk and the branches of the last run took, in seconds; reading a layer counts for the trunk where
    /// there is one.
    struct Times {
        double trunk = 0;
        double branches = 0;
    };
    [[nodiscard]] const Times& times() const { return m_times; }
    /// What `run` costs, for the same shapes.
    [[nodiscard]] double cost(const PackedRows& shape) const;

  private:
    struct Layer;
    struct Segment {
        RowRange rows;          ///< in the packed matrix
        std::int64_t first = 0; ///< position of its first row
        enum class Active { None, Last, All } active = Active::All;
        [[nodiscard]] std::int64_t activeRows() const;
    };
    struct KeysValues {
        at::Tensor keys; ///< [key heads, 1, rows, size]
        at::Tensor values;
    };

    [[nodiscard]] Layer layer(std::int64_t index);
    [[nodiscard]] at::Tensor normalise(const at::Tensor& rows, const at::Tensor& weight) const; ///< in the type of the weight
    void advance(const Layer& layer, const PackedRows& packed, const std::vector<Segment>& segments, const RotaryTable& rotary,
                 KeysValues& trunk) const;
    [[nodiscard]] static std::vector<Segment> segmentsOf(const PackedRows& packed);
    [[nodiscard]] static std::vector<std::vector<Segment>> packs(const std::vector<Segment>& segments, std::int64_t trunkRows);
    [[nodiscard]] static std::vector<Segment> narrowed(std::vector<Segment> segments, const PackedRows& packed);
    [[nodiscard]] ModelCost::Rows costRows(const std::vector<Segment>& segments, const PackedRows& packed) const;

    ModelConfig m_config;
    ModelCost m_cost;
    LayerWeights m_layers;
    at::Tensor m_norm;
    Times m_times;
};

} // namespace trutina::engine
