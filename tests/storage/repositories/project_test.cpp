// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/item_stream.h"
#include "storage/repositories/vote_repository.h"
#include "tests/support/project_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace trutina::storage;
using namespace trutina::testing;

TEST(Project, KeepsItemsByteForByteAcrossReopening) {
    ProjectFixture project;
    NewItem item = textItem("Which cup is \"fuller\"?\r\n<|im_end|> <ImageHere> [UNUSED_TOKEN_146]");
    item.prompt.insert(item.prompt.begin(), {"system", std::string("nul \0 inside", 12)});
    item.externalId = "q1";
    item.tags = {"b", "a", "b", ""};
    item.meta = R"({"k": [1, 2.50]})";
    item.source = "import x";
    const ItemId id = project->addItems({item}).front();
    project.reopen();
    const ItemRecord record = project->item(id);
    EXPECT_EQ(record.prompt, item.prompt);
    EXPECT_EQ(record.candidates.at(1).turns, item.candidates.at(1).turns);
    EXPECT_EQ(record.candidates.at(1).name, "writer-2");
    EXPECT_EQ(record.tags, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(record.meta, item.meta);
    EXPECT_EQ(record.source, "import x");
    EXPECT_EQ(record.externalId, "q1");
    EXPECT_EQ(record.number, 1);
}

TEST(Project, FindsTheSameTextsWithAndWithoutAnIndex) {
    const TemporaryDirectory folder;
    for (const bool searchIndex : {true, false}) {
        const auto file = folder.path() / (searchIndex ? "indexed.trutina" : "plain.trutina");
        CreateProjectOptions options;
        options.searchIndex = searchIndex;
        (void)Project::create(file, options);
        const auto project = Project::open(file); // the choice is the project's, not the call's
        project->addItems({textItem("Which CUP is fuller?"), textItem("50 % of \"all\" doors"), textItem("Cupboards")});
        const auto found = [&](const std::string& text) {
            std::vector<int> numbers;
            for (const ItemSummary& item : project->items({.text = text})) {
                numbers.push_back(item.number);
            }
            return numbers;
        };
        EXPECT_EQ(found("cup"), (std::vector<int>{1, 3})) << searchIndex;
        EXPECT_EQ(found("0 %"), (std::vector<int>{2})) << searchIndex;
        EXPECT_EQ(found("\"all\" door"), (std::vector<int>{2})) << searchIndex;
        EXPECT_EQ(found("5_ %"), std::vector<int>()) << searchIndex;
        project->replaceItem(project->items({.text = "Cupboards"}).front().id, textItem("Shelves"));
        EXPECT_EQ(found("cupboard"), std::vector<int>()) << searchIndex;
        EXPECT_EQ(found("shelves"), (std::vector<int>{3})) << searchIndex;
        project->undo();
        EXPECT_EQ(found("cupboard"), (std::vector<int>{3})) << searchIndex;
    }
}

TEST(Project, AnImportLeavesTheIndexAsItWorksFromDayToDay) {
    ProjectFixture project;
    const auto itemsThenStop = [](int count, bool fails) {
        return [number = 0, count, fails]() mutable -> std::optional<NewItem> {
            if (number == count && fails) {
                throw Cancelled();
            }
            if (number == count) {
                return std::nullopt;
            }
            NewItem item = textItem("cup " + std::to_string(1000 + number++));
            item.tags = {"many"};
            ImportedVote& vote = item.votes.emplace_back();
            vote.annotator = "bo";
            vote.winner = 1;
            vote.ranking = {1, 0};
            return item;
        };
    };
    const auto options = [&] {
        SQLite::Database file(project.file().string(), SQLite::OPEN_READONLY);
        SQLite::Statement rows(file,
                               "SELECT k || ' ' || v FROM item_search_config WHERE k IN ('automerge', 'hashsize') ORDER BY k");
        std::vector<std::string> found;
        while (rows.executeStep()) {
            found.push_back(rows.getColumn(0).getString());
        }
        return found;
    };
    const auto summary = [](std::int64_t) { return std::string("import"); };
    EXPECT_THROW(project->addItemsFrom(itemsThenStop(500, true), summary), Cancelled);
    EXPECT_EQ(options(), std::vector<std::string>());
    EXPECT_TRUE(project->items({.text = "cup"}).empty());

    EXPECT_EQ(project->addItemsFrom(itemsThenStop(500, false), summary), 500);
    EXPECT_EQ(options(), (std::vector<std::string>{"automerge 4", "hashsize 1048576"}));
    EXPECT_EQ(project->items({.text = "cup 1499"}).size(), 1U);
    project->replaceItem(project->items({.text = "cup 1200"}).front().id, textItem("shelf"));
    EXPECT_TRUE(project->items({.text = "cup 1200"}).empty());
    SQLite::Database file(project.file().string(), SQLite::OPEN_READWRITE);
    EXPECT_NO_THROW(file.exec("INSERT INTO item_search (item_search, rank) VALUES ('integrity-check', 1)"));
    EXPECT_FALSE(SQLite::Statement(file, "PRAGMA foreign_key_check").executeStep()); // references were taken for granted
}

TEST(Project, VotesUndoAndRedoAcrossReopening) {
    ProjectFixture project;
    const ItemId id = project->addItems({textItem("a"), textItem("b")}).front();
    const NewVote first = voteFor(*project, id, 0);
    const NewVote second = voteFor(*project, id, 1);
    project->vote(first);
    project->vote(second);
    EXPECT_EQ(project->currentVote(id)->winner, second.winner);
    EXPECT_EQ(project->journalState().undoText, "vote on item 1");
    project.reopen();
    project->undo();
    EXPECT_EQ(project->currentVote(id)->winner, first.winner);
    project.reopen();
    EXPECT_EQ(project->undo().undoText, "import of 2 items");
    EXPECT_FALSE(project->currentVote(id));
    project->undo();
    EXPECT_EQ(project->counts().all, 0);
    EXPECT_EQ(project->undo().undoText, "");
    project.reopen();
    for (int step = 0; step < 3; ++step) {
        project->redo();
    }
    EXPECT_EQ(project->currentVote(id)->winner, second.winner);
    EXPECT_EQ(project->counts().decided, 1);
    EXPECT_EQ(project->journal(10).size(), 3U);
}

TEST(Project, RefusesItemsThatCannotBeJudgedAndAddsNothing) {
    ProjectFixture project;
    const auto refusal = [&](const NewItem& item) { return failureCodeOf([&] { project->addItems({textItem("good"), item}); }); };
    EXPECT_EQ(refusal(textItem("none", 0)), "item.invalid");
    EXPECT_EQ(refusal(textItem("ten", 10)), "item.invalid");
    EXPECT_EQ(refusal(textItem(" \n")), "item.invalid");
    EXPECT_EQ(refusal(textItem("bad \xFF\xFE")), "item.invalid");
    NewItem role = textItem("role");
    role.prompt[0].role = "tool";
    EXPECT_EQ(refusal(role), "item.invalid");
    NewItem meta = textItem("meta");
    meta.meta = "[1]";
    EXPECT_EQ(refusal(meta), "item.invalid");
    NewItem picture = textItem("picture");
    picture.media = {{project.folder() / "absent.png"}};
    EXPECT_EQ(refusal(picture), "media.not_found");
    EXPECT_EQ(project->counts().all, 0);
    EXPECT_EQ(project->addItems({textItem("one", 1), textItem("nine", 9)}).size(), 2U);
    EXPECT_EQ(project->counts().open, 1);
}

TEST(Project, RefusesVotesThatContradictThemselves) {
    ProjectFixture project;
    const auto ids = project->addItems({textItem("a"), textItem("b"), textItem("one", 1)});
    const auto refusal = [&](const NewVote& vote) { return failureCodeOf([&] { project->vote(vote); }); };
    NewVote vote = voteFor(*project, ids[0], 0);
    vote.decision = Decision::Tie;
    EXPECT_EQ(refusal(vote), "vote.invalid");
    vote = voteFor(*project, ids[0], 0);
    vote.item = ids[1];
    EXPECT_EQ(refusal(vote), "vote.invalid");
    vote = voteFor(*project, ids[0], 0);
    vote.ranking = {project->item(ids[0]).candidates[1].id, vote.winner};
    EXPECT_EQ(refusal(vote), "vote.invalid");
    EXPECT_EQ(refusal(voteFor(*project, ids[2], 0)), "vote.invalid");
    EXPECT_EQ(project->journal(10).size(), 1U);
}

TEST(Project, KeepsEveryFieldOfAVote) {
    ProjectFixture project;
    const ItemId id = project->addItems({textItem("a", 3)}).front();
    NewVote vote = voteFor(*project, id, 2);
    vote.strength = Strength::Much;
    vote.ranking = {vote.winner, project->item(id).candidates[0].id};
    vote.reason = "because";
    vote.note = "näher";
    vote.shownOrder = project->shownOrder(id).id;
    vote.sawScoresBefore = true;
    vote.timeSpentMilliseconds = 1234;
    project->vote(vote);
    project.reopen();
    const VoteRecord record = project->currentVote(id).value();
    EXPECT_EQ(record.strength, Strength::Much);
    EXPECT_EQ(record.ranking, vote.ranking);
    EXPECT_EQ(record.reason, vote.reason);
    EXPECT_EQ(record.note, vote.note);
    EXPECT_EQ(record.shownOrder, vote.shownOrder);
    EXPECT_TRUE(record.sawScoresBefore);
    EXPECT_EQ(record.timeSpentMilliseconds, 1234);
    EXPECT_TRUE(record.criterion.isValid());
}

TEST(Project, RecordsTheShownOrderOnceAndUndoLeavesIt) {
    ProjectFixture project;
    const ItemId id = project->addItems({textItem("a", 9)}).front();
    const ShownOrder order = project->shownOrder(id);
    EXPECT_EQ(order.candidates.size(), 9U);
    project->vote(voteFor(*project, id, 0));
    project->undo();
    project.reopen();
    EXPECT_EQ(project->shownOrder(id).id, order.id);
    EXPECT_EQ(project->shownOrder(id).candidates, order.candidates);
}

TEST(Project, EditKeepsUnchangedCandidatesAndTheirScores) {
    ProjectFixture project;
    const ItemId id = project->addItems({textItem("a")}).front();
    const ItemRecord before = project->item(id);
    NewMeasurement score;
    score.candidate = before.candidates[0].id;
    score.values = {1.5, -2.25, 1e-300};
    project->addMeasurements({score});
    project->vote(voteFor(*project, id, 0));
    NewItem edited = textItem("a");
    edited.candidates[1].turns[0].content = "other";
    project->replaceItem(id, edited);
    EXPECT_EQ(project->item(id).candidates[0].id, before.candidates[0].id);
    EXPECT_NE(project->item(id).candidates[1].id, before.candidates[1].id);
    EXPECT_EQ(project->measurements(id).at(0).values, score.values);
    EXPECT_FALSE(project->currentVote(id));
    EXPECT_EQ(project->items({.text = "OTHER"}).size(), 1U);
    project->undo();
    EXPECT_EQ(project->item(id).candidates[1].id, before.candidates[1].id);
    EXPECT_EQ(project->currentVote(id)->winner, before.candidates[0].id);
    EXPECT_TRUE(project->items({.text = "other"}).empty());
}

TEST(Project, FindsTextCaseInsensitivelyAndPagesByNumber) {
    ProjectFixture project;
    std::vector<NewItem> items;
    for (int number = 1; number <= 1000; ++number) {
        items.push_back(textItem("Größe " + std::to_string(number) + " \"quoted\" 100%"));
    }
    project->addItems(items);
    EXPECT_EQ(project->items({.text = "GRÖSSE"}).size(), 0U);
    EXPECT_EQ(project->items({.text = "gRÖß", .limit = 5000}).size(), 1000U);
    EXPECT_EQ(project->items({.text = "\"quoted\"", .afterNumber = 990}).size(), 10U);
    EXPECT_EQ(project->items({.text = "0%", .limit = 3}).size(), 3U);
    EXPECT_EQ(project->items({.text = "z%"}).size(), 0U);
    EXPECT_EQ(project->items({.text = "", .afterNumber = 300, .limit = 2}).front().number, 301);
    project->undo();
    EXPECT_EQ(project->counts().all, 0);
    EXPECT_TRUE(project->items({.text = "quoted"}).empty());
    project->redo();
    EXPECT_EQ(project->counts().open, 1000);
}

TEST(Project, TakesAnAnswerOfFiveMegabytes) {
    ProjectFixture project;
    std::string huge;
    for (int line = 0; huge.size() < (5U << 20U); ++line) {
        huge += "line " + std::to_string(line) + " of a long answer\n";
    }
    NewItem item = textItem("huge");
    item.candidates[0].turns[0].content = huge;
    const ItemId id = project->addItems({item}).front();
    EXPECT_EQ(project->item(id).candidates[0].turns[0].content, huge);
    EXPECT_EQ(project->items({.text = "LINE 99999 OF"}).size(), 1U);
}

TEST(Project, NoticesMediaThatAreMissingOrChanged) {
    ProjectFixture project(MediaPolicy::Reference);
    const auto picture = project.folder() / "a.png";
    writeFile(picture, "\x89PNG one");
    NewItem item = textItem("picture");
    item.media = {{picture}};
    const ItemId id = project->addItems({item}).front();
    EXPECT_EQ(project->item(id).media.at(0).state, MediaState::Present);
    EXPECT_EQ(project->items({}).at(0).pictures, 1);
    writeFile(picture, "\x89PNG two");
    EXPECT_EQ(project->item(id).media.at(0).state, MediaState::Changed);
    std::filesystem::remove(picture);
    EXPECT_EQ(project->item(id).media.at(0).state, MediaState::Missing);
    EXPECT_EQ(project->check({}).size(), 1U);
    const auto moved = project.folder() / "moved.png";
    writeFile(moved, "\x89PNG three");
    const MediaId medium = project->item(id).media.at(0).id;
    EXPECT_EQ(failureCodeOf([&] { project->relocateMedia(medium, moved); }), "media.changed");
    writeFile(moved, "\x89PNG one");
    project->relocateMedia(medium, moved);
    EXPECT_EQ(project->item(id).media.at(0).state, MediaState::Present);
    project->undo();
    EXPECT_EQ(project->item(id).media.at(0).state, MediaState::Missing);
}

TEST(ProjectFile, TellsWhatIsWrongWithAFile) {
    TemporaryDirectory folder;
    const auto file = folder.path() / "x.trutina";
    EXPECT_EQ(failureCodeOf([&] { Project::open(file); }), "project.not_found");
    EXPECT_EQ(failureCodeOf([&] { Project::create(folder.path() / "no" / "x.trutina"); }), "project.not_found");
    writeFile(file, "not a database at all");
    EXPECT_EQ(failureCodeOf([&] { Project::open(file); }), "project.not_a_project");
    EXPECT_EQ(failureCodeOf([&] { Project::create(file); }), "project.exists");
    writeFile(file, "");
    EXPECT_EQ(failureCodeOf([&] { Project::open(file); }), "project.not_a_project");
}

TEST(ProjectFile, SaysThatAFileIsDamaged) {
    ProjectFixture project;
    project->addItems({textItem("a")});
    project.close();
    std::fstream stream(project.file(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(100);
    stream << std::string(std::filesystem::file_size(project.file()) - 100, '\x5A');
    stream.close();
    EXPECT_EQ(failureCodeOf([&] { Project::open(project.file()); }), "project.damaged");
}

TEST(ProjectFile, SaysThatAHistoryIsDamagedAndChangesNothing) {
    for (const char* change : {"{", "[]", "{\"before\": \"x\"}", "{\"before\": {}, \"after\": []}"}) {
        ProjectFixture project;
        const ItemId id = project->addItems({textItem("a")}).front();
        project->vote(voteFor(*project, id, 0));
        project.close();
        SQLite::Database(project.file().string(), SQLite::OPEN_READWRITE)
            .exec("UPDATE journal SET change = '" + std::string(change) + "' WHERE action = 'vote'");
        const auto opened = Project::open(project.file());
        EXPECT_EQ(failureCodeOf([&] { opened->undo(); }), "project.damaged") << change;
        EXPECT_TRUE(opened->currentVote(id));
    }
}

TEST(ProjectFile, FindsTheVotesOfAnItemWithoutReadingAll) {
    const ProjectFixture project;
    SQLite::Database file(project.file().string(), SQLite::OPEN_READONLY);
    SQLite::Statement plan(file, "EXPLAIN QUERY PLAN " + std::string(kCurrentVotesOfItem));
    int searches = 0;
    while (plan.executeStep()) {
        const std::string step = plan.getColumn("detail").getString();
        EXPECT_EQ(step.find("SCAN"), std::string::npos) << step;
        searches += step.starts_with("SEARCH votes USING") ? 1 : 0;
    }
    EXPECT_EQ(searches, 2);
}

TEST(ProjectFile, ReadsAllItemsWithoutSorting) {
    const ProjectFixture project;
    SQLite::Database file(project.file().string(), SQLite::OPEN_READONLY);
    for (const std::string& question : ItemStream::questions()) {
        SQLite::Statement plan(file, "EXPLAIN QUERY PLAN " + question);
        int steps = 0;
        for (; plan.executeStep(); ++steps) {
            const std::string step = plan.getColumn("detail").getString();
            EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << step;
            EXPECT_TRUE(steps == 0 ? step.ends_with("USING INDEX items_by_number") : step.starts_with("SEARCH")) << step;
        }
        EXPECT_GE(steps, 1) << question;
    }
}

TEST(Project, GivesAllItemsAsItGivesThemOneByOne) {
    ProjectFixture project;
    const auto picture = project.folder() / "picture.png";
    writeFile(picture, "\x89PNG\r\n\x1a\n");
    NewItem rich = textItem("rich");
    rich.prompt.insert(rich.prompt.begin(), {"system", "Be brief."});
    rich.media = {{picture}};
    rich.tags = {"b", "a"};
    rich.meta = R"({"k":1})";
    rich.candidates.at(1).turns.push_back({"assistant", "and more"});
    rich.candidates.at(1).media = {{picture, MediaReading::Image}};
    NewItem voted = textItem("voted");
    const auto judged = [](const char* annotator, Decision decision, int winner) {
        ImportedVote vote;
        vote.annotator = annotator;
        vote.decision = decision;
        vote.winner = winner;
        return vote;
    };
    voted.votes = {judged("Ada", Decision::Winner, 1), judged("Bea", Decision::Tie, -1), judged("Ada", Decision::Winner, 0)};
    voted.votes.front().ranking = {1, 0};
    voted.votes.back().kind = VoteKind::Adjudication;
    const auto ids = project->addItems({textItem("first"), rich, textItem("removed"), voted, textItem("edited")});
    project->removeItems({ids.at(2)});
    project->replaceItem(ids.at(4), textItem("edited since"));
    project->vote(voteFor(*project, ids.at(3), 0));
    project->setNote(ids.at(0), "a note");
    project->setFlag(ids.at(4), true);

    std::vector<ItemRecord> items;
    project->forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& votes) {
            EXPECT_EQ(item, project->item(item.id)) << item.number;
            EXPECT_EQ(votes, project->votes(item.id)) << item.number;
            items.push_back(item);
        },
        {});
    ASSERT_EQ(items.size(), 4U);
    EXPECT_EQ(items.at(1).media.size(), 1U);
    EXPECT_EQ(items.at(1).tags, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(items.at(1).candidates.at(1).turns.size(), 2U);
    EXPECT_EQ(project->votes(ids.at(3)).size(), 4U);
    EXPECT_EQ(items.at(3).prompt.front().content, "edited since");
}

TEST(ProjectFile, BackupIsAWholeProject) {
    ProjectFixture project;
    const ItemId id = project->addItems({textItem("a")}).front();
    project->vote(voteFor(*project, id, 0));
    const auto copy = project.folder() / "copy.trutina";
    project->backup(copy);
    EXPECT_EQ(failureCodeOf([&] { project->backup(copy); }), "project.exists");
    EXPECT_TRUE(Project::open(copy)->currentVote(id));
}

TEST(Project, AnAdjudicationStandsBesideTheVotesAndIsOnePerItem) {
    ProjectFixture project;
    const ItemId item = project->addItems({textItem("one")}).front();
    project->vote(voteFor(*project, item, 0));
    NewVote settling = voteFor(*project, item, 1);
    settling.kind = VoteKind::Adjudication;
    project->vote(settling);
    ASSERT_EQ(project->votes(item).size(), 2U);
    EXPECT_EQ(project->votes(item)[1].kind, VoteKind::Adjudication);
    EXPECT_EQ(project->currentVote(item)->kind, VoteKind::Vote) << "one's own vote is another matter";
    EXPECT_EQ(project->counts().decided, 1);
    project->setAnnotator("bo");
    EXPECT_EQ(project->counts().decided, 0) << "settling is no vote of one's own";
    settling.winner = project->item(item).candidates[0].id;
    project->vote(settling);
    ASSERT_EQ(project->votes(item).size(), 2U);
    EXPECT_EQ(project->votes(item)[1].annotatorName, "bo");
    EXPECT_EQ(project->journalState().undoText, "adjudication of item 1");
    project->undo();
    EXPECT_EQ(project->votes(item)[1].annotatorName, "ada");
    project->withdrawAdjudication(item);
    EXPECT_EQ(project->votes(item).size(), 1U);
    project->undo();
    EXPECT_EQ(project->votes(item).size(), 2U);
    EXPECT_TRUE(project->check({}).empty());
}

TEST(Project, TagsAreAddedToMany) {
    ProjectFixture project;
    NewItem tagged = textItem("two");
    tagged.tags = {"old", "new"};
    const auto items = project->addItems({textItem("one"), tagged});
    EXPECT_EQ(project->addTag(items, "new", "tag \"new\""), 1) << "the other has it";
    EXPECT_EQ(project->item(items[0]).tags, std::vector<std::string>{"new"});
    EXPECT_EQ(project->journalState().undoText, "tag \"new\"");
    project->undo();
    EXPECT_TRUE(project->item(items[0]).tags.empty());
    EXPECT_EQ(project->item(items[1]).tags.size(), 2U);
    EXPECT_EQ(failureCodeOf([&] { (void)project->addTag(items, "", "tag"); }), "item.invalid");
    EXPECT_EQ(failureCodeOf([&] { (void)project->addTag({items[0], ItemId{99}}, "x", "tag"); }), "item.not_found");
    EXPECT_TRUE(project->item(items[0]).tags.empty()) << "nothing is half done";
}

TEST(Project, ListsTheItemsThatAreAskedFor) {
    ProjectFixture project;
    const auto items = project->addItems({textItem("one"), textItem("two"), textItem("three")});
    ItemFilter filter;
    filter.only = {items[2], items[0]};
    const auto found = project->items(filter);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, items[0]);
    EXPECT_EQ(found[1].id, items[2]);
    filter.text = "three";
    EXPECT_EQ(project->items(filter).size(), 1U);
    filter.only = {ItemId{99}};
    EXPECT_TRUE(project->items(filter).empty());
}
