// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/statement.h"

#include <SQLiteCpp/Column.h>

namespace trutina::storage {

Statement::Statement(CachedStatement& cached) : m_cached(cached) {
    m_cached.isLeased = true;
}

Statement::Statement(std::unique_ptr<CachedStatement> own) : m_own(std::move(own)), m_cached(*m_own) {}

Statement::~Statement() {
    m_cached.statement.tryReset();
    m_cached.statement.clearBindings();
    m_cached.isLeased = false;
}

bool Statement::step() {
    return m_cached.statement.executeStep();
}

void Statement::run() {
    while (m_cached.statement.executeStep()) {
    }
    m_cached.statement.reset();
}

std::int64_t Statement::integer(int column) const {
    return m_cached.statement.getColumn(column).getInt64();
}

double Statement::real(int column) const {
    return m_cached.statement.getColumn(column).getDouble();
}

std::string Statement::text(int column) const {
    return m_cached.statement.getColumn(column).getString();
}

bool Statement::isNull(int column) const {
    return m_cached.statement.isColumnNull(column);
}

void Statement::bindOne(int index, std::int64_t value) {
    m_cached.statement.bind(index, value);
}

void Statement::bindOne(int index, double value) {
    m_cached.statement.bind(index, value);
}

void Statement::bindOne(int index, const std::string& value) {
    m_cached.statement.bind(index, value);
}

void Statement::bindOne(int index, std::span<const std::byte> blob) {
    m_cached.statement.bind(index, static_cast<const void*>(blob.data()), static_cast<int>(blob.size()));
}

void Statement::bindOne(int index, std::nullptr_t) {
    m_cached.statement.bind(index);
}

} // namespace trutina::storage
