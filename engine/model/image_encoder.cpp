// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/image_encoder.h"

#include "engine/media/tile_writer.h"
#include "engine/model/device_kernels.h"
#include "engine/model/device_pictures.h"

#include <utility>

namespace trutina::engine {

at::Tensor sheetTiles(const Picture& sheet, std::int64_t tileSize, c10::Device device) {
    if (const DeviceKernels* kernels = deviceKernels(device.type())) {
        return kernels->prepareViews(copyToDevice(sheet, device), tileSize);
    }
    const auto side = static_cast<std::size_t>(tileSize);
    const std::size_t views = tileValues(sheet, static_cast<int>(tileSize)) / (3 * side * side);
    at::Tensor tiles = at::empty({static_cast<std::int64_t>(views), 3, tileSize, tileSize}, at::kFloat);
    writeTiles(sheet, static_cast<int>(tileSize), tiles.mutable_data_ptr<float>());
    return tiles.to(device);
}

ImageEncoder::ImageEncoder(const ModelConfig& config, const TensorSizes& sizes,
                           const std::shared_ptr<const StoredWeights>& weights, Residence residence,
                           std::shared_ptr<WideningBuffer> buffer)
    : m_config(config),
      m_cost(config, sizes),
      m_tower(config, sizes, weights, residence, std::move(buffer)),
      m_plora_glb_GN(weights->converted("plora_glb_GN").flatten()),
      m_plora_sub_GN(weights->converted("plora_sub_GN").flatten()),
      m_vision_proj_0_weight(weights->converted("vision_proj.0.weight")),
      m_vision_proj_0_bias(weights->converted("vision_proj.0.bias")),
      m_vision_proj_2_weight(weights->converted("vision_proj.2.weight")),
      m_vision_proj_2_bias(weights->converted("vision_proj.2.bias")) {}

at::Tensor ImageEncoder::features(const Picture& sheet, Pace& pace) {
    pace.checkpoint();
    return m_tower.features(sheetTiles(sheet, m_config.tileSize, device()), pace);
}

at::Tensor ImageEncoder::merged(const at::Tensor& features) const {
    const auto grid = m_config.mergedGrid();
    return features.reshape({features.size(0), grid, 2, grid, 2, features.size(2)})
        .permute({0, 1, 3, 2, 4, 5})
        .to(m_vision_proj_0_weight.scalar_type())
        .reshape({features.size(0), grid, grid, features.size(2) * 4});
}

at::Tensor ImageEncoder::projected(const at::Tensor& vectors) const {
    const at::Tensor inner = at::gelu(at::linear(vectors, m_vision_proj_0_weight, m_vision_proj_0_bias));
    return at::linear(inner, m_vision_proj_2_weight, m_vision_proj_2_bias);
}

at::Tensor ImageEncoder::project(const at::Tensor& features, std::int64_t tileRows, std::int64_t tileColumns, Pace& pace) {
    const auto grid = m_config.mergedGrid();
    const auto width = features.size(2) * 4;
    const at::Tensor blocks = merged(features);
    const at::Tensor mosaic = blocks.narrow(0, 1, tileRows * tileColumns)
                                  .view({tileRows, tileColumns, grid, grid, width})
                                  .permute({0, 2, 1, 3, 4})
                                  .reshape({tileRows * grid, tileColumns * grid, width});
    // Every row ends with plora_sub_GN, those of the global view too; plora_glb_GN is the one separator (specification 12, 7).
    const auto withRowEnds = [&](const at::Tensor& rows) {
        const at::Tensor ends = m_plora_sub_GN.view({1, 1, width}).expand({rows.size(0), 1, width});
        return at::cat({rows, ends}, 1).view({-1, width});
    };
    const at::Tensor vectors = at::cat({withRowEnds(blocks[0]), m_plora_glb_GN.view({1, width}), withRowEnds(mosaic)});
    pace.checkpoint();
    at::Tensor tokens = projected(vectors);
    pace.finished(m_cost.projector(tokens.size(0)));
    return tokens;
}

at::Tensor ImageEncoder::encodeViews(const at::Tensor& views, Pace& pace) {
    pace.checkpoint();
    const at::Tensor vectors = merged(m_tower.features(views, pace)).flatten(1, 2);
    pace.checkpoint();
    at::Tensor tokens = projected(vectors);
    pace.finished(m_cost.projector(vectors.size(0) * vectors.size(1)));
    return tokens;
}

at::Tensor ImageEncoder::encode(const Picture& sheet, Pace& pace) {
    return project(features(sheet, pace), sheet.height / m_config.tileSize, sheet.width / m_config.tileSize, pace);
}

} // namespace trutina::engine
