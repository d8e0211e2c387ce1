// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program trains a golden checkpoint with the real engine.
#include "tests/cli/program_test.h"
#include "tests/engine/training/scene_world.h"
#include "tests/support/golden.h"

#include <gmock/gmock.h>

#include <algorithm>

using ::testing::HasSubstr;
using namespace trutina::testing;

class TrainTest : public ProgramTest {
  protected:
    TrainTest() {
        program = std::filesystem::path(TRUTINA_BINARY_DIR) / "bin/trutina-cli";
        nlohmann::json pairs = nlohmann::json::array();
        const auto conversation = [](int number, const std::string& answer) {
            return nlohmann::json::array({{{"from", "human"}, {"value", "One word for " + std::to_string(number) + "?"}},
                                          {{"from", "gpt"}, {"value", answer}}});
        };
        for (int i = 0; i < 24; ++i) {
            pairs.push_back({{"id", std::to_string(i)},
                             {"conversations_a", conversation(i, "Yes.")},
                             {"conversations_b", conversation(i, "I had rather not say.")}});
        }
        writeText(path("pairs.json"), pairs.dump());
    }

    [[nodiscard]] std::vector<std::string> train(const std::string& output, std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"train",  "--model",         goldenFile("checkpoints/pico").string(),
                                     "--data", "pairs.json",      "--output",
                                     output,   "--learning-rate", "1e-3",
                                     "--quiet"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    [[nodiscard]] bool hasCheckpoint(const std::string& run) const {
        std::error_code error;
        const std::filesystem::directory_iterator entries(path(run), error);
        return !error && std::any_of(begin(entries), end(entries), [](const auto& entry) {
            return entry.path().filename().string().starts_with("checkpoint-") && entry.path().extension().empty();
        });
    }
    [[nodiscard]] std::string weights(const std::string& run) const { return readText(path(run) / "model/model.safetensors"); }
};

TEST_F(TrainTest, PrintsEachStepAndLeavesAModelThatScores) {
    const Result result = run(train("one", {"--steps", "12", "--held-out", "0.3", "--evaluate-every", "6"}));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto lines = recordsOf(result.output);
    ASSERT_EQ(lines.size(), 13U);
    EXPECT_EQ(lines[0].at("learning_rate"), 0.0) << "the first step warms up";
    EXPECT_TRUE(lines[5].contains("held_out"));
    EXPECT_LT(lines[12].at("held_out_after").at("loss"), lines[12].at("held_out_before").at("loss"));
    const Result scored = run({"score", "--model", (path("one") / "model").string(), "--quiet"}, record("q"));
    EXPECT_EQ(scored.exitCode, 0) << scored.errors;
    EXPECT_THAT(scored.output, HasSubstr("\"scores\""));
}

TEST_F(TrainTest, GoesOnAfterAKillToTheSameWeights) {
    const std::vector<std::string> steps{"--steps", "60", "--checkpoint-every", "2"};
    ASSERT_EQ(run(train("whole", steps)).exitCode, 0);
    {
        ProgramRun killed(options(), train("parts", steps));
        while (!hasCheckpoint("parts")) {
            ASSERT_FALSE(std::filesystem::exists(path("parts") / "model")) << "it came to its end unharmed";
            usleep(1000);
        }
        killed.kill();
        EXPECT_EQ(killed.wait(), -SIGKILL);
    }
    const Result refused = run(train("parts", steps));
    EXPECT_EQ(refused.exitCode, 4);
    EXPECT_THAT(refused.errors, HasSubstr("--resume"));
    auto resumed = steps;
    resumed.emplace_back("--resume");
    const Result result = run(train("parts", resumed));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_TRUE(weights("parts") == weights("whole"));
    EXPECT_FALSE(weights("whole").empty());
}

TEST_F(TrainTest, RefusesDataThatHoldsNoPair) {
    writeText(path("pairs.json"), "[]");
    const Result result = run(train("none"));
    EXPECT_EQ(result.exitCode, 4);
    EXPECT_THAT(result.errors, HasSubstr("no pairs"));
}

TEST_F(TrainTest, MakesAModelFromNothingThatSeesAndThenPrefers) {
    writeSceneWorld(path("world"), 12);
    writeText(path("config.json"), smallConfiguration().dump());
    const Result vision = run({"train", "--stage", "vision", "--create", "config.json", "--tokenizer",
                               goldenFile("checkpoints/pico/tokenizer.model").string(), "--scenes", "world/scenes.jsonl",
                               "--output", "vision", "--steps", "4", "--views", "6", "--held-out", "0.3", "--quiet"});
    ASSERT_EQ(vision.exitCode, 0) << vision.errors;
    const auto lines = recordsOf(vision.output);
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_TRUE(lines[0].contains("cells_right") && lines[0].contains("shapes_right") && lines[0].contains("counts_right"));
    EXPECT_GT(lines[4].at("held_out_after").at("views"), 0);
    EXPECT_TRUE(std::filesystem::exists(path("vision/base/model.safetensors")));
    const Result preferences = run({"train", "--model", "vision/model", "--data", "pairs.json", "--output", "one", "--steps", "3",
                                    "--picture-form", "inference", "--export-type", "bfloat16", "--final-learning-rate-ratio",
                                    "0.5", "--learning-rate", "1e-3", "--quiet"});
    ASSERT_EQ(preferences.exitCode, 0) << preferences.errors;
    EXPECT_GT(recordsOf(preferences.output)[2].at("learning_rate"), 0.5e-3);
    EXPECT_EQ(run({"score", "--model", "one/model", "--quiet"}, record("q")).exitCode, 0);
}

TEST_F(TrainTest, SaysWhichOptionsAStageNeeds) {
    EXPECT_THAT(run({"train", "--data", "pairs.json", "--output", "x"}).errors, HasSubstr("--model or --create"));
    EXPECT_THAT(run({"train", "--stage", "vision", "--model", "m", "--output", "x"}).errors, HasSubstr("--scenes"));
    EXPECT_THAT(run({"train", "--create", "c.json", "--data", "pairs.json", "--output", "x"}).errors, HasSubstr("--tokenizer"));
    const Result both = run({"train", "--model", "m", "--data", "pairs.json", "--scenes", "s.jsonl", "--output", "x"});
    EXPECT_NE(both.exitCode, 0);
    EXPECT_THAT(both.errors, HasSubstr("--scenes"));
}

TEST_F(TrainTest, NamesTheLineOfASceneThatIsWrong) {
    writeText(path("scenes.jsonl"), "{\"shapes\":[\"square\"],\"colours\":[\"red\"]}\n{\"image\":5}\n");
    const Result result = run({"train", "--stage", "vision", "--model", goldenFile("checkpoints/pico").string(), "--scenes",
                               "scenes.jsonl", "--output", "x", "--quiet"});
    EXPECT_EQ(result.exitCode, 4);
    EXPECT_THAT(result.errors, HasSubstr("line 2"));
}
