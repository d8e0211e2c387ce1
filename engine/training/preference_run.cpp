// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/preference_run.h"

#include "engine/checkpoint/checkpoint_hash.h"
#include "engine/training/model_export.h"
#include "engine/training/pair_sampler.h"
#include "engine/training/preference_trainer.h"
#include "engine/training/stage_steps.h"
#include "engine/training/text_digest.h"

#include <algorithm>
#include <set>
#include <utility>

namespace trutina::engine {

namespace {

/// Over every text and media path of the pairs, in order.
std::string digestOf(const TrainingData& data) {
    TextDigest digest;
    const auto addMessages = [&](const std::vector<Message>& messages) {
        for (const Message& message : messages) {
            digest.add(message.role);
            digest.add(message.content);
        }
        digest.add("");
    };
    for (const auto& set : data.sets) {
        digest.add(std::to_string(set.size()));
        for (const PreferencePair& pair : set) {
            addMessages(pair.chosen);
            addMessages(pair.rejected);
            for (const MediaInput& media : pair.media) {
                digest.add(media.path.string());
            }
        }
    }
    return digest.finish();
}

std::vector<MediaInput> mediaOf(const TrainingData& data) {
    std::vector<MediaInput> all;
    const auto add = [&](const std::vector<PreferencePair>& pairs) {
        for (const PreferencePair& pair : pairs) {
            all.insert(all.end(), pair.media.begin(), pair.media.end());
        }
    };
    add(data.heldOut);
    for (const auto& set : data.sets) {
        add(set);
    }
    return all;
}

HeldOutResult judge(PreferenceTrainer& trainer, const std::vector<PreferencePair>& pairs, std::size_t pairsAtOnce, Pace& pace) {
    HeldOutResult result;
    result.step = trainer.optimiser().stepsTaken();
    double right = 0;
    for (std::size_t begin = 0; begin < pairs.size(); begin += pairsAtOnce) {
        const auto end = std::min(begin + pairsAtOnce, pairs.size());
        const auto outcome = trainer.evaluate(
            {pairs.begin() + static_cast<std::ptrdiff_t>(begin), pairs.begin() + static_cast<std::ptrdiff_t>(end)}, pace);
        const auto taken = static_cast<std::int64_t>(outcome.scores.size() / 2);
        result.loss += outcome.loss * static_cast<double>(taken);
        result.pairs += taken;
        for (std::size_t i = 0; i + 1 < outcome.scores.size(); i += 2) {
            right += outcome.scores[i] > outcome.scores[i + 1] ? 1 : 0;
        }
    }
    if (result.pairs > 0) {
        result.loss /= static_cast<double>(result.pairs);
        result.accuracy = right / static_cast<double>(result.pairs);
    }
    return result;
}

/// Which pairs each step takes, with their numbers over all sets.
class Batches {
  public:
    Batches(const TrainingJob& job, const TrainingData& data)
        : m_job(job), m_data(data), m_sampler(sizes(data), job.recipe.seed) {
        std::size_t all = 0;
        for (const auto& set : data.sets) {
            m_firstNumber.push_back(all);
            all += set.size();
        }
    }

    struct Drawn {
        std::vector<std::vector<PreferencePair>> microBatches;
        std::vector<std::size_t> numbers;
    };
    [[nodiscard]] Drawn ofStep(std::int64_t step) const {
        Drawn drawn;
        for (int i = 0; i < m_job.accumulatedBatches; ++i) {
            auto& pairs = drawn.microBatches.emplace_back();
            const auto wanted = static_cast<std::size_t>(m_job.pairsPerBatch);
            for (const PairSampler::Pick& pick : m_sampler.batch(step * m_job.accumulatedBatches + i, m_job.pairsPerBatch)) {
                const auto& set = m_data.sets[pick.set];
                const std::size_t most = std::min(static_cast<std::size_t>(m_job.pairsPerMedium), wanted - pairs.size());
                for (std::size_t pair = pick.pair, taken = 0; taken < most && aboutSameMedia(set, pick.pair, pair);
                     ++pair, ++taken) {
                    pairs.push_back(set[pair]);
                    drawn.numbers.push_back(m_firstNumber[pick.set] + pair);
                }
            }
        }
        return drawn;
    }

  private:
    static bool aboutSameMedia(const std::vector<PreferencePair>& set, std::size_t drawn, std::size_t other) {
        return other == drawn || (other < set.size() && !set[drawn].media.empty() && set[other].media == set[drawn].media);
    }
    static std::vector<PairSampler::Set> sizes(const TrainingData& data) {
        std::vector<PairSampler::Set> sizes;
        for (const auto& set : data.sets) {
            sizes.push_back({set.size(), !set.empty() && !set.front().media.empty()});
        }
        return sizes;
    }

    const TrainingJob& m_job;
    const TrainingData& m_data;
    PairSampler m_sampler;
    std::vector<std::size_t> m_firstNumber;
};

} // namespace

TrainingSummary runPreferenceStage(const TrainingJob& job, const TrainingData& data, Pace& pace, const TrainingSink& report) {
    PreferenceTrainer::Model model = PreferenceTrainer::Model::open(job.base.directory);
    const WeightReport weightReport = model.report;
    const std::shared_ptr<const WeightSource> source = model.source;
    RunIdentity identity{checkpointHash(job.base.directory, *source), digestOf(data), recipeText(job)};
    PreferenceTrainer trainer(std::move(model), job.recipe, job.steps, job.mediaBytes);
    trainer.encodeAhead(mediaOf(data), pace);

    const Batches batches(job, data);
    std::set<std::size_t> skipped;
    StageSteps stage{std::move(identity), trainer.weights().trained(), trainer.optimiser(), {}, {}};
    stage.step = [&] {
        const auto drawn = batches.ofStep(trainer.optimiser().stepsTaken());
        TrainingStep step = trainer.step(drawn.microBatches, pace);
        for (const std::size_t index : step.skipped) {
            skipped.insert(drawn.numbers[index]);
        }
        return step;
    };
    if (!data.heldOut.empty()) {
        constexpr std::size_t kLeast = 8;
        const auto atOnce = std::max(kLeast, static_cast<std::size_t>(job.pairsPerBatch));
        stage.judge = [&, atOnce] { return judge(trainer, data.heldOut, atOnce, pace); };
    }
    TrainingSummary summary = takeSteps(job, stage, report);

    const bool full = job.recipe.mode == TrainingMode::Full;
    summary.result = job.output / (full ? "model" : "adapter");
    if (full) {
        writeModel(job.base.directory, weightReport, *source, {trainer.weights().trained(), job.recipe.writtenType, true},
                   summary.result);
    } else {
        writeAdapter(job.base.directory, job.recipe, trainer.weights(), summary.result);
    }
    removeCheckpoints(job.output);
    summary.skippedPairs.assign(skipped.begin(), skipped.end());
    return summary;
}

} // namespace trutina::engine
