// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/training/scene_views.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace trutina::engine {
namespace {

const SceneSet kSet{{"circle", "star"}, {"red", "green", "blue"}, {}};

TEST(SceneViews, PutsShapesIntoTheCellsOfTheGlobalViewAndOfTheirTile) {
    const Scene scene{"", {{0, 2, 30, 40, 28}, {1, 0, 150, 90, 14}}};
    const Partition partition = partitionPicture(224, 112, 9, 112, PartitionForm::Inference);
    const auto views = viewTruths(scene, kSet, partition, 224, 112, 112);
    ASSERT_EQ(views.size(), 3U);
    // The global view halves the width: (15, 40) and (75, 90).
    EXPECT_EQ(views[0].shapes[4 * 1 + 0], 1);
    EXPECT_EQ(views[0].colours[4 * 1 + 0], 2);
    EXPECT_EQ(views[0].shapes[4 * 3 + 2], 2);
    EXPECT_EQ(views[0].counts, (std::vector<std::int64_t>{1, 1, 1, 0, 1}));
    EXPECT_EQ(views[1].shapes[4 * 1 + 1], 1);
    EXPECT_EQ(views[1].counts, (std::vector<std::int64_t>{1, 0, 0, 0, 1}));
    EXPECT_NEAR(views[1].places[5][0], 30.0 / 28 - 1.5, 1e-6);
    EXPECT_FLOAT_EQ(views[1].places[5][2], 0) << "a quarter of the tile";
    EXPECT_FLOAT_EQ(views[0].places[4][2], -0.5F) << "half of it in one direction";
    EXPECT_EQ(views[2].shapes[4 * 3 + 1], 2);
}

TEST(SceneViews, FollowsPortraitPicturesAndTheirPadding) {
    const Scene scene{"", {{0, 0, 20, 200, 10}}};
    const Partition partition = partitionPicture(100, 224, 9, 112, PartitionForm::Training);
    ASSERT_TRUE(partition.transposed);
    const auto views = viewTruths(scene, kSet, partition, 100, 224, 112);
    const double x = 20.0 * partition.uprightWidth() / 100 + partition.paddingTop;
    const double y = 200.0 * partition.uprightHeight() / 224;
    const auto cell =
        static_cast<std::size_t>(y / partition.sheetHeight * 4) * 4 + static_cast<std::size_t>(x / partition.sheetWidth * 4);
    EXPECT_EQ(views[0].shapes[cell], 1);
}

TEST(SceneViews, DoesNotJudgeACellWithSeveralCentresButCountsThem) {
    const Scene scene{"", {{0, 0, 5, 5, 8}, {1, 1, 20, 20, 8}, {1, 1, 10, 20, 8}}};
    const auto views = viewTruths(scene, kSet, partitionPicture(112, 112, 9, 112, PartitionForm::Inference), 112, 112, 112);
    ASSERT_EQ(views.size(), 1U) << "the one tile equals the global view";
    EXPECT_EQ(views[0].shapes[0], ViewTruth::kUnjudged);
    EXPECT_EQ(views[0].colours[0], ViewTruth::kUnjudged);
    EXPECT_EQ(views[0].counts, (std::vector<std::int64_t>{1, 2, 1, 2, 0}));
}

TEST(SceneFile, NamesTheLineThatIsWrong) {
    const testing::TemporaryDirectory folder;
    const auto messageOf = [&](const std::string& text) -> std::string {
        std::ofstream(folder.path() / "scenes.jsonl") << text;
        try {
            return std::to_string(readScenes(folder.path() / "scenes.jsonl").scenes.size()) + " scenes";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.error().code, "training.scenes");
            return failure.error().message;
        }
    };
    const std::string head = R"({"shapes":["circle"],"colours":["red"]})"
                             "\n";
    EXPECT_EQ(messageOf(head + R"({"image":"a.png","shapes":[{"shape":"circle","colour":"red","x":1,"y":2,"diameter":3.5}]})"),
              "1 scenes");
    for (const char* line : {R"({"shapes":[]})", "nonsense",
                             R"({"image":"a.png","shapes":[{"shape":"cube","colour":"red","x":1,"y":2,"diameter":3}]})",
                             R"({"image":"a.png","shapes":[{"shape":"circle","colour":"red","x":1,"y":"2","diameter":3}]})",
                             R"({"image":"a.png","shapes":[{"shape":"circle","colour":"red","x":1,"y":2,"diameter":0}]})",
                             R"({"image":"a.png","shapes":[5]})"}) {
        EXPECT_NE(messageOf(head + line).find("line 2"), std::string::npos) << line;
    }
    EXPECT_NE(messageOf(R"({"shapes":[],"colours":["red"]})").find("line 1"), std::string::npos);
    EXPECT_NE(messageOf(head).find("no scene"), std::string::npos);
}

} // namespace
} // namespace trutina::engine
