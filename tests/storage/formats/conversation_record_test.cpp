// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_record.h"
#include "storage/formats/json_text.h"
#include "storage/formats/line_reader.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

ConversationRecord parse(const std::string& line) {
    return parseConversationRecord(line, "/data");
}

std::string codeOf(const std::string& line) {
    try {
        parse(line);
    } catch (const Failure& failure) {
        EXPECT_FALSE(failure.error().message.empty());
        return failure.error().code;
    }
    return "accepted";
}

TEST(ConversationRecord, HoldsEverythingThatTheContractNames) {
    const auto record =
        parse(R"({"id":"q1","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Which?"}],)"
              R"("media":["img/a.png",{"path":"v.mp4","as":"video"}],"candidates":["Left.",)"
              R"([{"role":"assistant","content":"A?"},{"role":"user","content":"Yes."},{"role":"assistant","content":"B."}],)"
              R"({"text":"Right.","name":"model-x","media":["/abs/c.png"]}],"tags":["cups"],"meta":{"z":1.50,"a":[1]}})");
    EXPECT_EQ(record.id, "q1");
    EXPECT_EQ(record.idJson, "\"q1\"");
    EXPECT_EQ(record.messages, (std::vector<Turn>{{"system", "Be brief."}, {"user", "Which?"}}));
    EXPECT_EQ(record.media, (std::vector<NewMedia>{{"/data/img/a.png"}, {"/data/v.mp4", MediaReading::Video}}));
    ASSERT_EQ(record.candidates.size(), 3U);
    EXPECT_EQ(record.candidates[0], (NewCandidate{{{"assistant", "Left."}}, "", {}}));
    EXPECT_EQ(record.candidates[1].turns.size(), 3U);
    EXPECT_EQ(record.candidates[2], (NewCandidate{{{"assistant", "Right."}}, "model-x", {{"/abs/c.png"}}}));
    EXPECT_EQ(record.tags, std::vector<std::string>{"cups"});
    EXPECT_EQ(record.meta, R"({"z":1.50,"a":[1]})") << "meta is kept as it came";
}

TEST(ConversationRecord, TakesImagesAndVideosInPlaceOfMediaImagesFirst) {
    const auto record = parse(R"({"messages":[],"videos":["v.webm"],"images":["a.png",{"path":"b.png"}],"candidates":["x"]})");
    EXPECT_EQ(record.media, (std::vector<NewMedia>{{"/data/a.png", MediaReading::Image},
                                                   {"/data/b.png", MediaReading::Image},
                                                   {"/data/v.webm", MediaReading::Video}}));
    EXPECT_EQ(codeOf(R"({"messages":[],"media":[],"images":["a"],"candidates":["x"]})"), "record.wrong_type");
}

TEST(ConversationRecord, EchoesNumberIdsDigitByDigit) {
    EXPECT_EQ(parse(R"({"id":12,"messages":[{"role":"user","content":""}]})").idJson, "12");
    EXPECT_EQ(parse(R"({"id":123456789012345678901234,"messages":[{"role":"user","content":""}]})").id,
              "123456789012345678901234");
    EXPECT_EQ(parse(R"({"messages":[{"role":"user","content":""}]})").idJson, "null");
    EXPECT_EQ(conversationRecordIdJson(R"({"id":7,"messages":3})"), "7");
    EXPECT_EQ(conversationRecordIdJson("{"), "null");
}

TEST(ConversationRecord, TakesAConversationWithoutTurnsForScoringButNotAsAnItem) {
    const ConversationRecord record = parse(R"({"id":"empty","messages":[]})");
    EXPECT_TRUE(record.messages.empty());
    EXPECT_TRUE(record.candidates.empty());
    EXPECT_THROW((void)itemOf(record), Failure);
}

TEST(ConversationRecord, NamesWhatIsWrong) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"{", "row.not_json"},
        {R"({"messages":[]} {})", "row.not_json"},
        {R"({"messages":NaN})", "row.not_json"},
        {R"({"messages":[{"role":"user","content":"\ud800"}]})", "row.not_json"},
        {"{\"messages\":[{\"role\":\"user\",\"content\":\"\xC3\x28\"}]}", "row.not_utf8"},
        {"[1]", "record.not_an_object"},
        {"{}", "record.no_messages"},
        {R"({"messages":"hello"})", "record.wrong_type"},
        {R"({"messages":["hello"]})", "record.wrong_type"},
        {R"({"messages":[{"role":"user"}]})", "record.wrong_type"},
        {R"({"messages":[{"role":"user","content":["a"]}]})", "record.wrong_type"},
        {R"({"messages":[{"role":"robot","content":"a"}]})", "conversation.role"},
        {R"({"messages":[],"candidates":[]})", "record.no_candidates"},
        {R"({"messages":[],"candidates":[[]]})", "record.no_candidates"},
        {R"({"messages":[],"candidates":"a"})", "record.wrong_type"},
        {R"({"messages":[],"candidates":[1]})", "record.wrong_type"},
        {R"({"messages":[],"candidates":[{"name":"x"}]})", "record.wrong_type"},
        {R"({"messages":[],"candidates":[{"text":"a","messages":[]}]})", "record.wrong_type"},
        {R"({"messages":[],"candidates":["a"],"media":"a.png"})", "record.wrong_type"},
        {R"({"messages":[],"candidates":["a"],"media":[""]})", "media.path"},
        {R"({"messages":[],"candidates":["a"],"media":["a\u0000b"]})", "media.path"},
        {R"({"messages":[],"candidates":["a"],"media":["https://x/y.png"]})", "media.path"},
        {R"({"messages":[],"candidates":["a"],"media":[{"path":"a","as":"sound"}]})", "record.wrong_type"},
        {R"({"id":true,"messages":[],"candidates":["a"]})", "record.wrong_type"},
        {R"({"messages":[],"candidates":["a"],"meta":[]})", "record.wrong_type"},
    };
    for (const auto& [line, code] : cases) {
        EXPECT_EQ(codeOf(line), code) << line;
    }
}

TEST(ConversationRecord, RefusesBombsOfNestingBeforeParsingThem) {
    const std::string bomb(1'000'000, '[');
    EXPECT_EQ(codeOf(R"({"messages":)" + bomb), "row.too_deep");
    EXPECT_EQ(codeOf(R"({"messages":[{"role":"user","content":")" + bomb + R"("}]})"), "accepted")
        << "brackets in a text nest nothing";
}

TEST(ConversationRecord, SurvivesEveryTruncationOfALine) {
    const std::string line =
        R"({"id":"ü","messages":[{"role":"user","content":"a\n\u00e9\""}],"media":["a"],"candidates":["x",{"text":"y"}],"meta":{"k":[{}]}})";
    EXPECT_EQ(codeOf(line), "accepted");
    for (std::size_t length = 0; length < line.size(); ++length) {
        EXPECT_NE(codeOf(line.substr(0, length)), "accepted") << length;
    }
}

TEST(ConversationRecord, ReadsBackWhatItWrites) {
    ConversationRecord record;
    record.id = "n 1";
    record.idJson = "\"n 1\"";
    record.messages = {{"user", "Zeile\n\"é\" \xF0\x9F\x8D\x8E\t\\ \x01 <ImageHere>"}};
    record.media = {{"/data/a.png"}, {"/data/b.mp4", MediaReading::Video}};
    record.candidates = {{{{"assistant", "x"}}, "", {}},
                         {{{"assistant", "y"}}, "m", {{"/data/c.png", MediaReading::Image}}},
                         {{{"user", "only"}, {"assistant", "z"}}, "n", {}},
                         {{{"user", "bare"}, {"assistant", "z"}}, "", {}}};
    record.tags = {"a", "b"};
    record.meta = R"({ "k" : 1.0 })";
    const std::string line = conversationRecordLine(record);
    EXPECT_EQ(parse(line), record) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(ConversationRecord, MakesTheLastAssistantTurnTheAnswerOfAWholeConversation) {
    const auto item =
        itemOf(parse(R"({"id":3,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]})"));
    EXPECT_EQ(item.prompt, (std::vector<Turn>{{"user", "Hi"}}));
    ASSERT_EQ(item.candidates.size(), 1U);
    EXPECT_EQ(item.candidates[0].turns, (std::vector<Turn>{{"assistant", "Hello"}}));
    EXPECT_THROW(itemOf(parse(R"({"messages":[{"role":"user","content":"Hi"}]})")), Failure);
    EXPECT_THROW(itemOf(parse(R"({"messages":[],"candidates":["1","2","3","4","5","6","7","8","9","10"]})")), Failure);
}

TEST(ConversationRecord, MayNameAFolderOfFramesAsAVideoWhereThoseAreRead) {
    const auto requireWith = [](const std::string& medium, FrameFolders folders) -> std::string {
        try {
            requireMedia(parse(R"({"messages":[],"candidates":["x"],"media":[)" + medium + "]}"), folders);
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "accepted";
    };
    const std::string video = R"({"path":"/","as":"video"})";
    EXPECT_EQ(requireWith(video, FrameFolders::Allowed), "accepted");
    EXPECT_EQ(requireWith(video, FrameFolders::Refused), "media.not_a_file");
    EXPECT_EQ(requireWith(R"("/")", FrameFolders::Allowed), "media.not_a_file");
}

TEST(JsonText, FindsAndReplacesAMemberWithoutTouchingTheRest) {
    EXPECT_EQ(memberText(R"({"a":{"b":1},"b":[2, 3] , "c":-1e5})", "b"), "[2, 3]");
    EXPECT_EQ(memberText(R"({"a":{"b":1},"c":-1e5})", "c"), "-1e5");
    EXPECT_EQ(memberText(R"({"a":"b"})", "b"), std::nullopt);
    EXPECT_EQ(memberText("{}", "b"), std::nullopt);
    EXPECT_EQ(withMember("{}", "t", "1"), R"({"t":1})");
    EXPECT_EQ(withMember(R"({ "a" : "x}" })", "t", "{}"), R"({ "a" : "x}" ,"t":{}})");
    EXPECT_EQ(withMember(R"({"t":[1,2],"a":0})", "t", "3"), R"({"t":3,"a":0})");
}

TEST(LineReader, DropsMarksAndCarriageReturnsAndCountsBlankLines) {
    std::istringstream stream("\xEF\xBB\xBF"
                              "a\r\n\r\n  \nb\n\nc");
    LineReader lines(stream);
    std::vector<std::pair<std::int64_t, std::string>> seen;
    while (lines.next()) {
        seen.emplace_back(lines.number(), lines.line());
    }
    EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, std::string>>{{1, "a"}, {4, "b"}, {6, "c"}}));
    EXPECT_EQ(lines.bytesRead(), 15);
}

TEST(LineReader, PassesOverALineBeyondTheLimitAndGoesOn) {
    std::istringstream stream("short\n" + std::string(1'000'000, 'x') + "\nafter\n");
    LineReader lines(stream, 1000);
    ASSERT_TRUE(lines.next());
    EXPECT_FALSE(lines.isTooLong());
    ASSERT_TRUE(lines.next());
    EXPECT_TRUE(lines.isTooLong());
    EXPECT_TRUE(lines.line().empty());
    ASSERT_TRUE(lines.next());
    EXPECT_EQ(lines.line(), "after");
    EXPECT_EQ(lines.number(), 3);
    EXPECT_FALSE(lines.next());
}

TEST(LineReader, SaysThatUtf16IsNotUtf8) {
    std::istringstream stream(std::string("\xFF\xFE{\0", 4));
    LineReader lines(stream);
    EXPECT_THROW(lines.next(), Failure);
}

TEST(Utf8, TrimsAsPythonDoes) {
    EXPECT_EQ(trimmed(" \t\n\xC2\xA0\xE3\x80\x80 a b \x1C\xE2\x80\xA8"), "a b");
    EXPECT_EQ(trimmed("\xE2\x80\x8B"
                      "a"),
              "\xE2\x80\x8B"
              "a")
        << "a zero-width space is no white space in Python";
    EXPECT_EQ(trimmed(" \n "), "");
}

TEST(Utf8, FindsTheFirstBadByte) {
    EXPECT_EQ(firstBadUtf8Byte("a\xC3\xA9\xF0\x9F\x8D\x8E"), std::nullopt);
    EXPECT_EQ(firstBadUtf8Byte("ab\xC0\x80"), 2U) << "overlong";
    EXPECT_EQ(firstBadUtf8Byte("\xED\xA0\x80"), 0U) << "surrogate";
    EXPECT_EQ(firstBadUtf8Byte("a\xF4\x90\x80\x80"), 1U) << "beyond Unicode";
    EXPECT_EQ(firstBadUtf8Byte("a\xE2\x80"), 1U) << "cut off";
}

TEST(JsonText, QuotesAsOtherWritersDo) {
    std::string text;
    for (int byte = 0; byte < 0x80; ++byte) {
        text += static_cast<char>(byte);
    }
    text += "\u00e4\u6c49\U0001F600";
    for (const std::string& one : {text, std::string(), std::string("plain"), std::string("\"\\")}) {
        std::string json = "[";
        appendQuoted(json, one);
        EXPECT_EQ(json, "[" + nlohmann::json(one).dump());
    }
}

TEST(Utf8, FindsABadByteWhereverItStands) {
    for (std::size_t length = 1; length < 40; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            std::string text(length, 'a');
            text[at] = '\xFF';
            EXPECT_EQ(firstBadUtf8Byte(text), at) << length;
        }
    }
}

} // namespace
} // namespace trutina::storage
