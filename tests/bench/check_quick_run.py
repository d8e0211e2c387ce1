#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs trutina-bench --quick and looks at its report: check_quick_run.py TRUTINA_BENCH FOLDER"""
import json
import math
import pathlib
import subprocess
import sys

# What a run without Python and with one repetition must hold at least. The names without a number of their own are whole benchmarks.
WANTED = ("P0.ways.", "P0.strict.", "P1.N4", "P1.N16", "P3.", "P4.ratio", "P4.efficiency", "P5.hit", "P6.bound", "P7.read.safetensors.warm",
          "P7.read.safetensors.cold", "P8.program", "P8.threads", "P10.ideal", "P10.padded", "P11.page",
          "P11.search", "T1.pair")


def main(program, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    code = subprocess.run([program, "--quick", "--directory", folder / "cache", "--json", report], stdout=subprocess.DEVNULL).returncode
    if code not in (0, 1):
        print(f"trutina-bench ended with {code}")
        return 1
    figures = json.loads(report.read_text(encoding="utf-8"))["figures"]
    problems = [f"no figure {name}" for name in WANTED if not any(figure["name"].startswith(name) for figure in figures)]
    for figure in figures:
        if not (math.isfinite(figure["value"]) and figure["value"] >= (0 if figure["name"].startswith("P0.") else sys.float_info.min)):
            problems.append(f"{figure['name']} is {figure['value']}")
        if figure["verdict"] not in ("not judged", "for information"):
            problems.append(f"{figure['name']}: {figure['verdict']}: {figure['reason']}")
        for side in figure["sides"]:
            if len(side["seconds"]) != 1 or side["seconds"][0] <= 0:
                problems.append(f"{figure['name']}: {side['name']} took {side['seconds']}")
    print("\n".join(problems) or f"{len(figures)} figures, all well-formed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
