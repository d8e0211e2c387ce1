// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/pair_building.h"

#include "storage/formats/json_access.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <regex>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// A pattern of somebody else must not keep the program busy for ever: the matcher that needs polynomial time (an extension of
/// libstdc++, without back references), on texts of bounded length.
constexpr auto kPatternSyntax = std::regex::ECMAScript | std::regex_constants::__polynomial;
constexpr std::size_t kLongestPattern = 500;
constexpr std::size_t kLongestSearched = 4000;

std::size_t characters(const std::vector<Turn>& turns) {
    std::size_t count = 0;
    for (const Turn& turn : turns) {
        count += static_cast<std::size_t>(std::count_if(turn.content.begin(), turn.content.end(),
                                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    }
    return count;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The last number of a text; thousands may be separated by commas. Nothing without one.
std::optional<double> lastNumber(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !isDigit(text[end - 1])) {
        --end;
    }
    if (end == 0) {
        return std::nullopt;
    }
    std::size_t begin = end;
    const auto belongs = [](char c) { return isDigit(c) || c == '.' || c == ','; };
    while (begin > 0 && belongs(text[begin - 1])) {
        --begin;
    }
    while (begin < end && !isDigit(text[begin]) && text[begin] != '.') {
        ++begin;
    }
    // "1e-5": the digits of the exponent were found first.
    const auto isExponent = [&] {
        std::size_t at = begin;
        at -= at > 0 && (text[at - 1] == '-' || text[at - 1] == '+') ? 1 : 0;
        return at > 1 && (text[at - 1] == 'e' || text[at - 1] == 'E') && isDigit(text[at - 2]) ? at - 1 : std::string_view::npos;
    };
    if (const std::size_t mark = isExponent(); mark != std::string_view::npos) {
        begin = mark;
        while (begin > 0 && belongs(text[begin - 1])) {
            --begin;
        }
    }
    std::string digits;
    if (begin > 0 && text[begin - 1] == '-' && (begin == 1 || !isDigit(text[begin - 2]))) {
        digits = "-";
    }
    for (const char c : text.substr(begin, end - begin)) {
        digits += c == ',' ? "" : std::string(1, c);
    }
    double number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return parsed.ec == std::errc() ? std::optional(number) : std::nullopt;
}

/// The last letter A to J that stands alone: "The answer is (B)."
char lastChoice(std::string_view text) {
    const auto isWordCharacter = [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '\'' ||
               (static_cast<unsigned char>(c) & 0x80U) != 0;
    };
    for (std::size_t at = text.size(); at > 0; --at) {
        const char c = text[at - 1];
        const bool isAlone = (at == 1 || !isWordCharacter(text[at - 2])) && (at == text.size() || !isWordCharacter(text[at]));
        if (isAlone && c >= 'A' && c <= 'J') {
            return c;
        }
    }
    return '\0';
}

bool matches(std::string_view answer, std::string_view pattern) {
    if (pattern.size() > kLongestPattern) {
        throw Failure("pairs.pattern", "The pattern is longer than 500 characters.", "Shorten it.");
    }
    try {
        const std::regex expression(std::string(pattern), kPatternSyntax);
        // The end of an answer is where its result stands.
        const std::string_view end = answer.substr(answer.size() - std::min(answer.size(), kLongestSearched));
        return std::regex_search(end.begin(), end.end(), expression);
    } catch (const std::regex_error& error) {
        throw Failure("pairs.pattern", "The pattern " + inQuotes(pattern) + " cannot be used.",
                      "Write a regular expression of the ECMAScript kind, without back references.", error.what());
    }
}

} // namespace

ImportedVote winnerVote(const std::string& annotator, int winner, Strength strength) {
    ImportedVote vote;
    vote.annotator = annotator;
    vote.winner = winner;
    vote.strength = strength;
    return vote;
}

NewItem preferencePair(std::vector<Turn> prompt, std::vector<Turn> chosen, std::vector<Turn> rejected,
                       const std::string& annotator) {
    NewItem item;
    item.prompt = std::move(prompt);
    item.candidates = {{std::move(chosen), {}, {}}, {std::move(rejected), {}, {}}};
    item.votes = {winnerVote(annotator, 0)};
    return item;
}

bool isRight(std::string_view answer, std::string_view truth, const PairBuilding& rule) {
    switch (rule.verifier) {
    case Verifier::None:
        return false;
    case Verifier::Exact:
        return trimmed(answer) == trimmed(truth);
    case Verifier::Numeric: {
        const auto given = lastNumber(answer);
        const auto wanted = lastNumber(truth);
        return given && wanted && std::abs(*given - *wanted) <= rule.tolerance;
    }
    case Verifier::Choice:
        return lastChoice(truth) != '\0' && lastChoice(answer) == lastChoice(truth);
    case Verifier::Pattern:
        return matches(answer, truth);
    case Verifier::Command:
        break; // needs the whole record: see isRightByCommand()
    }
    return false;
}

void buildPairs(const NewItem& item, const std::vector<std::optional<double>>& figures, double minimumGap,
                const std::string& rule, const ReadingOptions& options, RecordItems& out) {
    struct Found {
        std::size_t better, worse;
        double gap;
    };
    std::vector<Found> found;
    for (std::size_t better = 0; better < figures.size(); ++better) {
        for (std::size_t worse = 0; worse < figures.size(); ++worse) {
            if (!figures[better] || !figures[worse]) {
                continue;
            }
            const double gap = *figures[better] - *figures[worse];
            if (gap > 0 && gap >= minimumGap) {
                found.push_back({better, worse, gap});
            }
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.gap > b.gap; });
    if (found.empty()) {
        out.notes.push_back(
            {"pairs.none", "No two answers are far enough apart (" + rule + ").", "Lower the gap to keep more.", {}});
    }
    int built = 0;
    for (const Found& pair : found) {
        const NewCandidate& chosen = item.candidates[pair.better];
        const NewCandidate& rejected = item.candidates[pair.worse];
        const double ratio = options.pairs.maxLengthRatio;
        if (ratio > 0 &&
            static_cast<double>(characters(chosen.turns)) > ratio * static_cast<double>(characters(rejected.turns))) {
            out.notes.push_back({"pairs.length_ratio", "The better answer is too much longer than the worse one.", {}, {}});
            continue;
        }
        if (options.pairs.maxPairs > 0 && built == options.pairs.maxPairs) {
            out.notes.push_back({"pairs.most", "The record gives more pairs than were asked for.", {}, {}});
            break;
        }
        ++built;
        NewItem made = item;
        made.candidates = {chosen, rejected};
        made.votes = {winnerVote(options.annotator, 0)};
        const std::string suffix = std::to_string(pair.better + 1) + ">" + std::to_string(pair.worse + 1);
        made.externalId = item.externalId.empty() ? std::string() : item.externalId + "/" + suffix;
        Json meta = item.meta.empty() ? Json::object() : Json::parse(item.meta);
        meta["margin"] = pair.gap;
        meta["origin"] = {{"answers", suffix}, {"rule", rule}, {"figures", {*figures[pair.better], *figures[pair.worse]}}};
        made.meta = meta.dump();
        out.items.push_back(std::move(made));
    }
}

} // namespace trutina::storage
