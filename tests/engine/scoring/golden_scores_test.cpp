// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/sequence_scorer.h"
#include "engine/scoring/text_encoder.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>

namespace trutina::engine {
namespace {

using testing::GoldenModels;
using testing::requestOf;
using testing::scoreCases;
using testing::toleranceOf;

TEST(GoldenScores, EveryWholeConversationScoresAsTheReference) {
    GoldenModels models;
    ASSERT_EQ(scoreCases().size(), 92U);
    double worst = 0;
    for (const auto& entry : scoreCases()) {
        SCOPED_TRACE(entry.at("name"));
        auto& model = models[entry.at("checkpoint")];
        const auto result = model.score(requestOf(entry), {}, {});
        ASSERT_EQ(result.scores.size(), 1U);
        EXPECT_NEAR(result.scores[0], entry.at("score").get<double>(), toleranceOf(entry));
        EXPECT_EQ(result.promptTokens, 0);
        EXPECT_EQ(result.candidateTokens, std::vector<int>{entry.at("length").get<int>()});
        int images = 0;
        for (const auto& stretch : entry.at("image_positions")) {
            images += stretch[1].get<int>();
        }
        EXPECT_EQ(result.imageTokens, images);
        if (entry.at("exact_pixels").get<bool>()) {
            worst = std::max(worst, std::abs(result.scores[0] - entry.at("score").get<double>()));
        }
    }
    std::printf("largest score error %.1e\n", worst);
}

TEST(GoldenScores, ScoresReadAtEveryPositionEqualTheReference) {
    GoldenModels models;
    const testing::GoldenArrays arrays("positions.safetensors");
    double worst = 0;
    int compared = 0;
    for (const auto& entry : scoreCases()) {
        const std::string name = entry.at("name");
        if (!arrays.contains(name)) {
            continue;
        }
        auto request = requestOf(entry);
        request.options.positions = true;
        const auto result = models[entry.at("checkpoint")].score(request, {}, {});
        ASSERT_EQ(result.positions.size(), 1U);
        const double error = testing::relativeError(at::tensor(result.positions[0]), arrays[name]);
        EXPECT_LE(error, 1e-4) << name;
        EXPECT_EQ(result.positions[0].back(), result.scores[0]);
        worst = std::max(worst, error);
        ++compared;
    }
    EXPECT_GE(compared, 58);
    std::printf("largest position error %.1e over %d cases\n", worst, compared);
}

TEST(GoldenScores, EverySequenceIsDescribedWithoutEncodingMedia) {
    GoldenModels models;
    for (const auto& entry : scoreCases()) {
        SCOPED_TRACE(entry.at("name"));
        const auto tokens = models[entry.at("checkpoint")].sequence(requestOf(entry));
        ASSERT_EQ(tokens.ids.size(), entry.at("length").get<std::size_t>());
        ASSERT_EQ(tokens.pieces.size(), tokens.ids.size());
        std::uint32_t checksum = 0;
        std::uint32_t index = 0;
        std::vector<std::vector<int>> stretches;
        for (std::size_t i = 0; i < tokens.ids.size(); ++i) {
            if (tokens.ids[i] != -100) {
                checksum += ++index * static_cast<std::uint32_t>(tokens.ids[i]);
                continue;
            }
            EXPECT_EQ(tokens.pieces[i], "<image>");
            if (!stretches.empty() && stretches.back()[0] + stretches.back()[1] == static_cast<int>(i)) {
                ++stretches.back()[1];
            } else {
                stretches.push_back({static_cast<int>(i), 1});
            }
        }
        EXPECT_EQ(checksum, entry.at("text_ids_checksum").get<std::uint32_t>());
        EXPECT_EQ(stretches, entry.at("image_positions").get<std::vector<std::vector<int>>>());
    }
}

TEST(GoldenScores, HiddenStatesOfEveryLayerEqualTheReference) {
    const testing::GoldenArrays arrays("states.safetensors");
    const c10::InferenceMode inference;
    double worst = 0;
    int compared = 0;
    for (const auto& entry : scoreCases()) {
        const std::string name = entry.at("name");
        if (!arrays.contains(name + "/0")) {
            continue;
        }
        SCOPED_TRACE(name);
        const auto directory = testing::goldenFile("checkpoints/" + entry.at("checkpoint").get<std::string>());
        const auto network = testing::openNetwork(directory);
        const auto tokenizer = openTokenizer(directory);
        const auto request = requestOf(entry);
        Pace pace;
        MediaLibrary library(
            {static_cast<int>(network->config().tileSize), static_cast<int>(network->config().mergedGrid()), {}, {}, 0});
        MediaShelf shelf(library, {.frameLabels = request.options.frameLabels}, pace);
        const auto sequence =
            assembleSequence(*tokenizer, request.conversation.messages, request.conversation.media, request.options.hdNum,
                             request.options.maxLength, [&](const MediaInput& m, int hd) { return shelf.place(m, hd); });
        const auto media = shelf.encode(network->images(), pace);
        ScoringGroup group;
        group.sequences = {&sequence};
        group.media = media;
        group.rotaryBase = rotaryBase(network->config(), static_cast<std::int64_t>(sequence.codes.size()));
        auto packed = SequenceScorer(*network).pack(std::span(&group, 1));
        packed.trees[0].wanted = PackedTree::Wanted::All;
        const auto check = [&](std::int64_t layer, const at::Tensor& states) {
            const double error = testing::relativeError(states, arrays[name + "/" + std::to_string(layer)]);
            EXPECT_LE(error, 1e-4) << "before layer " << layer;
            worst = std::max(worst, error);
        };
        check(network->config().layers, network->decoder().run(std::move(packed), pace, check).states);
        ++compared;
    }
    EXPECT_EQ(compared, 6);
    std::printf("largest state error %.1e\n", worst);
}

} // namespace
} // namespace trutina::engine
