// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_source.h"
#include "engine/media/media_reader.h"
#include "engine/media/sampled_video.h"
#include "engine/media/video_file_player.h"
#include "engine/media/video_player.h"
#include "tests/engine/media/animation_writer.h"
#include "tests/engine/media/clip_writer.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>

namespace trutina::engine {

using testing::failureCode;

namespace {

constexpr int kAnySize = 1 << 20;

std::filesystem::path medium(const std::string& name) {
    return testing::goldenFile("media/" + name);
}

std::vector<Picture> allFrames(const std::filesystem::path& file) {
    const auto source = openFrameSource(file);
    source->recountByDecoding(); // by counting: what the player is compared with finds frames in another way
    std::vector<std::int64_t> all(static_cast<std::size_t>(source->facts().frames));
    std::iota(all.begin(), all.end(), 0);
    std::vector<Picture> frames;
    EXPECT_TRUE(source->read(all, [&frames](const Picture& frame) { frames.push_back(frame); }));
    return frames;
}

void expectFrames(VideoFrames& video, const std::vector<Picture>& expected, const std::vector<std::int64_t>& numbers,
                  const std::string& what) {
    ASSERT_EQ(video.facts().frames, static_cast<std::int64_t>(expected.size())) << what;
    for (const std::int64_t number : numbers) {
        const VideoFrame frame = video.frame(number, kAnySize, kAnySize);
        EXPECT_EQ(frame.number, number) << what;
        EXPECT_EQ(frame.rgb, expected[static_cast<std::size_t>(number)].rgb) << what << " frame " << number;
    }
}

} // namespace

TEST(VideoPlayer, GivesTheFramesOfTheModelInAnyOrder) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"clip.mkv", "clip.mp4", "clip.avi", "clip.mov", "clip.ts"}) {
        const auto file = folder.path() / name;
        testing::writeClip(file, {.bFrames = std::string(name) == "clip.ts" ? 0 : 2});
        const auto expected = allFrames(file);
        const auto video = openVideoFrames(file);
        EXPECT_EQ(video->facts().sampled, sampleVideo(file).facts.sampled) << name;
        expectFrames(*video, expected, {0, 1, 2, 3, 30, 29, 5, 49, 48, 11, 12, 13, 24, 0, 25, 23, 36, 35, 37, 49, 0}, name);
    }
}

TEST(VideoPlayer, GivesEveryFrameOfTheGoldenVideos) {
    for (const char* name :
         {"landscape.mkv", "lossy.mp4", "portrait.mp4", "variable-rate.mp4", "half-rate.mp4", "square.mov", "animated.gif"}) {
        const auto expected = allFrames(medium(name));
        const auto video = openVideoFrames(medium(name));
        std::vector<std::int64_t> numbers(expected.size());
        std::iota(numbers.begin(), numbers.end(), 0);
        expectFrames(*video, expected, numbers, name);
        std::reverse(numbers.begin(), numbers.end());
        expectFrames(*video, expected, numbers, std::string(name) + " backwards");
    }
}

TEST(VideoPlayer, DecodesFramesThatFollowEachOtherOnce) {
    const testing::TemporaryDirectory folder;
    testing::writeClip(folder.path() / "clip.mp4", {});
    VideoFilePlayer player(folder.path() / "clip.mp4");
    for (std::int64_t number = 0; number < player.facts().frames; ++number) {
        static_cast<void>(player.frame(number, 32, 32));
    }
    EXPECT_EQ(player.framesDecoded(), player.facts().frames);
    static_cast<void>(player.frame(player.facts().frames - 2, 64, 64)); // a step back, in another size
    EXPECT_EQ(player.framesDecoded(), player.facts().frames);
}

TEST(VideoPlayer, DecodesFromTheNearestKeyFrameAfterAJump) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"clip.mp4", "clip.mkv"}) {
        testing::writeClip(folder.path() / name, {.frames = 200, .groupLength = 20, .bFrames = 0});
        VideoFilePlayer player(folder.path() / name);
        static_cast<void>(player.frame(150, 32, 32));
        EXPECT_LE(player.framesDecoded(), 20) << name;
        static_cast<void>(player.frame(10, 32, 32));
        EXPECT_LE(player.framesDecoded(), 40) << name;
    }
}

TEST(VideoPlayer, ScalesFramesDownToFitAndNeverUp) {
    const auto video = openVideoFrames(medium("landscape.mkv")); // 96 x 54
    const VideoFrame small = video->frame(7, 48, 1000);
    EXPECT_EQ(small.width, 48);
    EXPECT_EQ(small.height, 27);
    EXPECT_EQ(small.rgb.size(), 48U * 27 * 3);
    EXPECT_EQ(video->frame(7, 1000, 27).width, 48);
    EXPECT_EQ(video->frame(7, 1000, 1000).width, 96);
    EXPECT_EQ(video->frame(7, 1, 1).rgb.size(), 3U);
    EXPECT_EQ(video->frame(7, 0, 0).rgb.size(), 3U);
}

TEST(VideoPlayer, TurnsFramesAsTheContainerAsks) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "clip.mp4";
    testing::writeClip(file, {.frames = 12, .counterClockwise = 90});
    const auto video = openVideoFrames(file);
    EXPECT_EQ(video->facts().width, 48);
    EXPECT_EQ(video->facts().height, 64);
    expectFrames(*video, allFrames(file), {3, 11}, "turned");
    EXPECT_EQ(video->frame(0, 1000, 32).width, 24);
}

TEST(VideoPlayer, TellsWhenAFrameIsShown) {
    const auto video = openVideoFrames(medium("variable-rate.mp4"));
    double last = -1;
    for (std::int64_t number = 0; number < video->facts().frames; ++number) {
        const VideoFrame frame = video->frame(number, 8, 8);
        EXPECT_GT(frame.seconds, last);
        last = frame.seconds;
    }
    EXPECT_DOUBLE_EQ(video->frame(0, 8, 8).seconds, 0);
    EXPECT_LE(last, video->facts().durationSeconds);
    const auto steady = openVideoFrames(medium("landscape.mkv"));
    EXPECT_NEAR(steady->frame(25, 8, 8).seconds, 1, 0.002);
}

TEST(VideoPlayer, ShowsAnimationsAndFoldersOfFrames) {
    const testing::TemporaryDirectory folder;
    for (int number = 1; number <= 3; ++number) {
        std::filesystem::copy_file(medium(number == 2 ? "tiny.png" : "palette.png"),
                                   folder.path() / (std::to_string(number) + ".png"));
    }
    const auto video = openVideoFrames(folder.path());
    EXPECT_EQ(video->facts().frames, 3);
    EXPECT_EQ(video->frame(1, kAnySize, kAnySize).rgb, decodePicture(medium("tiny.png")).rgb);
    EXPECT_EQ(video->frame(2, kAnySize, kAnySize).rgb, decodePicture(medium("palette.png")).rgb);
    EXPECT_DOUBLE_EQ(video->frame(2, 8, 8).seconds, 2);
    EXPECT_EQ(openVideoFrames(medium("lossless.webp"))->frame(0, kAnySize, kAnySize).rgb,
              decodePicture(medium("lossless.webp")).rgb);
}

TEST(VideoPlayer, ShowsAnAnimatedWebPInAnyOrder) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "clip.webp";
    testing::writeAnimatedWebP(file, {.width = 32, .height = 20, .frames = 12, .millisecondsPerFrame = 250});
    const auto expected = allFrames(file);
    for (std::size_t number = 0; number < expected.size(); ++number) {
        EXPECT_EQ(expected[number].row(10)[3 * static_cast<int>(number)], 0); // a black pixel runs along the row
        EXPECT_EQ(expected[number].row(10)[3 * static_cast<int>(number) + 3], 200);
    }
    const auto video = openVideoFrames(file);
    EXPECT_DOUBLE_EQ(video->facts().framesPerSecond, 4);
    EXPECT_DOUBLE_EQ(video->facts().durationSeconds, 3);
    EXPECT_EQ(video->facts().sampled, (std::vector<std::int64_t>{0, 4, 8}));
    expectFrames(*video, expected, {0, 1, 2, 7, 6, 11, 0, 11}, "animation");
    EXPECT_EQ(sampleVideo(file).frames.size(), 3U);
    EXPECT_EQ(readMediaSheet({file}, {.tileSize = 56}).kind, MediaKind::Image);
    EXPECT_EQ(readMediaSheet({file, MediaReading::Video}, {.tileSize = 56}).kind, MediaKind::Video);
}

TEST(VideoPlayer, ShowsWhatIsLeftOfACutVideo) {
    const testing::TemporaryDirectory folder;
    const auto cut = folder.path() / "cut.mkv";
    std::filesystem::copy_file(medium("long.mkv"), cut);
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) / 2);
    const auto video = openVideoFrames(cut);
    const std::int64_t last = video->facts().frames - 1;
    const VideoFrame frame = video->frame(last, 8, 8);
    EXPECT_GE(frame.number, last - 1); // the packet that was cut may not give its frame
    EXPECT_EQ(video->frame(0, 8, 8).number, 0);
}

TEST(VideoPlayer, RefusesWhatIsNotThere) {
    const auto video = openVideoFrames(medium("square.mov"));
    EXPECT_EQ("media.no_frames", failureCode([&] { static_cast<void>(video->frame(-1, 8, 8)); }));
    EXPECT_EQ("media.no_frames", failureCode([&] { static_cast<void>(video->frame(video->facts().frames, 8, 8)); }));
    EXPECT_EQ("media.not_found", failureCode([&] { static_cast<void>(openVideoFrames("/nowhere/clip.mp4")); }));
    EXPECT_EQ("media.unreadable", failureCode([&] { static_cast<void>(openVideoFrames(medium("landscape.jpg"))); }));
    const testing::TemporaryDirectory folder;
    testing::writeSoundOnly(folder.path() / "sound.avi");
    EXPECT_EQ("media.no_video", failureCode([&] { static_cast<void>(openVideoFrames(folder.path() / "sound.avi")); }));
}

} // namespace trutina::engine
