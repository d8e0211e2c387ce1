// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program trains a golden checkpoint with the real engine.
#include "storage/repositories/project.h"
#include "tests/cli/program_test.h"
#include "tests/engine/training/scene_world.h"
#include "tests/support/golden.h"
#include "tests/support/project_fixture.h"

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

TEST_F(TrainTest, SaysWhatARunWouldTakeAndUseWithoutTraining) {
    const Result result = run(train("planned", {"--plan", "--held-out", "0.3"}));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto lines = recordsOf(result.output);
    ASSERT_EQ(lines.size(), 1U);
    const auto& plan = lines[0].at("plan");
    EXPECT_GT(plan.at("needed_bytes"), plan.at("weight_bytes"));
    EXPECT_EQ(plan.at("moment_bytes"), 2 * plan.at("gradient_bytes").get<std::int64_t>());
    EXPECT_GT(plan.at("rows"), 10);
    const auto& data = lines[0].at("data");
    EXPECT_EQ(data.at("pairs").get<int>() + data.at("held_out").get<int>(), 24);
    EXPECT_FALSE(std::filesystem::exists(path("planned")));
}

TEST_F(TrainTest, AnAdapterTrainedFromAProjectAndRecordsScoresLoadedAndMergedAlike) {
    ProjectFixture project;
    std::vector<trutina::storage::NewItem> items;
    for (int i = 0; i < 6; ++i) {
        items.push_back(textItem("Say " + std::to_string(i)));
    }
    const auto ids = project->addItems(items);
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
        project->vote(voteFor(*project, ids[i], i % 2));
    }
    project.close();
    writeText(path("records.jsonl"),
              R"({"messages":[{"role":"user","content":"q"}],"candidates":["a","b"],"winner":1})"
              "\nno record\n"
              R"({"messages":[{"role":"user","content":"p"}],"media":["broken.png"],"candidates":["a","b"],"winner":1})"
              "\n");
    writeText(path("broken.png"), "no picture");
    const Result trained = run({"train",
                                "--model",
                                goldenFile("checkpoints/pico").string(),
                                "--project",
                                project.file().string(),
                                "--records",
                                "records.jsonl",
                                "--output",
                                "lora",
                                "--mode",
                                "lora",
                                "--steps",
                                "6",
                                "--learning-rate",
                                "1e-2",
                                "--held-out",
                                "0",
                                "--precision",
                                "bfloat16",
                                "--quiet"});
    ASSERT_EQ(trained.exitCode, 0) << trained.errors;
    const auto report = nlohmann::json::parse(readText(path("lora") / "data.json"));
    EXPECT_EQ(report.at("pairs"), 6);
    ASSERT_EQ(report.at("sources").size(), 2U);
    EXPECT_EQ(report.at("sources")[0].at("left_out").at("item.no_vote"), 1);
    EXPECT_EQ(report.at("sources")[1].at("left_out").at("row.not_json"), 1);
    EXPECT_EQ(report.at("notes").size(), 3U) << "the item without a vote, the line, the picture";
    EXPECT_TRUE(std::filesystem::exists(path("lora") / "adapter/adapter_model.safetensors"));

    const auto scores = [&](const std::vector<std::string>& model) {
        std::vector<std::string> arguments{"score", "--dtype", "float32", "--quiet"};
        arguments.insert(arguments.end(), model.begin(), model.end());
        const Result result = run(arguments, record("q"));
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        return recordsOf(result.output).at(0);
    };
    const std::string base = goldenFile("checkpoints/pico").string();
    const std::string adapter = (path("lora") / "adapter").string();
    const Result merged = run({"model", "merge", "--model", base, "--adapter", adapter, "--output", "merged", "--quiet"});
    ASSERT_EQ(merged.exitCode, 0) << merged.errors;
    EXPECT_EQ(recordsOf(merged.output).at(0).at("merged_tensors"), 5);
    const auto plain = scores({"--model", base});
    const auto loaded = scores({"--model", base, "--adapter", adapter});
    const auto whole = scores({"--model", path("merged").string()});
    EXPECT_NE(loaded.at("model"), plain.at("model"));
    ASSERT_EQ(loaded.at("scores").size(), whole.at("scores").size());
    for (std::size_t i = 0; i < loaded.at("scores").size(); ++i) {
        EXPECT_NE(loaded.at("scores")[i], plain.at("scores")[i]);
        EXPECT_NEAR(loaded.at("scores")[i].get<float>(), whole.at("scores")[i].get<float>(), 1e-5);
    }
    const Result again = run({"model", "merge", "--model", base, "--adapter", adapter, "--output", "merged", "--quiet"});
    EXPECT_EQ(again.exitCode, 4);
    EXPECT_THAT(again.errors, HasSubstr("not empty"));
    const Result mismatched =
        run({"score", "--model", goldenFile("checkpoints/nano").string(), "--adapter", adapter, "--quiet"}, record("q"));
    EXPECT_EQ(mismatched.exitCode, 3);
    EXPECT_THAT(mismatched.errors, HasSubstr("trained on"));
}

TEST_F(TrainTest, NeedsASource) {
    const Result result = run({"train", "--model", "m", "--output", "o"});
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_THAT(result.errors, HasSubstr("--records"));
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
