#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Examines the demo model that ships and holds it against its bars: check_shipped_model.py MODEL PROGRAM

The worlds are those of its card.
"""
import json
import pathlib
import subprocess
import sys

from check_miniature import MOST_BYTES

SEED, COUNT = 7001, 5200
OVERALL = 0.97
BARS = {"none": 0.90, "picture": 0.90, "pictures": 0.85, "video": 0.85}  # of each kind, by its media
BLIND = (0.44, 0.56)  # without their pictures nothing may tell the right answers
MOST_LENGTH_CORRELATION = 0.1


def main():
    model, program = map(pathlib.Path, sys.argv[1:])
    size = sum(file.stat().st_size for file in model.iterdir())
    answer = subprocess.run([program, "evaluate", "demo", "--model", model, "--seed", str(SEED), "--count", str(COUNT), "--json"],
                            check=True, stdout=subprocess.PIPE).stdout
    exam = json.loads(answer)
    faults = []

    def hold(what, value, is_met):
        print(f"{what}: {value:.3f}{'' if is_met else '  MISSED'}")
        if not is_met:
            faults.append(what)

    hold("MiB", size / (1 << 20), size <= MOST_BYTES)
    hold("overall", exam["overall"], exam["overall"] >= OVERALL)
    for name, kind in exam["kinds"].items():
        assert kind["count"] == COUNT // len(exam["kinds"]), kind
        hold(f"{name} ({kind['media']})", kind["accuracy"], kind["accuracy"] >= BARS[kind["media"]])
    hold("without pictures", exam["image_blind"], BLIND[0] <= exam["image_blind"] <= BLIND[1])
    hold("correlation with length", exam["length_correlation"], abs(exam["length_correlation"]) < MOST_LENGTH_CORRELATION)
    assert (model / "README.md").exists(), "the model has no card"
    if faults:
        sys.exit("The shipped model misses: " + ", ".join(faults))


if __name__ == "__main__":
    main()
