// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/pair_sieve.h"

#include "storage/records/error.h"

#include <algorithm>
#include <set>
#include <utility>

namespace trutina::storage {

PairSieve::PairSieve(Abilities abilities, ExportOptions options, IsVideo isVideo)
    : m_abilities(abilities), m_options(std::move(options)), m_isVideo(std::move(isVideo)) {}

void PairSieve::sift(const ExportItem& source, ExportLedger& ledger, const Take& take) const {
    const ItemRecord& item = source.item;
    std::set<std::pair<CandidateId, CandidateId>> taken;
    for (const PreferencePair& pair : pairsOf(source, m_options, ledger)) {
        try {
            if (!m_abilities.everyAnnotator && taken.count({pair.chosen->id, pair.rejected->id}) != 0) {
                throw Failure("pair.repeated", "Another annotator gave the same pair, which is written once.");
            }
            check(item, pair);
            take(pair);
            taken.insert({pair.chosen->id, pair.rejected->id});
            ++ledger.report.written;
        } catch (const Failure& failure) {
            // A full disk ends everything; all else concerns this pair alone.
            if (failure.error().code.starts_with("disk.")) {
                throw;
            }
            ledger.leaveOut(item.number, failure.error());
        }
    }
}

void PairSieve::check(const ItemRecord& item, const PreferencePair& pair) const {
    if (looksIdentical(*pair.chosen, *pair.rejected)) {
        throw Failure("pair.identical", "Both answers are the same after trimming white space.");
    }
    if (!m_abilities.emptyPrompt && item.prompt.empty()) {
        throw Failure("pair.no_prompt", "The item has no prompt, which the format needs.");
    }
    if (!m_abilities.candidateMedia && !(pair.chosen->media.empty() && pair.rejected->media.empty())) {
        throw Failure("pair.candidate_media", "An answer has media of its own, which the format cannot carry.");
    }
    if (!m_abilities.videos && std::any_of(item.media.begin(), item.media.end(), m_isVideo)) {
        throw Failure("pair.video", "The item has a video, which the trainer cannot read.");
    }
}

std::vector<std::string> PairSieve::rules() const {
    std::vector<std::string> rules = pairRules(m_options);
    rules.emplace_back(
        m_abilities.everyAnnotator
            ? "Every annotator's vote gives its own rows."
            : "Votes of all annotators count; a pair that several of them gave is written once (`pair.repeated`). Where "
              "annotators contradict each other, both directions are written.");
    if (!m_abilities.candidateMedia) {
        rules.emplace_back(
            "A pair whose answers have media of their own is left out (`pair.candidate_media`): the format shows both "
            "answers the same media.");
    }
    if (!m_abilities.videos) {
        rules.emplace_back("A pair with a video is left out (`pair.video`): the trainer opens pictures only.");
    }
    if (!m_abilities.emptyPrompt) {
        rules.emplace_back("A pair without a prompt is left out (`pair.no_prompt`).");
    }
    return rules;
}

} // namespace trutina::storage
