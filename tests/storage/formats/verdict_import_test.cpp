// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "storage/repositories/project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

namespace trutina::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class VerdictImport : public ::testing::Test {
  protected:
    void SetUp() override {
        project = Project::create(directory.path() / "p.trutina", {.annotator = "Ada"});
        add("q1", "Which cup?", {"left", "right"}, {"model-x", "model-y"});
        add("q2", "Which door?", {"red", "green", "blue"});
        add("twice", "Same?", {"yes", "no"});
        add("twice", "Other?", {"yes", "no"});
        add("", "Which cup?", {"upper", "lower"});
        add("", "Copy?", {"a", "b"});
        add("", "Copy?", {"b", "a"});
    }

    void add(const std::string& id, const std::string& prompt, const std::vector<std::string>& answers,
             const std::vector<std::string>& names = {}) {
        NewItem item;
        item.externalId = id;
        item.prompt = {{"user", prompt}};
        for (std::size_t place = 0; place < answers.size(); ++place) {
            item.candidates.push_back({{{"assistant", answers[place]}}, names.empty() ? "" : names[place], {}});
        }
        (void)project->addItems({item});
    }

    TransferReport import(const std::string& content, ImportOptions options = {}, const std::string& name = "judged.jsonl") {
        std::ofstream(directory.path() / name) << content;
        return importFile(*project, directory.path() / name, options, {}, {});
    }
    /// What judges say about an item: "judge: text of the winner", or the decision.
    std::vector<std::string> judgements(int number) {
        std::vector<std::string> found;
        const ItemRecord item = project->item(ItemId{number});
        for (const VoteRecord& vote : project->votes(item.id)) {
            std::string word = vote.decision == Decision::Tie ? "tie" : vote.decision == Decision::AllBad ? "bad" : "skip";
            for (const CandidateRecord& candidate : item.candidates) {
                if (candidate.id == vote.winner) {
                    word = candidate.turns[0].content;
                }
            }
            found.push_back(vote.annotatorName + ": " + word);
        }
        return found;
    }
    static std::vector<std::string> codes(const TransferReport& report) {
        std::vector<std::string> found;
        for (const TransferNote& note : report.notes) {
            found.push_back(std::to_string(note.row) + " " + note.code);
        }
        return found;
    }

    testing::TemporaryDirectory directory;
    std::unique_ptr<Project> project;
};

TEST_F(VerdictImport, JoinsWinnersOrdersAndScoresByTheIdOfTheItem) {
    const TransferReport report = import(R"({"id":"q1","winner":"B","judge":"gpt","rationale":"because"})"
                                         "\n"
                                         R"({"question_id":"q2","scores":[1,7.5,3],"judge":"gpt"})"
                                         "\n"
                                         R"({"id":"q2","order":[2,0],"judge":"claude"})"
                                         "\n");
    EXPECT_THAT(codes(report), IsEmpty());
    EXPECT_EQ(report.written, 3);
    EXPECT_THAT(judgements(1), ElementsAre("gpt: right"));
    EXPECT_THAT(judgements(2), UnorderedElementsAre("gpt: green", "claude: blue"));
    EXPECT_EQ(project->votes(ItemId{1})[0].note, "because");
    for (const VoteRecord& vote : project->votes(ItemId{2})) {
        const auto candidates = project->item(ItemId{2}).candidates;
        if (vote.annotatorName == "gpt") {
            EXPECT_THAT(vote.ranking, ElementsAre(candidates[1].id, candidates[2].id, candidates[0].id));
            EXPECT_EQ(vote.note, "scores [1,7.5,3]");
        } else {
            EXPECT_THAT(vote.ranking, ElementsAre(candidates[2].id, candidates[0].id));
        }
    }
    EXPECT_THAT(project->judges(), ElementsAre("claude", "gpt")) << "programs are remembered as such";
    EXPECT_EQ(project->counts().open, 7) << "they decide nothing for the user";
}

TEST_F(VerdictImport, JoinsByPromptAndAnswersInWhateverOrderTheJudgeSawThem) {
    const TransferReport report =
        import(R"({"prompt":"Which cup?","answers":["right","left"],"winner":0})"
               "\n"
               R"({"messages":[{"role":"user","content":"Which cup?"}],"responses":["upper","lower"],"verdict":"[[B]]"})"
               "\n"
               R"({"prompt":"Which door?","answers":["blue","red","green"],"scores":{"0":1,"1":2,"2":3}})"
               "\n"
               R"({"prompt":"Same?","chosen":"no","rejected":"yes"})"
               "\n",
               {.format = "verdicts"});
    EXPECT_THAT(codes(report), IsEmpty());
    EXPECT_THAT(judgements(1), ElementsAre("judge: right"));
    EXPECT_THAT(judgements(5), ElementsAre("judge: lower"));
    EXPECT_THAT(judgements(2), ElementsAre("judge: green"));
    EXPECT_THAT(judgements(3), ElementsAre("judge: no")) << "texts decide where two items have the same id";
}

TEST_F(VerdictImport, UnderstandsHowJudgesWriteTheirVerdicts) {
    const std::map<std::string, std::string> said = {
        {R"("A")", "left"},           {R"("b")", "right"},    {R"("model_a")", "left"}, {R"("response_B")", "right"},
        {R"("left")", "left"},        {R"("[[A]]")", "left"}, {R"("[[C]]")", "tie"},    {R"("tie")", "tie"},
        {"\"tie (bothbad)\"", "bad"}, {R"("A>B")", "left"},   {R"("B>>A")", "right"},   {R"("A=B")", "tie"},
        {R"("model-y")", "right"},    {"1", "right"},         {R"("skip")", "skip"},    {R"("0")", "left"}};
    for (const auto& [word, meaning] : said) {
        const TransferReport report = import(R"({"id":"q1","winner":)" + word + "}\n");
        EXPECT_THAT(codes(report), IsEmpty()) << word;
        EXPECT_THAT(judgements(1), ElementsAre("judge: " + meaning)) << word;
    }
    import(R"({"id":"q1","winner":"B>>A"})");
    EXPECT_EQ(project->votes(ItemId{1})[0].strength, Strength::Much);
    import("id,winner,judge\nq1,2,table\n", {}, "judged.csv");
    EXPECT_THAT(judgements(1), ElementsAre("judge: right", "table: right")) << "tables count from one, as the format csv does";
}

TEST_F(VerdictImport, TakesLevelScoresForATieAndEndsARankingBeforeThem) {
    ImportOptions options;
    options.reading.tieWithin = 0.5;
    options.reading.annotator = "scorer";
    import(R"({"id":"q1","scores":[7,6.5]})", options);
    EXPECT_THAT(judgements(1), ElementsAre("scorer: tie"));
    import(R"({"id":"q2","scores":[9,5,4.8]})", options);
    EXPECT_THAT(judgements(2), ElementsAre("scorer: red"));
    EXPECT_THAT(project->votes(ItemId{2})[0].ranking, IsEmpty());
}

TEST_F(VerdictImport, ReportsEveryRowThatIsNotJoinedAndWhy) {
    const TransferReport report = import(R"({"id":"q9","winner":0}
{"id":"twice","winner":0}
{"prompt":"Copy?","answers":["a","b"],"winner":0}
{"id":"q1","answers":["left","middle"],"winner":0}
{"id":"q1","winner":"Zeus"}
{"id":"q1","winner":5}
{"id":"q1","note":"no word"}
{"winner":0}
{"id":"q1","scores":[1]}
{"id":"q1","order":[0,0]}
{broken
{"id":"#5","winner":"A"}
{"id":"q1","winner":0}
{"id":"q1","winner":1}
)",
                                         {.format = "verdicts"});
    EXPECT_THAT(codes(report),
                ElementsAre("1 vote.no_item", "2 vote.several_items", "3 vote.several_items", "4 vote.other_answers",
                            "5 vote.unknown_winner", "6 vote.unknown_winner", "7 vote.empty", "8 vote.no_item",
                            "9 record.wrong_type", "10 vote.invalid", "11 row.not_json", "14 vote.repeated"));
    EXPECT_EQ(report.read, 14);
    EXPECT_EQ(report.skipped, 11);
    EXPECT_EQ(report.written, 3);
    EXPECT_THAT(judgements(5), ElementsAre("judge: upper")) << "#5 is the number in the project";
    EXPECT_THAT(judgements(1), ElementsAre("judge: right")) << "the later of two counts";
}

TEST_F(VerdictImport, IsOneStepThatCanBeUndoneAndDoneAgain) {
    import(R"({"id":"q1","winner":"A"})");
    import("{\"id\":\"q1\",\"winner\":\"B\"}\n{\"id\":\"q2\",\"winner\":2}\n{\"id\":\"q2\",\"winner\":1}\n");
    EXPECT_EQ(project->journalState().undoText, "import of 3 verdicts from judged.jsonl");
    EXPECT_THAT(judgements(1), ElementsAre("judge: right"));
    EXPECT_THAT(judgements(2), ElementsAre("judge: green"));
    project->undo();
    EXPECT_THAT(judgements(1), ElementsAre("judge: left")) << "what it replaced is back";
    EXPECT_THAT(judgements(2), IsEmpty());
    project->redo();
    EXPECT_THAT(judgements(1), ElementsAre("judge: right"));
    EXPECT_THAT(judgements(2), ElementsAre("judge: green"));
    project->undo();
    project->undo();
    EXPECT_THAT(judgements(1), IsEmpty());
    EXPECT_EQ(project->info().counts.all, 7) << "the items stay";
}

TEST_F(VerdictImport, ChangesNothingOnADryRunOrWhenCancelled) {
    ImportOptions options;
    options.dryRun = true;
    EXPECT_EQ(import(R"({"id":"q1","winner":"A"})", options).written, 1);
    EXPECT_THAT(judgements(1), IsEmpty());
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(importFile(*project, directory.path() / "judged.jsonl", {}, source.get_token(), {}), Cancelled);
    EXPECT_THAT(judgements(1), IsEmpty());
    EXPECT_THAT(project->journalState().undoText, Not(HasSubstr("verdict")));
}

TEST_F(VerdictImport, ShowsBeforehandWhichItemsItIsAbout) {
    std::ofstream(directory.path() / "judged.jsonl") << "{\"id\":\"q2\",\"scores\":[1,2,3]}\n{\"id\":\"q9\",\"winner\":0}\n"
                                                        "{\"id\":\"q1\",\"winner\":\"A\"}\n";
    const ImportPreview preview = previewFile(directory.path() / "judged.jsonl", "auto", 10, {}, project.get());
    EXPECT_EQ(preview.format, "verdicts") << "ids with winners or scores, but without questions";
    EXPECT_THAT(preview.columns, UnorderedElementsAre("id", "scores"));
    ASSERT_EQ(preview.verdicts.size(), 2U);
    EXPECT_EQ(preview.verdicts[0].item.number, 2);
    EXPECT_EQ(preview.verdicts[0].vote.winner, 2);
    EXPECT_THAT(codes(preview.report), ElementsAre("2 vote.no_item"));
    EXPECT_TRUE(preview.items.empty());
    try {
        (void)previewFile(directory.path() / "judged.jsonl", "auto", 10);
        FAIL() << "verdicts are nothing without a project";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "format.needs_project");
    }
}

} // namespace
} // namespace trutina::storage
