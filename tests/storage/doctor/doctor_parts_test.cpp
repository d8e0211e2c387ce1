// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/language.h"
#include "storage/doctor/statistics.h"
#include "storage/doctor/text_print.h"
#include "storage/doctor/whole_media.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <random>

using namespace trutina::storage;
using namespace trutina::testing;

TEST(DoctorStatistics, WilsonIntervalIsThatOfTheTextbook) {
    // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 15 of 148 gives 0.0624 to 0.1605; 0 of 20 gives 0 to 0.1611.
    const Share first = shareOf(81, 263);
    EXPECT_NEAR(first.low, 0.2553, 5e-5);
    EXPECT_NEAR(first.high, 0.3662, 5e-5);
    const Share second = shareOf(15, 148);
    EXPECT_NEAR(second.low, 0.0624, 5e-5);
    EXPECT_NEAR(second.high, 0.1605, 5e-5);
    const Share third = shareOf(0, 20);
    EXPECT_NEAR(third.low, 0, 1e-12);
    EXPECT_NEAR(third.high, 0.1611, 5e-5);
}

TEST(DoctorStatistics, BinomialTestAddsUpWhatIsNoLikelier) {
    // By hand: 9 of 10 at one half: 2 (10 + 1) / 1024.
    EXPECT_NEAR(binomialTest(9, 10, 0.5), 22.0 / 1024, 1e-12);
    EXPECT_NEAR(binomialTest(5, 10, 0.5), 1, 1e-12);
    // 3 of 3 at one third: 1/27; no other count is as unlikely.
    EXPECT_NEAR(binomialTest(3, 3, 1.0 / 3), 1.0 / 27, 1e-12);
    EXPECT_NEAR(binomialTest(10'100, 20'000, 0.5), 0.1593, 5e-4) << "the normal curve takes over";
}

TEST(DoctorText, PlainFormKeepsWordsOnly) {
    EXPECT_EQ(plainForm("  **The** Cup,\n\nis *full*!  "), "the cup is full");
    EXPECT_EQ(plainForm("Äpfel – 3"), "Äpfel – 3") << "beyond ASCII nothing changes";
    EXPECT_EQ(plainForm("?!"), "");
}

TEST(DoctorText, SimilarTextsShareABandAndOthersDoNot) {
    std::mt19937 random(7);
    const auto word = [&] {
        std::string text;
        for (int letter = 0; letter < 6; ++letter) {
            text += static_cast<char>('a' + random() % 26);
        }
        return text + ' ';
    };
    int foundAlike = 0;
    int foundOther = 0;
    constexpr int kTexts = 200;
    for (int round = 0; round < kTexts; ++round) {
        std::vector<std::string> words;
        for (int at = 0; at < 60; ++at) {
            words.push_back(word());
        }
        const auto text = [](const std::vector<std::string>& parts) {
            std::string whole;
            for (const std::string& part : parts) {
                whole += part;
            }
            return shingles(plainForm(whole));
        };
        const auto original = text(words);
        words[30] = word();
        const auto changed = text(words);
        ASSERT_GE(similarity(original, changed), 0.9);
        std::shuffle(words.begin(), words.end(), random);
        for (std::size_t at = 0; at < words.size(); at += 2) {
            words[at] = word();
        }
        const auto other = text(words);
        ASSERT_LT(similarity(original, other), 0.5);
        const auto shares = [](const auto& left, const auto& right) {
            const auto first = bandsOf(left);
            const auto second = bandsOf(right);
            for (std::size_t band = 0; band < kBands; ++band) {
                if (first[band] == second[band]) {
                    return 1;
                }
            }
            return 0;
        };
        foundAlike += shares(original, changed);
        foundOther += shares(original, other);
    }
    EXPECT_GE(foundAlike, kTexts * 97 / 100);
    EXPECT_LE(foundOther, kTexts * 30 / 100);
}

TEST(DoctorText, SimilarityIsTheSharedPart) {
    EXPECT_DOUBLE_EQ(similarity({1, 2, 3, 4}, {3, 4, 5, 6}), 2.0 / 6);
    EXPECT_DOUBLE_EQ(similarity({}, {}), 1);
    EXPECT_EQ(shingles("abcdefg").size(), 3U);
    EXPECT_EQ(shingles("杯子里有什么").size(), 2U) << "by characters, not bytes";
    EXPECT_EQ(shingles("ab"), shingles("ab"));
}

TEST(DoctorLanguage, TellsWhatItCanAndNothingElse) {
    EXPECT_EQ(languageOf("The white cup is fuller, and you can see that it is filled to the rim with coffee."), "English");
    EXPECT_EQ(languageOf("Die weiße Tasse ist voller, und man sieht, dass sie bis zum Rand mit Kaffee gefüllt ist."), "German");
    EXPECT_EQ(languageOf("La tasse blanche est plus pleine, et on voit que le café arrive dans le haut des bords."), "French");
    EXPECT_EQ(languageOf("La taza blanca está más llena, y se ve que el café llega hasta el borde con los ojos."), "Spanish");
    EXPECT_EQ(languageOf("白色的杯子更满，咖啡几乎到了杯口。"), "Chinese");
    EXPECT_EQ(languageOf("白いカップのほうが多く入っています。"), "Japanese");
    EXPECT_EQ(languageOf("Белая чашка полнее, кофе доходит почти до края."), "Russian");
    EXPECT_EQ(languageOf("The left one."), "") << "too short to say";
    EXPECT_EQ(languageOf("12345 + 67890 = 80235, 1, 2, 3, 4, 5, 6, 7, 8, 9"), "");
    EXPECT_EQ(languageOf("```\nthe of and to is that it for was with are this have from not they which\n```"), "");
}

TEST(DoctorMedia, SeesFilesThatAreCutOff) {
    const TemporaryDirectory folder;
    const auto check = [&](const std::string& name, const std::string& bytes) {
        writeFile(folder.path() / name, bytes);
        return looksWhole(folder.path() / name);
    };
    using namespace std::string_literals;
    const std::string png = "\x89PNG\r\n\x1a\n"s + std::string(100, 'x');
    EXPECT_TRUE(check("whole.png", png + "\0\0\0\0IEND\xAE\x42\x60\x82"s));
    EXPECT_FALSE(check("half.png", png));
    const std::string jpeg = "\xFF\xD8\xFF\xE0\0\x10JFIF\0"s + std::string(100, 'x');
    EXPECT_TRUE(check("whole.jpg", jpeg + "\xFF\xD9"));
    EXPECT_FALSE(check("half.jpg", jpeg));
    const std::string movie = "\0\0\0\x18"s + "ftypisom" + std::string(12, '\0') + "\0\0\0\x10mdat12345678"s;
    EXPECT_TRUE(check("whole.mp4", movie));
    EXPECT_FALSE(check("half.mp4", movie.substr(0, movie.size() - 3)));
    EXPECT_FALSE(check("empty.png", ""));
    EXPECT_FALSE(check("text.png", "this is no picture at all"));
    EXPECT_FALSE(looksWhole(folder.path() / "absent.png"));
}
