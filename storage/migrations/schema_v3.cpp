// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations/schema_v3.h"

#include "storage/database/connection.h"

namespace trutina::storage {

namespace {

// An annotator may vote on an item and settle it, too; an item is settled once, whoever did it.
constexpr const char* kStep = R"sql(
ALTER TABLE votes ADD COLUMN kind TEXT NOT NULL DEFAULT 'vote' CHECK (kind IN ('vote', 'adjudication'));

DROP INDEX votes_current;
DROP INDEX votes_current_decisions;
CREATE UNIQUE INDEX votes_current ON votes (item_id, annotator_id, criterion_id) WHERE is_current = 1 AND kind = 'vote';
CREATE INDEX votes_current_decisions ON votes (annotator_id, criterion_id, decision, item_id) WHERE is_current = 1 AND kind = 'vote';
CREATE UNIQUE INDEX votes_adjudicated ON votes (item_id, criterion_id) WHERE is_current = 1 AND kind = 'adjudication';
)sql";

} // namespace

void upgradeToSchemaV3(Connection& connection) {
    connection.execute(kStep);
}

} // namespace trutina::storage
