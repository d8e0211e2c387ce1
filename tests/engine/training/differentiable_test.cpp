// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What has a way back of its own is held to the same thing made of LibTorch's operators.
#include "engine/training/differentiable.h"
#include "engine/training/tree_attention.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include <functional>
#include <numeric>

namespace trutina::engine {
namespace {

using Inputs = std::vector<at::Tensor>;
using Step = std::function<at::Tensor(const Inputs&)>;

class Differentiable : public ::testing::Test {
  protected:
    [[nodiscard]] at::Tensor drawn(at::IntArrayRef sizes) { return at::empty(sizes).normal_(0, 1, m_generator); }

    static at::Tensor gradientOf(const at::Tensor& input) {
        return input.grad().defined() ? input.grad() : at::zeros_like(input);
    }

    /// Both must give the same values and, against one random gradient, the same gradients.
    void expectSame(const Inputs& inputs, const Step& ours, const Step& plain) {
        Inputs results, gradients[2];
        at::Tensor against;
        int which = 0;
        for (const Step& step : {ours, plain}) {
            Inputs leaves;
            for (const at::Tensor& input : inputs) {
                leaves.push_back(input.detach().clone().requires_grad_());
            }
            results.push_back(step(leaves));
            against = against.defined() ? against : drawn(results.back().sizes());
            results.back().backward(against);
            for (const at::Tensor& leaf : leaves) {
                gradients[which].push_back(gradientOf(leaf));
            }
            ++which;
        }
        EXPECT_TRUE(at::allclose(results[0], results[1], 1e-4, 1e-5));
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            EXPECT_TRUE(at::allclose(gradients[0][i], gradients[1][i], 1e-4, 1e-4))
                << "input " << i << ": " << (gradients[0][i] - gradients[1][i]).abs().max().item<double>();
        }
    }

    at::Generator m_generator = at::detail::createCPUGenerator(5);
};

TEST_F(Differentiable, RmsNorm) {
    expectSame(
        {drawn({150, 24}), drawn({24})}, [](const Inputs& in) { return rmsNormOf(in[0], in[1], 1e-5); },
        [](const Inputs& in) { return in[0] * (in[0].square().mean(-1, true) + 1e-5).rsqrt() * in[1]; });
}

TEST_F(Differentiable, Gate) {
    expectSame(
        {drawn({70, 18}) * 3, drawn({70, 18})}, [](const Inputs& in) { return gatedOf(in[0], in[1]); },
        [](const Inputs& in) { return at::silu(in[0]) * in[1]; });
}

TEST_F(Differentiable, PartialLora) {
    const Inputs inputs{drawn({40, 12}), drawn({10, 12}), drawn({3, 12}), drawn({10, 3}), drawn({25, 12})};
    const auto plain = [](const Inputs& in, const at::Tensor& images) {
        const at::Tensor addition = at::linear(at::linear(images, in[2]), in[3]);
        return at::linear(in[0], in[1]) + at::cat({addition, at::zeros({15, 10})});
    };
    expectSame(
        inputs,
        [](const Inputs& in) {
            return partialLoraOf(in[0], {in[1], in[2], in[3]}, 25);
        },
        [&](const Inputs& in) { return plain(in, in[0].narrow(0, 0, 25)); });
    expectSame(
        inputs,
        [](const Inputs& in) {
            return partialLoraOf(in[0], {in[1], in[2], in[3]}, 25, in[4]);
        },
        [&](const Inputs& in) { return plain(in, in[4]); });
}

/// Sequence by sequence, each with the trunk before it.
at::Tensor plainTreeAttention(const at::Tensor& z, const PairRows& rows, const std::vector<std::int64_t>& order,
                              const at::Tensor& cosine, const at::Tensor& sine, const HeadSizes& sizes) {
    const auto heads = sizes.keyHeads * sizes.queriesPerKey;
    std::vector<at::Tensor> results(order.size());
    for (const RowTree& tree : rows.trees) {
        for (std::size_t branch = 0; branch < tree.branches.size(); ++branch) {
            RowRange stem;
            for (const RowStem& candidate : tree.stems) {
                stem = branch >= candidate.firstBranch && branch < candidate.endBranch ? candidate.rows : stem;
            }
            std::vector<std::int64_t> members;
            for (const RowRange& part : {tree.trunk, stem, tree.branches[branch]}) {
                for (auto row = part.begin; row < part.end; ++row) {
                    members.push_back(order[static_cast<std::size_t>(row)]);
                }
            }
            const at::Tensor index = at::tensor(members, at::kLong);
            const auto length = index.size(0);
            const at::Tensor all = z.index_select(0, index).view({length, sizes.keyHeads, sizes.queriesPerKey + 2, sizes.size});
            const auto turned = [&](const at::Tensor& t) {
                const at::Tensor c = cosine.index_select(0, index).view({length, 1, 1, -1});
                const at::Tensor s = sine.index_select(0, index).view({length, 1, 1, -1});
                const auto halves = t.chunk(2, -1);
                return at::cat({halves[0] * c - halves[1] * s, halves[1] * c + halves[0] * s}, -1);
            };
            const auto laid = [&](const at::Tensor& t) {
                return t.expand({length, sizes.keyHeads, sizes.queriesPerKey, sizes.size})
                    .reshape({length, heads, -1})
                    .transpose(0, 1);
            };
            const at::Tensor q = laid(turned(all.narrow(2, 0, sizes.queriesPerKey)));
            const at::Tensor k = laid(turned(all.narrow(2, sizes.queriesPerKey, 1)));
            const at::Tensor v = laid(all.narrow(2, sizes.queriesPerKey + 1, 1));
            at::Tensor scores = at::matmul(q, k.transpose(1, 2)) / std::sqrt(static_cast<double>(sizes.size));
            scores = scores + at::full({length, length}, -std::numeric_limits<float>::infinity()).triu_(1);
            const at::Tensor out = at::matmul(at::softmax(scores, -1), v).transpose(0, 1).reshape({length, -1});
            for (std::int64_t i = 0; i < length; ++i) {
                results[static_cast<std::size_t>(members[static_cast<std::size_t>(i)])] = out[i];
            }
        }
    }
    return at::stack(results);
}

TEST_F(Differentiable, TreeAttentionInGroupsAndTreeByTree) {
    PairRows rows;
    std::int64_t next = 0;
    const auto range = [&](std::int64_t size) {
        const RowRange made{next, next + size};
        next += size;
        return made;
    };
    const std::vector<std::array<std::int64_t, 3>> lengths{{9, 4, 6}, {0, 5, 2}, {10, 3, 5}, {30, 1, 7}};
    for (const auto& [trunk, first, second] : lengths) {
        RowTree tree;
        tree.trunk = range(trunk);
        tree.branches = {range(first), range(second)};
        rows.trees.push_back(tree);
    }
    RowTree withStems;
    withStems.trunk = range(8);
    for (const std::int64_t stem : {3, 5}) {
        const auto first = withStems.branches.size();
        withStems.stems.push_back({range(stem), first, first + 2});
        withStems.branches.push_back(range(2));
        withStems.branches.push_back(range(stem));
    }
    withStems.branches.push_back(range(4));
    rows.trees.push_back(withStems);
    std::vector<std::int64_t> order(static_cast<std::size_t>(next));
    std::iota(order.begin(), order.end(), 0);
    std::rotate(order.begin(), order.begin() + 11, order.end());
    const HeadSizes sizes{2, 3, 8};
    const at::Tensor cosine = drawn({next, 4}).clamp(-1, 1);
    const at::Tensor sine = drawn({next, 4}).clamp(-1, 1);
    for (const std::int64_t largestPadded : {768, 20, 0}) {
        SCOPED_TRACE(largestPadded);
        const TreeAttention attention(rows, order, cosine, sine, sizes, largestPadded);
        expectSame(
            {drawn({next, 2 * 5 * 8})}, [&](const Inputs& in) { return attention(in[0]); },
            [&](const Inputs& in) { return plainTreeAttention(in[0], rows, order, cosine, sine, sizes); });
    }
}

} // namespace
} // namespace trutina::engine
