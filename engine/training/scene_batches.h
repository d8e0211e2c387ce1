// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/media_reader.h"
#include "engine/model/pace.h"
#include "engine/training/scene_views.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <future>
#include <optional>
#include <vector>

namespace trutina::engine {

/// Views and what is true of them (ViewTruth), as tensors.
struct SceneBatch {
    at::Tensor pixels;  ///< [views, 3, tileSize, tileSize] float32
    at::Tensor shapes;  ///< [views, cells] int64
    at::Tensor colours; ///< [views, cells] int64
    at::Tensor places;  ///< [views, cells, 3] float32
    at::Tensor counts;  ///< [views, shapes + colours] int64
};

/// The pictures of a vision stage, decoded once and kept as far as memory allows. What step n sees depends on the seed and n
/// alone: each epoch goes through all pictures in an order of its own. Threads: one thread at a time; the next batch is made on
/// another.
class SceneBatches {
  public:
    struct Options {
        SheetOptions sheets;
        double heldOutShare = 0;
        int viewsPerStep = 64;
        std::int64_t keepBytes = 0;
        std::uint64_t seed = 0;
    };
    /// Decodes all pictures. Throws Failure "training.scenes", "media.*", Cancelled.
    SceneBatches(const std::filesystem::path& file, const Options& options, Pace& pace);

    [[nodiscard]] const SceneSet& set() const { return m_set; }
    /// Of the step after `step` steps. Whole pictures: about as many views as were asked for.
    [[nodiscard]] SceneBatch ofStep(std::int64_t step);
    [[nodiscard]] std::size_t heldOutBatches() const;
    [[nodiscard]] SceneBatch heldOut(std::size_t number) const;

  private:
    struct Item {
        std::size_t scene = 0;
        Picture sheet; ///< empty where memory did not allow it
        std::vector<ViewTruth> truths;
    };
    [[nodiscard]] Item read(std::size_t scene) const;
    [[nodiscard]] std::vector<std::size_t> drawn(std::int64_t step);
    [[nodiscard]] SceneBatch made(const std::vector<std::size_t>& items) const;

    Options m_options;
    SceneSet m_set;
    std::vector<Item> m_items;
    std::vector<std::size_t> m_training, m_heldOut; ///< indices into m_items
    std::size_t m_picturesPerStep = 1;
    std::int64_t m_epoch = -1;
    std::vector<std::size_t> m_order; ///< of that epoch
    std::int64_t m_aheadStep = -1;
    std::future<SceneBatch> m_ahead; // last: it uses what stands before
};

} // namespace trutina::engine
