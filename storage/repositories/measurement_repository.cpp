// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/measurement_repository.h"

#include "storage/repositories/checks.h"
#include "storage/repositories/names.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace trutina::storage {

namespace {

constexpr std::size_t kBytes = sizeof(double);

std::vector<std::byte> littleEndian(std::span<const double> values) {
    std::vector<std::byte> bytes;
    bytes.reserve(values.size() * kBytes);
    for (const double value : values) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        for (std::size_t byte = 0; byte < kBytes; ++byte) {
            bytes.push_back(static_cast<std::byte>(bits >> (8U * byte)));
        }
    }
    return bytes;
}

void appendLittleEndian(std::vector<double>& values, const std::string& bytes) {
    for (std::size_t offset = 0; offset + kBytes <= bytes.size(); offset += kBytes) {
        std::uint64_t bits = 0;
        for (std::size_t byte = 0; byte < kBytes; ++byte) {
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[offset + byte])) << (8U * byte);
        }
        values.push_back(std::bit_cast<double>(bits));
    }
}

} // namespace

std::int64_t MeasurementRepository::findOrAddSetting(const MeasurementSetting& setting) {
    auto found = m_connection.prepare(
        "SELECT id FROM measurement_settings WHERE model_hash = ?1 AND model_name = ?2 AND compute_type = ?3 AND device = ?4 "
        "AND hd_num = ?5 AND max_length = ?6 AND engine_version = ?7 AND trained = ?8 AND weight_type = ?9 AND frame_labels = "
        "?10");
    found.bind(setting.modelHash, setting.modelName, setting.computeType, setting.device, setting.hdNum, setting.maxLength,
               setting.engineVersion, setting.trained, setting.weightType, setting.frameLabels);
    if (found.step()) {
        return found.integer(0);
    }
    m_connection
        .prepare("INSERT INTO measurement_settings (model_hash, model_name, compute_type, device, hd_num, max_length, "
                 "engine_version, trained, weight_type, frame_labels) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .bind(setting.modelHash, setting.modelName, setting.computeType, setting.device, setting.hdNum, setting.maxLength,
              setting.engineVersion, setting.trained, setting.weightType, setting.frameLabels)
        .run();
    return m_connection.lastInsertId();
}

MeasurementSetting MeasurementRepository::setting(std::int64_t id) const {
    auto row = m_connection.prepare("SELECT model_hash, model_name, compute_type, device, hd_num, max_length, engine_version, "
                                    "trained, weight_type, frame_labels FROM measurement_settings WHERE id = ?1");
    if (!row.bind(id).step()) {
        refuseDamaged("A score does not say how it was made.");
    }
    return {row.text(0),
            row.text(1),
            row.text(2),
            row.text(3),
            static_cast<int>(row.integer(4)),
            static_cast<int>(row.integer(5)),
            row.text(6),
            row.boolean(7),
            row.text(8),
            row.boolean(9)};
}

void MeasurementRepository::add(const NewMeasurement& measurement, std::int64_t now) {
    const bool isNumber =
        !measurement.values.empty() && std::ranges::all_of(measurement.values, [](double value) { return std::isfinite(value); });
    if (!isNumber) {
        throw Failure("measurement.invalid", "The model gave no number for an answer.",
                      "Try another compute type; float32 is the safest.", nameOf(measurement.kind));
    }
    if (!m_connection.prepare("SELECT 1 FROM candidates WHERE id = ?1").bind(measurement.candidate).step()) {
        throw Failure("measurement.invalid", "A score was given for an answer that is not in the project.",
                      "Open the item again.");
    }
    // A new id even for a repeated measurement: of those of one instant the highest id is the latest.
    const std::int64_t setting = findOrAddSetting(measurement.setting);
    m_connection.prepare("DELETE FROM measurements WHERE candidate_id = ?1 AND kind = ?2 AND setting_id = ?3")
        .bind(measurement.candidate, nameOf(measurement.kind), setting)
        .run();
    const auto more = littleEndian(std::span(measurement.values).subspan(1));
    m_connection
        .prepare("INSERT INTO measurements (candidate_id, kind, setting_id, value, more_values, truncated, created_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(measurement.candidate, nameOf(measurement.kind), setting, measurement.values.front(),
              std::span<const std::byte>(more), measurement.truncated, now)
        .run();
}

bool MeasurementRepository::hasAny() const {
    return m_connection.hasRows("measurements");
}

std::vector<MeasurementRecord> MeasurementRepository::latest(ItemId item,
                                                             const std::optional<MeasurementSetting>& setting) const {
    std::vector<MeasurementRecord> found;
    auto statement = m_connection.prepare(
        "SELECT m.id, m.candidate_id, m.kind, m.value, m.more_values, m.truncated, "
        "m.created_at, s.model_hash, s.model_name, s.compute_type, "
        "s.device, s.hd_num, s.max_length, s.engine_version, s.trained, s.weight_type, s.frame_labels FROM candidates c JOIN "
        "measurements m ON m.candidate_id = c.id "
        "JOIN measurement_settings s ON s.id = m.setting_id WHERE c.item_id = ?1 AND "
        "c.position IS NOT NULL ORDER BY c.position, m.kind, m.created_at DESC, m.id DESC"); // merged ones have new ids
    statement.bind(item);
    while (statement.step()) {
        MeasurementRecord record;
        record.id = statement.id<MeasurementId>(0);
        record.candidate = statement.id<CandidateId>(1);
        record.kind = measurementKindOf(statement.text(2));
        record.setting = {statement.text(7),
                          statement.text(8),
                          statement.text(9),
                          statement.text(10),
                          static_cast<int>(statement.integer(11)),
                          static_cast<int>(statement.integer(12)),
                          statement.text(13),
                          statement.boolean(14),
                          statement.text(15),
                          statement.boolean(16)};
        const bool isOlder = !found.empty() && found.back().candidate == record.candidate && found.back().kind == record.kind;
        if (isOlder || (setting && record.setting != *setting)) {
            continue;
        }
        record.values.push_back(statement.real(3));
        appendLittleEndian(record.values, statement.blob(4));
        record.truncated = statement.boolean(5);
        record.createdAtMilliseconds = statement.integer(6);
        found.push_back(std::move(record));
    }
    return found;
}

} // namespace trutina::storage
