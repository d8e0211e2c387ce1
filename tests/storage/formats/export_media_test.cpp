// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
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
using ::testing::HasSubstr;
using ::testing::StartsWith;
using trutina::testing::textOf;

const std::string kPicture = "\x89PNG\r\n\x1a\n of a cup";
const std::string kVideo("\0\0\0\x18"
                         "ftypmp42 of a dog",
                         21);

class ExportedMedia : public ::testing::Test {
  protected:
    void add(const std::string& name, const std::string& bytes) {
        std::ofstream(directory.path() / name, std::ios::binary) << bytes;
        NewItem item;
        item.prompt = {{"user", "What is in " + name + "?"}};
        item.media = {{directory.path() / name}};
        item.candidates = {{{{"assistant", "yes"}}, {}, {}}, {{{"assistant", "no"}}, {}, {}}};
        ImportedVote vote;
        vote.annotator = "ada";
        vote.winner = 0;
        item.votes = {vote};
        project.addItems({item}, "");
    }
    fs::path write(const std::string& format) {
        options.format = format;
        options.directory = directory.path() / ("out-" + format);
        report = exportProject(project, options, {}, {});
        return options.directory;
    }
    std::string refusalOf(const std::string& format) {
        try {
            write(format);
            return {};
        } catch (const Failure& failure) {
            return failure.error().code;
        }
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    ExportOptions options;
    TransferReport report;
};

TEST_F(ExportedMedia, AreWithinTheRecordsOfAFormatThatTakesDataUris) {
    add("cup.png", kPicture);
    options.media = MediaTransfer::Embed;
    const fs::path folder = write("ms-swift");
    const auto row = nlohmann::json::parse(textOf(folder / "pairs.jsonl"));
    EXPECT_THAT(row["images"][0].get<std::string>(), StartsWith("data:image/png;base64,iVBORw0KGgo"));
    EXPECT_FALSE(fs::exists(folder / "images"));
    EXPECT_THAT(textOf(folder / "README.md"), HasSubstr("Media are embedded"));
    EXPECT_EQ(nlohmann::json::parse(textOf(folder / "report.json"))["media"], "embed");

    testing::FakeProject back;
    importFile(back, folder / "pairs.jsonl", {}, {}, {});
    EXPECT_EQ(back.records.at(0).media.at(0).sha256, project.records[0].media[0].sha256) << "not a byte is lost";
}

TEST_F(ExportedMedia, AreRefusedByAFormatThatCannotHoldThem) {
    add("cup.png", kPicture);
    options.media = MediaTransfer::Embed;
    for (const char* format : {"trl", "ixc", "csv", "llama-factory", "conversation", "hf-folder", "vl-rewardbench"}) {
        EXPECT_EQ(refusalOf(format), "export.cannot_embed") << format;
        EXPECT_FALSE(fs::exists(directory.path() / ("out-" + std::string(format))));
    }
}

TEST_F(ExportedMedia, LeaveOutVideosOfATrainerThatOpensPicturesOnly) {
    add("cup.png", kPicture);
    add("dog.mp4", kVideo);
    write("ixc");
    EXPECT_EQ(report.written, 1);
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].code, "pair.video");
}

TEST_F(ExportedMedia, ShowVideosAsOneSheetEachWhenThatIsChosen) {
    add("dog.mp4", kVideo);
    add("dog.mp4", kVideo);
    std::vector<fs::path> asked;
    options.frameSheet = [&asked](const fs::path& video) {
        asked.push_back(video);
        return kPicture;
    };
    const fs::path folder = write("ixc");
    EXPECT_EQ(report.written, 2);
    EXPECT_THAT(asked, ElementsAre(project.records[0].media[0].path)) << "each video once";
    const auto records = nlohmann::json::parse(textOf(folder / "image_pairs.json"));
    const std::string image = records[0]["image"];
    EXPECT_EQ(image, "images/" + project.records[0].media[0].sha256.substr(0, 32) + "-frames.png");
    EXPECT_EQ(textOf(folder / image), kPicture);
    EXPECT_THAT(textOf(folder / "README.md"), HasSubstr("A video is written as one picture"));
    EXPECT_EQ(nlohmann::json::parse(textOf(folder / "report.json"))["choices"]["frame_sheets"], true);
}

TEST_F(ExportedMedia, LeaveOutAVideoThatCannotBeShownAndSayWhy) {
    add("dog.mp4", kVideo);
    add("cup.png", kPicture);
    options.frameSheet = [](const fs::path&) -> std::string { throw Failure("media.damaged", "The video has no frames."); };
    write("ixc");
    EXPECT_EQ(report.written, 1);
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].code, "media.damaged");
}

TEST_F(ExportedMedia, AreNotShownAsSheetsWhereTheFormatTakesVideos) {
    add("dog.mp4", kVideo);
    options.frameSheet = [](const fs::path&) { return kPicture; };
    EXPECT_EQ(refusalOf("ms-swift"), "export.no_frame_sheets");
}

} // namespace
} // namespace trutina::storage
