// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/media/media_reader.h"
#include "engine/model/image_encoder.h"
#include "engine/training/training_weights.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace trutina::engine {

/// Pictures and videos as a trainer needs them: tower and projector are frozen, so that their tokens are computed once and kept
/// as far as memory allows; only the rows of the two separator vectors depend on what is trained. The rule that several pictures
/// get six tiles does not hold in training (8.1). Threads: one thread at a time; files are read on threads of its own.
class TrainingImages {
  public:
    /// `sheets`: how media are laid out; the tile size is the model's. `keepBytes`: how much of what was encoded stays in memory.
    TrainingImages(const ModelConfig& config, const WeightReport& report, std::shared_ptr<const WeightSource> source,
                   SheetOptions sheets, std::int64_t keepBytes);

    struct Tokens {
        at::Tensor constant; ///< [tokens, hidden] float32; zero where a separator stands
        at::Tensor marks;    ///< [tokens, 2] float32: one where plora_sub_GN stands, one where plora_glb_GN stands
    };
    /// Encodes what is not kept yet, many at once, for as long as there is room. Throws Failure "media.*", Cancelled.
    void keep(const std::vector<MediaInput>& media, Pace& pace);
    /// Has all of these at hand until the next call. Throws Failure "media.*".
    void fetch(const std::vector<MediaInput>& media, Pace& pace);
    /// Of one that is kept or was fetched last.
    [[nodiscard]] const Tokens& tokens(const MediaInput& media) const;
    /// The rows of separators added; [tokens, hidden], differentiable in the two separator vectors.
    [[nodiscard]] at::Tensor embed(const Tokens& tokens, const TrainingWeights& weights) const;

  private:
    using Key = std::pair<std::filesystem::path, MediaReading>;
    struct Layout {
        at::Tensor rows;  ///< int64: which row of the views' tokens stands at each place; one behind the last for separators
        at::Tensor marks; ///< as in Tokens
    };
    [[nodiscard]] const Layout& layoutOf(int tileRows, int tileColumns);
    [[nodiscard]] std::vector<Tokens> encoded(const std::vector<MediaSheet>& sheets, Pace& pace);
    /// Reads and encodes in blocks. `taken` says whether to go on.
    template <typename Taken>
    void encodeAll(const std::vector<MediaInput>& media, Pace& pace, const Taken& taken);

    ModelConfig m_config;
    SheetOptions m_sheets;
    std::int64_t m_keepBytes;
    std::int64_t m_keptBytes = 0;
    ImageEncoder m_encoder;
    at::Tensor m_vision_proj_0_weight, m_vision_proj_0_bias, m_vision_proj_2_weight, m_vision_proj_2_bias;
    std::map<std::pair<int, int>, Layout> m_layouts;
    std::map<Key, Tokens> m_kept, m_fetched;
};

} // namespace trutina::engine
