# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vision tower and projector of a demo model as a file of their own, in bfloat16: what the vision stages end in.

The preference stages always go on from this file, so that they give the same model whether it was trained or given.
"""
import array
import json
import pathlib
import shutil
import struct

PARTS = ("vit.", "vision_proj.")


def read(file):
    """-> header without metadata, bytes of the tensors"""
    content = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    return header, content[8 + length :]


def write(file, header, content):
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(file).write_bytes(struct.pack("<Q", len(text)) + text + content)


def rounded(floats):
    """float32 -> bfloat16, to nearest even"""
    words = array.array("I", floats)
    return array.array("H", ((word + 0x7FFF + (word >> 16 & 1)) >> 16 for word in words)).tobytes()


def widened(halves):
    """bfloat16 -> float32"""
    return array.array("I", (half << 16 for half in array.array("H", halves))).tobytes()


def save(model, file):
    """Writes the tower of a float32 model folder."""
    header, content = read(model / "model.safetensors")
    kept, parts, at = {}, [], 0
    for name in sorted(name for name in header if name.startswith(PARTS)):
        assert header[name]["dtype"] == "F32", name
        begin, end = header[name]["data_offsets"]
        parts.append(rounded(content[begin:end]))
        kept[name] = {"dtype": "BF16", "shape": header[name]["shape"], "data_offsets": [at, at + len(parts[-1])]}
        at += len(parts[-1])
    write(file, kept, b"".join(parts))


def put(file, base, output):
    """Copies the float32 model folder `base` to `output`, with the tower of the file in place of its own."""
    tower, halves = read(file)
    header, content = read(base / "model.safetensors")
    content = bytearray(content)
    if {name for name in header if name.startswith(PARTS)} != set(tower):
        raise SystemExit(f"train-demo-model: {file} is a tower for another configuration.")
    for name, tensor in tower.items():
        if tensor["shape"] != header[name]["shape"]:
            raise SystemExit(f"train-demo-model: {file} is a tower for another configuration: {name}.")
        begin, end = tensor["data_offsets"]
        first, last = header[name]["data_offsets"]
        content[first:last] = widened(halves[begin:end])
    part = output.with_name(output.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(base, part)
    write(part / "model.safetensors", header, bytes(content))
    part.rename(output)
