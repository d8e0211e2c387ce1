// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>

using namespace trutina::storage;
using namespace trutina::testing;

namespace {

struct ModelItem {
    std::string prompt;
    std::vector<std::string> answers;
    std::string note;
    bool flagged = false;
    std::optional<std::string> winner; ///< text of the answer voted for
    bool operator==(const ModelItem&) const = default;
};
using Model = std::map<std::int64_t, ModelItem>; ///< by item id

Model stateOf(const Project& project) {
    Model model;
    for (const ItemSummary& summary : project.items({})) {
        const ItemRecord record = project.item(summary.id);
        ModelItem item{record.prompt.front().content, {}, record.note, record.flagged, {}};
        const auto vote = project.currentVote(record.id);
        for (const CandidateRecord& candidate : record.candidates) {
            item.answers.push_back(candidate.turns.front().content);
            if (vote && vote->winner == candidate.id) {
                item.winner = item.answers.back();
            }
        }
        model[record.id.value] = item;
    }
    return model;
}

} // namespace

// The model of undo is the plainest there is: a list of whole states and a place in it.
TEST(JournalProperty, UndoAndRedoWalkThroughTheStatesThatWere) {
    constexpr int kRuns = 4;
    constexpr int kSteps = 120;
    for (unsigned run = 0; run < kRuns; ++run) {
        ProjectFixture project;
        std::mt19937 random(run);
        std::vector<Model> states{{}};
        std::size_t place = 0;
        const auto draw = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
        for (int step = 0; step < kSteps; ++step) {
            Model next = states[place];
            auto chosen = next.begin();
            std::advance(chosen, next.empty() ? 0 : draw(static_cast<int>(next.size())));
            const ItemId id{next.empty() ? 0 : chosen->first};
            const int action = draw(11);
            if (action >= 9) {
                project->undo();
                place -= place > 0 ? 1U : 0U;
            } else if (action == 8) {
                project->redo();
                place += place + 1 < states.size() ? 1U : 0U;
            } else {
                if (action == 0 || next.empty()) {
                    const NewItem item = textItem("prompt " + std::to_string(step));
                    next[project->addItems({item}).front().value] = {
                        item.prompt[0].content,
                        {item.candidates[0].turns[0].content, item.candidates[1].turns[0].content},
                        "",
                        false,
                        {}};
                } else if (action <= 3) {
                    const std::size_t winner = static_cast<std::size_t>(draw(2));
                    project->vote(voteFor(*project, id, winner));
                    chosen->second.winner = chosen->second.answers[winner];
                } else if (action == 4) {
                    chosen->second.note = "note " + std::to_string(step);
                    project->setNote(id, chosen->second.note);
                } else if (action == 5) {
                    chosen->second.flagged = !chosen->second.flagged;
                    project->setFlag(id, chosen->second.flagged);
                } else if (action == 6) {
                    project->removeItems({id});
                    next.erase(chosen);
                } else {
                    chosen->second.answers[1] = "edited " + std::to_string(step);
                    chosen->second.winner.reset();
                    NewItem edited = textItem("");
                    edited.prompt[0].content = chosen->second.prompt;
                    edited.candidates[0].turns[0].content = chosen->second.answers[0];
                    edited.candidates[1].turns[0].content = chosen->second.answers[1];
                    project->replaceItem(id, edited);
                }
                states.resize(++place);
                states.push_back(next);
            }
            if (draw(15) == 0) {
                project.reopen();
            }
            ASSERT_EQ(stateOf(*project), states[place]) << "run " << run << ", step " << step << ", action " << action;
            ASSERT_EQ(project->journalState().undoText.empty(), place == 0);
            ASSERT_EQ(project->journalState().redoText.empty(), place + 1 == states.size());
        }
        EXPECT_TRUE(project->check({}).empty());
    }
}
