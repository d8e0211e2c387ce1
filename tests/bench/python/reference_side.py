# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plain PyTorch implementation of the model as a side: reference_side.py ORACLE_FOLDER CHECKPOINT DTYPE THREADS

A request holds "chats", "image", "hd_num" and "mode": "loop" scores one chat after another, "batch" all of them together.
With "memory": true the answer tells by how much the process grew beyond what it held before.
"""
import ctypes
import sys

import torch

from side import serve, timed


def status(field):
    with open("/proc/self/status", encoding="ascii") as stream:
        return next(1024 * int(line.split()[1]) for line in stream if line.startswith(field + ":"))


def reset_peak():
    """What was freed goes back to the system, then the peak starts from what is held."""
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w", encoding="ascii") as stream:
        stream.write("5")


def main(oracle_folder, checkpoint, dtype, threads):
    sys.path.insert(0, oracle_folder)
    import oracle

    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)
    model = oracle.Oracle(checkpoint, getattr(torch, dtype))

    def answer(request):
        chats, images = request["chats"], [request["image"]]

        def loop():
            return [model.score(chat, images, hd_num=request["hd_num"]).item() for chat in chats]

        def batch():
            return model.scores(chats, [images] * len(chats), hd_num=request["hd_num"]).tolist()

        if request.get("memory"):
            reset_peak()
        before = status("VmHWM")
        seconds, scores = timed(loop if request["mode"] == "loop" else batch)
        return {"seconds": seconds, "scores": scores, "extra_bytes": status("VmHWM") - before}

    serve(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
