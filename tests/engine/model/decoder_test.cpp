// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <stop_token>

namespace trutina::engine {
namespace {

using testing::RandomCheckpoint;

class DecoderTest : public ::testing::Test {
  protected:
    DecoderTest() { at::manual_seed(11); }

    std::unique_ptr<RewardNetwork> network(const RandomCheckpoint& checkpoint, RewardNetwork::Options options = {}) {
        checkpoint.write(m_directory.path());
        return testing::openNetwork(m_directory.path(), options);
    }
    static PackedRows alone(const at::Tensor& rows, std::vector<RowRange> images = {}) {
        PackedRows packed;
        packed.embeddings = rows.clone();
        packed.imageRows = std::move(images);
        PackedTree& tree = packed.trees.emplace_back();
        tree.branches = {rows.size(0)};
        tree.wanted = PackedTree::Wanted::All;
        tree.rotaryBase = 10000;
        return packed;
    }
    static double largest(const at::Tensor& a, const at::Tensor& b) {
        return (a.to(at::kFloat) - b.to(at::kFloat)).abs().max().item<double>();
    }

    testing::TemporaryDirectory m_directory;
    c10::InferenceMode m_inference;
    Pace m_pace;
};

TEST_F(DecoderTest, PartialLoraActsAtImagePositionsAndNowhereElse) {
    auto net = network({});
    const PartialLoraLinear linear{at::randn({7, 5}), at::randn({2, 5}), at::randn({7, 2})};
    const auto rows = at::randn({10, 5});
    const auto plain = at::linear(rows, linear.weight);
    const auto applied = apply(linear, rows, {{2, 4}, {7, 8}});
    const auto extra = at::linear(at::linear(rows, linear.Plora_A), linear.Plora_B);
    for (std::int64_t i = 0; i < 10; ++i) {
        const bool image = i == 2 || i == 3 || i == 7;
        EXPECT_LT(largest(applied[i], image ? plain[i] + extra[i] : plain[i]), 1e-6) << i;
    }
    // Through the whole decoder: an image position changes itself and what follows, not what precedes it.
    const auto embeddings = at::randn({12, 24});
    const auto text = net->decoder().run(alone(embeddings), m_pace).states;
    const auto mixed = net->decoder().run(alone(embeddings, {{5, 7}}), m_pace).states;
    EXPECT_EQ(largest(text.narrow(0, 0, 5), mixed.narrow(0, 0, 5)), 0);
    for (std::int64_t i = 5; i < 12; ++i) {
        EXPECT_GT(largest(text[i], mixed[i]), 1e-4) << i;
    }
}

TEST_F(DecoderTest, CandidatesThatShareATrunkGetTheStatesTheyGetAlone) {
    auto net = network({});
    const std::int64_t trunk = 600; // more than one chunk of rows
    const std::vector<std::int64_t> lengths{1, 37, 520, 2};
    const auto shared = at::randn({trunk, 24});
    PackedRows packed;
    packed.trees.push_back({{}, trunk, lengths, 10000, false, false, PackedTree::Wanted::BranchRows});
    packed.imageRows = {{3, 590}, {605, 620}}; // the second lies in the second branch
    std::vector<at::Tensor> parts{shared};
    for (const auto length : lengths) {
        parts.push_back(at::randn({length, 24}));
    }
    packed.embeddings = at::cat(parts);
    const double predicted = net->decoder().cost(packed);
    auto lastRows = packed;
    lastRows.embeddings = packed.embeddings.clone();
    lastRows.trees[0].wanted = PackedTree::Wanted::LastOfBranch;
    const auto together = net->decoder().run(packed, m_pace).states;
    EXPECT_NEAR(m_pace.operationsDone() / predicted, 1, 1e-9);
    EXPECT_GT(predicted, net->decoder().cost(lastRows));
    const auto lastStates = net->decoder().run(lastRows, m_pace).states;
    ASSERT_EQ(lastStates.size(0), 4);
    std::int64_t row = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        auto single = alone(at::cat({shared, parts[i + 1]}), {{3, 590}});
        if (i == 1) {
            single.imageRows.push_back({604, 619});
        }
        const auto states = net->decoder().run(single, m_pace).states;
        EXPECT_LT(testing::relativeError(together.narrow(0, row, lengths[i]), states.narrow(0, trunk, lengths[i])), 1e-6)
            << "branch " << i;
        row += lengths[i];
        const auto last = lastStates.narrow(0, static_cast<std::int64_t>(i), 1);
        EXPECT_LT(largest(net->head(last), net->head(states.narrow(0, trunk + lengths[i] - 1, 1))), 2e-6)
            << "last of branch " << i;
    }
}

TEST_F(DecoderTest, ALayerWidenedIntoABufferGivesTheSameBitsAsOneKept) {
    RandomCheckpoint checkpoint;
    checkpoint.bfloat16 = true;
    checkpoint.layers = 3;
    auto kept = network(checkpoint, {at::kFloat, Residence::Resident});
    auto streamed = testing::openNetwork(m_directory.path(), {at::kFloat, Residence::Streamed});
    const auto rows = at::randn({40, 24});
    const auto first = kept->decoder().run(alone(rows, {{1, 9}}), m_pace).states;
    for (int repeat = 0; repeat < 2; ++repeat) {
        EXPECT_TRUE(at::equal(first, streamed->decoder().run(alone(rows, {{1, 9}}), m_pace).states));
        // Vision shares the buffer: it must not leave its weights behind.
        const auto pixels = at::randn({3, 3, 28, 28});
        const Picture sheet(28, 28, 9);
        EXPECT_TRUE(at::equal(kept->images().encode(sheet, m_pace), streamed->images().encode(sheet, m_pace)));
    }
}

TEST_F(DecoderTest, Bfloat16StaysNearFloat32) {
    RandomCheckpoint checkpoint;
    checkpoint.bfloat16 = true;
    auto wide = network(checkpoint);
    auto narrow = testing::openNetwork(m_directory.path(), {at::kBFloat16, Residence::Resident});
    const auto rows = at::randn({50, 24});
    auto packed = alone(rows, {{1, 20}});
    const auto a = wide->head(wide->decoder().run(packed, m_pace).states);
    packed = alone(rows, {{1, 20}});
    const auto b = narrow->head(narrow->decoder().run(packed, m_pace).states);
    EXPECT_EQ(b.scalar_type(), at::kFloat);
    EXPECT_LT(largest(a, b), 0.05 * a.std().item<double>());
}

TEST_F(DecoderTest, AStopEndsTheRunBeforeTheNextLayer) {
    RandomCheckpoint checkpoint;
    checkpoint.layers = 6;
    auto net = network(checkpoint);
    std::stop_source source;
    int reports = 0;
    Pace pace(source.get_token(), [&](const Progress&) {
        if (++reports == 2) {
            source.request_stop();
        }
    });
    int layers = 0;
    EXPECT_THROW((void)net->decoder().run(alone(at::randn({9, 24})), pace, [&](std::int64_t, const at::Tensor&) { ++layers; }),
                 Cancelled);
    EXPECT_LE(layers, 3) << "two layers reported, then at most the observation before the check";
    EXPECT_EQ(reports, 2);
}

TEST_F(DecoderTest, AStopEndsTheVisionTowerBeforeTheNextBlock) {
    RandomCheckpoint checkpoint;
    checkpoint.visionLayers = 8;
    auto net = network(checkpoint);
    std::stop_source source;
    int reports = 0;
    Pace pace(source.get_token(), [&](const Progress&) {
        if (++reports == 3) {
            source.request_stop();
        }
    });
    EXPECT_THROW((void)net->images().encode(Picture(56, 28), pace), Cancelled);
    EXPECT_EQ(reports, 3);
}

TEST_F(DecoderTest, PackingManyCandidatesKeepsEachApart) {
    auto net = network({});
    PackedRows packed;
    PackedTree& tree = packed.trees.emplace_back();
    tree.trunk = 30;
    tree.rotaryBase = 10000;
    std::vector<at::Tensor> parts{at::randn({30, 24})};
    for (int i = 0; i < 12; ++i) { // 12 x 700 rows: several packs
        tree.branches.push_back(700);
        parts.push_back(at::randn({700, 24}));
    }
    packed.embeddings = at::cat(parts);
    const auto states = net->decoder().run(packed, m_pace).states;
    for (const std::size_t i : {0U, 5U, 11U}) {
        const auto single = net->decoder().run(alone(at::cat({parts[0], parts[i + 1]})), m_pace).states;
        EXPECT_LT(largest(states[static_cast<std::int64_t>(i)], single[729]), 2e-6) << i;
    }
}

} // namespace
} // namespace trutina::engine
