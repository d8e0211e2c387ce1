// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/report.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace trutina::bench {

namespace {

Run sampleRun() {
    Run run;
    run.machine.processor = "Some CPU";
    run.comparison = "bfloat16";
    run.command = "trutina-bench --only P9";
    Figure figure;
    figure.name = "P9.picture";
    figure.title = "one over the other";
    figure.value = 2.5;
    figure.goal = atLeast(2);
    figure.sides = {{"engine", {0.1, 0.11, 0.1}, 1e9}, {"other", {0.25, 0.26, 0.25}}};
    figure.facts = {{"equal", 1}};
    run.figures = {figure};
    return run;
}

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream whole;
    whole << stream.rdbuf();
    return whole.str();
}

} // namespace

TEST(Report, JsonHoldsBothRawSeriesTheirFlopAndTheVerdict) {
    const auto json = nlohmann::json::parse(toJson(sampleRun()).dump());
    const auto& figure = json.at("figures").at(0);
    EXPECT_EQ(figure.at("verdict"), "reached");
    EXPECT_EQ(figure.at("goal").at("at_least"), 2);
    EXPECT_EQ(figure.at("sides").at(0).at("seconds"), (std::vector<double>{0.1, 0.11, 0.1}));
    EXPECT_EQ(figure.at("sides").at(0).at("flop"), 1e9);
    EXPECT_EQ(figure.at("sides").at(1).at("median_s"), 0.25);
    EXPECT_EQ(figure.at("facts").at("equal"), 1);
    EXPECT_EQ(json.at("machine").at("processor"), "Some CPU");
}

TEST(Report, MarkdownHasARowForEachFigureWithMediansAndRange) {
    const auto text = toMarkdown(sampleRun());
    EXPECT_NE(text.find("| P9.picture | one over the other | engine: 100 ms (100 ms – 110 ms), 10.0 GFLOP/s |"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("| **2.50** | ≥ 2.00 | reached |"), std::string::npos) << text;
    EXPECT_NE(text.find("`trutina-bench --only P9`"), std::string::npos);
}

TEST(Report, TinyNumbersKeepTheirDigitsAndNothingIsNothing) {
    auto run = sampleRun();
    run.figures[0].sides.clear();
    run.figures[0].facts = {{"largest difference", 8.9e-7}, {"allowed", 2e-6}};
    run.figures[0].value = 0;
    const auto text = toMarkdown(run);
    EXPECT_NE(text.find("| largest difference: 8.9e-07 | allowed: 2e-06 | **0** |"), std::string::npos) << text;
}

TEST(Report, TheTableReplacesTheMeasuredPartOfADocumentAndNothingElse) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "performance.md";
    std::ofstream(file) << "# Before\n" << kMeasuredBegin << "\nold\n" << kMeasuredEnd << "\nafter\n";
    writeMarkdown(file, "new\n");
    EXPECT_EQ(contentOf(file), std::string("# Before\n") + kMeasuredBegin + "\nnew\n" + kMeasuredEnd + "\nafter\n");
    writeMarkdown(folder.path() / "table.md", "new\n");
    EXPECT_EQ(contentOf(folder.path() / "table.md"), "new\n");
}

} // namespace trutina::bench
