// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/doctor.h"

#include "storage/doctor/check.h"
#include "storage/formats/preference_pairs.h"

#include <algorithm>
#include <set>
#include <utility>

namespace trutina::storage {

namespace {

/// A check and what it is asked for.
struct Practice {
    std::vector<std::string> kinds;
    std::function<std::unique_ptr<Check>(const DoctorOptions&)> make;
};

const std::vector<Practice>& practices() {
    static const std::vector<Practice> all{
        {{"identical_answers", "near_identical_answers", "empty_answers"},
         [](const DoctorOptions&) { return makeAnswerCheck(); }},
        {{"duplicate_items", "near_duplicate_items"}, [](const DoctorOptions&) { return makeRepetitionCheck(); }},
        {{"contradicting_votes", "cyclic_votes"}, [](const DoctorOptions&) { return makeVoteCheck(); }},
        {{"leaked_names"},
         [](const DoctorOptions& options) {
             return makeNameCheck(options.modelNames.empty() ? defaultModelNames() : options.modelNames);
         }},
        {{"language_mismatch"}, [](const DoctorOptions&) { return makeLanguageCheck(); }},
        {{"missing_media", "changed_media", "damaged_media", "duplicate_media"},
         [](const DoctorOptions&) { return makeMediaCheck(); }},
        {{"prompt_in_two_splits"}, [](const DoctorOptions&) { return makeSplitCheck(); }},
        {{"always_first"}, [](const DoctorOptions&) { return makePositionCheck(); }},
        {{"length_imbalance", "style_imbalance"}, [](const DoctorOptions&) { return makeBalanceCheck(); }}};
    return all;
}

const FindingKind& kindNamed(const std::string& name) {
    const auto& kinds = findingKinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&name](const FindingKind& kind) { return kind.name == name; });
    if (found == kinds.end()) {
        std::string names;
        for (const FindingKind& kind : kinds) {
            names += (names.empty() ? "" : ", ") + kind.name;
        }
        throw Failure("doctor.unknown_kind", "There is no finding of the kind \"" + name + "\".", "Use one of " + names + ".");
    }
    return *found;
}

void removeItems(Project& project, const std::vector<FoundItem>& items, CureReport& report) {
    if (items.empty()) {
        return;
    }
    std::vector<ItemId> ids;
    for (const FoundItem& found : items) {
        ids.push_back(found.item);
    }
    project.removeItems(ids);
    report.itemsRemoved += static_cast<std::int64_t>(ids.size());
    ++report.steps;
}

/// Of answers that are the same the one stays that most votes chose, the first among these.
void removeAnswers(Project& project, const std::vector<FoundItem>& items, const std::stop_token& stop, CureReport& report) {
    std::vector<UnwantedCandidates> unwanted;
    std::vector<FoundItem> useless;
    for (const FoundItem& found : items) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        const ItemRecord item = project.item(found.item);
        const std::vector<VoteRecord> votes = project.votes(found.item);
        const auto choices = [&votes](const CandidateRecord* answer) {
            return std::count_if(votes.begin(), votes.end(),
                                 [answer](const VoteRecord& vote) { return vote.winner == answer->id; });
        };
        std::vector<const CandidateRecord*> kept;
        UnwantedCandidates here{found.item, {}};
        for (const CandidateRecord& answer : item.candidates) {
            const auto same = std::find_if(kept.begin(), kept.end(),
                                           [&answer](const CandidateRecord* other) { return looksIdentical(*other, answer); });
            if (same == kept.end()) {
                kept.push_back(&answer);
            } else if (choices(&answer) > choices(*same)) {
                here.candidates.push_back((*same)->id);
                *same = &answer;
            } else {
                here.candidates.push_back(answer.id);
            }
        }
        if (kept.size() < 2) {
            useless.push_back(found);
        } else {
            report.answersRemoved += static_cast<std::int64_t>(here.candidates.size());
            unwanted.push_back(std::move(here));
        }
    }
    if (!unwanted.empty()) {
        project.removeCandidates(unwanted, "removal of " + counted(report.answersRemoved, "repeated answer"));
        ++report.steps;
    }
    removeItems(project, useless, report);
}

} // namespace

const std::vector<FindingKind>& findingKinds() {
    static const std::vector<FindingKind> kinds{
        {"identical_answers", "Answers of an item that are the same.", Cure::RemoveAnswers},
        {"near_identical_answers", "Answers of an item that differ only in form or in few places.", Cure::Tag},
        {"empty_answers", "Answers without words and media.", Cure::Tag},
        {"duplicate_items", "Items with the same prompt, media and answers.", Cure::RemoveItems},
        {"near_duplicate_items", "Items that are nearly the same.", Cure::Tag},
        {"contradicting_votes", "The same pair judged one way and the other.", Cure::Tag},
        {"cyclic_votes", "An annotator's votes that go round in a circle.", Cure::Tag},
        {"leaked_names", "Answers that name the model that wrote them.", Cure::Tag},
        {"language_mismatch", "Answers of an item in different languages.", Cure::Tag},
        {"missing_media", "Pictures and videos that are gone.", Cure::Tag},
        {"changed_media", "Pictures and videos that were changed.", Cure::Tag},
        {"damaged_media", "Files that are cut off or no picture or video.", Cure::Tag},
        {"duplicate_media", "The same picture or video twice in a prompt or answer.", Cure::Tag},
        {"prompt_in_two_splits", "A prompt both for training and for measuring.", Cure::Tag},
        {"always_first", "Annotators who choose a place rather than an answer.", Cure::None},
        {"length_imbalance", "Whether the longer answer wins too often.", Cure::None},
        {"style_imbalance", "Whether markdown, lists, bold text or headings win too often.", Cure::None}};
    return kinds;
}

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + " " + (count == 1 ? one : many.empty() ? one + "s" : many);
}

std::optional<ItemRecord> SecondLook::item(ItemId id) const {
    try {
        return project.item(id);
    } catch (const Failure& failure) {
        if (failure.error().code == "item.not_found") {
            return std::nullopt;
        }
        throw;
    }
}

std::vector<Finding> examine(const Project& project, const DoctorOptions& options, std::stop_token stop,
                             const DoctorProgressSink& progress) {
    for (const std::string& kind : options.only) {
        (void)kindNamed(kind);
    }
    const auto isWanted = [&options](const std::string& kind) {
        return options.only.empty() || std::find(options.only.begin(), options.only.end(), kind) != options.only.end();
    };
    std::vector<std::unique_ptr<Check>> checks;
    for (const Practice& practice : practices()) {
        if (std::any_of(practice.kinds.begin(), practice.kinds.end(), isWanted)) {
            checks.push_back(practice.make(options));
        }
    }
    const std::int64_t total = project.info().counts.all;
    std::int64_t done = 0;
    project.forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& votes) {
            for (const auto& check : checks) {
                check->look({project, item, votes});
            }
            ++done;
            if (progress) {
                progress({done, total});
            }
        },
        stop);
    std::vector<Finding> findings;
    const SecondLook again{project, stop};
    for (const auto& check : checks) {
        again.stopIfAsked();
        check->finish(again, findings);
    }
    findings.erase(
        std::remove_if(findings.begin(), findings.end(), [&](const Finding& finding) { return !isWanted(finding.kind); }),
        findings.end());
    return findings;
}

CureReport cure(Project& project, const std::string& kind, const DoctorOptions& options, std::stop_token stop,
                const DoctorProgressSink& progress) {
    const FindingKind& known = kindNamed(kind);
    if (known.cure == Cure::None) {
        throw Failure("doctor.no_cure", "\"" + kind + "\" cannot be put right by a program.",
                      "Look at the items and decide yourself.");
    }
    DoctorOptions narrowed = options;
    narrowed.only = {kind};
    CureReport report;
    for (const Finding& finding : examine(project, narrowed, stop, progress)) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        if (known.cure == Cure::RemoveItems) {
            removeItems(project, finding.items, report);
        } else if (known.cure == Cure::RemoveAnswers) {
            removeAnswers(project, finding.items, stop, report);
        } else {
            std::vector<ItemId> ids;
            for (const FoundItem& found : finding.items) {
                ids.push_back(found.item);
            }
            const std::int64_t tagged = project.addTag(ids, "doctor/" + kind, "tag \"doctor/" + kind + "\"");
            report.itemsTagged += tagged;
            report.steps += tagged > 0 ? 1 : 0;
        }
    }
    return report;
}

} // namespace trutina::storage
