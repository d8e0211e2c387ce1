// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/settings_repository.h"

namespace trutina::storage {

std::string SettingsRepository::get(const std::string& key) const {
    auto statement = m_connection.prepare("SELECT value FROM settings WHERE key = ?1");
    return statement.bind(key).step() ? statement.text(0) : std::string();
}

std::vector<std::string> SettingsRepository::namesAfter(const std::string& prefix) const {
    std::string end = prefix;
    ++end.back(); // the key that would follow all of them
    std::vector<std::string> names;
    auto statement = m_connection.prepare("SELECT key FROM settings WHERE key >= ?1 AND key < ?2 ORDER BY key");
    statement.bind(prefix, end);
    while (statement.step()) {
        names.push_back(statement.text(0).substr(prefix.size()));
    }
    return names;
}

void SettingsRepository::set(const std::string& key, const std::string& value) {
    m_connection
        .prepare("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key, value)
        .run();
}

} // namespace trutina::storage
