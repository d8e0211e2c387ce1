// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/text_print.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace trutina::storage {

namespace {

/// Whole items that are there twice, or nearly. Holds about sixty bytes of an item; what looks alike is loaded again and
/// compared.
class RepetitionCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        const ItemRecord& item = checked.item;
        std::uint64_t prompt = hashOfPrompt(item);
        std::vector<std::uint64_t> answers;
        std::uint64_t media = 0;
        for (const MediaRecord& medium : item.media) {
            media = hashOf(medium.sha256, media);
        }
        for (const CandidateRecord& answer : item.candidates) {
            answers.push_back(hashOfAnswer(answer));
            for (const MediaRecord& medium : answer.media) {
                media += hashOf(medium.sha256, 3); // whatever the order of the answers
            }
        }
        std::sort(answers.begin(), answers.end()); // their order does not matter
        for (const std::uint64_t answer : answers) {
            prompt = prompt * 0x9E3779B97F4A7C15ULL ^ answer;
        }
        Print print{prompt, media, {}, {item.id, item.number}, static_cast<std::uint32_t>(checked.votes.size())};
        print.bands = bandsOf(printOf(item));
        for (std::uint32_t& band : print.bands) {
            band ^= static_cast<std::uint32_t>(media); // other pictures make another item
        }
        m_prints.push_back(print);
    }

    void finish(const SecondLook& again, std::vector<Finding>& findings) override {
        findSame(findings);
        findNear(again, findings);
    }

  private:
    struct Print {
        std::uint64_t whole = 0;
        std::uint64_t media = 0;
        std::array<std::uint32_t, kBands> bands{};
        FoundItem found;
        std::uint32_t votes = 0;
        bool isRepetition = false;
    };

    static std::vector<std::uint64_t> printOf(const ItemRecord& item) {
        std::vector<std::string> answers;
        for (const CandidateRecord& answer : item.candidates) {
            answers.push_back(plainForm(joined(answer.turns)));
        }
        std::sort(answers.begin(), answers.end());
        std::string text = plainForm(joined(item.prompt));
        for (const std::string& answer : answers) {
            text += ' ' + answer;
        }
        return shingles(text);
    }

    /// The items that should go: of equal ones the one with the most votes stays, the first among these.
    void findSame(std::vector<Finding>& findings) {
        std::vector<std::size_t> order(m_prints.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [this](std::size_t left, std::size_t right) {
            const Print& a = m_prints[left];
            const Print& b = m_prints[right];
            return std::tuple(a.whole, b.votes, a.found.number) < std::tuple(b.whole, a.votes, b.found.number);
        });
        Finding finding;
        finding.kind = "duplicate_items";
        finding.cure = Cure::RemoveItems;
        for (std::size_t at = 1; at < order.size(); ++at) {
            Print& print = m_prints[order[at]];
            if (print.whole == m_prints[order[at - 1]].whole) {
                print.isRepetition = true;
                finding.items.push_back(print.found);
            }
        }
        finding.count = static_cast<std::int64_t>(finding.items.size());
        finding.sentence = counted(finding.count, "item repeats", "items repeat") +
                           " another one: the same prompt, media and answers. The one with the most votes is not counted.";
        add(finding, findings);
    }

    void findNear(const SecondLook& again, std::vector<Finding>& findings) {
        std::vector<std::uint32_t> parent(m_prints.size());
        std::iota(parent.begin(), parent.end(), 0U);
        const auto rootOf = [&parent](std::uint32_t at) {
            while (parent[at] != at) {
                at = parent[at] = parent[parent[at]];
            }
            return at;
        };
        std::vector<std::uint32_t> order;
        for (std::uint32_t at = 0; at < m_prints.size(); ++at) {
            if (!m_prints[at].isRepetition) {
                order.push_back(at);
            }
        }
        std::int64_t comparisons = 0;
        for (std::size_t band = 0; band < kBands; ++band) {
            std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
                return std::pair(m_prints[left].bands[band], left) < std::pair(m_prints[right].bands[band], right);
            });
            for (std::size_t first = 0; first < order.size();) {
                std::size_t end = first + 1;
                while (end < order.size() && m_prints[order[end]].bands[band] == m_prints[order[first]].bands[band]) {
                    ++end;
                }
                for (std::size_t other = first + 1; other < end && comparisons < kMostComparisons; ++other) {
                    const std::uint32_t left = rootOf(order[first]);
                    const std::uint32_t right = rootOf(order[other]);
                    if (left == right || m_prints[order[first]].media != m_prints[order[other]].media) {
                        continue;
                    }
                    again.stopIfAsked();
                    ++comparisons;
                    if (areAlike(again, m_prints[order[first]], m_prints[order[other]])) {
                        parent[std::max(left, right)] = std::min(left, right);
                    }
                }
                first = end;
            }
        }
        Finding finding;
        finding.kind = "near_duplicate_items";
        finding.cure = Cure::Tag;
        for (std::uint32_t at = 0; at < m_prints.size(); ++at) {
            if (rootOf(at) != at) {
                finding.items.push_back(m_prints[at].found);
            }
        }
        finding.count = static_cast<std::int64_t>(finding.items.size());
        finding.sentence = counted(finding.count, "item is", "items are") +
                           " nearly the same as an earlier one: prompt and answers differ only in form, or in few places." +
                           (comparisons < kMostComparisons ? "" : " There are too many candidates to compare them all.");
        add(finding, findings);
    }

    static bool areAlike(const SecondLook& again, const Print& first, const Print& second) {
        const auto one = again.item(first.found.item);
        const auto other = again.item(second.found.item);
        return one && other && similarity(printOf(*one), printOf(*other)) >= kNearlySame;
    }

    static void add(Finding& finding, std::vector<Finding>& findings) {
        if (finding.count > 0) {
            std::sort(finding.items.begin(), finding.items.end(),
                      [](const FoundItem& left, const FoundItem& right) { return left.number < right.number; });
            findings.push_back(std::move(finding));
        }
    }

    static constexpr std::int64_t kMostComparisons = 1'000'000;

    std::vector<Print> m_prints;
};

} // namespace

std::unique_ptr<Check> makeRepetitionCheck() {
    return std::make_unique<RepetitionCheck>();
}

} // namespace trutina::storage
