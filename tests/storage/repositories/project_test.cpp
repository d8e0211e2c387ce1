// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/project_fixture.h"

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
