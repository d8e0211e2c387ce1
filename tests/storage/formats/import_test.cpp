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
#include <functional>
#include <set>
#include <string>

namespace trutina::storage {
namespace {

class ImportTest : public ::testing::Test {
  protected:
    std::filesystem::path write(const std::string& name, const std::string& content) {
        std::filesystem::create_directories((directory.path() / name).parent_path());
        std::ofstream(directory.path() / name, std::ios::binary) << content;
        return directory.path() / name;
    }
    TransferReport import(const std::filesystem::path& file, const ImportOptions& options = {}) {
        return importFile(project, file, options, {}, {});
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
};

std::string row(const std::string& id, const std::string& more = {}) {
    return R"({"id":")" + id + R"(","messages":[{"role":"user","content":"?"}],"candidates":["a","b"])" + more + "}\n";
}

std::string codeOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Failure& failure) {
        return failure.error().code;
    }
    return "none";
}

TEST_F(ImportTest, AddsEveryGoodRowInOneCallAndNotesEveryBadOneWithItsLine) {
    write("img/a.png", "pixels");
    const auto file = write("rows.jsonl", "\xEF\xBB\xBF" + row("1") + "\r\n" + "{broken\n" +
                                              row("2", R"(,"media":["img/a.png"])") + row("3", R"(,"media":["img/none.png"])") +
                                              row("4", R"(,"media":["img"])") + "{\"id\":\"\xFF\"}\n" + row("5"));
    const TransferReport report = import(file);
    EXPECT_EQ(report.read, 7);
    EXPECT_EQ(report.written, 3);
    ASSERT_EQ(report.notes.size(), 4U);
    EXPECT_EQ(report.notesInAll, 4);
    EXPECT_EQ(report.notes[0].row, 3);
    EXPECT_EQ(report.notes[0].code, "row.not_json");
    EXPECT_EQ(report.notes[1].row, 5);
    EXPECT_EQ(report.notes[1].code, "media.not_found");
    EXPECT_EQ(report.notes[2].code, "media.not_a_file");
    EXPECT_EQ(report.notes[3].row, 7);
    EXPECT_EQ(report.notes[3].code, "row.not_utf8");
    EXPECT_THAT(project.summaries, ::testing::ElementsAre("import of 3 items from rows.jsonl"));
    ASSERT_EQ(project.records.size(), 3U);
    EXPECT_EQ(project.records[1].media.at(0).path, directory.path() / "img/a.png");
    EXPECT_EQ(project.records[2].externalId, "5");
    EXPECT_EQ(project.records[0].source, "import rows.jsonl");
}

TEST_F(ImportTest, ALineThatIsNoJsonAtAllEndsNeitherTheRecordsBeforeNorAfterIt) {
    const auto file = write("rows.jsonl", row("1") + "this is not a record\n" + row("2"));
    TransferReport report;
    const auto reader = FormatRegistry::instance().openReader("conversation", file);
    std::vector<std::string> ids;
    while (const auto item = reader->next(report)) {
        ids.push_back(item->externalId);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"1", "2"}));
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].row, 2);
}

TEST_F(ImportTest, ChangesNothingOnADryRunButReportsTheSame) {
    const auto file = write("rows.jsonl", row("1") + "{broken\n" + row("2"));
    ImportOptions options;
    options.dryRun = true;
    const TransferReport report = import(file, options);
    EXPECT_EQ(report.written, 2);
    EXPECT_EQ(report.notesInAll, 1);
    EXPECT_TRUE(project.summaries.empty());
}

TEST_F(ImportTest, LeavesNothingWhenCancelledOnTheWay) {
    std::string rows;
    for (int index = 0; index < 500; ++index) {
        rows += row(std::to_string(index));
    }
    const auto file = write("rows.jsonl", rows);
    std::stop_source stop;
    int reports = 0;
    const auto cancelSoon = [&](const TransferProgress& progress) {
        EXPECT_EQ(progress.total, static_cast<std::int64_t>(rows.size()));
        if (++reports == 2) {
            stop.request_stop();
        }
    };
    EXPECT_THROW(importFile(project, file, {}, stop.get_token(), cancelSoon), Cancelled);
    EXPECT_TRUE(project.summaries.empty());
}

TEST_F(ImportTest, WritesNoJournalRowWhenNothingWasGood) {
    EXPECT_EQ(import(write("rows.jsonl", "{broken\n")).notesInAll, 1);
    EXPECT_EQ(import(write("empty.jsonl", "")).read, 0);
    EXPECT_TRUE(project.summaries.empty());
}

TEST_F(ImportTest, KeepsTheFirstNotesAndCountsAll) {
    std::string rows;
    for (std::size_t index = 0; index < kMaxNotes + 5; ++index) {
        rows += "x\n";
    }
    const TransferReport report = import(write("rows.jsonl", rows));
    EXPECT_EQ(report.notes.size(), kMaxNotes);
    EXPECT_EQ(report.notesInAll, static_cast<std::int64_t>(kMaxNotes + 5));
}

TEST_F(ImportTest, TellsTheFormatByContentThenByEnding) {
    const FormatRegistry& registry = FormatRegistry::instance();
    EXPECT_EQ(registry.detect(write("records.txt", row("1"))), "conversation");
    EXPECT_EQ(registry.detect(write("damaged.JSONL", "{broken\n")), "conversation");
    const auto other = write("notes.txt", "hello\n");
    EXPECT_EQ(codeOf([&] { (void)registry.detect(other); }), "format.unknown");
    EXPECT_EQ(codeOf([&] { (void)registry.openReader("trl-kto", other); }), "format.not_readable");
    EXPECT_EQ(codeOf([&] { (void)registry.openReader("nonsense", other); }), "format.unknown");
    EXPECT_EQ(codeOf([&] { (void)registry.detect(directory.path() / "absent.jsonl"); }), "file.not_found");
    EXPECT_EQ(codeOf([&] { (void)registry.detect(directory.path()); }), "folder.no_metadata");
}

TEST_F(ImportTest, PreviewsTheFirstRowsOnly) {
    const auto file = write("rows.jsonl", row("1") + "{broken\n" + row("2") + row("3") + "{broken\n");
    const ImportPreview preview = previewFile(file, "auto", 2);
    EXPECT_EQ(preview.format, "conversation");
    ASSERT_EQ(preview.items.size(), 2U);
    EXPECT_EQ(preview.items[1].externalId, "2");
    EXPECT_EQ(preview.report.read, 3);
    EXPECT_EQ(preview.report.notesInAll, 1);
}

TEST_F(ImportTest, SkipsARowThatAProjectWouldRefuseAndAddsTheOthersToARealProject) {
    const auto file =
        write("rows.jsonl", row("1") + "{\"id\":\"empty\",\"messages\":[],\"candidates\":[\"a\",\"b\"]}\n" + row("2"));
    const auto real = Project::create(directory.path() / "real.trutina");
    const TransferReport report = importFile(*real, file, {}, {}, {});
    EXPECT_EQ(report.written, 2);
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].row, 2);
    EXPECT_EQ(report.notes[0].code, "item.invalid");
    EXPECT_EQ(real->counts().all, 2);
    real->undo();
    EXPECT_EQ(real->counts().all, 0) << "an import is one step of undo";
}

TEST_F(ImportTest, BringsInTheSampleProjectWithoutANote) {
    const std::filesystem::path sample = std::filesystem::path(TRUTINA_SOURCE_DIR) / "resources/sample/sample.jsonl";
    const TransferReport report = import(sample);
    EXPECT_GE(report.written, 14);
    EXPECT_EQ(report.notesInAll, 0) << (report.notes.empty() ? "" : report.notes.front().message);
    std::set<std::string> ids;
    bool hasMarkdown = false;
    bool hasTwoPictures = false;
    bool hasTurns = false;
    bool hasFourAnswers = false;
    for (const ItemRecord& item : project.records) {
        EXPECT_TRUE(ids.insert(item.externalId).second) << item.externalId;
        EXPECT_GE(item.candidates.size(), 2U);
        hasTwoPictures = hasTwoPictures || item.media.size() == 2;
        hasTurns = hasTurns || item.prompt.size() > 2;
        hasFourAnswers = hasFourAnswers || item.candidates.size() == 4;
        std::set<std::string> answers;
        for (const CandidateRecord& candidate : item.candidates) {
            EXPECT_FALSE(candidate.name.empty());
            EXPECT_TRUE(answers.insert(candidate.turns.front().content).second) << item.externalId;
            hasMarkdown = hasMarkdown || candidate.turns.front().content.find("**") != std::string::npos;
        }
    }
    EXPECT_TRUE(hasMarkdown);
    EXPECT_TRUE(hasTwoPictures);
    EXPECT_TRUE(hasTurns);
    EXPECT_TRUE(hasFourAnswers);
}

} // namespace
} // namespace trutina::storage
