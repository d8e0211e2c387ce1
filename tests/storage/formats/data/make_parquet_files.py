#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the Parquet files of this folder, with the library that writes those on the hub. Run with the Python of packaging/check-exports.

The rows are invented; columns and types are those of the data sets that the files are named after.
"""
import io
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Dataset, Features, Image, Json, List, Value
from PIL import Image as Picture

FOLDER = pathlib.Path(__file__).parent


def picture(colour, kind="PNG"):
    buffer = io.BytesIO()
    Picture.new("RGB", (4, 3), colour).save(buffer, kind)
    return {"bytes": buffer.getvalue(), "path": f"{colour}.{kind.lower()}"}


def turns(*texts):
    return [{"role": role, "content": text} for role, text in zip(("user", "assistant") * 9, texts)]


def parts(role, text, images=0):
    return [{"role": role, "content": [{"type": "image", "text": None}] * images + [{"type": "text", "text": text}]}]


MESSAGES = [{"role": Value("string"), "content": [{"type": Value("string"), "text": Value("string")}]}]


def hub(name, rows, features, **options):
    Dataset.from_list(rows, features=Features(features)).to_parquet(FOLDER / f"{name}.parquet", **options)


hub("trl", [{"images": [picture("red"), picture("blue")], "prompt": parts("user", "Which is red?", 2), "chosen": parts("assistant", "The first."),
             "rejected": parts("assistant", "The second.")},
            {"images": [], "prompt": parts("user", "Grüße?"), "chosen": parts("assistant", "漢字 🍐"), "rejected": parts("assistant", "No.")}],
    {"images": List(Image()), "prompt": MESSAGES, "chosen": MESSAGES, "rejected": MESSAGES})
hub("trl-json", [{"prompt": turns("Name a fruit."), "chosen": [{"role": "assistant", "content": "A pear."}],
                  "rejected": [{"role": "assistant", "content": "A brick."}], "margin": 0.7,
                  "preview": {"thumbnail": picture("red")}}],
    {"prompt": Json(), "chosen": List(Json()), "rejected": List(Json()), "margin": Value("float32"), "preview": {"thumbnail": Image()}})
hub("rlhf-v", [{"ds_name": "RLHF-V", "image": picture("green", "JPEG"),
                "text": '{"question":"What is on the table?","chosen":"A cup.","rejected":"A horse."}',
                "origin_dataset": "made up", "origin_split": '{"model":"m"}', "idx": 0, "image_path": "green.jpg"}],
    {"ds_name": Value("string"), "image": Image(), "text": Value("string"), "origin_dataset": Value("string"), "origin_split": Value("string"),
     "idx": Value("int32"), "image_path": Value("string")})
hub("rlaif-v", [{"ds_name": "RLAIF-V", "image": picture("green", "JPEG"), "question": "What is on the table?", "chosen": "A cup.",
                 "rejected": "A horse.", "origin_dataset": "made up", "origin_split": "{}", "idx": "7", "image_path": "green.jpg"}],
    {"ds_name": Value("string"), "image": Image(), "question": Value("string"), "chosen": Value("string"), "rejected": Value("string"),
     "origin_dataset": Value("string"), "origin_split": Value("string"), "idx": Value("string"), "image_path": Value("string")})
hub("vl-rewardbench", [{"id": "RLAIF-V-7", "query": "How many cups?", "response": ["Three.", "Seven."], "image": picture("white"),
                        "human_ranking": [1, 0], "models": ["m1", "m2"], "judge": None, "rationale": None, "query_source": None,
                        "ground_truth": None}],
    {"id": Value("string"), "query": Value("string"), "response": List(Value("string")), "image": Image(),
     "human_ranking": List(Value("int64")), "models": List(Value("string")), "judge": Value("string"), "rationale": Value("string"),
     "query_source": Value("string"), "ground_truth": Value("string")})
hub("rewardbench", [{"prompt": "Name a fruit.", "chosen": "A pear.", "chosen_model": "m1", "rejected": "A brick.", "rejected_model": "m2",
                     "subset": "hard", "id": 3}],
    {"prompt": Value("string"), "chosen": Value("string"), "chosen_model": Value("string"), "rejected": Value("string"),
     "rejected_model": Value("string"), "subset": ClassLabel(names=["easy", "hard"]), "id": Value("int64")})
hub("rewardbench2", [{"id": "5", "prompt": "Name a fruit.", "chosen": ["A pear."], "rejected": ["A brick.", "A shoe.", "A door."],
                      "num_correct": 1, "num_incorrect": 3, "total_completions": 4, "models": ["m1", "m2", "m3", "m4"],
                      "subset": "Factuality", "additional_metadata": {"category": None, "correct": "pear"}}],
    {"id": Value("string"), "prompt": Value("string"), "chosen": List(Value("string")), "rejected": List(Value("string")),
     "num_correct": Value("int64"), "num_incorrect": Value("int64"), "total_completions": Value("int64"), "models": List(Value("string")),
     "subset": Value("string"), "additional_metadata": {"category": Value("string"), "correct": Value("string")}})

# Written by other programs: no footer of datasets, other encodings and compressions.
colour = {name: picture(name, "JPEG")["bytes"] for name in ("red", "blue")}
pq.write_table(pa.table({
    "are_different": [True, True], "best_image_uid": ["u0", "u1"], "caption": ["a quiet lake", "a cat"],
    "created_at": pa.array([1700000000000000, 1700000001000000], pa.timestamp("us")), "has_label": [True, True],
    "image_0_uid": ["u0", "u0"], "image_1_uid": ["u1", "u1"], "jpg_0": [colour["red"]] * 2, "jpg_1": [colour["blue"]] * 2,
    "label_0": [1.0, 0.5], "label_1": [0.0, 0.5], "model_0": pa.array(["m1", "m1"]).dictionary_encode(), "model_1": ["m2", "m2"],
    "ranking_id": [12, 13], "user_id": pa.array([7, 8], pa.int32())}), FOLDER / "pick-a-pic.parquet", compression="snappy")
pq.write_table(pa.table({
    "question_id": ["q1"], "model_a": ["m1"], "model_b": ["m2"], "winner": ["model_b"], "judge": ["arena_user_1"],
    "conversation_a": [turns("Hi", "No.")], "conversation_b": [turns("Hi", "Hello!")], "turn": [1], "anony": [True], "language": ["English"],
    "tstamp": [1.5]}), FOLDER / "arena.parquet", compression="zstd")
rating = {aspect: {"Rating": "4", "Rationale": "clear"} for aspect in ("Helpfulness", "Visual Faithfulness")}
low = {aspect: {"Rating": "1", "Rationale": "false"} for aspect in rating}
pq.write_table(pa.table({
    "id": ["x-1"], "prompt": ["Describe the picture."], "models": [["m1", "m2"]], "image": [picture("red", "JPEG")],
    "completions": [{"annotations": [rating, low], "model": ["m1", "m2"], "response": ["A red picture.", "A horse."]}]}),
    FOLDER / "vlfeedback.parquet", compression="gzip")

# For what can go wrong.
pq.write_table(pa.table({"prompt": ["Name a fruit."] * 3, "chosen": pa.array([b"A pear.", b"caf\xe9", b"A plum."]).cast(pa.binary()).view(pa.string()),
                         "rejected": ["A brick."] * 3}), FOLDER / "not-utf8.parquet", compression="lz4")
pq.write_table(pa.table({"prompt": [f"Question {n}" for n in range(1000)], "chosen": ["A pear."] * 1000, "rejected": ["A brick."] * 1000}),
               FOLDER / "row-groups.parquet", compression="brotli", row_group_size=100)
pq.write_table(pa.table({"values": pa.array([[None] * 6_000_000, [1]], pa.list_(pa.int32()))}),
               FOLDER / "bomb.parquet", compression="zstd")
