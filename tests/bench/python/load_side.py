# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""torch.load and its counterpart for safetensors as a side: load_side.py

A request holds "file". Every tensor is copied into memory, as the reference's loading does.
"""
import torch
from safetensors.torch import load_file

from side import serve, timed


def load(file):
    return load_file(file) if file.endswith(".safetensors") else torch.load(file, map_location="cpu", weights_only=True)


def touched(tensors):
    """Reads a byte of every page: safetensors maps its file, and pages that were never read were not loaded."""
    return sum(tensor.view(-1).view(torch.uint8)[::4096].sum().item() for tensor in tensors.values())


def answer(request):
    seconds, tensors = timed(lambda: load(request["file"]))
    more, _ = timed(lambda: touched(tensors))
    return {"seconds": seconds, "touched_seconds": seconds + more, "tensors": len(tensors)}


if __name__ == "__main__":
    serve(answer)
