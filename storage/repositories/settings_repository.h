// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"

#include <string>

namespace trutina::storage {

/// The few values that a project keeps about itself.
class SettingsRepository {
  public:
    explicit SettingsRepository(Connection& connection) : m_connection(connection) {}
    [[nodiscard]] std::string get(const std::string& key) const; ///< empty when it was never set
    void set(const std::string& key, const std::string& value);

  private:
    Connection& m_connection;
};

} // namespace trutina::storage
