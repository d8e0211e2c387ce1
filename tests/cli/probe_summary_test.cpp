// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/probe_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trutina::cli {
namespace {

using ::testing::HasSubstr;

TEST(ProbeSummary, MeansTheGapAndCountsEqualOrders) {
    ProbeSummary summary;
    summary.add(R"({"order":[0,1],"blind":{"scores":[3,1],"gap":[1,0.5]}})");
    summary.add(R"({"order":[0,1],"blind":{"scores":[1,3],"gap":[0,-0.5]}})");
    summary.add(R"({"order":[0],"blind":{"scores":[1],"gap":[4]}})");
    EXPECT_THAT(summary.text(), HasSubstr("+1.0000, over 5 scores of 3 records"));
    EXPECT_THAT(summary.text(), HasSubstr("1 of 2 records rank"));
}

TEST(ProbeSummary, ErrorsAndRecordsWithoutMediaCountAsNothing) {
    ProbeSummary summary;
    summary.add(R"({"id":1,"error":{"code":"x.y"}})");
    summary.add(R"({"order":[0],"blind":null})");
    summary.add(R"({"order":[0],"tiles":[]})");
    summary.add("half a li");
    EXPECT_THAT(summary.text(), HasSubstr("No record has media"));
}

} // namespace
} // namespace trutina::cli
