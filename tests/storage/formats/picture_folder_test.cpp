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
#include <string>

namespace trutina::storage {
namespace {

using ::testing::ElementsAre;

class PictureFolder : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& content = "\x89PNG\r\n\x1a\n") {
        const auto file = directory.path() / "set" / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content << (name.ends_with(".jsonl") ? "" : name);
    }
    void import(const std::string& prompt = {}, const std::string& folder = "set") {
        ImportOptions options;
        options.reading.prompt = prompt;
        report = importFile(project, directory.path() / folder, options, {}, {});
    }
    std::vector<std::string> codes() const {
        std::vector<std::string> found;
        for (const TransferNote& note : report.notes) {
            found.push_back(note.code);
        }
        return found;
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    TransferReport report;
};

TEST_F(PictureFolder, IsOneItemWhoseAnswersAreThePicturesInTheOrderOfTheirNames) {
    write("b.png");
    write("a.png");
    write("c.mp4", std::string("\0\0\0\x18"
                               "ftypisom",
                               12));
    write(".hidden.png");
    write("notes.txt", "no picture");
    import("A quiet lake.");
    ASSERT_EQ(project.records.size(), 1U);
    const ItemRecord& item = project.records[0];
    EXPECT_EQ(item.externalId, "set");
    EXPECT_EQ(item.source, "import set");
    EXPECT_EQ(item.prompt, (std::vector<Turn>{{"user", "A quiet lake."}}));
    ASSERT_EQ(item.candidates.size(), 3U);
    EXPECT_EQ(item.candidates[0].name, "a");
    EXPECT_EQ(item.candidates[1].media.at(0).path, directory.path() / "set/b.png");
    EXPECT_EQ(item.candidates[2].name, "c");
    EXPECT_TRUE(project.recordVotes[0].empty());
    EXPECT_EQ(report.notesInAll, 0);
}

TEST_F(PictureFolder, HoldsFoldersEachWithAPromptOfItsOwn) {
    write("one/x.png");
    write("one/y.png");
    write("one/prompt.txt", "\n  A red door. ");
    write("two/x.png");
    write("two/y.png");
    import("A lake.");
    ASSERT_EQ(project.records.size(), 2U);
    EXPECT_THAT(project.records[0].prompt.at(0).content, ::testing::StartsWith("A red door."));
    EXPECT_EQ(project.records[1].prompt.at(0).content, "A lake.");
    EXPECT_EQ(project.records[1].externalId, "two");
}

TEST_F(PictureFolder, NotesFoldersThatMakeNoItemAndKeepsTheOthers) {
    write("a-empty/readme.txt", "nothing");
    for (int picture = 0; picture < 10; ++picture) {
        write("b-many/" + std::to_string(picture) + ".png");
    }
    write("b-many/prompt.txt", "?");
    write("a-empty/prompt.txt", "?");
    write("c-mute/x.png");
    write("d-good/x.png");
    write("d-good/y.png");
    write("d-good/prompt.txt", "?");
    write("e-binary/x.png");
    write("e-binary/prompt.txt", "\xFF\xFE");
    import();
    EXPECT_THAT(codes(), ElementsAre("record.no_candidates", "record.too_many_candidates", "record.no_messages", "row.not_utf8"));
    EXPECT_EQ(report.read, 5);
    EXPECT_EQ(report.skipped, 4);
    ASSERT_EQ(project.records.size(), 1U);
    EXPECT_EQ(project.records[0].externalId, "d-good");
}

TEST_F(PictureFolder, IsToldFromAFolderOfRecords) {
    write("train/x.png");
    EXPECT_EQ(FormatRegistry::instance().detect(directory.path() / "set"), "pictures");
    write("train/metadata.jsonl", R"({"file_name":"x.png","prompt":"?","chosen":"a","rejected":"b"})");
    EXPECT_NE(FormatRegistry::instance().detect(directory.path() / "set"), "pictures");
    try {
        (void)FormatRegistry::instance().openReader("pictures", directory.path() / "absent");
        FAIL() << "there is no such folder";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "file.not_found");
    }
}

} // namespace
} // namespace trutina::storage
