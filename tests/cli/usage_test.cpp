// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program_test.h"

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace trutina::testing;

class UsageTest : public ProgramTest {};

TEST_F(UsageTest, WrongUsageIsExitCodeTwoAndSaysWhatIsWrong) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{},
                                               {"fly"},
                                               {"score"},
                                               {"score", "--model"},
                                               {"score", "--model", "cat", "--hd-num", "0"},
                                               {"score", "--model", "cat", "--max-length", "none"},
                                               {"score", "--model", "cat", "--device", "gpu"},
                                               {"score", "--model", "cat", "--device", "cuda:x"},
                                               {"score", "--model", "cat", "--dtype", "int8"},
                                               {"score", "--model", "cat", "--mode", "fast"},
                                               {"score", "--model", "cat", "--weights", "int4"},
                                               {"score", "--model", "cat", "--memory-limit", "much"},
                                               {"score", "--model", "cat", "--memory-limit", "0"},
                                               {"score", "--model", "cat", "--memory-limit", "6X"},
                                               {"score", "--model", "cat", "--resume", "--force"},
                                               {"score", "--model", "cat", "--log-level", "loud"},
                                               {"inspect"},
                                               {"inspect", "model"},
                                               {"project", "create"},
                                               {"export", "--project", "p"}}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exitCode, 2) << ::testing::PrintToString(arguments);
        EXPECT_THAT(result.output, IsEmpty()) << ::testing::PrintToString(arguments);
        EXPECT_FALSE(result.errors.empty()) << ::testing::PrintToString(arguments);
    }
}

TEST_F(UsageTest, EveryCommandExplainsItselfWithAnExample) {
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{},
                                                                                         {"score"},
                                                                                         {"rank"},
                                                                                         {"compare"},
                                                                                         {"tokenize"},
                                                                                         {"train"},
                                                                                         {"bench"},
                                                                                         {"inspect", "model"},
                                                                                         {"inspect", "media"},
                                                                                         {"import"},
                                                                                         {"export"},
                                                                                         {"project", "create"},
                                                                                         {"project", "info"},
                                                                                         {"project", "check"},
                                                                                         {"project", "backup"}}) {
        auto arguments = command;
        arguments.emplace_back("--help");
        const Result result = run(arguments);
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        EXPECT_THAT(result.output, HasSubstr("trutina-cli ")) << ::testing::PrintToString(arguments);
    }
    EXPECT_THAT(run({"--help"}).output, HasSubstr("130"));
    EXPECT_THAT(run({"export", "--help"}).output, HasSubstr("trl"));
    EXPECT_THAT(run({"--version"}).output, HasSubstr("trutina-cli 0"));
}

TEST_F(UsageTest, OptionsOfAllKindsAreTaken) {
    const Result result = run({"score",
                               "--model",
                               "cat",
                               "--device",
                               "cuda:1",
                               "--dtype",
                               "bfloat16",
                               "--threads",
                               "2",
                               "--max-length",
                               "100",
                               "--frame-labels",
                               "on",
                               "--seed",
                               "7",
                               "--mode",
                               "independent",
                               "--no-color",
                               "--log-level",
                               "debug",
                               "--weights",
                               "int8",
                               "--memory-limit",
                               "6G"},
                              record("a"));
    EXPECT_EQ(result.exitCode, 0) << result.errors;
}
