// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

namespace trutina::engine {

using testing::failureCode;

namespace {

std::filesystem::path medium(const std::string& name) {
    return testing::goldenFile("media/" + name);
}

std::string readAll(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

TEST(DecodePicture, GivesTheGoldenPixelsOfEveryPicture) {
    const auto golden = testing::goldenJson("pixels.json");
    int pictures = 0;
    for (const auto& entry : golden.at("cases")) {
        if (entry.contains("decoded")) {
            const std::string name = entry.at("file");
            EXPECT_EQ(testing::summaryOf(decodePicture(medium(name))), entry.at("decoded")) << name;
            ++pictures;
        }
    }
    EXPECT_EQ(pictures, 26);
}

TEST(DecodePicture, GivesTheGoldenSheetsForEveryTileSizeAndForm) {
    const auto golden = testing::goldenJson("pixels.json");
    std::map<std::string, Picture> decoded; // many cases share a picture
    int sheets = 0;
    for (const auto& entry : golden.at("cases")) {
        if (!entry.contains("sheet")) {
            continue;
        }
        const std::string name = entry.at("file");
        if (!decoded.contains(name)) {
            decoded.emplace(name, decodePicture(medium(name)));
        }
        const Picture& picture = decoded.at(name);
        const auto form = entry.at("training").get<bool>() ? PartitionForm::Training : PartitionForm::Inference;
        const Picture sheet =
            makeSheet(picture, partitionPicture(picture.width, picture.height, entry.at("hd_num"), entry.at("tile"), form));
        EXPECT_EQ(testing::summaryOf(sheet), entry.at("sheet"))
            << name << " tile " << entry.at("tile") << " hd_num " << entry.at("hd_num") << " training " << entry.at("training");
        ++sheets;
    }
    EXPECT_EQ(sheets, 468);
}

TEST(DecodePicture, RefusesTheGoldenBadPicturesWithTheirCause) {
    const auto codeOf = [](const std::string& name) {
        const auto file = testing::goldenDirectory() / name;
        return failureCode([&] { static_cast<void>(readMediaSheet({file}, {})); });
    };
    EXPECT_EQ(codeOf("media/does-not-exist.png"), "media.not_found");
    EXPECT_EQ(codeOf("bad/picture.tiff"), "media.unsupported");
    EXPECT_EQ(codeOf("media"), "media.unsupported");
    EXPECT_EQ(codeOf("bad/image-truncated.png"), "media.unreadable");
    EXPECT_EQ(codeOf("bad/image-text.jpg"), "media.unreadable");
    EXPECT_EQ(codeOf("bad/image-empty.png"), "media.unreadable");
    EXPECT_EQ(codeOf("bad/too-wide.png"), "media.shape");
}

TEST(DecodePicture, SurvivesPicturesThatWereCutAnywhere) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"landscape.jpg", "cmyk.jpg", "palette-transparent.png", "rgb-16bit.png", "grey-16bit.png",
                             "one-bit.png", "animated.gif", "picture.bmp", "lossless.webp"}) {
        const std::string bytes = readAll(medium(name));
        const auto cut = folder.path() / name;
        for (int step = 0; step < 40; ++step) {
            const std::size_t length =
                step < 20 ? static_cast<std::size_t>(step) * 4 : bytes.size() * static_cast<std::size_t>(step - 19) / 22;
            write(cut, bytes.substr(0, length));
            const auto code = failureCode([&] { static_cast<void>(decodePicture(cut)); });
            // An animation is complete for us once its first frame is there.
            if (std::string(name) != "animated.gif") {
                EXPECT_EQ(code, "media.unreadable") << name << " cut at " << length << " of " << bytes.size();
            }
        }
    }
}

TEST(DecodePicture, SurvivesDamagedBytes) {
    const testing::TemporaryDirectory folder;
    std::mt19937 random(21);
    for (const char* name :
         {"landscape.jpg", "cmyk.jpg", "palette.png", "grey-alpha.png", "animated.gif", "picture.bmp", "lossless.webp"}) {
        const std::string bytes = readAll(medium(name));
        const auto damaged = folder.path() / name;
        for (int round = 0; round < 60; ++round) {
            std::string changed = bytes;
            for (int i = 0; i < 6; ++i) { // half of the damage near the header, where sizes and tables are
                changed[random() % (i % 2 == 0 ? std::min<std::size_t>(changed.size(), 200) : changed.size())] =
                    static_cast<char>(random());
            }
            write(damaged, changed);
            const auto code = failureCode([&] { static_cast<void>(decodePicture(damaged)); });
            EXPECT_TRUE(code.empty() || code == "media.unreadable" || code == "media.too_large") << name << ": " << code;
        }
    }
}

TEST(DecodePicture, RefusesADecompressionBombBeforeItMakesRoom) {
    const testing::TemporaryDirectory folder;
    std::string bmp = readAll(medium("picture.bmp"));
    const auto setSize = [](std::string& bytes, std::size_t at, std::uint32_t value, bool bigEndian) {
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[at + i] = static_cast<char>(value >> (bigEndian ? 24 - 8 * i : 8 * i));
        }
    };
    setSize(bmp, 18, 60000, false);
    setSize(bmp, 22, 60000, false);
    write(folder.path() / "bomb.bmp", bmp);
    EXPECT_EQ("media.too_large", failureCode([&] { static_cast<void>(decodePicture(folder.path() / "bomb.bmp")); }));

    std::string jpeg = readAll(medium("landscape.jpg"));
    const auto frame = jpeg.find("\xFF\xC0");
    ASSERT_NE(frame, std::string::npos);
    for (std::size_t i = 5; i < 9; ++i) {
        jpeg[frame + i] = '\xF0'; // 61680 x 61680
    }
    write(folder.path() / "bomb.jpg", jpeg);
    EXPECT_EQ("media.too_large", failureCode([&] { static_cast<void>(decodePicture(folder.path() / "bomb.jpg")); }));
}

TEST(DecodePicture, ReadsWhatTheBytesSayNotTheExtension) {
    const testing::TemporaryDirectory folder;
    const auto misnamed = folder.path() / "really-a-png.JPEG";
    std::filesystem::copy_file(medium("rgba.png"), misnamed);
    EXPECT_EQ(decodePicture(misnamed).rgb, decodePicture(medium("rgba.png")).rgb);
}

TEST(DecodePicture, LaysAGifFrameOnItsScreenInTheTransparentColour) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "offset.gif";
    // A screen of 4 x 3, four colours, index 3 transparent; a frame of 2 x 1 at (1, 1) with the indices 1 and 2.
    constexpr std::array<unsigned char, 49> bytes{
        'G',  'I',  'F', '8', '9', 'a', 4, 0, 3,    0, 0x81, 0, 0, 1, 2, 3, 10, 20, 30, 40, 50,   60,   70, 80,  90,
        0x21, 0xF9, 4,   1,   0,   0,   3, 0, 0x2C, 1, 0,    1, 0, 2, 0, 1, 0,  0,  2,  2,  0x8C, 0x0A, 0,  0x3B};
    write(file, {bytes.begin(), bytes.end()});
    Picture expected(4, 3);
    for (std::size_t i = 0; i < expected.rgb.size(); ++i) {
        expected.rgb[i] = std::array<std::uint8_t, 3>{70, 80, 90}[i % 3];
    }
    const std::array<std::uint8_t, 6> frame{10, 20, 30, 40, 50, 60};
    std::copy(frame.begin(), frame.end(), expected.row(1) + 3);
    EXPECT_EQ(decodePicture(file).rgb, expected.rgb);
    for (std::size_t length = 0; length + 2 < bytes.size(); ++length) { // without the closing bytes it is still whole
        write(file, {bytes.begin(), bytes.begin() + length});
        EXPECT_EQ("media.unreadable", failureCode([&] { static_cast<void>(decodePicture(file)); })) << length;
    }
}

TEST(ReadMediaSheet, GivesSheetTilesAndKindOfAPicture) {
    const MediaSheet sheet = readMediaSheet({medium("large-portrait.jpg")}, {.hdNum = 9, .tileSize = 56});
    EXPECT_EQ(sheet.kind, MediaKind::Image);
    EXPECT_EQ(sheet.sheet.width, sheet.tileColumns * 56);
    EXPECT_EQ(sheet.sheet.height, sheet.tileRows * 56);
    EXPECT_GT(sheet.tileRows, sheet.tileColumns);
}

} // namespace trutina::engine
