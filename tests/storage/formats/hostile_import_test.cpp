// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/media_intake.h"
#include "storage/formats/sources/json_list_source.h"
#include "storage/formats/sources/table_source.h"
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "storage/repositories/project.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

class HostileImport : public ::testing::Test {
  protected:
    fs::path write(const std::string& name, const std::string& content) {
        fs::create_directories((directory.path() / name).parent_path());
        std::ofstream(directory.path() / name, std::ios::binary) << content;
        return directory.path() / name;
    }
    TransferReport import(const fs::path& file, const std::string& format = "auto") {
        ImportOptions options;
        options.format = format;
        return importFile(project, file, options, {}, {});
    }
    static std::vector<std::string> codes(const TransferReport& report) {
        std::vector<std::string> codes;
        for (const TransferNote& note : report.notes) {
            codes.push_back(std::to_string(note.row) + " " + note.code);
        }
        return codes;
    }
    static std::string codeOf(const std::function<void()>& call) {
        try {
            call();
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "none";
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
};

const std::string kGood = R"({"prompt":"?","chosen":"a","rejected":"b"})";

TEST_F(HostileImport, NotesEveryDamagedElementOfAListAndGoesOnBehindIt) {
    const std::string deep = R"({"prompt":"?","chosen":"a","rejected":)" + std::string(5000, '[') + std::string(5000, ']') + "}";
    const auto file = write("list.json", "\xEF\xBB\xBF [" + kGood + ",{\"prompt\":},7,,{\"prompt\":\"\xFF\"}," + deep + "," +
                                             kGood + " junk," + kGood + "]");
    const TransferReport report = import(file, "trl");
    EXPECT_EQ(report.written, 2);
    EXPECT_EQ(report.skipped, 6);
    EXPECT_THAT(codes(report), ElementsAre("2 row.not_json", "3 record.not_an_object", "4 row.not_json", "5 row.not_utf8",
                                           "6 row.too_deep", "7 row.not_json"));
}

TEST_F(HostileImport, EndsCalmlyWhereAFileWasCutOff) {
    const std::string list = "[" + kGood + "," + kGood + "]";
    for (std::size_t length = 1; length < list.size(); ++length) {
        const TransferReport report = import(write("cut.json", list.substr(0, length)), "trl");
        EXPECT_LE(report.written, 2);
        EXPECT_EQ(report.written + report.skipped, report.read);
        EXPECT_GE(report.skipped, 1) << "a list that is not closed is never well";
    }
}

TEST_F(HostileImport, SkipsARecordThatIsLongerThanAnyShouldBe) {
    const auto file = write("long.json", "[" + kGood + R"(,{"prompt":")" + std::string(3 << 20, 'x') + R"("},)" + kGood + "]");
    JsonListSource source(file, {.longestRecord = std::size_t{1} << 20U});
    EXPECT_FALSE(source.next()->error);
    EXPECT_EQ(source.next()->error->code, "row.too_long");
    EXPECT_FALSE(source.next()->error);
    EXPECT_FALSE(source.next());
    TableSource table(write("long.csv", "a,b\n1,2\n" + std::string(3 << 20, 'x') + ",2\n3,4\n"), ',',
                      {.longestRecord = std::size_t{1} << 20U});
    EXPECT_FALSE(table.next()->error);
    EXPECT_EQ(table.next()->error->code, "row.too_long");
    EXPECT_EQ(table.next()->value["a"], "3");
}

/// A line of a gigabyte costs no memory: the file is sparse, the address space limited.
TEST_F(HostileImport, NeedsLittleMemoryForALineOfAGigabyte) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer needs more address space than the limit";
#endif
    const auto file = write("huge.jsonl", kGood + "\n{\"prompt\":\"");
    fs::resize_file(file, (std::uintmax_t{1} << 30U));
    std::ofstream(file, std::ios::app) << "\"}\n" << kGood << "\n";
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
    rlimit limit = before;
    limit.rlim_cur = rlim_t{700} << 20U;
    ASSERT_EQ(setrlimit(RLIMIT_AS, &limit), 0);
    const TransferReport report = import(file);
    ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
    EXPECT_EQ(report.written, 2);
    EXPECT_THAT(codes(report), ElementsAre("2 row.too_long"));
}

TEST_F(HostileImport, RefusesOtherEncodingsAsAWhole) {
    const std::string utf16("\xFF\xFE[\0{\0", 6);
    EXPECT_EQ(codeOf([&] { import(write("a.json", utf16)); }), "file.not_utf8");
    EXPECT_EQ(codeOf([&] {
                  import(write("a.csv", "\xFF\xFE"
                                        "a,b\n1,2\n"));
              }),
              "file.not_utf8");
}

TEST_F(HostileImport, ReadsTablesByTheRuleAndNotesRowsThatBreakIt) {
    const auto file = write("t.csv", "prompt,chosen,rejected\r\n"
                                     "\"two\nlines, \"\"quoted\"\"\",a,b\r\n"
                                     "?,a\r\n"
                                     "?,\xFF,b\r\n"
                                     "\r\n"
                                     "?,\" kept \",b\r\n"
                                     "?,\"open,b\r\n");
    const TransferReport report = import(file);
    EXPECT_EQ(report.written, 2);
    EXPECT_THAT(codes(report), ElementsAre("4 table.cells", "5 row.not_utf8", "8 table.quotes"));
    EXPECT_EQ(project.records[0].prompt[0].content, "two\nlines, \"quoted\"");
    EXPECT_EQ(project.records[1].candidates[0].turns[0].content, " kept ");
    EXPECT_EQ(codeOf([&] { import(write("head.csv", "\"open,a,b\n")); }), "table.head");
}

TEST_F(HostileImport, FetchesNothingAndLooksNowhereElse) {
    const auto with = [](const std::string& image) {
        return R"({"images":[")" + image + R"("],"prompt":"?","chosen":"a","rejected":"b"})" + "\n";
    };
    const auto file =
        write("media.jsonl", with("https://example.org/a.png") + with("") + with("none.png") + with("data:image/png;base64,***") +
                                 with("data:image/png,abc") + with("data:image/png;base64,"));
    EXPECT_THAT(codes(import(file, "trl")),
                ElementsAre("1 media.path", "2 media.path", "3 media.not_found", "4 media.data", "5 media.data", "6 media.data"));
}

TEST_F(HostileImport, RefusesRecordsWhoseMediaDoNotFitTheirTexts) {
    write("a.png", "pixels");
    const auto file = write(
        "rows.json", R"([{"conversations":[{"from":"human","value":"<image><image>?"}],"chosen":{"from":"gpt","value":"a"},)"
                     R"("rejected":{"from":"gpt","value":"b"},"images":["a.png"]},)"
                     R"({"conversations":[{"from":"tool","value":"?"}],"chosen":{"from":"gpt","value":"a"},)"
                     R"("rejected":{"from":"gpt","value":"b"},"images":[]}])");
    EXPECT_THAT(codes(import(file)), ElementsAre("1 record.placeholders", "2 conversation.role"));
}

TEST_F(HostileImport, DoesNotFollowListsOfFilesInCircles) {
    write("b.txt", "a.txt 1\n");
    EXPECT_EQ(import(write("a.txt", "b.txt 1\n"), "ixc").written, 0);
    EXPECT_EQ(codeOf([&] { import(write("self.txt", "self.txt 1\n"), "ixc"); }), "mixture.line");
    EXPECT_EQ(codeOf([&] { import(write("gone.txt", "gone.json 1\n"), "ixc"); }), "file.not_found");
}

TEST_F(HostileImport, SurvivesAnyTypeInAnyField) {
    const std::vector<std::string> values = {"null", "true",   "7",    "-1e300", "\"\"",  "\"text\"",  "[]",
                                             "{}",   "[null]", "[[]]", "[{}]",   "[1,2]", "{\"a\":1}", "[\"a\",\"b\",\"c\"]"};
    const std::vector<std::string> keys = {"prompt",          "chosen",
                                           "rejected",        "images",
                                           "messages",        "conversations",
                                           "completions",     "data",
                                           "annotations",     "response",
                                           "query",           "human_ranking",
                                           "fields",          "responses",
                                           "conversation_a",  "conversation_b",
                                           "winner",          "text",
                                           "caption",         "jpg_0",
                                           "jpg_1",           "label_0",
                                           "file_name",       "models",
                                           "scores",          "margin",
                                           "label",           "completion",
                                           "rejected_images", "conversations_a",
                                           "conversations_b", "id",
                                           "image",           "preference.responses"};
    std::string rows;
    unsigned int random = 1;
    const auto next = [&random](std::size_t below) {
        random = random * 1664525U + 1013904223U;
        return (random >> 8U) % below;
    };
    for (int row = 0; row < 1500; ++row) {
        rows += "{";
        for (std::size_t field = 0; field < 8; ++field) {
            rows += (field == 0 ? "\"" : ",\"") + keys[next(keys.size())] + "\":" + values[next(values.size())];
        }
        rows += "}\n";
    }
    const auto file = write("any.jsonl", rows);
    for (const FormatInfo& format : FormatRegistry::instance().formats()) {
        // A folder of pictures and the annotations beside a Potato task are no rows of this file.
        if (format.canImport && !format.traits.judgesItems && format.name != "pictures" && format.name != "potato") {
            const TransferReport report = import(file, format.name);
            EXPECT_EQ(report.read, 1500) << format.name;
        }
    }
}

TEST_F(HostileImport, CopiesEmbeddedMediaEvenWhereOthersAreReferredTo) {
    CreateProjectOptions creating;
    creating.mediaPolicy = MediaPolicy::Reference;
    const auto real = Project::create(directory.path() / "real.trutina", creating);
    const std::string png = "\x89PNG\r\n\x1a\npixels";
    const auto file = write("rows.jsonl", R"({"images":["data:image/png;base64,)" + encodeBase64(png) +
                                              R"("],"prompt":"?","chosen":"a","rejected":"b"})" + "\n");
    EXPECT_EQ(importFile(*real, file, {}, {}, {}).written, 1);
    real->forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& votes) {
            ASSERT_EQ(item.media.size(), 1U);
            EXPECT_TRUE(item.media[0].copied);
            EXPECT_EQ(item.media[0].state, MediaState::Present);
            ASSERT_EQ(votes.size(), 1U);
            EXPECT_EQ(votes[0].annotatorName, "imported");
        },
        {});
    EXPECT_EQ(real->counts().open, 1) << "somebody else's judgement does not decide the item for the user";
    real->undo();
    EXPECT_EQ(real->counts().all, 0);
}

TEST_F(HostileImport, LeavesARealProjectAsItWasWhenCancelled) {
    const auto real = Project::create(directory.path() / "real.trutina");
    std::string rows;
    for (int row = 0; row < 400; ++row) {
        rows += kGood + "\n";
    }
    const auto file = write("rows.jsonl", rows);
    std::stop_source stop;
    int reports = 0;
    const auto cancelSoon = [&](const TransferProgress&) {
        if (++reports == 3) {
            stop.request_stop();
        }
    };
    EXPECT_THROW(importFile(*real, file, {}, stop.get_token(), cancelSoon), Cancelled);
    EXPECT_EQ(real->counts().all, 0);
    EXPECT_THAT(real->annotators(), ::testing::Not(::testing::Contains("imported")));
    EXPECT_EQ(importFile(*real, file, {}, {}, {}).written, 400);
}

} // namespace
} // namespace trutina::storage
