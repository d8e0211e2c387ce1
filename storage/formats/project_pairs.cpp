// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/project_pairs.h"

#include "storage/formats/media_check.h"
#include "storage/formats/pair_sieve.h"
#include "storage/records/error.h"

#include <utility>

namespace trutina::storage {

namespace {

/// A trainer shows both answers the same media; it reads videos, and a conversation may begin with its answer.
constexpr PairSieve::Abilities kAbilities{.candidateMedia = false, .videos = true, .everyAnnotator = false, .emptyPrompt = true};

std::vector<Turn> wholeConversation(const ItemRecord& item, const CandidateRecord& answer) {
    std::vector<Turn> turns = item.prompt;
    turns.insert(turns.end(), answer.turns.begin(), answer.turns.end());
    return turns;
}

} // namespace

PairCollector::PairCollector(std::filesystem::path source, const PairReading& reading, RequireMedia require)
    : m_reading(reading), m_require(std::move(require)) {
    m_set.source = std::move(source);
    m_set.isMixed = true;
}

void PairCollector::add(const ExportItem& source) {
    ExportOptions rules;
    rules.ties = m_reading.ties;
    PairSieve(kAbilities, rules).sift(source, m_ledger, [&](const PreferencePair& pair) {
        TrainingPair taken{wholeConversation(source.item, *pair.chosen), wholeConversation(source.item, *pair.rejected), {}};
        if (isTooMuchLonger(taken, m_reading.maxLengthRatio)) {
            throw Failure(kLengthRatioCode, kLengthRatioMessage);
        }
        m_require(source.item);
        for (const MediaRecord& medium : source.item.media) {
            taken.media.push_back({medium.path, medium.as});
        }
        m_set.pairs.push_back(std::move(taken));
    });
}

TrainingPairSet PairCollector::finish(TransferReport& report) {
    m_set.records = m_ledger.report.read;
    m_set.sampled = m_ledger.report.read;
    m_set.leftOut = m_ledger.leftOut;
    report.read += m_ledger.report.read;
    report.written += m_ledger.report.written;
    report.notesInAll += m_ledger.report.notesInAll;
    for (TransferNote& note : m_ledger.report.notes) {
        if (report.notes.size() < kMaxNotes) {
            note.message = m_set.source.filename().string() + ": " + note.message;
            report.notes.push_back(std::move(note));
        }
    }
    return std::move(m_set);
}

TrainingPairSet readProjectPairs(const Project& project, const std::filesystem::path& file, const PairReading& reading,
                                 const std::stop_token& stop, TransferReport& report) {
    MediaCheck media;
    PairCollector collector(file, reading, [&](const ItemRecord& item) { media.require(item.media); });
    forEachExportItem(project, collector.ledger(), stop, [&](const ExportItem& item) { collector.add(item); });
    return collector.finish(report);
}

} // namespace trutina::storage
