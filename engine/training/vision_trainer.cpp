// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/vision_trainer.h"

#include "engine/api/error.h"
#include "engine/model/stored_weights.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::engine {

namespace {

AdamW::Parameters trainedParameters(const WeightReport& report, const WeightSource& source, AdamW::Parameters head) {
    AdamW::Parameters parameters = std::move(head);
    for (const ExpectedTensor& expected : report.expected) {
        if (expected.name.starts_with("vit.") || expected.name.starts_with("vision_proj.")) {
            const StoredTensor& stored = source.tensors().at(expected.name);
            parameters[expected.name] = at::from_blob(const_cast<std::byte*>(stored.bytes.data()), stored.shape,
                                                      at::TensorOptions().dtype(scalarType(stored.type)))
                                            .to(at::kFloat, /*non_blocking=*/false, /*copy=*/true);
        }
    }
    for (auto& [name, parameter] : parameters) {
        parameter.requires_grad_();
    }
    return parameters;
}

} // namespace

VisionTrainer::VisionTrainer(const ModelConfig& config, const WeightReport& report, const WeightSource& source,
                             const TrainingRecipe& recipe, std::int64_t totalSteps, const SceneSet& set)
    : m_head(config.hiddenSize, static_cast<std::int64_t>(set.shapes.size()), static_cast<std::int64_t>(set.colours.size())),
      m_parameters(trainedParameters(report, source, m_head.created(recipe.seed))),
      m_vision(config, report.sizes, m_parameters),
      m_optimiser(m_parameters, {recipe.beta1, recipe.beta2, recipe.epsilon, recipe.weightDecay}),
      m_schedule(LearningRateSchedule::of(recipe.learningRate, totalSteps, recipe.warmupRatio, recipe.finalLearningRateRatio)),
      m_maxGradientNorm(recipe.maxGradientNorm) {}

TrainingStep VisionTrainer::step(const SceneBatch& batch) {
    m_optimiser.clearGradients();
    const at::Tensor tokens = m_vision.tokens(batch.pixels);
    const SceneHead::Answer answer = m_head.answer(m_parameters, tokens);
    const at::Tensor loss = sceneLoss(answer, batch);
    loss.backward();
    TrainingStep result;
    result.loss = loss.item<double>();
    {
        const c10::NoGradGuard noGradients;
        result.vision = sceneAccuracy(answer, batch);
    }
    result.accuracy = result.vision->cells;
    result.tokens = tokens.size(0) * tokens.size(1);
    result.gradientNorm = m_optimiser.gradientNorm();
    result.learningRate = m_schedule.at(m_optimiser.stepsTaken());
    requireFinite(result.loss, result.gradientNorm, m_optimiser.stepsTaken() + 1);
    m_optimiser.step(result.learningRate, std::min(1.0, m_maxGradientNorm / (result.gradientNorm + 1e-6)));
    m_optimiser.clearGradients();
    result.step = m_optimiser.stepsTaken();
    return result;
}

VisionTrainer::Outcome VisionTrainer::evaluate(const SceneBatch& batch) const {
    const c10::NoGradGuard noGradients;
    const SceneHead::Answer answer = m_head.answer(m_parameters, m_vision.tokens(batch.pixels));
    return {sceneLoss(answer, batch).item<double>(), sceneAccuracy(answer, batch)};
}

} // namespace trutina::engine
