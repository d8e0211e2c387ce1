// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/text_encoder.h"
#include "engine/training/preference_trainer.h"
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace trutina::bench {

namespace {

/// Two trainers of the same model, one of which computes every sequence for itself.
struct Trainers {
    std::unique_ptr<engine::PreferenceTrainer> shared, apart;
    engine::PreferencePair pair;
};

Trainers prepare(const Workbench& bench) {
    const auto directory = bench.standIn(StandIn::Tiny);
    const engine::SentencePieceEncoder encoder(engine::openTokenizer(directory));
    const bool quick = bench.settings().isQuick;
    Trainers trainers;
    const engine::Message question{"human", textOfTokens(encoder, 80, 1)};
    trainers.pair.chosen = {question, {"gpt", textOfTokens(encoder, quick ? 8 : 150, 2)}};
    trainers.pair.rejected = {question, {"gpt", textOfTokens(encoder, quick ? 8 : 150, 3)}};
    trainers.pair.media = {{bench.picture(2), engine::MediaReading::Image}};
    for (const bool shares : {true, false}) {
        engine::TrainingRecipe recipe;
        recipe.mode = engine::TrainingMode::Lora;
        recipe.shareBeginnings = shares;
        recipe.hdNum = 1;
        (shares ? trainers.shared : trainers.apart) =
            std::make_unique<engine::PreferenceTrainer>(engine::PreferenceTrainer::Model::open(directory), recipe, 1000);
    }
    return trainers;
}

} // namespace

std::vector<Figure> measureTrainingSharing(const Workbench& bench) {
    if (!bench.wants("T1.pair")) {
        return {};
    }
    at::set_num_threads(bench.settings().threads);
    const Trainers trainers = prepare(bench);
    double losses[2] = {0, 0};
    std::int64_t rows[2] = {0, 0};
    const auto side = [&](engine::PreferenceTrainer& trainer, std::size_t which) {
        return [&trainer, &losses, &rows, &trainers, which] {
            engine::Pace pace;
            return secondsOf([&] {
                const auto outcome = trainer.accumulate({trainers.pair}, 1, 0, pace);
                losses[which] = outcome.loss;
                rows[which] = outcome.rows;
                trainer.optimiser().clearGradients();
            });
        };
    };
    // The warm-up encodes the picture, which both keep: it is no part of what is compared.
    auto series = bench.measure({{"shared", side(*trainers.shared, 0)}, {"apart", side(*trainers.apart, 1)}});
    const double ideal = static_cast<double>(rows[1]) / static_cast<double>(rows[0]);
    const double ratio = medianSeconds(series[1]) / medianSeconds(series[0]);
    Figure figure;
    figure.name = "T1.pair";
    figure.title =
        "gradient of a pair with a picture of 2 tiles, answers of 150 tokens: each sequence for itself over what is shared "
        "computed once, over the ratio of their rows; tiny, float32, LoRA";
    figure.value = ratio / ideal;
    figure.goal = atLeast(0.9);
    figure.sides = std::move(series);
    figure.facts = {{"speed-up", ratio},
                    {"rows apart", static_cast<double>(rows[1])},
                    {"rows shared", static_cast<double>(rows[0])},
                    {"difference of the losses", std::abs(losses[0] - losses[1])}};
    return {figure};
}

} // namespace trutina::bench
