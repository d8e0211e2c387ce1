// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/partition.h"
#include "engine/media/picture.h"
#include "engine/model/vision_tower.h"

#include <cstdint>
#include <functional>

namespace trutina::engine {

/// A sheet as the vision tower takes it: the global view first, then the tiles, row by row (specification 3.5, 3.7).
/// [1 + rows * columns, 3, tileSize, tileSize], normalised float32.
[[nodiscard]] at::Tensor sheetTiles(const Picture& sheet, std::int64_t tileSize, c10::Device device = at::kCPU);

/// From a sheet to the vectors that stand in the sequence (specification 3.5 to 4): tiles, vision tower, 2x2 merge, row ends,
/// projector. Threads: one thread at a time.
class ImageEncoder {
  public:
    ImageEncoder(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                 Residence residence, std::shared_ptr<WideningBuffer> buffer);

    void prepare(Pace& pace) { m_tower.prepare(pace); }
    /// [image tokens, hidden] in the compute type. Where the weights of the tower stay in memory, a few views at a time go all
    /// the way, so that their pixels and states never stand in memory together; else each layer is brought in once for all views.
    [[nodiscard]] at::Tensor encode(const Picture& sheet, Pace& pace);
    /// The same for a picture as it was decoded, which is scaled on the device. Only for a device with kernels of our own
    /// (device_kernels.h), where the outcome is that of the sheet, bit for bit.
    [[nodiscard]] at::Tensor encode(const Picture& picture, const Partition& partition, Pace& pace);
    /// Some views of a sheet (rows of sheetTiles) as they stand in its tokens, without row ends: [views, merged grid^2, hidden].
    [[nodiscard]] at::Tensor encodeViews(const at::Tensor& views, Pace& pace);
    [[nodiscard]] at::ScalarType computeType() const { return m_vision_proj_0_weight.scalar_type(); }
    [[nodiscard]] c10::Device device() const { return m_vision_proj_0_weight.device(); }

    [[nodiscard]] at::Tensor features(const Picture& sheet, Pace& pace); ///< [views, patches, width] float32

  private:
    /// Tokens [image tokens, hidden] of `views` views, of which `blocks` gives [count, grid^2, hidden] from a number on.
    using Blocks = std::function<at::Tensor(std::int64_t first, std::int64_t count)>;
    [[nodiscard]] at::Tensor laidOut(std::int64_t tileRows, std::int64_t tileColumns, const Blocks& blocks, Pace& pace) const;
    [[nodiscard]] at::Tensor laidOutFeatures(const at::Tensor& features, std::int64_t tileRows, std::int64_t tileColumns,
                                             Pace& pace) const;
    /// [views, patches, width] -> [views, grid^2, hidden].
    [[nodiscard]] at::Tensor encodeFeatures(const at::Tensor& features, Pace& pace) const;
    /// [views, grid^2, 4 * width]: each vector holds a 2x2 block of patches, top left first.
    [[nodiscard]] at::Tensor merged(const at::Tensor& features) const;
    [[nodiscard]] at::Tensor projected(const at::Tensor& vectors) const;

    ModelConfig m_config;
    ModelCost m_cost;
    VisionTower m_tower;
    at::Tensor m_plora_glb_GN, m_plora_sub_GN, m_vision_proj_0_weight, m_vision_proj_0_bias, m_vision_proj_2_weight,
        m_vision_proj_2_bias;
};

} // namespace trutina::engine
