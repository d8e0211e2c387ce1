// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program_test.h"

using ::testing::HasSubstr;
using ::testing::Not;
using namespace trutina::testing;

class ProbeCommandTest : public ProgramTest {
  protected:
    ProbeCommandTest() { writeText(path("a.png"), "picture"); }
    static std::string withPicture(const std::string& id, const std::string& prompt = "Which?") {
        return R"({"id":")" + id + R"(","messages":[{"role":"user","content":")" + prompt +
               R"("}],"media":["a.png"],"candidates":["1234","12345678"]})" + "\n";
    }
};

TEST_F(ProbeCommandTest, AsksWithoutMediaUnlessToldOtherwise) {
    const Result result = run({"probe", "--model", "cat"}, withPicture("q1"));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(result.output, R"({"id":"q1","scores":[1,2],"order":[1,0],"blind":{"scores":[0,1],"gap":[1,1]},)"
                             R"("model":"sha256:cat","dtype":"float32","device":"cpu","hd_num":9})"
                             "\n");
    EXPECT_THAT(result.errors, HasSubstr("+1.0000"));
    EXPECT_THAT(result.errors, HasSubstr("1 of 1 records rank their candidates the same without media"));
}

TEST_F(ProbeCommandTest, WithoutMediaThereIsNothingToBeBlindTo) {
    const Result result = run({"probe", "--model", "cat"}, record("q1"));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_TRUE(recordsOf(result.output).at(0).at("blind").is_null());
    EXPECT_THAT(result.errors, HasSubstr("No record has media"));
}

TEST_F(ProbeCommandTest, WritesOnlyWhatWasAskedFor) {
    const Result result = run({"probe", "--model", "cat", "--tiles", "--sentences"}, withPicture("q1"));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto line = recordsOf(result.output).at(0);
    EXPECT_FALSE(line.contains("blind"));
    EXPECT_FALSE(line.contains("frames"));
    EXPECT_TRUE(line.at("tiles").is_array());
    EXPECT_TRUE(line.at("sentences").is_array());
    EXPECT_THAT(result.errors, Not(HasSubstr("gap")));
}

TEST_F(ProbeCommandTest, AFailedRecordStandsInItsPlace) {
    const Result result = run({"probe", "--model", "cat"}, withPicture("a") + withPicture("b", "FAIL") + withPicture("c"));
    EXPECT_EQ(result.exitCode, 1);
    const auto lines = recordsOf(result.output);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].at("error").at("code"), "fake.refused");
    EXPECT_THAT(result.errors, HasSubstr("over 4 scores of 2 records"));
}

TEST_F(ProbeCommandTest, ResumesAndSumsUpTheWhole) {
    writeText(path("in.jsonl"), withPicture("a") + withPicture("b"));
    const std::vector<std::string> command{"probe", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl"};
    ASSERT_EQ(run(command).exitCode, 0);
    const std::string whole = readText(path("out.jsonl"));
    std::filesystem::remove(path("out.jsonl"));
    writeText(path("out.jsonl.part"), whole.substr(0, whole.find('\n') + 1) + whole.substr(whole.find('\n') + 1, 9));
    auto resumed = command;
    resumed.emplace_back("--resume");
    auto other = resumed;
    other.emplace_back("--tiles");
    const Result refused = run(other);
    EXPECT_EQ(refused.exitCode, 4) << "answers to other questions are not mixed";
    EXPECT_THAT(refused.errors, HasSubstr("made with blind"));
    const Result result = run(resumed);
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(readText(path("out.jsonl")), whole);
    EXPECT_THAT(result.errors, HasSubstr("over 4 scores of 2 records"));
}

TEST_F(ProbeCommandTest, ExplainsItself) {
    const Result result = run({"probe", "--help"});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_THAT(result.output, HasSubstr("--sentences"));
    EXPECT_THAT(result.output, HasSubstr("\"blind\""));
}

TEST_F(ProbeCommandTest, AMissingModelEndsIt) {
    EXPECT_EQ(run({"probe"}, withPicture("a")).exitCode, 2);
    EXPECT_EQ(run({"probe", "--model", "missing"}, withPicture("a")).exitCode, 3);
}
