// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace trutina::engine {
namespace {

using Json = nlohmann::json;

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

/// Each measurement is a process of its own (training_meter.cpp), so that nothing of an earlier one counts.
class TrainingPlan : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_directory = std::make_unique<testing::TemporaryDirectory>();
        const std::string command = quoted(TRUTINA_SOURCE_DIR "/packaging/make-checkpoint") + " " +
                                    quoted(s_directory->path() / "model") +
                                    " --preset tiny --hidden 256 --layers 4 --vocabulary 92544 --tile 112 --tokenizer " +
                                    quoted(TRUTINA_SHARED_DIR "/data/internlm2-tokenizer.model") + " >/dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    static void TearDownTestSuite() { s_directory.reset(); }

    static Json measure(Json asked) {
        asked["directory"] = (s_directory->path() / "model").string();
        asked["output"] = (s_directory->path() / "run").string();
        const std::string command = quoted(TRUTINA_BINARY_DIR "/tests/training_meter") + " " + quoted(asked.dump());
        std::FILE* const pipe = ::popen(command.c_str(), "r");
        if (pipe == nullptr) {
            throw std::runtime_error("training_meter could not be run");
        }
        std::string text;
        std::array<char, 4096> buffer{};
        while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
            text.append(buffer.data(), count);
        }
        ::pclose(pipe);
        std::filesystem::remove_all(s_directory->path() / "run");
        return Json::parse(text);
    }
    static void expectForeseen(const Json& found) {
        ASSERT_TRUE(found.contains("measured")) << found.dump(1);
        const auto measured = found.at("measured").get<double>();
        EXPECT_GT(measured, 150.0 * (1 << 20)) << "too small to tell anything";
        const double ratio = found.at("peak").get<double>() / measured;
        std::printf("measured %.0f MiB, foreseen / measured %.2f, %d rows\n", measured / (1 << 20), ratio,
                    found.at("rows").get<int>());
        EXPECT_NEAR(ratio, 1, 0.3) << found.dump(1);
    }

    static inline std::unique_ptr<testing::TemporaryDirectory> s_directory;
};

TEST_F(TrainingPlan, ForeseesThePeakOfFullTrainingWithAPicture) {
    expectForeseen(measure({{"picture", testing::goldenFile("media/square-tile.png").string()}}));
}

TEST_F(TrainingPlan, ForeseesThePeakOfLongTextsWithWholeGraphs) {
    expectForeseen(measure({{"mode", "lora"}, {"whole_graph", true}, {"pairs", 2}, {"words", 400}}));
}

TEST_F(TrainingPlan, ForeseesThePeakOfLongTextsWithLayersComputedAgain) {
    expectForeseen(measure({{"mode", "lora"}, {"pairs", 3}, {"words", 700}}));
}

TEST_F(TrainingPlan, ForeseesThePeakOfBFloat16) {
    expectForeseen(measure({{"mode", "lora"}, {"precision", "bfloat16"}, {"whole_graph", true}, {"pairs", 2}, {"words", 400}}));
}

} // namespace
} // namespace trutina::engine
