// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_record.h"
#include "storage/formats/csv_writer.h"
#include "storage/formats/ixc_writer.h"
#include "storage/formats/transfer.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"
#include "tests/support/export_formats.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::ElementsAre;

std::string readAll(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file;
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<Json> readLines(const fs::path& file) {
    std::vector<Json> rows;
    std::istringstream text(readAll(file));
    for (std::string line; std::getline(text, line);) {
        rows.push_back(Json::parse(line));
    }
    return rows;
}

/// A reader of RFC 4180 of the test's own.
std::vector<std::map<std::string, std::string>> readCsv(const std::string& text) {
    std::vector<std::vector<std::string>> records(1, std::vector<std::string>(1));
    bool isQuoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (isQuoted) {
            if (c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                records.back().back() += '"';
                ++at;
            } else if (c == '"') {
                isQuoted = false;
            } else {
                records.back().back() += c;
            }
        } else if (c == '"') {
            isQuoted = true;
        } else if (c == ',') {
            records.back().emplace_back();
        } else if (c == '\r') {
            EXPECT_EQ(text.at(++at), '\n');
            records.emplace_back(1);
        } else {
            records.back().back() += c;
        }
    }
    EXPECT_EQ(records.back(), std::vector<std::string>{""}) << "the last record ends with a line end";
    records.pop_back();
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t row = 1; row < records.size(); ++row) {
        EXPECT_EQ(records[row].size(), records[0].size());
        std::map<std::string, std::string> fields;
        for (std::size_t column = 0; column < records[0].size(); ++column) {
            fields[records[0][column]] = records[row].at(column);
        }
        rows.push_back(fields);
    }
    return rows;
}

std::map<std::string, std::string> contentOf(const fs::path& directory) {
    std::map<std::string, std::string> content;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) {
            content[entry.path().lexically_relative(directory).generic_string()] = readAll(entry.path());
        }
    }
    return content;
}

class ExportTest : public ::testing::Test {
  protected:
    NewMedia file(const std::string& name, const std::string& content) {
        fs::create_directories((directory.path() / "media" / name).parent_path());
        std::ofstream(directory.path() / "media" / name, std::ios::binary) << content;
        return {directory.path() / "media" / name};
    }
    NewMedia picture(const std::string& name) { return file(name, "\x89PNG\r\n\x1a\n" + name); }

    static NewCandidate answer(const std::string& text, const std::string& name = {}) {
        return {{{"assistant", text}}, name, {}};
    }

    ItemId add(const std::string& question, const std::vector<std::string>& answers, const std::vector<NewMedia>& media = {}) {
        NewItem item;
        item.prompt = {{"user", question}};
        item.media = media;
        for (const std::string& text : answers) {
            item.candidates.push_back(answer(text));
        }
        return project.addItems({item}, "").front();
    }
    CandidateId candidate(ItemId item, std::size_t position) const { return project.item(item).candidates.at(position).id; }

    void vote(ItemId item, Decision decision, int winner = -1, const std::vector<int>& ranking = {}) {
        NewVote vote;
        vote.item = item;
        vote.decision = decision;
        if (winner >= 0) {
            vote.winner = candidate(item, static_cast<std::size_t>(winner));
        }
        for (const int position : ranking) {
            vote.ranking.push_back(candidate(item, static_cast<std::size_t>(position)));
        }
        project.vote(vote);
    }

    ExportOptions options(const std::string& format, const std::string& folder = "out") {
        ExportOptions result;
        result.format = format;
        result.directory = directory.path() / folder;
        return result;
    }
    TransferReport write(const ExportOptions& chosen) { return exportProject(project, chosen, {}, {}); }
    Json report(const std::string& folder = "out") const {
        return Json::parse(readAll(directory.path() / folder / "report.json"));
    }
    fs::path out(const std::string& name) const { return directory.path() / "out" / name; }
    std::string codeOf(const ExportOptions& chosen) {
        try {
            write(chosen);
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "none";
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
};

/// "chosen>rejected" of every TRL row.
std::vector<std::string> pairsIn(const std::vector<Json>& rows) {
    std::vector<std::string> pairs;
    for (const Json& row : rows) {
        pairs.push_back(row["chosen"][0]["content"][0]["text"].get<std::string>() + ">" +
                        row["rejected"][0]["content"][0]["text"].get<std::string>());
    }
    return pairs;
}

TEST_F(ExportTest, PairsTheWinnerWithEachOtherAnswer) {
    vote(add("?", {"a", "b", "c"}), Decision::Winner, 1);
    EXPECT_EQ(write(options("trl")).written, 2);
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("b>a", "b>c"));
}

TEST_F(ExportTest, GivesAllPairsOfARankingAndTheWinnerAboveTheUnranked) {
    vote(add("?", {"a", "b", "c"}), Decision::Winner, 2, {2, 0, 1});
    vote(add("?", {"d", "e", "f"}), Decision::Winner, 1, {1, 0});
    write(options("trl"));
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("c>a", "c>b", "a>b", "e>d", "e>f"));
}

TEST_F(ExportTest, LeavesTiesOutOrWritesBothDirections) {
    vote(add("?", {"a", "b"}), Decision::Tie);
    EXPECT_EQ(write(options("trl")).written, 0);
    EXPECT_EQ(report()["left_out"], Json({{"vote.tie", 1}}));
    auto both = options("trl", "both");
    both.ties = TieRule::BothDirections;
    write(both);
    EXPECT_THAT(pairsIn(readLines(directory.path() / "both/pairs.jsonl")), ElementsAre("a>b", "b>a"));
}

TEST_F(ExportTest, WhatSettledADisagreementDecidesUnlessTheRulesSayOtherwise) {
    const auto settle = [&](ItemId item, std::size_t winner) {
        NewVote vote;
        vote.item = item;
        vote.winner = candidate(item, winner);
        vote.kind = VoteKind::Adjudication;
        project.vote(vote);
    };
    const ItemId settled = add("?", {"a", "b"});
    vote(settled, Decision::Winner, 0);
    vote(settled, Decision::AllBad);
    settle(settled, 1);
    vote(add("open?", {"c", "d"}), Decision::Winner, 0);
    ExportOptions chosen = options("trl");
    write(chosen);
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("b>a", "c>d"));
    EXPECT_EQ(report()["left_out"]["vote.settled"], 2);
    chosen.replaceExisting = true;
    chosen.rules.adjudication = AdjudicationRule::Ignored;
    write(chosen);
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("a>b", "c>d"));
    EXPECT_EQ(report()["left_out"]["vote.adjudication"], 1);
    chosen.rules.adjudication = AdjudicationRule::Required;
    chosen.rules.annotators = {"nobody"}; // is about annotators' own votes
    write(chosen);
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("b>a"));
    EXPECT_EQ(report()["left_out"]["vote.not_settled"], 3);
    EXPECT_THAT(readAll(out("README.md")), ::testing::HasSubstr("Only votes that settled a disagreement count"));
}

TEST_F(ExportTest, OnlyVotesThatCountMakeUnpairedAnswersBad) {
    vote(add("?", {"a", "b"}), Decision::AllBad);
    ExportOptions chosen = options("trl-kto");
    write(chosen);
    const auto rows = readLines(out("answers.jsonl"));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["label"], false);
    EXPECT_EQ(rows[1]["label"], false);
    chosen.replaceExisting = true;
    chosen.rules.annotators = {"somebody else"};
    write(chosen);
    EXPECT_EQ(report()["written"], 0);
    EXPECT_EQ(report()["left_out"], Json({{"vote.annotator", 1}}));
}

TEST_F(ExportTest, SaysForEachThingLeftOutWhy) {
    vote(add("?", {"a", "b"}), Decision::AllBad);
    vote(add("?", {"a", "b"}), Decision::Skip);
    add("?", {"a", "b"});
    vote(add("?", {"same", " same\n\xC2\xA0"}), Decision::Winner, 0);
    vote(add("?", {"a", "b"},
             {file("clip.mp4", std::string("\0\0\0\x18"
                                           "ftypisom",
                                           12))}),
         Decision::Winner, 0);
    const auto lost = add("?", {"a", "b"}, {picture("lost.png")});
    vote(lost, Decision::Winner, 0);
    const auto changed = add("?", {"a", "b"}, {picture("changed.png")});
    vote(changed, Decision::Winner, 0);
    NewItem drawn;
    drawn.prompt = {{"user", "Draw."}};
    drawn.candidates = {{{{"assistant", ""}}, "", {picture("x.png")}}, {{{"assistant", ""}}, "", {picture("y.png")}}};
    vote(project.addItems({drawn}, "").front(), Decision::Winner, 0);
    fs::remove(directory.path() / "media/lost.png");
    picture("changed.png");
    std::ofstream(directory.path() / "media/changed.png", std::ios::app) << "more";

    const TransferReport result = write(options("trl"));
    EXPECT_EQ(result.read, 8);
    EXPECT_EQ(result.written, 0);
    EXPECT_EQ(report()["left_out"], Json({{"vote.all_bad", 1},
                                          {"vote.skipped", 1},
                                          {"item.no_vote", 1},
                                          {"pair.identical", 1},
                                          {"pair.video", 1},
                                          {"media.not_found", 1},
                                          {"media.changed", 1},
                                          {"pair.candidate_media", 1}}));
    ASSERT_EQ(report()["notes"].size(), 8U);
    EXPECT_EQ(report()["notes"][3]["item"], 4);
    EXPECT_FALSE(fs::exists(out("images"))) << "no picture without a row";

    write(options("csv", "table"));
    EXPECT_EQ(report("table")["written"], 2) << "a table carries the video and the drawn answers";
}

TEST_F(ExportTest, TrlRowsHaveTheSameKeysAndAsManyImagePartsAsImages) {
    const auto a = picture("a.png");
    const auto b = picture("b.png");
    vote(add("text only", {"a", "b"}), Decision::Winner, 0);
    vote(add("one", {"a", "b"}, {a}), Decision::Winner, 0);
    vote(add("Image1 <ImageHere>; Image2 <ImageHere>; brighter?", {"a", "b"}, {a, b}), Decision::Winner, 0);
    vote(add("first <ImageHere> then", {"a", "b"}, {a, b}), Decision::Winner, 0);
    vote(add("<ImageHere><ImageHere>too many", {"a", "b"}, {b}), Decision::Winner, 0);
    vote(add("no picture <ImageHere>", {"a", "b"}), Decision::Winner, 0);
    write(options("trl"));
    const auto rows = readLines(out("pairs.jsonl"));
    ASSERT_EQ(rows.size(), 6U);
    const Json image = {{"type", "image"}};
    const auto text = [](const std::string& words) { return Json{{"type", "text"}, {"text", words}}; };
    const auto content = [&](std::size_t row) { return rows[row]["prompt"][0]["content"]; };
    EXPECT_EQ(content(0), Json::array({text("text only")}));
    EXPECT_EQ(content(1), Json::array({image, text("one")}));
    EXPECT_EQ(content(2), Json::array({text("Image1 "), image, text("; Image2 "), image, text("; brighter?")}));
    EXPECT_EQ(content(3), Json::array({text("first "), image, image, text(" then")}));
    EXPECT_EQ(content(4), Json::array({image, text("too many")}));
    EXPECT_EQ(content(5), Json::array({text("no picture <ImageHere>")}));
    EXPECT_EQ(rows[0]["images"], Json::array());
    for (const Json& row : rows) {
        EXPECT_EQ(row.size(), 4U);
        for (const auto& path : row["images"]) {
            EXPECT_TRUE(fs::is_regular_file(out(path.get<std::string>()))) << path;
        }
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(out("images")), fs::directory_iterator()), 2) << "each picture is copied once";
}

TEST_F(ExportTest, IxcKeepsTextAndPicturesApartAndNamesSeveralPictures) {
    const auto a = picture("a.png");
    const auto b = picture("b.png");
    vote(add("  text ", {"a", "b"}), Decision::Winner, 0);
    vote(add("one?", {"c", "d"}, {a}), Decision::Winner, 1);
    vote(add("brighter?", {"e", "f"}, {a, b}), Decision::Winner, 0);
    vote(add("Image1 <ImageHere>; Image2 <ImageHere>; x", {"g", "h"}, {a, b}), Decision::Winner, 0);
    vote(add("only <ImageHere>", {"i", "j"}, {a, b}), Decision::Winner, 0);
    const TransferReport result = write(options("ixc"));
    EXPECT_EQ(result.written, 4);
    EXPECT_EQ(report()["left_out"], Json({{"pair.placeholders", 1}}));
    const Json text = Json::parse(readAll(out("text_pairs.json")));
    const Json images = Json::parse(readAll(out("image_pairs.json")));
    ASSERT_EQ(text.size(), 1U);
    ASSERT_EQ(images.size(), 3U);
    EXPECT_EQ(text[0],
              Json({{"id", 0},
                    {"conversations_a", {{{"from", "human"}, {"value", "  text "}}, {{"from", "bot"}, {"value", "a"}}}},
                    {"conversations_b", {{{"from", "human"}, {"value", "  text "}}, {{"from", "bot"}, {"value", "b"}}}}}))
        << "values as they are";
    EXPECT_TRUE(images[0]["image"].is_string());
    EXPECT_EQ(images[0]["conversations_a"][0]["value"], "one?");
    EXPECT_EQ(images[0]["conversations_a"][1]["value"], "d");
    EXPECT_EQ(images[1]["image"].size(), 2U);
    EXPECT_EQ(images[1]["conversations_b"][0]["value"], "Image1 <ImageHere>; Image2 <ImageHere>; brighter?");
    EXPECT_EQ(images[2]["conversations_a"][0]["value"], "Image1 <ImageHere>; Image2 <ImageHere>; x");
    EXPECT_EQ(readAll(out("data.txt")), "image_pairs.json 0.003\ntext_pairs.json 0.001\n");
}

TEST(IxcWriterTest, ThousandsGiveBackTheExactCount) {
    for (std::int64_t records = 1; records < 20'000; ++records) {
        ASSERT_EQ(static_cast<std::int64_t>(1000 * std::stod(thousandsOf(records))), records) << thousandsOf(records);
    }
    EXPECT_EQ(thousandsOf(2000), "2");
}

TEST_F(ExportTest, CsvReadsBackWithNamesStrengthAndScores) {
    NewItem item;
    item.externalId = "q,1";
    item.prompt = {{"user", "line 1\nline \"2\""}};
    item.candidates = {answer("=1+1", "model-x"), answer("b\r\n", "model-y")};
    item.tags = {"t"};
    const ItemId id = project.addItems({item}, "").front();
    NewVote given;
    given.item = id;
    given.winner = candidate(id, 1);
    given.strength = Strength::Much;
    given.note = "fine, really";
    given.timeSpentMilliseconds = 1500;
    project.vote(given);
    MeasurementSetting setting;
    setting.modelHash = "sha256:1";
    setting.modelName = "demo";
    project.addMeasurements({{candidate(id, 0), MeasurementKind::Score, setting, {-0.1F}, false},
                             {candidate(id, 1), MeasurementKind::Score, setting, {1.53125}, false}});
    write(options("csv"));
    const auto rows = readCsv(readAll(out("pairs.csv")));
    ASSERT_EQ(rows.size(), 1U);
    auto row = rows[0];
    EXPECT_EQ(row["item"], "1");
    EXPECT_EQ(row["external_id"], "q,1");
    EXPECT_EQ(row["prompt"], "line 1\nline \"2\"");
    EXPECT_EQ(row["chosen"], "b\r\n");
    EXPECT_EQ(row["rejected"], "=1+1");
    EXPECT_EQ(row["chosen_name"], "model-y");
    EXPECT_EQ(row["strength"], "much");
    EXPECT_EQ(row["decision"], "winner");
    EXPECT_EQ(row["annotator"], "Ada");
    EXPECT_EQ(row["vote_note"], "fine, really");
    EXPECT_EQ(row["seconds"], "1.5");
    EXPECT_EQ(row["voted_at"], "2026-01-01T00:00:00.001Z");
    EXPECT_EQ(row["chosen_score"], "1.53125");
    EXPECT_EQ(row["rejected_score"], "-0.1");
    EXPECT_EQ(row["score_model"], "demo");
    EXPECT_EQ(row["tags"], R"(["t"])");
    EXPECT_EQ(row["prompt_messages"], "");
}

TEST_F(ExportTest, ScoresMadeDifferentlyDoNotStandSideBySide) {
    const ItemId id = add("?", {"a", "b"});
    vote(id, Decision::Winner, 0);
    MeasurementSetting bfloat;
    bfloat.computeType = "bfloat16";
    project.addMeasurements({{candidate(id, 0), MeasurementKind::Score, {}, {1.0}, false},
                             {candidate(id, 1), MeasurementKind::Score, bfloat, {2.0}, false}});
    write(options("csv"));
    EXPECT_EQ(readCsv(readAll(out("pairs.csv"))).at(0)["chosen_score"], "");
}

TEST_F(ExportTest, ConversationRecordsComeBackAsTheSameItemsWithVotesInMeta) {
    NewItem item;
    item.externalId = "m";
    item.prompt = {{"system", "s"}, {"user", "Hi \"you\"\n"}, {"assistant", "Hello"}, {"user", "And?"}};
    item.media = {picture("a.png"), {picture("b.png").file, MediaReading::Image}};
    item.candidates = {answer("x", "n1"), {{{"assistant", "y"}, {"user", "z"}, {"assistant", "w"}}, "", {picture("c.png")}}};
    item.tags = {"t1", "t2"};
    item.meta = R"({"b":1,"a":[2.50]})";
    const ItemId id = project.addItems({item}, "").front();
    vote(id, Decision::Winner, 1);
    add("plain", {"only"});
    write(options("conversation"));

    testing::FakeProject other;
    const TransferReport back = importFile(other, out("records.jsonl"), {}, {}, {});
    EXPECT_EQ(back.notesInAll, 0);
    ASSERT_EQ(other.records.size(), 2U);
    const ItemRecord& copy = other.records[0];
    EXPECT_EQ(copy.externalId, "m");
    EXPECT_EQ(copy.prompt, item.prompt);
    EXPECT_EQ(copy.tags, item.tags);
    ASSERT_EQ(copy.media.size(), 2U);
    EXPECT_EQ(copy.media[0].sha256, project.records[0].media[0].sha256);
    EXPECT_EQ(copy.media[1].as, MediaReading::Image);
    ASSERT_EQ(copy.candidates.size(), 2U);
    EXPECT_EQ(copy.candidates[0].name, "n1");
    EXPECT_EQ(copy.candidates[1].turns, item.candidates[1].turns);
    EXPECT_EQ(copy.candidates[1].media.at(0).sha256, project.records[0].candidates[1].media[0].sha256);
    EXPECT_TRUE(copy.meta.starts_with(R"({"b":1,"a":[2.50],"trutina":)")) << copy.meta;
    const Json meta = Json::parse(copy.meta);
    EXPECT_EQ(meta["trutina"]["votes"][0]["winner"], 1);
    EXPECT_EQ(meta["trutina"]["votes"][0]["annotator"], "Ada");

    exportProject(other, options("conversation", "again"), {}, {});
    EXPECT_EQ(readAll(directory.path() / "again/records.jsonl"), readAll(out("records.jsonl")))
        << "a second round changes nothing";
}

TEST_F(ExportTest, WritesTheSameBytesTwice) {
    for (const FormatInfo& format : testing::writableFormats()) {
        project = {};
        vote(add("?", {"a", "b", "c"}, {picture("a.png"), picture("b.png")}), Decision::Winner, 0);
        vote(add("?", {"a", "b"}), Decision::Tie);
        write(options(format.name, format.name + "1"));
        write(options(format.name, format.name + "2"));
        EXPECT_EQ(contentOf(directory.path() / (format.name + "1")), contentOf(directory.path() / (format.name + "2")));
    }
}

TEST_F(ExportTest, ReferencesMediaByAbsolutePathWhenAsked) {
    const auto a = picture("a.png");
    vote(add("?", {"a", "b"}, {a}), Decision::Winner, 0);
    auto chosen = options("trl");
    chosen.media = MediaTransfer::Reference;
    write(chosen);
    EXPECT_EQ(readLines(out("pairs.jsonl")).at(0)["images"], Json::array({a.file.string()}));
    EXPECT_FALSE(fs::exists(out("images")));
}

TEST_F(ExportTest, RefusesAFolderThatHoldsSomethingAndReplacesOnlyItsOwn) {
    vote(add("?", {"a", "b"}), Decision::Winner, 0);
    fs::create_directories(out("."));
    EXPECT_EQ(codeOf(options("trl")), "none") << "an empty folder is taken";
    EXPECT_EQ(codeOf(options("trl")), "export.folder_not_empty");
    auto replace = options("csv");
    replace.replaceExisting = true;
    EXPECT_EQ(codeOf(replace), "none");
    EXPECT_FALSE(fs::exists(out("pairs.jsonl"))) << "nothing of the earlier export is left";
    EXPECT_TRUE(fs::exists(out("pairs.csv")));
    std::ofstream(out("thesis.txt")) << "years of work";
    EXPECT_EQ(codeOf(replace), "export.not_an_export");
    EXPECT_EQ(readAll(out("thesis.txt")), "years of work");
    std::ofstream(directory.path() / "file") << "x";
    EXPECT_EQ(codeOf(options("trl", "file")), "export.not_a_folder");
    EXPECT_EQ(codeOf(options("nonsense", "new")), "format.unknown");
    EXPECT_FALSE(fs::exists(directory.path() / "new"));
}

TEST_F(ExportTest, LeavesNothingBehindWhenCancelledOrFailing) {
    for (int index = 0; index < 10; ++index) {
        vote(add("?", {"a", "b"}, {picture(std::to_string(index))}), Decision::Winner, 0);
    }
    const auto entries = [&] { return std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()); };
    const auto before = entries();
    std::stop_source stop;
    const auto cancelSoon = [&stop](const TransferProgress& progress) {
        EXPECT_EQ(progress.total, 10);
        if (progress.done == 3) {
            stop.request_stop();
        }
    };
    EXPECT_THROW(exportProject(project, options("trl"), stop.get_token(), cancelSoon), Cancelled);
    EXPECT_EQ(entries(), before);
    EXPECT_EQ(codeOf(options("trl", "media/0/out")), "disk.write") << "a file where a folder should be";
    EXPECT_EQ(entries(), before);
}

TEST_F(ExportTest, LeavesTheEarlierExportWhenTheDiskTakesNoMore) {
    vote(add("?", {"a", "b"}), Decision::Winner, 0);
    write(options("trl"));
    const auto before = contentOf(directory.path());
    vote(add("large?", {std::string(1'000'000, 'x'), "b"}), Decision::Winner, 0);
    auto replace = options("trl");
    replace.replaceExisting = true;
    rlimit usual{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
    const rlimit tight{100'000, usual.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    const std::string code = codeOf(replace);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(code, "disk.write");
    EXPECT_EQ(contentOf(directory.path()), before);
    EXPECT_EQ(codeOf(replace), "none");
}

TEST_F(ExportTest, TakesAFolderRelativeToTheWorkingDirectory) {
    vote(add("?", {"a", "b"}), Decision::Winner, 0);
    const fs::path before = fs::current_path();
    fs::current_path(directory.path());
    auto chosen = options("trl");
    chosen.directory = "deep/out/";
    const std::string code = codeOf(chosen);
    fs::current_path(before);
    EXPECT_EQ(code, "none");
    EXPECT_TRUE(fs::exists(directory.path() / "deep/out/pairs.jsonl"));
    chosen.directory = "";
    EXPECT_EQ(codeOf(chosen), "export.not_a_folder");
}

TEST_F(ExportTest, MergesWhatAnnotatorsAgreeOnExceptInTheTable) {
    const ItemId id = add("?", {"a", "b"});
    vote(id, Decision::Winner, 0);
    vote(id, Decision::Winner, 0);
    vote(id, Decision::Winner, 1);
    write(options("trl"));
    EXPECT_THAT(pairsIn(readLines(out("pairs.jsonl"))), ElementsAre("a>b", "b>a"));
    EXPECT_EQ(report()["left_out"], Json({{"pair.repeated", 1}}));
    write(options("csv", "table"));
    EXPECT_EQ(report("table")["written"], 3);
}

TEST_F(ExportTest, ReportListsEveryFileWithItsHash) {
    vote(add("?", {"a", "b"}, {picture("a.png")}), Decision::Winner, 0);
    const TransferReport result = write(options("trl"));
    const Json files = report()["files"];
    EXPECT_EQ(files.size(), 3U) << "rows, picture and data card; the report cannot hold its own hash";
    for (const Json& entry : files) {
        EXPECT_EQ(entry["sha256"], sha256OfFile(out(entry["path"].get<std::string>())));
    }
    EXPECT_EQ(result.files.size(), 4U);
    EXPECT_THAT(readAll(out("README.md")), ::testing::HasSubstr("| rows written | 1 |"));
}

TEST_F(ExportTest, ARealProjectComesBackFromEveryFormatAsItWasVoted) {
    CreateProjectOptions create;
    create.annotator = "Grace";
    const auto real = Project::create(directory.path() / "real.trutina", create);
    importFile(*real, fs::path(TRUTINA_SOURCE_DIR) / "resources/sample/sample.jsonl", {}, {}, {});
    for (const ItemSummary& summary : real->items({})) {
        NewVote vote;
        vote.item = summary.id;
        vote.winner = real->item(summary.id).candidates.back().id;
        vote.shownOrder = real->shownOrder(summary.id).id;
        real->vote(vote);
    }
    exportProject(*real, options("csv"), {}, {});
    const auto rows = readCsv(readAll(out("pairs.csv")));
    ASSERT_FALSE(rows.empty());
    std::size_t expected = 0;
    std::size_t ofVideos = 0; // which the trainers cannot read
    for (const ItemSummary& summary : real->items({})) {
        const auto pairs = static_cast<std::size_t>(summary.candidates - 1);
        const auto& media = real->item(summary.id).media;
        expected += pairs;
        ofVideos += std::any_of(media.begin(), media.end(), [](const MediaRecord& medium) { return medium.isVideo; }) ? pairs : 0;
    }
    EXPECT_GT(ofVideos, 0U);
    EXPECT_EQ(rows.size(), expected);
    for (auto row : rows) {
        EXPECT_EQ(row["annotator"], "Grace");
    }
    for (const char* format : {"trl", "ixc"}) {
        exportProject(*real, options(format, format), {}, {});
        EXPECT_EQ(report(format)["written"], expected - ofVideos);
        EXPECT_EQ(report(format)["left_out"], Json({{"pair.video", ofVideos}}));
    }
}

/// Random items and votes, judged by rules written down a second time here.
TEST_F(ExportTest, AnyProjectExportsExactlyThePairsItsVotesSay) {
    std::mt19937 random(20260301);
    const auto pick = [&random](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
    const std::vector<std::string> texts = {
        "a", " a ", "b", "", "\xF0\x9F\x8D\x8E \"q\"", "long, with comma\nand line", "<ImageHere>", "\\ \x7F \x01"};
    const std::vector<NewMedia> pictures = {picture("1.png"), picture("2.png"), picture("3.png")};
    std::vector<std::tuple<std::string, std::string, std::string>> expected; // prompt id, chosen, rejected
    const auto bare = [](std::string text) { return std::string(trimmed(text)); };
    for (int index = 0; index < 300; ++index) {
        std::vector<std::string> answers;
        for (int count = pick(2, 9); count > 0; --count) {
            answers.push_back(texts[static_cast<std::size_t>(pick(0, static_cast<int>(texts.size()) - 1))]);
        }
        const std::string prompt = "item " + std::to_string(index);
        const ItemId id = add(prompt, answers, {pictures.begin(), pictures.begin() + pick(0, 3)});
        const int decision = pick(0, 4);
        std::vector<int> order(answers.size());
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), random);
        const auto expect = [&](int better, int worse) {
            if (bare(answers[static_cast<std::size_t>(better)]) != bare(answers[static_cast<std::size_t>(worse)])) {
                expected.emplace_back(prompt, answers[static_cast<std::size_t>(better)],
                                      answers[static_cast<std::size_t>(worse)]);
            }
        };
        if (decision == 0) {
            vote(id, Decision::Winner, order[0]);
            for (std::size_t other = 1; other < order.size(); ++other) {
                expect(order[0], order[other]);
            }
        } else if (decision == 1) {
            vote(id, Decision::Winner, order[0], order);
            for (std::size_t better = 0; better < order.size(); ++better) {
                for (std::size_t worse = better + 1; worse < order.size(); ++worse) {
                    expect(order[better], order[worse]);
                }
            }
        } else if (decision == 2) {
            vote(id, Decision::Tie);
        } else if (decision == 3) {
            vote(id, pick(0, 1) == 0 ? Decision::AllBad : Decision::Skip);
        }
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_GT(expected.size(), 500U);

    write(options("csv"));
    std::vector<std::tuple<std::string, std::string, std::string>> table;
    for (auto row : readCsv(readAll(out("pairs.csv")))) {
        table.emplace_back(row["prompt"], row["chosen"], row["rejected"]);
    }
    std::sort(table.begin(), table.end());
    EXPECT_EQ(table, expected);

    write(options("trl", "trl"));
    std::vector<std::tuple<std::string, std::string, std::string>> rows;
    for (const Json& row : readLines(directory.path() / "trl/pairs.jsonl")) {
        const Json& content = row["prompt"][0]["content"];
        const auto images =
            std::count_if(content.begin(), content.end(), [](const Json& part) { return part["type"] == "image"; });
        EXPECT_EQ(static_cast<std::size_t>(images), row["images"].size());
        rows.emplace_back(content.back()["text"], row["chosen"][0]["content"][0]["text"],
                          row["rejected"][0]["content"][0]["text"]);
    }
    std::sort(rows.begin(), rows.end());
    // A tuple of texts may occur twice where two answers of an item are equal; the table keeps both and so does TRL.
    EXPECT_EQ(rows, expected);
}

} // namespace
} // namespace trutina::storage
