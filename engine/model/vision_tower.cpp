// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/vision_tower.h"

#include "engine/model/attention.h"
#include "engine/model/device_steps.h"
#include "engine/model/fused_operations.h"
#include "engine/model/linear_map.h"
#include "engine/model/row_limits.h"

#include <algorithm>
#include <utility>

namespace trutina::engine {

namespace {

const std::string kPrefix = "vit.vision_tower.vision_model.";

// The order in which a block's tensors stand in its list.
enum BlockTensor : std::size_t {
    Norm1W,
    Norm1B,
    QueryW,
    QueryB,
    KeyW,
    KeyB,
    ValueW,
    ValueB,
    OutW,
    OutB,
    Norm2W,
    Norm2B,
    Fc1W,
    Fc1B,
    Fc2W,
    Fc2B
};

std::vector<std::vector<std::string>> blockNames(std::int64_t count) {
    static constexpr const char* kParts[] = {"layer_norm1",        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
                                             "self_attn.out_proj", "layer_norm2",      "mlp.fc1",          "mlp.fc2"};
    std::vector<std::vector<std::string>> names;
    for (std::int64_t i = 0; i < count; ++i) {
        auto& block = names.emplace_back();
        for (const char* part : kParts) {
            const std::string name = kPrefix + "encoder.layers." + std::to_string(i) + "." + part;
            block.push_back(name + ".weight");
            block.push_back(name + ".bias");
        }
    }
    return names;
}

/// That go through a block together.
std::int64_t rowsAtOnce(c10::Device device) {
    return device.is_cpu() ? kVisionRows : 16'384;
}

} // namespace

VisionTower::VisionTower(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                         Residence residence, std::shared_ptr<WideningBuffer> buffer)
    : m_config(config),
      m_sizes(sizes),
      m_cost(config, sizes),
      m_class_embedding(weights->onDevice(kPrefix + "embeddings.class_embedding", at::kFloat)),
      m_patch_embedding(weights->converted(kPrefix + "embeddings.patch_embedding.weight").flatten(1)),
      m_position_embedding(weights->onDevice(kPrefix + "embeddings.position_embedding.weight", at::kFloat)),
      m_pre_layrnorm_weight(weights->onDevice(kPrefix + "pre_layrnorm.weight", at::kFloat)),
      m_pre_layrnorm_bias(weights->onDevice(kPrefix + "pre_layrnorm.bias", at::kFloat)),
      m_layers(weights, blockNames(sizes.visionLayers), residence, std::move(buffer)) {}

void VisionTower::prepare(Pace& pace) {
    for (std::int64_t i = 0; i < m_layers.count(); ++i) {
        pace.checkpoint();
        m_layers.prepare(i);
    }
}

std::int64_t VisionTower::viewsAtOnce() const {
    const auto side = m_config.tileSize / m_config.patchSize;
    return std::max<std::int64_t>(1, rowsAtOnce(m_patch_embedding.device()) / (side * side + 1));
}

void VisionTower::encodeBlock(std::int64_t layer, at::Tensor rows) {
    const auto w = m_layers.layer(layer);
    const auto width = rows.size(2);
    const auto heads = [&](const at::Tensor& t) {
        return t.view({t.size(0), t.size(1), m_config.visionHeads, -1}).transpose(1, 2);
    };
    const auto normalised = [&](const at::Tensor& weight, const at::Tensor& bias) {
        return at::layer_norm(rows, {width}, weight.to(at::kFloat), bias.to(at::kFloat), m_config.visionNormEpsilon)
            .to(weight.scalar_type());
    };
    {
        const at::Tensor n = normalised(w[Norm1W], w[Norm1B]);
        const at::Tensor q = heads(linearMap(n, w[QueryW], w[QueryB]));
        const at::Tensor k = heads(linearMap(n, w[KeyW], w[KeyB]));
        const at::Tensor v = heads(linearMap(n, w[ValueW], w[ValueB]));
        const at::Tensor attended = attend(q, k, v, KeyVisibility::All).output.transpose(1, 2).reshape(rows.sizes());
        addTo(rows.view({-1, width}), linearMap(attended, w[OutW], w[OutB]).view({-1, width}));
    }
    const at::Tensor n = normalised(w[Norm2W], w[Norm2B]);
    const at::Tensor inner = linearMap(n, w[Fc1W], w[Fc1B]);
    quickGelu(inner.view({-1, inner.size(-1)}));
    addTo(rows.view({-1, width}), linearMap(inner, w[Fc2W], w[Fc2B]).view({-1, width}));
}

at::Tensor VisionTower::features(const at::Tensor& pixels, Pace& pace) {
    const auto tiles = pixels.size(0);
    const auto side = m_config.tileSize / m_config.patchSize;
    const auto patch = m_config.patchSize;
    const auto tokens = side * side + 1;
    const auto width = m_sizes.visionWidth;
    const auto group = viewsAtOnce();
    at::Tensor rows = at::empty({tiles, tokens, width}, pixels.options());
    for (std::int64_t begin = 0; begin < tiles; begin += group) {
        pace.checkpoint();
        const auto count = std::min(group, tiles - begin);
        // A convolution whose stride is its kernel is a product with flattened patches.
        const at::Tensor patches = pixels.narrow(0, begin, count)
                                       .view({count, 3, side, patch, side, patch})
                                       .permute({0, 2, 4, 1, 3, 5})
                                       .reshape({count, side * side, 3 * patch * patch})
                                       .to(m_patch_embedding.scalar_type());
        at::Tensor part = rows.narrow(0, begin, count);
        part.narrow(1, 0, 1).copy_(m_class_embedding.view({1, 1, width}));
        part.narrow(1, 1, tokens - 1).copy_(linearMap(patches, m_patch_embedding));
        part.add_(m_position_embedding);
        part.copy_(at::layer_norm(part, {width}, m_pre_layrnorm_weight, m_pre_layrnorm_bias, m_config.visionNormEpsilon));
        pace.finished(m_cost.visionEmbedding(count));
    }
    DeviceSteps steps(pixels.device());
    m_layers.forget();
    for (std::int64_t layer = 0; layer < m_layers.count(); ++layer) {
        for (std::int64_t begin = 0; begin < tiles; begin += group) {
            pace.checkpoint();
            const auto count = std::min(group, tiles - begin);
            encodeBlock(layer, rows.narrow(0, begin, count));
            steps.queued();
            pace.finished(m_cost.visionLayer(count));
        }
    }
    return rows.narrow(1, 1, tokens - 1);
}

} // namespace trutina::engine
