// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program trains a golden checkpoint with the real engine.
#include "tests/cli/program_test.h"
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
