// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/int8_linear.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace trutina::engine {
namespace {

struct Case {
    std::int64_t rows, in, out;
};

class Int8Linear : public ::testing::TestWithParam<Case> {
  protected:
    void SetUp() override { at::manual_seed(5); }
};

TEST_P(Int8Linear, IsAsCloseToTheExactProductAsTwoRoundingsAllow) {
    const auto [rows, in, out] = GetParam();
    const at::Tensor weight = at::randn({out, in});
    const at::Tensor x = at::randn({rows, in}) * 3;
    const Int8Weight narrow = quantised(weight);
    const at::Tensor found = int8Linear(x, narrow.values, narrow.scales);
    ASSERT_EQ(found.sizes(), (std::vector<std::int64_t>{rows, out}));
    const at::Tensor exact = at::linear(x.to(at::kDouble), weight.to(at::kDouble));
    // Each factor is at most half a step off: |xw - x'w'| <= |x| dw + |w| dx + dx dw, summed over the row.
    const at::Tensor stepX = x.abs().amax(-1, true).to(at::kDouble) / 127 / 2;
    const at::Tensor stepW = weight.abs().amax(-1).to(at::kDouble) / 127 / 2;
    const at::Tensor bound = x.abs().sum(-1, true).to(at::kDouble) * stepW + weight.abs().sum(-1).to(at::kDouble) * stepX +
                             static_cast<double>(in) * stepX * stepW;
    EXPECT_TRUE(((found.to(at::kDouble) - exact).abs() <= bound * (1 + 1e-5) + 1e-9).all().item<bool>());
    // What is seen of independent roundings is far smaller than the bound.
    const double relative = ((found.to(at::kDouble) - exact).norm() / exact.norm()).item<double>();
    EXPECT_LT(relative, 0.02);
    EXPECT_GT(relative, 0) << "8 bits cannot be exact";
}

// Odd sizes, one row, one channel, rows beyond what is quantised at once (2^19 elements).
INSTANTIATE_TEST_SUITE_P(Sizes, Int8Linear,
                         ::testing::Values(Case{1, 32, 16}, Case{3, 17, 5}, Case{7, 129, 31}, Case{64, 256, 1},
                                           Case{33, 1000, 777}, Case{2, 4096, 200}));

TEST(Int8LinearWeights, KeepZerosLargestValuesAndSigns) {
    const at::Tensor weight = at::tensor({0.0F, 0.0F, 0.0F, -2.54F, 1.27F, 0.01F}).view({2, 3});
    const Int8Weight narrow = quantised(weight);
    EXPECT_TRUE(narrow.values[0].eq(0).all().item<bool>());
    EXPECT_EQ(narrow.values[1][0].item<int>(), -127);
    EXPECT_NEAR(narrow.values[1][1].item<int>(), 63.5, 0.5); // either neighbour: the scale is rounded, too
    EXPECT_EQ(narrow.values[1][2].item<int>(), 0);
    EXPECT_NEAR(narrow.scales[1].item<float>(), 0.02F, 1e-7);
    const at::Tensor product = int8Linear(at::ones({1, 3}), narrow.values, narrow.scales);
    EXPECT_EQ(product[0][0].item<float>(), 0.0F);
}

TEST(Int8LinearRows, OfZerosGiveZerosAndNoNumberStaysNone) {
    at::manual_seed(6);
    const Int8Weight narrow = quantised(at::randn({20, 40}));
    at::Tensor x = at::zeros({3, 40});
    x[1].normal_();
    x[2][7] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor found = int8Linear(x, narrow.values, narrow.scales);
    EXPECT_TRUE(found[0].eq(0).all().item<bool>());
    EXPECT_TRUE(found[1].isfinite().all().item<bool>());
    EXPECT_TRUE(found[2].isnan().all().item<bool>());
}

TEST(Int8LinearRows, DoNotDependOnTheirNeighbours) {
    at::manual_seed(7);
    const Int8Weight narrow = quantised(at::randn({33, 65}));
    const at::Tensor x = at::randn({9, 65});
    const at::Tensor together = int8Linear(x, narrow.values, narrow.scales);
    for (std::int64_t row = 0; row < x.size(0); ++row) {
        EXPECT_TRUE(together.narrow(0, row, 1).equal(int8Linear(x.narrow(0, row, 1), narrow.values, narrow.scales))) << row;
    }
}

TEST(Int8LinearRows, KeepTheirType) {
    at::manual_seed(8);
    const Int8Weight narrow = quantised(at::randn({16, 32}).to(at::kBFloat16));
    EXPECT_EQ(int8Linear(at::randn({2, 32}).to(at::kBFloat16), narrow.values, narrow.scales).scalar_type(), at::kBFloat16);
}

} // namespace
} // namespace trutina::engine
