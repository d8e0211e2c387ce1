// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_training_desk.h"
#include "tests/support/reply_queue.h"
#include "ui/contracts/care_desk.h"
#include "ui/contracts/desks.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/contracts/transfer_desk.h"
#include "ui/contracts/video_desk.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trutina::testing {

/// A project in memory. Undo and redo know votes, notes and flags.
class FakeProjectDesk : public contracts::ProjectDesk {
  public:
    using ProjectDesk::ProjectDesk;

    ReplyQueue replies;
    std::vector<storage::NewVote> votes;                    ///< every vote call, in order
    std::optional<contracts::Problem> nextProblem;          ///< the next storing call fails with this
    std::map<std::int64_t, std::vector<std::size_t>> order; ///< by item: shown order as candidate positions; missing: as added
    std::vector<storage::MeasurementRecord> measurements;
    int listCalls = 0;

    /// Puts a project with these items in place and tells so, as openProject() would.
    void fill(const std::vector<storage::NewItem>& items, const std::string& name = "Kitchen pilot") {
        m_items.clear();
        for (const storage::NewItem& item : items) {
            append(item);
        }
        storage::ProjectInfo info;
        info.name = name;
        info.file = "/projects/" + name + ".trutina";
        info.uuid = "fake";
        info.annotator = "tester";
        m_info = info;
        recount();
        Q_EMIT projectOpened(*m_info);
    }

    [[nodiscard]] storage::ItemRecord& record(int number) { return m_items.at(static_cast<std::size_t>(number - 1)).record; }
    [[nodiscard]] storage::ItemId itemId(int number) { return record(number).id; }
    [[nodiscard]] std::optional<storage::VoteRecord> voteOn(int number) const {
        return m_items.at(static_cast<std::size_t>(number - 1)).vote;
    }
    void setMediaState(int number, storage::MediaState state) {
        for (auto& media : record(number).media) {
            media.state = state;
        }
        Q_EMIT itemChanged(itemId(number));
    }

    void createProject(const QString& file, storage::MediaPolicy policy, QObject* guard,
                       contracts::Reply<storage::ProjectInfo> reply) override {
        const std::filesystem::path path(file.toStdString());
        storing<storage::ProjectInfo>(guard, std::move(reply), [this, path, policy] {
            m_items.clear();
            m_info = storage::ProjectInfo{};
            m_info->name = path.stem().string();
            m_info->file = path;
            m_info->mediaPolicy = policy;
            recount();
            Q_EMIT projectOpened(*m_info);
            return *m_info;
        });
    }
    void openProject(const QString& file, bool /*takeOverLock*/, QObject* guard,
                     contracts::Reply<storage::ProjectInfo> reply) override {
        createProject(file, storage::MediaPolicy::Copy, guard, std::move(reply));
    }
    void closeProject() override {
        m_info.reset();
        m_items.clear();
        m_undo.clear();
        m_redo.clear();
        Q_EMIT projectClosed();
    }
    [[nodiscard]] std::optional<storage::ProjectInfo> project() const override { return m_info; }

    void listItems(const storage::ItemFilter& filter, QObject* guard,
                   contracts::Reply<std::vector<storage::ItemSummary>> reply) override {
        ++listCalls;
        replies.post(guard, [this, filter, reply = std::move(reply)] {
            std::vector<storage::ItemSummary> rows;
            for (const Held& held : m_items) {
                const bool isAsked =
                    filter.only.empty() || std::find(filter.only.begin(), filter.only.end(), held.record.id) != filter.only.end();
                if (isAsked && held.record.number > filter.afterNumber && matches(held, filter.progress) &&
                    contains(held, filter.text) && static_cast<int>(rows.size()) < filter.limit) {
                    rows.push_back(summary(held));
                }
            }
            if (reply) {
                reply(rows);
            }
        });
    }
    void loadItem(storage::ItemId item, QObject* guard, contracts::Reply<contracts::ItemSheet> reply) override {
        replies.post(guard, [this, item, reply = std::move(reply)] {
            Held* held = find(item);
            if (!reply) {
                return;
            }
            if (held == nullptr) {
                reply(contracts::Problem{QStringLiteral("item.not_found"), QStringLiteral("This item is gone."), {}, {}});
                return;
            }
            reply(sheet(*held));
        });
    }
    void findItem(int number, bool forward, storage::ItemProgress progress, QObject* guard,
                  contracts::Reply<storage::ItemId> reply) override {
        replies.post(guard, [this, number, forward, progress, reply = std::move(reply)] {
            storage::ItemId found;
            for (const Held& held : m_items) {
                const bool isOnSide = forward ? held.record.number > number : held.record.number < number;
                if (isOnSide && matches(held, progress)) {
                    found = held.record.id;
                    if (forward) {
                        break;
                    }
                }
            }
            if (reply) {
                reply(found);
            }
        });
    }

    void addItems(const std::vector<storage::NewItem>& items, QObject* guard,
                  contracts::Reply<std::vector<storage::ItemId>> reply) override {
        storing<std::vector<storage::ItemId>>(guard, std::move(reply), [this, items] {
            std::vector<storage::ItemId> ids;
            for (const auto& item : items) {
                ids.push_back(append(item));
            }
            recount();
            Q_EMIT itemsChanged();
            return ids;
        });
    }
    void replaceItem(storage::ItemId item, const storage::NewItem& content, QObject* guard,
                     contracts::Reply<contracts::Nothing> reply) override {
        storing<contracts::Nothing>(guard, std::move(reply), [this, item, content] {
            if (Held* held = find(item)) {
                const int number = held->record.number;
                held->record = recordOf(content, item, number);
                Q_EMIT itemChanged(item);
            }
            return contracts::Nothing{};
        });
    }
    void removeItems(const std::vector<storage::ItemId>& items, QObject* guard,
                     contracts::Reply<contracts::Nothing> reply) override {
        storing<contracts::Nothing>(guard, std::move(reply), [this, items] {
            std::erase_if(m_items,
                          [&items](const Held& held) { return std::ranges::find(items, held.record.id) != items.end(); });
            recount();
            Q_EMIT itemsChanged();
            return contracts::Nothing{};
        });
    }
    void setFlag(storage::ItemId item, bool flagged, QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        change(item, "flag", guard, std::move(reply), [flagged](Held& held) { held.record.flagged = flagged; });
    }
    void setNote(storage::ItemId item, const QString& note, QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        change(item, "note", guard, std::move(reply), [text = note.toStdString()](Held& held) { held.record.note = text; });
    }
    void relocateMedia(storage::MediaId media, const QString& file, QObject* guard,
                       contracts::Reply<contracts::Nothing> reply) override {
        storing<contracts::Nothing>(guard, std::move(reply), [this, media, file] {
            for (Held& held : m_items) {
                for (auto& one : held.record.media) {
                    if (one.id == media) {
                        one.path = file.toStdString();
                        one.state = storage::MediaState::Present;
                        Q_EMIT itemChanged(held.record.id);
                    }
                }
            }
            return contracts::Nothing{};
        });
    }

    void vote(const storage::NewVote& vote, QObject* guard, contracts::Reply<storage::VoteRecord> reply) override {
        votes.push_back(vote);
        storing<storage::VoteRecord>(guard, std::move(reply), [this, vote] {
            storage::VoteRecord record;
            static_cast<storage::NewVote&>(record) = vote;
            record.id = {++m_lastId};
            if (Held* held = find(vote.item)) {
                remember(*held, "vote");
                held->vote = record;
                recount();
                Q_EMIT itemChanged(vote.item);
            }
            return record;
        });
    }
    void withdrawVote(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        change(item, "vote", guard, std::move(reply), [](Held& held) { held.vote.reset(); });
    }
    void undo(QObject* guard, contracts::Reply<storage::ItemId> reply) override { step(m_undo, m_redo, guard, std::move(reply)); }
    void redo(QObject* guard, contracts::Reply<storage::ItemId> reply) override { step(m_redo, m_undo, guard, std::move(reply)); }
    [[nodiscard]] storage::JournalState journalState() const override {
        storage::JournalState state;
        if (!m_undo.empty()) {
            state.undoText = m_undo.back().words;
            state.undoItem = m_undo.back().before.record.id;
        }
        if (!m_redo.empty()) {
            state.redoText = m_redo.back().words;
            state.redoItem = m_redo.back().before.record.id;
        }
        return state;
    }
    void journal(int limit, QObject* guard, contracts::Reply<std::vector<storage::JournalEntry>> reply) override {
        replies.post(guard, [this, limit, reply = std::move(reply)] {
            std::vector<storage::JournalEntry> entries;
            for (auto step = m_undo.rbegin(); step != m_undo.rend() && static_cast<int>(entries.size()) < limit; ++step) {
                storage::JournalEntry entry;
                entry.id = {static_cast<std::int64_t>(m_undo.size() - entries.size())};
                entry.summary = step->words;
                entry.item = step->before.record.id;
                entries.push_back(entry);
            }
            if (reply) {
                reply(entries);
            }
        });
    }
    void keepPastedPicture(const QByteArray& /*png*/, QObject* guard, contracts::Reply<QString> reply) override {
        storing<QString>(guard, std::move(reply), [] { return QStringLiteral("/pasted/picture.png"); });
    }

  private:
    struct Held {
        storage::ItemRecord record;
        std::optional<storage::VoteRecord> vote;
    };
    struct Step {
        std::string words;
        Held before;
    };

    template <typename T, typename Work>
    void storing(QObject* guard, contracts::Reply<T> reply, Work work) {
        replies.post(guard, [this, reply = std::move(reply), work = std::move(work)] {
            if (nextProblem) {
                const contracts::Problem problem = *std::exchange(nextProblem, std::nullopt);
                if (reply) {
                    reply(problem);
                }
                return;
            }
            const T value = work();
            if (reply) {
                reply(value);
            }
        });
    }
    template <typename Change>
    void change(storage::ItemId item, const char* what, QObject* guard, contracts::Reply<contracts::Nothing> reply,
                Change apply) {
        storing<contracts::Nothing>(guard, std::move(reply), [this, item, what, apply] {
            if (Held* held = find(item)) {
                remember(*held, what);
                apply(*held);
                recount();
                Q_EMIT itemChanged(item);
            }
            return contracts::Nothing{};
        });
    }
    void step(std::vector<Step>& from, std::vector<Step>& to, QObject* guard, contracts::Reply<storage::ItemId> reply) {
        storing<storage::ItemId>(guard, std::move(reply), [this, &from, &to] {
            if (from.empty()) {
                return storage::ItemId{};
            }
            const Step step = from.back();
            from.pop_back();
            Held* held = find(step.before.record.id);
            to.push_back({step.words, *held});
            *held = step.before;
            recount();
            Q_EMIT itemChanged(held->record.id);
            Q_EMIT journalChanged(journalState());
            return held->record.id;
        });
    }
    void remember(const Held& held, const char* what) {
        m_undo.push_back({std::string(what) + " on item " + std::to_string(held.record.number), held});
        m_redo.clear();
        QTimer::singleShot(0, this, [this] { Q_EMIT journalChanged(journalState()); });
    }

    Held* find(storage::ItemId item) {
        const auto found = std::ranges::find_if(m_items, [item](const Held& held) { return held.record.id == item; });
        return found == m_items.end() ? nullptr : &*found;
    }
    storage::ItemId append(const storage::NewItem& item) {
        const storage::ItemId id{++m_lastId};
        Held held;
        held.record = recordOf(item, id, static_cast<int>(m_items.size()) + 1);
        m_items.push_back(std::move(held));
        return id;
    }
    std::vector<storage::MediaRecord> mediaOf(const std::vector<storage::NewMedia>& media) {
        std::vector<storage::MediaRecord> records;
        for (const auto& one : media) {
            storage::MediaRecord record;
            record.id = {++m_lastId};
            record.path = one.file;
            record.originalName = one.file.filename().string();
            record.as = one.as;
            record.isVideo = one.as == storage::MediaReading::Video || one.file.extension() == ".mp4";
            record.state = std::filesystem::exists(one.file) ? storage::MediaState::Present : storage::MediaState::Missing;
            records.push_back(record);
        }
        return records;
    }
    storage::ItemRecord recordOf(const storage::NewItem& item, storage::ItemId id, int number) {
        storage::ItemRecord record;
        record.id = id;
        record.number = number;
        record.externalId = item.externalId;
        record.prompt = item.prompt;
        record.media = mediaOf(item.media);
        record.tags = item.tags;
        record.meta = item.meta;
        record.source = item.source;
        for (const auto& candidate : item.candidates) {
            storage::CandidateRecord one;
            one.id = {++m_lastId};
            one.position = static_cast<int>(record.candidates.size());
            one.turns = candidate.turns;
            one.name = candidate.name;
            one.media = mediaOf(candidate.media);
            record.candidates.push_back(one);
        }
        return record;
    }
    contracts::ItemSheet sheet(const Held& held) {
        contracts::ItemSheet sheet;
        sheet.item = held.record;
        sheet.vote = held.vote;
        sheet.shownOrder.id = {held.record.id.value + 100000};
        sheet.shownOrder.item = held.record.id;
        const auto wanted = order.find(held.record.id.value);
        for (std::size_t k = 0; k < held.record.candidates.size(); ++k) {
            const std::size_t position = wanted == order.end() ? k : wanted->second.at(k);
            sheet.shownOrder.candidates.push_back(held.record.candidates.at(position).id);
        }
        for (const auto& measurement : measurements) {
            const auto isOurs = [&measurement](const storage::CandidateRecord& one) { return one.id == measurement.candidate; };
            if (std::ranges::any_of(held.record.candidates, isOurs)) {
                sheet.scores.push_back(measurement);
            }
        }
        return sheet;
    }
    static bool matches(const Held& held, storage::ItemProgress progress) {
        const bool isSkipped = held.vote && held.vote->decision == storage::Decision::Skip;
        switch (progress) {
        case storage::ItemProgress::All:
            return true;
        case storage::ItemProgress::Open:
            return !held.vote;
        case storage::ItemProgress::Decided:
            return held.vote && !isSkipped;
        case storage::ItemProgress::Skipped:
            return isSkipped;
        case storage::ItemProgress::Flagged:
            return held.record.flagged;
        }
        return false;
    }
    static bool contains(const Held& held, const std::string& text) {
        if (text.empty()) {
            return true;
        }
        const QString wanted = QString::fromStdString(text);
        const auto has = [&wanted](const storage::Turn& turn) {
            return QString::fromStdString(turn.content).contains(wanted, Qt::CaseInsensitive);
        };
        return std::ranges::any_of(held.record.prompt, has) ||
               std::ranges::any_of(held.record.candidates,
                                   [&has](const auto& one) { return std::ranges::any_of(one.turns, has); });
    }
    storage::ItemSummary summary(const Held& held) const {
        storage::ItemSummary row;
        row.id = held.record.id;
        row.number = held.record.number;
        row.promptExcerpt = held.record.prompt.empty() ? std::string() : held.record.prompt.back().content;
        row.videos = static_cast<int>(std::ranges::count_if(held.record.media, &storage::MediaRecord::isVideo));
        row.pictures = static_cast<int>(held.record.media.size()) - row.videos;
        row.candidates = static_cast<int>(held.record.candidates.size());
        row.flagged = held.record.flagged;
        if (held.vote) {
            row.decision = held.vote->decision;
            for (const auto& candidate : held.record.candidates) {
                if (candidate.id == held.vote->winner) {
                    row.winnerPosition = candidate.position;
                }
            }
        }
        return row;
    }
    void recount() {
        if (!m_info) {
            return;
        }
        storage::ItemCounts counts;
        for (const Held& held : m_items) {
            ++counts.all;
            counts.open += matches(held, storage::ItemProgress::Open) ? 1 : 0;
            counts.decided += matches(held, storage::ItemProgress::Decided) ? 1 : 0;
            counts.skipped += matches(held, storage::ItemProgress::Skipped) ? 1 : 0;
            counts.flagged += held.record.flagged ? 1 : 0;
        }
        m_info->counts = counts;
        Q_EMIT projectChanged(*m_info);
    }

    std::optional<storage::ProjectInfo> m_info;
    std::vector<Held> m_items;
    std::vector<Step> m_undo;
    std::vector<Step> m_redo;
    std::int64_t m_lastId = 0;
};

/// Scores nothing by itself: a test hands scores over with deliver().
class FakeScoringDesk : public contracts::ScoringDesk {
  public:
    using ScoringDesk::ScoringDesk;

    ReplyQueue replies;
    std::vector<storage::ItemId> prepared; ///< as last asked for
    std::vector<storage::ItemId> asked;    ///< every scoreItem call
    std::vector<contracts::JobId> cancelled;
    contracts::ScoringSettings settings; ///< as last set
    struct Rescored {
        storage::CandidateId candidate;
        QString text;
    };
    std::vector<Rescored> rescored; ///< every rescore call

    void setSettings(const contracts::ScoringSettings& wanted) override { settings = wanted; }
    contracts::JobId scoreItem(storage::ItemId item, QObject* guard,
                               contracts::Reply<std::vector<storage::MeasurementRecord>> reply) override {
        asked.push_back(item);
        const contracts::JobId job = ++m_lastJob;
        m_open.push_back({job, item, guard, guard != nullptr, std::move(reply)});
        return job;
    }
    void prepareItems(const std::vector<storage::ItemId>& items) override { prepared = items; }
    contracts::JobId scoreAll(QObject* guard, contracts::Reply<int> reply) override {
        replies.post(guard, [reply = std::move(reply)] {
            if (reply) {
                reply(0);
            }
        });
        return ++m_lastJob;
    }
    void rescore(storage::ItemId /*item*/, storage::CandidateId candidate, const QString& text, QObject* guard,
                 contracts::Reply<contracts::DraftScore> reply) override {
        cancelRescore();
        rescored.push_back({candidate, text});
        m_draft = Draft{guard, std::move(reply)};
    }
    void cancelRescore() override {
        if (const auto draft = std::exchange(m_draft, std::nullopt)) {
            replies.post(draft->guard, [reply = draft->reply] { reply(contracts::Cancelled{}); });
        }
    }
    void cancel(contracts::JobId job) override {
        cancelled.push_back(job);
        finish(job, contracts::Cancelled{});
    }
    void cancelAll() override {
        while (!m_open.empty()) {
            cancel(m_open.front().job);
        }
    }

    /// One score per candidate of the item, by position; answers every waiting scoreItem() for it.
    void deliver(FakeProjectDesk& project, int number, const std::vector<double>& scores, bool trained = true) {
        const storage::ItemRecord& item = project.record(number);
        std::vector<storage::MeasurementRecord> records;
        for (std::size_t k = 0; k < scores.size(); ++k) {
            storage::MeasurementRecord record;
            record.id = {static_cast<std::int64_t>(project.measurements.size()) + 1};
            record.candidate = item.candidates.at(k).id;
            record.values = {scores[k]};
            record.setting.modelName = "demo-model";
            record.setting.modelHash = "sha256:fake";
            record.setting.trained = trained;
            records.push_back(record);
            project.measurements.push_back(record);
        }
        while (const Open* open = waitingFor(item.id)) {
            finish(open->job, records);
        }
        Q_EMIT itemScored(item.id);
    }
    /// Answers the rescore() that waits; nothing when none does.
    void answerDraft(const contracts::Outcome<contracts::DraftScore>& outcome) {
        if (const auto draft = std::exchange(m_draft, std::nullopt)) {
            replies.post(draft->guard, [reply = draft->reply, outcome] { reply(outcome); });
        }
    }
    [[nodiscard]] bool waitsForDraft() const { return m_draft.has_value(); }
    void failAll(const contracts::Problem& problem) {
        while (!m_open.empty()) {
            finish(m_open.front().job, problem);
        }
    }

  private:
    struct Open {
        contracts::JobId job = 0;
        storage::ItemId item;
        QPointer<QObject> guard;
        bool isGuarded = false;
        contracts::Reply<std::vector<storage::MeasurementRecord>> reply;
    };
    const Open* waitingFor(storage::ItemId item) const {
        const auto found = std::ranges::find_if(m_open, [item](const Open& open) { return open.item == item; });
        return found == m_open.end() ? nullptr : &*found;
    }
    void finish(contracts::JobId job, const contracts::Outcome<std::vector<storage::MeasurementRecord>>& outcome) {
        const auto found = std::ranges::find_if(m_open, [job](const Open& open) { return open.job == job; });
        if (found == m_open.end()) {
            return;
        }
        const Open open = std::move(*found);
        m_open.erase(found);
        if (open.reply && (!open.isGuarded || open.guard != nullptr)) {
            replies.post(open.guard, [reply = open.reply, outcome] { reply(outcome); });
        }
    }

    struct Draft {
        QPointer<QObject> guard;
        contracts::Reply<contracts::DraftScore> reply;
    };

    std::vector<Open> m_open;
    std::optional<Draft> m_draft;
    contracts::JobId m_lastJob = 0;
};

class FakeModelDesk : public contracts::ModelDesk {
  public:
    using ModelDesk::ModelDesk;

    ReplyQueue replies;
    engine::ModelInspection inspection;            ///< what inspect() answers
    std::vector<engine::DeviceInfo> deviceList;    ///< what devices() answers
    std::optional<contracts::Problem> nextProblem; ///< load() and inspect() fail with this, once
    std::vector<engine::LoadOptions> loads;
    std::function<engine::MemoryPlan(const engine::LoadOptions&, const engine::WorkloadShape&)> planner; ///< empty: it fits
    contracts::CacheSizes caches;
    std::vector<qint64> prefixBudgets; ///< as set
    int prefixCachesEmptied = 0;
    int featureCachesEmptied = 0;

    void setModel(const engine::ModelInfo& info) {
        m_info = info;
        setState(contracts::ModelState::Ready);
    }
    void setState(contracts::ModelState state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
    void setFailed(const contracts::Problem& problem) {
        m_problem = problem;
        setState(contracts::ModelState::Failed);
    }

    [[nodiscard]] contracts::ModelState state() const override { return m_state; }
    [[nodiscard]] std::optional<engine::ModelInfo> model() const override {
        return m_state == contracts::ModelState::Ready ? m_info : std::nullopt;
    }
    [[nodiscard]] std::optional<contracts::Problem> problem() const override {
        return m_state == contracts::ModelState::Failed ? m_problem : std::nullopt;
    }
    contracts::JobId load(const engine::LoadOptions& options, QObject* guard,
                          contracts::Reply<engine::ModelInfo> reply) override {
        loads.push_back(options);
        setState(contracts::ModelState::Loading);
        replies.post(guard, [this, options, reply = std::move(reply)] {
            if (nextProblem) {
                setFailed(*std::exchange(nextProblem, std::nullopt));
                if (reply) {
                    reply(*m_problem);
                }
                return;
            }
            engine::ModelInfo info;
            info.name = options.directory.filename().string();
            info.device = "cpu";
            info.inspection = inspection;
            setModel(info);
            if (reply) {
                reply(info);
            }
        });
        return 1;
    }
    void unload() override {
        m_info.reset();
        setState(contracts::ModelState::None);
    }
    void inspect(const QString& /*directory*/, QObject* guard, contracts::Reply<engine::ModelInspection> reply) override {
        replies.post(guard, [this, reply = std::move(reply)] {
            if (!reply) {
                return;
            }
            if (nextProblem) {
                reply(*std::exchange(nextProblem, std::nullopt));
                return;
            }
            reply(inspection);
        });
    }
    void devices(QObject* guard, contracts::Reply<std::vector<engine::DeviceInfo>> reply) override {
        replies.post(guard, [this, reply = std::move(reply)] {
            if (reply) {
                reply(deviceList);
            }
        });
    }
    [[nodiscard]] std::optional<engine::LoadOptions> loadedFrom() const override {
        return m_state == contracts::ModelState::Ready && !loads.empty() ? std::optional(loads.back()) : std::nullopt;
    }
    [[nodiscard]] std::optional<engine::MemoryPlan> plan() const override {
        return m_state == contracts::ModelState::Ready && !loads.empty() ? std::optional(planOf(loads.back(), {})) : std::nullopt;
    }
    void planMemory(const engine::LoadOptions& options, const engine::WorkloadShape& workload, QObject* guard,
                    contracts::Reply<engine::MemoryPlan> reply) override {
        replies.post(guard, [this, options, workload, reply = std::move(reply)] {
            if (reply) {
                reply(planOf(options, workload));
            }
        });
    }
    void cacheSizes(QObject* guard, contracts::Reply<contracts::CacheSizes> reply) override {
        replies.post(guard, [this, reply = std::move(reply)] {
            if (reply) {
                reply(caches);
            }
        });
    }
    void setPrefixCacheBudget(qint64 bytes) override { prefixBudgets.push_back(bytes); }
    void emptyPrefixCache(QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        ++prefixCachesEmptied;
        if (caches.prefixes) {
            caches.prefixes->bytes = 0;
            caches.prefixes->entries = 0;
        }
        replies.post(guard, [reply = std::move(reply)] {
            if (reply) {
                reply(contracts::Nothing{});
            }
        });
    }
    void emptyFeatureCache(QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        ++featureCachesEmptied;
        caches.features.bytes = 0;
        caches.features.entries = 0;
        replies.post(guard, [reply = std::move(reply)] {
            if (reply) {
                reply(contracts::Nothing{});
            }
        });
    }
    void inspectMedia(const QString& /*file*/, int /*hdNum*/, QObject* guard,
                      contracts::Reply<engine::MediaInspection> reply) override {
        replies.post(guard, [reply = std::move(reply)] {
            if (reply) {
                reply(engine::MediaInspection{});
            }
        });
    }

  private:
    [[nodiscard]] engine::MemoryPlan planOf(const engine::LoadOptions& options, const engine::WorkloadShape& workload) const {
        return planner ? planner(options, workload) : engine::MemoryPlan{};
    }

    contracts::ModelState m_state = contracts::ModelState::None;
    std::optional<engine::ModelInfo> m_info;
    std::optional<contracts::Problem> m_problem;
};

class FakeTransferDesk : public contracts::TransferDesk {
  public:
    using TransferDesk::TransferDesk;

    ReplyQueue replies;
    std::vector<contracts::TransferFormat> formatList;
    contracts::TransferPreview nextPreview;
    contracts::TransferSummary nextSummary;
    std::optional<contracts::Problem> nextProblem;
    std::vector<contracts::ImportChoice> previews;
    std::vector<contracts::TransferAnnotator> annotatorList;
    std::vector<contracts::JobId> cancelled; ///< what was asked to stop
    std::vector<contracts::ImportChoice> imports;
    std::vector<contracts::ExportChoice> exports;

    [[nodiscard]] std::vector<contracts::TransferFormat> formats() const override { return formatList; }
    contracts::JobId preview(const contracts::ImportChoice& choice, QObject* guard,
                             contracts::Reply<contracts::TransferPreview> reply) override {
        previews.push_back(choice);
        answer<contracts::TransferPreview>(guard, std::move(reply), [this] { return nextPreview; });
        return ++m_lastJob;
    }
    void annotators(QObject* guard, contracts::Reply<std::vector<contracts::TransferAnnotator>> reply) override {
        answer<std::vector<contracts::TransferAnnotator>>(guard, std::move(reply), [this] { return annotatorList; });
    }
    contracts::JobId importFile(const contracts::ImportChoice& choice, QObject* guard,
                                contracts::Reply<contracts::TransferSummary> reply) override {
        imports.push_back(choice);
        answer<contracts::TransferSummary>(guard, std::move(reply), [this] { return nextSummary; });
        return ++m_lastJob;
    }
    contracts::JobId exportProject(const contracts::ExportChoice& choice, QObject* guard,
                                   contracts::Reply<contracts::TransferSummary> reply) override {
        exports.push_back(choice);
        answer<contracts::TransferSummary>(guard, std::move(reply), [this] { return nextSummary; });
        return ++m_lastJob;
    }
    void cancel(contracts::JobId job) override { cancelled.push_back(job); }

  private:
    template <typename T, typename Value>
    void answer(QObject* guard, contracts::Reply<T> reply, Value value) {
        replies.post(guard, [this, reply = std::move(reply), value] {
            if (!reply) {
                return;
            }
            if (nextProblem) {
                reply(*std::exchange(nextProblem, std::nullopt));
                return;
            }
            reply(value());
        });
    }
    contracts::JobId m_lastJob = 0;
};

/// Videos of thirty frames at ten a second, of which the model sees three; each frame is one grey. With `replies.hold()` frames
/// come when the test says so.
class FakeVideoDesk : public contracts::VideoDesk {
  public:
    using VideoDesk::VideoDesk;

    ReplyQueue replies;
    engine::VideoFacts facts{
        .width = 64, .height = 36, .framesPerSecond = 10, .frames = 30, .durationSeconds = 3, .sampled = {0, 10, 20}};
    std::optional<contracts::Problem> problem; ///< nothing can be opened
    std::vector<QString> opened;               ///< files, in order
    std::vector<contracts::VideoId> closed;
    std::vector<contracts::FrameRequest> requests;

    contracts::VideoId open(const QString& file, QObject* guard, contracts::Reply<engine::VideoFacts> reply) override {
        opened.push_back(file);
        replies.post(guard, [this, reply = std::move(reply)] {
            if (problem) {
                reply(*problem);
            } else {
                reply(facts);
            }
        });
        return opened.size();
    }
    void close(contracts::VideoId video) override { closed.push_back(video); }
    void requestFrame(contracts::VideoId video, const contracts::FrameRequest& request, QObject* guard,
                      contracts::Reply<contracts::SharedFrame> reply) override {
        requests.push_back(request);
        const quint64 number = ++m_newest[video];
        replies.post(guard, [this, video, request, number, reply = std::move(reply)] {
            if (problem) {
                reply(*problem);
            } else if (number != m_newest[video]) {
                reply(contracts::Cancelled{});
            } else {
                auto frame = std::make_shared<engine::VideoFrame>();
                frame->number = std::clamp<qint64>(request.number, 0, facts.frames - 1);
                frame->seconds = static_cast<double>(frame->number) / facts.framesPerSecond;
                frame->width = facts.width;
                frame->height = facts.height;
                frame->rgb.assign(static_cast<std::size_t>(facts.width) * static_cast<std::size_t>(facts.height) * 3,
                                  static_cast<std::uint8_t>(frame->number * 8));
                reply(contracts::SharedFrame(std::move(frame)));
            }
        });
    }

  private:
    std::map<contracts::VideoId, quint64> m_newest; ///< the latest request of each video
};

/// Answers what the test put in, and keeps what was asked.
class FakeCareDesk : public contracts::CareDesk {
  public:
    using CareDesk::CareDesk;

    ReplyQueue replies;
    std::vector<storage::Finding> findings;
    storage::CureReport cureReport;
    storage::MergeReport mergeReport;
    contracts::AgreementReport agreement;
    std::map<std::int64_t, contracts::Dispute> disputes; ///< by item
    std::optional<contracts::Problem> nextProblem;
    QStringList cured;
    QStringList planned;
    QStringList merged;
    std::vector<contracts::JobId> cancelled;

    contracts::JobId examine(QObject* guard, contracts::Reply<std::vector<storage::Finding>> reply) override {
        return answer<std::vector<storage::Finding>>(guard, std::move(reply), [this] { return findings; });
    }
    contracts::JobId cure(const QString& kind, QObject* guard, contracts::Reply<storage::CureReport> reply) override {
        cured.append(kind);
        return answer<storage::CureReport>(guard, std::move(reply), [this] { return cureReport; });
    }
    contracts::JobId planMerge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override {
        planned.append(file);
        return answer<storage::MergeReport>(guard, std::move(reply), [this] { return mergeReport; });
    }
    contracts::JobId merge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override {
        merged.append(file);
        return answer<storage::MergeReport>(guard, std::move(reply), [this] { return mergeReport; });
    }
    contracts::JobId readAgreement(QObject* guard, contracts::Reply<contracts::AgreementReport> reply) override {
        return answer<contracts::AgreementReport>(guard, std::move(reply), [this] { return agreement; });
    }
    void loadDispute(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Dispute> reply) override {
        (void)answer<contracts::Dispute>(guard, std::move(reply), [this, item] { return disputes[item.value]; });
    }
    void withdrawAdjudication(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        (void)answer<contracts::Nothing>(guard, std::move(reply), [this, item] {
            disputes[item.value].settled.reset();
            return contracts::Nothing();
        });
    }
    void cancel(contracts::JobId job) override { cancelled.push_back(job); }

  private:
    template <typename T, typename Value>
    contracts::JobId answer(QObject* guard, contracts::Reply<T> reply, Value value) {
        const contracts::JobId job = ++m_lastJob;
        replies.post(guard, [this, job, reply = std::move(reply), value] {
            if (std::find(cancelled.begin(), cancelled.end(), job) != cancelled.end()) {
                reply(contracts::Cancelled());
            } else if (nextProblem) {
                reply(*std::exchange(nextProblem, std::nullopt));
            } else {
                reply(value());
            }
        });
        return job;
    }
    contracts::JobId m_lastJob = 0;
};

/// The desks together, as a page is given them.
struct FakeDesks {
    FakeProjectDesk project;
    FakeScoringDesk scoring;
    FakeModelDesk model;
    FakeTransferDesk transfer;
    FakeVideoDesk video;
    FakeTrainingDesk training;
    FakeCareDesk care;

    [[nodiscard]] contracts::Desks desks() { return {project, scoring, model, transfer, video, training, care}; }
};

} // namespace trutina::testing
