// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/data_folder.h"
#include "engine/api/error.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>
#include <string>

using namespace trutina::demo;
namespace fs = std::filesystem;
using trutina::testing::textOf;

namespace {

std::map<std::string, std::string> filesOf(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files[fs::relative(entry.path(), folder).string()] = textOf(entry.path());
        }
    }
    return files;
}

std::string codeOf(const DataOrder& order) {
    try {
        writeData(order, {}, {});
    } catch (const trutina::engine::Failure& failure) {
        return failure.error().code;
    }
    return "";
}

class DemoData : public ::testing::Test {
  protected:
    [[nodiscard]] DataOrder order(const std::string& name) const {
        DataOrder order;
        order.directory = folder.path() / name;
        order.seed = 5;
        order.pairs = 150;
        order.heldOut = 26;
        order.items = 26;
        order.scenes = 12;
        return order;
    }
    trutina::testing::TemporaryDirectory folder;
};

} // namespace

TEST_F(DemoData, TheSameOrderGivesTheSameBytes) {
    writeData(order("a"), {}, {});
    writeData(order("b"), {}, {});
    const auto files = filesOf(folder.path() / "a");
    EXPECT_GT(files.size(), 60U);
    EXPECT_TRUE(files == filesOf(folder.path() / "b"));
}

TEST_F(DemoData, EveryRecordIsWholeAndItsMediaAreThere) {
    const DataReport report = writeData(order("a"), {}, {});
    const fs::path data = folder.path() / "a";
    const auto train = nlohmann::json::parse(textOf(data / "train.json"));
    std::size_t pairs = 0;
    for (const auto& [name, list] : train.items()) {
        EXPECT_EQ(list, nlohmann::json::parse(textOf(data / (name + ".json"))));
        pairs += list.size();
        for (const auto& record : list) {
            EXPECT_NE(record.at("conversations_a").at(1), record.at("conversations_b").at(1));
            EXPECT_EQ(record.at("conversations_a").at(0), record.at("conversations_b").at(0));
            EXPECT_EQ(record.contains("image"), name != "text");
            auto images = record.value("image", nlohmann::json::array());
            images = images.is_string() ? nlohmann::json::array({images}) : images;
            for (const auto& image : images) {
                EXPECT_TRUE(fs::exists(data / image.get<std::string>()));
            }
        }
    }
    EXPECT_EQ(pairs, 150U);
    std::int64_t counted = 0;
    for (const auto& [kind, count] : report.pairsByKind) {
        counted += count;
    }
    EXPECT_EQ(counted, 150);
    EXPECT_EQ(report.heldOutByKind.size(), kKinds.size());
    std::ifstream scenes(data / "scenes/scenes.jsonl");
    std::string line;
    std::getline(scenes, line);
    EXPECT_EQ(nlohmann::json::parse(line).at("colours").size(), 6U);
    int pictures = 0;
    for (; std::getline(scenes, line); ++pictures) {
        EXPECT_TRUE(fs::exists(data / "scenes" / nlohmann::json::parse(line).at("image").get<std::string>()));
    }
    EXPECT_EQ(pictures, 12);
}

TEST_F(DemoData, ItemsHoldRightAndWrongAnswersInShortAndInLong) {
    EXPECT_EQ(writeData(order("a"), {}, {}).items, 26);
    const fs::path data = folder.path() / "a";
    std::string line;
    std::ifstream items(data / "items.jsonl");
    std::set<std::size_t> places;
    int count = 0;
    for (; std::getline(items, line); ++count) {
        const auto item = nlohmann::json::parse(line);
        const auto& candidates = item.at("candidates");
        const auto& right = item.at("meta").at("right");
        EXPECT_EQ(item.at("meta").at("world"), "demo");
        EXPECT_EQ(std::set<std::string>(candidates.begin(), candidates.end()).size(), candidates.size());
        if (item.at("meta").at("kind") != "instruction") { // whose answers differ in their form
            EXPECT_EQ(candidates.size(), 4U) << line;
            EXPECT_EQ(right.size(), 2U) << line;
        }
        for (const std::size_t place : right) {
            EXPECT_LT(place, candidates.size());
            places.insert(place);
        }
        for (const auto& medium : item.value("media", nlohmann::json::array())) {
            EXPECT_TRUE(fs::exists(data / medium.get<std::string>()));
        }
    }
    EXPECT_EQ(count, 26);
    EXPECT_EQ(places.size(), 4U); // no place tells what is right
}

TEST_F(DemoData, TheCorpusHoldsEverySentenceOnce) {
    writeData(order("a"), {}, {});
    std::ifstream corpus(folder.path() / "a/corpus.txt");
    std::set<std::string> lines;
    std::size_t count = 0;
    for (std::string line; std::getline(corpus, line); ++count) {
        lines.insert(line);
    }
    EXPECT_EQ(lines.size(), count);
    EXPECT_TRUE(lines.contains("seventeen"));
    const auto text = nlohmann::json::parse(textOf(folder.path() / "a/text.json"));
    for (const auto& record : text) {
        EXPECT_TRUE(lines.contains(record.at("conversations_a").at(1).at("value")));
        EXPECT_TRUE(lines.contains(record.at("conversations_a").at(0).at("value")));
    }
}

TEST_F(DemoData, ReplacesNothingButDemoDataAndOnlyWhenTold) {
    writeData(order("a"), {}, {});
    EXPECT_EQ(codeOf(order("a")), "demo.folder_exists");
    DataOrder again = order("a");
    again.replaceExisting = true;
    again.seed = 6;
    EXPECT_EQ(codeOf(again), "");
    EXPECT_EQ(nlohmann::json::parse(textOf(folder.path() / "a/demo-data.json")).at("seed"), 6);
    fs::create_directory(folder.path() / "mine");
    std::ofstream(folder.path() / "mine/letter.txt") << "dear";
    again.directory = folder.path() / "mine";
    EXPECT_EQ(codeOf(again), "demo.not_demo_data");
    EXPECT_EQ(textOf(folder.path() / "mine/letter.txt"), "dear");
}

TEST_F(DemoData, ACancelledRunLeavesNothing) {
    std::stop_source stop;
    EXPECT_THROW(writeData(order("a"), stop.get_token(),
                           [&](const std::string&, double fraction) {
                               if (fraction > 0.3) {
                                   stop.request_stop();
                               }
                           }),
                 trutina::engine::Cancelled);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}
