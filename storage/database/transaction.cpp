// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/transaction.h"

namespace trutina::storage {

namespace {

// SQLite rolls back by itself after some errors, a full disk among them; then there is nothing left to do.
void rollBack(Connection& connection) noexcept {
    if (!connection.isInTransaction()) {
        return;
    }
    try {
        connection.prepare("ROLLBACK").run();
    } catch (const SQLite::Exception&) { // NOLINT(bugprone-empty-catch): the next BEGIN reports what is wrong with the file
    }
}

} // namespace

WriteTransaction::WriteTransaction(Connection& connection) : m_connection(connection) {
    m_connection.prepare("BEGIN IMMEDIATE").run();
}

WriteTransaction::~WriteTransaction() {
    if (m_isOpen) {
        rollBack(m_connection);
    }
}

void WriteTransaction::commit() {
    m_connection.prepare("COMMIT").run();
    m_isOpen = false;
}

ReadTransaction::ReadTransaction(Connection& connection) : m_connection(connection), m_isOwn(!connection.isInTransaction()) {
    if (m_isOwn) {
        m_connection.prepare("BEGIN DEFERRED").run();
    }
}

ReadTransaction::~ReadTransaction() {
    if (m_isOwn) {
        rollBack(m_connection);
    }
}

} // namespace trutina::storage
