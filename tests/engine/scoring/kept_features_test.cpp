// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/engine_facade.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <thread>

namespace trutina::engine {
namespace {

class KeptFeaturesTest : public ::testing::Test {
  protected:
    [[nodiscard]] LoadOptions options() const {
        LoadOptions options;
        options.directory = testing::goldenFile("checkpoints/mini");
        options.computeType = ComputeType::Float32;
        options.featureCacheDirectory = m_directory.path() / "features";
        options.featureCacheOperations = 0; // this checkpoint is far too small to be worth it
        return options;
    }
    [[nodiscard]] std::unique_ptr<RewardModel> load(const LoadOptions& options) const {
        return m_engine.loadModel(options, {}, {});
    }
    static ScoreRequest question(const std::filesystem::path& picture = testing::goldenFile("media/portrait.png")) {
        ScoreRequest request;
        request.conversation.messages = {{"user", "What is shown?"}};
        request.conversation.media = {{picture}};
        request.conversation.candidates = {{{{"assistant", "A tree."}}, {}}, {{{"assistant", "Nothing at all."}}, {}}};
        return request;
    }
    /// The stages that a request went through.
    static std::set<Stage> stagesOf(RewardModel& model, const ScoreRequest& request, ScoreResult* result = nullptr) {
        std::set<Stage> stages;
        auto scored = model.score(request, {}, [&](const Progress& progress) { stages.insert(progress.stage); });
        if (result != nullptr) {
            *result = std::move(scored);
        }
        return stages;
    }
    [[nodiscard]] CacheUse use() const { return m_engine.featureCache(m_directory.path() / "features"); }

    testing::TemporaryDirectory m_directory;
    EngineFacade m_engine;
};

TEST_F(KeptFeaturesTest, AnotherRunNeitherDecodesNorEncodesAndScoresTheSameBits) {
    ScoreResult cold;
    const auto first = stagesOf(*load(options()), question(), &cold);
    EXPECT_TRUE(first.contains(Stage::DecodingMedia));
    EXPECT_TRUE(first.contains(Stage::EncodingMedia));
    EXPECT_EQ(cold.statistics.mediaCacheHits, 1); // the second candidate shows the same picture
    EXPECT_EQ(use().entries, 1);

    ScoreResult kept;
    const auto second = stagesOf(*load(options()), question(), &kept);
    EXPECT_FALSE(second.contains(Stage::DecodingMedia));
    EXPECT_FALSE(second.contains(Stage::EncodingMedia));
    EXPECT_EQ(kept.scores, cold.scores);
    EXPECT_EQ(kept.statistics.mediaCacheHits, 2);
    EXPECT_EQ(kept.statistics.decodeSeconds, 0);
    EXPECT_LT(kept.statistics.floatingPointOperations, cold.statistics.floatingPointOperations);
}

TEST_F(KeptFeaturesTest, AnotherNameOfTheSameBytesIsTheSamePicture) {
    (void)load(options())->score(question(), {}, {});
    const auto copy = m_directory.path() / "copy.png";
    std::filesystem::copy_file(testing::goldenFile("media/portrait.png"), copy);
    EXPECT_FALSE(stagesOf(*load(options()), question(copy)).contains(Stage::DecodingMedia));
}

TEST_F(KeptFeaturesTest, WhatChangesTheFeaturesIsComputedAnew) {
    (void)load(options())->score(question(), {}, {});
    auto request = question();
    request.options.hdNum = 4;
    EXPECT_TRUE(stagesOf(*load(options()), request).contains(Stage::EncodingMedia));
    auto other = options();
    other.computeType = ComputeType::BFloat16;
    EXPECT_TRUE(stagesOf(*load(other), question()).contains(Stage::EncodingMedia));
    other = options();
    other.directory = testing::goldenFile("checkpoints/pico");
    EXPECT_TRUE(stagesOf(*load(other), question()).contains(Stage::EncodingMedia));
    request = question();
    request.options.reuse = false;
    EXPECT_TRUE(stagesOf(*load(options()), request).contains(Stage::EncodingMedia));
    EXPECT_EQ(use().entries, 4);
}

TEST_F(KeptFeaturesTest, ADamagedEntryIsComputedAnew) {
    ScoreResult cold;
    (void)stagesOf(*load(options()), question(), &cold);
    for (const auto& entry : std::filesystem::directory_iterator(m_directory.path() / "features")) {
        std::fstream stream(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(2000);
        stream << "damaged";
    }
    ScoreResult again;
    EXPECT_TRUE(stagesOf(*load(options()), question(), &again).contains(Stage::EncodingMedia));
    EXPECT_EQ(again.scores, cold.scores);
    EXPECT_FALSE(stagesOf(*load(options()), question()).contains(Stage::EncodingMedia));
}

TEST_F(KeptFeaturesTest, WithinOneRunAKnownPictureIsPlacedWithoutDecodingIt) {
    const auto model = load(options());
    auto request = question();
    request.options.keep = Keep::Nothing; // else its keys and values are there, and nothing of it is needed
    (void)model->score(request, {}, {});
    for (int waited = 0; use().entries == 0 && waited < 1000; ++waited) { // features are written beside
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    m_engine.clearFeatureCache(m_directory.path() / "features");
    const auto stages = stagesOf(*model, request);
    EXPECT_TRUE(stages.contains(Stage::EncodingMedia)); // its pixels are needed after all
}

TEST_F(KeptFeaturesTest, SmallCheckpointsKeepNothingUnlessTheyAreMadeTo) {
    auto usual = options();
    usual.featureCacheOperations = LoadOptions().featureCacheOperations;
    (void)load(usual)->score(question(), {}, {});
    EXPECT_EQ(use().entries, 0);
    auto none = options();
    none.featureCacheBytes = 0;
    (void)load(none)->score(question(), {}, {});
    EXPECT_FALSE(std::filesystem::exists(m_directory.path() / "features"));
}

TEST_F(KeptFeaturesTest, AFolderThatCannotBeWrittenIsToldOnceAndScoresGoOn) {
    std::ofstream(m_directory.path() / "features") << "a file in its place";
    const auto model = load(options());
    int warnings = 0;
    for (int i = 0; i < 20 && warnings == 0; ++i) { // the writer's own thread finds out
        warnings += static_cast<int>(model->score(question(), {}, {}).warnings.size());
    }
    EXPECT_EQ(warnings, 1);
    EXPECT_TRUE(model->score(question(), {}, {}).warnings.empty());
}

TEST_F(KeptFeaturesTest, ClearingEmptiesTheFolder) {
    (void)load(options())->score(question(), {}, {});
    EXPECT_GT(use().bytes, 0);
    m_engine.clearFeatureCache(m_directory.path() / "features");
    EXPECT_EQ(use().bytes, 0);
}

} // namespace
} // namespace trutina::engine
