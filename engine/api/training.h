// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"

#include <cstdint>
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

/// The recipe (specification 8.3): the defaults are those of the released scripts.
struct TrainingRecipe {
    TrainingMode mode = TrainingMode::Full;
    double learningRate = 1e-5;
    double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8;
    double weightDecay = 0.1;
    double warmupRatio = 0.01;
    double maxGradientNorm = 1.0;
    int maxLength = 8192;
    int hdNum = 9;
    double dropout = 0.05; ///< on the input of every low-rank map, while training
    int loraRank = 64;
    double loraAlpha = 64;
    bool trainHead = false;       ///< LoRA mode: also the score head, which the reference freezes by a quirk
    bool checkpointLayers = true; ///< keep one state per layer and compute each layer again on the way back
    std::uint64_t seed = 0;
};

/// One step of the optimiser.
struct TrainingStep {
    std::int64_t step = 0; ///< from 1
    double learningRate = 0;
    double loss = 0;                  ///< mean over the pairs that took part
    double accuracy = 0;              ///< share of pairs whose chosen answer scored higher; ties are wrong
    double gradientNorm = 0;          ///< before clipping
    std::int64_t tokens = 0;          ///< rows that went through the decoder
    std::vector<std::size_t> skipped; ///< pairs, by their index in the step, that truncation had made equal
};

} // namespace trutina::engine
