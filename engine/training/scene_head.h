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
/// say where they are, so that tower and projector learn position too.
class SceneHead {
  public:
    /// `inputWidth`: of a token; shapes and colours: how many kinds there are.
    SceneHead(std::int64_t inputWidth, std::int64_t shapes, std::int64_t colours);

    /// Draws its weights; they begin with "vision_head.".
    [[nodiscard]] AdamW::Parameters created(std::uint64_t seed) const;

    struct Answer {
        at::Tensor shapes;  ///< [views, cells, 1 + shapes]
        at::Tensor colours; ///< [views, cells, colours]
        at::Tensor places;  ///< [views, cells, 3]
        at::Tensor counts;  ///< [views, shapes + colours, 1 + most counted]
    };
    [[nodiscard]] Answer answer(const AdamW::Parameters& weights, const at::Tensor& tokens) const;

  private:
    std::int64_t m_inputWidth, m_shapes, m_colours;
};

[[nodiscard]] at::Tensor sceneLoss(const SceneHead::Answer& answer, const SceneBatch& truth);
[[nodiscard]] VisionAccuracy sceneAccuracy(const SceneHead::Answer& answer, const SceneBatch& truth);

} // namespace trutina::engine
