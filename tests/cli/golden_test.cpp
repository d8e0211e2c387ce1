// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program with the real engine on the golden checkpoints.
#include "tests/cli/program_test.h"
#include "tests/support/golden.h"

#include <cmath>
#include <map>

using namespace trutina::testing;

class GoldenScoresTest : public ProgramTest, public ::testing::WithParamInterface<const char*> {
  protected:
    GoldenScoresTest() { program = std::filesystem::path(TRUTINA_BINARY_DIR) / "bin/trutina-cli"; }

    static std::string checkpoint() { return goldenFile("checkpoints/" + std::string(GetParam())).string(); }

    static nlohmann::json mediaOf(const nlohmann::json& names) {
        nlohmann::json media = nlohmann::json::array();
        for (const std::string name : names) {
            media.push_back(goldenFile(name.find('/') == std::string::npos ? "media/" + name : name).string());
        }
        return media;
    }

    /// Pixels that another FFmpeg may decode a little differently get the tolerance of golden/README.md.
    static void expectNear(double found, double golden, const std::string& name, bool exactPixels = true) {
        EXPECT_NEAR(found, golden, exactPixels ? 1e-4 + 1e-4 * std::abs(golden) : 0.2) << name;
    }
};

TEST_P(GoldenScoresTest, ScoreEqualsTheGoldenScoresOfAllTextsPicturesAndVideos) {
    struct Group {
        std::string input;
        std::vector<nlohmann::json> cases;
    };
    std::map<std::pair<int, int>, Group> groups;             // by the options of the command
    const nlohmann::json golden = goldenJson("scores.json"); // outlives the loop over a part of it
    for (const auto& one : golden.at("cases")) {
        if (one.at("checkpoint") != GetParam()) {
            continue;
        }
        Group& group = groups[{one.at("hd_num"), one.at("max_length")}];
        group.input +=
            nlohmann::json{{"id", one.at("name")}, {"messages", one.at("chat")}, {"media", mediaOf(one.at("images"))}}.dump() +
            "\n";
        group.cases.push_back(one);
    }
    ASSERT_FALSE(groups.empty());
    for (const auto& [options, group] : groups) {
        const Result result =
            run({"score", "--model", checkpoint(), "--dtype", "float32", "--hd-num", std::to_string(options.first),
                 "--max-length", std::to_string(options.second), "--frame-labels", "off", "--quiet"},
                group.input);
        ASSERT_EQ(result.exitCode, 0) << result.errors << result.output.substr(0, 2000);
        const auto lines = recordsOf(result.output);
        ASSERT_EQ(lines.size(), group.cases.size());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            expectNear(lines[i].at("scores").at(0), group.cases[i].at("score"), group.cases[i].at("name"),
                       group.cases[i].at("exact_pixels"));
        }
    }
}

TEST_P(GoldenScoresTest, RankGivesTheScoresAndTheOrderOfTheReference) {
    int compared = 0;
    const nlohmann::json golden = goldenJson("batches.json"); // outlives the loop over a part of it
    for (const auto& one : golden.at("cases")) {
        if (one.at("checkpoint") != GetParam() || one.at("chats").size() < 2) {
            continue;
        }
        nlohmann::json candidates = nlohmann::json::array();
        for (std::size_t i = 0; i < one.at("chats").size(); ++i) {
            candidates.push_back({{"messages", one.at("chats").at(i)}, {"media", mediaOf(one.at("images").at(i))}});
        }
        const nlohmann::json record{{"id", one.at("name")}, {"messages", nlohmann::json::array()}, {"candidates", candidates}};
        const Result result =
            run({"rank", "--model", checkpoint(), "--dtype", "float32", "--hd-num", std::to_string(one.at("hd_num").get<int>()),
                 "--max-length", std::to_string(one.at("max_length").get<int>()), "--frame-labels", "off", "--quiet"},
                record.dump());
        ASSERT_EQ(result.exitCode, 0) << result.errors << result.output.substr(0, 2000);
        const auto line = recordsOf(result.output).at(0);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            expectNear(line.at("scores").at(i), one.at("scores").at(i), one.at("name"));
        }
        if (one.contains("order")) {
            EXPECT_EQ(line.at("order"), one.at("order")) << one.at("name");
        }
        ++compared;
    }
    EXPECT_GT(compared, 0);
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, GoldenScoresTest, ::testing::Values("pico", "mini", "nano"),
                         [](const auto& parameter) { return std::string(parameter.param); });
