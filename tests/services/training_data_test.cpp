// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_data.h"
#include "storage/repositories/project.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <set>

namespace trutina::services {
namespace {

using testing::ProjectFixture;
using testing::textItem;
using testing::voteFor;

class TrainingDataTest : public ::testing::Test {
  protected:
    TrainingDataTest() {
        testing::writeFile(m_project.folder() / "a.png", "a");
        testing::writeFile(m_project.folder() / "b.png", "b");
        std::vector<storage::NewItem> items;
        for (int i = 0; i < 40; ++i) {
            items.push_back(textItem("prompt " + std::to_string(i), 3));
        }
        for (const char* picture : {"a.png", "b.png"}) {
            items.push_back(textItem(std::string("picture ") + picture));
            items.back().media = {{m_project.folder() / picture, storage::MediaReading::Image}};
        }
        for (const auto id : m_project->addItems(items)) {
            m_project->vote(voteFor(*m_project, id, 0));
        }
    }
    [[nodiscard]] TrainingInput read(double heldOutShare, const MediaProblem& problemOf = {}) const {
        TrainingSources sources;
        sources.projects = {m_project.file()};
        sources.heldOutShare = heldOutShare;
        return readTrainingData(sources, problemOf, {});
    }
    static std::set<std::string> prompts(const std::vector<engine::PreferencePair>& pairs) {
        std::set<std::string> found;
        for (const auto& pair : pairs) {
            found.insert(pair.chosen.front().content);
        }
        return found;
    }

    ProjectFixture m_project;
};

TEST_F(TrainingDataTest, NoPromptIsOnBothSidesAndTheSplitIsTheSameEachTime) {
    const auto first = read(0.3);
    const auto held = prompts(first.data.heldOut);
    EXPECT_GT(held.size(), 4U);
    EXPECT_LT(held.size(), 25U);
    for (const auto& set : first.data.sets) {
        for (const auto& prompt : prompts(set)) {
            EXPECT_FALSE(held.contains(prompt)) << prompt;
        }
    }
    EXPECT_EQ(first.pairs() + first.data.heldOut.size(), 82U);
    EXPECT_EQ(first.sources.front().pairs + first.sources.front().heldOut, 82);
    m_project->addItems({textItem("one more")});
    EXPECT_EQ(prompts(read(0.3).data.heldOut), held) << "what else there is does not move a prompt to the other side";
}

TEST_F(TrainingDataTest, PairsWithAndWithoutPicturesArePartedIntoSets) {
    const auto input = read(0);
    ASSERT_EQ(input.data.sets.size(), 2U);
    EXPECT_EQ(input.data.sets[0].size(), 80U);
    EXPECT_EQ(input.data.sets[1].size(), 2U);
    EXPECT_TRUE(input.data.sets[0].front().media.empty());
    EXPECT_EQ(input.data.sets[1].front().media.front().as, engine::MediaReading::Image);
}

TEST_F(TrainingDataTest, AMediumWithAProblemCostsItsPairsAloneAndIsAskedForOnce) {
    int asked = 0;
    const auto input = read(0, [&](const engine::MediaInput& media) -> std::optional<engine::Error> {
        ++asked;
        const auto size = std::filesystem::file_size(media.path);
        EXPECT_EQ(size, 1U);
        return asked == 1 ? std::optional(engine::Error{"media.damaged", "It cannot be read.", {}, {}}) : std::nullopt;
    });
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(input.pairs(), 81U);
    EXPECT_EQ(input.sources.front().leftOut.at("media.damaged"), 1);
    EXPECT_EQ(input.notes.notes.back().code, "media.damaged");
}

} // namespace
} // namespace trutina::services
