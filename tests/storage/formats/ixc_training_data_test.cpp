// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/ixc_training_data.h"
#include "storage/records/error.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

namespace trutina::storage {
namespace {

class IxcTrainingData : public ::testing::Test {
  protected:
    IxcTrainingData() : m_directory(std::filesystem::temp_directory_path() / ("trutina-ixc-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(m_directory);
    }
    ~IxcTrainingData() override { std::filesystem::remove_all(m_directory); }

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(m_directory / name) << text;
        return m_directory / name;
    }
    static std::string record(const std::string& good, const std::string& bad, const std::string& more = {}) {
        return R"({"id":"1",)" + more + R"("conversations_a":[{"from":"human","value":"Q"},{"from":"gpt","value":")" + good +
               R"("}],"conversations_b":[{"from":"human","value":"Q"},{"from":"gpt","value":")" + bad + R"("}]})";
    }
    static std::string list(int records) {
        std::string text = "[";
        for (int i = 0; i < records; ++i) {
            text += (i > 0 ? "," : "") + record("good " + std::to_string(i), "bad");
        }
        return text + "]";
    }
    std::vector<TrainingPairSet> read(const std::filesystem::path& file, const IxcReading& reading = {}) {
        m_report = {};
        return readIxcTrainingData(file, reading, m_report);
    }

    std::filesystem::path m_directory;
    TransferReport m_report;
};

TEST_F(IxcTrainingData, ReadsAListByteForByteAndFindsPicturesBesideIt) {
    write("a.png", "not looked into here");
    const auto sets = read(write("pairs.json", "[" + record(" yes\\n", "no", R"("image":"a.png",)") + "]"));
    ASSERT_EQ(sets.size(), 1U);
    ASSERT_EQ(sets[0].pairs.size(), 1U);
    EXPECT_EQ(sets[0].pairs[0].chosen.back(), (Turn{"gpt", " yes\n"}));
    EXPECT_EQ(sets[0].pairs[0].media, (std::vector<NewMedia>{{m_directory / "a.png", MediaReading::Automatic}}));
}

TEST_F(IxcTrainingData, NamesBadRecordsAndKeepsTheOthers) {
    const auto sets = read(write("pairs.json", R"([7,{"conversations_a":[]},)" + record("a", "b") + "," +
                                                   record("a", "b", R"("image":["gone.png"],)") + "]"));
    EXPECT_EQ(sets[0].pairs.size(), 1U);
    ASSERT_EQ(m_report.notes.size(), 3U);
    EXPECT_EQ(m_report.notes[0].code, "record.not_an_object");
    EXPECT_EQ(m_report.notes[1].code, "record.no_answer");
    EXPECT_EQ(m_report.notes[2].code, "media.not_found");
    EXPECT_EQ(m_report.notes[2].row, 4);
}

TEST_F(IxcTrainingData, SamplesAMixtureDownWithoutRepetitionAndFillsItUpWithRepetition) {
    write("many.json", list(50));
    write("few.json", list(3));
    const auto sets = read(write("data.txt", "many.json 0.02\n\nfew.json 0.01\n"));
    ASSERT_EQ(sets.size(), 2U);
    std::set<std::string> distinct;
    for (const TrainingPair& pair : sets[0].pairs) {
        distinct.insert(pair.chosen.back().content);
    }
    EXPECT_EQ(sets[0].pairs.size(), 20U);
    EXPECT_EQ(distinct.size(), 20U);
    EXPECT_EQ(sets[1].pairs.size(), 10U);
    EXPECT_EQ(sets[1].records, 3);

    IxcReading ratios;
    ratios.numbersAreThousands = false;
    EXPECT_EQ(read(write("ratios.txt", "many.json 0.5\n"), ratios)[0].pairs.size(), 25U);
    EXPECT_EQ(read(m_directory / "data.txt")[0].pairs.front().chosen.back(), sets[0].pairs.front().chosen.back())
        << "the same seed takes the same records";
}

TEST_F(IxcTrainingData, FiltersAsTheReferenceDoesButNotAMapping) {
    const std::string word(101, 'x');
    EXPECT_TRUE(passesIxcFilter("fine"));
    EXPECT_FALSE(passesIxcFilter(""));
    EXPECT_FALSE(passesIxcFilter(" \n "));
    EXPECT_TRUE(passesIxcFilter("\t")) << "a tab does not split, so it is a word";
    EXPECT_FALSE(passesIxcFilter("a <|im_end|> b"));
    EXPECT_TRUE(passesIxcFilter(word)) << "a long word in a short answer";
    std::string longAnswer;
    for (int i = 0; i < 100; ++i) {
        longAnswer += "four ";
    }
    EXPECT_TRUE(passesIxcFilter(longAnswer + "x"));
    EXPECT_FALSE(passesIxcFilter(longAnswer + word));
    EXPECT_EQ(read(write("list.json", "[" + record("", "b") + "]"))[0].leftOut.at("pair.filtered"), 1);
    EXPECT_EQ(read(write("mapping.json", R"({"one":[)" + record("", "b") + "]}"))[0].pairs.size(), 1U);
}

TEST_F(IxcTrainingData, LeavesOutPairsWhoseChosenAnswerIsTooLong) {
    IxcReading reading;
    reading.maxLengthRatio = 2;
    const auto sets = read(write("pairs.json", "[" + record("12345", "12") + "," + record("1234", "12") + "]"), reading);
    EXPECT_EQ(sets[0].pairs.size(), 1U);
    EXPECT_EQ(m_report.notes.front().code, "pair.length_ratio");
    EXPECT_EQ(sets[0].leftOut.at("pair.length_ratio"), 1);
}

TEST_F(IxcTrainingData, RefusesWhatIsNoDataAtAll) {
    const auto codeOf = [&](const std::filesystem::path& file) -> std::string {
        try {
            static_cast<void>(read(file));
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "none";
    };
    EXPECT_EQ(codeOf(m_directory / "gone.json"), "file.not_found");
    EXPECT_EQ(codeOf(m_directory), "file.not_readable");
    EXPECT_EQ(codeOf(write("folder.txt", ". 1\n")), "file.not_readable");
    EXPECT_EQ(codeOf(write("broken.json", "[{")), "row.not_json");
    EXPECT_EQ(codeOf(write("data.txt", "only-a-path.json\n")), "mixture.line");
    EXPECT_EQ(codeOf(write("deep.json", std::string(100000, '['))), "row.too_deep");
}

} // namespace
} // namespace trutina::storage
