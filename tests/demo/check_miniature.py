#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs packaging/train-demo-model --quick from nothing and looks at what it made: check_miniature.py SCRIPT PROGRAM WORK

The miniature learns next to nothing; what is held is that every stage runs, hands on to the next one, and ends in a whole model folder
whose card says what the examination found.
"""
import json
import pathlib
import shutil
import subprocess
import sys

KINDS = {"sum": "none", "instruction": "none", "nonsense": "none", "count": "picture", "colour": "picture", "existence": "picture",
         "position": "picture", "size": "picture", "which-picture": "pictures", "more-shapes": "pictures", "direction": "video",
         "order": "video", "video-count": "video"}
MOST_BYTES = 12 << 20  # of a model that ships


def main():
    script, program, work = map(pathlib.Path, sys.argv[1:4])
    shutil.rmtree(work, ignore_errors=True)
    command = [sys.executable, script, "--quick", "--work", work, "--program", program, "--threads", "1"]
    subprocess.run(command, check=True)

    model = work / "demo-model"
    assert sum(file.stat().st_size for file in model.iterdir()) <= MOST_BYTES
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    assert config["torch_dtype"] == "bfloat16" and config.get("trained", True), config
    exam = json.loads((work / "examination.json").read_text(encoding="utf-8"))
    assert {name: kind["media"] for name, kind in exam["kinds"].items()} == KINDS, exam
    assert all(0 <= exam[key] <= 1 for key in ("overall", "image_blind")), exam
    assert abs(exam["length_correlation"]) <= 1 and set(exam["baselines"]) == {"longer", "first"}, exam
    card = (model / "README.md").read_text(encoding="utf-8")
    assert f"Overall {exam['overall']:.3f}" in card, card

    # Nothing is done twice: the same command finds all stages finished.
    written = (model / "model.safetensors").read_bytes()
    lines = (work / "stages/usual.jsonl").read_text(encoding="utf-8")
    subprocess.run(command, check=True)
    assert (model / "model.safetensors").read_bytes() == written and (work / "stages/usual.jsonl").read_text(encoding="utf-8") == lines

    # With the tower given, the preference stages end in the same model.
    again = work.with_name(work.name + "-tower")
    shutil.rmtree(again, ignore_errors=True)
    subprocess.run([*command[:3], "--work", again, *command[5:], "--tower", work / "demo-model-tower.safetensors"], check=True)
    assert (again / "demo-model/model.safetensors").read_bytes() == written, "the given tower gives another model"


if __name__ == "__main__":
    main()
