// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/project_pairs.h"

#include "app/services/scoring_request.h"
#include "app/services/training_data.h"
#include "storage/formats/image_placeholders.h"
#include "storage/formats/preference_pairs.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace trutina::services {

namespace {

std::size_t characters(const std::vector<storage::Turn>& turns) {
    std::size_t count = 0;
    for (const storage::Turn& turn : turns) {
        count += static_cast<std::size_t>(std::count_if(turn.content.begin(), turn.content.end(),
                                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    }
    return count;
}

void requireUtf8(const std::vector<storage::Turn>& turns) {
    if (std::any_of(turns.begin(), turns.end(), [](const auto& turn) { return storage::firstBadUtf8Byte(turn.content); })) {
        throw storage::Failure("text.not_utf8", "A text of the item is not UTF-8.");
    }
}

void requireAllMediaPlaced(const storage::ItemRecord& item) {
    std::size_t places = 0;
    for (const storage::Turn& turn : item.prompt) {
        places += storage::countImagePlaceholders(turn.content);
    }
    if (item.media.size() > 1 && places != item.media.size()) {
        throw storage::Failure("pair.placeholders", "The item has several media, but its prompt does not say where each stands.",
                               "Write <ImageHere> into the prompt once for each.");
    }
}

/// Throws storage::Failure where the pair cannot be learnt from.
engine::PreferencePair pairOf(const storage::ItemRecord& item, const storage::PreferencePair& judged,
                              const ProjectPairsChoices& choices) {
    const storage::CandidateRecord& chosen = *judged.chosen;
    const storage::CandidateRecord& rejected = *judged.rejected;
    if (storage::looksIdentical(chosen, rejected)) {
        throw storage::Failure("pair.identical", "Both answers are the same after trimming white space.");
    }
    if (!chosen.media.empty() || !rejected.media.empty()) {
        throw storage::Failure("pair.candidate_media", "An answer has media of its own, which training does not know.");
    }
    for (const auto* turns : {&item.prompt, &chosen.turns, &rejected.turns}) {
        requireUtf8(*turns);
    }
    requireAllMediaPlaced(item);
    if (choices.maxLengthRatio > 0 && static_cast<double>(characters(chosen.turns)) >
                                          choices.maxLengthRatio * static_cast<double>(characters(rejected.turns))) {
        throw storage::Failure("pair.length_ratio", "The chosen answer is too much longer than the rejected one.");
    }
    engine::Conversation prompt = conversationOf(item); // throws where a medium is missing or changed
    engine::PreferencePair pair{prompt.messages, std::move(prompt.messages), std::move(prompt.media)};
    const auto append = [](std::vector<engine::Message>& messages, const storage::CandidateRecord& answer) {
        const auto turns = messagesOf(answer.turns);
        messages.insert(messages.end(), turns.begin(), turns.end());
    };
    append(pair.chosen, chosen);
    append(pair.rejected, rejected);
    return pair;
}

} // namespace

ProjectPairs trainingDataOf(const storage::Project& project, const ProjectPairsChoices& choices, std::stop_token stop) {
    storage::ExportLedger ledger;
    std::vector<engine::PreferencePair> withMedia;
    std::vector<engine::PreferencePair> textOnly;
    ProjectPairs result;
    const auto visit = [&](const storage::ItemRecord& item, const std::vector<storage::VoteRecord>& votes) {
        ++ledger.report.read;
        if (votes.empty()) {
            ledger.leaveOut(item.number, "item.no_vote", "Nobody has voted on the item.");
            return;
        }
        std::vector<std::string> mediaNames;
        for (const storage::MediaRecord& media : item.media) {
            mediaNames.push_back(media.sha256);
        }
        std::set<std::pair<storage::CandidateId, storage::CandidateId>> taken;
        for (const storage::VoteRecord& vote : votes) {
            for (const storage::PreferencePair& judged : storage::pairsOf(item, vote, choices.ties, ledger)) {
                try {
                    if (!taken.insert({judged.chosen->id, judged.rejected->id}).second) {
                        throw storage::Failure("pair.repeated", "Another annotator gave the same pair, which counts once.");
                    }
                    engine::PreferencePair pair = pairOf(item, judged, choices);
                    auto& side = isHeldOut(pair, mediaNames, choices.heldOutShare) ? result.data.heldOut
                                 : pair.media.empty()                              ? textOnly
                                                                                   : withMedia;
                    side.push_back(std::move(pair));
                    ++ledger.report.written;
                } catch (const storage::Failure& failure) {
                    ledger.leaveOut(item.number, failure.error());
                }
            }
        }
    };
    project.forEachItem(visit, stop);
    if (stop.stop_requested()) {
        throw storage::Cancelled();
    }
    for (auto* set : {&withMedia, &textOnly}) {
        if (!set->empty()) {
            result.data.sets.push_back(std::move(*set));
        }
    }
    result.report = std::move(ledger.report);
    return result;
}

} // namespace trutina::services
