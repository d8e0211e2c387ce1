// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/record_pairs.h"

#include "storage/formats/conversation_record.h"
#include "storage/formats/import_source.h"
#include "storage/formats/line_reader.h"
#include "storage/formats/vote_words.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <utility>

namespace trutina::storage {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refusePreference(const std::string& what) {
    throw Failure("record.preference", what,
                  "Give \"order\", a list of positions from the best on, or \"winner\", one position; both count from 0.");
}

std::vector<MediaRecord> recordsOf(const std::vector<NewMedia>& media) {
    std::vector<MediaRecord> records;
    for (const NewMedia& medium : media) {
        MediaRecord record;
        record.sha256 = medium.file.string(); // tells one file from another, which is all that is asked of it here
        record.as = medium.as;
        record.originalName = medium.file.filename().string();
        record.path = medium.file;
        records.push_back(std::move(record));
    }
    return records;
}

ItemRecord itemRecordOf(const ConversationRecord& record, std::int64_t line) {
    ItemRecord item;
    item.number = static_cast<int>(line);
    item.prompt = record.messages;
    item.media = recordsOf(record.media);
    for (const NewCandidate& candidate : record.candidates) {
        const auto position = static_cast<int>(item.candidates.size());
        item.candidates.push_back(
            {CandidateId{position + 1}, position, candidate.turns, candidate.name, recordsOf(candidate.media)});
    }
    return item;
}

CandidateId candidateAt(const ItemRecord& item, const Json& position) {
    if (!position.is_number_integer() || position < 0 || position >= item.candidates.size()) {
        refusePreference("The record prefers a candidate at " + position.dump() + ", which it does not have.");
    }
    return item.candidates[position.get<std::size_t>()].id;
}

std::vector<CandidateId> rankingOf(const ItemRecord& item, const Json& order) {
    if (!order.is_array()) {
        refusePreference("The order of the record's candidates is no list.");
    }
    std::vector<CandidateId> ranking;
    for (const Json& position : order) {
        const CandidateId candidate = candidateAt(item, position);
        if (std::find(ranking.begin(), ranking.end(), candidate) != ranking.end()) {
            refusePreference("The order of the record names candidate " + position.dump() + " twice.");
        }
        ranking.push_back(candidate);
    }
    return ranking;
}

Decision decisionOf(const Json& word) {
    for (const Decision decision : {Decision::Winner, Decision::Tie, Decision::AllBad, Decision::Skip}) {
        if (word == wordOf(decision)) {
            return decision;
        }
    }
    refusePreference("A vote of the record has the decision " + word.dump() + ".");
}

/// As ConversationWriter writes it.
VoteRecord voteOf(const ItemRecord& item, const Json& json) {
    if (!json.is_object()) {
        refusePreference("A vote of the record is no object.");
    }
    VoteRecord vote;
    vote.decision = decisionOf(json.value("decision", Json()));
    if (vote.decision == Decision::Winner) {
        vote.winner = candidateAt(item, json.value("winner", Json()));
        vote.ranking = rankingOf(item, json.value("ranking", Json::array()));
    }
    vote.kind = json.value("kind", Json()) == "adjudication" ? VoteKind::Adjudication : VoteKind::Vote;
    return vote;
}

VoteRecord voteFor(std::vector<CandidateId> ranking) {
    VoteRecord vote;
    vote.winner = ranking.front();
    vote.ranking = std::move(ranking);
    return vote;
}

/// A member of the record or of its meta.
std::optional<Json> saying(const Json& root, const Json& meta, const char* key) {
    for (const Json* place : {&root, &meta}) {
        if (place->is_object()) {
            if (const auto found = place->find(key); found != place->end() && !found->is_null()) {
                return *found;
            }
        }
    }
    return std::nullopt;
}

std::vector<VoteRecord> votesOf(const ItemRecord& item, const std::string& line) {
    const Json root = Json::parse(line);
    const Json meta = root.value("meta", Json());
    if (meta.is_object() && meta.contains("trutina") && meta["trutina"].is_object() && meta["trutina"].contains("votes")) {
        const Json& list = meta["trutina"]["votes"];
        if (!list.is_array()) {
            refusePreference("The votes of the record are no list.");
        }
        std::vector<VoteRecord> votes;
        for (const Json& vote : list) {
            votes.push_back(voteOf(item, vote));
        }
        return votes;
    }
    if (const auto order = saying(root, meta, "order")) {
        auto ranking = rankingOf(item, *order);
        if (ranking.empty()) {
            refusePreference("The order of the record's candidates is empty.");
        }
        return {voteFor(std::move(ranking))};
    }
    if (const auto winner = saying(root, meta, "winner")) {
        return {voteFor({candidateAt(item, *winner)})};
    }
    throw Failure("record.no_preference", "The record does not say which of its candidates is better.",
                  "Give \"order\" or \"winner\" in the record or in its meta.");
}

} // namespace

TrainingPairSet readRecordPairs(const std::filesystem::path& file, const PairReading& reading, TransferReport& report) {
    std::ifstream stream = openImportSource(file);
    const auto directory = std::filesystem::absolute(file).parent_path();
    LineReader lines(stream);
    PairCollector collector(file, reading, [](const ItemRecord&) {}); // media are asked for before votes
    ExportLedger& ledger = collector.ledger();
    while (lines.next()) {
        ++ledger.report.read;
        if (lines.isTooLong()) {
            ledger.leaveOut(lines.number(), "row.too_long",
                            "The line is longer than " + std::to_string(LineReader::kLongestLine >> 20U) + " MiB.");
            continue;
        }
        try {
            const ConversationRecord record = parseConversationRecord(lines.line(), directory);
            if (record.candidates.size() < 2) {
                throw Failure("record.no_candidates", "The record has fewer than two candidates.", "A pair needs two answers.");
            }
            requireMedia(record, FrameFolders::Allowed);
            const ItemRecord item = itemRecordOf(record, lines.number());
            collector.add({item, votesOf(item, lines.line()), {}});
        } catch (const Failure& failure) {
            ledger.leaveOut(lines.number(), failure.error());
        }
    }
    return collector.finish(report);
}

} // namespace trutina::storage
