// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;

struct Example {
    std::string format;
    std::string ending;
    std::string text;
};

/// The examples of docs/formats.md: code blocks that name their format.
std::vector<Example> documentedExamples() {
    std::ifstream stream(fs::path(TRUTINA_SOURCE_DIR) / "docs/formats.md");
    std::vector<Example> examples;
    bool isInside = false;
    for (std::string line; std::getline(stream, line);) {
        std::smatch found;
        static const std::regex kStart("```(json|csv) ([a-z0-9-]+)");
        if (!isInside && std::regex_match(line, found, kStart)) {
            examples.push_back({found[2], found[1], {}});
            isInside = true;
        } else if (isInside && line == "```") {
            isInside = false;
        } else if (isInside) {
            examples.back().text += line + "\n";
        }
    }
    return examples;
}

class DocumentedExamples : public ::testing::Test {
  protected:
    /// Puts an example into a file, and small pictures and videos where it names some.
    fs::path place(const Example& example) {
        static const std::regex kMedium("(img|vid)/[a-z0-9-]+\\.(png|mp4)");
        for (auto at = std::sregex_iterator(example.text.begin(), example.text.end(), kMedium); at != std::sregex_iterator();
             ++at) {
            const fs::path file = directory.path() / at->str();
            fs::create_directories(file.parent_path());
            std::ofstream(file) << (at->str(2) == "png" ? std::string("\x89PNG\r\n\x1a\n")
                                                        : std::string("\0\0\0\x18"
                                                                      "ftypmp42",
                                                                      12))
                                << at->str();
        }
        const bool isList = example.text.starts_with("[");
        const fs::path file = directory.path() / ("example" + std::to_string(++m_count) +
                                                  (example.ending == "csv" ? ".csv"
                                                   : isList                ? ".json"
                                                                           : ".jsonl"));
        std::ofstream(file) << example.text;
        return file;
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;

  private:
    int m_count = 0;
};

TEST_F(DocumentedExamples, AreToldByTheirContentAndImportedWithoutANote) {
    const auto examples = documentedExamples();
    EXPECT_GE(examples.size(), 30U);
    // What the verdicts among them are about.
    std::vector<NewItem> judged;
    for (const char* id : {"p-12", "m1"}) {
        NewItem item;
        item.externalId = id;
        item.prompt = {{"user", std::string("A question of ") + id}};
        item.candidates = {{{{"assistant", "one answer"}}, {}, {}}, {{{"assistant", "another"}}, {}, {}}};
        judged.push_back(item);
    }
    project.addItems(judged, {});
    for (const Example& example : examples) {
        SCOPED_TRACE(example.format + ": " + example.text);
        const fs::path file = place(example);
        EXPECT_EQ(FormatRegistry::instance().detect(file), example.format);
        const TransferReport report = importFile(project, file, {}, {}, {});
        EXPECT_GE(report.written, 1);
        EXPECT_EQ(report.skipped, 0);
        EXPECT_EQ(report.notesInAll, 0) << (report.notes.empty() ? "" : report.notes.front().message);
    }
}

/// A format of several files: "```json potato: NAME" begins each.
TEST_F(DocumentedExamples, APotatoTaskComesWithEverybodysVotes) {
    std::ifstream stream(fs::path(TRUTINA_SOURCE_DIR) / "docs/formats.md");
    std::ofstream file;
    const std::string start = "```json potato: ";
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(start)) {
            const fs::path name = directory.path() / line.substr(start.size());
            fs::create_directories(name.parent_path());
            file = std::ofstream(name);
        } else if (line == "```") {
            file.close();
        } else if (file.is_open()) {
            file << line << "\n";
        }
    }
    const fs::path task = directory.path() / "fruit.jsonl";
    EXPECT_EQ(FormatRegistry::instance().detect(task), "potato");
    const TransferReport report = importFile(project, task, {}, {}, {});
    EXPECT_EQ(report.notesInAll, 0) << (report.notes.empty() ? "" : report.notes.front().message);
    ASSERT_EQ(project.records.size(), 3U);
    const auto chosen = [&](std::size_t item, std::size_t vote) {
        const VoteRecord& given = project.recordVotes[item].at(vote);
        for (const CandidateRecord& candidate : project.records[item].candidates) {
            if (candidate.id == given.winner) {
                return given.annotatorName + ": " + candidate.turns.front().content;
            }
        }
        return given.annotatorName + ": nothing";
    };
    EXPECT_EQ(chosen(0, 0), "ada: A pear.");
    EXPECT_EQ(chosen(0, 1), "bo: A pear.") << "the scheme named overall counts";
    EXPECT_EQ(chosen(1, 0), "ada: A pear.");
    EXPECT_EQ(project.recordVotes[1][0].strength, Strength::Normal);
    EXPECT_EQ(chosen(1, 1), "bo: A pear.");
    EXPECT_EQ(chosen(2, 0), "ada: A pear.");
    EXPECT_EQ(project.recordVotes[2][0].ranking.size(), 3U);
    EXPECT_EQ(project.recordVotes[2].size(), 1U);
}

TEST_F(DocumentedExamples, APotatoTaskWithADamagedFileIsReadWithoutIt) {
    fs::create_directories(directory.path() / "data");
    for (const std::string name : {"ada", "bo"}) {
        fs::create_directories(directory.path() / "annotation_output" / name);
    }
    std::ofstream(directory.path() / "annotation_output/ada/user_state.json") << R"({"instance_id_to_label_to_value":{)";
    std::ofstream(directory.path() / "annotation_output/bo/user_state.json")
        << R"({"instance_id_to_label_to_value":{"1":{"q":{"selection":"tie"}},"2":{"q":{"text":"nice"}},"absent":{"q":{"selection":"A"}}}})";
    const fs::path task = directory.path() / "data/items.json";
    std::ofstream(task) << R"([{"id":1,"responses":["a","b"]},{"id":2,"responses":["c","d"]},{"id":3,"words":"none"}])";
    ImportOptions options;
    options.reading.prompt = "Which is better?";
    const TransferReport report = importFile(project, task, options, {}, {});
    std::set<std::string> codes;
    for (const TransferNote& note : report.notes) {
        codes.insert(note.code);
    }
    EXPECT_EQ(codes, (std::set<std::string>{"annotation.unreadable", "annotation.empty", "record.no_candidates"}));
    ASSERT_EQ(project.records.size(), 2U);
    ASSERT_EQ(project.recordVotes[0].size(), 1U);
    EXPECT_EQ(project.recordVotes[0][0].decision, Decision::Tie);
    EXPECT_EQ(project.recordVotes[0][0].annotatorName, "bo") << "the folder names who it was";
    EXPECT_EQ(project.records[0].prompt.front().content, "Which is better?");
}

TEST_F(DocumentedExamples, CoverEveryFormatThatReadsRecords) {
    std::set<std::string> shown = {"conversation", "pictures", "potato"}; // tested on their own
    for (const Example& example : documentedExamples()) {
        shown.insert(example.format);
    }
    for (const FormatInfo& format : FormatRegistry::instance().formats()) {
        if (format.canImport) {
            EXPECT_TRUE(shown.count(format.name)) << format.name << " has no example in docs/formats.md";
        }
    }
}

TEST_F(DocumentedExamples, SayTheSameQuestionAnswersAndJudgement) {
    for (const Example& example : documentedExamples()) {
        SCOPED_TRACE(example.format + ": " + example.text);
        importFile(project, place(example), {}, {}, {});
    }
    std::map<std::string, int> fruitWinners;
    for (std::size_t at = 0; at < project.records.size(); ++at) {
        const ItemRecord& item = project.records[at];
        EXPECT_FALSE(item.prompt.empty()) << item.meta;
        for (const Turn& turn : item.prompt) {
            EXPECT_EQ(turn.content.find("<image>"), std::string::npos) << turn.content;
        }
        if (item.candidates.size() < 2 || item.prompt.back().content.find("fruit") == std::string::npos) {
            continue;
        }
        for (const VoteRecord& vote : project.recordVotes[at]) {
            for (const CandidateRecord& candidate : item.candidates) {
                if (candidate.id == vote.winner) {
                    ++fruitWinners[candidate.turns.back().content.find("pear") != std::string::npos ? "pear" : "another"];
                }
            }
        }
    }
    EXPECT_GE(fruitWinners["pear"], 15);
    EXPECT_EQ(fruitWinners["another"], 0) << "every example about fruit prefers the pear";
}

} // namespace
} // namespace trutina::storage
