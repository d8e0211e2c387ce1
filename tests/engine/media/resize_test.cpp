// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/partition.h"
#include "tests/engine/media/picture_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace trutina::engine {

using testing::noise;

namespace {

Picture syntheticSource(int width, int height) { // the source of specification 3.6
    Picture picture(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* const pixel = picture.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
            pixel[0] = static_cast<std::uint8_t>(7 * x + 3 * y);
            pixel[1] = static_cast<std::uint8_t>(x * x + y);
            pixel[2] = static_cast<std::uint8_t>(x + y * y);
        }
    }
    return picture;
}

} // namespace

TEST(Resize, ToTheSameSizeChangesNothing) {
    const Picture picture = noise(37, 23, 1);
    EXPECT_EQ(resizeBilinear(picture, 37, 23).rgb, picture.rgb);
}

TEST(Resize, KeepsAPlainColour) {
    for (const auto& [width, height] : {std::pair{1, 1}, {200, 3}, {5, 777}, {64, 64}}) {
        const Picture resized = resizeBilinear(Picture(61, 43, 200), width, height);
        EXPECT_EQ(resized.rgb, Picture(width, height, 200).rgb) << width << " x " << height;
    }
}

TEST(Resize, OfOnePixelFillsThePicture) {
    Picture pixel(1, 1);
    pixel.rgb = {10, 20, 30};
    const Picture resized = resizeBilinear(pixel, 3, 2);
    for (std::size_t i = 0; i < resized.rgb.size(); ++i) {
        EXPECT_EQ(resized.rgb[i], pixel.rgb[i % 3]);
    }
}

TEST(Resize, HalvesByAveragingWithATriangle) {
    Picture row(4, 1);
    row.rgb = {0, 0, 0, 100, 100, 100, 200, 200, 200, 40, 40, 40};
    // Output 0 is centred on x = 1 with weights 3, 3, 1 of 7; output 1 is its mirror image.
    const Picture resized = resizeBilinear(row, 2, 1);
    EXPECT_EQ(resized.rgb[0], 71);  // (3 * 0 + 3 * 100 + 200) / 7 = 71.4
    EXPECT_EQ(resized.rgb[3], 117); // (100 + 3 * 200 + 3 * 40) / 7 = 117.1
}

TEST(Resize, EqualsItselfOnMirroredRows) {
    const Picture picture = noise(101, 53, 5);
    const auto mirror = [](const Picture& source) {
        Picture mirrored(source.width, source.height);
        for (int y = 0; y < source.height; ++y) {
            for (int x = 0; x < source.width; ++x) {
                std::copy_n(source.row(y) + static_cast<std::ptrdiff_t>(x) * 3, 3,
                            mirrored.row(y) + static_cast<std::ptrdiff_t>(source.width - 1 - x) * 3);
            }
        }
        return mirrored;
    };
    for (const auto& [width, height] : {std::pair{40, 53}, {240, 20}, {16, 160}}) {
        EXPECT_EQ(mirror(resizeBilinear(picture, width, height)).rgb, resizeBilinear(mirror(picture), width, height).rgb);
    }
}

TEST(Resize, EqualsThePlainSumsAtEveryPixel) {
    // The rows of a tall picture take the fast path; one row alone takes the plain one.
    for (const auto& [width, target] : {std::pair{1, 5}, {2, 7}, {3, 2}, {300, 41}, {300, 299}, {97, 301}, {2000, 1}}) {
        const Picture picture = noise(width, 9, 17);
        const Picture resized = resizeBilinear(picture, target, 9);
        for (int y = 0; y < 9; ++y) {
            Picture row(width, 1);
            std::copy_n(picture.row(y), row.rgb.size(), row.row(0));
            const Picture expected = resizeBilinear(row, target, 1);
            EXPECT_TRUE(std::equal(expected.rgb.begin(), expected.rgb.end(), resized.row(y)))
                << width << " to " << target << ", row " << y;
        }
    }
}

TEST(Sheet, EqualsTheGoldenRowsOfTheSpecification) {
    struct Row { // specification 3.6
        int width, height;
        std::uint32_t source, inference, training;
    };
    for (const Row& row : {Row{512, 341, 0xb3279984, 0x26cbc87e, 0x0c290872},
                           {700, 1300, 0x063c4de2, 0x67147508, 0x33b3bdf2},
                           {1920, 1080, 0xf7192167, 0x3808881b, 0x53bf822b}}) {
        const Picture source = syntheticSource(row.width, row.height);
        EXPECT_EQ(testing::crc32(source), row.source);
        const auto sheet = [&](PartitionForm form) {
            return makeSheet(source, partitionPicture(row.width, row.height, 9, 560, form));
        };
        EXPECT_EQ(testing::crc32(sheet(PartitionForm::Inference)), row.inference) << row.width;
        EXPECT_EQ(testing::crc32(sheet(PartitionForm::Training)), row.training) << row.width;
    }
}

TEST(Transpose, TwiceIsTheSamePicture) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 90}, {33, 64}, {100, 31}}) {
        const Picture picture = noise(width, height, 9);
        const Picture mirrored = transpose(picture);
        EXPECT_EQ(mirrored.width, height);
        EXPECT_EQ(mirrored.height, width);
        EXPECT_EQ(transpose(mirrored).rgb, picture.rgb);
    }
}

TEST(Transpose, SwapsTheCoordinates) {
    const Picture picture = noise(7, 4, 11);
    const Picture mirrored = transpose(picture);
    EXPECT_EQ(mirrored.row(5)[3 * 2 + 1], picture.row(2)[3 * 5 + 1]);
}

} // namespace trutina::engine
