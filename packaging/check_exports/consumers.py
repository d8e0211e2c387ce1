# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of each consumer, checked on the rows as its own library loads them. Every check returns what it saw, in words."""
import base64
import csv
import functools
import importlib.util
import io
import json
import tempfile

from . import llama_factory, ms_swift

CACHE_FOLDER = tempfile.TemporaryDirectory()  # of datasets: nothing is left behind


@functools.cache
def trl_is_there():
    return importlib.util.find_spec("trl") is not None


def require(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def opened(folder, picture):
    """The bytes of a path or a data URI."""
    if picture.startswith("data:"):
        return io.BytesIO(base64.b64decode(picture.partition(",")[2], validate=True))
    return folder / picture


SPLITS = ("train", "validation", "test")


def data_files(folder, name, ending):
    """The data file alone, or one for each split: {split: path}."""
    if (folder / f"{name}{ending}").exists():
        return {"train": folder / f"{name}{ending}"}
    divided = {split: folder / (f"{split}_{name}{ending}" if name == "message_pairs" else f"{split}{ending}") for split in SPLITS}
    return {split: path for split, path in divided.items() if path.exists()}


def folder_metadata(folder):
    """{split: rows} of a Hugging Face folder: metadata.jsonl, or metadata.parquet where there are splits."""
    import pyarrow.parquet as pq

    found = {}
    for split in SPLITS:
        if (folder / split / "metadata.jsonl").exists():
            found[split] = [json.loads(line) for line in (folder / split / "metadata.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
        elif (folder / split / "metadata.parquet").exists():
            found[split] = pq.read_table(folder / split / "metadata.parquet").to_pylist()
    return found


def load(folder, name):
    """All rows of an export of JSON lines through datasets, from inside its folder, and the number that its data card gives."""
    from datasets import concatenate_datasets, load_dataset

    files = {split: path.name for split, path in data_files(folder, name, ".jsonl").items()}
    require(files, "there is no data file")
    loaded = load_dataset("json", data_files=files, cache_dir=CACHE_FOLDER.name)
    return concatenate_datasets(list(loaded.values()))


def require_count(rows, report):
    require(len(rows) == report["written"], "the report counts other rows than datasets does")


def check_conversations(messages):
    require(all(message["role"] in ("system", "user", "assistant") for message in messages), "unknown role")


def check_trl(folder, report):
    from datasets import Image, Sequence, concatenate_datasets, load_dataset

    if report["written"] == 0:
        return "no pairs"
    pairs = load(folder, "pairs")
    by_card = concatenate_datasets(list(load_dataset(str(folder), cache_dir=CACHE_FOLDER.name).values()))
    pairs = pairs.cast_column("images", Sequence(Image()))
    pictures = 0
    for row in pairs:
        parts = [part for message in row["prompt"] for part in message["content"]]
        require(sum(part["type"] == "image" for part in parts) == len(row["images"]), "image parts and images differ in number")
        check_conversations(row["prompt"])
        require(row["chosen"] != row["rejected"], "both sides are the same")
        for picture in row["images"]:
            picture.convert("RGB").load()
            pictures += 1
        if trl_is_there():
            from trl.data_utils import is_conversational, prepare_multimodal_messages

            require(is_conversational(row), "TRL does not see a conversation")
            prepare_multimodal_messages(row["prompt"] + row["chosen"], images=list(row["images"]))
    require_count(pairs, report)
    require(len(by_card) == len(pairs), "the data card points datasets at other rows")
    return f"{len(pairs)} rows, {pictures} pictures decoded, columns {pairs.column_names}"


def check_trl_implicit(folder, report):
    if report["written"] == 0:
        return "no pairs"
    pairs = load(folder, "pairs")
    for row in pairs:
        check_conversations(row["chosen"] + row["rejected"])
        require(row["chosen"] != row["rejected"], "both sides are the same")
        require(row["chosen"][0] == row["rejected"][0], "the sides begin with different prompts")
        if trl_is_there():
            from trl.data_utils import extract_prompt

            apart = extract_prompt(dict(row))
            require(apart["prompt"] and apart["chosen"] and apart["rejected"], "TRL finds no prompt in common")
    require_count(pairs, report)
    return f"{len(pairs)} rows, columns {pairs.column_names}"


def check_trl_kto(folder, report):
    if report["written"] == 0:
        return "no answers"
    answers = load(folder, "answers")
    require(all(isinstance(row["label"], bool) for row in answers), "a label is neither true nor false")
    for row in answers:
        check_conversations(row["prompt"] + row["completion"])
    require_count(answers, report)
    return f"{len(answers)} rows, {sum(answers['label'])} of them good"


def check_openrlhf(folder, report):
    if report["written"] == 0:
        return "no pairs"
    pairs = load(folder, "pairs")
    for row in pairs:
        check_conversations(row["input"] + row["chosen"] + row["rejected"])
        require(row["chosen"] != row["rejected"], "both sides are the same")
    require_count(pairs, report)
    return f"{len(pairs)} rows, columns {pairs.column_names}"


def check_llama_factory(folder, report):
    """The rules of the converter and of the pairwise processor."""
    from PIL import Image

    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    count = 0
    for entry in info.values():
        rows = json.loads((folder / entry["file_name"]).read_text(encoding="utf-8"))
        columns = entry["columns"]
        for medium in ("images", "videos"):
            require((medium in columns) == any(row[medium] for other in info.values()
                                               for row in json.loads((folder / other["file_name"]).read_text(encoding="utf-8"))),
                    f"the column of {medium} is named without need, or not named")
        for row in rows:
            turns = row[columns["messages"]]
            turns = turns[1:] if turns[0]["from"] == "system" else turns
            require(len(turns) % 2 == 1, "the prompt does not end with a question")
            require([turn["from"] for turn in turns] == ["human", "gpt"] * (len(turns) // 2) + ["human"], "the turns do not alternate")
            text = "".join(turn["value"] for turn in row[columns["messages"]])
            require(text.count("<image>") == len(row["images"]), "tokens and pictures differ in number")
            require(text.count("<video>") == len(row["videos"]), "tokens and videos differ in number")
            require(row[columns["chosen"]] != row[columns["rejected"]], "both sides are the same")
            for image in row["images"]:
                Image.open(folder / image).convert("RGB").load()
        count += len(rows)
    require(count == report["written"], "the report counts other records than there are")
    if llama_factory.is_there():
        require(llama_factory.check(folder, CACHE_FOLDER.name) == count, "LLaMA-Factory reads other rows than there are")
        return f"{count} records in {len(info)} sets, read by LLaMA-Factory's converter"
    return f"{count} records in {len(info)} sets"


def check_ms_swift(folder, report):
    """The rules of its preprocessor for preferences."""
    from PIL import Image

    count = 0
    paths = [path for name in ("pairs", "message_pairs") for path in data_files(folder, name, ".jsonl").values()]
    for path in paths:
        for row in map(json.loads, path.read_text(encoding="utf-8").split("\n")[:-1]):
            text = "".join(message["content"] for message in row["messages"])
            require(text.count("<image>") == len(row["images"]), "tokens and pictures differ in number")
            require(("rejected_response" in row) != ("rejected_messages" in row), "there is not one rejected side")
            if "rejected_response" in row:
                require(row["rejected_response"] != row["messages"][-1]["content"], "both sides are the same")
            else:
                other = "".join(message["content"] for message in row["rejected_messages"])
                require(other.count("<image>") == len(row["rejected_images"]), "rejected tokens and pictures differ in number")
            for image in row["images"] + row.get("rejected_images", []):
                Image.open(opened(folder, image)).convert("RGB").load()
            count += 1
    require(count == report["written"], "the report counts other records than there are")
    if ms_swift.is_there():
        require(ms_swift.check(paths, CACHE_FOLDER.name) == count, "ms-swift reads other rows than there are")
        return f"{count} records, taken by ms-swift's preprocessor"
    return f"{count} records"


def check_parquet(folder, report):
    """That datasets finds files and splits, and sees pictures; comparison.py decodes them."""
    from datasets import Image, List, load_dataset

    if report["written"] == 0:
        return "no pairs"
    loaded = load_dataset(str(folder), cache_dir=CACHE_FOLDER.name)
    pictures = 0
    for data in loaded.values():
        require(data.features["images"] == List(Image()), "datasets does not see pictures in images")
        for row in data:
            require(row["chosen"] != row["rejected"] or "chosen_images" in row, "both sides are the same")
            for picture in row["images"]:
                picture.convert("RGB").load()
                pictures += 1
            if trl_is_there() and report["format"] == "trl-parquet":
                from trl.data_utils import is_conversational, prepare_multimodal_messages

                require(is_conversational(row), "TRL does not see a conversation")
                prepare_multimodal_messages(row["prompt"] + row["chosen"], images=list(row["images"]))
    require(sum(map(len, loaded.values())) == report["written"], "the report counts other rows than datasets does")
    return f"{report['written']} rows in {' and '.join(loaded)}, {pictures} pictures decoded, columns {next(iter(loaded.values())).column_names}"


def check_hf_folder(folder, report):
    from datasets import load_dataset

    if report["written"] == 0:
        return "no pairs"
    loaded = load_dataset("imagefolder", data_dir=str(folder), cache_dir=CACHE_FOLDER.name)
    written = folder_metadata(folder)
    require({split: len(rows) for split, rows in loaded.items()} == {split: len(rows) for split, rows in written.items()},
            "datasets sees other rows or splits")
    pictures = 0
    for split, rows in written.items():
        for row, own in zip(loaded[split], rows):
            require(row["prompt"] == own["prompt"] and row["chosen"] == own["chosen"], "a text differs")
            for column in ("images", "chosen_images", "rejected_images"):
                require(len(row[column] or []) == len(own[column + "_file_names"]), f"{column} differ in number")
                for picture in row[column] or []:
                    picture.convert("RGB").load()
                    pictures += 1
    return f"{sum(map(len, written.values()))} rows, {pictures} pictures decoded"


def check_label_studio(folder, report):
    import xml.etree.ElementTree as xml

    count = 0
    for path in sorted(folder.glob("*tasks.json")):
        is_ranking = "ranking" in path.name
        config = xml.parse(folder / ("ranking_config.xml" if is_ranking else "config.xml"))
        controls = {tag.get("name") for tag in config.iter() if tag.get("name")}
        needed = {tag.get("value")[1:] for tag in config.iter() if (tag.get("value") or "").startswith("$")}
        for task in json.loads(path.read_text(encoding="utf-8")):
            require(needed <= task["data"].keys(), "the configuration shows a field that a task does not have")
            for annotation in task["annotations"] + task["predictions"]:
                for result in annotation["result"]:
                    require(result["from_name"] in controls, "a result names an unknown control")
                    require(set(result["to_name"].split(",")) <= controls, "a result is about an unknown object")
                require(0 <= annotation.get("score", 0) <= 1, "the figure of a prediction is out of range")
            count += 1
    require(count == report["written"], "the report counts other tasks than there are")
    return f"{count} tasks"


def check_argilla(folder, report):
    if report["written"] == 0:
        return "no records"
    records = load(folder, "records")
    for row in records:
        names = {f"response_{number}" for number in range(1, 10) if row[f"response_{number}"] is not None}
        for order in row["preference.responses"]:
            require(set(order) <= names and len(set(order)) == len(order), "a ranking names an answer that is not there, or one twice")
        require(len(row["preference.responses"]) == len(row["preference.responses.users"]), "rankings and people differ in number")
    require_count(records, report)
    return f"{len(records)} records"


def check_vl_rewardbench(folder, report):
    from PIL import Image

    if report["written"] == 0:
        return "no pairs"
    pairs = load(folder, "pairs")
    for row in pairs:
        require(len(row["response"]) == 2 and sorted(row["human_ranking"]) == [0, 1], "there are not two answers in order")
        Image.open(folder / row["image_path"]).convert("RGB").load()
    require_count(pairs, report)
    return f"{len(pairs)} rows"


def check_ixc(folder, report):
    from PIL import Image

    count = 0
    lines = [line for path in sorted(folder.glob("data*.txt")) for line in path.read_text().splitlines()]
    for line in lines:
        name, thousands = line.split()
        records = json.loads((folder / name).read_text(encoding="utf-8"))
        require(int(1000 * float(thousands)) == len(records), f"data.txt counts {name} wrongly")
        for record in records:
            require(("image" in record) == ("image" in records[0]), f"{name} mixes text and pictures")
            images = record.get("image", [])
            for image in [images] if isinstance(images, str) else images:
                Image.open(folder / image).convert("RGB").load()
            text = "".join(turn["value"] for turn in record["conversations_a"])
            if isinstance(images, list):
                require(text.count("<ImageHere>") == len(images) or not images, "placeholders and pictures differ in number")
        count += len(records)
    require(count == report["written"], "the report counts other records than there are")
    return f"{count} records"


def check_csv(folder, report):
    rows = []
    for path in data_files(folder, "pairs", ".csv").values():
        with open(path, encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, strict=True))
    require(len(rows) == report["written"], "the report counts other rows than there are")
    require(all(None not in row and None not in row.values() for row in rows), "a row has another number of cells than the head")
    return f"{len(rows)} rows, {len(rows[0]) if rows else 0} columns"


def check_conversation(folder, report):
    rows = [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    require(len(rows) == report["written"], "the report counts other records than there are")
    for row in rows:
        for medium in row["media"]:
            require((folder / (medium if isinstance(medium, str) else medium["path"])).is_file(), "a medium is missing")
    return f"{len(rows)} records"


CHECKS = {"trl": check_trl, "trl-implicit": check_trl_implicit, "trl-kto": check_trl_kto, "ixc": check_ixc, "csv": check_csv,
          "conversation": check_conversation, "llama-factory": check_llama_factory, "ms-swift": check_ms_swift,
          "openrlhf": check_openrlhf, "hf-folder": check_hf_folder, "label-studio": check_label_studio, "argilla": check_argilla,
          "vl-rewardbench": check_vl_rewardbench, "trl-parquet": check_parquet, "hf-parquet": check_parquet}


