// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/checkpoint/weight_source.h"
#include "engine/media/tile_preparation.h"
#include "engine/media/tile_writer.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>

namespace trutina::engine {

namespace {

constexpr int kTile = 56; // of the golden arrays

[[nodiscard]] Picture asPicture(const StoredTensor& tensor) {
    Picture picture(static_cast<int>(tensor.shape.at(1)), static_cast<int>(tensor.shape.at(0)));
    EXPECT_EQ(picture.rgb.size(), tensor.bytes.size());
    std::memcpy(picture.rgb.data(), tensor.bytes.data(), tensor.bytes.size());
    return picture;
}

TEST(TilePreparation, TheGlobalViewOfEveryGoldenSheetIsThatOfTheReference) {
    const auto arrays = openWeightFile(trutina::testing::goldenFile("pixels.safetensors"));
    int looked = 0;
    for (const auto& [name, tensor] : arrays->tensors()) {
        if (!name.ends_with("/global")) {
            continue;
        }
        std::vector<float> expected(tensor.bytes.size() / sizeof(float));
        std::memcpy(expected.data(), tensor.bytes.data(), tensor.bytes.size());
        const auto sheet = name.substr(0, name.size() - std::strlen("global")) + "sheet";
        const auto found = prepareTiles(asPicture(arrays->tensors().at(sheet)), kTile);
        ASSERT_GE(found.size(), expected.size());
        float worst = 0;
        float largest = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            worst = std::max(worst, std::fabs(found[i] - expected[i]));
            largest = std::max(largest, std::fabs(expected[i]));
        }
        EXPECT_LE(worst, 1e-5F * largest) << name;
        ++looked;
    }
    EXPECT_GT(looked, 0);
}

TEST(TilePreparation, TilesFollowRowByRow) {
    Picture sheet(4, 4, 0); // four tiles of two pixels, told apart by their red
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 4; ++x) {
            sheet.row(y)[3 * x] = static_cast<std::uint8_t>(50 * (2 * (y / 2) + x / 2));
        }
    }
    const auto views = prepareTiles(sheet, 2);
    ASSERT_EQ(views.size(), 5U * 3 * 4);
    for (std::size_t tile = 0; tile < 4; ++tile) {
        const float expected = (static_cast<float>(50 * tile) / 255.0F - 0.48145466F) / 0.26862954F;
        EXPECT_FLOAT_EQ(views[(tile + 1) * 12], expected);
        EXPECT_FLOAT_EQ(views[(tile + 1) * 12 + 3], expected);
    }
}

TEST(TilePreparation, ASheetOfOneTileIsItsOwnGlobalView) {
    Picture sheet(2, 2, 0);
    sheet.rgb = {1, 2, 3, 40, 50, 60, 70, 80, 90, 200, 210, 220};
    const auto views = prepareTiles(sheet, 2);
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_FLOAT_EQ(views[i], views[12 + i]);
    }
}

TEST(TilePreparation, TheFastWayGivesTheSameBits) {
    for (const auto& [columns, rows, tile] : {std::tuple{1, 1, 28}, {3, 3, 28}, {2, 1, 28}, {1, 4, 14}, {5, 2, 7}, {3, 2, 40}}) {
        const Picture sheet = trutina::testing::noise(columns * tile, rows * tile, 21);
        const auto expected = prepareTiles(sheet, tile);
        ASSERT_EQ(tileValues(sheet, tile), expected.size());
        std::vector<float> found(expected.size(), -1);
        writeTiles(sheet, tile, found.data());
        EXPECT_EQ(found, expected) << columns << " x " << rows << " of " << tile;
    }
    EXPECT_THROW(writeTiles(Picture(5, 4), 2, nullptr), Failure);
}

TEST(TilePreparation, SheetsThatAreNoMultipleOfATileAreRefused) {
    EXPECT_THROW(static_cast<void>(prepareTiles(Picture(5, 4), 2)), Failure);
    EXPECT_THROW(static_cast<void>(prepareTiles(Picture(4, 4), 0)), Failure);
    EXPECT_THROW(static_cast<void>(prepareTiles(Picture(), 2)), Failure);
}

} // namespace

} // namespace trutina::engine
