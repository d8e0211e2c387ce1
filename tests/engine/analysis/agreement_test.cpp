// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/agreement.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

using namespace trutina::engine;

namespace {

/// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C: four observers, twelve units, five values.
Labels krippendorffsExample() {
    constexpr int kMissing = 0;
    constexpr std::array<std::array<int, 12>, 4> kData{{{1, 2, 3, 3, 2, 1, 4, 1, 2, kMissing, kMissing, kMissing},
                                                        {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, kMissing, 3},
                                                        {kMissing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, kMissing},
                                                        {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, kMissing}}};
    Labels labels(5);
    for (std::size_t unit = 0; unit < 12; ++unit) {
        std::vector<int> here;
        for (const auto& observer : kData) {
            if (observer[unit] != kMissing) {
                here.push_back(observer[unit] - 1);
            }
        }
        labels.add(here);
    }
    return labels;
}

/// Fleiss, 1971, in the numbers that textbooks give: ten subjects, fourteen raters, five categories.
Labels fleissExample() {
    constexpr std::array<std::array<int, 5>, 10> kCounts{{{0, 0, 0, 0, 14},
                                                          {0, 2, 6, 4, 2},
                                                          {0, 0, 3, 5, 6},
                                                          {0, 3, 9, 2, 0},
                                                          {2, 2, 8, 1, 1},
                                                          {7, 7, 0, 0, 0},
                                                          {3, 2, 6, 3, 0},
                                                          {2, 5, 3, 2, 2},
                                                          {6, 5, 2, 1, 0},
                                                          {0, 2, 2, 3, 7}}};
    Labels labels(5);
    for (const auto& counts : kCounts) {
        std::vector<int> here;
        for (std::size_t category = 0; category < counts.size(); ++category) {
            here.insert(here.end(), static_cast<std::size_t>(counts[category]), static_cast<int>(category));
        }
        labels.add(here);
    }
    return labels;
}

} // namespace

TEST(Agreement, CohensKappaIsThatOfTheTextbook) {
    const Coefficient simple = cohenKappa({{20, 5}, {10, 15}});
    EXPECT_NEAR(simple.value.value(), 0.4, 1e-12);
    EXPECT_EQ(simple.units, 50);
    // Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", table 18.1: kappa 0.68, standard error 0.087.
    const Coefficient diagnoses = cohenKappa({{75, 1, 4}, {5, 4, 1}, {0, 0, 10}});
    EXPECT_NEAR(diagnoses.value.value(), 0.676, 5e-4);
    EXPECT_NEAR((diagnoses.high.value() - diagnoses.low.value()) / (2 * 1.959964), 0.087, 1.5e-3);
}

TEST(Agreement, CohensKappaAtTheEdges) {
    EXPECT_FALSE(cohenKappa({{0, 0}, {0, 0}}).value) << "nothing was judged by both";
    EXPECT_FALSE(cohenKappa({{9, 0}, {0, 0}}).value) << "both always said the same: chance explains it";
    const Coefficient perfect = cohenKappa({{5, 0}, {0, 5}});
    EXPECT_NEAR(perfect.value.value(), 1, 1e-12);
    EXPECT_NEAR(perfect.low.value(), 1, 1e-12);
    EXPECT_NEAR(cohenKappa({{0, 5}, {5, 0}}).value.value(), -1, 1e-12);
    EXPECT_FALSE(cohenKappa({{1, 0}, {1, 1}}).low) << "three units say nothing about others";
}

TEST(Agreement, FleissKappaIsThatOfTheTextbook) {
    const Labels labels = fleissExample();
    EXPECT_NEAR(rawAgreement(labels).value(), 0.378, 5e-4);
    const Coefficient kappa = fleissKappa(labels);
    EXPECT_NEAR(kappa.value.value(), 0.210, 5e-4);
    EXPECT_EQ(kappa.units, 10);
    EXPECT_LT(kappa.low.value(), 0.210);
    EXPECT_GT(kappa.high.value(), 0.210);
}

TEST(Agreement, KrippendorffsAlphaIsThatOfHisOwnExample) {
    const Labels labels = krippendorffsExample();
    EXPECT_NEAR(krippendorffAlpha(labels, Distance::Nominal).value.value(), 0.743, 5e-4);
    EXPECT_NEAR(krippendorffAlpha(labels, Distance::Ordinal).value.value(), 0.815, 5e-4);
    EXPECT_NEAR(krippendorffAlpha(labels, Distance::Interval).value.value(), 0.849, 5e-4);
    EXPECT_EQ(krippendorffAlpha(labels, Distance::Nominal).units, 11) << "one unit was judged once";
}

TEST(Agreement, AlphaByHand) {
    // Two judges, units 00 01 11: of six labels three are each; D_o = 2/6, D_e = 18/30; 1 - (1/3)/(3/5) = 4/9.
    Labels labels(2);
    labels.add(std::array{0, 0});
    labels.add(std::array{0, 1});
    labels.add(std::array{1, 1});
    EXPECT_NEAR(krippendorffAlpha(labels, Distance::Nominal).value.value(), 4.0 / 9, 1e-12);
    EXPECT_FALSE(krippendorffAlpha(labels, Distance::Nominal).low) << "three units say nothing about others";
    Labels same(2);
    same.add(std::array{1, 1});
    EXPECT_FALSE(krippendorffAlpha(same, Distance::Nominal).value);
    EXPECT_FALSE(fleissKappa(same).value);
    EXPECT_FALSE(rawAgreement(Labels(2)));
    EXPECT_THROW(same.add(std::array{2, 0}), std::out_of_range);
    EXPECT_THROW(same.add(std::array{-1, 0}), std::out_of_range);
}

TEST(Agreement, TheIntervalNarrowsWithTheSquareRootOfTheUnits) {
    const auto labelsOf = [](int times) {
        Labels labels(2);
        for (int unit = 0; unit < 10 * times; ++unit) {
            labels.add(std::array{unit % 2, unit % 5 == 0 ? 1 - unit % 2 : unit % 2});
        }
        return labels;
    };
    const Coefficient few = krippendorffAlpha(labelsOf(10), Distance::Nominal);
    const Coefficient many = krippendorffAlpha(labelsOf(1000), Distance::Nominal);
    EXPECT_NEAR(few.value.value(), 0.6, 0.01);
    const double ratio = (few.high.value() - few.low.value()) / (many.high.value() - many.low.value());
    EXPECT_NEAR(ratio, 10, 2);
    const Coefficient again = krippendorffAlpha(labelsOf(10), Distance::Nominal);
    EXPECT_EQ(again.low, few.low) << "the same call, the same interval";
    // The analytic interval of two judges' kappa, which is nearly the same number here.
    const Coefficient kappa = cohenKappa({{400, 100}, {100, 400}});
    const Coefficient alpha = krippendorffAlpha(labelsOf(100), Distance::Nominal);
    EXPECT_NEAR(alpha.low.value(), kappa.low.value(), 0.012);
    EXPECT_NEAR(alpha.high.value(), kappa.high.value(), 0.012);
}
