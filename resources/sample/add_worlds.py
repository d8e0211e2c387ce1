#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts items of the demo model's worlds before the other ones: add_worlds.py PROGRAM

PROGRAM is trutina-cli. Their combinations of shape, colour and place stand in no training pair (docs/demo-model.md). Items of an
earlier run are replaced; the others stay as they are, in their order.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SEED, ITEMS = 2026, 39  # each kind three times
TEXT_KINDS = 3
WRITERS = ["otter-mini", "quill-2", "heron-7b", "juniper-xl"]


def world_items(program, folder):
    data = pathlib.Path(folder) / "data"
    subprocess.run([program, "demo-data", "--output", data, "--seed", str(SEED), "--pairs", "0", "--held-out", "0", "--items", str(ITEMS)],
                   check=True, stdout=subprocess.DEVNULL)
    media = HERE / "worlds"
    shutil.rmtree(media, ignore_errors=True)
    media.mkdir()
    for number, line in enumerate((data / "items.jsonl").read_text(encoding="utf-8").splitlines()):
        item = json.loads(line)
        names = []
        for name in item.get("media", []):
            shutil.copyfile(data / name, media / pathlib.Path(name).name)
            names.append(f"worlds/{pathlib.Path(name).name}")
        writers = WRITERS[number % 4:] + WRITERS[:number % 4]
        yield {"id": f"world-{number + 1}", "messages": item["messages"], "media": names,
               "candidates": [{"text": text, "name": name} for text, name in zip(item["candidates"], writers)],
               "tags": ["shapes", item["meta"]["kind"]], "meta": item["meta"]}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    file = HERE / "sample.jsonl"
    others = [line for line in file.read_text(encoding="utf-8").splitlines() if json.loads(line)["meta"].get("world") != "demo"]
    with tempfile.TemporaryDirectory() as folder:
        worlds = [json.dumps(item, ensure_ascii=False) for item in world_items(sys.argv[1], folder)]
    # The first thing that anybody sees is a picture, so that the first three, which are texts, go behind the others.
    file.write_text("\n".join(worlds[TEXT_KINDS:] + worlds[:TEXT_KINDS] + others) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
