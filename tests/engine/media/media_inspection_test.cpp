// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace trutina::engine {

using testing::failureCode;

namespace {

std::filesystem::path medium(const std::string& name) {
    return testing::goldenFile("media/" + name);
}

} // namespace

TEST(InspectMedia, TellsSizesTilesAndTokensOfAPicture) {
    const MediaInspection inspection = inspectMediaFile(medium("landscape.jpg"), {});
    const Picture picture = decodePicture(medium("landscape.jpg"));
    const MediaSheet sheet = readMediaSheet({medium("landscape.jpg")}, {});
    EXPECT_EQ(inspection.kind, MediaKind::Image);
    EXPECT_EQ(inspection.width, picture.width);
    EXPECT_EQ(inspection.height, picture.height);
    EXPECT_EQ(inspection.sheetWidth, sheet.sheet.width);
    EXPECT_EQ(inspection.sheetHeight, sheet.sheet.height);
    EXPECT_EQ(inspection.visionTiles, sheet.tileRows * sheet.tileColumns + 1);
    EXPECT_EQ(inspection.tokens, imageTokenCount(sheet.tileRows, sheet.tileColumns, 20));
    EXPECT_TRUE(inspection.sampled.empty());
}

TEST(InspectMedia, TellsRateFramesAndSamplesOfAVideo) {
    const MediaInspection inspection = inspectMediaFile(medium("landscape.mkv"), {});
    EXPECT_EQ(inspection.kind, MediaKind::Video);
    EXPECT_EQ(inspection.width, 96);
    EXPECT_EQ(inspection.height, 54);
    EXPECT_DOUBLE_EQ(inspection.framesPerSecond, 25);
    EXPECT_EQ(inspection.framesTotal, 60);
    EXPECT_EQ(inspection.sampled, (std::vector<std::int64_t>{0, 25, 50}));
    EXPECT_NEAR(inspection.durationSeconds, 2.4, 0.05);
    EXPECT_EQ(inspection.sheetWidth, 560);
    EXPECT_EQ(inspection.sheetHeight, 1120);
    EXPECT_EQ(inspection.tokens, imageTokenCount(2, 1, 20));
}

TEST(InspectMedia, SavesTheSheetThatTheModelSees) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"portrait.png", "square.mov"}) {
        const auto saved = folder.path() / "sheet.png";
        static_cast<void>(inspectMediaFile(medium(name), {.tileSize = 224, .training = true, .saveSheet = saved}, 14));
        const MediaSheet sheet = readMediaSheet({medium(name)}, {.tileSize = 224, .form = PartitionForm::Training});
        EXPECT_EQ(decodePicture(saved).rgb, sheet.sheet.rgb) << name;
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1); // no temporary file is left
}

TEST(InspectMedia, KeepsTheOldFileWhenTheNewOneCannotBeMade) {
    const testing::TemporaryDirectory folder;
    EXPECT_EQ("file.not_written", failureCode([&] {
                  static_cast<void>(inspectMediaFile(medium("tiny.png"), {.saveSheet = folder.path() / "absent" / "sheet.png"}));
              }));
    std::filesystem::create_directory(folder.path() / "folder.png");
    EXPECT_EQ("file.not_written", failureCode([&] {
                  static_cast<void>(inspectMediaFile(medium("tiny.png"), {.saveSheet = folder.path() / "folder.png"}));
              }));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(InspectMedia, RefusesATileThatPatchesDoNotFill) {
    EXPECT_EQ("options.tile_size",
              failureCode([] { static_cast<void>(inspectMediaFile(medium("tiny.png"), {.tileSize = 550})); }));
    EXPECT_EQ("options.tile_size", failureCode([] { static_cast<void>(inspectMediaFile(medium("tiny.png"), {.tileSize = 0})); }));
    EXPECT_EQ("options.tile_size", failureCode([] { static_cast<void>(inspectMediaFile(medium("tiny.png"), {}, 0)); }));
}

TEST(InspectMedia, TellsTheKindByTheBytesOfAReadableExtension) {
    const testing::TemporaryDirectory folder;
    const auto misnamed = folder.path() / "really-a-video.png";
    std::filesystem::copy_file(medium("square.mov"), misnamed);
    EXPECT_EQ(inspectMediaFile(misnamed, {}).kind, MediaKind::Video);
    const auto unknown = folder.path() / "really-a-picture.dat";
    std::filesystem::copy_file(medium("tiny.png"), unknown);
    EXPECT_EQ("media.unsupported", failureCode([&] { static_cast<void>(inspectMediaFile(unknown, {})); }));
}

} // namespace trutina::engine
