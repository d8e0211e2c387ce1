# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ms-swift's own preprocessor of data sets on an export, strictly: it raises for a row that it would drop.

Its packages import torch, whose wheel on PyPI cannot be imported without 2.5 GB of CUDA libraries. What is run here needs none of it.
What comes after, turning messages into tokens, is not run.
"""
import contextlib
import functools
import json
import logging

from . import stand_ins


def is_there():
    return stand_ins.folder_of("swift") is not None


@functools.cache
def preprocessor(cache):
    def unused(*_):
        raise AssertionError("the preprocessor took another way than that of messages")
    return stand_ins.modules(
        ("swift.dataset.preprocessor.core",), ("swift", "swift.dataset", "swift.dataset.preprocessor"),
        {"swift.template": {"history_to_messages": unused, "MaxLengthError": type("MaxLengthError", (ValueError,), {})},
         "swift.template.template_inputs": {"normalize_openai_tool_calls": lambda messages: messages},
         "swift.utils": {"TOOL_KEYS": ["tools"], "get_logger": lambda: logging.getLogger("swift"), "is_dist": lambda: False,
                         "is_master": lambda: True, "remove_arrow_padding": unused, "safe_ddp_context": lambda *_: contextlib.nullcontext()},
         "swift.dataset.utils": {"sample_dataset": unused}, "modelscope": {}, "modelscope.hub": {}, "modelscope.hub.utils": {}, "modelscope.hub.utils.utils": {"get_cache_dir": lambda: cache}})[0]


def check(files, cache):
    """-> how many rows it took. Raises for a row that it would drop or read otherwise."""
    from datasets import load_dataset

    count = 0
    for path in files:
        if path.stat().st_size == 0:
            continue
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
        data = load_dataset("json", data_files=str(path), split="train", cache_dir=cache)
        taken = preprocessor(cache).AutoPreprocessor()(data, strict=True, load_from_cache_file=False)
        assert len(taken) == len(rows), f"ms-swift drops {len(rows) - len(taken)} rows of {path.name}"
        for own, row in zip(rows, taken):
            messages = [{key: message[key] for key in ("role", "content")} for message in row["messages"]]
            assert messages == own["messages"], f"ms-swift reads other messages in {path.name}"
            assert (row.get("rejected_response") or None) == own.get("rejected_response"), f"ms-swift reads another rejected answer in {path.name}"
            for key in ("images", "rejected_images"):
                paths = [image["path"] for image in row.get(key) or []]
                assert paths == own.get(key, []), f"ms-swift reads other {key} in {path.name}"
            count += 1
    return count
