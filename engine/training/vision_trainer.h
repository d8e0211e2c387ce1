// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/training/adamw.h"
#include "engine/training/learning_rate.h"
#include "engine/training/scene_head.h"
#include "engine/training/trainable_vision.h"

namespace trutina::engine {

/// Trains vision tower, projector and the head of the vision stage. Threads: one thread at a time; the same inputs give the same
/// bits.
class VisionTrainer {
  public:
    /// Copies tower and projector out of the source.
    VisionTrainer(const ModelConfig& config, const WeightReport& report, const WeightSource& source, const TrainingRecipe& recipe,
                  std::int64_t totalSteps, const SceneSet& set);
    VisionTrainer(const VisionTrainer&) = delete;
    VisionTrainer& operator=(const VisionTrainer&) = delete;
    ~VisionTrainer() = default;

    /// Throws Failure "training.diverged"; the weights are then as they were before the step.
    [[nodiscard]] TrainingStep step(const SceneBatch& batch);
    struct Outcome {
        double loss = 0;
        VisionAccuracy accuracy;
    };
    [[nodiscard]] Outcome evaluate(const SceneBatch& batch) const;

    /// Tower and projector by checkpoint name, and the head.
    [[nodiscard]] const AdamW::Parameters& parameters() const { return m_parameters; }
    [[nodiscard]] AdamW& optimiser() { return m_optimiser; }

  private:
    SceneHead m_head;
    AdamW::Parameters m_parameters;
    TrainableVision m_vision;
    AdamW m_optimiser;
    LearningRateSchedule m_schedule;
    double m_maxGradientNorm;
};

} // namespace trutina::engine
