// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"
#include "storage/repositories/project.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace trutina::testing {

/// A project in memory, for tests of what reads from and adds to one. What those do not need throws.
class FakeProject : public storage::Project {
  public:
    std::vector<storage::ItemRecord> records;
    std::vector<std::vector<storage::VoteRecord>> recordVotes; ///< by item
    std::vector<std::vector<storage::MeasurementRecord>> recordMeasurements;
    std::vector<std::string> summaries; ///< of each call of addItems

    storage::ProjectInfo info() const override {
        storage::ProjectInfo info;
        info.counts.all = static_cast<int>(records.size());
        return info;
    }

    std::vector<storage::ItemId> addItems(const std::vector<storage::NewItem>& items, const std::string& summary) override {
        summaries.push_back(summary);
        std::vector<storage::ItemId> ids;
        for (const storage::NewItem& item : items) {
            ids.push_back(add(item));
        }
        return ids;
    }

    std::int64_t addItemsFrom(const storage::ItemSource& next, const std::function<std::string(std::int64_t)>& summary) override {
        const std::size_t before = records.size();
        try {
            while (const auto item = next()) {
                add(*item);
            }
        } catch (...) { // like the real one: what the source throws leaves nothing behind
            records.resize(before);
            recordVotes.resize(before);
            recordMeasurements.resize(before);
            throw;
        }
        const auto added = static_cast<std::int64_t>(records.size() - before);
        if (added > 0) {
            summaries.push_back(summary(added));
        }
        return added;
    }

    void addVotes(const std::vector<storage::JudgedItem>& votes, const std::string& summary) override {
        summaries.push_back(summary);
        for (const storage::JudgedItem& judged : votes) {
            addVote(index(judged.item), judged.vote);
        }
    }

    storage::VoteRecord vote(const storage::NewVote& vote) override {
        storage::VoteRecord record;
        static_cast<storage::NewVote&>(record) = vote;
        record.id = {++m_lastVote};
        record.annotator = {1};
        record.annotatorName = "Ada";
        record.createdAtMilliseconds = 1'767'225'600'000 + m_lastVote; // 2026-01-01
        recordVotes[index(vote.item)].push_back(record);
        return record;
    }
    std::vector<storage::VoteRecord> votes(storage::ItemId item) const override { return recordVotes[index(item)]; }
    storage::ItemRecord item(storage::ItemId item) const override { return records[index(item)]; }

    void addMeasurements(const std::vector<storage::NewMeasurement>& measurements) override {
        for (const storage::NewMeasurement& measurement : measurements) {
            storage::MeasurementRecord record;
            static_cast<storage::NewMeasurement&>(record) = measurement;
            record.id = {++m_lastMeasurement};
            for (std::size_t at = 0; at < records.size(); ++at) {
                for (const storage::CandidateRecord& candidate : records[at].candidates) {
                    if (candidate.id == measurement.candidate) {
                        recordMeasurements[at].push_back(record);
                    }
                }
            }
        }
    }
    bool hasMeasurements() const override { return m_lastMeasurement > 0; }
    std::vector<storage::MeasurementRecord>
    measurements(storage::ItemId item, const std::optional<storage::MeasurementSetting>& /*setting*/) const override {
        return recordMeasurements[index(item)];
    }
    void forEachItem(const std::function<void(const storage::ItemRecord&, const std::vector<storage::VoteRecord>&)>& visit,
                     std::stop_token stop) const override {
        for (std::size_t at = 0; at < records.size(); ++at) {
            if (stop.stop_requested()) {
                throw storage::Cancelled();
            }
            visit(records[at], recordVotes[at]);
        }
    }

    void replaceItem(storage::ItemId, const storage::NewItem&) override { refuse(); }
    std::int64_t addTag(const std::vector<storage::ItemId>&, const std::string&, const std::string&) override { refuse(); }
    void removeCandidates(const std::vector<storage::UnwantedCandidates>&, const std::string&) override { refuse(); }
    void withdrawAdjudication(storage::ItemId) override { refuse(); }
    std::optional<storage::ShownOrder> recordedOrder(storage::ShownOrderId) const override { return std::nullopt; }
    std::vector<storage::CriterionRecord> criteria() const override { return {}; }
    void removeItems(const std::vector<storage::ItemId>&) override { refuse(); }
    void setFlag(storage::ItemId item, bool flagged) override { records[index(item)].flagged = flagged; }
    void setNote(storage::ItemId item, const std::string& note) override { records[index(item)].note = note; }
    std::vector<storage::ItemSummary> items(const storage::ItemFilter&) const override { refuse(); }
    storage::ItemCounts counts() const override { return info().counts; }
    std::optional<storage::ItemId> nextItem(int, storage::ItemProgress) const override { refuse(); }
    std::optional<storage::ItemId> previousItem(int, storage::ItemProgress) const override { refuse(); }
    void relocateMedia(storage::MediaId, const std::filesystem::path&) override { refuse(); }
    storage::ShownOrder shownOrder(storage::ItemId) override { refuse(); }
    void withdrawVote(storage::ItemId) override { refuse(); }
    std::optional<storage::VoteRecord> currentVote(storage::ItemId) const override { refuse(); }
    storage::JournalState journalState() const override { refuse(); }
    storage::JournalState undo() override { refuse(); }
    storage::JournalState redo() override { refuse(); }
    std::vector<storage::JournalEntry> journal(int) const override { refuse(); }
    void setAnnotator(const std::string&) override { refuse(); }
    std::vector<std::string> annotators() const override { refuse(); }
    std::vector<std::string> judges() const override { refuse(); }
    std::vector<std::string> check(std::stop_token) const override { refuse(); }
    storage::MergeReport merge(const std::filesystem::path&, storage::MergeRun, std::stop_token,
                               const std::function<void(const storage::MergeProgress&)>&) override {
        refuse();
    }
    void backup(const std::filesystem::path&) const override { refuse(); }

  private:
    [[noreturn]] static void refuse() { throw std::logic_error("the fake project cannot do that"); }
    static std::size_t index(storage::ItemId item) { return static_cast<std::size_t>(item.value - 1); }

    std::vector<storage::MediaRecord> media(const std::vector<storage::NewMedia>& added) {
        std::vector<storage::MediaRecord> result;
        for (const storage::NewMedia& medium : added) {
            storage::MediaRecord record;
            record.id = {++m_lastMedia};
            record.path = medium.file;
            record.as = medium.as;
            record.originalName = medium.file.filename().string();
            record.sha256 = storage::sha256OfFile(medium.file);
            result.push_back(record);
        }
        return result;
    }

    storage::ItemId add(const storage::NewItem& item) {
        storage::ItemRecord record;
        record.id = {static_cast<std::int64_t>(records.size() + 1)};
        record.number = static_cast<int>(record.id.value);
        record.externalId = item.externalId;
        record.prompt = item.prompt;
        record.media = media(item.media);
        for (const storage::NewCandidate& added : item.candidates) {
            storage::CandidateRecord candidate;
            candidate.id = {++m_lastCandidate};
            candidate.position = static_cast<int>(record.candidates.size());
            candidate.turns = added.turns;
            candidate.name = added.name;
            candidate.media = media(added.media);
            record.candidates.push_back(candidate);
        }
        record.tags = item.tags;
        record.meta = item.meta;
        record.source = item.source;
        records.push_back(record);
        recordVotes.emplace_back();
        recordMeasurements.emplace_back();
        for (const storage::ImportedVote& vote : item.votes) {
            addVote(records.size() - 1, vote);
        }
        return record.id;
    }

    void addVote(std::size_t at, const storage::ImportedVote& imported) {
        storage::VoteRecord record;
        const auto& candidates = records[at].candidates;
        record.id = {++m_lastVote};
        record.item = records[at].id;
        record.decision = imported.decision;
        if (imported.winner >= 0) {
            record.winner = candidates.at(static_cast<std::size_t>(imported.winner)).id;
        }
        record.strength = imported.strength;
        for (const int place : imported.ranking) {
            record.ranking.push_back(candidates.at(static_cast<std::size_t>(place)).id);
        }
        record.reason = imported.reason;
        record.note = imported.note;
        record.timeSpentMilliseconds = imported.timeSpentMilliseconds;
        record.annotatorName = imported.annotator;
        const auto known = std::find(m_annotators.begin(), m_annotators.end(), imported.annotator);
        record.annotator = {2 + (known - m_annotators.begin())};
        if (known == m_annotators.end()) {
            m_annotators.push_back(imported.annotator);
        }
        record.kind = imported.kind;
        record.createdAtMilliseconds = imported.votedAtMilliseconds;
        recordVotes[at].push_back(record);
    }

    std::vector<std::string> m_annotators;
    std::int64_t m_lastCandidate = 0;
    std::int64_t m_lastMedia = 0;
    std::int64_t m_lastVote = 0;
    std::int64_t m_lastMeasurement = 0;
};

} // namespace trutina::testing
