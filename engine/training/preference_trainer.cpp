// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/preference_trainer.h"

#include "engine/api/error.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

SheetOptions sheetsOf(const TrainingRecipe& recipe) {
    SheetOptions options;
    options.hdNum = recipe.hdNum;
    options.form = recipe.pictures == TrainingPictures::AsTraining ? PartitionForm::Training : PartitionForm::Inference;
    return options;
}

TrainableDecoder::Shape withDropout(TrainableDecoder::Shape shape, const TrainableDecoder::DropoutKey& key) {
    shape.dropout = key;
    return shape;
}

} // namespace

PreferenceTrainer::Model PreferenceTrainer::Model::open(const std::filesystem::path& directory) {
    Model model;
    model.config = readModelConfig(directory);
    model.source = openWeights(directory);
    model.report = reportWeights(model.config, *model.source);
    requireComplete(model.report);
    model.tokenizer = std::make_shared<const Tokenizer>(directory / "tokenizer.model");
    return model;
}

at::Tensor preferenceLoss(const at::Tensor& scores) {
    const at::Tensor pairs = scores.view({-1, 2});
    return -at::log_sigmoid(pairs.select(1, 0) - pairs.select(1, 1)).mean();
}

struct PreferenceTrainer::Prepared {
    PairBatch batch;
    std::vector<const TrainingImages::Tokens*> media; ///< by slot; valid until the next batch
    TrainableDecoder::Shape shape;
};

PreferenceTrainer::PreferenceTrainer(Model model, const TrainingRecipe& recipe, std::int64_t totalSteps, std::int64_t mediaBytes)
    : m_model(std::move(model)),
      m_recipe(recipe),
      m_weights(m_model.config, m_model.report, *m_model.source, recipe),
      m_images(m_model.config, m_model.report, m_model.source, sheetsOf(recipe), mediaBytes),
      m_decoder(m_model.config, m_weights, recipe.dropout, recipe.precision),
      m_decoderWithoutDropout(m_model.config, m_weights, 0, recipe.precision),
      m_optimiser(m_weights.trained(), {recipe.beta1, recipe.beta2, recipe.epsilon, recipe.weightDecay}),
      m_schedule(LearningRateSchedule::of(recipe.learningRate, totalSteps, recipe.warmupRatio, recipe.finalLearningRateRatio)) {}

PreferenceTrainer::Prepared PreferenceTrainer::prepare(const std::vector<PreferencePair>& pairs, Pace& pace) {
    Prepared prepared;
    std::vector<MediaInput> all;
    for (const PreferencePair& pair : pairs) {
        all.insert(all.end(), pair.media.begin(), pair.media.end());
    }
    m_images.fetch(all, pace);
    std::vector<MediaInput> known;
    const auto place = [&](const MediaInput& media) -> MediaPlace {
        const auto found = std::find(known.begin(), known.end(), media);
        const auto slot = static_cast<int>(found - known.begin());
        if (found == known.end()) {
            known.push_back(media);
            prepared.media.push_back(&m_images.tokens(media));
        }
        return {slot, static_cast<int>(prepared.media[static_cast<std::size_t>(slot)]->constant.size(0))};
    };
    prepared.batch =
        packPairs(*m_model.tokenizer, pairs, m_recipe.maxLength, place, m_recipe.shareBeginnings, m_recipe.generationWeight > 0);
    if (!prepared.batch.pairs.empty()) {
        prepared.shape = m_decoder.shapeOf(prepared.batch.rows, {});
    }
    return prepared;
}

at::Tensor PreferenceTrainer::embed(const Prepared& prepared) const {
    std::vector<std::int64_t> ids;
    std::vector<at::Tensor> constants, marks;
    for (const PairBatch::Piece& piece : prepared.batch.pieces) {
        ids.insert(ids.end(), piece.ids.begin(), piece.ids.end());
        // A medium that stands twice in a row is one piece.
        for (std::int64_t first = piece.first, left = piece.slot < 0 ? 0 : piece.count; left > 0; first = 0) {
            const TrainingImages::Tokens& tokens = *prepared.media[static_cast<std::size_t>(piece.slot)];
            const auto from = first % tokens.constant.size(0);
            const auto count = std::min(left, tokens.constant.size(0) - from);
            constants.push_back(tokens.constant.narrow(0, from, count));
            marks.push_back(tokens.marks.narrow(0, from, count));
            left -= count;
        }
    }
    // Image rows first, as the decoder wants them.
    std::vector<at::Tensor> parts;
    if (!constants.empty()) {
        parts.push_back(m_images.embed({at::cat(constants), at::cat(marks)}, m_weights));
    }
    if (!ids.empty()) {
        // The row of the padding id, </s>, gets no gradient (specification 8.2).
        parts.push_back(
            at::embedding(m_weights["model.tok_embeddings.weight"], at::tensor(ids, at::kLong), m_model.config.padTokenId));
    }
    return at::cat(parts);
}

PreferenceTrainer::Outcome PreferenceTrainer::evaluate(const std::vector<PreferencePair>& pairs, Pace& pace) {
    const c10::NoGradGuard noGradients;
    const Prepared prepared = prepare(pairs, pace);
    Outcome outcome;
    outcome.skipped = prepared.batch.skipped;
    if (prepared.batch.pairs.empty()) {
        return outcome;
    }
    at::Tensor stream = embed(prepared);
    outcome.rows = stream.size(0);
    for (std::int64_t layer = 0; layer < m_model.config.layers; ++layer) {
        pace.checkpoint();
        stream = m_decoderWithoutDropout.layer(layer, stream, prepared.shape);
    }
    const at::Tensor scores = m_decoderWithoutDropout.scores(stream, prepared.shape).contiguous();
    outcome.scores.assign(scores.data_ptr<float>(), scores.data_ptr<float>() + scores.numel());
    outcome.loss = preferenceLoss(scores).item<double>();
    return outcome;
}

PreferenceTrainer::Outcome PreferenceTrainer::accumulate(const std::vector<PreferencePair>& microBatch, double weight,
                                                         std::int64_t number, Pace& pace) {
    const Prepared prepared = prepare(microBatch, pace);
    Outcome outcome;
    outcome.skipped = prepared.batch.skipped;
    if (prepared.batch.pairs.empty()) {
        return outcome;
    }
    const auto shape = withDropout(prepared.shape, {m_recipe.seed, m_optimiser.stepsTaken(), number});
    const at::Tensor embedded = embed(prepared);
    outcome.rows = embedded.size(0);
    const auto layers = m_model.config.layers;

    // With one graph the way back remembers every product of every layer. With a state kept per layer, a layer's products live
    // only while it is on its way back, for one more computation of each layer.
    std::vector<at::Tensor> states;
    at::Tensor stream = embedded;
    if (m_recipe.checkpointLayers) {
        const c10::NoGradGuard noGradients;
        stream = embedded.detach();
        for (std::int64_t layer = 0; layer < layers; ++layer) {
            pace.checkpoint();
            states.push_back(stream);
            stream = m_decoder.layer(layer, stream, shape);
        }
    } else {
        for (std::int64_t layer = 0; layer < layers; ++layer) {
            pace.checkpoint();
            stream = m_decoder.layer(layer, stream, shape);
        }
    }
    if (m_recipe.checkpointLayers) {
        stream.requires_grad_();
    }
    const at::Tensor scores = m_decoder.scores(stream, shape);
    at::Tensor loss = preferenceLoss(scores);
    outcome.loss = loss.item<double>();
    if (m_recipe.generationWeight > 0) {
        const at::Tensor generation = m_decoder.generationLoss(stream, shape);
        outcome.generationLoss = generation.item<double>();
        loss = loss + m_recipe.generationWeight * generation;
    }
    const at::Tensor read = scores.detach().contiguous();
    outcome.scores.assign(read.data_ptr<float>(), read.data_ptr<float>() + read.numel());
    pace.checkpoint();
    (loss * weight).backward();
    if (m_recipe.checkpointLayers) {
        at::Tensor gradient = stream.grad();
        for (std::int64_t layer = layers - 1; layer >= 0; --layer) {
            pace.checkpoint();
            at::Tensor input = std::move(states[static_cast<std::size_t>(layer)]);
            input.requires_grad_();
            m_decoder.layer(layer, input, shape).backward(gradient);
            gradient = input.grad();
        }
        if (embedded.requires_grad()) {
            embedded.backward(gradient);
        }
    }
    return outcome;
}

TrainingStep PreferenceTrainer::step(std::span<const std::vector<PreferencePair>> microBatches, Pace& pace) {
    m_optimiser.clearGradients();
    TrainingStep result;
    std::int64_t pairs = 0;
    std::int64_t right = 0;
    std::size_t before = 0;
    std::int64_t number = 0;
    double generation = 0;
    for (const auto& microBatch : microBatches) {
        const Outcome outcome = accumulate(microBatch, 1 / static_cast<double>(microBatches.size()), number++, pace);
        const auto taken = static_cast<std::int64_t>(outcome.scores.size() / 2);
        result.loss += outcome.loss * static_cast<double>(taken);
        generation += outcome.generationLoss * static_cast<double>(taken);
        pairs += taken;
        for (std::size_t i = 0; i + 1 < outcome.scores.size(); i += 2) {
            right += outcome.scores[i] > outcome.scores[i + 1] ? 1 : 0;
        }
        for (const std::size_t index : outcome.skipped) {
            result.skipped.push_back(before + index);
        }
        before += microBatch.size();
        result.tokens += outcome.rows;
    }
    if (pairs > 0) {
        result.loss /= static_cast<double>(pairs);
        result.accuracy = static_cast<double>(right) / static_cast<double>(pairs);
        if (m_recipe.generationWeight > 0) {
            result.generationLoss = generation / static_cast<double>(pairs);
        }
    }
    result.gradientNorm = m_optimiser.gradientNorm();
    result.learningRate = m_schedule.at(m_optimiser.stepsTaken());
    requireFinite(result.loss, result.gradientNorm, m_optimiser.stepsTaken() + 1);
    m_optimiser.step(result.learningRate, std::min(1.0, m_recipe.maxGradientNorm / (result.gradientNorm + 1e-6)));
    m_optimiser.clearGradients();
    result.step = m_optimiser.stepsTaken();
    return result;
}

} // namespace trutina::engine
