// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"
#include "engine/model/reward_network.h"
#include "engine/model/stored_weights.h"
#include "tests/support/golden.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

namespace trutina::testing {

/// The arrays of a golden safetensors file as float32 tensors.
class GoldenArrays {
  public:
    explicit GoldenArrays(const std::string& name)
        : m_arrays(std::shared_ptr<const engine::WeightSource>(engine::openWeightFile(goldenFile(name))), at::kFloat) {}
    [[nodiscard]] at::Tensor operator[](const std::string& name) const { return m_arrays.converted(name); }
    [[nodiscard]] bool contains(const std::string& name) const { return m_arrays.contains(name); }

  private:
    engine::StoredWeights m_arrays;
};

/// The largest difference, relative to the largest value expected (golden/README.md, Tolerances).
inline double relativeError(const at::Tensor& found, const at::Tensor& expected) {
    if (found.sizes() != expected.sizes()) {
        return 1e9;
    }
    return (found.to(at::kFloat) - expected).abs().max().item<double>() / std::max(1e-12, expected.abs().max().item<double>());
}

/// A network without tokenizer and facade.
inline std::unique_ptr<engine::RewardNetwork> openNetwork(const std::filesystem::path& directory,
                                                          engine::RewardNetwork::Options options = {}) {
    const auto config = engine::readModelConfig(directory);
    const std::shared_ptr<const engine::WeightSource> source = engine::openWeights(directory);
    const auto report = engine::reportWeights(config, *source);
    engine::requireComplete(report);
    return std::make_unique<engine::RewardNetwork>(config, report.sizes, source, options);
}

} // namespace trutina::testing
