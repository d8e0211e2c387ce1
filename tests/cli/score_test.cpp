// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program_test.h"

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace trutina::testing;

class ScoreCommandTest : public ProgramTest {};

TEST_F(ScoreCommandTest, WritesOneRecordPerRecordWithTheFieldsOfTheContract) {
    const Result result = run({"score", "--model", "cat"}, record("q1"));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(result.output, R"({"id":"q1","scores":[1,2],"order":[1,0],"tokens":{"prompt":6,"image":0,"candidates":[4,8]},)"
                             R"("truncated":[false,false],"model":"sha256:cat","dtype":"float32","device":"cpu","hd_num":9})"
                             "\n");
}

TEST_F(ScoreCommandTest, AddsPositionsAndStatisticsWhenAsked) {
    const Result result = run({"score", "--model", "cat", "--positions", "--stats", "--hd-num", "4"}, record("q1"));
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto line = recordsOf(result.output).at(0);
    EXPECT_EQ(line.at("positions").dump(), "[[0.5,1],[0.5,2]]");
    EXPECT_EQ(line.at("hd_num"), 4);
    for (const char* field :
         {"decode_s", "vision_s", "prefix_s", "candidates_s", "total_s", "flop", "gflop_per_s", "peak_memory_bytes",
          "media_cache_hits", "prefix_cache_hits", "computed_tokens", "reused_tokens", "packed_records"}) {
        EXPECT_TRUE(line.at("stats").contains(field)) << field;
    }
}

TEST_F(ScoreCommandTest, KeepsTheOrderAndPutsAFailedRecordInItsPlace) {
    const std::string input =
        record("a") + record("b", "FAIL") + "{not json\n" + "\n" +
        R"({"id":7,"messages":[{"role":"user","content":"Hi"}],"media":["absent.png"],"candidates":["x"]})" + "\n" + record("c");
    const Result result = run({"score", "--model", "cat"}, input);
    EXPECT_EQ(result.exitCode, 1);
    const auto lines = recordsOf(result.output);
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0].at("id"), "a");
    EXPECT_EQ(lines[1].at("id"), "b");
    EXPECT_EQ(lines[1].at("error").at("code"), "fake.refused");
    EXPECT_EQ(lines[1].at("error").at("message"), "The fake model refuses this prompt.");
    EXPECT_EQ(lines[1].at("error").at("hint"), "Ask for something else.");
    EXPECT_TRUE(lines[2].at("id").is_null());
    EXPECT_EQ(lines[2].at("error").at("code"), "row.not_json");
    EXPECT_EQ(lines[3].at("id"), 7);
    EXPECT_EQ(lines[3].at("error").at("code"), "media.not_found");
    EXPECT_EQ(lines[4].at("scores").size(), 2U);
    EXPECT_THAT(result.errors, HasSubstr("3 of 5 records failed"));
}

TEST_F(ScoreCommandTest, FindsMediaBesideTheFileThatHoldsTheRecord) {
    std::filesystem::create_directory(path("sub"));
    writeText(path("sub/a.png"), "picture");
    writeText(path("sub/in.jsonl"),
              R"({"id":1,"messages":[{"role":"user","content":"Hi"}],"media":["a.png"],"candidates":["x"]})");
    EXPECT_EQ(run({"score", "--model", "cat", "--input", "sub/in.jsonl"}).exitCode, 0);
    EXPECT_EQ(run({"score", "--model", "cat"}, readText(path("sub/in.jsonl"))).exitCode, 1)
        << "standard input starts at the working directory";
}

TEST_F(ScoreCommandTest, AWholeConversationGetsOneScore) {
    const Result result =
        run({"score", "--model", "cat"}, R"({"messages":[{"role":"user","content":"12"},{"role":"assistant","content":"34"}]})");
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(recordsOf(result.output).at(0).at("scores").dump(), "[1]");
}

TEST_F(ScoreCommandTest, WritesAFileAtOnceAndReplacesNoneWithoutForce) {
    writeText(path("in.jsonl"), record("a"));
    ASSERT_EQ(run({"score", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl"}).exitCode, 0);
    EXPECT_FALSE(std::filesystem::exists(path("out.jsonl.part")));
    writeText(path("out.jsonl"), "mine");
    const Result refused = run({"score", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl"});
    EXPECT_EQ(refused.exitCode, 4);
    EXPECT_THAT(refused.errors, HasSubstr("--force"));
    EXPECT_EQ(readText(path("out.jsonl")), "mine");
    EXPECT_EQ(run({"score", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl", "--force"}).exitCode, 0);
    EXPECT_EQ(recordsOf(readText(path("out.jsonl"))).size(), 1U);
}

TEST_F(ScoreCommandTest, ExitCodesTellWhatFailed) {
    EXPECT_EQ(run({"score", "--model", "missing"}, record("a")).exitCode, 3);
    EXPECT_EQ(run({"score", "--model", "broken"}, record("a")).exitCode, 3);
    EXPECT_EQ(run({"score", "--model", "huge"}, record("a")).exitCode, 5);
    EXPECT_EQ(run({"score", "--model", "cat", "--input", "absent.jsonl"}).exitCode, 4);
    EXPECT_EQ(run({"score", "--model", "cat", "--output", "absent/out.jsonl"}, record("a")).exitCode, 4);
    const Result memory = run({"score", "--model", "cat"}, record("a", "MEMORY") + record("b"));
    EXPECT_EQ(memory.exitCode, 5);
    EXPECT_EQ(recordsOf(memory.output).at(1).at("id"), "b") << "the others are complete";
}

TEST_F(ScoreCommandTest, SaysReadablyWhyAModelCannotBeLoaded) {
    const Result result = run({"score", "--model", "broken"}, record("a"));
    EXPECT_THAT(result.errors, HasSubstr("is not complete. Download it again."));
    EXPECT_THAT(result.output, IsEmpty());
}

TEST_F(ScoreCommandTest, QuietSaysNothingWhenAllGoesWell) {
    EXPECT_THAT(run({"score", "--model", "cat", "--quiet"}, record("a")).errors, IsEmpty());
    EXPECT_THAT(run({"--quiet", "score", "--model", "cat"}, record("a")).errors, IsEmpty());
    const Result loud = run({"score", "--model", "cat"}, record("a"));
    EXPECT_THAT(loud.errors, HasSubstr("float32"));
    EXPECT_THAT(loud.errors, Not(HasSubstr("\033"))) << "no colours and no progress without a terminal";
    EXPECT_THAT(run({"score", "--model", "cat", "--log-level", "warn"}, record("a")).errors, Not(HasSubstr("info")));
}

TEST_F(ScoreCommandTest, CtrlCKeepsWhatIsCompleteAndResumeGoesOn) {
    std::string input;
    for (int i = 0; i < 40; ++i) {
        input += record("q" + std::to_string(i), i == 1 ? "FAIL" : "Which?");
    }
    writeText(path("in.jsonl"), input);
    const std::vector<std::string> command{"score", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl"};
    auto slow = options();
    slow.environment = {"TRUTINA_FAKE_STEP_MS=10"}; // a tenth of a second per record
    ProgramRun interrupted(slow, command);
    while (linesOf(readText(path("out.jsonl.part"))).size() < 3) {
        usleep(5000);
    }
    interrupted.interrupt();
    EXPECT_EQ(interrupted.wait(), 130);
    EXPECT_THAT(interrupted.errors, HasSubstr("--resume"));
    EXPECT_FALSE(std::filesystem::exists(path("out.jsonl")));
    const auto kept = linesOf(readText(path("out.jsonl.part")));
    EXPECT_GE(kept.size(), 3U);
    EXPECT_LT(kept.size(), 40U);

    EXPECT_EQ(run(command).exitCode, 4) << "hours of work are not overwritten by chance";
    writeText(path("out.jsonl.part"), readText(path("out.jsonl.part")) + R"({"id":"half a li)"); // as kill -9 may leave it
    auto resume = command;
    resume.emplace_back("--resume");
    auto otherModel = resume;
    otherModel[2] = "dog";
    EXPECT_EQ(run(otherModel).exitCode, 4) << "scores of two models are not mixed";
    auto otherTiles = resume;
    otherTiles.insert(otherTiles.end(), {"--hd-num", "4"});
    EXPECT_EQ(run(otherTiles).exitCode, 4) << "nor are those of other options";
    auto withPositions = resume;
    withPositions.emplace_back("--positions");
    EXPECT_EQ(run(withPositions).exitCode, 4) << "nor lines of two forms";
    const Result resumed = run(resume);
    EXPECT_EQ(resumed.exitCode, 1) << "the failed record of the first run counts";
    const auto lines = recordsOf(readText(path("out.jsonl")));
    ASSERT_EQ(lines.size(), 40U);
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(lines[static_cast<std::size_t>(i)].at("id"), "q" + std::to_string(i));
    }
    EXPECT_FALSE(std::filesystem::exists(path("out.jsonl.part")));
}

TEST_F(ScoreCommandTest, ResumeRefusesAnotherInput) {
    writeText(path("out.jsonl.part"), R"({"id":"other","scores":[1],"model":"sha256:cat","dtype":"float32","hd_num":9})"
                                      "\n");
    writeText(path("in.jsonl"), record("a"));
    const Result result = run({"score", "--model", "cat", "--input", "in.jsonl", "--output", "out.jsonl", "--resume"});
    EXPECT_EQ(result.exitCode, 4);
    EXPECT_THAT(result.errors, HasSubstr("does not belong to this input"));
}

TEST_F(ScoreCommandTest, AnswersEachRecordAtOnceAndCtrlCEndsTheWaitForMore) {
    auto open = options(record("a"));
    open.keepInputOpen = true;
    ProgramRun run(open, {"score", "--model", "cat"});
    ASSERT_TRUE(run.waitForText(R"("id":"a")")) << run.errors;
    run.writeInput(record("b"));
    ASSERT_TRUE(run.waitForText(R"("id":"b")")) << run.errors;
    run.interrupt();
    ASSERT_TRUE(run.waitForText("go on with record 3"));
    EXPECT_EQ(run.wait(), 130);
}

TEST_F(ScoreCommandTest, PartsAreDisjointAndMakeUpTheWhole) {
    std::string input;
    for (int i = 0; i < 150; ++i) {
        input += record("q" + std::to_string(i), i % 50 == 1 ? "FAIL" : "Which?") + (i % 10 == 0 ? "  \n" : "");
    }
    writeText(path("in.jsonl"), input);
    const std::vector<std::string> command{"score", "--model", "cat", "--input", "in.jsonl", "--shard"};
    const auto part = [&](const std::string& shard) {
        auto arguments = command;
        arguments.push_back(shard);
        return run(arguments);
    };
    const std::string whole = run({"score", "--model", "cat", "--input", "in.jsonl"}).output;
    EXPECT_EQ(linesOf(whole).size(), 150U);
    EXPECT_EQ(part("1/1").output, whole);
    EXPECT_EQ(part("1/2").output + part("2/2").output, whole);
    const Result middle = part("2/3");
    EXPECT_EQ(recordsOf(middle.output).at(0).at("id"), "q64") << "parts are of whole blocks";
    EXPECT_THAT(middle.errors, HasSubstr("records 65 to 128 of 150"));
    EXPECT_EQ(part("1/3").output + middle.output + part("3/3").output, whole);
    const Result empty = part("1/9");
    EXPECT_EQ(empty.exitCode, 0) << "more parts than blocks";
    EXPECT_THAT(empty.output, IsEmpty());

    for (const char* wrong : {"0/3", "4/3", "1", "x/y"}) {
        EXPECT_EQ(part(wrong).exitCode, 2) << wrong;
    }
    const Result piped = run({"score", "--model", "cat", "--shard", "1/2"}, input);
    EXPECT_EQ(piped.exitCode, 2) << "a pipe has no parts";
    EXPECT_THAT(piped.errors, HasSubstr("--input"));
}

TEST_F(ScoreCommandTest, APartIsResumedWhereItStopped) {
    std::string input;
    for (int i = 0; i < 200; ++i) {
        input += record("q" + std::to_string(i));
    }
    writeText(path("in.jsonl"), input);
    const auto command = [](const std::string& output) {
        return std::vector<std::string>{"score", "--model", "cat", "--input", "in.jsonl", "--output", output, "--shard", "2/2"};
    };
    ASSERT_EQ(run(command("whole.jsonl")).exitCode, 0);
    const std::string whole = readText(path("whole.jsonl"));
    const auto lines = linesOf(whole);
    for (const std::size_t kept : {0U, 1U, 40U, 63U, 64U, 65U}) {
        std::string part;
        for (std::size_t i = 0; i < kept; ++i) {
            part += lines[i] + "\n";
        }
        writeText(path("out.jsonl.part"), part);
        auto resume = command("out.jsonl");
        resume.emplace_back("--resume");
        EXPECT_EQ(run(resume).exitCode, 0);
        EXPECT_EQ(readText(path("out.jsonl")), whole) << kept;
        std::filesystem::remove(path("out.jsonl"));
    }
}

TEST_F(ScoreCommandTest, SaysAtTheEndWhatItCost) {
    const Result result = run({"score", "--model", "cat"}, record("a") + record("b", "FAIL"));
    EXPECT_THAT(result.errors, HasSubstr("2 records in "));
    EXPECT_THAT(result.errors, HasSubstr("GFLOP/s"));
}

TEST_F(ScoreCommandTest, RankOrdersAndCompareIsStrict) {
    const Result ranked = run({"rank", "--model", "cat"}, R"({"id":1,"messages":[],"candidates":["22","4444","1","4444"]})"
                                                          "\n"
                                                          R"({"id":2,"messages":[],"candidates":["1"]})");
    EXPECT_EQ(ranked.exitCode, 1);
    const auto ranks = recordsOf(ranked.output);
    EXPECT_EQ(ranks.at(0).at("order").dump(), "[1,3,0,2]");
    EXPECT_EQ(ranks.at(1).at("error").at("code"), "rank.candidates");

    const Result compared = run({"compare", "--model", "cat"}, R"({"id":1,"messages":[],"candidates":["333","1"]})"
                                                               "\n"
                                                               R"({"id":2,"messages":[],"candidates":["1","333"]})"
                                                               "\n"
                                                               R"({"id":3,"messages":[],"candidates":["22","22"]})"
                                                               "\n"
                                                               R"({"id":4,"messages":[],"candidates":["1","2","3"]})");
    EXPECT_EQ(compared.exitCode, 1);
    EXPECT_THAT(linesOf(compared.output), ElementsAre(R"({"id":1,"first_wins":true})", R"({"id":2,"first_wins":false})",
                                                      R"({"id":3,"first_wins":false})", HasSubstr("compare.candidates")));
}

TEST_F(ScoreCommandTest, TokenizesTextAndRecords) {
    const Result text = run({"tokenize", "--tokenizer", "cat"}, "Hi\n");
    EXPECT_EQ(text.output, R"({"text":"Hi","ids":[1,72,105],"pieces":["<s>","H","i"]})"
                           "\n")
        << text.errors;
    writeText(path("a.png"), "picture");
    const std::string chat = R"({"id":"q","messages":[{"role":"user","content":"A"}],"media":["a.png"]})";
    EXPECT_EQ(run({"tokenize", "--chat", "--tokenizer", "cat"}, chat).output, R"({"id":"q","ids":[1,65],"pieces":["<s>","A"]})"
                                                                              "\n");
    EXPECT_EQ(run({"tokenize", "--chat", "--model", "cat"}, chat).output,
              R"({"id":"q","ids":[1,-100,65],"pieces":["<s>","<image>","A"]})"
              "\n");
    EXPECT_EQ(run({"tokenize"}, "Hi\n").exitCode, 2);
}

TEST_F(ScoreCommandTest, InspectsModelsAndMedia) {
    const Result model = run({"inspect", "model", "cat"});
    EXPECT_EQ(model.exitCode, 0);
    EXPECT_EQ(recordsOf(model.output).at(0).at("architecture"), "Fake");
    const auto planned = run({"inspect", "model", "cat", "--memory-limit", "1.5Gi", "--weights", "int8", "--candidates", "8"});
    const auto memory = recordsOf(planned.output).at(0).at("memory");
    EXPECT_EQ(memory.at("available_bytes"), 1536 << 20);
    EXPECT_EQ(memory.at("needed_bytes"), 1 << 28);
    EXPECT_EQ(memory.at("weights"), "int8");
    EXPECT_EQ(memory.at("workload").at("candidates"), 8);
    EXPECT_EQ(memory.at("parallel_candidates"), 8);
    const Result incomplete = run({"inspect", "model", "broken"});
    EXPECT_EQ(incomplete.exitCode, 3);
    EXPECT_EQ(recordsOf(incomplete.output).at(0).at("missing").dump(), R"(["score.weight"])");
    EXPECT_EQ(run({"inspect", "model", "missing"}).exitCode, 3);
    writeText(path("a.png"), "picture");
    EXPECT_EQ(run({"inspect", "media", "a.png", "--hd-num", "5"}).output,
              R"({"kind":"image","width":1,"height":2,"sheet":{"width":0,"height":0},"tiles":[0,0],"vision_tiles":0,"tokens":5})"
              "\n");
    EXPECT_EQ(run({"inspect", "media", "absent.png"}).exitCode, 4);
}
