# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mean of the weights of models that one training run passed through (stochastic weight averaging, arXiv 1803.05407)."""
import array
import json
import shutil

from demo_model_tower import read, rounded, write


NAMES = {"F32": "float32", "BF16": "bfloat16"}


def put(models, output, weight_type):
    """Writes the mean of float32 model folders, rounded where the type is BF16, with what else the last of them holds."""
    files = [read(model / "model.safetensors") for model in models]
    headers = [header for header, _ in files]
    shapes = [{name: (tensor["dtype"], tensor["shape"]) for name, tensor in header.items()} for header in headers]
    if any(shape != shapes[0] for shape in shapes) or any(dtype != "F32" for dtype, _ in shapes[0].values()):
        raise SystemExit("train-demo-model: these models have no mean: " + ", ".join(map(str, models)))
    kept, parts, at = {}, [], 0
    for name, tensor in headers[0].items():
        values = [array.array("f", content[slice(*header[name]["data_offsets"])]) for header, content in files]
        floats = array.array("f", (sum(place) / len(values) for place in zip(*values))).tobytes()
        parts.append(floats if weight_type == "F32" else rounded(floats))
        kept[name] = {"dtype": weight_type, "shape": tensor["shape"], "data_offsets": [at, at + len(parts[-1])]}
        at += len(parts[-1])
    part = output.with_name(output.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(models[-1], part)
    write(part / "model.safetensors", kept, b"".join(parts))
    config = json.loads((part / "config.json").read_text(encoding="utf-8"))
    config["torch_dtype"] = NAMES[weight_type]
    (part / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)
    part.rename(output)
