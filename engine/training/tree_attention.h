// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/pair_rows.h"
#include "engine/training/row_kernels.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace trutina::engine {

/// How the rows of a micro-batch attend to each other, prepared once for all layers. Trees of about equal size are padded to one
/// length and go through one call; a tree that is large enough to keep the processor busy has calls of its own, whose score
/// matrices are never held whole.
class TreeAttention {
  public:
    TreeAttention() = default;
    /// `order[i]`: at which row of the stream the packed row i stands. `cosine` and `sine` [rows, size / 2]: the angles of the
    /// rows of the stream. `largestPadded`: rows of the largest tree that is padded.
    TreeAttention(const PairRows& rows, const std::vector<std::int64_t>& order, at::Tensor cosine, at::Tensor sine,
                  HeadSizes sizes, std::int64_t largestPadded = 768);

    /// `z` [rows, fused projection] -> [rows, hidden], differentiable.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& z) const;

    struct Layout; ///< what heads are padded by
  private:
    struct Visibility {
        at::Tensor added;       ///< to the scores of the rows behind `trunk`: zero where a key is seen
        std::int64_t trunk = 0; ///< rows of a large tree's trunk, which see what is before them; 0 in a group of several trees
        bool isLarge = false;
    };
    void addGroup(const std::vector<const RowTree*>& trees, const std::vector<std::int64_t>& order);
    void addLarge(const RowTree& tree, const std::vector<std::int64_t>& order);
    [[nodiscard]] at::Tensor attend(const Visibility& visibility, const PaddedHeads& heads) const;

    std::shared_ptr<Layout> m_layout;
    std::vector<Visibility> m_visibilities; ///< of the layout's groups
};

} // namespace trutina::engine
