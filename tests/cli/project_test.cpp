// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/project.h"
#include "tests/cli/program_test.h"

using ::testing::HasSubstr;
using namespace trutina::testing;
namespace storage = trutina::storage;

/// Projects need no engine: the program stands where there is none.
class ProjectCommandsTest : public ProgramTest {
  protected:
    ProjectCommandsTest() { program = std::filesystem::path(TRUTINA_BINARY_DIR) / "tests/alone/bin/trutina-cli"; }

    void makeProjectWithVotes() {
        ASSERT_EQ(run({"project", "create", "cups.trutina", "--annotator", "Ada"}).exitCode, 0);
        writeText(path("a.png"), "picture");
        std::string input = record("q1") + record("q2") + record("q3");
        input +=
            R"({"id":"q4","messages":[{"role":"user","content":"See?"}],"media":[{"path":"a.png","as":"image"}],"candidates":["yes","no"]})"
            "\n";
        writeText(path("in.jsonl"), input);
        const Result imported = run({"import", "in.jsonl", "--project", "cups.trutina"});
        ASSERT_EQ(imported.exitCode, 0) << imported.errors;
        ASSERT_EQ(recordsOf(imported.output).at(0).at("imported"), 4);
        const auto project = storage::Project::open(path("cups.trutina"));
        int number = 0;
        for (const auto& summary : project->items({})) {
            storage::NewVote vote;
            vote.item = summary.id;
            vote.decision = ++number == 2 ? storage::Decision::Tie : storage::Decision::Winner;
            if (vote.decision == storage::Decision::Winner) {
                vote.winner = project->item(summary.id).candidates.at(1).id;
            }
            (void)project->vote(vote);
        }
    }
};

TEST_F(ProjectCommandsTest, CreatesShowsChecksAndBacksUp) {
    const Result created = run({"project", "create", "cups.trutina", "--annotator", "Ada", "--media", "reference"});
    ASSERT_EQ(created.exitCode, 0) << created.errors;
    EXPECT_EQ(run({"project", "create", "cups.trutina"}).exitCode, 4) << "an existing project is not replaced";
    const Result info = run({"project", "info", "cups.trutina"});
    ASSERT_EQ(info.exitCode, 0) << info.errors;
    const auto record = recordsOf(info.output).at(0);
    EXPECT_EQ(record.at("annotator"), "Ada");
    EXPECT_EQ(record.at("media"), "reference");
    EXPECT_EQ(record.at("items").at("all"), 0);
    EXPECT_EQ(run({"project", "check", "cups.trutina"}).exitCode, 0);
    ASSERT_EQ(run({"project", "backup", "cups.trutina", "copy.trutina"}).exitCode, 0);
    EXPECT_EQ(run({"project", "backup", "cups.trutina", "copy.trutina"}).exitCode, 4);
    EXPECT_EQ(run({"project", "backup", "cups.trutina", "copy.trutina", "--force"}).exitCode, 0);
    EXPECT_EQ(recordsOf(run({"project", "info", "copy.trutina"}).output).at(0).at("uuid"), record.at("uuid"));
}

TEST_F(ProjectCommandsTest, AProjectThatIsNoneIsExitCodeFour) {
    EXPECT_EQ(run({"project", "info", "absent.trutina"}).exitCode, 4);
    writeText(path("text.trutina"), "this is no project");
    const Result result = run({"project", "info", "text.trutina"});
    EXPECT_EQ(result.exitCode, 4);
    EXPECT_THAT(result.errors, HasSubstr("text.trutina"));
    EXPECT_EQ(readText(path("text.trutina")), "this is no project");
    writeText(path("in.jsonl"), record("a"));
    EXPECT_EQ(run({"import", "in.jsonl", "--project", "absent.trutina"}).exitCode, 4);
}

TEST_F(ProjectCommandsTest, CheckNamesWhatIsMissing) {
    makeProjectWithVotes();
    const auto project = storage::Project::open(path("cups.trutina"));
    std::filesystem::path picture;
    for (const auto& summary : project->items({})) {
        for (const auto& media : project->item(summary.id).media) {
            picture = media.path;
        }
    }
    std::filesystem::remove(picture);
    const Result result = run({"project", "check", "cups.trutina"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_EQ(recordsOf(result.output).at(0).at("ok"), false);
    EXPECT_EQ(recordsOf(result.output).at(0).at("problems").size(), 1U);
}

TEST_F(ProjectCommandsTest, CheckFindsAndFixesWhatADataSetHasWrong) {
    ASSERT_EQ(run({"project", "create", "cups.trutina", "--annotator", "Ada"}).exitCode, 0);
    writeText(path("in.jsonl"), record("q1") + record("q2") +
                                    R"({"id":"q3","messages":[{"role":"user","content":"Same?"}],"candidates":["yes","yes "]})"
                                    "\n");
    ASSERT_EQ(run({"import", "in.jsonl", "--project", "cups.trutina"}).exitCode, 0);
    const Result result = run({"project", "check", "cups.trutina"});
    EXPECT_EQ(result.exitCode, 1) << "answers that are the same are an error";
    const auto report = recordsOf(result.output).at(0);
    EXPECT_EQ(report.at("ok"), false);
    EXPECT_EQ(report.at("problems").size(), 0U);
    ASSERT_EQ(report.at("findings").size(), 2U);
    EXPECT_EQ(report.at("findings").at(0).at("kind"), "identical_answers");
    EXPECT_EQ(report.at("findings").at(0).at("items"), nlohmann::json::array({3}));
    EXPECT_EQ(report.at("findings").at(1).at("kind"), "duplicate_items");
    EXPECT_EQ(report.at("findings").at(1).at("severity"), "warning");
    const Result repeated = run({"project", "check", "cups.trutina", "--only", "duplicate_items", "--items", "0"});
    EXPECT_EQ(repeated.exitCode, 0);
    EXPECT_EQ(recordsOf(repeated.output).at(0).at("findings").at(0).at("items_in_all"), 1);
    EXPECT_EQ(run({"project", "check", "cups.trutina", "--only", "duplicate_items", "--strict"}).exitCode, 1);
    const Result fixed = run({"project", "check", "cups.trutina", "--fix", "duplicate_items", "--fix", "identical_answers"});
    ASSERT_EQ(fixed.exitCode, 0) << fixed.errors;
    EXPECT_EQ(recordsOf(fixed.output).at(0).at("items_removed"), 1);
    EXPECT_EQ(recordsOf(fixed.output).at(1).at("items_removed"), 1);
    EXPECT_EQ(run({"project", "check", "cups.trutina", "--strict"}).exitCode, 0);
    EXPECT_EQ(run({"project", "check", "cups.trutina", "--fix", "nonsense"}).exitCode, 2);
    EXPECT_EQ(run({"project", "check", "cups.trutina", "--fix", "always_first"}).exitCode, 2) << "there is no cure";
    EXPECT_EQ(run({"project", "check", "absent.trutina"}).exitCode, 4);
}

TEST_F(ProjectCommandsTest, MergesWhatAnnotatorsDidApartAndSaysHowFarTheyAgree) {
    makeProjectWithVotes();
    ASSERT_EQ(run({"project", "backup", "cups.trutina", "bo.trutina"}).exitCode, 0);
    {
        storage::OpenProjectOptions options;
        options.annotator = "Bo";
        const auto project = storage::Project::open(path("bo.trutina"), options);
        for (const auto& summary : project->items({})) {
            storage::NewVote vote;
            vote.item = summary.id;
            vote.winner = project->item(summary.id).candidates.at(summary.number == 1 ? 0 : 1).id;
            (void)project->vote(vote);
        }
    }
    const Result dry = run({"project", "merge", "cups.trutina", "bo.trutina", "--dry-run"});
    ASSERT_EQ(dry.exitCode, 0) << dry.errors;
    const auto planned = recordsOf(dry.output).at(0);
    EXPECT_EQ(planned.at("votes_added"), 4);
    EXPECT_EQ(planned.at("items_added"), 0);
    EXPECT_EQ(recordsOf(run({"project", "agreement", "cups.trutina"}).output).at(0).at("tables").at(0).at("judged_twice"), 0);
    const Result merged = run({"project", "merge", "cups.trutina", "bo.trutina", "bo.trutina"});
    ASSERT_EQ(merged.exitCode, 0) << merged.errors;
    const auto reports = recordsOf(merged.output);
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].at("votes_added"), 4);
    EXPECT_EQ(reports[1].at("changed"), false) << "a repetition changes nothing";
    const Result agreement = run({"project", "agreement", "cups.trutina"});
    ASSERT_EQ(agreement.exitCode, 0) << agreement.errors;
    const auto report = recordsOf(agreement.output).at(0);
    const auto& table = report.at("tables").at(0);
    EXPECT_EQ(table.at("judged_twice"), 4);
    EXPECT_EQ(table.at("disagreeing"), 2) << "one chose the other answer, one a tie";
    EXPECT_EQ(table.at("pairs").at(0).at("overlap"), 4);
    EXPECT_EQ(report.at("disagreement").at("open"), nlohmann::json::array({1, 2}));
    writeText(path("text.trutina"), "this is no project");
    const Result bad = run({"project", "merge", "cups.trutina", "bo.trutina", "text.trutina"});
    EXPECT_EQ(bad.exitCode, 4);
    EXPECT_THAT(bad.output, ::testing::IsEmpty()) << "all are looked at before the first is merged";
    EXPECT_EQ(run({"project", "merge", "cups.trutina", "cups.trutina"}).exitCode, 4);
    EXPECT_EQ(run({"project", "merge", "cups.trutina"}).exitCode, 2);
    EXPECT_EQ(run({"project", "agreement", "absent.trutina"}).exitCode, 4);
}

TEST_F(ProjectCommandsTest, ImportLeavesOutBadRecordsAndSaysSo) {
    ASSERT_EQ(run({"project", "create", "cups.trutina"}).exitCode, 0);
    writeText(path("in.jsonl"), record("a") + "{broken\n" + record("b"));
    const Result dry = run({"import", "in.jsonl", "--project", "cups.trutina", "--dry-run"});
    EXPECT_EQ(dry.exitCode, 1);
    EXPECT_EQ(recordsOf(run({"project", "info", "cups.trutina"}).output).at(0).at("items").at("all"), 0);
    const Result result = run({"import", "in.jsonl", "--project", "cups.trutina"});
    EXPECT_EQ(result.exitCode, 1);
    const auto report = recordsOf(result.output).at(0);
    EXPECT_EQ(report.at("imported"), 2);
    EXPECT_EQ(report.at("notes").at(0).at("row"), 2);
    EXPECT_EQ(recordsOf(run({"project", "info", "cups.trutina"}).output).at(0).at("items").at("all"), 2);
}

TEST_F(ProjectCommandsTest, ExportsThePairsThatWereDecided) {
    makeProjectWithVotes();
    const Result exported = run({"export", "--project", "cups.trutina", "--format", "trl", "--output", "out"});
    ASSERT_EQ(exported.exitCode, 0) << exported.errors;
    const auto report = recordsOf(exported.output).at(0);
    EXPECT_EQ(report.at("written"), 3);
    EXPECT_GE(report.at("notes_in_all"), 1) << "the tie is named";
    EXPECT_TRUE(std::filesystem::exists(path("out/report.json")));
    EXPECT_EQ(run({"export", "--project", "cups.trutina", "--format", "trl", "--output", "out"}).exitCode, 4)
        << "without --force";
    EXPECT_EQ(run({"export", "--project", "cups.trutina", "--format", "trl", "--output", "out", "--force"}).exitCode, 0);
    EXPECT_EQ(run({"export", "--project", "cups.trutina", "--format", "nonsense", "--output", "other"}).exitCode, 4);
    EXPECT_FALSE(std::filesystem::exists(path("other")));
}

TEST_F(ProjectCommandsTest, ScoringWithoutAnEngineSaysWhatIsMissing) {
    const Result result = run({"score", "--model", "cat"}, record("a"));
    EXPECT_EQ(result.exitCode, 3);
    EXPECT_THAT(result.errors, HasSubstr("scoring engine is not installed"));
}
