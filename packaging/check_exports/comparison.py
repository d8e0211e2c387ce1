# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares an export with its project, row by row and split by split."""
import csv
import json

from . import rows, truth
from .consumers import CACHE_FOLDER, SPLITS, data_files, folder_metadata


def json_lines(folder, name):
    """{split: rows}, as datasets loads them."""
    from datasets import load_dataset

    files = {split: path.name for split, path in data_files(folder, name, ".jsonl").items() if path.stat().st_size > 0}
    return load_dataset("json", data_files=files, cache_dir=CACHE_FOLDER.name) if files else {}


def parquet(folder):
    """{split: rows} as datasets finds them, pictures as bytes; every picture is decoded once on the way."""
    from datasets import Image, List, load_dataset

    loaded = load_dataset(str(folder), cache_dir=CACHE_FOLDER.name)
    for split, data in loaded.items():
        pictures = [name for name, feature in data.features.items() if isinstance(feature, List) and isinstance(feature.feature, Image)]
        assert pictures, "datasets sees no column of pictures"
        for row in data:
            for picture in (one for name in pictures for one in row[name]):
                picture.convert("RGB").load()
        for name in pictures:
            data = data.cast_column(name, List(Image(decode=False)))
        loaded[split] = data
    return loaded


def ixc(folder):
    """Text and picture pairs are in files of their own; their ids say in which order they were written."""
    found = {}
    for split in SPLITS:
        listed = folder / ("data.txt" if split == "train" else f"data_{split}.txt")
        if listed.exists():
            records = [record for line in listed.read_text().splitlines()
                       for record in json.loads((folder / line.rsplit(" ", 1)[0]).read_text(encoding="utf-8"))]
            found[split] = sorted(records, key=lambda record: record["id"])
    return found


def llama_factory(folder):
    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    return {next((split for split in SPLITS if split in name), "train"): json.loads((folder / entry["file_name"]).read_text(encoding="utf-8"))
            for name, entry in info.items()}


def image_folder(folder):
    return {split: [row | {column: [f"{split}/{name}" for name in row[column + "_file_names"]]
                           for column in ("images", "chosen_images", "rejected_images")} for row in own]
            for split, own in folder_metadata(folder).items()}


def ms_swift(folder, name):
    return {split: [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
            for split, path in data_files(folder, name, ".jsonl").items()}


def is_text(pair):
    """Whether ms-swift takes the rejected side as a text."""
    return not pair.chosen.media and len(pair.rejected.turns) == 1 and pair.rejected.turns[0][0] == "assistant"


def table(folder):
    found = {}
    for split, path in data_files(folder, "pairs", ".csv").items():
        with open(path, encoding="utf-8", newline="") as file:
            found[split] = list(csv.DictReader(file, strict=True))
    return found


# format: (rows by split, one row in the common form, whether places of pictures are written)
PAIRS = {
    "trl": (lambda folder: json_lines(folder, "pairs"), rows.trl, True),
    "trl-parquet": (parquet, rows.trl, True),
    "trl-implicit": (lambda folder: json_lines(folder, "pairs"), rows.trl_implicit, False),
    "openrlhf": (lambda folder: json_lines(folder, "pairs"), rows.openrlhf, False),
    "ms-swift": (lambda folder: ms_swift(folder, "pairs"), rows.ms_swift, True),
    "llama-factory": (llama_factory, rows.llama_factory, True),
    "ixc": (ixc, rows.ixc, False),
    "hf-folder": (image_folder, rows.hub, False),
    "hf-parquet": (parquet, rows.hub, False),
    "csv": (table, rows.table, False),
    "vl-rewardbench": (lambda folder: json_lines(folder, "pairs"), rows.vl_rewardbench, False),
}


# More files of the same format: (rows by split, which pairs are in them rather than in the first).
MORE = {"ms-swift": (lambda folder: ms_swift(folder, "message_pairs"), lambda pair: not is_text(pair))}


def compare_pairs(folder, report, items):
    load, common, has_places = PAIRS[report["format"]]
    more, is_more = MORE.get(report["format"], (lambda _: {}, lambda _: False))
    choices = report["choices"]
    if choices["score_margin"] > 0 or choices["corrected_as_chosen"]:
        return "rows that do not come from votes are not compared"
    files = load(folder), more(folder)
    left_out = rows.left_out_of(report)
    expected = {split: [] for split in SPLITS}
    for item in items:
        expected[truth.split_of(item, choices)] += truth.pairs_of(item, choices, everybody=report["format"] == "csv")
    matched = 0
    for split in SPLITS:
        for place, found in enumerate(files):
            own = []
            for row in found.get(split, ()):
                own.append(common(folder, row))
                if choices["margin"] != "none" and "margin" in row:
                    own[-1]["margin"] = float(row["margin"])
            try:
                pairs = [pair for pair in expected[split] if is_more(pair) == bool(place)]
                matched += rows.compare(own, pairs, left_out, has_places, choices["frame_sheets"])
            except AssertionError as error:
                raise AssertionError(f"{split}: {error}") from None
    assert matched == report["written"], f"{matched} rows were compared, but the report counts {report['written']}"
    return f"{matched} rows are those of the project"


def compare_unpaired(folder, report, items):
    choices = report["choices"]
    if choices["score_margin"] > 0 or choices["corrected_as_chosen"]:
        return "rows that do not come from votes are not compared"
    files = json_lines(folder, "answers")
    for split in SPLITS:
        own = [(rows.messages(row["prompt"]), rows.messages(row["completion"]), row["label"]) for row in files.get(split, ())]
        wanted = [([list(turn) for turn in item.prompt], [list(turn) for turn in answer.turns], good)
                  for item in items if truth.split_of(item, choices) == split for answer, good in truth.unpaired_of(item, choices)]
        for at, (row, expected) in enumerate(zip(own, wanted)):
            assert row == expected, f"{split}: row {at + 1} is {rows.short(row)}, but the project has {rows.short(expected)}"
        assert len(own) == len(wanted), f"{split}: there are {len(own)} rows for {len(wanted)} answers"
    return f"{report['written']} rows are those of the project"


def readable(turns):
    return turns[0][1] if len(turns) == 1 else "\n\n".join(f"{role}: {content}" for role, content in turns)


def whole_item(folder, item, record):
    """A conversation record of an item: texts, media and votes."""
    answers = record["candidates"]
    own = {"messages": rows.messages(record["messages"]), "media": rows.media(folder, [path if isinstance(path, str) else path["path"] for path in record["media"]]),
           "answers": [rows.messages(answer["messages"]) if isinstance(answer, dict) and "messages" in answer else
                       [["assistant", answer if isinstance(answer, str) else answer["text"]]] for answer in answers],
           "winners": [vote["winner"] for vote in record.get("meta", {}).get("trutina", {}).get("votes", [])]}
    places = {answer.id: place for place, answer in enumerate(item.answers)}
    return own, {"messages": [list(turn) for turn in item.prompt], "media": [one.sha256 for one in item.media],
                 "answers": [[list(turn) for turn in answer.turns] for answer in item.answers],
                 "winners": [places.get(vote.winner) for vote in item.votes]}


def argilla_record(folder, item, record):
    names = [f"response_{place + 1}" for place in range(9)]
    own = {"prompt": record["prompt"], "answers": [record[name] for name in names if record[name] is not None],
           "first": [order[0] for order in record["preference.responses"]], "people": record["preference.responses.users"]}
    judged = [vote for vote in item.votes if vote.decision == "winner"]
    places = {answer.id: names[place] for place, answer in enumerate(item.answers)}
    return own, {"prompt": readable(item.prompt), "answers": [readable(answer.turns) for answer in item.answers],
                 "first": [places[vote.ranking[0] if vote.ranking else vote.winner] for vote in judged], "people": [vote.annotator for vote in judged]}


def label_studio_task(folder, item, task):
    data = task["data"]
    answers = [data["answer1"], data["answer2"]] if "answer1" in data else [entry["body"] for entry in data["answers"]]
    own = {"id": data["id"], "prompt": data["prompt"], "answers": answers, "media": rows.media(folder, data.get("images")),
           "people": [annotation["completed_by"]["email"] for annotation in task["annotations"]]}
    return own, {"id": name_of(item), "prompt": readable(item.prompt), "answers": [readable(answer.turns) for answer in item.answers],
                 "media": [one.sha256 for one in item.media], "people": [vote.annotator for vote in item.votes]}


def name_of(item):
    return item.external_id or f"item {item.number}"


def label_studio(folder):
    tasks = [task for path in folder.glob("*tasks.json") for task in json.loads(path.read_text(encoding="utf-8"))]
    return sorted(tasks, key=lambda task: str(task["data"]["id"]))


def lines(folder, name):
    return [json.loads(line) for path in data_files(folder, name, ".jsonl").values() for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


# format: (records, (folder, item, record) -> what the record says and what the item says)
ITEMS = {
    "conversation": (lambda folder: lines(folder, "records"), whole_item),
    "argilla": (lambda folder: lines(folder, "records"), argilla_record),
    "label-studio": (label_studio, label_studio_task),
}


def compare_items(folder, report, items):
    load, sides = ITEMS[report["format"]]
    left_out = {note["item"] for note in report["notes"] if not note["code"].startswith("vote.")}
    wanted = [item for item in items if item.number not in left_out]
    records = load(folder)
    assert len(records) == len(wanted), f"there are {len(records)} records for {len(wanted)} items"
    if report["format"] == "label-studio":  # two files; told by name there
        wanted.sort(key=name_of)
    for item, record in zip(wanted, records):
        own, project = sides(folder, item, record)
        assert own == project, f"the record of item {item.number} differs: " + "; ".join(rows.differences(own, project))
    return f"{len(records)} records are those of the project"


def compare(folder, report, items):
    """-> a sentence. Raises AssertionError with the item and the field that differs."""
    if report["format"] in PAIRS:
        return compare_pairs(folder, report, items)
    if report["format"] == "trl-kto":
        return compare_unpaired(folder, report, items)
    if report["format"] in ITEMS:
        return compare_items(folder, report, items)
    raise AssertionError(f"no comparison with a project is written for {report['format']}")
