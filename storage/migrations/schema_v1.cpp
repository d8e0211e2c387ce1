// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations/schema_v1.h"

#include "storage/database/connection.h"

namespace trutina::storage {

namespace {

// Three ideas carry the schema.
//
// Nothing that a user made is deleted. An item that is removed is marked so, a vote that is replaced is no longer current, a
// candidate that is edited loses its position and another one takes it. Undo therefore only moves marks, at any size, and
// brings back the same ids.
//
// A candidate is one answer to one prompt and never changes. So a vote, a shown order or a measurement that names it stays
// true whatever happens to the item later.
//
// `uid` tells rows apart that were made in different copies of a project, for merging; `id` is for this file alone.
constexpr const char* kTables = R"sql(
CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE annotators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL DEFAULT (randomblob(16)),
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE criteria (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL DEFAULT (randomblob(16)),
    number INTEGER NOT NULL CHECK (number > 0),
    external_id TEXT NOT NULL,
    meta TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    candidate_count INTEGER NOT NULL CHECK (candidate_count BETWEEN 1 AND 9),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX items_by_number ON items (number) WHERE removed = 0;
CREATE INDEX items_flagged ON items (number) WHERE removed = 0 AND flagged = 1;

CREATE TABLE turns (
    item_id INTEGER NOT NULL REFERENCES items (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    content TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT;

CREATE TABLE candidates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL DEFAULT (randomblob(16)),
    item_id INTEGER NOT NULL REFERENCES items (id),
    position INTEGER CHECK (position BETWEEN 0 AND 8), -- NULL: replaced by an edit
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX candidates_by_position ON candidates (item_id, position) WHERE position IS NOT NULL;

CREATE TABLE candidate_turns (
    candidate_id INTEGER NOT NULL REFERENCES candidates (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    content TEXT NOT NULL,
    PRIMARY KEY (candidate_id, position)
) STRICT;

CREATE TABLE media (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    storage TEXT NOT NULL CHECK (storage IN ('copy', 'reference')),
    path TEXT NOT NULL, -- in the media folder, or of the user's own file: relative to the project file when it lies beside it
    kind TEXT NOT NULL CHECK (kind IN ('image', 'video')),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    modified_ns INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (sha256, storage, path)
) STRICT;

CREATE TABLE item_media (
    item_id INTEGER NOT NULL REFERENCES items (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    media_id INTEGER NOT NULL REFERENCES media (id),
    reading TEXT NOT NULL CHECK (reading IN ('automatic', 'image', 'video')),
    name TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_media_by_media ON item_media (media_id);

CREATE TABLE candidate_media (
    candidate_id INTEGER NOT NULL REFERENCES candidates (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    media_id INTEGER NOT NULL REFERENCES media (id),
    reading TEXT NOT NULL CHECK (reading IN ('automatic', 'image', 'video')),
    name TEXT NOT NULL,
    PRIMARY KEY (candidate_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX candidate_media_by_media ON candidate_media (media_id);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE item_tags (
    item_id INTEGER NOT NULL REFERENCES items (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX item_tags_by_tag ON item_tags (tag_id, item_id);

CREATE TABLE shown_orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL REFERENCES items (id),
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX shown_orders_by_item ON shown_orders (item_id, annotator_id);

CREATE TABLE shown_order_entries (
    shown_order_id INTEGER NOT NULL REFERENCES shown_orders (id),
    place INTEGER NOT NULL CHECK (place >= 0),
    candidate_id INTEGER NOT NULL REFERENCES candidates (id),
    PRIMARY KEY (shown_order_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE votes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL DEFAULT (randomblob(16)),
    item_id INTEGER NOT NULL REFERENCES items (id),
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    criterion_id INTEGER NOT NULL REFERENCES criteria (id),
    decision TEXT NOT NULL CHECK (decision IN ('winner', 'tie', 'all_bad', 'skip')),
    winner_id INTEGER REFERENCES candidates (id),
    strength TEXT NOT NULL CHECK (strength IN ('slightly', 'normal', 'much')),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    shown_order_id INTEGER REFERENCES shown_orders (id),
    saw_scores_before INTEGER NOT NULL CHECK (saw_scores_before IN (0, 1)),
    time_spent_ms INTEGER NOT NULL CHECK (time_spent_ms >= 0),
    created_at INTEGER NOT NULL,
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    CHECK ((decision = 'winner') = (winner_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX votes_current ON votes (item_id, annotator_id, criterion_id) WHERE is_current = 1;
CREATE INDEX votes_current_decisions ON votes (annotator_id, criterion_id, decision, item_id) WHERE is_current = 1;

CREATE TABLE vote_ranks (
    vote_id INTEGER NOT NULL REFERENCES votes (id),
    place INTEGER NOT NULL CHECK (place >= 0),
    candidate_id INTEGER NOT NULL REFERENCES candidates (id),
    PRIMARY KEY (vote_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement_settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_hash TEXT NOT NULL,
    model_name TEXT NOT NULL,
    compute_type TEXT NOT NULL,
    device TEXT NOT NULL,
    hd_num INTEGER NOT NULL,
    max_length INTEGER NOT NULL,
    engine_version TEXT NOT NULL,
    trained INTEGER NOT NULL CHECK (trained IN (0, 1)),
    UNIQUE (model_hash, model_name, compute_type, device, hd_num, max_length, engine_version, trained)
) STRICT;

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

-- Every user action. `change` is a JSON object with what is needed to take it back and to do it again. An action that was
-- taken back can be done again until a new one is made; then it is abandoned, but stays for the history.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL,
    summary TEXT NOT NULL,
    item_id INTEGER REFERENCES items (id),
    annotator_id INTEGER REFERENCES annotators (id),
    change TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'abandoned')),
    created_at INTEGER NOT NULL,
    state_changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_by_state ON journal (state, id);

CREATE VIEW item_texts (item_id, body) AS
SELECT items.id,
       coalesce((SELECT group_concat(content, char(10))
                 FROM (SELECT content FROM turns WHERE turns.item_id = items.id ORDER BY position)), '') || char(10) ||
       coalesce((SELECT group_concat(content, char(10))
                 FROM (SELECT candidate_turns.content AS content
                       FROM candidates JOIN candidate_turns ON candidate_turns.candidate_id = candidates.id
                       WHERE candidates.item_id = items.id AND candidates.position IS NOT NULL
                       ORDER BY candidates.position, candidate_turns.position)), '')
FROM items;

-- Groups of three characters: finds any part of a word in any script, upper case or lower.
CREATE VIRTUAL TABLE item_search USING fts5 (body, content = 'item_texts', content_rowid = 'item_id', tokenize = 'trigram');
)sql";

} // namespace

void createSchemaV1(Connection& connection) {
    connection.execute(kTables);
}

} // namespace trutina::storage
