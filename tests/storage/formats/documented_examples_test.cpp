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

TEST_F(DocumentedExamples, CoverEveryFormatThatReadsRecords) {
    std::set<std::string> shown = {"conversation", "pictures"}; // tested on their own
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
