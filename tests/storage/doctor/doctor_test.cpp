// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/doctor.h"
#include "tests/support/project_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace trutina::storage;
using namespace trutina::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

NewItem itemOf(const std::string& prompt, const std::vector<std::string>& answers) {
    NewItem item;
    item.prompt = {{"user", prompt}};
    for (const std::string& answer : answers) {
        item.candidates.push_back({{{"assistant", answer}}, "", {}});
    }
    return item;
}

/// An item of answers that nothing is wrong with, unlike every other.
NewItem plainItem(int number) {
    const std::string name = std::to_string(number * 7919);
    return itemOf("Question " + name + " about number " + name + name,
                  {"Number " + name + " is odd, says " + name, "It is even: " + name + " and " + name + name + " are"});
}

std::vector<Finding> findingsOf(ProjectFixture& project, const std::string& kind) {
    DoctorOptions options;
    options.only = {kind};
    return examine(*project, options, {});
}

std::vector<int> numbersOf(const Finding& finding) {
    std::vector<int> numbers;
    for (const FoundItem& found : finding.items) {
        numbers.push_back(found.number);
    }
    return numbers;
}

std::vector<int> numbersLeft(ProjectFixture& project) {
    std::vector<int> numbers;
    for (const ItemSummary& summary : project->items({})) {
        numbers.push_back(summary.number);
    }
    return numbers;
}

ImportedVote voteOf(const std::string& annotator, int winner) {
    ImportedVote vote;
    vote.annotator = annotator;
    vote.winner = winner;
    return vote;
}

} // namespace

TEST(Doctor, FindsNothingInASoundProject) {
    ProjectFixture project;
    for (int number = 1; number <= 30; ++number) {
        NewItem item = plainItem(number);
        item.votes = {voteOf("bo", number % 2)};
        project->addItems({item});
    }
    EXPECT_THAT(examine(*project, {}, {}), IsEmpty());
}

TEST(Doctor, FindsAnswersThatAreTheSameNearlyTheSameOrEmpty) {
    const std::string text = "The white cup is fuller. Its coffee reaches almost to the rim, and the surface is a wide oval.";
    ProjectFixture project;
    project->addItems({itemOf("same", {"yes", " yes\n", "no"}),
                       itemOf("near", {text, "**The white cup** is fuller! " + text.substr(25)}),
                       itemOf("empty", {"  \n", "something"}), plainItem(1)});
    const auto findings = examine(*project, {}, {});
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].kind, "identical_answers");
    EXPECT_EQ(findings[0].severity, Severity::Error);
    EXPECT_EQ(findings[0].count, 1);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1));
    EXPECT_EQ(findings[1].kind, "near_identical_answers");
    EXPECT_THAT(numbersOf(findings[1]), ElementsAre(2));
    EXPECT_EQ(findings[2].kind, "empty_answers");
    EXPECT_THAT(numbersOf(findings[2]), ElementsAre(3));
}

TEST(Doctor, RemovesRepeatedAnswersAndUndoBringsThemBack) {
    ProjectFixture project;
    NewItem three = itemOf("three", {"yes", "yes ", "no"});
    three.votes = {voteOf("bo", 1), voteOf("cy", 2)};
    project->addItems({three, itemOf("two", {"same", "same"}), plainItem(1)});
    const CureReport report = cure(*project, "identical_answers", {}, {});
    EXPECT_EQ(report.answersRemoved, 1);
    EXPECT_EQ(report.itemsRemoved, 1);
    EXPECT_EQ(report.steps, 2);
    EXPECT_THAT(numbersLeft(project), ElementsAre(1, 3));
    const ItemId first = project->items({}).front().id;
    ASSERT_EQ(project->item(first).candidates.size(), 2U);
    EXPECT_EQ(project->item(first).candidates[0].turns[0].content, "yes ") << "the one that was voted for stays";
    EXPECT_EQ(project->votes(first).size(), 2U);
    EXPECT_THAT(findingsOf(project, "identical_answers"), IsEmpty());
    for (int step = 0; step < report.steps; ++step) {
        project->undo();
    }
    EXPECT_THAT(numbersLeft(project), ElementsAre(1, 2, 3));
    EXPECT_EQ(project->item(first).candidates.size(), 3U);
    EXPECT_EQ(findingsOf(project, "identical_answers").front().count, 2);
    project->redo();
    EXPECT_EQ(project->item(first).candidates.size(), 2U);
    EXPECT_TRUE(project->check({}).empty());
}

TEST(Doctor, VotesForARemovedAnswerAreWithdrawnAndOthersStay) {
    ProjectFixture project;
    NewItem item = itemOf("three", {"yes", "yes ", "no"});
    item.votes = {voteOf("bo", 0), voteOf("cy", 1), voteOf("di", 1), voteOf("ed", 2)};
    const ItemId id = project->addItems({item}).front();
    (void)cure(*project, "identical_answers", {}, {});
    std::vector<std::string> left;
    for (const VoteRecord& vote : project->votes(id)) {
        left.push_back(vote.annotatorName);
    }
    EXPECT_THAT(left, ElementsAre("cy", "di", "ed"));
    project->undo();
    EXPECT_EQ(project->votes(id).size(), 4U);
}

TEST(Doctor, OfDuplicateItemsTheOneWithVotesStays) {
    ProjectFixture project;
    NewItem judged = itemOf("twice", {"one", "two"});
    judged.candidates = {judged.candidates[1], judged.candidates[0]}; // the order of answers does not matter
    judged.votes = {voteOf("bo", 0)};
    project->addItems({itemOf("twice", {"one", "two"}), plainItem(1), judged, itemOf("twice", {"one", "three"})});
    const auto findings = findingsOf(project, "duplicate_items");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1));
    EXPECT_EQ(cure(*project, "duplicate_items", {}, {}).itemsRemoved, 1);
    EXPECT_THAT(numbersLeft(project), ElementsAre(2, 3, 4));
    project->undo();
    EXPECT_THAT(numbersLeft(project), ElementsAre(1, 2, 3, 4));
}

TEST(Doctor, FindsItemsThatAreNearlyTheSameUnlessTheirPicturesDiffer) {
    const std::string long1 =
        "Describe the kitchen in the picture for somebody who cannot see it, in two or three sentences please.";
    const std::string answer = "A white cup and a blue cup stand on a wooden table under a window; an apple lies at the right.";
    ProjectFixture project;
    writeFile(project.folder() / "a.png", "picture a");
    writeFile(project.folder() / "b.png", "picture b");
    NewItem first = itemOf(long1, {answer, "I cannot see any picture, and so there is nothing that I could say about it."});
    NewItem near = first;
    near.prompt[0].content += " Thank you";
    NewItem other = near;
    first.media = {{project.folder() / "a.png"}};
    near.media = {{project.folder() / "a.png"}};
    other.media = {{project.folder() / "b.png"}};
    project->addItems({first, plainItem(1), near, other});
    const auto findings = findingsOf(project, "near_duplicate_items");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(3));
    EXPECT_EQ(cure(*project, "near_duplicate_items", {}, {}).itemsTagged, 1);
    EXPECT_THAT(project->item(findings[0].items[0].item).tags, ElementsAre("doctor/near_duplicate_items"));
    EXPECT_EQ(cure(*project, "near_duplicate_items", {}, {}).itemsTagged, 0) << "it has the tag already";
    project->undo();
    EXPECT_THAT(project->item(findings[0].items[0].item).tags, IsEmpty());
}

TEST(Doctor, FindsVotesThatContradictEachOther) {
    ProjectFixture project;
    NewItem opposed = itemOf("opposed", {"a", "b"});
    opposed.votes = {voteOf("bo", 0), voteOf("cy", 1)};
    NewItem agreed = itemOf("agreed", {"a", "b"});
    agreed.votes = {voteOf("bo", 0), voteOf("cy", 0)};
    NewItem before = itemOf("again", {"a", "b"});
    before.votes = {voteOf("bo", 0)};
    NewItem after = itemOf("again", {"b", "a", "c"});
    after.votes = {voteOf("bo", 0)}; // the other way round than before
    NewItem settled = opposed;
    settled.prompt[0].content = "settled";
    settled.votes.push_back(voteOf("di", 0));
    settled.votes.back().kind = VoteKind::Adjudication;
    project->addItems({opposed, agreed, before, after, settled});
    const auto findings = findingsOf(project, "contradicting_votes");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].count, 2);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1, 3, 4));
}

TEST(Doctor, FindsVotesThatGoRoundInACircle) {
    ProjectFixture project;
    const auto prefer = [&](const std::string& better, const std::string& worse, const std::string& who) {
        NewItem item = itemOf("which", {better, worse});
        item.votes = {voteOf(who, 0)};
        project->addItems({item});
    };
    prefer("a", "b", "bo");
    prefer("b", "c", "bo");
    prefer("c", "a", "cy"); // another one's circle is not closed by it
    EXPECT_THAT(findingsOf(project, "cyclic_votes"), IsEmpty());
    prefer("c", "a", "bo");
    prefer("d", "a", "bo");
    const auto findings = findingsOf(project, "cyclic_votes");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].count, 1);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1, 2, 4));
}

TEST(Doctor, FindsNamesOfModels) {
    ProjectFixture project;
    NewItem own = itemOf("own", {"I am Falcon-Seven, and the cup is full.", "full"});
    own.candidates[1].name = "falcon-seven";
    NewItem plainName = itemOf("plain", {"The model is full.", "The writer-1 says so."});
    plainName.candidates[0].name = "model";
    plainName.candidates[1].name = "writer-1";
    project->addItems({itemOf("list", {"As an AI language model I cannot see.", "A cup."}), own, plainName,
                       itemOf("What is ChatGPT?", {"ChatGPT is a program.", "A cup."}),
                       itemOf("inside", {"Requwening is no word.", "A cup."})});
    const auto findings = findingsOf(project, "leaked_names");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1, 2));
    EXPECT_THAT(findings[0].sentence, HasSubstr("falcon-seven"));
    DoctorOptions options;
    options.only = {"leaked_names"};
    options.modelNames = {"Requwening"};
    const auto custom = examine(*project, options, {});
    ASSERT_EQ(custom.size(), 1U);
    EXPECT_THAT(numbersOf(custom[0]), ElementsAre(2, 5));
}

TEST(Doctor, FindsAnswersInDifferentLanguages) {
    const std::string english = "The white cup is fuller, and you can see that it is filled to the rim with coffee.";
    const std::string german = "Die weiße Tasse ist voller, und man sieht, dass sie bis zum Rand mit Kaffee gefüllt ist.";
    ProjectFixture project;
    project->addItems({itemOf("a", {english, german}), itemOf("b", {english, english + " Surely it is so."}),
                       itemOf("c", {english, "白色的杯子更满，咖啡几乎到了杯口。"}), itemOf("d", {german, "Tasse 1"})});
    const auto findings = findingsOf(project, "language_mismatch");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1, 3));
}

TEST(Doctor, FindsMediaThatAreGoneChangedCutOffOrShownTwice) {
    ProjectFixture project(MediaPolicy::Reference);
    using namespace std::string_literals;
    const std::string head = "\x89PNG\r\n\x1a\n"s;
    const auto picture = [&](const std::string& name, const std::string& end) {
        const auto file = project.folder() / name;
        writeFile(file, head + name + end);
        return NewMedia{file};
    };
    NewItem whole = plainItem(1);
    whole.media = {picture("whole.png", "IEND")};
    NewItem gone = plainItem(2);
    gone.media = {picture("gone.png", "IEND")};
    NewItem changed = plainItem(3);
    changed.media = {picture("changed.png", "IEND")};
    NewItem half = plainItem(4);
    half.media = {picture("half.png", "")};
    NewItem twice = plainItem(5);
    twice.media = {whole.media[0], whole.media[0]};
    project->addItems({whole, gone, changed, half, twice});
    std::filesystem::remove(project.folder() / "gone.png");
    writeFile(project.folder() / "changed.png", "something else");
    const auto findings = examine(*project, {}, {});
    ASSERT_EQ(findings.size(), 4U);
    const std::vector<std::string> kinds{"missing_media", "changed_media", "damaged_media", "duplicate_media"};
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        EXPECT_EQ(findings[at].kind, kinds[at]);
        EXPECT_THAT(numbersOf(findings[at]), ElementsAre(static_cast<int>(at) + 2));
    }
}

TEST(Doctor, FindsPromptsInTwoSplits) {
    ProjectFixture project;
    NewItem train = itemOf("asked twice", {"a", "b"});
    train.meta = R"({"split":"train"})";
    NewItem test = itemOf(" asked twice ", {"c", "d"});
    test.tags = {"split:test"};
    NewItem other = itemOf("asked once", {"a", "b"});
    other.meta = R"({"split":"validation"})";
    NewItem same = itemOf("asked once", {"c", "d"});
    same.tags = {"dev"};
    project->addItems({train, test, other, same});
    const auto findings = findingsOf(project, "prompt_in_two_splits");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].count, 1);
    EXPECT_THAT(numbersOf(findings[0]), ElementsAre(1, 2));
}

TEST(Doctor, FindsAnnotatorsWhoChooseThePlace) {
    ProjectFixture project;
    constexpr int kItems = 30;
    for (int number = 1; number <= kItems; ++number) {
        const ItemId id = project->addItems({plainItem(number)}).front();
        const ShownOrder order = project->shownOrder(id);
        NewVote vote;
        vote.item = id;
        vote.shownOrder = order.id;
        vote.winner = order.candidates[number <= 27 ? 0 : 1];
        project->vote(vote);
    }
    const auto findings = findingsOf(project, "always_first");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].subject, "ada");
    EXPECT_EQ(findings[0].count, 27);
    EXPECT_EQ(findings[0].items.size(), 27U);
    ASSERT_TRUE(findings[0].share);
    EXPECT_NEAR(findings[0].share->value, 0.9, 1e-12);
    EXPECT_THAT(findings[0].sentence, HasSubstr("27 of 30"));
    EXPECT_EQ(failureCodeOf([&] { (void)cure(*project, "always_first", {}, {}); }), "doctor.no_cure");
}

TEST(Doctor, MeasuresWhetherLengthOrStyleDecides) {
    ProjectFixture project;
    for (int number = 1; number <= 40; ++number) {
        NewItem item = plainItem(number);
        item.candidates[0].turns[0].content += "\n- **one** more line\n- and another one that is long";
        item.votes = {voteOf("bo", number <= 32 ? 0 : 1)};
        project->addItems({item});
    }
    const auto length = findingsOf(project, "length_imbalance");
    ASSERT_EQ(length.size(), 1U);
    EXPECT_NEAR(length[0].share->value, 0.8, 1e-12);
    EXPECT_NEAR(length[0].share->low, 0.6524, 1e-4);
    EXPECT_NEAR(length[0].share->high, 0.8950, 1e-4);
    EXPECT_EQ(length[0].items.size(), 32U);
    const auto style = findingsOf(project, "style_imbalance");
    ASSERT_EQ(style.size(), 3U) << "markdown, lists and bold; there are no headings";
    EXPECT_EQ(style[1].subject, "lists");
}

TEST(Doctor, RefusesWhatItDoesNotKnowAndStopsWhenAsked) {
    ProjectFixture project;
    project->addItems({plainItem(1), plainItem(2)});
    EXPECT_EQ(failureCodeOf([&] { (void)findingsOf(project, "nonsense"); }), "doctor.unknown_kind");
    EXPECT_EQ(failureCodeOf([&] { (void)cure(*project, "nonsense", {}, {}); }), "doctor.unknown_kind");
    std::stop_source stop;
    std::int64_t seen = 0;
    EXPECT_THROW((void)examine(*project, {}, stop.get_token(),
                               [&](const DoctorProgress& progress) {
                                   seen = progress.done;
                                   EXPECT_EQ(progress.total, 2);
                                   stop.request_stop();
                               }),
                 Cancelled);
    EXPECT_EQ(seen, 1);
}
