// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/project_info.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// A user action with what is needed to take it back and to do it again.
struct JournalAction {
    std::string action;  ///< "vote", "item.add", …
    std::string summary; ///< in words
    ItemId item;         ///< none when it concerns several
    nlohmann::json change;
};

struct JournalStep {
    JournalId id;
    JournalAction action;
};

/// The history of a project. Rows are never deleted; see the schema for their states.
class JournalRepository {
  public:
    explicit JournalRepository(Connection& connection) : m_connection(connection) {}

    /// Also ends the chain of what could be done again.
    void add(const JournalAction& action, AnnotatorId annotator, std::int64_t now);
    [[nodiscard]] std::optional<JournalStep> toUndo() const;
    [[nodiscard]] std::optional<JournalStep> toRedo() const;
    void markUndone(JournalId entry, std::int64_t now);
    void markDone(JournalId entry, std::int64_t now);
    [[nodiscard]] JournalState state() const;
    [[nodiscard]] std::vector<JournalEntry> newest(int limit) const;

  private:
    [[nodiscard]] std::optional<JournalStep> step(std::string_view sql) const;

    Connection& m_connection;
};

} // namespace trutina::storage
