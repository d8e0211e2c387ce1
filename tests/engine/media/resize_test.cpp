// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/partition.h"
#include "tests/engine/media/picture_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

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

/// The definition of specification 3.4, in the plainest form, for one axis.
Picture plainRows(const Picture& picture, int width) {
    if (width == picture.width) {
        return picture;
    }
    Picture result(width, picture.height);
    const double scale = static_cast<double>(picture.width) / width;
    const double support = std::max(scale, 1.0);
    for (int k = 0; k < width; ++k) {
        const double centre = (k + 0.5) * scale;
        const int low = std::max(0, static_cast<int>(centre - support + 0.5));
        const int high = std::min(picture.width, static_cast<int>(centre + support + 0.5));
        std::vector<double> weights;
        for (int x = low; x < high; ++x) {
            weights.push_back(std::max(0.0, 1.0 - std::abs((x - centre + 0.5) / support)));
        }
        double sum = 0;
        for (const double weight : weights) {
            sum += weight;
        }
        for (int y = 0; y < picture.height; ++y) {
            for (int channel = 0; channel < 3; ++channel) {
                std::int64_t total = std::int64_t{1} << 21;
                for (int x = low; x < high; ++x) {
                    const auto weight =
                        static_cast<std::int64_t>(weights[static_cast<std::size_t>(x - low)] / sum * (1 << 22) + 0.5);
                    total += picture.row(y)[3 * x + channel] * weight;
                }
                result.row(y)[3 * k + channel] = static_cast<std::uint8_t>(std::clamp<std::int64_t>(total >> 22, 0, 255));
            }
        }
    }
    return result;
}

} // namespace

TEST(Resize, ToTheSameSizeChangesNothing) {
    const Picture picture = noise(37, 23, 1);
    EXPECT_EQ(resizeBilinear(picture, 37, 23).rgb, picture.rgb);
}

TEST(Resize, IsTheSameByWideInstructionsAndByCommonOnes) {
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 90}, {16, 7}, {61, 200}, {145, 43}, {610, 430}}) {
        const Picture picture = noise(61, 43, 7);
        for (const FirstPass first : {FirstPass::Rows, FirstPass::Columns}) {
            const auto resized = [&](Instructions instructions) {
                const RowResizer resizer(picture.width, picture.height, width, height, first, instructions);
                Picture result(width, height);
                resizer.resize(picture.rgb.data(), 0, height, result.rgb.data(), result.stride());
                return result.rgb;
            };
            EXPECT_EQ(resized(Instructions::Widest), resized(Instructions::Common)) << width << " x " << height;
        }
    }
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
    for (const auto& [width, targetWidth] :
         {std::pair{1, 5}, {2, 7}, {3, 2}, {300, 41}, {300, 299}, {97, 301}, {2000, 1}, {9, 9}}) {
        for (const auto& [height, targetHeight] : {std::pair{1, 3}, {9, 9}, {90, 41}, {40, 97}}) {
            const Picture picture = noise(width, height, 17);
            const Picture wide = plainRows(picture, targetWidth);
            const Picture expected = transpose(plainRows(transpose(wide), targetHeight));
            EXPECT_EQ(resizeBilinear(picture, targetWidth, targetHeight).rgb, expected.rgb)
                << width << " x " << height << " to " << targetWidth << " x " << targetHeight;
        }
    }
}

TEST(RowResizer, ResizesColumnsFirstAsIfThePictureWereTransposed) {
    const Picture picture = noise(70, 130, 3);
    for (const auto& [width, height] : {std::pair{33, 61}, {70, 61}, {33, 130}, {70, 130}, {140, 200}}) {
        const RowResizer resizer(picture.width, picture.height, width, height, FirstPass::Columns);
        Picture found(width, height);
        resizer.resize(picture.rgb.data(), 0, height, found.rgb.data(), found.stride());
        EXPECT_EQ(found.rgb, transpose(resizeBilinear(transpose(picture), height, width)).rgb) << width << " x " << height;
    }
}

TEST(RowResizer, NeedsNoRowThatItDoesNotAskFor) {
    const Picture picture = noise(60, 100, 5);
    for (const auto order : {FirstPass::Rows, FirstPass::Columns}) {
        for (const auto& [width, height] : {std::pair{25, 31}, {60, 100}, {30, 100}, {90, 170}}) {
            const RowResizer resizer(picture.width, picture.height, width, height, order);
            Picture whole(width, height);
            resizer.resize(picture.rgb.data(), 0, height, whole.rgb.data(), whole.stride());
            EXPECT_EQ(resizer.sourceRowsFor(height), picture.height);
            Picture inParts(width, height);
            for (int begin = 0; begin < height; begin += 7) {
                const int end = std::min(height, begin + 7);
                // A copy of the rows alone: reading one more would be seen by the sanitizers.
                const std::vector<std::uint8_t> rows(picture.rgb.begin(),
                                                     picture.rgb.begin() + resizer.sourceRowsFor(end) * picture.stride());
                resizer.resize(rows.data(), begin, end, inParts.rgb.data(), inParts.stride());
            }
            EXPECT_EQ(inParts.rgb, whole.rgb) << width << " x " << height;
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
