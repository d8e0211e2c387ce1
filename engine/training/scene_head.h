// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/training/adamw.h"
#include "engine/training/scene_batches.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

namespace trutina::engine {

/// The head of the vision stage, which is thrown away after it. Learned queries, one for each cell and one for each thing to be
/// counted, attend to the tokens of a view, as the decoder will: a query does not know at which token to look unless the features
/// say where they are, so that tower and projector learn position too. Beside them each token says what is in its own cell: this
/// teaches the features what there is, long before queries find their way.
class SceneHead {
  public:
    /// `inputWidth`: of a token; shapes and colours: how many kinds there are.
    SceneHead(std::int64_t inputWidth, std::int64_t shapes, std::int64_t colours);

    /// Draws its weights; they begin with "vision_head.".
    [[nodiscard]] AdamW::Parameters created(std::uint64_t seed) const;

    /// What is said of each cell.
    struct Cells {
        at::Tensor shapes;  ///< [views, cells, 1 + shapes]
        at::Tensor colours; ///< [views, cells, colours]
        at::Tensor places;  ///< [views, cells, 3]
    };
    struct Answer {
        Cells cells;       ///< by queries
        Cells beneath;     ///< by the tokens that lie in the cell; it trains, but is not judged
        at::Tensor counts; ///< [views, shapes + colours, 1 + most counted]
    };
    /// `tokens` [views, grid^2, width].
    [[nodiscard]] Answer answer(const AdamW::Parameters& weights, const at::Tensor& tokens) const;

  private:
    [[nodiscard]] Cells cellsOf(const AdamW::Parameters& weights, const std::string& name, const at::Tensor& rows) const;

    std::int64_t m_inputWidth, m_shapes, m_colours;
};

[[nodiscard]] at::Tensor sceneLoss(const SceneHead::Answer& answer, const SceneBatch& truth);
[[nodiscard]] VisionAccuracy sceneAccuracy(const SceneHead::Answer& answer, const SceneBatch& truth);

} // namespace trutina::engine
