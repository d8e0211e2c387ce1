# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a Python side is talked to: one JSON object a line in, one out. It says that it is ready, then answers until its input ends.
Before that a side may set what its libraries read when they are imported."""
import gc
import json
import sys
import time


def serve(answer):
    """Calls `answer(request)` for every request; what it returns is sent back."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def timed(work):
    """-> (seconds, what `work` returned). Garbage of what was before is collected first, and none during the work."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        result = work()
        return time.perf_counter() - start, result
    finally:
        gc.enable()
