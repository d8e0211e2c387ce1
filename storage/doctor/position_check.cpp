// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace trutina::storage {

namespace {

/// Annotators who choose the place on the screen rather than the answer.
class PositionCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        for (const VoteRecord& vote : checked.votes) {
            if (vote.decision != Decision::Winner || vote.kind != VoteKind::Vote || !vote.shownOrder.isValid()) {
                continue;
            }
            const auto order = checked.project.recordedOrder(vote.shownOrder);
            if (!order || order->candidates.size() < 2) {
                continue;
            }
            Tally& tally = m_tallies[vote.annotator];
            tally.name = vote.annotatorName;
            const double chance = 1 / static_cast<double>(order->candidates.size());
            ++tally.votes;
            tally.expected += chance;
            tally.variance += chance * (1 - chance);
            tally.leastChance = std::min(tally.leastChance, chance);
            tally.mostChance = std::max(tally.mostChance, chance);
            const FoundItem found{checked.item.id, checked.item.number};
            if (order->candidates.front() == vote.winner) {
                tally.first.push_back(found);
            } else if (order->candidates.back() == vote.winner) {
                tally.last.push_back(found);
            }
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        for (auto& [annotator, tally] : m_tallies) {
            report(tally, tally.first, "first", findings);
            report(tally, tally.last, "last", findings);
        }
    }

  private:
    struct Tally {
        std::string name;
        std::int64_t votes = 0;
        double expected = 0; ///< votes for one place, by chance alone
        double variance = 0;
        double leastChance = 1, mostChance = 0;
        std::vector<FoundItem> first, last; ///< items where that place won
    };

    static void report(const Tally& tally, std::vector<FoundItem>& items, const std::string& place,
                       std::vector<Finding>& findings) {
        constexpr std::int64_t kFewestVotes = 20;
        constexpr double kLimit = 0.001;  // of many annotators some go astray by chance
        constexpr double kClearly = 0.15; // more than expected
        const auto hits = static_cast<std::int64_t>(items.size());
        const double expected = tally.expected / static_cast<double>(tally.votes);
        if (tally.votes < kFewestVotes || static_cast<double>(hits) < (expected + kClearly) * static_cast<double>(tally.votes)) {
            return;
        }
        const double likelihood =
            tally.leastChance == tally.mostChance
                ? binomialTest(hits, tally.votes, expected)
                : twoSidedNormal((static_cast<double>(hits) - tally.expected - 0.5) / std::sqrt(tally.variance));
        if (likelihood >= kLimit) {
            return;
        }
        Finding finding;
        finding.kind = "always_first";
        finding.subject = tally.name;
        finding.count = hits;
        finding.share = shareOf(hits, tally.votes);
        const auto percent = [](double share) { return std::to_string(std::lround(share * 100)) + " %"; };
        finding.sentence = "\"" + tally.name + "\" chose the answer that was shown " + place + " in " + std::to_string(hits) +
                           " of " + std::to_string(tally.votes) + " votes (" + percent(finding.share->value) + "; " +
                           percent(expected) + " would be expected of someone who reads them).";
        finding.items = std::move(items);
        findings.push_back(std::move(finding));
    }

    std::map<AnnotatorId, Tally> m_tallies;
};

} // namespace

std::unique_ptr<Check> makePositionCheck() {
    return std::make_unique<PositionCheck>();
}

} // namespace trutina::storage
