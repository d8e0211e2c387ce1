// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/stated_preferences.h"
#include "storage/doctor/text_print.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace trutina::storage {

namespace {

/// Votes on the same answers to the same prompt, be it in one item or in several, that cannot all be right. Holds some thirty
/// bytes of an item with votes; the votes of prompts that come more than once are read again, one prompt at a time.
class VoteCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        if (!checked.votes.empty()) {
            m_asked.push_back({hashOfPrompt(checked.item), {checked.item.id, checked.item.number}, checked.votes.size() > 1});
        }
    }

    void finish(const SecondLook& again, std::vector<Finding>& findings) override {
        std::sort(m_asked.begin(), m_asked.end(), [](const Asked& left, const Asked& right) {
            return std::tuple(left.prompt, left.found.number) < std::tuple(right.prompt, right.found.number);
        });
        for (std::size_t first = 0; first < m_asked.size();) {
            std::size_t end = first + 1;
            while (end < m_asked.size() && m_asked[end].prompt == m_asked[first].prompt) {
                ++end;
            }
            again.stopIfAsked();
            lookAtPrompt(again, first, end);
            first = end;
        }
        add("contradicting_votes", m_contradicting, m_contradictions,
            counted(m_contradictions, "pair") +
                " of answers were judged one way and the other, by different annotators or by the same one.",
            findings);
        add("cyclic_votes", m_cyclic, m_cycles,
            "An annotator's votes go round in " + counted(m_cycles, "circle") +
                ": the first answer is better than the second, the second better than the third, the third better than the "
                "first.",
            findings);
    }

  private:
    struct Asked {
        std::uint64_t prompt = 0;
        FoundItem found;
        bool hasSeveralVotes = false;
    };
    struct Edge {
        std::int64_t annotator = 0;
        std::int64_t criterion = 0;
        std::uint64_t better = 0;
        std::uint64_t worse = 0;
        FoundItem found;
    };

    void lookAtPrompt(const SecondLook& again, std::size_t first, std::size_t end) {
        if (end - first == 1 && !m_asked[first].hasSeveralVotes) {
            return; // one vote cannot contradict itself
        }
        std::vector<Edge> edges;
        for (std::size_t at = first; at < end; ++at) {
            const FoundItem& found = m_asked[at].found;
            const auto item = again.item(found.item);
            if (!item) {
                continue;
            }
            const std::vector<VoteRecord> votes = again.project.votes(found.item);
            if (std::any_of(votes.begin(), votes.end(),
                            [](const VoteRecord& vote) { return vote.kind == VoteKind::Adjudication; })) {
                continue; // what was settled is settled
            }
            for (const StatedPreference& stated : statedPreferences(*item, votes)) {
                const std::uint64_t better = hashOfAnswer(*stated.better);
                const std::uint64_t worse = hashOfAnswer(*stated.worse);
                if (better != worse) {
                    edges.push_back({stated.vote->annotator.value, stated.vote->criterion.value, better, worse, found});
                }
            }
        }
        findContradictions(edges);
        findCycles(edges);
    }

    void findContradictions(const std::vector<Edge>& edges) {
        using Key = std::tuple<std::int64_t, std::uint64_t, std::uint64_t>; // criterion and both answers, the smaller hash first
        std::map<Key, std::vector<const Edge*>> judged;
        for (const Edge& edge : edges) {
            judged[{edge.criterion, std::min(edge.better, edge.worse), std::max(edge.better, edge.worse)}].push_back(&edge);
        }
        for (const auto& [key, about] : judged) {
            const bool isOpposed = std::any_of(about.begin(), about.end(), [better = about.front()->better](const Edge* edge) {
                return edge->better != better;
            });
            if (isOpposed) {
                ++m_contradictions;
                for (const Edge* edge : about) {
                    m_contradicting.insert({edge->found.number, edge->found.item});
                }
            }
        }
    }

    /// Of one annotator and criterion: answers that can be reached from each other by "better than", three or more.
    void findCycles(const std::vector<Edge>& edges) {
        std::map<std::pair<std::int64_t, std::int64_t>, std::vector<const Edge*>> byJudge;
        for (const Edge& edge : edges) {
            byJudge[{edge.annotator, edge.criterion}].push_back(&edge);
        }
        for (const auto& [judge, own] : byJudge) {
            std::map<std::uint64_t, std::set<std::uint64_t>> worseThan;
            for (const Edge* edge : own) {
                worseThan[edge->better].insert(edge->worse);
            }
            std::map<std::uint64_t, std::set<std::uint64_t>> below;
            for (const auto& [answer, direct] : worseThan) {
                std::vector<std::uint64_t> open(direct.begin(), direct.end());
                std::set<std::uint64_t>& seen = below[answer];
                while (!open.empty()) {
                    const std::uint64_t next = open.back();
                    open.pop_back();
                    if (seen.insert(next).second && worseThan.contains(next)) {
                        open.insert(open.end(), worseThan[next].begin(), worseThan[next].end());
                    }
                }
            }
            std::set<std::uint64_t> done;
            for (const auto& [answer, reached] : below) {
                if (!reached.contains(answer) || done.contains(answer)) {
                    continue;
                }
                std::set<std::uint64_t> circle;
                for (const std::uint64_t other : reached) {
                    if (below.contains(other) && below[other].contains(answer)) {
                        circle.insert(other);
                    }
                }
                done.insert(circle.begin(), circle.end());
                if (circle.size() < 3) {
                    continue; // two that were judged both ways contradict each other
                }
                ++m_cycles;
                for (const Edge* edge : own) {
                    if (circle.contains(edge->better) && circle.contains(edge->worse)) {
                        m_cyclic.insert({edge->found.number, edge->found.item});
                    }
                }
            }
        }
    }

    static void add(const char* kind, const std::set<std::pair<int, ItemId>>& items, std::int64_t count,
                    const std::string& sentence, std::vector<Finding>& findings) {
        if (count > 0) {
            Finding finding;
            finding.kind = kind;
            finding.cure = Cure::Tag;
            finding.count = count;
            finding.sentence = sentence;
            for (const auto& [number, item] : items) {
                finding.items.push_back({item, number});
            }
            findings.push_back(std::move(finding));
        }
    }

    std::vector<Asked> m_asked;
    std::set<std::pair<int, ItemId>> m_contradicting;
    std::set<std::pair<int, ItemId>> m_cyclic;
    std::int64_t m_contradictions = 0;
    std::int64_t m_cycles = 0;
};

} // namespace

std::unique_ptr<Check> makeVoteCheck() {
    return std::make_unique<VoteCheck>();
}

} // namespace trutina::storage
