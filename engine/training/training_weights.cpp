// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_weights.h"

#include "engine/model/stored_weights.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <utility>

namespace trutina::engine {

namespace {

bool isSeparator(const std::string& name) {
    return name == "plora_glb_GN" || name == "plora_sub_GN";
}

} // namespace

const std::vector<std::string>& decoderLinears() {
    static const std::vector<std::string> linears = {"attention.wqkv", "attention.wo", "feed_forward.w1", "feed_forward.w2",
                                                     "feed_forward.w3"};
    return linears;
}

bool TrainingWeights::isFrozenVision(const std::string& name) {
    return name.starts_with("vit.") || name.starts_with("vision_proj.");
}

bool TrainingWeights::isTrained(const std::string& name, const TrainingRecipe& recipe) {
    return !isFrozenVision(name) &&
           (recipe.mode == TrainingMode::Full || isSeparator(name) || (recipe.trainHead && name == "score.weight"));
}

TrainingWeights::TrainingWeights(const ModelConfig& config, const WeightReport& report, const WeightSource& source,
                                 const TrainingRecipe& recipe) {
    for (const ExpectedTensor& expected : report.expected) {
        if (isFrozenVision(expected.name)) {
            continue;
        }
        const StoredTensor& stored = source.tensors().at(expected.name);
        m_weights[expected.name] = tensorOf(stored).to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);
        source.release(stored); // the pages of the file are not needed beside the copy
    }
    for (const auto& [name, weight] : m_weights) {
        if (isTrained(name, recipe)) {
            train(name, weight);
        }
    }
    if (recipe.mode == TrainingMode::Lora) {
        addAdapters(config, recipe);
    }
}

void TrainingWeights::train(const std::string& name, const at::Tensor& parameter) {
    m_trained[name] = parameter.requires_grad_();
}

void TrainingWeights::addAdapters(const ModelConfig& config, const TrainingRecipe& recipe) {
    auto generator = at::detail::createCPUGenerator(recipe.seed);
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        for (const std::string& part : decoderLinears()) {
            const std::string name = "model.layers." + std::to_string(layer) + "." + part;
            const at::Tensor& weight = m_weights.at(name + ".weight");
            // A as torch's linear layers begin, B zero: the adapter changes nothing until it has learnt something.
            const double bound = 1 / std::sqrt(static_cast<double>(weight.size(1)));
            LoraAdapter adapter;
            adapter.lora_A = at::empty({recipe.loraRank, weight.size(1)}, weight.options().requires_grad(false))
                                 .uniform_(-bound, bound, generator);
            adapter.lora_B = at::zeros({weight.size(0), recipe.loraRank}, weight.options().requires_grad(false));
            adapter.scale = recipe.loraAlpha / static_cast<double>(recipe.loraRank);
            train(name + ".lora_A", adapter.lora_A);
            train(name + ".lora_B", adapter.lora_B);
            m_adapters[name] = std::move(adapter);
        }
    }
}

const LoraAdapter* TrainingWeights::adapter(const std::string& linear) const {
    const auto found = m_adapters.find(linear);
    return found == m_adapters.end() ? nullptr : &found->second;
}

} // namespace trutina::engine
