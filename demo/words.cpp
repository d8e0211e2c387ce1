// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/words.h"

#include <cctype>
#include <cstddef>
#include <string_view>

namespace trutina::demo {

namespace {

constexpr std::array kShapeNames{"circle", "square", "triangle", "star"};
constexpr std::array kColourNames{"red", "green", "blue", "yellow", "purple", "orange"};
constexpr std::array kNumbers{"zero",     "one",     "two",     "three",     "four",     "five",     "six",
                              "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
                              "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

} // namespace

const char* name(Shape shape) {
    return kShapeNames[static_cast<std::size_t>(shape)];
}

const char* name(Colour colour) {
    return kColourNames[static_cast<std::size_t>(colour)];
}

const char* sizeName(int sizeClass) {
    constexpr std::array<const char*, kSizeClasses> kNames{"small", "middle", "large"};
    return kNames.at(static_cast<std::size_t>(sizeClass));
}

const char* ordinal(int index) {
    constexpr std::array kNames{"first", "second", "third", "fourth"};
    return kNames.at(static_cast<std::size_t>(index));
}

const char* numberWord(int number) {
    return kNumbers.at(static_cast<std::size_t>(number));
}

std::string capitalised(std::string text) {
    if (!text.empty()) {
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text;
}

std::string upper(std::string text) {
    for (char& letter : text) {
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    return text;
}

std::string lower(std::string text) {
    for (char& letter : text) {
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return text;
}

std::string withArticle(const std::string& noun) {
    constexpr std::string_view kVowels = "aeiou";
    const bool beginsWithVowel = !noun.empty() && kVowels.find(noun[0]) != std::string_view::npos;
    return (beginsWithVowel ? "an " : "a ") + noun;
}

} // namespace trutina::demo
