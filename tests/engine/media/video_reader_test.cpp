// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_sampling.h"
#include "engine/media/frame_source.h"
#include "engine/media/media_reader.h"
#include "engine/media/sampled_video.h"
#include "tests/engine/media/clip_writer.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>

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

std::vector<Picture> framesOf(FrameSource& source, const std::vector<std::int64_t>& wanted) {
    std::vector<Picture> frames;
    EXPECT_TRUE(source.read(wanted, [&frames](const Picture& frame) { frames.push_back(frame); }));
    return frames;
}

/// Equal to the bit where the clip is lossless, else close in the mean, which the channel sums tell.
void expectSummary(const Picture& picture, const nlohmann::json& golden, bool isExact, const std::string& what) {
    const auto summary = testing::summaryOf(picture);
    if (isExact) {
        EXPECT_EQ(summary, golden) << what;
        return;
    }
    EXPECT_EQ(summary.at("width"), golden.at("width")) << what;
    EXPECT_EQ(summary.at("height"), golden.at("height")) << what;
    const double pixels = static_cast<double>(picture.width) * picture.height;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const double difference = summary.at("sums")[channel].get<double>() - golden.at("sums")[channel].get<double>();
        EXPECT_LT(std::abs(difference) / pixels, 2.0) << what;
    }
}

} // namespace

TEST(FrameSampling, EqualsEveryGoldenRow) {
    const auto golden = testing::goldenJson("partition.json");
    for (const auto& row : golden.at("video_samples")) {
        EXPECT_EQ(sampleFrames(row.at("frames"), row.at("fps")), row.at("indices").get<std::vector<std::int64_t>>())
            << row.dump();
    }
}

TEST(FrameSampling, IsAscendingWithinTheClipForAnyRate) {
    for (const double fps : {-1.0, 0.0, 0.4, 0.5, 1.5, 2.5, 23.976, 60.0, 1e12, std::nan(""), HUGE_VAL}) {
        for (const std::int64_t frames : {1, 2, 31, 32, 33, 34, 1000, 400'000}) {
            const auto sampled = sampleFrames(frames, fps);
            ASSERT_FALSE(sampled.empty());
            EXPECT_LE(sampled.size(), 32U);
            EXPECT_EQ(sampled.front(), 0);
            EXPECT_LT(sampled.back(), frames);
            EXPECT_EQ(std::adjacent_find(sampled.begin(), sampled.end(), std::greater_equal<>()), sampled.end());
        }
    }
    EXPECT_TRUE(sampleFrames(0, 25).empty());
    EXPECT_EQ(sampleFrames(6, 2.5), (std::vector<std::int64_t>{0, 2, 4})); // halves round to even
}

TEST(VideoFit, EqualsEveryGoldenRow) {
    const auto golden = testing::goldenJson("partition.json");
    for (const auto& row : golden.at("video_rows")) {
        const auto [width, height, sheetWidth, sheetHeight, rows, columns, tokens] = row.get<std::array<int, 7>>();
        const Partition fit = videoFit(width, height, 560);
        EXPECT_EQ((std::array{fit.sheetWidth, fit.sheetHeight, fit.tileRows, fit.tileColumns}),
                  (std::array{sheetWidth, sheetHeight, rows, columns}))
            << row.dump();
        EXPECT_EQ(imageTokenCount(fit.tileRows, fit.tileColumns, 20), tokens);
    }
}

TEST(ReadMediaSheet, GivesTheGoldenFramesCanvasesAndSheetsOfEveryVideo) {
    const auto golden = testing::goldenJson("pixels.json");
    for (const auto& entry : golden.at("videos")) {
        const std::string name = entry.at("file");
        const bool isExact = entry.at("exact");
        SCOPED_TRACE(name);
        const auto source = openFrameSource(medium(name));
        EXPECT_EQ(source->facts().frames, entry.at("frames").get<std::int64_t>());
        EXPECT_DOUBLE_EQ(source->facts().framesPerSecond, entry.at("fps").get<double>());
        const auto indices = entry.at("indices").get<std::vector<std::int64_t>>();
        const auto ends = framesOf(*source, {indices.front(), indices.back()});
        ASSERT_EQ(ends.size(), 2U);
        expectSummary(ends.front(), entry.at("first"), isExact, "first frame");
        expectSummary(ends.back(), entry.at("last"), isExact, "last frame");

        const SampledVideo video = sampleVideo(medium(name));
        EXPECT_EQ(video.facts.sampled, indices);
        const Picture canvas = composeFrames(video.frames, video.layout);
        expectSummary(canvas, entry.at("canvas"), isExact, "canvas");
        for (const auto& [tile, sheet] : entry.at("sheets").items()) {
            const Partition fit = videoFit(canvas.width, canvas.height, std::stoi(tile));
            expectSummary(makeVideoSheet(canvas, fit), sheet, isExact, "sheet of tile " + tile);
        }
        const MediaSheet read = readMediaSheet({medium(name)}, {.tileSize = 56, .frameLabels = false});
        EXPECT_EQ(read.kind, MediaKind::Video);
        EXPECT_EQ(read.tileRows * 56, read.sheet.height);
        expectSummary(read.sheet, entry.at("sheets").at("56"), isExact, "sheet as the model reads it");
    }
}

TEST(VideoReader, GivesTheSameFramesWhetherItSkipsOrDecodesAll) {
    for (const char* name :
         {"landscape.mkv", "lossy.mp4", "portrait.mp4", "variable-rate.mp4", "half-rate.mp4", "square.mov", "animated.gif"}) {
        const auto skipping = openFrameSource(medium(name));
        const auto counting = openFrameSource(medium(name));
        counting->recountByDecoding();
        ASSERT_EQ(counting->facts().frames, skipping->facts().frames) << name;
        std::vector<std::int64_t> all(static_cast<std::size_t>(counting->facts().frames));
        std::iota(all.begin(), all.end(), 0);
        const auto expected = framesOf(*counting, all);
        ASSERT_EQ(expected.size(), all.size());
        for (const std::int64_t step : {1, 3, 7, 11}) {
            std::vector<std::int64_t> wanted;
            for (std::int64_t i = step - 1; i < counting->facts().frames; i += step) {
                wanted.push_back(i);
            }
            const auto frames = framesOf(*skipping, wanted);
            ASSERT_EQ(frames.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                EXPECT_EQ(frames[i].rgb, expected[static_cast<std::size_t>(wanted[i])].rgb) << name << " frame " << wanted[i];
            }
        }
    }
}

TEST(VideoReader, GivesTheSameFramesOfClipsStoredOutOfOrder) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"clip.mkv", "clip.mp4", "clip.avi", "clip.mov"}) {
        const auto file = folder.path() / name;
        testing::writeClip(file, {});
        const auto skipping = openFrameSource(file);
        EXPECT_EQ(skipping->facts().frames, 50) << name;
        EXPECT_DOUBLE_EQ(skipping->facts().framesPerSecond, 10) << name;
        const auto counting = openFrameSource(file);
        counting->recountByDecoding();
        EXPECT_EQ(counting->facts().frames, 50) << name;
        for (const std::int64_t number : {0, 1, 11, 12, 23, 30, 48, 49}) {
            EXPECT_EQ(framesOf(*skipping, {number}).at(0).rgb, framesOf(*counting, {number}).at(0).rgb)
                << name << " frame " << number;
        }
        EXPECT_EQ(sampleVideo(file).facts.sampled, (std::vector<std::int64_t>{0, 10, 20, 30, 40})) << name;
    }
}

TEST(VideoReader, ReadsContainersThatTheReferenceDoesNotName) {
    const testing::TemporaryDirectory folder;
    for (const char* name : {"clip.ts", "clip.nut", "clip.3gp", "clip.webm"}) {
        const auto file = folder.path() / name;
        // The muxer of WebM takes no MPEG-4, so that one is a Matroska under its name.
        const auto written = folder.path() / (std::string(name) == "clip.webm" ? "clip.mkv" : name);
        testing::writeClip(written, {.frames = 25, .bFrames = 0});
        std::filesystem::rename(written, file);
        EXPECT_EQ(openFrameSource(file)->facts().frames, 25) << name;
        EXPECT_EQ(inspectMediaFile(file, {}).sampled, (std::vector<std::int64_t>{0, 10, 20})) << name;
    }
}

TEST(VideoReader, ReadsAnyNameWhenItIsSaidToBeAVideo) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "recording";
    std::filesystem::copy_file(medium("square.mov"), file);
    EXPECT_EQ(readMediaSheet({file, MediaReading::Video}, {.tileSize = 56}).kind, MediaKind::Video);
    EXPECT_EQ("media.unsupported", failureCode([&] { static_cast<void>(readMediaSheet({file}, {})); }));
}

TEST(VideoReader, TurnsFramesByQuartersAsTheContainerAsks) {
    const testing::TemporaryDirectory folder;
    const auto frameOf = [&](double counterClockwise) {
        const auto file = folder.path() / "clip.mp4";
        testing::writeClip(file, {.frames = 3, .counterClockwise = counterClockwise});
        const auto source = openFrameSource(file);
        const auto frame = framesOf(*source, {1}).at(0);
        EXPECT_EQ(source->facts().width, frame.width);
        EXPECT_EQ(source->facts().height, frame.height);
        return frame;
    };
    const Picture upright = frameOf(0);
    const int lastX = upright.width - 1;
    const int lastY = upright.height - 1;
    const auto expectEach = [&](const Picture& picture, auto&& place) {
        for (int y = 0; y < upright.height; ++y) {
            for (int x = 0; x < upright.width; ++x) {
                const auto [turnedX, turnedY] = place(x, y);
                ASSERT_EQ(picture.row(turnedY)[3 * turnedX], upright.row(y)[3 * x]) << x << ' ' << y;
            }
        }
    };
    expectEach(frameOf(90), [&](int x, int y) { return std::pair(y, lastX - x); });
    expectEach(frameOf(-90), [&](int x, int y) { return std::pair(lastY - y, x); });
    expectEach(frameOf(270), [&](int x, int y) { return std::pair(lastY - y, x); });
    expectEach(frameOf(180), [&](int x, int y) { return std::pair(lastX - x, lastY - y); });
    EXPECT_EQ(frameOf(45).rgb, upright.rgb); // what is no quarter turn is ignored
}

TEST(VideoReader, OpensNoFileThatAnotherNames) {
    const testing::TemporaryDirectory folder;
    std::filesystem::copy_file(medium("square.mov"), folder.path() / "clip.mov");
    write(folder.path() / "list.mkv", "ffconcat version 1.0\nfile clip.mov\n");
    write(folder.path() / "playlist.mkv",
          "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nclip.mov\n#EXT-X-ENDLIST\n");
    for (const char* name : {"list.mkv", "playlist.mkv"}) {
        const auto code = failureCode([&] { static_cast<void>(sampleVideo(folder.path() / name)); });
        EXPECT_TRUE(code.starts_with("media.")) << name << ": " << code;
    }
}

TEST(VideoReader, ReadsAVideoOfOneFrame) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "one.mp4";
    testing::writeClip(file, {.width = 48, .height = 64, .frames = 1});
    const MediaSheet sheet = readMediaSheet({file}, {.tileSize = 56});
    EXPECT_EQ(sheet.tileRows, 2); // upright: 840 + 10 columns by 1120 + 40 rows
    EXPECT_EQ(sheet.tileColumns, 1);
}

TEST(VideoReader, RefusesSoundWithoutPicturesAndClipsWithoutFrames) {
    const testing::TemporaryDirectory folder;
    testing::writeSoundOnly(folder.path() / "sound.avi");
    EXPECT_EQ("media.no_video", failureCode([&] { static_cast<void>(readMediaSheet({folder.path() / "sound.avi"}, {})); }));
    testing::writeClip(folder.path() / "none.mkv", {.frames = 0});
    const auto code = failureCode([&] { static_cast<void>(readMediaSheet({folder.path() / "none.mkv"}, {})); });
    EXPECT_TRUE(code == "media.no_frames" || code == "media.unreadable") << code;
}

TEST(VideoReader, RefusesTheGoldenBadVideosWithTheirCause) {
    for (const char* name : {"bad/video-empty.mp4", "bad/video-text.mkv"}) {
        EXPECT_EQ("media.unreadable", failureCode([&] { static_cast<void>(readMediaSheet({testing::goldenFile(name)}, {})); }))
            << name;
    }
    EXPECT_EQ("media.unreadable", failureCode([] {
                  static_cast<void>(readMediaSheet({medium("landscape.jpg"), MediaReading::Video}, {}));
              }));
}

TEST(VideoReader, SamplesWhatIsLeftOfACutVideo) {
    const testing::TemporaryDirectory folder;
    const std::string whole = readAll(medium("long.mkv"));
    const auto cut = folder.path() / "cut.mkv";
    write(cut, whole.substr(0, whole.size() / 2));
    const auto source = openFrameSource(cut);
    EXPECT_GT(source->facts().frames, 20);
    EXPECT_LT(source->facts().frames, 80);
    const SampledVideo video = sampleVideo(cut);
    EXPECT_EQ(video.frames.size(), video.facts.sampled.size());
    const auto first = framesOf(*openFrameSource(medium("long.mkv")), video.facts.sampled);
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(scaleFrame(first[i]).rgb, video.frames[i].rgb);
    }
}

TEST(VideoReader, SurvivesVideosThatWereCutOrDamagedAnywhere) {
    const testing::TemporaryDirectory folder;
    std::mt19937 random(5);
    for (const char* name : {"square.mov", "landscape.mkv", "lossy.mp4", "half-rate.mp4"}) {
        const std::string whole = readAll(medium(name));
        const auto file = folder.path() / name;
        for (int round = 0; round < 20; ++round) {
            std::string bytes = whole;
            if (round < 10) {
                bytes.resize(bytes.size() * static_cast<std::size_t>(round) / 10);
            } else {
                for (int i = 0; i < 10; ++i) {
                    bytes[random() % bytes.size()] = static_cast<char>(random());
                }
            }
            write(file, bytes);
            const auto code = failureCode([&] {
                const MediaSheet sheet = readMediaSheet({file}, {.tileSize = 56});
                EXPECT_EQ(sheet.sheet.height, sheet.tileRows * 56);
            });
            EXPECT_TRUE(code.empty() || code.starts_with("media.")) << name << " round " << round << ": " << code;
        }
    }
}

TEST(Animation, IsAPictureUnlessAskedToBeAVideo) {
    const MediaSheet picture = readMediaSheet({medium("animated.gif")}, {.tileSize = 56});
    EXPECT_EQ(picture.kind, MediaKind::Image);
    const MediaSheet video = readMediaSheet({medium("animated.gif"), MediaReading::Video}, {.tileSize = 56});
    EXPECT_EQ(video.kind, MediaKind::Video);
    EXPECT_EQ(video.tileRows, 1); // its one sampled frame, as broad as a canvas is
    EXPECT_EQ(video.tileColumns, 2);
}

TEST(Animation, OfOneWebPPictureIsAVideoOfOneFrame) {
    const auto source = openFrameSource(medium("lossless.webp"));
    EXPECT_EQ(source->facts().frames, 1);
    const auto frames = framesOf(*source, {0});
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames.front().rgb, decodePicture(medium("lossless.webp")).rgb);
}

TEST(FrameSheet, SeparatesFramesByLinesButNotAfterTheLast) {
    const std::vector<Picture> frames(2, Picture(1120, 30, 128));
    const Picture canvas = composeFrames(frames, FrameLayout::Stacked);
    ASSERT_EQ(canvas.height, 160);
    for (int y = 0; y < canvas.height; ++y) {
        const int inFrame = y % 80;
        const int expected = y == 75 || y == 76 ? 0 : inFrame >= 40 && inFrame < 70 ? 128 : 255;
        EXPECT_EQ(canvas.row(y)[0], expected) << y;
        EXPECT_EQ(canvas.row(y)[3359], expected) << y;
    }
    const Picture row = composeFrames({Picture(20, 1120, 128), Picture(20, 1120, 128)}, FrameLayout::SideBySide);
    EXPECT_EQ(row.width, 60);
    EXPECT_EQ(row.height, 1160);
    EXPECT_EQ(row.row(1159)[25 * 3], 0);
    EXPECT_EQ(row.row(0)[26 * 3], 0);
    EXPECT_EQ(row.row(0)[27 * 3], 255);
    EXPECT_EQ(row.row(600)[55 * 3], 255);
}

TEST(FrameSheet, RefusesFramesThatWouldVanish) {
    EXPECT_EQ("media.shape", failureCode([] { static_cast<void>(scaleFrame(Picture(1200, 1))); }));
    EXPECT_EQ("media.shape", failureCode([] { static_cast<void>(scaleFrame(Picture(1, 1200))); }));
    EXPECT_EQ(scaleFrame(Picture(4, 4)).width, 1120);
}

} // namespace trutina::engine
