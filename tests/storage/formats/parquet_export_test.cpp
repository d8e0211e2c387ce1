// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_folder.h"
#include "storage/formats/sources/record_source.h"
#include "storage/formats/transfer.h"
#include "storage/formats/writers/parquet_splits.h"
#include "tests/support/fake_project.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using trutina::testing::textOf;

class ParquetExport : public ::testing::Test {
  protected:
    /// Items with a picture each, the first answer better.
    void fill(int count) {
        for (int number = 0; number < count; ++number) {
            const fs::path picture = directory.path() / "media" / (std::to_string(number) + ".png");
            fs::create_directories(picture.parent_path());
            std::ofstream(picture, std::ios::binary) << "\x89PNG\r\n\x1a\n" << number;
            NewItem item;
            item.prompt = {{"user", "Question " + std::to_string(number)}};
            item.media = {{picture, MediaReading::Image}};
            item.candidates = {{{{"assistant", "yes"}}, {}, {}}, {{{"assistant", "no"}}, {}, {}}};
            ImportedVote vote;
            vote.annotator = "ada";
            vote.winner = 0;
            item.votes = {vote};
            project.addItems({item}, "");
        }
    }
    fs::path write(ExportOptions options, const std::string& name = "out") {
        options.directory = directory.path() / name;
        report = exportProject(project, options, {}, {});
        return options.directory;
    }
    static std::vector<nlohmann::json> rowsOf(const fs::path& file) {
        std::vector<nlohmann::json> rows;
        const auto source = openRecords(file);
        while (const auto record = source->next()) {
            EXPECT_FALSE(record->error) << record->error->message;
            rows.push_back(record->value);
        }
        return rows;
    }
    static std::set<std::string> filesOf(const fs::path& folder) {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (!entry.is_directory()) {
                names.insert(entry.path().lexically_relative(folder).generic_string());
            }
        }
        return names;
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    TransferReport report;
};

TEST_F(ParquetExport, HoldsThePicturesThemselvesUnderTheNamesOfTheirContent) {
    fill(2);
    ExportOptions options;
    options.format = "trl-parquet";
    options.rules.margin = MarginRule::Strength;
    const fs::path folder = write(options);
    EXPECT_THAT(filesOf(folder), ElementsAre("README.md", "data/train-00000-of-00001.parquet", "report.json"));
    const auto rows = rowsOf(folder / "data/train-00000-of-00001.parquet");
    ASSERT_EQ(rows.size(), 2U);
    const nlohmann::json& picture = rows[1]["images"][0];
    const auto& bytes = picture["bytes"].get_binary();
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "\x89PNG\r\n\x1a\n1");
    EXPECT_EQ(picture["path"], project.records[1].media[0].sha256.substr(0, 32) + ".png");
    EXPECT_EQ(rows[1]["prompt"].dump(),
              R"([{"content":[{"text":null,"type":"image"},{"text":"Question 1","type":"text"}],"role":"user"}])");
    EXPECT_EQ(rows[1]["margin"], 1.0);
    const std::string file = textOf(folder / "data/train-00000-of-00001.parquet");
    EXPECT_THAT(file, HasSubstr(R"("images":{"feature":{"_type":"Image"},"_type":"Sequence"})"));
    EXPECT_THAT(textOf(folder / "README.md"), HasSubstr("Media are embedded"));
}

TEST_F(ParquetExport, GivesTheSameBytesForTheSameChoices) {
    fill(40);
    for (const char* format : {"trl-parquet", "hf-parquet"}) {
        ExportOptions options;
        options.format = format;
        options.rules.validationShare = 0.3;
        const fs::path first = write(options, std::string(format) + "-1");
        const fs::path second = write(options, std::string(format) + "-2");
        ASSERT_EQ(filesOf(first), filesOf(second));
        for (const std::string& name : filesOf(first)) {
            EXPECT_EQ(textOf(first / name), textOf(second / name)) << name;
        }
    }
}

TEST_F(ParquetExport, NamesSplitsAsDatasetsFindsThem) {
    fill(60);
    ExportOptions options;
    options.format = "hf-parquet";
    options.rules.validationShare = 0.25;
    options.rules.testShare = 0.25;
    const fs::path folder = write(options);
    std::size_t rows = 0;
    for (const char* split : {"train", "validation", "test"}) {
        const auto own = rowsOf(folder / "data" / (std::string(split) + "-00000-of-00001.parquet"));
        EXPECT_GT(own.size(), 3U) << split;
        rows += own.size();
        EXPECT_THAT(textOf(folder / "README.md"), HasSubstr("path: data/" + std::string(split) + "-*"));
    }
    EXPECT_EQ(rows, 60U);
}

TEST_F(ParquetExport, CutsFilesThatGrowTooLong) {
    ExportFolder folder(directory.path() / "shards", false);
    ParquetSplits files(folder, {{"text", ParquetColumn::Kind::Text}}, /*shardBytes=*/100);
    for (int row = 0; row < 25; ++row) {
        files.writeRow(Split::Train, {{"text", "ten bytes " + std::to_string(row % 10)}});
    }
    files.close();
    folder.publish();
    std::vector<std::string> names;
    std::size_t rows = 0;
    for (const ExportedFile& file : folder.files()) {
        names.push_back(file.name);
        rows += rowsOf(folder.directory() / file.name).size();
        EXPECT_EQ(file.sha256, sha256OfFile(folder.directory() / file.name));
    }
    EXPECT_THAT(names, ElementsAre("data/train-00000-of-00003.parquet", "data/train-00001-of-00003.parquet",
                                   "data/train-00002-of-00003.parquet"));
    EXPECT_EQ(rows, 25U);
}

TEST_F(ParquetExport, NamesPicturesThatStayWhereTheyAre) {
    fill(1);
    ExportOptions options;
    options.format = "trl-parquet";
    options.media = MediaTransfer::Reference;
    const auto rows = rowsOf(write(options) / "data/train-00000-of-00001.parquet");
    EXPECT_TRUE(rows.at(0)["images"][0]["bytes"].is_null());
    EXPECT_EQ(rows.at(0)["images"][0]["path"], project.records[0].media[0].path.string());
}

TEST_F(ParquetExport, WritesAFileWithItsColumnsForNoPairs) {
    ExportOptions options;
    options.format = "trl-parquet";
    const fs::path folder = write(options);
    const auto source = openRecords(folder / "data/train-00000-of-00001.parquet");
    EXPECT_FALSE(source->next());
    EXPECT_THAT(source->columns(), ElementsAre("images", "prompt", "chosen", "rejected"));
}

} // namespace
} // namespace trutina::storage
