// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_folder.h"
#include "engine/media/media_reader.h"
#include "engine/media/png_writer.h"
#include "engine/media/sampled_video.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace trutina::engine {

using testing::failureCode;

namespace {

class FrameFolderTest : public ::testing::Test {
  protected:
    void addFrame(const std::string& name, int grey, int width = 8, int height = 6) {
        writePng(Picture(width, height, static_cast<std::uint8_t>(grey)), m_directory.path() / name);
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& file : frameFiles(m_directory.path())) {
            found.push_back(file.filename().string());
        }
        return found;
    }

    testing::TemporaryDirectory m_directory;
};

} // namespace

TEST_F(FrameFolderTest, OrdersFramesByTheirNumbersWhateverTheZerosAndGaps) {
    for (const char* name : {"frame10.png", "frame9.png", "frame0100.png", "frame1.png", "frame02.png"}) {
        addFrame(name, 0);
    }
    EXPECT_EQ(names(), (std::vector<std::string>{"frame1.png", "frame02.png", "frame9.png", "frame10.png", "frame0100.png"}));
}

TEST_F(FrameFolderTest, ReadsNumbersThatNoIntegerHolds) {
    addFrame("99999999999999999999999.png", 0);
    addFrame("100000000000000000000000.png", 0);
    EXPECT_EQ(names(), (std::vector<std::string>{"99999999999999999999999.png", "100000000000000000000000.png"}));
}

TEST_F(FrameFolderTest, PassesOverWhatIsNoPicture) {
    addFrame("1.png", 0);
    addFrame(".2.png", 0);
    std::ofstream(m_directory.path() / "notes3.txt") << "x";
    std::filesystem::create_directory(m_directory.path() / "4.png");
    EXPECT_EQ(names(), std::vector<std::string>{"1.png"});
}

TEST_F(FrameFolderTest, RefusesNamesThatGiveNoOrder) {
    addFrame("1.png", 0);
    addFrame("cover.png", 0);
    EXPECT_EQ("media.frame_name", failureCode([&] { static_cast<void>(names()); }));
    std::filesystem::rename(m_directory.path() / "cover.png", m_directory.path() / "01.png");
    EXPECT_EQ("media.frame_name", failureCode([&] { static_cast<void>(names()); }));
    std::filesystem::rename(m_directory.path() / "01.png", m_directory.path() / "02.png");
    EXPECT_EQ(names().size(), 2U);
}

TEST_F(FrameFolderTest, RefusesFoldersWithoutPictures) {
    EXPECT_EQ("media.no_frames", failureCode([&] { static_cast<void>(names()); }));
    EXPECT_EQ("media.not_found", failureCode([&] { static_cast<void>(frameFiles(m_directory.path() / "absent")); }));
}

TEST_F(FrameFolderTest, IsAVideoOfOneFrameASecond) {
    for (int number = 0; number < 40; ++number) {
        addFrame(std::to_string(number) + ".png", number);
    }
    const FrameFolder folder(m_directory.path());
    EXPECT_EQ(folder.facts().frames, 40);
    EXPECT_DOUBLE_EQ(folder.facts().framesPerSecond, 1);
    EXPECT_DOUBLE_EQ(folder.facts().durationSeconds, 40);
    const SampledVideo video = sampleVideo(m_directory.path());
    ASSERT_EQ(video.facts.sampled.size(), 32U);
    for (std::size_t i = 0; i < video.facts.sampled.size(); ++i) {
        EXPECT_EQ(video.frames[i].rgb.front(), video.facts.sampled[i]);
    }
}

TEST_F(FrameFolderTest, IsReadOnlyWhenItIsNamedAsAVideo) {
    addFrame("1.png", 100);
    addFrame("2.png", 100);
    const MediaSheet sheet = readMediaSheet({m_directory.path(), MediaReading::Video}, {.tileSize = 56});
    EXPECT_EQ(sheet.kind, MediaKind::Video);
    for (const auto as : {MediaReading::Automatic, MediaReading::Image}) {
        EXPECT_EQ("media.unsupported", failureCode([&] {
                      static_cast<void>(readMediaSheet({m_directory.path(), as}, {.tileSize = 56}));
                  }));
    }
    EXPECT_EQ("media.not_found", failureCode([&] {
                  static_cast<void>(readMediaSheet({m_directory.path() / "absent", MediaReading::Video}, {}));
              }));
}

TEST_F(FrameFolderTest, PutsFramesOfSeveralSizesOnOneCanvas) {
    addFrame("1.png", 0, 8, 8);  // 1120 x 1120
    addFrame("2.png", 0, 16, 8); // 1120 x 560, and the last: it decides the layout
    const SampledVideo video = sampleVideo(m_directory.path());
    EXPECT_EQ(video.layout, FrameLayout::Stacked);
    const Picture canvas = composeFrames(video.frames, video.layout);
    EXPECT_EQ(canvas.width, 1120);
    EXPECT_EQ(canvas.height, 1120 + 560 + 2 * 50);
}

TEST_F(FrameFolderTest, SaysWhichFrameIsDamaged) {
    addFrame("1.png", 0);
    std::ofstream(m_directory.path() / "2.png") << "no picture";
    try {
        static_cast<void>(sampleVideo(m_directory.path()));
        FAIL() << "was not refused";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "media.unreadable");
        EXPECT_NE(failure.error().message.find("2.png"), std::string::npos);
    }
}

} // namespace trutina::engine
