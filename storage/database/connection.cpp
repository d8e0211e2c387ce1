// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/connection.h"

#include "storage/database/files.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include <system_error>
#include <utility>

namespace trutina::storage {

namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr int kStepsBetweenStopChecks = 10000;

int flagsOf(OpenMode mode) {
    const int access = mode == OpenMode::ReadOnly    ? SQLite::OPEN_READONLY | SQLite::OPEN_URI
                       : mode == OpenMode::ReadWrite ? SQLite::OPEN_READWRITE
                                                     : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    return access | SQLite::OPEN_NOMUTEX; // a connection has one thread; locking at every column took a tenth of an export
}

std::string uriOf(const std::filesystem::path& file) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char character : std::filesystem::absolute(file).string()) {
        if (character == '?' || character == '#' || character == '%') {
            const auto byte = static_cast<unsigned char>(character);
            uri += {'%', kHex[byte >> 4U], kHex[byte & 0xfU]};
        } else {
            uri += character;
        }
    }
    return uri;
}

bool hasWrittenLog(const std::filesystem::path& file) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file.string() + "-wal", ignored);
    return !ignored && size > 0;
}

} // namespace

Connection::Connection(const std::filesystem::path& file, OpenMode mode) : m_file(file), m_mode(mode) {
    // Nobody asks SQLite how much memory it uses; counting it takes a lock at every allocation. Only before its first use.
    static const int ignored = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(ignored);
    if (mode != OpenMode::ReadOnly) {
        m_database = std::make_unique<SQLite::Database>(file.string(), flagsOf(mode), kBusyMilliseconds);
        setUp();
        return;
    }
    try {
        m_database = std::make_unique<SQLite::Database>(uriOf(file), flagsOf(mode), kBusyMilliseconds);
        setUp();
        static_cast<void>(queryInteger("SELECT count(*) FROM sqlite_schema"));
    } catch (const SQLite::Exception& error) {
        // A reader of a WAL file needs the shared-memory file beside it, which a write-protected folder denies. Without a
        // log that waits to be merged the file itself is complete, and can be read as one that nobody changes.
        const int primary = error.getErrorCode() & 0xff;
        const bool denied = primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY;
        if (!denied || hasWrittenLog(file)) {
            throw;
        }
        m_statements.clear();
        m_database = std::make_unique<SQLite::Database>(uriOf(file) + "?immutable=1", flagsOf(mode), kBusyMilliseconds);
        setUp();
    }
}

Connection::~Connection() {
    m_statements.clear();
}

void Connection::setUp() {
    sqlite3_extended_result_codes(m_database->getHandle(), 1);
    execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;");
    if (m_mode != OpenMode::ReadOnly) {
        execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    }
}

Statement Connection::prepare(std::string_view sql) {
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        found = m_statements.emplace(std::string(sql), std::make_unique<CachedStatement>(m_database->getHandle(), sql)).first;
    }
    if (found->second->isLeased) { // in use further up, while its rows are visited
        return Statement(std::make_unique<CachedStatement>(m_database->getHandle(), sql));
    }
    return Statement(*found->second);
}

void Connection::execute(const std::string& script) {
    m_database->exec(script);
}

std::int64_t Connection::queryInteger(std::string_view sql) {
    auto statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

bool Connection::hasRows(std::string_view from) {
    return queryInteger("SELECT EXISTS (SELECT 1 FROM " + std::string(from) + ")") != 0;
}

std::int64_t Connection::lastInsertId() const {
    return sqlite3_last_insert_rowid(m_database->getHandle());
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(m_database->getHandle());
}

bool Connection::isInTransaction() const {
    return sqlite3_get_autocommit(m_database->getHandle()) == 0;
}

int Connection::systemError() const {
    return sqlite3_system_errno(m_database->getHandle());
}

void Connection::copyTo(const std::filesystem::path& target) {
    const TemporaryFile temporary(target);
    {
        SQLite::Database copy(temporary.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, *m_database);
        backup.executeStep(-1);
    }
    temporary.moveTo(target, Existing::Refuse);
}

Connection::CheckedScope::CheckedScope(Connection& connection) : m_connection(connection) {
    m_connection.execute("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;");
}

Connection::CheckedScope::~CheckedScope() {
    m_connection.m_database->tryExec("PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON;");
}

Connection::StopScope::StopScope(Connection& connection, std::stop_token stop)
    : m_connection(connection), m_stop(std::move(stop)) {
    sqlite3_progress_handler(
        m_connection.m_database->getHandle(), kStepsBetweenStopChecks,
        [](void* token) { return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0; }, &m_stop);
}

Connection::StopScope::~StopScope() {
    sqlite3_progress_handler(m_connection.m_database->getHandle(), 0, nullptr, nullptr);
}

} // namespace trutina::storage
