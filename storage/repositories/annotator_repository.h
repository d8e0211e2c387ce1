// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/ids.h"
#include "storage/records/vote.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// Who decides, and by what.
class AnnotatorRepository {
  public:
    explicit AnnotatorRepository(Connection& connection) : m_connection(connection) {}
    [[nodiscard]] AnnotatorId find(const std::string& name) const; ///< none when unknown
    AnnotatorId findOrAdd(const std::string& name, std::int64_t now);
    [[nodiscard]] std::vector<std::string> names() const; ///< in the order in which they came
    CriterionId addCriterion(const std::string& name, std::int64_t now);
    [[nodiscard]] CriterionId overallCriterion() const;
    [[nodiscard]] CriterionId findCriterion(const std::string& name) const; ///< none when unknown
    [[nodiscard]] std::vector<CriterionRecord> criteria() const;            ///< in the order in which they came
    [[nodiscard]] bool hasCriterion(CriterionId criterion) const;

  private:
    Connection& m_connection;
};

/// The criterion that every project has.
inline constexpr const char* kOverallCriterion = "overall";

} // namespace trutina::storage
