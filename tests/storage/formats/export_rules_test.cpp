// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "tests/support/export_formats.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class ExportRules : public ::testing::Test {
  protected:
    struct Answer {
        std::string text, name;
    };
    ItemId add(const std::vector<Answer>& answers) {
        NewItem item;
        item.prompt = {{"user", "?"}};
        for (const Answer& answer : answers) {
            item.candidates.push_back({{{"assistant", answer.text}}, answer.name, {}});
        }
        return project.addItems({item}, "").front();
    }
    void score(ItemId item, std::size_t place, double value, const std::string& model = "m") {
        NewMeasurement measurement;
        measurement.candidate = project.item(item).candidates.at(place).id;
        measurement.setting.modelHash = model;
        measurement.values = {value};
        project.addMeasurements({measurement});
    }
    std::vector<std::string> pairs(const PairRules& rules) {
        ExportOptions options;
        options.format = "openrlhf";
        options.directory = directory.path() / std::to_string(++runs);
        options.rules = rules;
        report = exportProject(project, options, {}, {});
        written = Json::parse(text(options.directory / "report.json"));
        card = text(options.directory / "README.md");
        EXPECT_EQ(card, report.dataCard);
        std::vector<std::string> found;
        std::ifstream stream(options.directory / "pairs.jsonl");
        for (std::string line; std::getline(stream, line);) {
            const auto row = Json::parse(line);
            found.push_back(row["chosen"][0]["content"].get<std::string>() + ">" +
                            row["rejected"][0]["content"].get<std::string>() +
                            (row.contains("margin") ? " " + row["margin"].dump() : ""));
        }
        return found;
    }
    static std::string text(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    TransferReport report;
    Json written;
    std::string card;
    int runs = 0;
};

TEST_F(ExportRules, ScoresMakePairsWhereTheyLieFarEnoughApart) {
    const ItemId item = add({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}});
    score(item, 0, 2.0);
    score(item, 1, 0.5);
    score(item, 2, 1.5);
    score(item, 3, -9.0, "another"); // made differently: no difference can be taken
    NewVote vote;
    vote.item = item;
    vote.winner = project.item(item).candidates[3].id;
    project.vote(vote);
    EXPECT_THAT(pairs({.scoreMargin = 1}), UnorderedElementsAre("a>b", "c>b")) << "votes do not count then";
    EXPECT_THAT(pairs({.scoreMargin = 1.5}), ElementsAre("a>b"));
    EXPECT_THAT(pairs({.scoreMargin = 1.25, .margin = MarginRule::Strength}), ElementsAre("a>b 1.5"));
    EXPECT_THAT(pairs({.scoreMargin = 2}), ElementsAre());
    EXPECT_EQ(report.notesByCode.at("item.no_margin"), 1);
    EXPECT_THAT(card, HasSubstr("`item.no_margin`"));
}

TEST_F(ExportRules, AnEditedCopyIsBetterThanItsOriginalAlone) {
    add({{"draft", "model-x"}, {"mended", "model-x, edited"}, {"other", "model-y"}});
    add({{"plain", ""}, {"plain mended", "edited"}});
    add({{"edited by name only", "edited"}, {"far", "somebody"}});
    EXPECT_THAT(pairs({}), ElementsAre());
    EXPECT_THAT(pairs({.correctedAsChosen = true}), ElementsAre("mended>draft", "plain mended>plain"));
    EXPECT_EQ(report.notesByCode.at("item.no_vote"), 1) << "nobody voted on the third, and nothing of it was edited";
    EXPECT_THAT(card, HasSubstr("edited copy"));
}

TEST_F(ExportRules, TheReportListsThemAsTheyWereChosen) {
    add({{"a", ""}, {"b", ""}});
    pairs({.annotators = {"Ada", "Bo"},
           .agreement = 0.75,
           .weakest = Strength::Normal,
           .leastMilliseconds = 1500,
           .mostMilliseconds = 60'000,
           .correctedAsChosen = true,
           .margin = MarginRule::Strength,
           .validationShare = 0.1,
           .testShare = 0.2,
           .splitSeed = "x"});
    EXPECT_EQ(written["choices"], Json::parse(R"({"adjudication":"decides","annotators":["Ada","Bo"],"agreement":0.75,
        "corrected_as_chosen":true,"frame_sheets":false,"least_milliseconds":1500,"margin":"strength",
        "most_milliseconds":60000,"score_margin":0.0,"split_seed":"x","test_share":0.2,"ties":"leave_out",
        "validation_share":0.1,"weakest":"normal"})"));
    for (const auto& rule : written["rules"]) {
        EXPECT_THAT(card, HasSubstr("- " + rule.get<std::string>() + "\n"));
    }
    EXPECT_GE(written["rules"].size(), 8U);
    pairs({});
    EXPECT_EQ(written["choices"]["annotators"], Json::array());
    EXPECT_EQ(written["choices"]["weakest"], "slightly");
}

TEST_F(ExportRules, ADryRunCountsTheSameAndLeavesNoTrace) {
    const ItemId item = add({{"a", ""}, {"b", ""}});
    add({{"a", ""}, {"b", ""}});
    NewVote vote;
    vote.item = item;
    vote.winner = project.item(item).candidates[0].id;
    project.vote(vote);
    for (const FormatInfo& format : testing::writableFormats()) {
        ExportOptions options;
        options.format = format.name;
        options.directory = directory.path() / "out" / format.name;
        options.dryRun = true;
        const TransferReport dry = exportProject(project, options, {}, {});
        EXPECT_FALSE(std::filesystem::exists(directory.path() / "out")) << format.name;
        options.dryRun = false;
        options.directory = directory.path() / "wet" / format.name;
        const TransferReport wet = exportProject(project, options, {}, {});
        EXPECT_EQ(dry.written, wet.written) << format.name;
        EXPECT_EQ(dry.notesByCode, wet.notesByCode) << format.name;
        EXPECT_EQ(dry.dataCard, wet.dataCard) << format.name;
        EXPECT_TRUE(dry.files.empty());
        EXPECT_FALSE(wet.files.empty());
    }
    ExportOptions nowhere;
    nowhere.format = "csv";
    nowhere.dryRun = true;
    EXPECT_EQ(exportProject(project, nowhere, {}, {}).written, 1) << "a dry run needs no folder";
}

} // namespace
} // namespace trutina::storage
