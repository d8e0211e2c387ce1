// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/clip_sheet.h"
#include "demo/labelled_scenes.h"
#include "demo/painter.h"
#include "demo/video_writer.h"
#include "engine/media/frame_sheet.h"
#include "engine/media/media_reader.h"
#include "engine/media/sampled_video.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

using namespace trutina::demo;
using trutina::engine::Picture;

namespace {

Scene lone(Shape shape, Colour colour) {
    return {Form::Square, 112, 112, {}, {{shape, colour, 50 * kUnit, 60 * kUnit, 40 * kUnit, 4, 0}}};
}

Clip someClip() {
    Random random(4);
    const Wish moving{Shape::Circle, Colour::Blue, -1, true};
    const std::vector<Wish> still{{Shape::Star, Colour::Red, -1, false}, {Shape::Square, Colour::Green, -1, false}};
    std::optional<Clip> clip;
    while (!clip) {
        clip = arrangeMotion(random, moving, Direction::Right, still, Split::Training);
    }
    return *clip;
}

double difference(const Picture& a, const Picture& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        sum += std::abs(a.rgb[i] - b.rgb[i]);
    }
    return sum / static_cast<double>(a.rgb.size());
}

} // namespace

TEST(DemoPainter, AShapeIsAsLargeAsItSays) {
    for (const Shape shape : kShapes) {
        const Picture picture = paint(lone(shape, Colour::Blue));
        int left = picture.width;
        int right = -1;
        for (int y = 0; y < picture.height; ++y) {
            for (int x = 0; x < picture.width; ++x) {
                if (picture.row(y)[3 * x] < 128) {
                    left = std::min(left, x);
                    right = std::max(right, x);
                }
            }
        }
        const int half = halfExtent(shape, 40 * kUnit) / kUnit;
        EXPECT_NEAR(left, 50 - half, 1) << name(shape);
        EXPECT_NEAR(right, 49 + half, 1) << name(shape);
    }
}

TEST(DemoPainter, ColoursAreWhatTheyAreCalled) {
    const auto channels = [](Colour colour) {
        const Picture picture = paint(lone(Shape::Square, colour));
        const auto* const pixel = picture.row(60) + 3 * 50;
        return std::vector<int>{pixel[0], pixel[1], pixel[2]};
    };
    const auto red = channels(Colour::Red);
    EXPECT_TRUE(red[0] > 150 && red[1] < 80 && red[2] < 80);
    const auto green = channels(Colour::Green);
    EXPECT_TRUE(green[1] > green[0] + 60 && green[1] > green[2] + 60);
    const auto yellow = channels(Colour::Yellow);
    EXPECT_TRUE(yellow[0] > 200 && yellow[1] > 180 && yellow[2] < 80);
    const auto orange = channels(Colour::Orange);
    EXPECT_TRUE(orange[0] > 200 && orange[1] > 90 && orange[1] < 160);
}

TEST(DemoPainter, ShapesOfAPictureDoNotOverlapAndLieWithinIt) {
    for (std::uint64_t i = 0; i < 400; ++i) {
        const LabelledPicture labelled = drawLabelledPicture(9, i);
        for (const PlacedShape& shape : labelled.shapes) {
            const int half = halfExtent(shape.shape, shape.diameter);
            EXPECT_GE(shape.x - half, 0);
            EXPECT_GE(shape.y - half, 0);
            EXPECT_LE(shape.x + half, labelled.picture.width * kUnit);
            EXPECT_LE(shape.y + half, labelled.picture.height * kUnit);
            for (const PlacedShape& other : labelled.shapes) {
                const int reach = half + halfExtent(other.shape, other.diameter);
                EXPECT_TRUE(&shape == &other || std::abs(shape.x - other.x) >= reach || std::abs(shape.y - other.y) >= reach);
            }
        }
    }
}

TEST(DemoVideo, IsReadBackWithTheFramesThatWereMeant) {
    const trutina::testing::TemporaryDirectory folder;
    const auto file = folder.path() / "clip.mp4";
    const Clip clip = someClip();
    writeVideo(clip, file);
    const auto video = trutina::engine::sampleVideo(file);
    EXPECT_EQ(video.facts.sampled, std::vector<std::int64_t>(Clip::kSampled.begin(), Clip::kSampled.end()));
    ASSERT_EQ(video.frames.size(), Clip::kSampled.size());
    for (std::size_t i = 0; i < video.frames.size(); ++i) {
        const Picture painted = trutina::engine::scaleFrame(paint(clip.frame(Clip::kSampled[i])));
        const Picture other = trutina::engine::scaleFrame(paint(clip.frame(Clip::kSampled[(i + 1) % 4])));
        EXPECT_LT(difference(video.frames[i], painted), 4) << "frame " << i;
        EXPECT_LT(difference(video.frames[i], painted), difference(video.frames[i], other) / 1.5) << "frame " << i;
    }
}

TEST(DemoVideo, TheSheetOfTheVisionStageIsTheOneThatTheModelSees) {
    const trutina::testing::TemporaryDirectory folder;
    const auto file = folder.path() / "clip.mp4";
    const Clip clip = someClip();
    writeVideo(clip, file);
    for (const bool withLabels : {true, false}) {
        const Picture canvas = trutina::engine::canvasOf(trutina::engine::sampleVideo(file), withLabels);
        const Picture seen = trutina::engine::makeVideoSheet(canvas, trutina::engine::videoFit(canvas.width, canvas.height, 112));
        std::vector<Scene> frames;
        for (const int frame : Clip::kSampled) {
            frames.push_back(clip.frame(frame));
        }
        const LabelledPicture composed = composeSheet(frames, withLabels);
        ASSERT_EQ(composed.picture.width, seen.width);
        ASSERT_EQ(composed.picture.height, seen.height);
        EXPECT_LT(difference(composed.picture, seen), 5);
        EXPECT_EQ(composed.shapes.size(), frames.size() * clip.shapes.size());
    }
}
