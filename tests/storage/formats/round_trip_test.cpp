// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;

/// What a random project may hold, by what a format can carry at all; the rest is left out and counted.
struct Carried {
    const char* format;
    bool picturesOfPrompt = false;
    bool picturesOfAnswers = false;
    bool conversations = true; ///< prompts of several turns
};

std::ostream& operator<<(std::ostream& out, const Carried& carried) {
    return out << carried.format;
}

/// A preference as one comparable text.
std::string described(const ItemRecord& item, const CandidateRecord& chosen, const CandidateRecord& rejected) {
    nlohmann::json text;
    const auto turns = [](const std::vector<Turn>& list) {
        nlohmann::json result = nlohmann::json::array();
        for (const Turn& turn : list) {
            result.push_back({turn.role, turn.content});
        }
        return result;
    };
    const auto hashes = [](const std::vector<MediaRecord>& media) {
        nlohmann::json result = nlohmann::json::array();
        for (const MediaRecord& medium : media) {
            result.push_back(medium.sha256);
        }
        return result;
    };
    text["prompt"] = turns(item.prompt);
    text["media"] = hashes(item.media);
    text["chosen"] = {turns(chosen.turns), hashes(chosen.media)};
    text["rejected"] = {turns(rejected.turns), hashes(rejected.media)};
    return text.dump();
}

std::multiset<std::string> preferencesOf(const testing::FakeProject& project) {
    std::multiset<std::string> found;
    for (std::size_t at = 0; at < project.records.size(); ++at) {
        const ItemRecord& item = project.records[at];
        for (const VoteRecord& vote : project.recordVotes[at]) {
            const auto winner = std::find_if(item.candidates.begin(), item.candidates.end(),
                                             [&vote](const auto& candidate) { return candidate.id == vote.winner; });
            for (auto other = item.candidates.begin(); winner != item.candidates.end() && other != item.candidates.end();
                 ++other) {
                if (other != winner) {
                    found.insert(described(item, *winner, *other));
                }
            }
        }
    }
    return found;
}

class RoundTrip : public ::testing::TestWithParam<Carried> {
  protected:
    std::string text() {
        static const std::vector<std::string> kPieces = {"cup",  " ",     "\n",     "\"",  "\\", ",",   ";",  "\t",
                                                         "é",    "漢",    "🍐",      "{",   "]",  "<b>", "''", "\r\n",
                                                         "=1+1", "| a |", "\u2028", "$x$", "%",  "[1]"};
        std::string text = "t" + std::to_string(++m_texts);
        for (std::size_t piece = random(12); piece > 0; --piece) {
            text += kPieces[random(kPieces.size())];
        }
        return text + ".";
    }
    std::size_t random(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(m_random); }

    NewMedia picture() {
        const std::size_t number = random(5);
        const fs::path file = directory.path() / "media" / (std::to_string(number) + ".png");
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << "\x89PNG\r\n\x1a\n" << number;
        return {file, MediaReading::Image};
    }

    NewItem item(const Carried& carried) {
        NewItem item;
        item.externalId = "q" + std::to_string(m_texts);
        if (carried.conversations && random(3) == 0) {
            item.prompt = {{"system", text()}, {"user", text()}, {"assistant", text()}};
        }
        item.prompt.push_back({"user", text()});
        const bool showsAnswers = carried.picturesOfAnswers && random(3) == 0;
        if (carried.picturesOfPrompt && random(2) == 0) {
            item.media = {picture()};
            if (random(2) == 0) {
                item.prompt.back().content += " <ImageHere> " + text();
            }
        }
        const std::size_t answers = 2 + random(2);
        for (std::size_t answer = 0; answer < answers; ++answer) {
            item.candidates.push_back(
                {{{"assistant", text()}}, {}, showsAnswers ? std::vector{picture()} : std::vector<NewMedia>{}});
        }
        return item;
    }

    void fill(testing::FakeProject& project, const Carried& carried) {
        const ItemId id = project.addItems({item(carried)}, "").front();
        NewVote vote;
        vote.item = id;
        vote.winner = project.item(id).candidates[random(project.item(id).candidates.size())].id;
        project.vote(vote);
    }

    testing::TemporaryDirectory directory;

  private:
    std::mt19937 m_random{7};
    int m_texts = 0;
};

TEST_P(RoundTrip, LosesNothingThatTheFormatCarries) {
    const Carried& carried = GetParam();
    testing::FakeProject project;
    for (int count = 0; count < 120; ++count) {
        fill(project, carried);
    }
    ExportOptions exporting;
    exporting.format = carried.format;
    exporting.directory = directory.path() / "out";
    const TransferReport written = exportProject(project, exporting, {}, {});
    EXPECT_EQ(written.notesInAll, 0) << (written.notes.empty() ? "" : written.notes.front().message);

    // Read back what a user would name: the data file, the list of files, or the folder.
    fs::path source = exporting.directory;
    for (const char* name : {"data.txt", "dataset_info.json", "pairs.jsonl", "pairs.csv", "records.jsonl"}) {
        if (fs::exists(exporting.directory / name)) {
            source = exporting.directory / name;
            break;
        }
    }
    testing::FakeProject back;
    const TransferReport read = importFile(back, source, {}, {}, {});
    EXPECT_EQ(read.skipped, 0) << (read.notes.empty() ? "" : read.notes.front().message);
    if (fs::exists(exporting.directory / "message_pairs.jsonl")) { // of ms-swift: the rest
        EXPECT_EQ(importFile(back, exporting.directory / "message_pairs.jsonl", {}, {}, {}).skipped, 0);
    }
    const auto wanted = preferencesOf(project);
    const auto found = preferencesOf(back);
    std::vector<std::string> missing;
    std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(missing));
    EXPECT_TRUE(missing.empty()) << missing.size() << " are lost, such as " << missing.front();
    EXPECT_EQ(found.size(), wanted.size());
}

const auto kNameOfFormat = [](const auto& instance) {
    std::string name = instance.param.format;
    name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
    return name;
};

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip,
                         ::testing::Values(Carried{"trl", true}, Carried{"trl-implicit"}, Carried{"ixc", true},
                                           Carried{"llama-factory", true}, Carried{"ms-swift", true, true}, Carried{"openrlhf"},
                                           Carried{"csv", true, true}, Carried{"hf-folder", true, true}),
                         kNameOfFormat);
#ifdef TRUTINA_PARQUET
INSTANTIATE_TEST_SUITE_P(Parquet, RoundTrip, ::testing::Values(Carried{"trl-parquet", true}, Carried{"hf-parquet", true, true}),
                         kNameOfFormat);
#endif

/// Whole items with the judgements of several people.
TEST(ItemRoundTrip, KeepsEveryAnnotatorsJudgement) {
    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    std::vector<NewItem> items(2);
    items[0].prompt = {{"user", "Name a fruit."}};
    items[0].candidates = {{{{"assistant", "A brick."}}, {}, {}}, {{{"assistant", "A pear."}}, {}, {}}};
    items[1].prompt = {{"system", "Be brief."}, {"user", "Name a colour."}};
    items[1].candidates = {
        {{{"assistant", "Red."}}, {}, {}}, {{{"assistant", "Seven."}}, {}, {}}, {{{"assistant", "Blue."}}, {}, {}}};
    const auto judged = [](const std::string& annotator, int winner, std::vector<int> ranking = {}) {
        ImportedVote vote;
        vote.annotator = annotator;
        vote.winner = winner;
        vote.ranking = std::move(ranking);
        return vote;
    };
    items[0].votes = {judged("ada", 1), judged("bo", 0)};
    items[1].votes = {judged("ada", 2, {2, 0, 1})};
    project.addItems(items, "");
    for (const auto& [format, names] : std::map<std::string, std::vector<std::string>>{
             {"label-studio", {"tasks.json", "ranking_tasks.json"}}, {"argilla", {"records.jsonl"}}}) {
        SCOPED_TRACE(format);
        ExportOptions exporting;
        exporting.format = format;
        exporting.directory = directory.path() / format;
        exportProject(project, exporting, {}, {});
        testing::FakeProject back;
        for (const std::string& name : names) {
            EXPECT_EQ(importFile(back, exporting.directory / name, {}, {}, {}).skipped, 0);
        }
        ASSERT_EQ(back.records.size(), 2U);
        ASSERT_EQ(back.recordVotes[0].size(), 2U);
        ASSERT_EQ(back.recordVotes[1].size(), 1U);
        const auto& fruit = back.records[0];
        EXPECT_EQ(fruit.candidates[1].turns[0].content, "A pear.");
        EXPECT_EQ(back.recordVotes[0][0].winner, fruit.candidates[1].id);
        EXPECT_EQ(back.recordVotes[0][1].winner, fruit.candidates[0].id);
        EXPECT_THAT(back.recordVotes[0][0].annotatorName, ::testing::HasSubstr("ada"));
        const auto& colour = back.records[1].candidates;
        EXPECT_EQ(back.recordVotes[1][0].ranking, (std::vector{colour[2].id, colour[0].id, colour[1].id}));
    }
}

TEST(ItemRoundTrip, NeverPutsAPromptIntoTwoSplits) {
    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    for (int count = 0; count < 300; ++count) {
        NewItem item;
        item.prompt = {{"user", "Question " + std::to_string(count % 60) + (count % 2 == 0 ? "" : " ")}};
        item.candidates = {{{{"assistant", "yes " + std::to_string(count)}}, {}, {}}, {{{"assistant", "no"}}, {}, {}}};
        ImportedVote vote;
        vote.annotator = "ada";
        vote.winner = 0;
        item.votes = {vote};
        project.addItems({item}, "");
    }
    ExportOptions exporting;
    exporting.format = "trl-implicit";
    exporting.directory = directory.path() / "out";
    exporting.rules.validationShare = 0.2;
    exporting.rules.testShare = 0.2;
    exportProject(project, exporting, {}, {});
    std::map<std::string, std::set<std::string>> splits;
    std::size_t rows = 0;
    for (const char* split : {"train", "validation", "test"}) {
        std::ifstream stream(exporting.directory / (std::string(split) + ".jsonl"));
        std::size_t own = 0;
        for (std::string line; std::getline(stream, line); ++own) {
            auto question = nlohmann::json::parse(line)["chosen"][0]["content"].get<std::string>();
            question.erase(question.find_last_not_of(' ') + 1);
            splits[question].insert(split);
        }
        EXPECT_GT(own, 0U) << split;
        rows += own;
    }
    EXPECT_EQ(rows, 300U);
    EXPECT_EQ(splits.size(), 60U);
    for (const auto& [question, found] : splits) {
        EXPECT_EQ(found.size(), 1U) << question;
    }
}

TEST(ItemRoundTrip, CountsVotesByTheRulesOfTheExport) {
    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    NewItem item;
    item.prompt = {{"user", "?"}};
    item.candidates = {{{{"assistant", "a"}}, {}, {}}, {{{"assistant", "b"}}, {}, {}}};
    int annotator = 0;
    for (const auto& [winner, strength, milliseconds] : std::vector<std::tuple<int, Strength, int>>{
             {0, Strength::Much, 5000}, {0, Strength::Normal, 5000}, {1, Strength::Slightly, 100}}) {
        ImportedVote vote;
        vote.annotator = "annotator " + std::to_string(++annotator);
        vote.winner = winner;
        vote.strength = strength;
        vote.timeSpentMilliseconds = milliseconds;
        item.votes.push_back(vote);
    }
    project.addItems({item}, "");
    int runs = 0;
    const auto pairs = [&](const PairRules& rules) {
        ExportOptions exporting;
        exporting.format = "openrlhf";
        exporting.directory = directory.path() / std::to_string(++runs);
        exporting.rules = rules;
        exportProject(project, exporting, {}, {});
        std::vector<std::string> found;
        std::ifstream stream(exporting.directory / "pairs.jsonl");
        for (std::string line; std::getline(stream, line);) {
            const auto row = nlohmann::json::parse(line);
            found.push_back(row["chosen"][0]["content"].get<std::string>() + ">" +
                            row["rejected"][0]["content"].get<std::string>() +
                            (row.contains("margin") ? " " + row["margin"].dump() : ""));
        }
        return found;
    };
    using ::testing::ElementsAre;
    EXPECT_THAT(pairs({}), ElementsAre("a>b", "b>a")) << "without a rule, contradictions are written in both directions";
    EXPECT_THAT(pairs({.agreement = 0.6}), ElementsAre("a>b"));
    EXPECT_THAT(pairs({.agreement = 0.7}), ElementsAre());
    EXPECT_THAT(pairs({.annotators = {"annotator 3"}}), ElementsAre("b>a"));
    EXPECT_THAT(pairs({.weakest = Strength::Normal}), ElementsAre("a>b"));
    EXPECT_THAT(pairs({.leastMilliseconds = 1000}), ElementsAre("a>b"));
    EXPECT_THAT(pairs({.mostMilliseconds = 1000}), ElementsAre("b>a"));
    EXPECT_THAT(pairs({.annotators = {"annotator 1"}, .margin = MarginRule::Strength}), ElementsAre("a>b 2.0"));
}

} // namespace
} // namespace trutina::storage
