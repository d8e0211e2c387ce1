// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainable_vision.h"

namespace trutina::engine {

namespace {

const std::string kTower = "vit.vision_tower.vision_model.";
constexpr double kQuickGelu = 1.702;

} // namespace

at::Tensor TrainableVision::normalised(const at::Tensor& rows, const std::string& name) const {
    return at::layer_norm(rows, {m_sizes.visionWidth}, weight(name + ".weight"), weight(name + ".bias"),
                          m_config.visionNormEpsilon);
}

at::Tensor TrainableVision::block(std::int64_t layer, const at::Tensor& rows) const {
    const std::string prefix = kTower + "encoder.layers." + std::to_string(layer) + ".";
    const std::string attention = prefix + "self_attn.";
    const auto joined = [&](const char* what) {
        return at::cat(
            {weight(attention + "q_proj" + what), weight(attention + "k_proj" + what), weight(attention + "v_proj" + what)});
    };
    const auto views = rows.size(0);
    const auto count = rows.size(1);
    const auto heads = at::linear(normalised(rows, prefix + "layer_norm1"), joined(".weight"), joined(".bias"))
                           .view({views, count, 3, m_config.visionHeads, -1})
                           .permute({2, 0, 3, 1, 4})
                           .unbind(0);
    const at::Tensor attended =
        at::scaled_dot_product_attention(heads[0], heads[1], heads[2]).transpose(1, 2).reshape(rows.sizes());
    const at::Tensor middle =
        rows + at::linear(attended, weight(attention + "out_proj.weight"), weight(attention + "out_proj.bias"));
    // x * sigmoid(1.702 x) = silu(1.702 x) / 1.702: the factors go to the weights, which are small.
    const at::Tensor inner =
        at::silu(at::linear(normalised(middle, prefix + "layer_norm2"), weight(prefix + "mlp.fc1.weight") * kQuickGelu,
                            weight(prefix + "mlp.fc1.bias") * kQuickGelu));
    return middle + at::linear(inner, weight(prefix + "mlp.fc2.weight") / kQuickGelu, weight(prefix + "mlp.fc2.bias"));
}

at::Tensor TrainableVision::tokens(const at::Tensor& pixels) const {
    const auto views = pixels.size(0);
    const auto patch = m_config.patchSize;
    const auto side = m_config.tileSize / patch;
    const auto width = m_sizes.visionWidth;
    // A convolution whose stride is its kernel is a product with flattened patches.
    const at::Tensor patches = pixels.view({views, 3, side, patch, side, patch})
                                   .permute({0, 2, 4, 1, 3, 5})
                                   .reshape({views, side * side, 3 * patch * patch});
    const at::Tensor embedded = at::linear(patches, weight(kTower + "embeddings.patch_embedding.weight").flatten(1));
    const at::Tensor first = weight(kTower + "embeddings.class_embedding").view({1, 1, width}).expand({views, 1, width});
    at::Tensor rows = at::cat({first, embedded}, 1) + weight(kTower + "embeddings.position_embedding.weight");
    rows = normalised(rows, kTower + "pre_layrnorm");
    for (std::int64_t layer = 0; layer < m_sizes.visionLayers; ++layer) {
        rows = block(layer, rows);
    }
    const auto grid = m_config.mergedGrid();
    const at::Tensor merged = rows.narrow(1, 1, side * side)
                                  .reshape({views, grid, 2, grid, 2, width})
                                  .permute({0, 1, 3, 2, 4, 5})
                                  .reshape({views, grid * grid, 4 * width});
    const at::Tensor inner = at::gelu(at::linear(merged, weight("vision_proj.0.weight"), weight("vision_proj.0.bias")));
    return at::linear(inner, weight("vision_proj.2.weight"), weight("vision_proj.2.bias"));
}

} // namespace trutina::engine
