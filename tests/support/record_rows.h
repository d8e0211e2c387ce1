// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace trutina::testing {

/// A data set as it may come: questions of very different lengths with none to four answers, some about a picture, some about
/// two, one in a hundred about a picture that is not there. The same for the same number of records and pictures.
class RecordRows {
  public:
    explicit RecordRows(std::vector<std::filesystem::path> pictures, unsigned seed = 1)
        : m_pictures(std::move(pictures)), m_random(seed) {}

    void write(const std::filesystem::path& file, int records) {
        std::ofstream stream(file, std::ios::binary);
        for (int i = 0; i < records; ++i) {
            stream << next(i).dump() << '\n';
        }
    }

  private:
    nlohmann::json next(int number) {
        nlohmann::json record{{"id", "r" + std::to_string(number)}};
        const unsigned answers = below(5);
        record["messages"] = nlohmann::json::array({turn("user", sentence(1 + below(below(8) == 0 ? 200 : 30)))});
        if (answers == 0) {
            record["messages"].push_back(turn("assistant", sentence(1 + below(60))));
        }
        for (unsigned i = 0; i < answers; ++i) {
            record["candidates"].push_back(sentence(1 + below(60)));
        }
        const unsigned kind = below(100);
        for (unsigned i = 0; i < (kind < 25 ? 1U : kind < 30 ? 2U : 0U); ++i) {
            record["media"].push_back(m_pictures[below(static_cast<unsigned>(m_pictures.size()))].string());
        }
        if (kind == 30) {
            record["media"].push_back("absent.png");
        }
        return record;
    }

    /// By remainder, since the distributions of the standard library differ between its implementations.
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

    static nlohmann::json turn(const char* role, const std::string& text) { return {{"role", role}, {"content", text}}; }

    std::string sentence(unsigned words) {
        static const std::vector<std::string> kWords{"which",  "cup",    "is", "fuller", "the",      "left", "one",  "because",
                                                     "water",  "stands", "at", "its",    "rim",      "42",   "杯子", "пример",
                                                     "über",   "and",    "so", "answer", "pictures", "show", "it",   "clearly",
                                                     "colour", "of",     "a",  "glass",  "\n",       "…",    "🙂", "scale"};
        std::string text;
        for (unsigned i = 0; i < words; ++i) {
            text += (text.empty() ? "" : " ") + kWords[below(static_cast<unsigned>(kWords.size()))];
        }
        return text;
    }

    std::vector<std::filesystem::path> m_pictures;
    std::mt19937 m_random;
};

} // namespace trutina::testing
