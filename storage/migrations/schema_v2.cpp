// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations/schema_v2.h"

#include "storage/database/connection.h"

namespace trutina::storage {

namespace {

// The new columns belong to the key of a setting, and SQLite cannot change a key in place. So both tables are made anew: the
// one that refers first gives up its rows, then the one that is referred to may go.
constexpr const char* kStep = R"sql(
ALTER TABLE measurement_settings RENAME TO settings_before;

CREATE TABLE measurement_settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_hash TEXT NOT NULL,
    model_name TEXT NOT NULL,
    compute_type TEXT NOT NULL,
    weight_type TEXT NOT NULL, -- '' for weights as they are stored
    device TEXT NOT NULL,
    hd_num INTEGER NOT NULL,
    max_length INTEGER NOT NULL,
    frame_labels INTEGER NOT NULL CHECK (frame_labels IN (0, 1)),
    engine_version TEXT NOT NULL,
    trained INTEGER NOT NULL CHECK (trained IN (0, 1)),
    UNIQUE (model_hash, model_name, compute_type, weight_type, device, hd_num, max_length, frame_labels, engine_version, trained)
) STRICT;
INSERT INTO measurement_settings
SELECT id, model_hash, model_name, compute_type, '', device, hd_num, max_length, 1, engine_version, trained FROM settings_before;

ALTER TABLE measurements RENAME TO measurements_before;
CREATE TABLE measurements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate_id INTEGER NOT NULL REFERENCES candidates (id),
    kind TEXT NOT NULL CHECK (kind IN ('score', 'positions', 'image_blind', 'occlusion')),
    setting_id INTEGER NOT NULL REFERENCES measurement_settings (id),
    value REAL NOT NULL,  -- the first value: the score of a score
    more_values BLOB,     -- the others, as little-endian doubles
    truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
    created_at INTEGER NOT NULL,
    UNIQUE (candidate_id, kind, setting_id)
) STRICT;
INSERT INTO measurements
SELECT id, candidate_id, kind, setting_id, value, more_values, truncated, created_at FROM measurements_before;

DROP TABLE measurements_before;
DROP TABLE settings_before;
)sql";

} // namespace

void upgradeToSchemaV2(Connection& connection) {
    connection.execute(kStep);
}

} // namespace trutina::storage
