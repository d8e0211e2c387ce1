// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"

#include <string>
#include <vector>

namespace trutina::storage {

inline constexpr const char* kSettingJudge = "judge/"; ///< with a name behind it: that annotator is a program

/// The few values that a project keeps about itself.
class SettingsRepository {
  public:
    explicit SettingsRepository(Connection& connection) : m_connection(connection) {}
    [[nodiscard]] std::string get(const std::string& key) const; ///< empty when it was never set
    /// What follows the prefix in the keys that begin with it, in order. The prefix ends with a slash.
    [[nodiscard]] std::vector<std::string> namesAfter(const std::string& prefix) const;
    void set(const std::string& key, const std::string& value);

  private:
    Connection& m_connection;
};

} // namespace trutina::storage
