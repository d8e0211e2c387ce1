// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_writer.h"

#include "storage/formats/conversation_record.h"
#include "storage/formats/json_text.h"
#include "storage/formats/vote_words.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFile = "records.jsonl";
constexpr const char* kMember = "trutina";

/// Candidates are named by their place in the record, from 0.
Json positionOf(const ItemRecord& item, CandidateId id) {
    for (std::size_t index = 0; index < item.candidates.size(); ++index) {
        if (item.candidates[index].id == id) {
            return index;
        }
    }
    return nullptr;
}

Json voteJson(const ItemRecord& item, const VoteRecord& vote) {
    Json ranking = Json::array();
    for (const CandidateId id : vote.ranking) {
        ranking.push_back(positionOf(item, id));
    }
    Json json = {{"annotator", annotatorOf(vote)},
                 {"decision", wordOf(vote.decision)},
                 {"winner", vote.decision == Decision::Winner ? positionOf(item, vote.winner) : Json()},
                 {"strength", wordOf(vote.strength)},
                 {"ranking", std::move(ranking)},
                 {"reason", vote.reason},
                 {"note", vote.note},
                 {"saw_scores_before", vote.sawScoresBefore},
                 {"time_spent_ms", vote.timeSpentMilliseconds},
                 {"voted_at", utcTime(vote.createdAtMilliseconds)}};
    if (vote.kind == VoteKind::Adjudication) {
        json["kind"] = "adjudication";
    }
    return json;
}

Json scoresJson(const ItemRecord& item, const std::vector<MeasurementRecord>& measurements) {
    Json scores = Json::array();
    for (const CandidateRecord& candidate : item.candidates) {
        if (const MeasurementRecord* score = latestScore(measurements, candidate.id)) {
            const MeasurementSetting& setting = score->setting;
            Json row = {{"candidate", positionOf(item, candidate.id)},
                        {"score", static_cast<float>(score->values.front())},
                        {"model", setting.modelHash},
                        {"model_name", setting.modelName},
                        {"dtype", setting.computeType},
                        {"device", setting.device},
                        {"hd_num", setting.hdNum},
                        {"max_length", setting.maxLength},
                        {"engine_version", setting.engineVersion},
                        {"trained", setting.trained},
                        {"truncated", score->truncated}};
            if (!setting.weightType.empty()) {
                row["weight_type"] = setting.weightType;
            }
            if (!setting.frameLabels) {
                row["frame_labels"] = false;
            }
            scores.push_back(std::move(row));
        }
    }
    return scores;
}

} // namespace

ConversationWriter::ConversationWriter(ExportTarget& target) : m_target(target), m_file(target.folder.create(kFile)) {}

void ConversationWriter::place(std::vector<NewMedia>& paths, const std::vector<MediaRecord>& media) {
    for (std::size_t index = 0; index < media.size(); ++index) {
        paths[index].file = m_target.media.place(media[index]);
    }
}

void ConversationWriter::writeItem(const ExportItem& source) {
    const ItemRecord& item = source.item;
    try {
        m_target.media.require(item.media);
        for (const CandidateRecord& candidate : item.candidates) {
            m_target.media.require(candidate.media);
        }
    } catch (const Failure& failure) {
        m_target.ledger.leaveOut(item.number, failure.error());
        return;
    }
    ConversationRecord record = recordOf(item);
    place(record.media, item.media);
    for (std::size_t index = 0; index < item.candidates.size(); ++index) {
        place(record.candidates[index].media, item.candidates[index].media);
    }
    Json own = Json::object();
    if (!source.votes.empty()) {
        Json votes = Json::array();
        for (const VoteRecord& vote : source.votes) {
            votes.push_back(voteJson(item, vote));
        }
        own["votes"] = std::move(votes);
    }
    if (Json scores = scoresJson(item, source.measurements); !scores.empty()) {
        own["scores"] = std::move(scores);
    }
    if (item.flagged) {
        own["flagged"] = true;
    }
    if (!item.note.empty()) {
        own["note"] = item.note;
    }
    // Without anything of its own the item keeps what an earlier export wrote there.
    if (!own.empty()) {
        record.meta = withMember(record.meta, kMember, own.dump());
    }
    m_file->write(conversationRecordLine(record) + "\n");
    ++m_target.ledger.report.written;
}

void ConversationWriter::finish() {
    m_file->close();
}

std::vector<std::string> ConversationWriter::rules() const {
    return {"Every item is written, in the order of its number, with or without votes.",
            "Votes, scores, flag and note stand in `meta` under `trutina`; candidates are named there by their place, from 0.",
            "An item whose media are missing (`media.not_found`) or were changed since they were added (`media.changed`) is left "
            "out."};
}

std::string ConversationWriter::usage() const {
    return "`records.jsonl` can be imported again, and scored with `trutina-cli score --input records.jsonl`. Importing brings "
           "back the "
           "items; votes stay readable in `meta`.\n";
}

} // namespace trutina::storage
