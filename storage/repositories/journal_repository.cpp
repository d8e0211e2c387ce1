// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/journal_repository.h"

#include "storage/repositories/checks.h"

#include <string_view>
#include <utility>

namespace trutina::storage {

namespace {

constexpr std::string_view kLastDone =
    "SELECT id, action, summary, item_id, change FROM journal WHERE state = 'done' ORDER BY id DESC LIMIT 1";
constexpr std::string_view kFirstUndone =
    "SELECT id, action, summary, item_id, change FROM journal WHERE state = 'undone' ORDER BY id LIMIT 1";
// The same without the change, which may be large.
constexpr std::string_view kLastDoneInShort =
    "SELECT action, summary, item_id FROM journal WHERE state = 'done' ORDER BY id DESC LIMIT 1";
constexpr std::string_view kFirstUndoneInShort =
    "SELECT action, summary, item_id FROM journal WHERE state = 'undone' ORDER BY id LIMIT 1";

} // namespace

void JournalRepository::add(const JournalAction& action, AnnotatorId annotator, std::int64_t now) {
    m_connection.prepare("UPDATE journal SET state = 'abandoned', state_changed_at = ?1 WHERE state = 'undone'").bind(now).run();
    m_connection
        .prepare("INSERT INTO journal (action, summary, item_id, annotator_id, change, created_at, state_changed_at) VALUES (?1, "
                 "?2, ?3, ?4, ?5, ?6, ?6)")
        .bind(action.action, action.summary, action.item, annotator, action.change.dump(), now)
        .run();
}

std::optional<JournalStep> JournalRepository::step(std::string_view sql) const {
    auto statement = m_connection.prepare(sql);
    if (!statement.step()) {
        return std::nullopt;
    }
    auto change = nlohmann::json::parse(statement.text(4), nullptr, /*allow_exceptions=*/false);
    if (change.is_discarded()) {
        refuseDamaged("What was done last cannot be read.", statement.text(1));
    }
    return JournalStep{statement.id<JournalId>(0),
                       {statement.text(1), statement.text(2), statement.id<ItemId>(3), std::move(change)}};
}

std::optional<JournalStep> JournalRepository::toUndo() const {
    return step(kLastDone);
}

std::optional<JournalStep> JournalRepository::toRedo() const {
    return step(kFirstUndone);
}

void JournalRepository::markUndone(JournalId entry, std::int64_t now) {
    m_connection.prepare("UPDATE journal SET state = 'undone', state_changed_at = ?2 WHERE id = ?1").bind(entry, now).run();
}

void JournalRepository::markDone(JournalId entry, std::int64_t now) {
    m_connection.prepare("UPDATE journal SET state = 'done', state_changed_at = ?2 WHERE id = ?1").bind(entry, now).run();
}

JournalState JournalRepository::state() const {
    JournalState state;
    if (auto statement = m_connection.prepare(kLastDoneInShort); statement.step()) {
        state.undoText = statement.text(1);
        state.undoItem = statement.text(0) == "item.add" ? ItemId{} : statement.id<ItemId>(2); // it will not be there
    }
    if (auto statement = m_connection.prepare(kFirstUndoneInShort); statement.step()) {
        state.redoText = statement.text(1);
        state.redoItem = statement.text(0) == "item.remove" ? ItemId{} : statement.id<ItemId>(2);
    }
    return state;
}

std::vector<JournalEntry> JournalRepository::newest(int limit) const {
    std::vector<JournalEntry> entries;
    auto statement = m_connection.prepare(
        "SELECT id, action, summary, item_id, created_at, state <> 'done' FROM journal ORDER BY id DESC LIMIT ?1");
    statement.bind(limit);
    while (statement.step()) {
        entries.push_back({statement.id<JournalId>(0), statement.text(1), statement.text(2), statement.id<ItemId>(3),
                           statement.integer(4), statement.boolean(5)});
    }
    return entries;
}

} // namespace trutina::storage
