# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people write instead: a script with json and sqlite3 that takes preference pairs into a database, and out again in TRL's form.

Requests: {"task": "import", "rows": FILE, "database": FILE, "index": BOOL} and {"task": "export", "database": FILE, "output": FILE}.
The tables are those that a project of ours needs for such rows, in short; the index is the one that finds parts of words.
"""
import json
import os
import sqlite3

from side import serve, timed

TABLES = """
CREATE TABLE items (id INTEGER PRIMARY KEY, number INTEGER UNIQUE, external_id TEXT, meta TEXT);
CREATE TABLE turns (item_id INTEGER, position INTEGER, role TEXT, content TEXT, PRIMARY KEY (item_id, position));
CREATE TABLE candidates (id INTEGER PRIMARY KEY, item_id INTEGER, position INTEGER, name TEXT, UNIQUE (item_id, position));
CREATE TABLE candidate_turns (candidate_id INTEGER, position INTEGER, role TEXT, content TEXT, PRIMARY KEY (candidate_id, position));
CREATE TABLE votes (id INTEGER PRIMARY KEY, item_id INTEGER, annotator TEXT, decision TEXT, winner_id INTEGER, UNIQUE (item_id, annotator));
"""
INDEX = "CREATE VIRTUAL TABLE item_search USING fts5 (body, content = '', tokenize = 'trigram')"


def take_in(rows, database, index):
    for rest in ("", "-wal", "-shm"):
        if os.path.exists(database + rest):
            os.remove(database + rest)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(TABLES)
    if index:
        connection.execute(INDEX)
    connection.execute("BEGIN")
    with open(rows, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            record = json.loads(line)
            connection.execute("INSERT INTO items VALUES (?, ?, ?, ?)", (number, number, "", json.dumps({"row": number})))
            connection.execute("INSERT INTO turns VALUES (?, 0, 'user', ?)", (number, record["prompt"]))
            for position, side in enumerate(("chosen", "rejected")):
                candidate = 2 * number + position
                connection.execute("INSERT INTO candidates VALUES (?, ?, ?, '')", (candidate, number, position))
                connection.execute("INSERT INTO candidate_turns VALUES (?, 0, 'assistant', ?)", (candidate, record[side]))
            connection.execute("INSERT INTO votes VALUES (?, ?, 'imported', 'winner', ?)", (number, number, 2 * number))
            if index:
                body = "\n".join((record["prompt"], record["chosen"], record["rejected"]))
                connection.execute("INSERT INTO item_search (rowid, body) VALUES (?, ?)", (number, body))
    connection.execute("COMMIT")
    connection.close()


def turn(role, text):
    return [{"role": role, "content": [{"type": "text", "text": text}]}]


def write_out(database, output):
    connection = sqlite3.connect(database)
    with open(output, "w", encoding="utf-8") as stream:
        for item, winner in connection.execute("SELECT item_id, winner_id FROM votes ORDER BY item_id"):
            (prompt,) = connection.execute("SELECT content FROM turns WHERE item_id = ? ORDER BY position", (item,)).fetchone()
            answers = connection.execute(
                "SELECT c.id, t.content FROM candidates c JOIN candidate_turns t ON t.candidate_id = c.id WHERE c.item_id = ? "
                "ORDER BY c.position", (item,)).fetchall()
            chosen = next(text for candidate, text in answers if candidate == winner)
            rejected = next(text for candidate, text in answers if candidate != winner)
            row = {"images": [], "prompt": turn("user", prompt), "chosen": turn("assistant", chosen),
                   "rejected": turn("assistant", rejected)}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    connection.close()


def answer(request):
    if request["task"] == "import":
        seconds, _ = timed(lambda: take_in(request["rows"], request["database"], request["index"]))
    else:
        seconds, _ = timed(lambda: write_out(request["database"], request["output"]))
    return {"seconds": seconds}


if __name__ == "__main__":
    serve(answer)
