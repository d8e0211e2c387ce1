// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/agreement_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace trutina::services {

using contracts::AgreementReport;
using contracts::AgreementTable;
using contracts::AnnotatorPair;
using contracts::kMostTags;

namespace {

using storage::Decision;

constexpr int kPlaces = 9; // of answers
constexpr int kTie = kPlaces;
constexpr int kAllBad = kPlaces + 1;
constexpr int kLabels = kPlaces + 2;
constexpr int kSteps = 7; // of strength

std::optional<int> labelOf(const storage::ItemRecord& item, const storage::VoteRecord& vote) {
    switch (vote.decision) {
    case Decision::Winner:
        for (const storage::CandidateRecord& candidate : item.candidates) {
            if (candidate.id == vote.winner) {
                return candidate.position;
            }
        }
        return std::nullopt;
    case Decision::Tie:
        return kTie;
    case Decision::AllBad:
        return kAllBad;
    case Decision::Skip:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<int> stepOf(const storage::ItemRecord& item, const storage::VoteRecord& vote, int label) {
    constexpr int kMiddle = kSteps / 2;
    if (item.candidates.size() != 2 || label == kAllBad) {
        return std::nullopt;
    }
    if (label == kTie) {
        return kMiddle;
    }
    const int distance = vote.strength == storage::Strength::Slightly ? 1 : vote.strength == storage::Strength::Normal ? 2 : 3;
    return label == 0 ? kMiddle - distance : kMiddle + distance;
}

struct Judgement {
    storage::AnnotatorId annotator;
    int label = 0;
    std::optional<int> step;
};

/// One table in the making.
class Tally {
  public:
    void add(const std::vector<Judgement>& judgements) {
        ++m_judged;
        std::vector<int> labels;
        std::vector<int> steps;
        for (const Judgement& judgement : judgements) {
            labels.push_back(judgement.label);
            if (judgement.step) {
                steps.push_back(*judgement.step);
            }
        }
        m_labels.add(labels);
        m_steps.add(steps);
        if (judgements.size() >= 2) {
            ++m_judgedTwice;
            m_disagreeing += std::set<int>(labels.begin(), labels.end()).size() > 1 ? 1 : 0;
        }
        for (std::size_t first = 0; first < judgements.size(); ++first) {
            for (std::size_t second = first + 1; second < judgements.size(); ++second) {
                auto& confusion = m_pairs[{judgements[first].annotator, judgements[second].annotator}];
                if (confusion.empty()) {
                    confusion.assign(kLabels, std::vector<std::int64_t>(kLabels));
                }
                ++confusion[static_cast<std::size_t>(judgements[first].label)]
                           [static_cast<std::size_t>(judgements[second].label)];
            }
        }
    }

    [[nodiscard]] AgreementTable table(const std::map<storage::AnnotatorId, std::string>& names) const {
        AgreementTable table;
        table.judged = m_judged;
        table.judgedTwice = m_judgedTwice;
        table.disagreeing = m_disagreeing;
        table.rawAgreement = engine::rawAgreement(m_labels);
        table.fleissKappa = engine::fleissKappa(m_labels);
        table.alpha = engine::krippendorffAlpha(m_labels, engine::Distance::Nominal);
        table.ordinalAlpha = engine::krippendorffAlpha(m_steps, engine::Distance::Ordinal);
        table.intervalAlpha = engine::krippendorffAlpha(m_steps, engine::Distance::Interval);
        for (const auto& [annotators, confusion] : m_pairs) {
            AnnotatorPair pair{names.at(annotators.first), names.at(annotators.second), 0, 0, engine::cohenKappa(confusion)};
            pair.overlap = pair.kappa.units;
            for (std::size_t label = 0; label < confusion.size(); ++label) {
                pair.same += confusion[label][label];
            }
            table.pairs.push_back(std::move(pair));
        }
        std::stable_sort(table.pairs.begin(), table.pairs.end(),
                         [](const AnnotatorPair& left, const AnnotatorPair& right) { return left.overlap > right.overlap; });
        return table;
    }

  private:
    engine::Labels m_labels{kLabels};
    engine::Labels m_steps{kSteps};
    std::map<std::pair<storage::AnnotatorId, storage::AnnotatorId>, engine::Confusion> m_pairs;
    std::int64_t m_judged = 0, m_judgedTwice = 0, m_disagreeing = 0;
};

} // namespace

AgreementReport agreementOf(const storage::Project& project, std::stop_token stop,
                            const std::function<void(std::int64_t, std::int64_t)>& progress) {
    std::map<storage::CriterionId, std::string> criteria;
    for (const storage::CriterionRecord& criterion : project.criteria()) {
        criteria[criterion.id] = criterion.name;
    }
    std::map<storage::AnnotatorId, std::string> names;
    std::map<std::pair<storage::CriterionId, std::string>, Tally> tallies;
    std::set<std::string> tags;
    std::set<std::string> tagsLeftOut;
    AgreementReport report;
    const std::int64_t total = project.info().counts.all;
    std::int64_t done = 0;
    project.forEachItem(
        [&](const storage::ItemRecord& item, const std::vector<storage::VoteRecord>& votes) {
            std::map<storage::CriterionId, std::vector<Judgement>> judged;
            bool isSettled = false;
            for (const storage::VoteRecord& vote : votes) {
                isSettled = isSettled || vote.kind == storage::VoteKind::Adjudication;
                const auto label = labelOf(item, vote);
                if (label && vote.kind == storage::VoteKind::Vote) {
                    names[vote.annotator] = vote.annotatorName;
                    judged[vote.criterion].push_back({vote.annotator, *label, stepOf(item, vote, *label)});
                }
            }
            bool isDisagreed = false;
            for (auto& [criterion, judgements] : judged) {
                std::sort(judgements.begin(), judgements.end(),
                          [](const Judgement& left, const Judgement& right) { return left.annotator < right.annotator; });
                isDisagreed = isDisagreed || std::any_of(judgements.begin(), judgements.end(), [&](const Judgement& judgement) {
                                  return judgement.label != judgements.front().label;
                              });
                tallies[{criterion, ""}].add(judgements);
                for (const std::string& tag : item.tags) {
                    if (tags.size() < kMostTags || tags.contains(tag)) {
                        tags.insert(tag);
                        tallies[{criterion, tag}].add(judgements);
                    } else if (tagsLeftOut.size() < 10 * kMostTags) {
                        tagsLeftOut.insert(tag);
                    }
                }
            }
            if (isDisagreed) {
                report.items.push_back({item.id, item.number, isSettled});
            }
            ++done;
            if (progress) {
                progress(done, total);
            }
        },
        stop);
    for (const auto& [key, tally] : tallies) {
        if (stop.stop_requested()) {
            throw storage::Cancelled();
        }
        AgreementTable table = tally.table(names);
        table.criterion = criteria[key.first];
        table.tag = key.second;
        report.tables.push_back(std::move(table));
    }
    report.tagsLeftOut = static_cast<std::int64_t>(tagsLeftOut.size());
    return report;
}

} // namespace trutina::services
