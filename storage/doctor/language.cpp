// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/language.h"

#include "storage/doctor/text_print.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <sstream>

namespace trutina::storage {

namespace {

enum Script : std::size_t { Latin, Cyrillic, Greek, Hebrew, Arabic, Devanagari, Thai, Hangul, Kana, Han, kScripts };

struct Range {
    std::uint32_t first, last;
    Script script;
};
constexpr std::array kRanges{
    Range{0x41, 0x5A, Latin},      Range{0x61, 0x7A, Latin},      Range{0xC0, 0x24F, Latin},     Range{0x370, 0x3FF, Greek},
    Range{0x400, 0x52F, Cyrillic}, Range{0x590, 0x5FF, Hebrew},   Range{0x600, 0x6FF, Arabic},   Range{0x900, 0x97F, Devanagari},
    Range{0xE00, 0xE7F, Thai},     Range{0x1100, 0x11FF, Hangul}, Range{0x1E00, 0x1EFF, Latin},  Range{0x3040, 0x30FF, Kana},
    Range{0x3400, 0x4DBF, Han},    Range{0x4E00, 0x9FFF, Han},    Range{0xAC00, 0xD7A3, Hangul}, Range{0x20000, 0x2FA1F, Han}};

struct Words {
    const char* language;
    std::string_view words; ///< commonest first, with a space around each
};
// Words that belong to one of these languages alone, or nearly so.
constexpr std::array kWords{
    Words{"English", " the of and to is that it for was with are this have from not they which you be would what there their "},
    Words{"German", " der die und das ist nicht ein eine den mit sich auf dem auch wird sind im von zu als oder aber wie "},
    Words{"French", " le les des est et une dans pour pas que qui sur au avec il plus ce sont par vous mais nous du "},
    Words{"Spanish", " el los las una por con para es se del como pero su al lo y más está son sus este muy "},
    Words{"Italian", " il di che gli una per con non sono della nel alla dei è come più anche ma si questo le delle "},
    Words{"Portuguese", " o os uma não com para em do da dos das que é são mais como mas ao pela você ele seu "},
    Words{"Dutch", " het een van en is niet dat met zijn voor op aan ook naar wordt maar bij deze worden om dit te "}};

/// The next character; what is not UTF-8 counts as one character each byte.
std::uint32_t nextCharacter(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    std::uint32_t character = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
    for (int byte = 0; byte < more && at < text.size(); ++byte) {
        character = character << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return character;
}

std::string withoutCode(std::string_view text) {
    constexpr std::string_view kFence = "```";
    std::string prose;
    bool isCode = false;
    for (;;) {
        const std::size_t fence = text.find(kFence);
        if (!isCode) {
            prose += text.substr(0, fence);
        }
        if (fence == std::string_view::npos) {
            return prose;
        }
        text.remove_prefix(fence + kFence.size());
        isCode = !isCode;
    }
}

std::string byCommonWords(std::string_view text) {
    constexpr std::size_t kFewestWords = 12;
    constexpr double kLeastShare = 0.12;
    constexpr double kClearLead = 1.5;
    std::istringstream stream{plainForm(text)};
    const std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
    if (words.size() < kFewestWords) {
        return {};
    }
    std::array<std::pair<int, std::size_t>, kWords.size()> hits{};
    for (std::size_t language = 0; language < kWords.size(); ++language) {
        hits[language] = {0, language};
        for (const std::string& word : words) {
            hits[language].first += kWords[language].words.find(' ' + word + ' ') != std::string_view::npos ? 1 : 0;
        }
    }
    std::sort(hits.rbegin(), hits.rend());
    const bool isClear = hits[0].first >= kLeastShare * static_cast<double>(words.size()) &&
                         hits[0].first >= kClearLead * static_cast<double>(hits[1].first);
    return isClear ? kWords[hits[0].second].language : std::string();
}

} // namespace

std::string languageOf(std::string_view wholeText) {
    constexpr std::int64_t kFewestLetters = 20;
    constexpr double kMost = 0.7; // of the letters must be of one script
    const std::string text = withoutCode(wholeText);
    std::array<std::int64_t, kScripts> letters{};
    std::int64_t all = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t character = nextCharacter(text, at);
        const auto range = std::find_if(kRanges.begin(), kRanges.end(), [character](const Range& candidate) {
            return character >= candidate.first && character <= candidate.last;
        });
        if (range != kRanges.end()) {
            ++letters[range->script];
            ++all;
        }
    }
    const auto isMost = [&](std::int64_t count) { return static_cast<double>(count) >= kMost * static_cast<double>(all); };
    // A character of Chinese says as much as several letters.
    constexpr std::int64_t kLettersPerSign = 3;
    if (all < kFewestLetters && (letters[Han] + letters[Kana] + letters[Hangul]) * kLettersPerSign < kFewestLetters) {
        return {};
    }
    if (isMost(letters[Han] + letters[Kana])) {
        constexpr std::int64_t kKanaPerHan = 10; // Japanese is seldom without; Chinese may quote a word
        return letters[Kana] * kKanaPerHan >= letters[Han] ? "Japanese" : "Chinese";
    }
    static constexpr std::array<const char*, kScripts> kNames{"",      "Russian", "Greek",  "Hebrew", "Arabic",
                                                              "Hindi", "Thai",    "Korean", "",       ""};
    for (std::size_t script = Cyrillic; script <= Hangul; ++script) {
        if (isMost(letters[script])) {
            return kNames[script];
        }
    }
    return isMost(letters[Latin]) ? byCommonWords(text) : std::string();
}

} // namespace trutina::storage
