// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/sqlite_failure.h"
#include "storage/database/statement.h"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trutina::storage {

enum class OpenMode { ReadOnly, ReadWrite, Create };

/// One connection to one SQLite file, with its prepared statements.
///
/// Threads: used by the thread that made it and by no other. Connections of several threads to one file work side by side:
/// the file is in WAL mode, in which readers never wait for the writer, and writers wait for each other for some seconds.
///
/// Every commit is synchronised with the disk (synchronous=FULL): in WAL mode NORMAL would survive a crash of the program but
/// may lose the last votes when the power fails, and a vote that was confirmed must not be lost.
///
/// Errors: the calls throw SQLite::Exception; `translated` turns it into a Failure at the border.
class Connection {
  public:
    Connection(const std::filesystem::path& file, OpenMode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Statement prepare(std::string_view sql);
    void execute(const std::string& script); ///< one or more statements
    [[nodiscard]] std::int64_t queryInteger(std::string_view sql);
    [[nodiscard]] bool hasRows(std::string_view from); ///< a table, or one with a condition: "votes WHERE …"
    [[nodiscard]] std::int64_t lastInsertId() const;
    [[nodiscard]] std::int64_t changes() const; ///< rows changed by the last statement
    [[nodiscard]] bool isInTransaction() const;
    [[nodiscard]] bool isReadOnly() const { return m_mode == OpenMode::ReadOnly; }
    [[nodiscard]] int systemError() const; ///< errno of the last failure, 0 when there is none
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

    /// Writes a whole copy, as it is at this instant, to `target`, which appears complete or not at all and must not exist.
    void copyTo(const std::filesystem::path& target);

    /// While this lives, statements of the connection end with SQLITE_INTERRUPT soon after `stop` is triggered.
    class StopScope {
      public:
        StopScope(Connection& connection, std::stop_token stop);
        ~StopScope();
        StopScope(const StopScope&) = delete;
        StopScope& operator=(const StopScope&) = delete;

      private:
        Connection& m_connection;
        std::stop_token m_stop;
    };

    /// While this lives, CHECK constraints and references to other rows are taken for granted. For many rows whose values the
    /// program has checked itself, and whose references are to rows that it has just found or made: SQLite builds a table for
    /// each list of words in a constraint, and looks each reference up, at every row. Begins and ends outside of
    /// transactions: within one SQLite goes on as before with references.
    class CheckedScope {
      public:
        explicit CheckedScope(Connection& connection);
        ~CheckedScope();
        CheckedScope(const CheckedScope&) = delete;
        CheckedScope& operator=(const CheckedScope&) = delete;

      private:
        Connection& m_connection;
    };

  private:
    struct TextHash {
        using is_transparent = void; // NOLINT(readability-identifier-naming): the name the standard library asks for
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    void setUp();

    std::filesystem::path m_file;
    OpenMode m_mode;
    std::unique_ptr<SQLite::Database> m_database;
    std::unordered_map<std::string, std::unique_ptr<CachedStatement>, TextHash, std::equal_to<>> m_statements;
};

/// Runs `work`, and turns what SQLite and the file system throw into a Failure.
template <typename Work>
decltype(auto) translated(const Connection& connection, Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception& error) {
        throw failureOf(error, connection.systemError());
    } catch (const std::filesystem::filesystem_error& error) {
        throw failureOf(error.code().value(), error.path1());
    }
}

} // namespace trutina::storage
