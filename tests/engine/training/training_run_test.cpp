// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/scoring/model_opening.h"
#include "engine/training/training_run.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace trutina::engine {
namespace {

std::string bytesOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class TrainingRun : public ::testing::Test {
  protected:
    TrainingRun() : m_directory(std::filesystem::temp_directory_path() / ("trutina-training-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(m_directory);
        const std::vector<std::pair<std::string, std::string>> answers = {
            {"Yes.", "No, I will not say."}, {"Four", "Five of them"}, {"A river", "Do you mean rain?"}, {"Blue!", "green"}};
        m_data.sets.resize(2);
        auto& text = m_data.sets[0];
        for (const auto& [good, bad] : answers) {
            const Message question{"human", "Answer in one word: " + good.substr(0, 2) + "?"};
            text.push_back({{question, {"gpt", good}}, {question, {"gpt", bad}}, {}});
        }
        auto& pictures = m_data.sets[1];
        for (const char* picture : {"tiny.png", "square-tile.png"}) {
            pictures.push_back({{{"human", "What?"}, {"gpt", "A thing"}},
                                {{"human", "What?"}, {"gpt", "Nothing at all"}},
                                {{testing::goldenFile(std::string("media/") + picture), MediaReading::Automatic}}});
        }
        m_data.heldOut = {text.front()};
    }
    ~TrainingRun() override { std::filesystem::remove_all(m_directory); }

    [[nodiscard]] TrainingJob job(const std::string& name, TrainingMode mode = TrainingMode::Full) const {
        TrainingJob job;
        job.base.directory = testing::goldenFile("checkpoints/pico");
        job.base.threads = 2;
        job.recipe.mode = mode;
        job.recipe.learningRate = 1e-3;
        job.recipe.loraRank = 4;
        job.recipe.seed = 11;
        job.steps = 8;
        job.checkpointEvery = 3;
        job.evaluateEvery = 4;
        job.output = m_directory / name;
        return job;
    }

    std::filesystem::path m_directory;
    TrainingData m_data;
};

TEST_F(TrainingRun, WritesAModelThatTheEngineLoadsAndThatPrefersWhatItWasTaught) {
    auto job = this->job("full");
    job.steps = 30;
    std::int64_t reported = -1; // the base model comes first, as step 0
    const auto summary = runTraining(job, m_data, {}, [&](const TrainingReport& report) {
        EXPECT_EQ(report.step.step, ++reported);
        EXPECT_EQ(report.heldOut.has_value(), reported % 4 == 0 || reported == 30);
    });
    EXPECT_EQ(reported, 30);
    ASSERT_TRUE(summary.before && summary.after);
    EXPECT_LT(summary.after->loss, summary.before->loss);
    LoadOptions options;
    options.directory = summary.result;
    const auto model = openRewardModel(options, {}, {});
    EXPECT_TRUE(model->info().inspection.isComplete());
    EXPECT_TRUE(model->info().inspection.unexpected.empty());
    ScoreRequest request;
    request.conversation.messages = {{"user", "Answer in one word: Ye?"}};
    request.conversation.candidates = {{{{"assistant", "Yes."}}, {}}, {{{"assistant", "No, I will not say."}}, {}}};
    EXPECT_EQ(model->score(request, {}, {}).order.front(), 0);
    EXPECT_FALSE(std::filesystem::exists(job.output / "checkpoint-27")) << "checkpoints go when the model is there";
}

TEST_F(TrainingRun, ResumesToTheSameBitsWhereverItWasStopped) {
    using Case = std::pair<TrainingMode, TrainingPrecision>;
    for (const auto& [mode, precision] :
         {Case{TrainingMode::Full, TrainingPrecision::Float32}, Case{TrainingMode::Lora, TrainingPrecision::Float32},
          Case{TrainingMode::Full, TrainingPrecision::BFloat16}}) {
        const bool full = mode == TrainingMode::Full;
        const std::string file = full ? "model/model.safetensors" : "adapter/adapter_model.safetensors";
        const std::string name =
            std::string(full ? "full" : "lora") + (precision == TrainingPrecision::BFloat16 ? "-narrow" : "");
        SCOPED_TRACE(name);
        auto whole = job("whole-" + name, mode);
        whole.recipe.precision = precision;
        static_cast<void>(runTraining(whole, m_data, {}, {}));
        auto parts = job("parts-" + name, mode);
        parts.recipe.precision = precision;
        for (const std::int64_t at : {2, 5}) {
            std::stop_source stop;
            EXPECT_THROW(static_cast<void>(runTraining(parts, m_data, stop.get_token(),
                                                       [&](const TrainingReport& report) {
                                                           if (report.step.step == at) {
                                                               stop.request_stop();
                                                           }
                                                       })),
                         Cancelled);
            EXPECT_FALSE(std::filesystem::exists(parts.output / file));
            parts.resume = true;
        }
        static_cast<void>(runTraining(parts, m_data, {}, {}));
        EXPECT_EQ(bytesOf(parts.output / file), bytesOf(whole.output / file));
        EXPECT_FALSE(bytesOf(whole.output / file).empty());
    }
}

TEST_F(TrainingRun, RefusesToGoOnWithOtherDataOrAnotherRecipe) {
    auto job = this->job("refusing");
    std::stop_source stop;
    EXPECT_THROW(
        static_cast<void>(runTraining(job, m_data, stop.get_token(), [&](const TrainingReport&) { stop.request_stop(); })),
        Cancelled);
    const auto codeOf = [&](const TrainingJob& other, const TrainingData& data) -> std::string {
        try {
            static_cast<void>(runTraining(other, data, {}, {}));
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "none";
    };
    EXPECT_EQ(codeOf(job, m_data), "training.unfinished");
    job.resume = true;
    auto otherRecipe = job;
    otherRecipe.recipe.learningRate *= 2;
    EXPECT_EQ(codeOf(otherRecipe, m_data), "training.mismatch");
    auto otherPrecision = job;
    otherPrecision.recipe.precision = TrainingPrecision::BFloat16;
    EXPECT_EQ(codeOf(otherPrecision, m_data), "training.mismatch");
    auto adapted = job;
    adapted.base.adapter = m_directory / "adapter";
    EXPECT_EQ(codeOf(adapted, m_data), "training.options");
    auto otherData = m_data;
    otherData.sets.front().front().chosen.back().content += "!";
    EXPECT_EQ(codeOf(job, otherData), "training.mismatch");
    EXPECT_EQ(codeOf(job, m_data), "none");
}

TEST_F(TrainingRun, StopsAtALossThatIsNoNumberAndKeepsTheLastGoodState) {
    auto job = this->job("diverging");
    job.recipe.learningRate = 1e30;
    try {
        static_cast<void>(runTraining(job, m_data, {}, {}));
        FAIL() << "a learning rate of 1e30 must diverge";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "training.diverged");
    }
    EXPECT_FALSE(std::filesystem::is_empty(job.output));
}

} // namespace
} // namespace trutina::engine
