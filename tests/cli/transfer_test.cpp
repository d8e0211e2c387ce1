// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program_test.h"

#include <fstream>

namespace trutina::testing {
namespace {

class TransferCommands : public ProgramTest {
  protected:
    void SetUp() override {
        program = std::filesystem::path(TRUTINA_BINARY_DIR) / "tests/alone/bin/trutina-cli";
        ASSERT_EQ(run({"project", "create", "cups.trutina", "--annotator", "Ada"}).exitCode, 0);
    }
    void write(const std::string& name, const std::string& content) const { std::ofstream(path(name)) << content; }
};

TEST_F(TransferCommands, JoinTheVerdictsOfAJudgeToTheItems) {
    write("in.jsonl", record("q1") + record("q2"));
    ASSERT_EQ(run({"import", "in.jsonl", "--project", "cups.trutina"}).exitCode, 0);
    write("judged.jsonl",
          "{\"id\":\"q1\",\"scores\":[1,7]}\n{\"id\":\"q2\",\"winner\":\"A\"}\n{\"id\":\"q3\",\"winner\":\"A\"}\n");
    const Result preview = run({"import", "judged.jsonl", "--project", "cups.trutina", "--format", "verdicts", "--preview", "5"});
    EXPECT_EQ(preview.exitCode, 1) << preview.errors;
    EXPECT_EQ(recordsOf(preview.output).at(0).at("verdicts").size(), 2U);
    EXPECT_EQ(recordsOf(preview.output).at(0).at("verdicts").at(0).at("vote"), "answer 2");
    const Result result = run({"import", "judged.jsonl", "--project", "cups.trutina", "--annotator", "gpt"});
    EXPECT_EQ(result.exitCode, 1) << "one verdict found no item";
    const auto report = recordsOf(result.output).at(0);
    EXPECT_EQ(report.at("imported"), 2);
    EXPECT_EQ(report.at("notes").at(0).at("code"), "vote.no_item");

    const Result counted = run({"export", "--project", "cups.trutina", "--format", "openrlhf", "--dry-run", "--output", "out"});
    EXPECT_EQ(counted.exitCode, 0) << counted.errors;
    EXPECT_EQ(recordsOf(counted.output).at(0).at("written"), 2);
    EXPECT_FALSE(std::filesystem::exists(path("out")));
    const Result nobody = run(
        {"export", "--project", "cups.trutina", "--format", "openrlhf", "--annotator", "Ada", "--dry-run", "--output", "out"});
    EXPECT_EQ(recordsOf(nobody.output).at(0).at("written"), 0);
    EXPECT_EQ(recordsOf(nobody.output).at(0).at("left_out").at("vote.annotator"), 2);
}

TEST_F(TransferCommands, RunAProgramOfTheUsersOnlyWhenItIsNamed) {
    write("answers.jsonl", R"({"prompt":"6 times 7?","answers":["42","48"],"ground_truth":"42"})"
                           "\n");
    write("check", "#!/bin/sh\ngrep -q '\"answer\":\"42\"'\n");
    std::filesystem::permissions(path("check"), std::filesystem::perms::owner_all);
    EXPECT_EQ(run({"import", "answers.jsonl", "--project", "cups.trutina", "--verify", "command"}).exitCode, 2);
    EXPECT_EQ(run({"import", "answers.jsonl", "--project", "cups.trutina", "--verify-command", "./check"}).exitCode, 2);
    const Result result =
        run({"import", "answers.jsonl", "--project", "cups.trutina", "--verify", "command", "--verify-command", "./check"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(recordsOf(result.output).at(0).at("imported"), 1);
}

} // namespace
} // namespace trutina::testing
