#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Examines the demo model that ships and holds it against its bars: check_shipped_model.py MODEL PROGRAM [--reached]

The worlds are those of a fixed seed, so that the same sources give the same verdict; the model's card was made with the same seed and
twice the examples. --reached holds each accuracy against what the model had when it was put here instead, for as long as it is short
of its bars; everything else is held as ever.
"""
import json
import pathlib
import subprocess
import sys

from check_miniature import MOST_BYTES

SEED, COUNT = 7001, 2600
OVERALL = 0.97
BARS = {"none": 0.90, "picture": 0.90, "pictures": 0.85, "video": 0.85}  # of each kind, by its media
# By the model's card, and what another processor may round differently.
REACHED_OVERALL = 0.862
REACHED = {"sum": 0.900, "instruction": 0.978, "nonsense": 0.675, "count": 0.695, "colour": 0.993, "existence": 0.990, "position": 0.828,
           "size": 0.912, "which-picture": 0.975, "more-shapes": 0.815, "direction": 0.922, "order": 0.800, "video-count": 0.720}
ROUNDING, ROUNDING_OVERALL = 0.05, 0.02
BLIND = (0.44, 0.56)  # without their pictures nothing may tell the right answers
MOST_LENGTH_CORRELATION = 0.1


def main():
    model, program = map(pathlib.Path, sys.argv[1:3])
    holds_reached = sys.argv[3:] == ["--reached"]
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
    least = REACHED_OVERALL - ROUNDING_OVERALL if holds_reached else OVERALL
    hold("overall", exam["overall"], exam["overall"] >= least)
    for name, kind in exam["kinds"].items():
        assert kind["count"] == COUNT // len(exam["kinds"]), kind
        least = REACHED[name] - ROUNDING if holds_reached else BARS[kind["media"]]
        hold(f"{name} ({kind['media']})", kind["accuracy"], kind["accuracy"] >= least)
    hold("without pictures", exam["image_blind"], BLIND[0] <= exam["image_blind"] <= BLIND[1])
    hold("correlation with length", exam["length_correlation"], abs(exam["length_correlation"]) < MOST_LENGTH_CORRELATION)
    assert (model / "README.md").exists(), "the model has no card"
    if faults:
        sys.exit("The shipped model misses: " + ", ".join(faults))


if __name__ == "__main__":
    main()
