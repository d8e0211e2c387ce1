// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/connection.h"
#include "storage/repositories/merge_values.h"
#include "tests/support/project_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace trutina::storage;
using namespace trutina::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

namespace {

/// A copy of a project for another annotator, in a folder of its own, open.
class Copy {
  public:
    Copy(const Project& original, const std::string& annotator, std::int64_t clock = 5'000) : m_now(clock) {
        m_file = m_folder.path() / (annotator + ".trutina");
        original.backup(m_file);
        const auto media = original.info().mediaFolder;
        if (std::filesystem::exists(media)) {
            std::filesystem::copy(media, m_folder.path() / (annotator + "-media"), std::filesystem::copy_options::recursive);
        }
        OpenProjectOptions options;
        options.annotator = annotator;
        options.clock = [this] { return ++m_now; };
        m_project = Project::open(m_file, options);
    }
    Project& operator*() { return *m_project; }
    Project* operator->() { return m_project.get(); }
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    [[nodiscard]] std::filesystem::path mediaFolder() const { return m_project->info().mediaFolder; }

  private:
    TemporaryDirectory m_folder;
    std::filesystem::path m_file;
    std::int64_t m_now;
    std::unique_ptr<Project> m_project;
};

MergeReport merged(Project& target, const std::filesystem::path& source, MergeRun run = MergeRun::Real) {
    return target.merge(source, run, {}, {});
}

ItemId itemAt(const Project& project, int number) {
    for (const ItemSummary& summary : project.items({})) {
        if (summary.number == number) {
            return summary.id;
        }
    }
    return {};
}

std::vector<std::string> kindsOf(const MergeReport& report) {
    std::vector<std::string> kinds;
    for (const MergeConflict& conflict : report.conflicts) {
        kinds.push_back(conflict.kind);
    }
    return kinds;
}

std::vector<std::string> judgesOf(const Project& project, ItemId item) {
    std::vector<std::string> names;
    for (const VoteRecord& vote : project.votes(item)) {
        names.push_back(vote.annotatorName);
    }
    return names;
}

std::size_t filesIn(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        count += entry.is_regular_file() ? 1U : 0U;
    }
    return count;
}

} // namespace

TEST(Merge, BringsTheVotesOfSeveralAnnotatorsTogether) {
    ProjectFixture project;
    project->addItems({textItem("one"), textItem("two")});
    Copy bo(*project, "bo");
    Copy cy(*project, "cy");
    project->vote(voteFor(*project, itemAt(*project, 1), 0));
    const ShownOrder order = bo->shownOrder(itemAt(*bo, 1));
    NewVote vote = voteFor(*bo, itemAt(*bo, 1), 1);
    vote.strength = Strength::Much;
    vote.note = "clear";
    vote.shownOrder = order.id;
    vote.timeSpentMilliseconds = 1'234;
    vote.sawScoresBefore = true;
    bo->vote(voteFor(*bo, itemAt(*bo, 1), 0));
    bo->vote(vote);
    cy->vote(voteFor(*cy, itemAt(*cy, 2), 1));

    const MergeReport report = merged(*project, bo.file());
    EXPECT_EQ(report.itemsRead, 2);
    EXPECT_EQ(report.itemsMatched, 2);
    EXPECT_EQ(report.itemsAdded, 0);
    EXPECT_EQ(report.votesAdded, 2) << "with the one that was replaced";
    EXPECT_EQ(report.votesChanged, 1);
    EXPECT_EQ(report.annotatorsAdded, 1);
    EXPECT_THAT(report.conflicts, IsEmpty());
    (void)merged(*project, cy.file());

    const ItemId first = itemAt(*project, 1);
    EXPECT_THAT(judgesOf(*project, first), UnorderedElementsAre("ada", "bo"));
    EXPECT_THAT(judgesOf(*project, itemAt(*project, 2)), ElementsAre("cy"));
    const VoteRecord theirs = project->votes(first).back();
    EXPECT_EQ(theirs.winner, project->item(first).candidates[1].id);
    EXPECT_EQ(theirs.strength, Strength::Much);
    EXPECT_EQ(theirs.note, "clear");
    EXPECT_EQ(theirs.timeSpentMilliseconds, 1'234);
    EXPECT_TRUE(theirs.sawScoresBefore);
    const auto shown = project->recordedOrder(theirs.shownOrder);
    ASSERT_TRUE(shown);
    const auto candidates = project->item(first).candidates;
    const auto mirrored = bo->item(itemAt(*bo, 1)).candidates;
    for (std::size_t place = 0; place < 2; ++place) {
        const bool isFirst = shown->candidates[place] == candidates[0].id;
        EXPECT_EQ(order.candidates[place] == mirrored[0].id, isFirst);
    }
    EXPECT_TRUE(project->check({}).empty());
}

TEST(Merge, JudgesStayProgramsWhereverTheirVerdictsGo) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy cleo(*project, "Cleo");
    ImportedVote verdict;
    verdict.annotator = "a-judge";
    verdict.winner = 0;
    verdict.byJudge = true;
    cleo->addVotes({{itemAt(*cleo, 1), verdict}}, "import of a verdict");
    EXPECT_THAT(project->judges(), IsEmpty());
    merged(*project, cleo.file());
    EXPECT_THAT(judgesOf(*project, itemAt(*project, 1)), ElementsAre("a-judge"));
    EXPECT_THAT(project->judges(), ElementsAre("a-judge"));
    EXPECT_FALSE(merged(*project, cleo.file()).hasChanged);
}

TEST(Merge, TwiceChangesNothing) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy bo(*project, "bo");
    bo->addItems({textItem("more")});
    bo->vote(voteFor(*bo, itemAt(*bo, 1), 1));
    bo->setNote(itemAt(*bo, 1), "a note");
    (void)merged(*project, bo.file());
    const std::string before = project->journalState().undoText;
    const MergeReport again = merged(*project, bo.file());
    EXPECT_FALSE(again.hasChanged);
    EXPECT_EQ(again.votesAdded + again.itemsAdded + again.tagsAdded + again.measurementsAdded, 0);
    EXPECT_THAT(again.conflicts, IsEmpty());
    EXPECT_EQ(project->journalState().undoText, before);
}

TEST(Merge, OneUndoTakesAllOfItBackAndRedoBringsIt) {
    ProjectFixture project;
    NewItem item = textItem("one");
    item.tags = {"own"};
    project->addItems({item});
    project->setNote(itemAt(*project, 1), "mine");
    Copy bo(*project, "ada"); // the same person on another machine
    project->vote(voteFor(*project, itemAt(*project, 1), 0));
    bo->vote(voteFor(*bo, itemAt(*bo, 1), 1));
    bo->setNote(itemAt(*bo, 1), "other");
    bo->setFlag(itemAt(*bo, 1), true);
    bo->addTag({itemAt(*bo, 1)}, "new", "tag");
    bo->addItems({textItem("two")});
    const MergeReport report = merged(*project, bo.file());
    EXPECT_THAT(kindsOf(report), UnorderedElementsAre("note", "vote"));
    const auto state = [&] {
        const ItemRecord record = project->item(itemAt(*project, 1));
        return record.note + "|" + std::to_string(record.flagged) + "|" + std::to_string(record.tags.size()) + "|" +
               std::to_string(project->counts().all) + "|" + std::to_string(project->votes(record.id).at(0).winner.value);
    };
    const std::string after = state();
    EXPECT_THAT(after, HasSubstr("mine\n\n———\n\nother|1|2|2|"));
    project->undo();
    EXPECT_THAT(state(), HasSubstr("mine|0|1|1|"));
    EXPECT_EQ(project->votes(itemAt(*project, 1)).at(0).winner, project->item(itemAt(*project, 1)).candidates[0].id);
    project->redo();
    EXPECT_EQ(state(), after);
    project->undo();
    EXPECT_TRUE(merged(*project, bo.file()).hasChanged) << "what was taken back can be merged again";
    EXPECT_TRUE(project->check({}).empty());
}

TEST(Merge, OfTheSameAnnotatorsVotesTheLaterCountsWhicheverFileIsFirst) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy early(*project, "bo", 5'000);
    Copy late(*project, "bo", 9'000);
    early->vote(voteFor(*early, itemAt(*early, 1), 0));
    late->vote(voteFor(*late, itemAt(*late, 1), 1));
    const MergeReport forth = merged(*early, late.file());
    EXPECT_THAT(kindsOf(forth), UnorderedElementsAre("vote", "annotator"));
    EXPECT_EQ(early->votes(itemAt(*early, 1)).at(0).winner, early->item(itemAt(*early, 1)).candidates[1].id);
    Copy second(*project, "bo", 1'000);
    (void)merged(*second, late.file());
    const MergeReport back = merged(*second, early.file());
    EXPECT_EQ(second->votes(itemAt(*second, 1)).at(0).winner, second->item(itemAt(*second, 1)).candidates[1].id);
    EXPECT_THAT(kindsOf(back), ::testing::Not(::testing::Contains("vote"))) << "the later vote is known by then";
}

TEST(Merge, AVoteThatReplacedAnotherIsNoConflict) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    project->vote(voteFor(*project, itemAt(*project, 1), 0));
    Copy later(*project, "ada");
    later->vote(voteFor(*later, itemAt(*later, 1), 1));
    const MergeReport report = merged(*project, later.file());
    EXPECT_THAT(report.conflicts, IsEmpty());
    EXPECT_EQ(report.votesChanged, 1);
    EXPECT_EQ(project->votes(itemAt(*project, 1)).at(0).winner, project->item(itemAt(*project, 1)).candidates[1].id);
}

TEST(Merge, EditedWordsAreKeptBesideTheOldOnesEachWithItsVotes) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy bo(*project, "bo");
    NewItem edited = textItem("one");
    edited.candidates[1].turns[0].content = "another answer";
    project->replaceItem(itemAt(*project, 1), edited);
    project->vote(voteFor(*project, itemAt(*project, 1), 1));
    bo->vote(voteFor(*bo, itemAt(*bo, 1), 1));
    const MergeReport report = merged(*project, bo.file());
    EXPECT_THAT(kindsOf(report), ElementsAre("wording"));
    EXPECT_EQ(report.itemsAdded, 1);
    EXPECT_THAT(judgesOf(*project, itemAt(*project, 1)), ElementsAre("ada"));
    EXPECT_THAT(judgesOf(*project, itemAt(*project, 2)), ElementsAre("bo"));
    EXPECT_EQ(project->item(itemAt(*project, 2)).candidates[1].turns[0].content, "one answer 2");
    EXPECT_FALSE(merged(*project, bo.file()).hasChanged);
}

TEST(Merge, ItemsThatWereImportedTwiceAreTheSame) {
    ProjectFixture project;
    ProjectFixture other;
    NewItem item = textItem("same words");
    project->addItems({textItem("only here"), item});
    std::swap(item.candidates[0], item.candidates[1]);
    other->addItems({item, textItem("only there")});
    other->vote(voteFor(*other, itemAt(*other, 1), 0));
    other.close();
    const MergeReport report = merged(*project, other.file());
    EXPECT_EQ(report.itemsMatched, 1);
    EXPECT_EQ(report.itemsAdded, 1);
    const ItemId matched = itemAt(*project, 2);
    EXPECT_EQ(project->votes(matched).at(0).winner, project->item(matched).candidates[1].id) << "their first is our second";
    EXPECT_THAT(kindsOf(report), ElementsAre("annotator"));
}

TEST(Merge, WhatWasRemovedOrWithdrawnOnOneSideComesBackAndIsReported) {
    ProjectFixture project;
    project->addItems({textItem("one"), textItem("two")});
    project->vote(voteFor(*project, itemAt(*project, 2), 0));
    Copy bo(*project, "bo");
    project->removeItems({itemAt(*project, 1)});
    project->withdrawVote(itemAt(*project, 2));
    const MergeReport report = merged(*project, bo.file());
    EXPECT_THAT(kindsOf(report), ElementsAre("removed", "withdrawn"));
    EXPECT_EQ(project->counts().all, 2);
    EXPECT_EQ(project->counts().decided, 1);
}

TEST(Merge, AdjudicationsAreSettledOncePerItem) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy bo(*project, "bo", 8'000);
    NewVote vote = voteFor(*project, itemAt(*project, 1), 0);
    vote.kind = VoteKind::Adjudication;
    project->vote(vote);
    NewVote theirs = voteFor(*bo, itemAt(*bo, 1), 1);
    theirs.kind = VoteKind::Adjudication;
    bo->vote(theirs);
    const MergeReport report = merged(*project, bo.file());
    EXPECT_THAT(kindsOf(report), ElementsAre("adjudication"));
    const auto votes = project->votes(itemAt(*project, 1));
    ASSERT_EQ(votes.size(), 1U);
    EXPECT_EQ(votes[0].annotatorName, "bo");
    EXPECT_EQ(votes[0].kind, VoteKind::Adjudication);
}

TEST(Merge, MediaAreTakenOnceByHash) {
    ProjectFixture project;
    writeFile(project.folder() / "a.png", "picture a");
    NewItem shared = textItem("shared");
    shared.media = {{project.folder() / "a.png"}};
    project->addItems({shared});
    Copy bo(*project, "bo");
    writeFile(project.folder() / "b.png", "picture b");
    writeFile(project.folder() / "copy-of-a.png", "picture a");
    NewItem added = textItem("added");
    added.media = {{project.folder() / "b.png"}, {project.folder() / "copy-of-a.png"}};
    bo->addItems({added});
    std::filesystem::remove(project.folder() / "b.png");
    const MergeReport dry = merged(*project, bo.file(), MergeRun::Dry);
    EXPECT_EQ(dry.mediaAdded, 1);
    EXPECT_EQ(dry.itemsAdded, 1);
    EXPECT_TRUE(dry.hasChanged);
    EXPECT_EQ(project->counts().all, 1) << "a dry run changes nothing";
    EXPECT_EQ(filesIn(project->info().mediaFolder), 1U);
    const MergeReport report = merged(*project, bo.file());
    EXPECT_EQ(report.mediaAdded, 1);
    EXPECT_EQ(report.mediaMissing, 0);
    EXPECT_EQ(filesIn(project->info().mediaFolder), 2U);
    const ItemRecord item = project->item(itemAt(*project, 2));
    ASSERT_THAT(item.media, SizeIs(2));
    EXPECT_EQ(item.media[0].state, MediaState::Present);
    EXPECT_EQ(item.media[1].originalName, "copy-of-a.png");
    EXPECT_TRUE(project->check({}).empty());
}

TEST(Merge, AMissingPictureIsRememberedByItsHash) {
    ProjectFixture project;
    Copy bo(*project, "bo");
    writeFile(project.folder() / "b.png", "picture b");
    NewItem added = textItem("added");
    added.media = {{project.folder() / "b.png"}};
    bo->addItems({added});
    std::filesystem::remove_all(bo.mediaFolder());
    const MergeReport report = merged(*project, bo.file());
    EXPECT_EQ(report.mediaMissing, 1);
    const ItemRecord item = project->item(itemAt(*project, 1));
    ASSERT_THAT(item.media, SizeIs(1));
    EXPECT_EQ(item.media[0].state, MediaState::Missing);
    project->relocateMedia(item.media[0].id, project.folder() / "b.png");
    EXPECT_EQ(project->item(item.id).media[0].state, MediaState::Present);
}

TEST(Merge, ScoresAreUnitedAndTheLaterStays) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy bo(*project, "bo", 7'000);
    const auto score = [](Project& where, double value) {
        NewMeasurement measurement;
        measurement.candidate = where.item(itemAt(where, 1)).candidates[0].id;
        measurement.setting.modelHash = "sha256:1";
        measurement.values = {value};
        where.addMeasurements({measurement});
    };
    score(*project, 1);
    score(*bo, 2);
    const MergeReport report = merged(*project, bo.file());
    EXPECT_EQ(report.measurementsAdded, 1);
    EXPECT_EQ(project->measurements(itemAt(*project, 1)).at(0).values.at(0), 2);
    EXPECT_EQ(merged(*bo, project.file()).measurementsAdded, 0);
}

TEST(Merge, RefusesWhatCannotBeMergedAndChangesNothing) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*project, project.file()); }), "merge.itself");
    std::filesystem::create_symlink(project.file(), project.folder() / "link.trutina");
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*project, project.folder() / "link.trutina"); }), "merge.itself");
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*project, project.folder() / "absent.trutina"); }), "project.not_found");
    writeFile(project.folder() / "text.trutina", "no project");
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*project, project.folder() / "text.trutina"); }), "project.not_a_project");
    ProjectFixture newer;
    newer.close();
    {
        Connection connection(newer.file(), OpenMode::ReadWrite);
        connection.execute("PRAGMA user_version = 99");
    }
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*project, newer.file()); }), "project.newer");
    OpenProjectOptions reading;
    reading.readOnly = true;
    ProjectFixture other;
    EXPECT_EQ(failureCodeOf([&] { (void)merged(*Project::open(project.file(), reading), other.file()); }), "project.read_only");
    EXPECT_EQ(project->counts().all, 1);
}

TEST(Merge, StopsWhenAskedAndChangesNothing) {
    ProjectFixture project;
    project->addItems({textItem("one")});
    Copy bo(*project, "bo");
    for (int number = 0; number < 5; ++number) {
        bo->addItems({textItem("more " + std::to_string(number))});
    }
    std::stop_source stop;
    MergeProgress last;
    EXPECT_THROW((void)project->merge(bo.file(), MergeRun::Real, stop.get_token(),
                                      [&](const MergeProgress& progress) {
                                          last = progress;
                                          if (progress.done == 11) {
                                              stop.request_stop();
                                          }
                                      }),
                 Cancelled);
    EXPECT_EQ(last.total, 1 + 2 * 6);
    EXPECT_EQ(project->counts().all, 1);
    EXPECT_EQ(merged(*project, bo.file()).itemsAdded, 5);
}

TEST(MergeValues, NotesAreUnitedPartByPart) {
    EXPECT_EQ(mergedNote("a", ""), "a");
    EXPECT_EQ(mergedNote("", "b"), "b");
    EXPECT_EQ(mergedNote("b", "a"), mergedNote("a", "b"));
    EXPECT_EQ(mergedNote(mergedNote("a", "b"), "b"), mergedNote("a", "b"));
    EXPECT_EQ(mergedNote(mergedNote("a", "b"), "c"), mergedNote("a", mergedNote("c", "b")));
}

TEST(MergeValues, ValuesThatDifferAreAllKept) {
    const ItemAbout first{"q1", "here", R"({"level": 1, "own": true})", {{"aaaaaaaa", "x"}, {"bbbbbbbb", ""}}};
    const ItemAbout second{"q1", "there", R"({"level": 2})", {{"bbbbbbbb", "named"}, {"aaaaaaaa", "y"}}};
    std::vector<std::string> differing;
    const ItemAbout both = mergedAbout(first, second, differing);
    EXPECT_THAT(differing, UnorderedElementsAre("level", "(answer aaaaaaaa)"));
    EXPECT_EQ(both.externalId, "q1");
    const auto meta = nlohmann::json::parse(both.meta);
    EXPECT_EQ(meta.at("level"), 2);
    EXPECT_EQ(meta.at("own"), true);
    EXPECT_EQ(meta.at("merged_values").at("level"), nlohmann::json::array({1, 2}));
    std::vector<std::string> again;
    EXPECT_EQ(mergedAbout(both, second, again), both);
    EXPECT_THAT(again, IsEmpty()) << "what is known to differ is not told twice";
    EXPECT_EQ(mergedAbout(first, first, again), first);
}
