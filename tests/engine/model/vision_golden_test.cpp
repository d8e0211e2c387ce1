// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

using testing::GoldenArrays;

class VisionGolden : public ::testing::Test {
  protected:
    c10::InferenceMode m_inference;
};

TEST_F(VisionGolden, GlobalViewFeaturesAndProjectedTokensEqualTheReference) {
    const GoldenArrays arrays("vision.safetensors");
    const auto cases = testing::goldenJson("vision.json").at("cases");
    ASSERT_EQ(cases.size(), 6U);
    for (const auto& entry : cases) {
        const std::string name = entry.at("name");
        SCOPED_TRACE(name);
        auto network = testing::openNetwork(testing::goldenFile("checkpoints/" + entry.at("checkpoint").get<std::string>()));
        SheetOptions options;
        options.hdNum = entry.at("hd_num");
        options.tileSize = static_cast<int>(network->config().tileSize);
        const auto media = readMediaSheet({testing::goldenFile("media/" + entry.at("image").get<std::string>())}, options);
        ASSERT_EQ(media.tileRows, entry.at("tiles")[0]);
        ASSERT_EQ(media.tileColumns, entry.at("tiles")[1]);

        Pace pace;
        const auto tiles = sheetTiles(media.sheet, options.tileSize);
        if (arrays.contains(name + "/global")) {
            EXPECT_LE(testing::relativeError(tiles[0], arrays[name + "/global"]), 1e-5);
        }
        const auto features = network->images().features(media.sheet, pace);
        Pace whole;
        const auto projected = network->images().encode(media.sheet, whole);
        const std::int64_t step = entry.at("step");
        const auto everyStep = [&](const at::Tensor& t, std::int64_t dim) { return t.slice(dim, 0, std::nullopt, step); };
        const double featureError = testing::relativeError(everyStep(features, 1), arrays[name + "/features"]);
        const double projectedError = testing::relativeError(everyStep(projected, 0), arrays[name + "/projected"]);
        EXPECT_LE(featureError, 1e-4);
        EXPECT_LE(projectedError, 1e-4);
        RecordProperty(name, std::to_string(featureError) + " " + std::to_string(projectedError));
        std::printf("%-24s features %.1e  projected %.1e\n", name.c_str(), featureError, projectedError);
        EXPECT_DOUBLE_EQ(whole.operationsDone(), network->cost().image(tiles.size(0), projected.size(0)));
    }
}

} // namespace
} // namespace trutina::engine
