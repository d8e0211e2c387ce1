// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/media/sheet_builder.h"
#include "tests/engine/media/picture_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace trutina::engine {

using testing::failureCode;
using testing::noise;

namespace {

constexpr int kHdNum = 9;
constexpr int kTile = 56;

Picture sheetOf(const Picture& picture, PartitionForm form) {
    return makeSheet(picture, partitionPicture(picture.width, picture.height, kHdNum, kTile, form));
}

/// As a decoder does it, `step` rows at a time.
void feed(SheetBuilder& builder, const Picture& picture, int rows, int step) {
    std::uint8_t* const pixels = builder.begin(picture.width, picture.height);
    for (int y = 0; y < rows; y += step) {
        const int end = std::min(rows, y + step);
        std::copy(picture.row(y), picture.row(end), pixels + y * picture.stride());
        builder.rowsReady(end);
    }
}

} // namespace

TEST(SheetBuilder, GivesTheSheetOfAWholePicture) {
    for (const auto& [width, height] : {std::pair{300, 200}, {200, 300}, {57, 57}, {56, 56}, {1000, 30}, {30, 1000}, {1, 1}}) {
        for (const auto form : {PartitionForm::Inference, PartitionForm::Training}) {
            const Picture picture = noise(width, height, 4);
            for (const int step : {1, 16, 5000}) {
                SheetBuilder builder(kHdNum, kTile, form);
                feed(builder, picture, height, step);
                EXPECT_EQ(builder.finish().rgb, sheetOf(picture, form).rgb) << width << " x " << height << " by " << step;
            }
        }
    }
}

TEST(SheetBuilder, TakesPicturesThatAreDecodedInOneGo) {
    const Picture picture = noise(123, 77, 5);
    SheetBuilder builder(kHdNum, kTile, PartitionForm::Inference);
    builder.whole(picture);
    EXPECT_EQ(builder.finish().rgb, sheetOf(picture, PartitionForm::Inference).rgb);
    EXPECT_EQ(builder.partition().tileColumns, 3);
}

TEST(SheetBuilder, LeavesSmallPicturesAsTheyAreWhereThatIsWanted) {
    const Picture picture = noise(123, 77, 5);
    for (const bool inOneGo : {false, true}) {
        SheetBuilder small(kHdNum, kTile, PartitionForm::Inference, 123 * 77);
        SheetBuilder large(kHdNum, kTile, PartitionForm::Inference, 123 * 77 - 1);
        for (SheetBuilder* const builder : {&small, &large}) {
            if (inOneGo) {
                builder->whole(picture);
            } else {
                feed(*builder, picture, picture.height, 16);
            }
        }
        EXPECT_TRUE(small.isUnscaled());
        EXPECT_EQ(small.finish().rgb, picture.rgb);
        EXPECT_EQ(small.partition().tileColumns, 3);
        EXPECT_FALSE(large.isUnscaled());
        EXPECT_EQ(large.finish().rgb, sheetOf(picture, PartitionForm::Inference).rgb);
    }
}

TEST(SheetBuilder, EndsCalmlyWhenTheDecoderGivesUp) {
    const Picture picture = noise(400, 400, 6);
    for (const int rows : {0, 1, 170, 399}) {
        SheetBuilder builder(kHdNum, kTile, PartitionForm::Inference);
        feed(builder, picture, rows, 16);
    }
    SUCCEED(); // no thread waits for rows that do not come
}

TEST(SheetBuilder, RefusesAPictureThatIsTooNarrowBeforeItIsDecoded) {
    SheetBuilder builder(kHdNum, kTile, PartitionForm::Inference);
    EXPECT_EQ("media.shape", failureCode([&] { static_cast<void>(builder.begin(100'000, 1)); }));
}

} // namespace trutina::engine
