// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/statement.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace trutina::storage {

CachedStatement::CachedStatement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int result =
        sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    m_handle.reset(prepared);
    if (result != SQLITE_OK) {
        throw SQLite::Exception(database, result);
    }
}

void CachedStatement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement::Statement(CachedStatement& cached) : m_cached(cached), m_handle(cached.handle()) {
    m_cached.isLeased = true;
}

Statement::Statement(std::unique_ptr<CachedStatement> own)
    : m_own(std::move(own)), m_cached(*m_own), m_handle(m_cached.handle()) {}

Statement::~Statement() {
    sqlite3_reset(m_handle); // says again what the last step said
    sqlite3_clear_bindings(m_handle);
    m_cached.isLeased = false;
}

bool Statement::step() {
    const int result = sqlite3_step(m_handle);
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        throw SQLite::Exception(sqlite3_db_handle(m_handle), result);
    }
    return result == SQLITE_ROW;
}

void Statement::run() {
    while (step()) {
    }
    check(sqlite3_reset(m_handle));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_handle, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_handle, column);
}

std::string Statement::text(int column) const {
    const void* bytes = sqlite3_column_blob(m_handle, column); // before the count: it may convert
    return bytes == nullptr
               ? std::string()
               : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column)));
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

void Statement::check(int result) const {
    if (result != SQLITE_OK) {
        throw SQLite::Exception(sqlite3_db_handle(m_handle), result);
    }
}

void Statement::bindOne(int index, std::int64_t value) {
    check(sqlite3_bind_int64(m_handle, index, value));
}

void Statement::bindOne(int index, double value) {
    check(sqlite3_bind_double(m_handle, index, value));
}

void Statement::bindOne(int index, const std::string& value) {
    check(sqlite3_bind_text64(m_handle, index, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bindOne(int index, std::span<const std::byte> blob) {
    check(sqlite3_bind_blob64(m_handle, index, blob.data(), blob.size(), SQLITE_TRANSIENT));
}

void Statement::bindOne(int index, std::nullptr_t) {
    check(sqlite3_bind_null(m_handle, index));
}

} // namespace trutina::storage
