// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/partition.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace trutina::engine {

using testing::failureCode;
using testing::noise;

namespace {

PartitionForm formOf(int training) {
    return training != 0 ? PartitionForm::Training : PartitionForm::Inference;
}

} // namespace

TEST(Partition, EqualsEveryGoldenRowAndRefusesTheRowsOfZeros) {
    const auto golden = testing::goldenJson("partition.json");
    const int tile = golden.at("tile");
    int refused = 0;
    for (const auto& row : golden.at("rows")) {
        const auto value = row.get<std::array<int, 9>>();
        const auto [width, height, hdNum, training, sheetWidth, sheetHeight, rows, columns, tokens] = value;
        SCOPED_TRACE(row.dump());
        if (sheetWidth == 0) {
            EXPECT_EQ("media.shape", failureCode([&, w = width, h = height, n = hdNum, t = training] {
                          static_cast<void>(partitionPicture(w, h, n, tile, formOf(t)));
                      }));
            ++refused;
            continue;
        }
        const Partition partition = partitionPicture(width, height, hdNum, tile, formOf(training));
        EXPECT_EQ(partition.sheetWidth, sheetWidth);
        EXPECT_EQ(partition.sheetHeight, sheetHeight);
        EXPECT_EQ(partition.tileRows, rows);
        EXPECT_EQ(partition.tileColumns, columns);
        EXPECT_EQ(imageTokenCount(partition.tileRows, partition.tileColumns, tile / 28), tokens);
    }
    EXPECT_GT(refused, 0);
}

TEST(Partition, KeepsItsBoundsForAnySize) {
    std::mt19937 random(7);
    for (int round = 0; round < 5000; ++round) {
        const int width = 1 + static_cast<int>(random() % 6000);
        const int height = 1 + static_cast<int>(random() % 6000);
        const int hdNum = 1 + static_cast<int>(random() % 40);
        const int tile = std::array{56, 224, 336, 560}[random() % 4];
        const auto form = formOf(static_cast<int>(random() % 2));
        SCOPED_TRACE(std::to_string(width) + "x" + std::to_string(height) + " hd " + std::to_string(hdNum) + " tile " +
                     std::to_string(tile));
        Partition upright;
        const auto code = failureCode([&] { upright = partitionPicture(width, height, hdNum, tile, form); });
        const auto mirroredCode = failureCode([&] { static_cast<void>(partitionPicture(height, width, hdNum, tile, form)); });
        EXPECT_EQ(code, mirroredCode);
        if (!code.empty()) {
            EXPECT_EQ(code, "media.shape");
            EXPECT_GT(std::max(width, height), tile * std::min(width, height)); // nothing less extreme is refused
            continue;
        }
        EXPECT_LE(upright.tileRows * upright.tileColumns, hdNum);
        EXPECT_EQ(upright.sheetWidth, upright.tileColumns * tile);
        EXPECT_EQ(upright.sheetHeight, upright.tileRows * tile);
        EXPECT_EQ(upright.visionTiles(), upright.tileRows * upright.tileColumns + 1);
        const int paddedHeight = upright.transposed ? upright.sheetWidth : upright.sheetHeight;
        EXPECT_LE(upright.paddingTop + upright.scaledHeight, paddedHeight);
        EXPECT_LT(paddedHeight - upright.scaledHeight, tile);
        const Partition mirrored = partitionPicture(height, width, hdNum, tile, form);
        if (width != height) {
            EXPECT_NE(mirrored.transposed, upright.transposed);
        }
        EXPECT_EQ(mirrored.sheetWidth, upright.sheetHeight);
        EXPECT_EQ(mirrored.tileRows, upright.tileColumns);
    }
}

TEST(Partition, RefusesOptionsWithoutMeaning) {
    EXPECT_EQ("options.hd_num",
              failureCode([] { static_cast<void>(partitionPicture(10, 10, 0, 560, PartitionForm::Inference)); }));
    EXPECT_EQ("options.hd_num",
              failureCode([] { static_cast<void>(partitionPicture(10, 10, -3, 560, PartitionForm::Inference)); }));
    EXPECT_EQ("options.tile_size",
              failureCode([] { static_cast<void>(partitionPicture(10, 10, 9, 0, PartitionForm::Inference)); }));
    EXPECT_EQ("media.shape", failureCode([] { static_cast<void>(partitionPicture(0, 10, 9, 560, PartitionForm::Inference)); }));
}

TEST(Partition, RefusesASheetThatWouldFillTheMemory) {
    EXPECT_EQ("media.too_large", failureCode([] {
                  static_cast<void>(partitionPicture(40000, 40000, 2'000'000'000, 560, PartitionForm::Inference));
              }));
}

TEST(Sheet, OfAMirroredPictureIsTheMirroredSheet) {
    const Picture picture = noise(150, 97, 3);
    for (const auto form : {PartitionForm::Inference, PartitionForm::Training}) {
        const Picture landscape = makeSheet(picture, partitionPicture(150, 97, 9, 56, form));
        const Picture portrait = makeSheet(transpose(picture), partitionPicture(97, 150, 9, 56, form));
        EXPECT_EQ(transpose(landscape).rgb, portrait.rgb);
    }
}

TEST(Sheet, IsWhiteOutsideThePicture) {
    const Partition partition = partitionPicture(200, 30, 4, 56, PartitionForm::Training);
    const Picture sheet = makeSheet(Picture(200, 30, 0), partition);
    ASSERT_EQ(sheet.height, partition.sheetHeight);
    for (int y = 0; y < sheet.height; ++y) {
        const bool isInside = y >= partition.paddingTop && y < partition.paddingTop + partition.scaledHeight;
        EXPECT_EQ(sheet.row(y)[0], isInside ? 0 : 255) << y;
    }
}

} // namespace trutina::engine
