# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people write instead: a script with json and sqlite3 that takes preference pairs into a project file, and out again in TRL's form.

Requests: {"task": "import", "rows": FILE, "empty": PROJECT, "database": FILE, "index": BOOL} and
{"task": "export", "database": FILE, "output": FILE}. Schema and PRAGMAs are Trutina's own: an import fills a copy of a new project
with all that a project keeps about such rows, but for the history of what was done.
"""
import json
import os
import shutil
import sqlite3
import time

from side import serve, timed

PRAGMAS = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA synchronous = FULL;"


def connect(database):
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript(PRAGMAS)
    return connection


def take_in(rows, empty, database, index):
    for rest in ("", "-wal", "-shm", ".lock"):
        if os.path.exists(database + rest):
            os.remove(database + rest)
    shutil.copyfile(empty, database)
    connection = connect(database)
    connection.execute("BEGIN IMMEDIATE")
    now = round(time.time() * 1000)
    source = f"import {os.path.basename(rows)}"
    annotator = connection.execute("INSERT INTO annotators (name, created_at) VALUES ('imported', ?)", (now,)).lastrowid
    (criterion,) = connection.execute("SELECT id FROM criteria WHERE name = 'overall'").fetchone()
    with open(rows, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            record = json.loads(line)
            meta = json.dumps({"origin": {"format": "trl", "row": number}})
            item = connection.execute(
                "INSERT INTO items (number, external_id, meta, source, candidate_count, created_at) VALUES (?, '', ?, ?, 2, ?)",
                (number, meta, source, now)).lastrowid
            connection.execute("INSERT INTO turns VALUES (?, 0, 'user', ?)", (item, record["prompt"]))
            candidates = []
            for position, side in enumerate(("chosen", "rejected")):
                candidates.append(connection.execute(
                    "INSERT INTO candidates (item_id, position, name, created_at) VALUES (?, ?, '', ?)", (item, position, now)).lastrowid)
                connection.execute("INSERT INTO candidate_turns VALUES (?, 0, 'assistant', ?)", (candidates[-1], record[side]))
            connection.execute(
                "INSERT INTO votes (item_id, annotator_id, criterion_id, decision, winner_id, strength, reason, note, saw_scores_before, "
                "time_spent_ms, created_at, is_current) VALUES (?, ?, ?, 'winner', ?, 'normal', '', '', 0, 0, ?, 1)",
                (item, annotator, criterion, candidates[0], now))
            if index:
                body = "\n".join((record["prompt"], record["chosen"], record["rejected"]))
                connection.execute("INSERT INTO item_search (rowid, body) VALUES (?, ?)", (item, body))
    connection.execute("COMMIT")
    connection.close()


def turn(role, text):
    return [{"role": role, "content": [{"type": "text", "text": text}]}]


def write_out(database, output):
    connection = connect(database)
    with open(output, "w", encoding="utf-8") as stream:
        for item, winner in connection.execute(
                "SELECT i.id, v.winner_id FROM votes v JOIN items i ON i.id = v.item_id WHERE v.is_current = 1 AND v.kind = 'vote' "
                "AND v.decision = 'winner' AND i.removed = 0 ORDER BY i.number"):
            (prompt,) = connection.execute("SELECT content FROM turns WHERE item_id = ? ORDER BY position", (item,)).fetchone()
            answers = connection.execute(
                "SELECT c.id, t.content FROM candidates c JOIN candidate_turns t ON t.candidate_id = c.id WHERE c.item_id = ? "
                "AND c.position IS NOT NULL ORDER BY c.position", (item,)).fetchall()
            chosen = next(text for candidate, text in answers if candidate == winner)
            rejected = next(text for candidate, text in answers if candidate != winner)
            row = {"images": [], "prompt": turn("user", prompt), "chosen": turn("assistant", chosen),
                   "rejected": turn("assistant", rejected)}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    connection.close()


def answer(request):
    if request["task"] == "import":
        seconds, _ = timed(lambda: take_in(request["rows"], request["empty"], request["database"], request["index"]))
    else:
        seconds, _ = timed(lambda: write_out(request["database"], request["output"]))
    return {"seconds": seconds}


if __name__ == "__main__":
    serve(answer)
