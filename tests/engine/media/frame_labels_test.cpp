// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_labels.h"
#include "engine/media/frame_sheet.h"
#include "engine/media/media_reader.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace trutina::engine {

using testing::failureCode;

namespace {

constexpr int kStrip = 40;
constexpr int kGrey = 128;

struct Box {
    int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1; ///< inclusive
};

/// Where a picture is not white.
Box inkOf(const Picture& picture) {
    Box box;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            if (picture.row(y)[3 * x] != 255) {
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x), std::max(box.bottom, y)};
            }
        }
    }
    return box;
}

Picture labelOf(int number) {
    Picture canvas(400, 80);
    FrameLabels().draw(canvas, 0, 0, number);
    return canvas;
}

} // namespace

TEST(FrameLabels, CountFromZero) {
    EXPECT_EQ(FrameLabels::textOf(0), "<IMAGE 0>");
    EXPECT_EQ(FrameLabels::textOf(31), "<IMAGE 31>");
}

TEST(FrameLabels, FitIntoTheirStripsForEveryNumber) {
    for (int number = 0; number < 32; ++number) {
        const Box ink = inkOf(labelOf(number));
        EXPECT_GE(ink.top, 5) << number; // the ascender line is above the capitals
        EXPECT_LT(ink.bottom, kStrip) << number;
        EXPECT_GE(ink.left, 0) << number;
        EXPECT_LT(ink.right, 280) << number; // a column of 9:16 frames is 630 wide
    }
}

TEST(FrameLabels, DifferForEveryNumber) {
    std::vector<Picture> labels;
    for (int number = 0; number < 32; ++number) {
        labels.push_back(labelOf(number));
        for (int other = 0; other < number; ++other) {
            EXPECT_NE(labels[static_cast<std::size_t>(other)].rgb, labels.back().rgb) << other << " and " << number;
        }
    }
}

TEST(FrameLabels, AreBlackOfTheStatedSize) {
    const Picture label = labelOf(0);
    EXPECT_EQ(*std::min_element(label.rgb.begin(), label.rgb.end()), 0);
    const Box ink = inkOf(label);
    EXPECT_NEAR(ink.bottom - ink.top + 1, 30, 2); // capitals of a size 40 are about three quarters of it high
    for (std::size_t i = 0; i < label.rgb.size(); i += 3) {
        ASSERT_TRUE(label.rgb[i] == label.rgb[i + 1] && label.rgb[i] == label.rgb[i + 2]);
    }
}

TEST(FrameLabels, MoveWithTheirPlace) {
    Picture canvas(400, 120);
    FrameLabels().draw(canvas, 30, 20, 7);
    const Box moved = inkOf(canvas);
    const Box ink = inkOf(labelOf(7));
    EXPECT_EQ(moved.left, ink.left + 30);
    EXPECT_EQ(moved.top, ink.top + 20);
}

TEST(FrameLabels, AreCutAtTheEdgesOfTheCanvas) {
    Picture canvas(20, 20, 255);
    FrameLabels labels;
    for (const auto& [left, top] : {std::pair{-100, -10}, {10, 10}, {-1000, -1000}, {1000, 1000}}) {
        labels.draw(canvas, left, top, 12);
    }
    SUCCEED(); // under the sanitizers a pixel beside the canvas would be seen
}

TEST(FrameLabels, DarkenTheStripsAndNothingElse) {
    for (const auto layout : {FrameLayout::Stacked, FrameLayout::SideBySide}) {
        const std::vector<Picture> frames(12, Picture(300, 60, kGrey));
        FrameLabels labels;
        const Picture plain = composeFrames(frames, layout);
        const Picture labelled = composeFrames(frames, layout, &labels);
        ASSERT_EQ(plain.rgb.size(), labelled.rgb.size());
        std::array<int, 12> changed{};
        for (int y = 0; y < plain.height; ++y) {
            for (int x = 0; x < plain.width; ++x) {
                if (plain.row(y)[3 * x] == labelled.row(y)[3 * x]) {
                    continue;
                }
                EXPECT_LT(labelled.row(y)[3 * x], plain.row(y)[3 * x]);
                const bool stacked = layout == FrameLayout::Stacked;
                EXPECT_LT(stacked ? y % 110 : y, kStrip);
                ++changed[static_cast<std::size_t>(stacked ? y / 110 : x / 310)];
            }
        }
        EXPECT_GT(*std::min_element(changed.begin(), changed.end()), 100); // every strip has its label
    }
}

TEST(FrameLabels, AreInTheSheetUnlessTurnedOff) {
    const auto file = testing::goldenFile("media/landscape.mkv");
    const MediaSheet labelled = readMediaSheet({file}, {.tileSize = 560});
    const MediaSheet plain = readMediaSheet({file}, {.tileSize = 560, .frameLabels = false});
    EXPECT_NE(labelled.sheet.rgb, plain.sheet.rgb);
    const testing::TemporaryDirectory folder;
    const auto saved = folder.path() / "sheet.png";
    static_cast<void>(inspectMediaFile(file, {.saveSheet = saved}));
    EXPECT_EQ(decodePicture(saved).rgb, labelled.sheet.rgb);
    static_cast<void>(inspectMediaFile(file, {.frameLabels = false, .saveSheet = saved}));
    EXPECT_EQ(decodePicture(saved).rgb, plain.sheet.rgb);
}

TEST(FrameLabels, RefuseAFontThatIsNone) {
    const std::array<std::uint8_t, 4> bytes{1, 2, 3, 4};
    EXPECT_EQ("media.font", failureCode([&] { FrameLabels labels(bytes); }));
    EXPECT_EQ("media.font", failureCode([&] { FrameLabels labels(std::span<const std::uint8_t>{}); }));
}

} // namespace trutina::engine
