// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_memory.h"

#include <algorithm>

namespace trutina::services {

namespace {

constexpr double kNumber = 4; // bytes of a float32

/// Numbers of parameters of the parts, told from what an inspection says. The width of the feed-forward part is what remains.
struct Parameters {
    double vision = 0;
    double decoder = 0;     ///< embeddings and head included
    double feedForward = 0; ///< its width
    double keysAndValues = 0;
};

Parameters parametersOf(const engine::ModelInspection& base) {
    const double width = base.hiddenSize;
    const double eye = base.visionWidth;
    Parameters parameters;
    parameters.keysAndValues = base.heads > 0 ? 2 * width * base.keyValueHeads / base.heads : 2 * width;
    // A layer of the tower has 12 width² numbers; the projector reads four patches at once.
    parameters.vision = std::min(static_cast<double>(base.parameters), 12 * eye * eye * base.visionLayers +
                                                                           3.0 * base.patchSize * base.patchSize * eye +
                                                                           4 * eye * width + width * width);
    parameters.decoder = static_cast<double>(base.parameters) - parameters.vision;
    const double layer = base.layers > 0 ? std::max(0.0, parameters.decoder - width * base.vocabularySize) / base.layers : 0;
    const double rank = base.partialLoraRank;
    const double attention = (width + rank) * (2 * width + parameters.keysAndValues) + 2 * rank * width;
    parameters.feedForward = std::max(width, (layer - attention - 3 * rank * width) / (3 * (width + rank)));
    return parameters;
}

/// Positions of the decoder in one micro-batch.
double rowsOf(const engine::ModelInspection& base, const engine::TrainingJob& job, const contracts::TrainingDataFacts& data) {
    constexpr double kCharactersPerToken = 3;
    double rows = static_cast<double>(data.longestCharacters) / kCharactersPerToken;
    if (data.mediaPairs > 0 && base.patchSize > 0) {
        const double side = static_cast<double>(base.tileSize) / base.patchSize / 2; // merged patches
        rows += (job.recipe.hdNum + 1) * side * (side + 1);
    }
    return std::min(rows, 2.0 * job.recipe.maxLength) * job.pairsPerBatch;
}

} // namespace

contracts::TrainingMemory trainingMemoryOf(const engine::ModelInspection& base, const engine::TrainingJob& job,
                                           const contracts::TrainingDataFacts& data) {
    const Parameters parameters = parametersOf(base);
    const double width = base.hiddenSize;
    double trained = parameters.decoder;
    double added = 0;
    if (job.recipe.mode == engine::TrainingMode::Lora) {
        // In plus out of the five linear maps, times the rank.
        const double sums = (2 * width + parameters.keysAndValues) + 2 * width + 3 * (width + parameters.feedForward);
        added = job.recipe.loraRank * sums * base.layers;
        trained = added + 2 * width;
    }
    const double rows = rowsOf(base, job, data);
    // One state per layer is kept; one layer at a time is computed again with all it needs for the way back.
    const double layer = 12 * width + 4 * parameters.feedForward + 2 * static_cast<double>(base.heads) * rows;
    const double states = job.recipe.checkpointLayers ? width * base.layers + layer : layer * base.layers;
    contracts::TrainingMemory memory;
    memory.weights = static_cast<qint64>((parameters.decoder + parameters.vision + added) * kNumber);
    memory.gradients = static_cast<qint64>(trained * kNumber);
    memory.moments = 2 * memory.gradients;
    memory.activations = static_cast<qint64>(rows * states * kNumber);
    return memory;
}

} // namespace trutina::services
