// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace trutina::engine {
namespace {

/// The definition, in double, key by key.
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t firstPosition) {
    const auto heads = q.size(1);
    const auto size = q.size(3);
    at::Tensor result = at::zeros(q.sizes(), at::kDouble);
    for (std::int64_t b = 0; b < q.size(0); ++b) {
        for (std::int64_t h = 0; h < heads; ++h) {
            for (std::int64_t i = 0; i < q.size(2); ++i) {
                std::vector<double> weights;
                double sum = 0;
                for (std::int64_t j = 0; j < k.size(2) && j <= firstPosition + i; ++j) {
                    const double dot = (q[b][h][i].to(at::kDouble) * k[b][h][j].to(at::kDouble)).sum().item<double>();
                    weights.push_back(std::exp(dot / std::sqrt(static_cast<double>(size))));
                    sum += weights.back();
                }
                for (std::size_t j = 0; j < weights.size(); ++j) {
                    result[b][h][i] += v[b][h][static_cast<std::int64_t>(j)].to(at::kDouble) * (weights[j] / sum);
                }
            }
        }
    }
    return result;
}

class AttentionTest : public ::testing::Test {
  protected:
    AttentionTest() { at::manual_seed(7); }
    static double largest(const at::Tensor& a, const at::Tensor& b) { return (a.to(at::kDouble) - b).abs().max().item<double>(); }
    c10::InferenceMode m_inference;
};

TEST_F(AttentionTest, EqualsTheDefinitionForEveryHeadSizeOfTheTestModels) {
    for (const std::int64_t size : {6, 8, 16, 64, 128}) {
        const auto q = at::randn({2, 3, 19, size});
        const auto k = at::randn({2, 3, 19, size});
        const auto v = at::randn({2, 3, 19, size});
        EXPECT_LT(largest(attend(q, k, v, KeyVisibility::Causal).output, plainAttention(q, k, v, 0)), 1e-5) << size;
        EXPECT_LT(largest(attend(q, k, v, KeyVisibility::All).output, plainAttention(q, k, v, 1000)), 1e-5) << size;
    }
}

TEST_F(AttentionTest, MatrixProductsGiveWhatTheFusedKernelGives) {
    const auto q = at::randn({2, 3, 300, 16}); // more queries than go together
    const auto k = at::randn({2, 1, 300, 16}).expand({2, 3, 300, 16});
    const auto v = at::randn({2, 1, 300, 16}).expand({2, 3, 300, 16});
    for (const auto visibility : {KeyVisibility::Causal, KeyVisibility::All}) {
        const auto fused = attend(q, k, v, visibility);
        const auto plain = attendBy(AttentionKernel::Products, q, k, v, visibility);
        EXPECT_LT(largest(plain.output, fused.output.to(at::kDouble)), 1e-5);
        EXPECT_LT(largest(plain.logSumExp, fused.logSumExp.to(at::kDouble)), 1e-5);
    }
}

TEST_F(AttentionTest, EachDeviceAndTypeHasItsKernel) {
    EXPECT_EQ(attentionKernel(at::kCPU, at::kFloat, 128), AttentionKernel::ProcessorFlash);
    const auto narrow = attentionKernel(at::kCPU, at::kBFloat16, 8); // depends on the processor
    EXPECT_TRUE(narrow == AttentionKernel::ProcessorFlash || narrow == AttentionKernel::ProcessorBlocks);
    EXPECT_EQ(attentionKernel(at::kCUDA, at::kHalf, 128), AttentionKernel::CudaFlash);
    EXPECT_EQ(attentionKernel(at::kCUDA, at::kBFloat16, 6), AttentionKernel::CudaFlash);
    EXPECT_EQ(attentionKernel(at::kCUDA, at::kHalf, 264), AttentionKernel::CudaEfficient);
    EXPECT_EQ(attentionKernel(at::kCUDA, at::kFloat, 128), AttentionKernel::CudaEfficient);
    EXPECT_EQ(attentionKernel(at::kMeta, at::kFloat, 128), AttentionKernel::Products);
}

TEST_F(AttentionTest, ACausalPartWithMoreKeysThanQueriesIsRefused) {
    // Kernels would lay the mask in different corners.
    EXPECT_THROW(static_cast<void>(
                     attend(at::randn({1, 1, 2, 8}), at::randn({1, 1, 3, 8}), at::randn({1, 1, 3, 8}), KeyVisibility::Causal)),
                 c10::Error);
}

TEST_F(AttentionTest, PrefixAndOwnKeysMergedEqualAttentionOverBoth) {
    const std::int64_t prefix = 37;
    for (const std::int64_t own : {1, 5, 33}) {
        const auto q = at::randn({2, 4, own, 16});
        const auto k = at::randn({2, 1, prefix + own, 16});
        const auto v = at::randn({2, 1, prefix + own, 16});
        const auto wide = [&](const at::Tensor& t) { return t.expand({2, 4, t.size(2), 16}); };
        const auto first = attend(q, wide(k.narrow(2, 0, prefix)), wide(v.narrow(2, 0, prefix)), KeyVisibility::All);
        const auto second = attend(q, wide(k.narrow(2, prefix, own)), wide(v.narrow(2, prefix, own)), KeyVisibility::Causal);
        EXPECT_LT(largest(mergeAttention(first, second).output, plainAttention(q, wide(k), wide(v), prefix)), 1e-5) << own;
    }
}

TEST_F(AttentionTest, PartsOfEitherTypeAndAnyLayoutAreMergedInOnePassAsByTheOperators) {
    const auto heads = [](at::ScalarType type) { // as the fused kernel returns them: rows outside heads
        return at::randn({2, 7, 3, 20}).to(type).transpose(1, 2);
    };
    for (const auto& [a, b] : {std::pair{at::kFloat, at::kFloat}, {at::kBFloat16, at::kFloat}, {at::kBFloat16, at::kBFloat16}}) {
        const PartialAttention first{heads(a), at::randn({2, 3, 7})};
        const PartialAttention second{heads(b).narrow(3, 2, 17), at::randn({2, 3, 7}) * 3};
        const PartialAttention narrow{first.output.narrow(3, 1, 17), first.logSumExp};
        const auto merged = mergeAttention(narrow, second);
        const at::Tensor weight = at::exp(second.logSumExp.to(at::kDouble)) /
                                  (at::exp(first.logSumExp.to(at::kDouble)) + at::exp(second.logSumExp.to(at::kDouble)));
        const at::Tensor start = narrow.output.to(at::kDouble);
        EXPECT_EQ(merged.output.scalar_type(), at::kFloat);
        EXPECT_LT(largest(merged.output, start + (second.output.to(at::kDouble) - start) * weight.unsqueeze(-1)), 1e-6);
        EXPECT_LT(largest(merged.logSumExp, at::logaddexp(first.logSumExp.to(at::kDouble), second.logSumExp.to(at::kDouble))),
                  1e-6);
    }
    const PartialAttention whole{heads(at::kBFloat16), at::zeros({2, 3, 7})};
    const PartialAttention nothing{heads(at::kBFloat16), at::full({2, 3, 7}, -1000.0)};
    EXPECT_TRUE(at::equal(mergeAttention(whole, nothing).output, whole.output.to(at::kFloat)));
}

TEST_F(AttentionTest, AKeyThatOutweighsAllOthersDoesNotOverflowTheMerge) {
    const auto q = at::full({1, 1, 2, 8}, 30.0);
    const auto k = at::cat({at::full({1, 1, 1, 8}, -30.0), at::full({1, 1, 2, 8}, 30.0)}, 2);
    const auto v = at::randn({1, 1, 3, 8});
    const auto first = attend(q, k.narrow(2, 0, 1), v.narrow(2, 0, 1), KeyVisibility::All);
    const auto second = attend(q, k.narrow(2, 1, 2), v.narrow(2, 1, 2), KeyVisibility::Causal);
    const auto merged = mergeAttention(first, second).output;
    EXPECT_TRUE(merged.isfinite().all().item<bool>());
    EXPECT_LT(largest(merged[0][0][0], v[0][0][1].to(at::kDouble)), 1e-5);
}

TEST_F(AttentionTest, BlocksOfProductsEqualTheDefinitionInBfloat16) {
    for (const bool causal : {true, false}) {
        for (const std::int64_t rows : {1, 33, 300}) {
            const std::int64_t keys = causal ? rows : 190;
            const auto q = at::randn({2, 4, rows, 16}).to(at::kBFloat16);
            const auto k = at::randn({2, 1, keys, 16}).to(at::kBFloat16).expand({2, 4, keys, 16});
            const auto v = at::randn({2, 1, keys, 16}).to(at::kBFloat16).expand({2, 4, keys, 16});
            const auto visibility = causal ? KeyVisibility::Causal : KeyVisibility::All;
            const auto found = attendBy(AttentionKernel::ProcessorBlocks, q, k, v, visibility);
            const auto wide =
                attendBy(AttentionKernel::Products, q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), visibility);
            EXPECT_EQ(found.output.sizes(), q.sizes());
            EXPECT_LT(largest(found.output, wide.output.to(at::kDouble)), 2e-2) << rows;
            EXPECT_LT(largest(found.logSumExp, wide.logSumExp.to(at::kDouble)), 2e-2) << rows;
            const auto apart = attendBy(AttentionKernel::ProcessorBlocks, q, k.contiguous(), v.contiguous(), visibility);
            EXPECT_LT(largest(found.output, apart.output.to(at::kDouble)), 1e-2) << "every head with keys of its own";
        }
    }
}

} // namespace
} // namespace trutina::engine
