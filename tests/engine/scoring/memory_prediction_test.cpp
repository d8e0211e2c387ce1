// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace trutina::engine {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kMebibyte = 1 << 20;

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

/// Each measurement is a process of its own (memory_meter.cpp), so that nothing of an earlier one counts.
class MemoryPredictionTest : public ::testing::Test {
  protected:
    /// The sizes of docs/performance.md's "medium": 455 MB in bfloat16, 181 MiB of which are embeddings.
    static void SetUpTestSuite() {
        s_directory = std::make_unique<testing::TemporaryDirectory>();
        const std::string command = quoted(TRUTINA_SOURCE_DIR "/packaging/make-checkpoint") + " " +
                                    quoted(s_directory->path() / "model") + " --preset medium --tokenizer " +
                                    quoted(TRUTINA_SHARED_DIR "/data/internlm2-tokenizer.model") + " >/dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    static void TearDownTestSuite() { s_directory.reset(); }

    static Json measure(Json asked, const std::string& before = "") {
        asked["directory"] = (s_directory->path() / "model").string();
        const std::string command = before + " " + quoted(TRUTINA_BINARY_DIR "/tests/memory_meter") + " " + quoted(asked.dump());
        std::FILE* const pipe = ::popen(command.c_str(), "r");
        if (pipe == nullptr) {
            throw std::runtime_error("memory_meter could not be run");
        }
        std::string text;
        std::array<char, 4096> buffer{};
        while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
            text.append(buffer.data(), count);
        }
        ::pclose(pipe);
        return Json::parse(text);
    }
    static void expectForeseen(const Json& found) {
        ASSERT_TRUE(found.contains("plan")) << found.dump(1);
        const auto measured = found.at("measured").get<double>();
        const auto foreseen = found.at("plan").at("peak").get<double>();
        EXPECT_GT(measured, 200.0 * kMebibyte) << "too small to tell anything";
        EXPECT_NEAR(foreseen / measured, 1, 0.15) << found.dump(1);
    }

    static inline std::unique_ptr<testing::TemporaryDirectory> s_directory;
};

TEST_F(MemoryPredictionTest, ThePeakOfAPictureWithFourAnswersOverMappedWeightsIsForeseen) {
    expectForeseen(measure({{"dtype", "bfloat16"}, {"tiles", {2, 2}}, {"candidates", 4}, {"candidate_words", 60}}));
}

TEST_F(MemoryPredictionTest, ThePeakOfManyLongAnswersOverConvertedWeightsIsForeseen) {
    expectForeseen(measure({{"dtype", "float32"}, {"candidates", 8}, {"candidate_words", 100}}));
}

TEST_F(MemoryPredictionTest, ThePeakOfAPictureWithWeightsInEightBitsIsForeseen) {
    expectForeseen(
        measure({{"dtype", "float32"}, {"int8", true}, {"tiles", {2, 2}}, {"candidates", 4}, {"candidate_words", 60}}));
}

// How many pages of the file are resident while layers are streamed depends on when the system takes them back: 277 to 308 MiB
// were seen where 243 are foreseen. What counts there is that the limit is kept.
TEST_F(MemoryPredictionTest, LayersStreamedUnderALimitKeepItAndChangeNoBit) {
    constexpr std::int64_t kLimit = 330 * kMebibyte;
    const Json ask{{"dtype", "float32"}, {"tiles", {1, 1}}, {"candidates", 2}, {"candidate_words", 40}};
    Json limitedAsk = ask;
    limitedAsk["memory_limit"] = kLimit;
    const Json limited = measure(limitedAsk);
    ASSERT_TRUE(limited.contains("scores")) << limited.dump(1);
    EXPECT_LE(limited.at("measured").get<std::int64_t>(), kLimit);
    EXPECT_EQ(limited.at("scores"), measure(ask).at("scores")) << "the way to hold the weights changes no bit";
}

TEST_F(MemoryPredictionTest, ALimitOfTheKernelOnWritableMemoryIsPlannedForAndKept) {
    // Converted weights would take 505 MiB; the limit, which the kernel enforces, leaves room for one layer at a time only.
    const Json ask{{"dtype", "float32"}, {"prompt_words", 20}, {"candidates", 2}, {"candidate_words", 40}};
    const Json found = measure(ask, "ulimit -d 550000;");
    ASSERT_TRUE(found.contains("scores")) << found.dump(1);
    EXPECT_LT(found.at("writable").get<std::int64_t>(), 500 * kMebibyte);
    EXPECT_EQ(found.at("scores"), measure(ask).at("scores"));
}

TEST_F(MemoryPredictionTest, WhatDoesNotFitIsRefusedWithTheNumbersAndAWayOut) {
    const Json refused = measure({{"dtype", "float32"}, {"tiles", {3, 3}}, {"memory_limit", 50 * kMebibyte}});
    EXPECT_EQ(refused.value("error", ""), "memory.exhausted") << refused.dump(1);
    EXPECT_NE(refused.value("message", "").find("50 MiB"), std::string::npos) << refused.dump(1);
    EXPECT_FALSE(refused.value("hint", "").empty());
}

} // namespace
} // namespace trutina::engine
