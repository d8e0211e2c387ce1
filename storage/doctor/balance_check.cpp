// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/stated_preferences.h"
#include "storage/doctor/statistics.h"
#include "storage/doctor/text_print.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace trutina::storage {

namespace {

/// What can be counted in an answer without reading it.
enum Trait : std::size_t { Length, Markdown, Lists, Bold, Headings, kTraits };

using Counts = std::array<std::int64_t, kTraits>;

bool isListItem(std::string_view line) {
    if (line.size() >= 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') {
        return true;
    }
    std::size_t digits = 0;
    while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0) {
        ++digits;
    }
    return digits > 0 && digits <= 3 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
           line[digits + 1] == ' ';
}

bool isHeading(std::string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks >= 1 && marks <= 6 && marks < line.size() && line[marks] == ' ';
}

Counts countsOf(const CandidateRecord& answer) {
    Counts counts{};
    const std::string text = joined(answer.turns);
    counts[Length] =
        std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
    std::int64_t code = 0;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        std::string_view line(text.data() + start, end - start);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        counts[Lists] += isListItem(line) ? 1 : 0;
        counts[Headings] += isHeading(line) ? 1 : 0;
        code += line.starts_with("```") ? 1 : 0;
        start = end + 1;
    }
    for (std::size_t at = text.find("**"); at != std::string::npos; at = text.find("**", at + 2)) {
        ++counts[Bold];
    }
    counts[Bold] /= 2;
    counts[Markdown] = counts[Lists] + counts[Headings] + counts[Bold] + code / 2;
    return counts;
}

/// Whether what has nothing to do with quality decides: a model that learns from such votes learns that.
class BalanceCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        const auto stated = statedPreferences(checked.item, checked.votes);
        if (stated.empty()) {
            return;
        }
        std::vector<Counts> counts;
        for (const CandidateRecord& answer : checked.item.candidates) {
            counts.push_back(countsOf(answer));
        }
        const auto countsAt = [&](const CandidateRecord* answer) -> const Counts& {
            return counts[static_cast<std::size_t>(answer - checked.item.candidates.data())];
        };
        for (std::size_t trait = 0; trait < kTraits; ++trait) {
            bool hasMore = false;
            bool hasLess = false;
            for (const StatedPreference& preference : stated) {
                const std::int64_t better = countsAt(preference.better)[trait];
                const std::int64_t worse = countsAt(preference.worse)[trait];
                m_pairs[trait] += better != worse ? 1 : 0;
                m_more[trait] += better > worse ? 1 : 0;
                hasMore = hasMore || better > worse;
                hasLess = hasLess || better < worse;
            }
            const FoundItem found{checked.item.id, checked.item.number};
            if (hasMore) {
                m_moreItems[trait].push_back(found);
            }
            if (hasLess) {
                m_lessItems[trait].push_back(found);
            }
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        static constexpr std::array<const char*, kTraits> kSubjects{"", "markdown", "lists", "bold", "headings"};
        static constexpr std::array<const char*, kTraits> kMore{
            "the longer answer", "the answer with more markdown", "the answer with more list items",
            "the answer with more bold text", "the answer with more headings"};
        static constexpr std::array<const char*, kTraits> kLess{
            "the shorter answer", "the answer with less markdown", "the answer with fewer list items",
            "the answer with less bold text", "the answer with fewer headings"};
        for (std::size_t trait = 0; trait < kTraits; ++trait) {
            constexpr std::int64_t kFewestPairs = 20;
            constexpr double kClearly = 0.6;
            if (m_pairs[trait] < kFewestPairs) {
                continue;
            }
            const bool isMore = m_more[trait] * 2 >= m_pairs[trait];
            const std::int64_t hits = isMore ? m_more[trait] : m_pairs[trait] - m_more[trait];
            const Share share = shareOf(hits, m_pairs[trait]);
            if (share.low <= 0.5 || share.value < kClearly) {
                continue;
            }
            Finding finding;
            finding.kind = trait == Length ? "length_imbalance" : "style_imbalance";
            finding.subject = kSubjects[trait];
            finding.severity = Severity::Notice;
            finding.count = hits;
            finding.share = share;
            finding.items = std::move(isMore ? m_moreItems[trait] : m_lessItems[trait]);
            const auto percent = [](double value) { return std::to_string(std::lround(value * 100)); };
            finding.sentence = "In " + percent(share.value) + " % of the " + counted(m_pairs[trait], "judged pair") +
                               " that differ in it, " + (isMore ? kMore[trait] : kLess[trait]) + " wins (95 % interval " +
                               percent(share.low) + " to " + percent(share.high) + " %).";
            findings.push_back(std::move(finding));
        }
    }

  private:
    std::array<std::int64_t, kTraits> m_pairs{}, m_more{};
    std::array<std::vector<FoundItem>, kTraits> m_moreItems, m_lessItems;
};

} // namespace

std::unique_ptr<Check> makeBalanceCheck() {
    return std::make_unique<BalanceCheck>();
}

} // namespace trutina::storage
