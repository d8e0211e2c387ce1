// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/model_info.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trutina::engine {

/// Two answers of which the first was preferred. Whole conversations: their beginnings need not be the same, but are computed
/// once as far as they are. Roles as in the reference's training data: "human" and "user" in any case, "system"; all else is an
/// answer.
struct PreferencePair {
    std::vector<Message> chosen;
    std::vector<Message> rejected;
    std::vector<MediaInput> media; ///< of both
};

enum class TrainingMode {
    Full, ///< decoder, embeddings, last norm, score head and the two separator vectors; vision tower and projector stay
    Lora, ///< adapters on the five linear maps of each layer, and the separator vectors (specification 8.2)
};

/// How pictures are laid out for training.
enum class TrainingPictures {
    AsTraining,  ///< as the released training scripts do (specification 3.3)
    AsInference, ///< as scoring does, so that both see equal pictures
};

/// The type in which trained weights are written.
enum class WeightType { AsBase, Float32, BFloat16 };

/// What the products of the decoder are computed in. Weights, gradients and moments are float32 in either case, and so are norms,
/// softmax, the residual stream, the score head and the loss.
enum class TrainingPrecision {
    Float32,
    BFloat16, ///< as the released scripts; slower than float32 on processors without AVX512-BF16 or AMX
};

/// The recipe (specification 8.3): the defaults are those of the released scripts.
struct TrainingRecipe {
    TrainingMode mode = TrainingMode::Full;
    double learningRate = 1e-5;
    double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8;
    double weightDecay = 0.1;
    double warmupRatio = 0.01;
    double finalLearningRateRatio = 0; ///< where the cosine ends, as a share of the learning rate
    double maxGradientNorm = 1.0;
    int maxLength = 8192;
    int hdNum = 9;
    TrainingPictures pictures = TrainingPictures::AsTraining;
    double dropout = 0.05; ///< on the input of every low-rank map, while training
    int loraRank = 64;
    double loraAlpha = 64;
    bool trainHead = false;                      ///< LoRA mode: also the score head, which the reference freezes by a quirk
    bool checkpointLayers = true;                ///< keep one state per layer and compute each layer again on the way back
    WeightType writtenType = WeightType::AsBase; ///< of a model folder; adapters are float32
    TrainingPrecision precision = TrainingPrecision::Float32;
    /// Adds so many times the mean negative log-likelihood of what only the chosen answers say, read through the token
    /// embeddings: text-generation regularisation of a reward model (GRM, arXiv 2406.10216, section 3.2). 0: the reference's loss
    /// alone.
    double generationWeight = 0;
    bool shareBeginnings = true; ///< what the answers of a pair begin with is computed once; false: twice, to compare with
    std::uint64_t seed = 0;
};

/// A new model with random weights, drawn from the seed of the recipe.
struct ModelCreation {
    std::filesystem::path config;    ///< a config.json that also holds the sizes which tensors tell otherwise (docs/training.md)
    std::filesystem::path tokenizer; ///< a tokenizer.model; the size of the vocabulary is its
};

/// The vision stage: tower and projector learn from pictures whose shapes are known, through a head that is thrown away.
struct VisionTask {
    std::filesystem::path scenes; ///< JSON lines (docs/training.md)
    int viewsPerStep = 64;        ///< roughly: whole pictures are taken, with all their views
    double heldOutShare = 0.05;   ///< of the pictures
};

/// What the head of the vision stage says rightly, as shares.
struct VisionAccuracy {
    double cells = 0;  ///< cells whose content, a shape and its colour or nothing, is right
    double shapes = 0; ///< the same over the cells that are not empty
    double counts = 0; ///< numbers of each shape and of each colour
};

/// One step of the optimiser.
struct TrainingStep {
    std::int64_t step = 0; ///< from 1
    double learningRate = 0;
    double loss = 0;                      ///< mean over the pairs that took part
    double accuracy = 0;                  ///< share of pairs whose chosen answer scored higher; ties are wrong. Vision: of cells
    std::optional<double> generationLoss; ///< before its weight; where the recipe gives it one
    double gradientNorm = 0;              ///< before clipping
    std::int64_t tokens = 0;              ///< rows that went through the decoder, or through the vision tower
    std::vector<std::size_t> skipped;     ///< pairs, by their index in the step, that truncation had made equal
    std::optional<VisionAccuracy> vision;
};

/// What a run learns from. A set counts as multi-modal when its first pair has media; sets are never mixed within a micro-batch.
struct TrainingData {
    std::vector<std::vector<PreferencePair>> sets;
    std::vector<PreferencePair> heldOut; ///< never trained on; may be empty
};

/// One run of one stage, from a base model to a new model or adapter. One process, one device.
struct TrainingJob {
    LoadOptions base; ///< the directory and the number of threads count; an adapter must have been merged before
    std::optional<ModelCreation> create; ///< instead of a base: it is written to `output`/base first
    std::optional<VisionTask> vision;    ///< the vision stage, without preference pairs
    TrainingRecipe recipe;
    std::int64_t steps = 100;
    int pairsPerBatch = 1; ///< of a micro-batch
    int pairsPerMedium =
        1; ///< a drawn pair brings up to so many, itself included, that follow it in the data about the same media
    int accumulatedBatches = 2;                      ///< micro-batches per step
    std::int64_t evaluateEvery = 50;                 ///< steps; 0: only at the end
    std::int64_t checkpointEvery = 50;               ///< steps; 0: only when stopped
    std::int64_t mediaBytes = std::int64_t{1} << 30; ///< memory for what is kept of pictures and videos between steps
    std::filesystem::path output; ///< made when absent; holds checkpoints while the run lasts, then the model or the adapter
    bool resume = false;          ///< go on from the newest checkpoint in `output`
};

/// Loss and accuracy on what is not trained on.
struct HeldOutResult {
    std::int64_t step = 0;
    double loss = 0;
    double accuracy = 0;
    std::int64_t pairs = 0; ///< in the vision stage: views
    std::optional<VisionAccuracy> vision;
};

struct TrainingReport {
    TrainingStep step;
    std::int64_t steps = 0; ///< in all
    std::optional<HeldOutResult> heldOut;
    double tokensPerSecond = 0;
    double secondsLeft = 0;
};
/// Called on the training thread after each step; before the first one with step 0 and what the base model makes of `heldOut`.
using TrainingSink = std::function<void(const TrainingReport&)>;

/// What a run will need at its largest, in bytes by formula (docs/training.md).
struct TrainingMemory {
    std::int64_t weightBytes = 0;     ///< float32 copies, frozen ones and adapters included
    std::int64_t visionBytes = 0;     ///< tower and projector, and their work on the largest medium; 0 without media
    std::int64_t gradientBytes = 0;   ///< of all trained parameters
    std::int64_t momentBytes = 0;     ///< the two of AdamW
    std::int64_t mediaBytes = 0;      ///< tokens of media that are kept from step to step
    std::int64_t activationBytes = 0; ///< of the largest micro-batch
    std::int64_t stepBytes = 0;       ///< working memory of the optimiser; not at the same time as the activations
    std::int64_t otherBytes = 0;      ///< tokenizer, code of the libraries and their working memory
    std::int64_t peakBytes = 0;       ///< expected growth of the process over what it held before
    std::int64_t freeBytes = 0;       ///< what is free now; 0: unknown
    std::int64_t rows = 0;            ///< of the largest micro-batch
    std::int64_t trainedParameters = 0;
    bool fits = true;
    std::string summary; ///< one sentence for people
};

struct TrainingSummary {
    std::filesystem::path result; ///< model folder, or adapter folder in LoRA mode
    std::int64_t steps = 0;
    std::optional<HeldOutResult> before, after; ///< where there are held-out pairs
    std::vector<std::size_t> skippedPairs;      ///< how often is not told: numbers of pairs, counted over all sets, once each
};

} // namespace trutina::engine
