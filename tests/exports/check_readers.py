#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a project, exports it in every format, and lets packaging/check-exports hold the exports against it; then falsifies some
exports and expects each to be found out.

usage: check_readers.py SOURCE_DIR TRUTINA_CLI GOLDEN_DIR
"""
import csv
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

SKIPPED = 77
PAIR_FORMATS = ["trl", "trl-implicit", "trl-kto", "trl-parquet", "hf-parquet", "hf-folder", "ixc", "llama-factory", "ms-swift", "openrlhf", "csv",
                "vl-rewardbench"]
ITEM_FORMATS = ["conversation", "label-studio", "argilla"]
DIVIDED = ["--margin", "strength", "--validation", "0.3", "--test", "0.2", "--split-seed", "7"]


def environment():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    return cache / "trutina" / "python" / "exports"


def picture(file, number):
    """A PNG of one colour."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(b"\0" + bytes([number * 37 % 256, number * 91 % 256, 200]) * 5 for _ in range(4))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) +
                     chunk(b"IEND", b""))


def said(role, text):
    return [{"role": role, "content": text}]


def write_sources(folder):
    """Files that bring pairs with and without pictures, conversations, several annotators, rankings, ties and answers that are pictures."""
    for number in range(12):
        picture(folder / f"img/{number}.png", number)
    odd = ["Grüße 漢字 🍐", "two\nlines", "\ttabs, commas; \"quotes\"", "a\u2028b", "=1+1", " spaces around "]
    pairs = []
    for number in range(40):
        images = [f"img/{number % 12}.png", f"img/{(number + 1) % 12}.png"][:number % 3]
        prompt = ([*said("system", "Be brief."), *said("user", "Hello."), *said("assistant", "Hi.")] if number % 5 == 0 else []) + \
            said("user", f"Question {number}: {odd[number % 6]}")
        pairs.append({"id": f"pair-{number}", "images": images, "prompt": prompt, "chosen": said("assistant", f"Good {number}. {odd[number % 5]}"),
                      "rejected": said("assistant", f"Bad {number}."), "margin": number / 8})
    (folder / "pairs.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    tasks = []
    for number in range(8):
        items = [{"id": name, "body": f"{name} {number}"} for name in ("a", "b", "c")[:2 + number % 2]]
        orders = [["b", "a", "c"], ["a", "c", "b"]]
        tasks.append({"data": {"id": f"task-{number}", "prompt": f"Order {number}", "items": items},
                      "annotations": [{"completed_by": {"id": at, "email": f"{who}@example.org"}, "result": [
                          {"from_name": "rank", "to_name": "items", "type": "ranker",
                           "value": {"ranker": [name for name in orders[at if number % 3 else 0] if name in [item["id"] for item in items]]}}]}
                          for at, who in enumerate(("ada", "bo"))]})
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    with open(folder / "ties.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "prompt", "answer_1", "answer_2", "winner", "annotator"])
        table.writerows([["tie-1", "Name a fruit.", "A pear.", "A plum.", "tie", "ada"], ["bad-1", "Name a fruit.", "A shoe.", "A door.", "all_bad", "bo"]])
    (folder / "pictures.jsonl").write_text("".join(json.dumps(
        {"prompt": f"Draw lake {number}.", "chosen_file_name": f"img/{number}.png", "rejected_file_name": f"img/{number + 1}.png"}) + "\n"
        for number in range(3)), encoding="utf-8")


def falsify_parquet(folder, change):
    import pyarrow.parquet as pq

    file = sorted((folder / "data").glob("train-*.parquet"))[0]
    table = pq.read_table(file)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), file)


def falsify_lines(file, change):
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]]
    change(rows)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def falsified(exports, folder):
    """Copies of exports with one lie in each: {name: folder}."""
    lies = {}

    def copy(name, source):
        lies[name] = folder / name
        shutil.copytree(exports / source, lies[name])
        return lies[name]

    def reword(rows):
        rows[3]["chosen"][0]["content"][-1]["text"] += " "

    def repaint(rows):
        shown = [row for row in rows if row["images"]]
        shown[0]["images"][0]["bytes"] = shown[-1]["images"][0]["bytes"]

    def swap(rows):
        rows[2]["chosen"], rows[2]["rejected"] = rows[2]["rejected"], rows[2]["chosen"]

    falsify_parquet(copy("one answer has a space more", "trl-parquet"), reword)
    falsify_parquet(copy("one picture is that of another row", "hf-parquet"), repaint)
    falsify_lines(copy("one pair is turned round", "openrlhf") / "pairs.jsonl", swap)
    falsify_lines(copy("one margin is another", "divided-trl") / "train.jsonl", lambda rows: rows[0].update(margin=rows[0]["margin"] + 0.125))
    falsify_lines(copy("one good answer is called bad", "divided-trl-kto") / "train.jsonl", lambda rows: rows[0].update(label=not rows[0]["label"]))
    falsify_lines(copy("one row is missing", "trl") / "pairs.jsonl", lambda rows: rows.pop(1))
    divided = copy("one row is in another split", "divided-trl-implicit")
    moved = []
    falsify_lines(divided / "train.jsonl", lambda rows: moved.append(rows.pop()))
    falsify_lines(divided / "test.jsonl", lambda rows: rows.extend(moved))
    falsify_lines(copy("one record has another text", "conversation") / "records.jsonl", lambda rows: rows[0]["messages"][-1].update(content="Other."))
    changed = copy("one copied picture is another", "hf-folder") / "train/images"
    first, second = sorted(changed.iterdir())[:2]
    shutil.copy(first, second)
    return lies


def main(source, program, golden):
    python = environment() / "bin" / "python"
    if not (environment() / "packages.txt").exists():
        print("The environment is not there: run packaging/check-exports --prepare.")
        return SKIPPED
    if pathlib.Path(sys.prefix).resolve() != environment().resolve():
        os.execv(python, [str(python), *sys.argv])
    checker = pathlib.Path(source) / "packaging" / "check-exports"

    def run(*arguments):
        homes = {f"XDG_{name}_HOME": str(folder / "home") for name in ("CONFIG", "DATA", "CACHE")}
        done = subprocess.run([program, "--quiet", *map(str, arguments)], capture_output=True, text=True, env=os.environ | homes)
        assert done.returncode == 0, f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done.stdout

    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        write_sources(folder)
        project, exports = folder / "all.trutina", folder / "exports"
        run("project", "create", project, "--annotator", "Ada")
        for name in ("pairs.jsonl", "tasks.json", "ties.csv", "pictures.jsonl"):
            run("import", folder / name, "--project", project)
        documented = re.search(r"^```python parquet\n(.*?)^```$", (pathlib.Path(source) / "docs/formats.md").read_text(encoding="utf-8"), re.M | re.S)
        subprocess.run([python, "-c", documented.group(1)], check=True, cwd=folder, capture_output=True)
        preview = json.loads(run("import", folder / "train-00000-of-00001.parquet", "--project", project, "--preview", "3"))
        assert preview["format"] == "trl", preview
        run("import", folder / "train-00000-of-00001.parquet", "--project", project)
        videos = sorted(pathlib.Path(golden).glob("media/*.mp4"))[:1]
        for video in videos:
            (folder / "videos.jsonl").write_text(json.dumps(
                {"id": "video-1", "videos": [str(video)], "prompt": said("user", "What happens?"), "chosen": said("assistant", "It moves."),
                 "rejected": said("assistant", "Nothing.")}) + "\n", encoding="utf-8")
            run("import", folder / "videos.jsonl", "--project", project)
        for format in PAIR_FORMATS + ITEM_FORMATS:
            run("export", "--project", project, "--format", format, "--output", exports / format)
        for format in PAIR_FORMATS:
            run("export", "--project", project, "--format", format, "--output", exports / f"divided-{format}", *DIVIDED)
        run("export", "--project", project, "--format", "trl", "--output", exports / "agreed", "--agreement", "0.6", "--ties", "both")
        run("export", "--project", project, "--format", "ms-swift", "--output", exports / "embedded", "--media", "embed")
        run("export", "--project", project, "--format", "trl-parquet", "--output", exports / "linked", "--media", "link")
        if videos:
            run("export", "--project", project, "--format", "ixc", "--output", exports / "sheets", "--frame-sheets")
        checked = subprocess.run([python, checker, "--project", project, *sorted(exports.iterdir())], capture_output=True, text=True)
        print(checked.stdout, checked.stderr)
        assert checked.returncode == 0, "a reader does not see the project's rows"
        assert len(checked.stdout.splitlines()) == len(list(exports.iterdir())), "not every export was looked at"

        lies = falsified(exports, folder / "lies")
        checked = subprocess.run([python, checker, "--project", project, *lies.values()], capture_output=True, text=True)
        print(checked.stdout, checked.stderr)
        for name, lie in lies.items():
            assert any(line.startswith(f"{lie}: FAILED: AssertionError") for line in checked.stdout.splitlines()), f"nobody noticed that {name}"
        assert checked.returncode == 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
