// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/record_source.h"
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "tests/support/fake_project.h"
#include "tests/support/file_text.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using trutina::testing::textOf;

/// Files as other programs write them; tests/storage/formats/data/make_parquet_files.py made them.
fs::path example(const std::string& name) {
    return fs::path(TRUTINA_SOURCE_DIR) / "tests/storage/formats/data" / (name + ".parquet");
}

class ParquetImport : public ::testing::Test {
  protected:
    TransferReport import(const fs::path& file, const std::string& format = "auto") {
        ImportOptions options;
        options.format = format;
        return importFile(project, file, options, {}, {});
    }
    fs::path write(const std::string& name, const std::string& bytes) {
        fs::create_directories((directory.path() / name).parent_path());
        std::ofstream(directory.path() / name, std::ios::binary) << bytes;
        return directory.path() / name;
    }
    /// The code of what an import fails with; empty when it does not.
    std::string codeOf(const fs::path& file) {
        try {
            import(file, "trl");
            return {};
        } catch (const Failure& failure) {
            return failure.error().code;
        }
    }
    std::string winnerOf(std::size_t at) {
        for (const CandidateRecord& candidate : project.records.at(at).candidates) {
            if (!project.recordVotes.at(at).empty() && project.recordVotes[at].front().winner == candidate.id) {
                return candidate.turns.back().content;
            }
        }
        return "nobody";
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
};

struct HubFile {
    const char* name;
    const char* format;
    const char* prompt;
    const char* winner;
    const char* picture; ///< of the prompt; empty: none
};

class HubFiles : public ParquetImport, public ::testing::WithParamInterface<HubFile> {};

TEST_P(HubFiles, AreToldByTheirContentAndReadWithTheirPictures) {
    const HubFile& expected = GetParam();
    EXPECT_EQ(FormatRegistry::instance().detect(example(expected.name)), expected.format);
    const TransferReport report = import(example(expected.name));
    EXPECT_EQ(report.skipped, 0);
    EXPECT_EQ(report.notesInAll, 0) << (report.notes.empty() ? "" : report.notes.front().message);
    ASSERT_GE(project.records.size(), 1U);
    const ItemRecord& item = project.records.front();
    EXPECT_EQ(item.prompt.back().content, expected.prompt);
    EXPECT_EQ(winnerOf(0), expected.winner);
    ASSERT_EQ(item.media.empty(), std::string(expected.picture).empty());
    if (!item.media.empty()) {
        EXPECT_EQ(item.media.front().originalName, expected.picture);
    }
    EXPECT_LT(item.meta.size(), 500U) << "bytes have no place in it: " << item.meta;
}

INSTANTIATE_TEST_SUITE_P(All, HubFiles,
                         ::testing::Values(HubFile{"trl", "trl", "Which is red?", "The first.", "red.png"},
                                           HubFile{"trl-json", "trl", "Name a fruit.", "A pear.", ""},
                                           HubFile{"rlhf-v", "rlhf-v", "What is on the table?", "A cup.", "green.jpeg"},
                                           HubFile{"rlaif-v", "rlaif-v", "What is on the table?", "A cup.", "green.jpeg"},
                                           HubFile{"vl-rewardbench", "vl-rewardbench", "How many cups?", "Seven.", "white.png"},
                                           HubFile{"rewardbench", "rewardbench", "Name a fruit.", "A pear.", ""},
                                           HubFile{"rewardbench2", "rewardbench2", "Name a fruit.", "A pear.", ""},
                                           HubFile{"pick-a-pic", "pick-a-pic", "a quiet lake", "", ""},
                                           HubFile{"arena", "arena", "Hi", "Hello!", ""},
                                           HubFile{"vlfeedback", "vlfeedback", "Describe the picture.", "nobody", "red.jpeg"}),
                         [](const auto& instance) {
                             std::string name = instance.param.name;
                             std::erase(name, '-');
                             return name;
                         });

TEST_F(ParquetImport, KeepsTheBytesOfPicturesAndTheLettersOfTexts) {
    import(example("trl"));
    ASSERT_EQ(project.records.size(), 2U);
    EXPECT_EQ(project.records[0].media.size(), 2U);
    EXPECT_NE(project.records[0].media[0].sha256, project.records[0].media[1].sha256);
    // Of the picture that make_parquet_files.py paints.
    EXPECT_NE(textOf(example("trl")).find("\x89PNG"), std::string::npos);
    EXPECT_TRUE(project.records[1].media.empty());
    EXPECT_EQ(project.records[1].prompt.back().content, "Grüße?");
    EXPECT_EQ(winnerOf(1), "漢字 🍐");
}

TEST_F(ParquetImport, ReadsAnswersThatAreBareBytes) {
    import(example("pick-a-pic"));
    ASSERT_EQ(project.records.size(), 2U);
    ASSERT_EQ(project.records[0].candidates.size(), 2U);
    EXPECT_EQ(project.records[0].candidates[0].media.size(), 1U);
    EXPECT_THAT(project.records[0].candidates[0].media[0].originalName, EndsWith(".jpg"));
    EXPECT_EQ(project.records[0].candidates[0].name, "m1") << "a dictionary column";
    EXPECT_EQ(project.recordVotes[0].front().annotatorName, "user 7");
    EXPECT_EQ(project.recordVotes[1].front().decision, Decision::Tie);
    EXPECT_THAT(project.records[0].meta, HasSubstr("2023-11-14")) << "a time is kept as a text";
}

TEST_F(ParquetImport, FollowsTheFooterToTheNamesOfClassesAndToJson) {
    import(example("rewardbench"));
    EXPECT_THAT(project.records.at(0).tags, ElementsAre("hard"));
    import(example("trl-json"));
    EXPECT_THAT(project.records.at(1).meta, HasSubstr("\"margin\":0.7")) << "the shortest number that means the float";
    EXPECT_THAT(project.records.at(1).meta, HasSubstr("red.png"));
    EXPECT_THAT(project.records.at(1).meta, Not(HasSubstr("bytes"))) << "bytes that nobody asked for do not go into meta";
}

TEST_F(ParquetImport, ReadsAllRowGroupsInOrder) {
    const TransferReport report = import(example("row-groups"));
    EXPECT_EQ(report.read, 1000);
    ASSERT_EQ(project.records.size(), 1000U);
    for (std::size_t row = 0; row < 1000; row += 37) {
        EXPECT_EQ(project.records[row].prompt.back().content, "Question " + std::to_string(row));
        EXPECT_EQ(nlohmann::json::parse(project.records[row].meta)["origin"]["row"], row + 1);
    }
}

TEST_F(ParquetImport, ReadsAFolderOfShards) {
    for (const char* name : {"data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"}) {
        write(name, textOf(example("not-utf8")));
    }
    const TransferReport report = import(directory.path());
    EXPECT_EQ(report.read, 6);
    EXPECT_EQ(report.written, 4);
    ASSERT_EQ(report.notes.size(), 2U);
    EXPECT_THAT(report.notes[1].message, HasSubstr("train-00001-of-00002.parquet"));
}

TEST_F(ParquetImport, NotesARowWhoseTextIsNotUtf8AndReadsOn) {
    const TransferReport report = import(example("not-utf8"));
    EXPECT_EQ(report.read, 3);
    EXPECT_EQ(report.written, 2);
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].row, 2);
    EXPECT_EQ(report.notes[0].code, "row.not_utf8");
    EXPECT_THAT(report.notes[0].message, HasSubstr("chosen"));
}

TEST_F(ParquetImport, GivesAValueThatUnfoldsToTooMuchWithItsError) {
    // 632 bytes that stand for six million values.
    const auto source = openRecords(example("bomb"));
    const auto first = source->next();
    ASSERT_TRUE(first && first->error);
    EXPECT_EQ(first->error->code, "row.too_long");
    const auto second = source->next();
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->error);
    EXPECT_EQ(second->value["values"], nlohmann::json::array({1}));
    EXPECT_FALSE(source->next());
}

TEST_F(ParquetImport, RefusesATruncatedFileAndLeavesTheProjectAlone) {
    const std::string whole = textOf(example("trl"));
    for (std::size_t size = 4; size < whole.size(); size += 97) {
        EXPECT_EQ(codeOf(write("short.parquet", whole.substr(0, size))), "parquet.damaged") << size;
    }
    EXPECT_TRUE(project.records.empty());
}

TEST_F(ParquetImport, RefusesALengthOfTheFooterThatCannotBe) {
    std::string bytes = textOf(example("trl"));
    bytes.replace(bytes.size() - 8, 4, "\xFF\xFF\xFF\x7F");
    EXPECT_EQ(codeOf(write("footer.parquet", bytes)), "parquet.damaged");
}

TEST_F(ParquetImport, SurvivesEveryFlippedByte) {
    const std::string whole = textOf(example("not-utf8"));
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned mask : {0xFFU, 0x01U, 0x80U}) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ mask);
            const std::string code = codeOf(write("flipped.parquet", bytes));
            refused += code.empty() ? 0 : 1;
            EXPECT_TRUE(code.empty() || code.starts_with("parquet.") || code.starts_with("row.") || code == "file.not_utf8")
                << code;
        }
    }
    EXPECT_GT(refused, 100);
}

TEST_F(ParquetImport, SaysThatAPointerOfGitLfsIsNotTheFile) {
    const fs::path file = write("train.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
    try {
        FormatRegistry::instance().detect(file);
        FAIL() << "it was taken for data";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "file.lfs_pointer");
    }
}

TEST_F(ParquetImport, CanBeLookedAtBeforeItIsImported) {
    const ImportPreview preview = previewFile(example("trl"), "auto", 1);
    EXPECT_EQ(preview.format, "trl");
    ASSERT_EQ(preview.items.size(), 1U);
    EXPECT_TRUE(fs::exists(preview.items[0].media.at(0).file)) << "pictures stay while somebody looks";
}

} // namespace
} // namespace trutina::storage
