// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <stop_token>

namespace trutina::engine {
namespace {

using testing::RandomCheckpoint;

constexpr std::int64_t kHidden = 24;
/// Twice the bound that is stated for models: random weights of so small a width amplify rounding more.
constexpr double kInvariance = 4e-6;

/// One sequence: embeddings, and which rows are image positions.
struct Rows {
    at::Tensor embeddings;
    std::vector<RowRange> images;
    [[nodiscard]] std::int64_t size() const { return embeddings.size(0); }
    [[nodiscard]] Rows part(std::int64_t begin, std::int64_t end) const {
        return {embeddings.narrow(0, begin, end - begin), rangesWithin(images, {begin, end})};
    }
};

/// Collects rows and trees in the order of PackedRows.
struct Forest {
    PackedRows packed;
    std::vector<at::Tensor> parts;
    std::int64_t rows = 0;
    void add(const Rows& part) {
        for (const RowRange& image : part.images) {
            appendRange(packed.imageRows, {image.begin + rows, image.end + rows});
        }
        parts.push_back(part.embeddings);
        rows += part.size();
    }
    [[nodiscard]] PackedRows finish() {
        packed.embeddings = at::cat(parts);
        return packed;
    }
};

class ForestTest : public ::testing::Test {
  protected:
    ForestTest() { at::manual_seed(5); }

    RewardNetwork& network(const RandomCheckpoint& checkpoint = {}, RewardNetwork::Options options = {}) {
        checkpoint.write(m_directory.path());
        m_network = testing::openNetwork(m_directory.path(), options);
        return *m_network;
    }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(m_random);
    }
    Rows randomRows(std::int64_t count) {
        Rows rows{at::randn({count, kHidden}), {}};
        if (count > 4 && between(0, 1) == 1) {
            const auto begin = between(0, count / 2);
            rows.images = {{begin, between(begin + 1, count)}};
        }
        return rows;
    }
    static Rows joined(const Rows& first, const Rows& second) {
        Rows both{at::cat({first.embeddings, second.embeddings}), first.images};
        for (const RowRange& image : second.images) {
            appendRange(both.images, {image.begin + first.size(), image.end + first.size()});
        }
        return both;
    }
    /// Scores at every position of a sequence alone.
    at::Tensor alone(const Rows& rows, double base, bool strict = false) {
        Forest forest;
        forest.add(rows);
        forest.packed.strict = strict;
        forest.packed.trees.push_back({{}, 0, {rows.size()}, base, false, false, PackedTree::Wanted::All});
        return m_network->head(m_network->decoder().run(forest.finish(), m_pace).states, strict);
    }
    /// Keys and values of the beginning of a sequence.
    KeptPart kept(const Rows& rows, double base, const KeptPrefix& prefix = {}, bool strict = false) {
        Forest forest;
        forest.add(rows);
        forest.packed.strict = strict;
        forest.packed.trees.push_back({prefix, rows.size(), {}, base, true, false, PackedTree::Wanted::LastOfBranch});
        const auto result = m_network->decoder().run(forest.finish(), m_pace);
        EXPECT_EQ(result.states.size(0), 0);
        return {result.kept[0].trunk, {0, rows.size()}};
    }

    testing::TemporaryDirectory m_directory;
    std::unique_ptr<RewardNetwork> m_network;
    c10::InferenceMode m_inference;
    Pace m_pace;
    std::mt19937 m_random{17};
};

/// A random tree and the sequences that it stands for.
struct Sample {
    KeptPrefix prefix;
    Rows trunk;
    std::vector<Rows> branches;
    double base = 0;
    std::vector<Rows> sequences;
};

TEST_F(ForestTest, RandomForestsGiveEverySequenceTheScoresItGetsAlone) {
    RandomCheckpoint checkpoint;
    checkpoint.layers = 3;
    network(checkpoint);
    double worst = 0;
    for (int round = 0; round < 12; ++round) {
        std::vector<Sample> samples;
        Forest forest;
        const auto trees = between(1, 5);
        for (std::int64_t t = 0; t < trees; ++t) {
            Sample& sample = samples.emplace_back();
            sample.base = between(0, 1) == 1 ? 10000 : 1000000;
            Rows beginning{at::empty({0, kHidden}), {}};
            for (std::int64_t parts = between(0, 2); parts > 0; --parts) {
                // The second part goes on from a beginning that was cut.
                const Rows next = randomRows(between(2, 60));
                const KeptPart part = kept(next, sample.base, sample.prefix);
                const auto used = between(1, next.size());
                sample.prefix.push_back({part.block, {0, used}});
                beginning = joined(beginning, next.part(0, used));
            }
            sample.trunk = randomRows(between(0, 40));
            forest.add(sample.trunk);
            const auto trunk = joined(beginning, sample.trunk);
            std::vector<std::int64_t> lengths;
            for (std::int64_t branches = between(1, 4); branches > 0; --branches) {
                sample.branches.push_back(randomRows(between(1, 50)));
                forest.add(sample.branches.back());
                lengths.push_back(sample.branches.back().size());
                sample.sequences.push_back(joined(trunk, sample.branches.back()));
            }
            const auto wanted = between(0, 1) == 1 ? PackedTree::Wanted::BranchRows : PackedTree::Wanted::LastOfBranch;
            forest.packed.trees.push_back({sample.prefix, sample.trunk.size(), lengths, sample.base, false, false, wanted});
        }
        m_network->decoder().setLimits({between(0, 3), between(3, 70)});
        const auto read = m_network->head(m_network->decoder().run(forest.finish(), m_pace).states);
        m_network->decoder().setLimits({});
        std::int64_t row = 0;
        for (std::size_t t = 0; t < samples.size(); ++t) {
            for (std::size_t b = 0; b < samples[t].branches.size(); ++b) {
                const bool every = forest.packed.trees[t].wanted == PackedTree::Wanted::BranchRows;
                const auto count = every ? samples[t].branches[b].size() : 1;
                const auto expected = alone(samples[t].sequences[b], samples[t].base);
                const double spread = std::max(1.0, expected.std().item<double>());
                const auto difference =
                    (read.narrow(0, row, count) - expected.narrow(0, expected.size(0) - count, count)).abs().max().item<double>();
                EXPECT_LE(difference, kInvariance * spread) << "round " << round << ", tree " << t << ", branch " << b;
                worst = std::max(worst, difference / spread);
                row += count;
            }
        }
        EXPECT_EQ(row, read.size(0));
    }
    std::printf("largest difference %.1e\n", worst);
}

TEST_F(ForestTest, KeptBranchesCanBeContinued) {
    network();
    const Rows prompt = randomRows(70);
    const Rows answer = randomRows(30);
    Forest forest;
    forest.add(prompt);
    forest.add(answer);
    forest.add(randomRows(11));
    forest.packed.trees.push_back({{}, 70, {30, 11}, 10000, true, true, PackedTree::Wanted::LastOfBranch});
    const auto result = m_network->decoder().run(forest.finish(), m_pace);
    ASSERT_EQ(result.kept[0].branches.size(), 2U);
    EXPECT_EQ(result.kept[0].trunk->rows(), 70);
    EXPECT_EQ(result.kept[0].branches[0]->rows(), 30);
    EXPECT_EQ(result.kept[0].branches[1]->rows(), 11);
    const std::int64_t bytes = 2 * m_network->config().layers * 12 * 30 * 4; // keys and values, 2 key heads of 6, float32
    EXPECT_EQ(result.kept[0].branches[0]->bytes(), bytes);

    const Rows edit = randomRows(9);
    Forest next;
    next.add(edit);
    next.packed.trees.push_back(
        {{{result.kept[0].trunk, {0, 70}}, {result.kept[0].branches[0], {0, 21}}}, 0, {9}, 10000, false, false});
    const auto read = m_network->head(m_network->decoder().run(next.finish(), m_pace).states);
    const auto expected = alone(joined(joined(prompt, answer.part(0, 21)), edit), 10000);
    EXPECT_NEAR(read[0].item<double>(), expected[-1].item<double>(), 2e-6);
}

TEST_F(ForestTest, StrictRowsHaveTheSameBitsHoweverTheirSequenceIsCut) {
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        RandomCheckpoint checkpoint;
        checkpoint.bfloat16 = type == at::kBFloat16;
        network(checkpoint, {type, Residence::Resident});
        const Rows prompt = randomRows(300);
        const Rows answer = randomRows(90);
        const Rows other = randomRows(41);
        const auto whole = alone(joined(prompt, answer), 10000, true);
        const auto expected = whole.narrow(0, 300, 90);
        // Beside another branch, in another order, behind another tree.
        for (const bool first : {true, false}) {
            Forest forest;
            forest.packed.strict = true;
            forest.add(other);
            forest.packed.trees.push_back({{}, 0, {41}, 10000});
            forest.add(prompt);
            forest.add(first ? answer : other);
            forest.add(first ? other : answer);
            const std::vector<std::int64_t> lengths =
                first ? std::vector<std::int64_t>{90, 41} : std::vector<std::int64_t>{41, 90};
            forest.packed.trees.push_back({{}, 300, lengths, 10000, false, false, PackedTree::Wanted::BranchRows});
            const auto read = m_network->head(m_network->decoder().run(forest.finish(), m_pace).states, true);
            EXPECT_TRUE(at::equal(read.narrow(0, first ? 1 : 42, 90), expected)) << first;
        }
        // From kept beginnings, cut anywhere.
        for (const std::int64_t cut : {1, 77, 128, 255, 300, 340}) {
            const Rows sequence = joined(prompt, answer);
            const auto part = kept(sequence.part(0, cut), 10000, {}, true);
            Forest forest;
            forest.packed.strict = true;
            forest.add(sequence.part(cut, 390));
            forest.packed.trees.push_back({{part}, 0, {390 - cut}, 10000});
            const auto read = m_network->head(m_network->decoder().run(forest.finish(), m_pace).states, true);
            EXPECT_TRUE(at::equal(read, whole.narrow(0, 389, 1))) << cut;
        }
        // And they are right.
        const auto usual = alone(joined(prompt, answer), 10000);
        EXPECT_LT((usual - whole).abs().max().item<double>(), type == at::kFloat ? 2e-6 : 0.1);
    }
}

TEST_F(ForestTest, WhatARunCostsIsWhatItSays) {
    network();
    const Rows first = randomRows(40);
    const auto part = kept(first, 10000);
    Pace pace;
    Forest forest;
    forest.add(randomRows(5));
    forest.add(randomRows(7));
    forest.add(randomRows(3)); // a trunk of its own, only to be kept
    forest.packed.trees.push_back({{part}, 5, {7}, 10000});
    forest.packed.trees.push_back({{}, 3, {}, 10000, true});
    const auto packed = forest.finish();
    (void)m_network->decoder().run(packed, pace);
    EXPECT_NEAR(pace.operationsDone() / m_network->decoder().cost(packed), 1, 1e-9);
}

TEST_F(ForestTest, FewerBranchesAtOnceMakeMorePacks) {
    PackedRows packed;
    packed.trees.push_back({{}, 600, {10, 10, 10, 10, 10}, 10000});
    packed.trees.push_back({{}, 20, {10, 10}, 10000});
    const auto sizes = [&](const PackLimits& limits) {
        std::vector<std::size_t> counts;
        for (const auto& pack : packsOf(segmentsOf(packed), limits)) {
            counts.push_back(pack.size());
        }
        return counts;
    };
    EXPECT_EQ(sizes({}), (std::vector<std::size_t>{1, 8})) << "a large trunk, then all the rest";
    EXPECT_EQ(sizes({2, 512}), (std::vector<std::size_t>{1, 2, 2, 3, 1}));
}

} // namespace
} // namespace trutina::engine
