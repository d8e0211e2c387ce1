// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/image_encoder.h"

#include "engine/media/tile_writer.h"
#include "engine/model/device_kernels.h"
#include "engine/model/device_pictures.h"
#include "engine/model/image_layout.h"

#include <algorithm>
#include <utility>

namespace trutina::engine {

namespace {

std::int64_t viewsOf(const Picture& sheet, std::int64_t tileSize) {
    const auto side = static_cast<std::size_t>(tileSize);
    return static_cast<std::int64_t>(tileValues(sheet, static_cast<int>(tileSize)) / (3 * side * side));
}

at::Tensor sheetViews(const Picture& sheet, std::int64_t tileSize, std::int64_t first, std::int64_t count) {
    at::Tensor views = at::empty({count, 3, tileSize, tileSize}, at::kFloat);
    writeViews(sheet, static_cast<int>(tileSize), static_cast<std::size_t>(first), static_cast<std::size_t>(count),
               views.mutable_data_ptr<float>());
    return views;
}

} // namespace

at::Tensor sheetTiles(const Picture& sheet, std::int64_t tileSize, c10::Device device) {
    if (const DeviceKernels* kernels = deviceKernels(device.type())) {
        return kernels->prepareViews(copyToDevice(sheet, device), tileSize);
    }
    return sheetViews(sheet, tileSize, 0, viewsOf(sheet, tileSize)).to(device);
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
        .reshape({features.size(0), grid * grid, features.size(2) * 4});
}

at::Tensor ImageEncoder::projected(const at::Tensor& vectors) const {
    const at::Tensor inner = at::gelu(at::linear(vectors, m_vision_proj_0_weight, m_vision_proj_0_bias));
    return at::linear(inner, m_vision_proj_2_weight, m_vision_proj_2_bias);
}

at::Tensor ImageEncoder::encodeFeatures(const at::Tensor& features, Pace& pace) const {
    pace.checkpoint();
    const at::Tensor vectors = merged(features);
    at::Tensor tokens = projected(vectors);
    pace.finished(m_cost.projector(vectors.size(0) * vectors.size(1)));
    return tokens;
}

at::Tensor ImageEncoder::encodeViews(const at::Tensor& views, Pace& pace) {
    pace.checkpoint();
    return encodeFeatures(m_tower.features(views, pace), pace);
}

at::Tensor ImageEncoder::encode(const Picture& sheet, Pace& pace) {
    const std::int64_t tileSize = m_config.tileSize;
    const std::int64_t rows = sheet.height / tileSize;
    const std::int64_t columns = sheet.width / tileSize;
    // A group is the same however the tower's weights are held, so that this changes no bit.
    if (m_tower.isStreamed() || !device().is_cpu()) {
        return laidOutFeatures(features(sheet, pace), rows, columns, pace);
    }
    const auto blocks = [&](std::int64_t first, std::int64_t count) {
        return encodeViews(sheetViews(sheet, tileSize, first, count), pace);
    };
    return laidOut(rows, columns, blocks, pace);
}

at::Tensor ImageEncoder::encode(const Picture& picture, const Partition& partition, Pace& pace) {
    pace.checkpoint();
    const DeviceKernels* kernels = deviceKernels(device().type());
    TORCH_CHECK(kernels != nullptr, "a picture is scaled by kernels that this device has not");
    const at::Tensor views = kernels->prepareViews(sheetOnDevice(picture, partition, device()), m_config.tileSize);
    return laidOutFeatures(m_tower.features(views, pace), partition.tileRows, partition.tileColumns, pace);
}

at::Tensor ImageEncoder::laidOutFeatures(const at::Tensor& features, std::int64_t tileRows, std::int64_t tileColumns,
                                         Pace& pace) const {
    const auto blocks = [&](std::int64_t first, std::int64_t count) {
        return encodeFeatures(features.narrow(0, first, count), pace);
    };
    return laidOut(tileRows, tileColumns, blocks, pace);
}

at::Tensor ImageEncoder::laidOut(std::int64_t tileRows, std::int64_t tileColumns, const Blocks& blocks, Pace& pace) const {
    const auto grid = m_config.mergedGrid();
    const std::int64_t views = 1 + tileRows * tileColumns;
    const ImageLayout layout(grid, tileRows, tileColumns);
    const at::Tensor tokens = at::empty({layout.tokens(), m_config.hiddenSize}, m_vision_proj_2_weight.options());
    const std::int64_t most = m_tower.viewsAtOnce();
    for (std::int64_t first = 0; first < views; first += most) {
        const std::int64_t count = std::min(most, views - first);
        const at::Tensor block = blocks(first, count);
        for (std::int64_t i = 0; i < count; ++i) {
            layout.view(tokens, first + i).copy_(block[i].view({grid, grid, m_config.hiddenSize}));
        }
    }
    // Every row ends with plora_sub_GN, those of the global view too; plora_glb_GN is the one separator (specification 12, 7).
    const at::Tensor ends = projected(at::stack({m_plora_sub_GN, m_plora_glb_GN}));
    layout.globalRowEnds(tokens).copy_(ends[0]);
    layout.mosaicRowEnds(tokens).copy_(ends[0]);
    tokens[layout.separator()].copy_(ends[1]);
    pace.finished(m_cost.projector(layout.tokens() - views * grid * grid));
    return tokens;
}

} // namespace trutina::engine
