# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs LLaMA-Factory's own parser of dataset_info.json and its converter on an export.

Its packages import torch, whose wheel on PyPI cannot be imported without 2.5 GB of CUDA libraries. What is run here needs none of it.
What comes after, turning texts into tokens, is not run.
"""
import functools
import json
import types

from . import stand_ins


def is_there():
    return stand_ins.folder_of("llamafactory") is not None


@functools.cache
def modules():
    """-> (parser, converter)"""
    names = dict.fromkeys(("SAFETENSORS_WEIGHTS_NAME", "WEIGHTS_NAME", "SAFE_WEIGHTS_INDEX_NAME", "SAFE_WEIGHTS_NAME", "WEIGHTS_INDEX_NAME"), "")
    return stand_ins.modules(
        ("llamafactory.data.parser", "llamafactory.data.converter"), ("llamafactory", "llamafactory.data", "llamafactory.extras"),
        {"llamafactory.extras.misc": {"use_modelscope": lambda: False, "use_openmind": lambda: False},
         "peft": {}, "peft.utils": names, "transformers": {}, "transformers.utils": names})


def check(folder, cache):
    """-> how many rows it converted. Raises AssertionError for a row that it would drop or read otherwise."""
    from datasets import load_dataset

    parser, converter = modules()
    names = list(json.loads((folder / "dataset_info.json").read_text(encoding="utf-8")))
    arguments = types.SimpleNamespace(media_dir=str(folder))
    count = 0
    for name, attributes in zip(names, parser.get_dataset_list(names, str(folder)), strict=True):
        rows = json.loads((folder / attributes.dataset_name).read_text(encoding="utf-8"))
        if not rows:
            continue
        convert = converter.get_dataset_converter(attributes.formatting, attributes, arguments)
        data = load_dataset("json", data_files=str(folder / attributes.dataset_name), split="train", cache_dir=cache)
        for own, row in zip(rows, map(convert, data), strict=True):
            # What its pairwise processor asks for before it encodes.
            assert len(row["_prompt"]) % 2 == 1 and len(row["_response"]) >= 2, f"LLaMA-Factory would drop a row of {name}"
            text = [row["_system"]] * bool(row["_system"]) + [turn["content"] for turn in row["_prompt"]]
            assert text == [turn["value"] for turn in own["conversations"]], f"LLaMA-Factory reads another prompt in {name}"
            assert [answer["content"] for answer in row["_response"]] == [own["chosen"]["value"], own["rejected"]["value"]], \
                f"LLaMA-Factory reads other answers in {name}"
            shown = "".join(text)
            for token, medium in (("<image>", row["_images"]), ("<video>", row["_videos"])):
                assert shown.count(token) == len(medium or []), f"LLaMA-Factory sees another number of {token} than media in {name}"
            count += 1
    return count
