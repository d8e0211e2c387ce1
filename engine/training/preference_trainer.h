// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/pace.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/training/adamw.h"
#include "engine/training/learning_rate.h"
#include "engine/training/pair_batch.h"
#include "engine/training/trainable_decoder.h"
#include "engine/training/training_images.h"
#include "engine/training/training_weights.h"

#include <memory>
#include <span>
#include <vector>

namespace trutina::engine {

/// The mean over pairs of -log sigmoid(chosen - rejected) (specification 8.1). Scores lie chosen, rejected, chosen, ...
[[nodiscard]] at::Tensor preferenceLoss(const at::Tensor& scores);

/// Preference training of a reward model on one device (specification 8): gradients of micro-batches, accumulated, clipped, and
/// one AdamW step. Vision tower and projector are frozen. Threads: one thread at a time; the same inputs give the same bits.
class PreferenceTrainer {
  public:
    struct Model {
        /// Of a model folder whose weights are complete. Throws Failure as the readers of checkpoints do.
        [[nodiscard]] static Model open(const std::filesystem::path& directory);

        ModelConfig config;
        WeightReport report;
        std::shared_ptr<const WeightSource> source;
        std::shared_ptr<const Tokenizer> tokenizer;
    };

    /// `totalSteps`: of the whole run, for the schedule. `mediaBytes`: memory for tokens of pictures and videos. Throws Failure
    /// as the readers of checkpoints do.
    PreferenceTrainer(Model model, const TrainingRecipe& recipe, std::int64_t totalSteps,
                      std::int64_t mediaBytes = std::int64_t{1} << 30);

    /// Encodes media ahead, as far as memory for them goes, so that steps need not.
    void encodeAhead(const std::vector<MediaInput>& media, Pace& pace) { m_images.keep(media, pace); }

    struct Outcome {
        double loss = 0;                  ///< mean over the pairs that took part; 0 where there are none
        double generationLoss = 0;        ///< where the recipe gives it a weight, while training
        std::vector<float> scores;        ///< chosen, rejected, ... of the pairs that took part
        std::vector<std::size_t> skipped; ///< indices of pairs that truncation had made equal
        std::int64_t rows = 0;            ///< that went through the decoder
    };
    /// Loss and scores as training sees them, without dropout and without gradients.
    [[nodiscard]] Outcome evaluate(const std::vector<PreferencePair>& pairs, Pace& pace);
    /// Adds weight times the gradient of the micro-batch's loss to what has been accumulated.
    [[nodiscard]] Outcome accumulate(const std::vector<PreferencePair>& microBatch, double weight, std::int64_t number,
                                     Pace& pace);
    /// One step of the optimiser over the mean of its micro-batches. Throws Failure "training.diverged" when the loss or the
    /// gradient is no number; the weights are then as they were before the step.
    [[nodiscard]] TrainingStep step(std::span<const std::vector<PreferencePair>> microBatches, Pace& pace);

    [[nodiscard]] TrainingWeights& weights() { return m_weights; }
    [[nodiscard]] AdamW& optimiser() { return m_optimiser; }

  private:
    struct Prepared;
    [[nodiscard]] Prepared prepare(const std::vector<PreferencePair>& pairs, Pace& pace);
    [[nodiscard]] at::Tensor embed(const Prepared& prepared) const;

    Model m_model;
    TrainingRecipe m_recipe;
    TrainingWeights m_weights;
    TrainingImages m_images;
    TrainableDecoder m_decoder;
    TrainableDecoder m_decoderWithoutDropout;
    AdamW m_optimiser;
    LearningRateSchedule m_schedule;
};

} // namespace trutina::engine
