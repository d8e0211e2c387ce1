// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/measurement.h"

#include <optional>
#include <vector>

namespace trutina::storage {

/// What models said. Of one candidate, kind and setting the last measurement is kept.
class MeasurementRepository {
  public:
    explicit MeasurementRepository(Connection& connection) : m_connection(connection) {}
    /// Throws Failure "measurement.invalid" without values, with one that is not a number, or for an unknown candidate.
    void add(const NewMeasurement& measurement, std::int64_t now);
    [[nodiscard]] bool hasAny() const;
    [[nodiscard]] std::vector<MeasurementRecord> latest(ItemId item, const std::optional<MeasurementSetting>& setting) const;

    // For merging: settings by the id that they have in this file.
    std::int64_t findOrAddSetting(const MeasurementSetting& setting);
    [[nodiscard]] MeasurementSetting setting(std::int64_t id) const;

  private:
    Connection& m_connection;
};

} // namespace trutina::storage
