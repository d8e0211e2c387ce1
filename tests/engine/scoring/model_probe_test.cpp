// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/sentences.h"
#include "engine/api/error.h"
#include "engine/media/hidden_parts.h"
#include "engine/media/media_reader.h"
#include "engine/media/png_writer.h"
#include "engine/scoring/engine_facade.h"
#include "engine/scoring/hidden_views.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace trutina::engine {
namespace {

// The checkpoint's tiles have 224 pixels. Random weights amplify rounding: 1e-5 of the spread of its scores, which is four.
constexpr int kTile = 224;
constexpr double kRounding = 4e-5;

class ModelProbeTest : public ::testing::Test {
  protected:
    static RewardModel& model() {
        static testing::GoldenModels models;
        return models["mini"];
    }
    static ProbeRequest question(const std::filesystem::path& medium = {}, MediaReading as = MediaReading::Automatic) {
        ProbeRequest request;
        request.options.frameLabels = false;
        request.conversation.messages = {{"user", "What is shown?"}};
        if (!medium.empty()) {
            request.conversation.media = {{medium, as}};
        }
        request.conversation.candidates = {{{{"assistant", "A tree. It is green!\nNothing else."}}, {}},
                                           {{{"assistant", "Nothing at all."}}, {}}};
        return request;
    }
    static ProbeResult probe(const ProbeRequest& request) { return model().probe(request, {}, {}); }
    static std::vector<float> scoresOf(const ProbeRequest& request) {
        return model().score({request.conversation, request.options}, {}, {}).scores;
    }
    static void expectNear(const std::vector<float>& found, const std::vector<float>& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i], expected[i], kRounding) << i;
        }
    }
    /// A picture that is its own sheet, so that what is painted on the one is painted on the other.
    std::filesystem::path sheetOf(const std::string& golden, Picture* pixels) const {
        SheetOptions options;
        options.tileSize = kTile;
        *pixels = readMediaSheet({testing::goldenFile("media/" + golden)}, options).sheet;
        const auto file = m_directory.path() / "sheet.png";
        writePng(*pixels, file);
        const auto again = readMediaSheet({file}, options).sheet;
        EXPECT_EQ(again.rgb, pixels->rgb) << "this picture does not stay as it is";
        return file;
    }
    /// Painted by other means than the engine's own.
    static Picture painted(Picture picture, int left, int top, int width, int height) {
        for (int y = top; y < top + height; ++y) {
            for (int x = left; x < left + width; ++x) {
                std::uint8_t* pixel = picture.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
                pixel[0] = 123;
                pixel[1] = 117;
                pixel[2] = 104;
            }
        }
        return picture;
    }
    /// A folder of three frames whose parts differ.
    std::filesystem::path frames(int hidden = -1) const {
        const auto folder = m_directory.path() / ("frames" + std::to_string(hidden));
        std::filesystem::create_directory(folder);
        for (int frame = 0; frame < 3; ++frame) {
            Picture picture(160, 90);
            for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
                picture.rgb[i] = static_cast<std::uint8_t>(i * static_cast<std::size_t>(7 + frame) / 5);
            }
            writePng(frame == hidden ? painted(picture, 0, 0, 160, 90) : picture,
                     folder / ("frame" + std::to_string(frame) + ".png"));
        }
        return folder;
    }

    testing::TemporaryDirectory m_directory;
};

TEST_F(ModelProbeTest, TheWholeIsTheOrdinaryScoreAndBlindIsTheTextAlone) {
    auto request = question(testing::goldenFile("media/portrait.png"));
    request.options.positions = true;
    const auto result = probe(request);
    const auto whole = model().score({request.conversation, request.options}, {}, {});
    expectNear(result.whole.scores, whole.scores);
    ASSERT_EQ(result.whole.positions.size(), 2U);
    EXPECT_EQ(result.whole.positions[0].size(), whole.positions[0].size());
    ASSERT_EQ(result.parts.size(), 1U);
    EXPECT_EQ(result.parts[0].kind, HiddenKind::Media);
    EXPECT_EQ(result.parts[0].medium, -1);
    expectNear(result.parts[0].scores, scoresOf(question()));
    EXPECT_GT(std::abs(result.parts[0].scores[0] - whole.scores[0]), 1e-3);
}

TEST_F(ModelProbeTest, BlindCandidatesLoseTheirOwnMediaToo) {
    auto request = question(testing::goldenFile("media/square-tile.png"));
    request.conversation.candidates[1].media = {{testing::goldenFile("media/tiny.png")}};
    const auto result = probe(request);
    ASSERT_EQ(result.parts.size(), 1U);
    expectNear(result.parts[0].scores, scoresOf(question()));
}

TEST_F(ModelProbeTest, EachTileIsThePicturePaintedOverThere) {
    Picture sheet;
    auto request = question(sheetOf("portrait.png", &sheet));
    request.media = false;
    request.tiles = true;
    const auto result = probe(request);
    const int columns = sheet.width / kTile;
    const int rows = sheet.height / kTile;
    ASSERT_GT(columns * rows, 1);
    ASSERT_EQ(result.parts.size(), static_cast<std::size_t>(columns * rows));
    for (int i = 0; i < columns * rows; ++i) {
        const HiddenPart& part = result.parts[static_cast<std::size_t>(i)];
        SCOPED_TRACE(i);
        EXPECT_EQ(part.kind, HiddenKind::Tile);
        EXPECT_EQ(part.medium, 0);
        EXPECT_EQ(part.row, i / columns);
        EXPECT_EQ(part.column, i % columns);
        const auto file = m_directory.path() / "edited.png";
        writePng(painted(sheet, part.column * kTile, part.row * kTile, kTile, kTile), file);
        expectNear(part.scores, scoresOf(question(file)));
        std::filesystem::remove(file);
    }
}

TEST_F(ModelProbeTest, EachFrameIsTheVideoWithAPlainFrameThere) {
    auto request = question(frames(), MediaReading::Video);
    request.media = false;
    request.frames = true;
    request.tiles = true; // of pictures only
    const auto result = probe(request);
    ASSERT_EQ(result.parts.size(), 3U);
    std::set<float> distinct;
    for (int frame = 0; frame < 3; ++frame) {
        const HiddenPart& part = result.parts[static_cast<std::size_t>(frame)];
        SCOPED_TRACE(frame);
        EXPECT_EQ(part.kind, HiddenKind::Frame);
        EXPECT_EQ(part.frame, frame);
        expectNear(part.scores, scoresOf(question(frames(frame), MediaReading::Video)));
        distinct.insert(part.scores[0]);
    }
    EXPECT_EQ(distinct.size(), 3U);
}

TEST_F(ModelProbeTest, EachSentenceIsTheAnswerWithoutIt) {
    auto request = question(testing::goldenFile("media/square-tile.png"));
    request.media = false;
    request.sentences = true;
    const auto result = probe(request);
    ASSERT_EQ(result.parts.size(), 4U); // three of the first candidate, one of the second
    std::size_t next = 0;
    for (int candidate = 0; candidate < 2; ++candidate) {
        const std::string text = request.conversation.candidates[static_cast<std::size_t>(candidate)].messages[0].content;
        for (const TextSpan& span : splitSentences(text)) {
            SCOPED_TRACE(next);
            const HiddenPart& part = result.parts[next++];
            EXPECT_EQ(part.kind, HiddenKind::Sentence);
            EXPECT_EQ(part.candidate, candidate);
            EXPECT_EQ(part.message, 0);
            EXPECT_EQ((TextSpan{part.begin, part.end}), span);
            auto edited = request;
            edited.conversation.candidates = {{{{"assistant", text.substr(0, span.begin) + text.substr(span.end)}}, {}}};
            expectNear(part.scores, scoresOf(edited));
        }
    }
}

TEST_F(ModelProbeTest, AWholeConversationHasTheSentencesOfItsLastTurn) {
    ProbeRequest request;
    request.conversation.messages = {{"user", "Why? Say."}, {"assistant", "One. Two."}};
    request.sentences = true;
    const auto result = probe(request);
    ASSERT_EQ(result.whole.scores.size(), 1U);
    ASSERT_EQ(result.parts.size(), 2U); // and no part without media: there are none
    auto edited = request;
    edited.conversation.messages[1].content = "Two.";
    expectNear(result.parts[0].scores, scoresOf(edited));
    EXPECT_EQ(result.parts[0].message, 1);
    EXPECT_EQ(result.parts[0].candidate, 0);
    edited.conversation.messages[1].content = "One. ";
    expectNear(result.parts[1].scores, scoresOf(edited));
}

TEST_F(ModelProbeTest, PartsFollowTheDocumentedOrderAndMediaThatAreNotSeenHaveNone) {
    auto request = question();
    // Two media and one placeholder: the first stands in its place, the second after the text (specification 6.2).
    request.conversation.messages[0].content = "<ImageHere> or this?";
    request.conversation.media = {{testing::goldenFile("media/tiny.png")},
                                  {testing::goldenFile("media/square-tile.png")},
                                  {testing::goldenFile("media/palette.png")},
                                  {testing::goldenFile("media/tiny.png")}};
    request.tiles = true;
    request.sentences = true;
    const auto result = probe(request);
    std::vector<int> media;
    std::vector<HiddenKind> kinds;
    for (const HiddenPart& part : result.parts) {
        kinds.push_back(part.kind);
        if (part.kind == HiddenKind::Tile) {
            media.push_back(part.medium);
        }
    }
    EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end()));
    EXPECT_TRUE(std::is_sorted(media.begin(), media.end()));
    EXPECT_EQ((std::set<int>(media.begin(), media.end())), (std::set<int>{0, 1}));
}

TEST_F(ModelProbeTest, OnATextThereIsNothingToHideButSentences) {
    auto request = question();
    request.tiles = true;
    request.frames = true;
    EXPECT_TRUE(probe(request).parts.empty());
}

TEST_F(ModelProbeTest, ProgressNeverFallsAndEndsWhole) {
    auto request = question(testing::goldenFile("media/portrait.png"));
    request.tiles = true;
    request.sentences = true;
    std::vector<double> fractions;
    (void)model().probe(request, {}, [&](const Progress& progress) { fractions.push_back(progress.fraction); });
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_LE(fractions.back(), 1 + 1e-9);
    EXPECT_NEAR(fractions.back(), 1, 1e-9);
}

TEST_F(ModelProbeTest, AStopRequestEndsItWhereverItIs) {
    auto request = question(testing::goldenFile("media/portrait.png"));
    request.tiles = true;
    request.sentences = true;
    int reports = 0;
    (void)model().probe(request, {}, [&](const Progress&) { ++reports; });
    for (const int at : {0, reports / 3, reports * 2 / 3}) {
        std::stop_source stop;
        int seen = 0;
        EXPECT_THROW((void)model().probe(request, stop.get_token(),
                                         [&](const Progress&) {
                                             if (seen++ == at) {
                                                 stop.request_stop();
                                             }
                                         }),
                     Cancelled);
        EXPECT_LE(seen, reports);
    }
}

TEST_F(ModelProbeTest, WhatWasHiddenIsNotKept) {
    auto request = question(testing::goldenFile("media/portrait.png"));
    const auto before = scoresOf(request);
    request.tiles = true;
    (void)probe(request);
    expectNear(scoresOf(request), before);
}

TEST(HiddenViews, ViewsEncodedAgainAreTheSameTokens) {
    const c10::InferenceMode inference;
    const auto network = testing::openNetwork(testing::goldenFile("checkpoints/mini"));
    SheetOptions options;
    options.tileSize = kTile;
    const auto sheet = readMediaSheet({testing::goldenFile("media/portrait.png")}, options);
    Pace pace;
    const at::Tensor tokens = network->images().encode(sheet.sheet, pace);
    std::vector<std::int64_t> all(static_cast<std::size_t>(1 + sheet.tileRows * sheet.tileColumns));
    std::iota(all.begin(), all.end(), 0);
    const MediaLibrary::Geometry geometry{sheet.tileRows, sheet.tileColumns};
    const at::Tensor again = tokensAfterChange(tokens, sheet.sheet, all, geometry, kTile, network->images(), pace);
    EXPECT_LE(testing::relativeError(again, tokens), 1e-5);
    EXPECT_TRUE(at::equal(tokensAfterChange(tokens, sheet.sheet, {}, geometry, kTile, network->images(), pace), tokens));
    // And one hidden tile is the same as encoding the painted sheet.
    const Picture painted = withTileHidden(sheet.sheet, kTile, sheet.tileRows - 1, 0);
    const auto views = changedViews(sheet.sheet, painted, kTile);
    EXPECT_EQ(views, (std::vector<std::int64_t>{0, 1 + std::int64_t{sheet.tileRows - 1} * sheet.tileColumns}));
    EXPECT_LE(testing::relativeError(tokensAfterChange(tokens, painted, views, geometry, kTile, network->images(), pace),
                                     network->images().encode(painted, pace)),
              1e-5);
}

} // namespace
} // namespace trutina::engine
