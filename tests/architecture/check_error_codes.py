#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error code of the sources is explained in docs/error-codes.md, and every code explained there exists.

usage: check_error_codes.py SOURCE_DIR
"""
import pathlib
import re
import sys

AREAS = ("adapter", "annotation", "annotator", "answer", "candidate", "checkpoint", "compare", "config", "conversation", "dataset_info", "demo", "device", "disk", "doctor", "engine", "export", "file", "folder", "format", "hash",
         "import", "internal", "item", "measurement", "media", "memory", "merge", "mixture", "model", "options", "output", "pair", "pairs", "parquet", "project", "rank", "record", "resume", "row", "shard", "table", "tokenizer",
         "training", "vote")
CODE = re.compile(r'"((?:%s)\.[a-z_0-9]+)"' % "|".join(AREAS))
DOCUMENTED = re.compile(r"^\| `([a-z_]+\.[a-z_0-9]+)`", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
# Keys of other files that are spelled like codes.
NOT_CODES = {"config.vision_config", "output.weight", "export.format"}
# The journal's actions are named in the same way and are no errors; file names may look alike, too.
NOT_ERRORS = re.compile(r"^(item|vote|media|project)\.(add|edit|remove|flag|note|relocate|withdraw|replace|cast|import|tag|thin|adjudicate|merge)$|\.(json|jsonl|safetensors|bin|model|txt|csv|md|xml)$")


def codes_of(root):
    """-> {code: a file that uses it}"""
    found = {}
    for room in ("app", "demo", "engine", "storage", "ui"):
        for file in sorted((root / room).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                for code in CODE.findall(COMMENT.sub("", file.read_text(encoding="utf-8"))):
                    if code not in NOT_CODES and not NOT_ERRORS.search(code):
                        found.setdefault(code, file.relative_to(root))
    return found


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0])
    used = codes_of(root)
    documented = set(DOCUMENTED.findall((root / "docs" / "error-codes.md").read_text(encoding="utf-8")))
    for code in sorted(set(used) - documented):
        print(f"{code} ({used[code]}) is not explained in docs/error-codes.md")
    for code in sorted(documented - set(used)):
        print(f"{code} is explained in docs/error-codes.md, but nothing uses it")
    wrong = set(used) ^ documented
    print(f"{len(used)} error codes looked at, {len(wrong)} problems")
    return 1 if wrong or not used else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
