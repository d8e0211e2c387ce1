# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings rows of exports, and the pairs that they should be, into one form, and compares them field by field.

A row is {"prompt": [[role, text]], "media": [hash], "chosen": [[role, text]], "rejected": …} and, where the format has them,
"chosen_media", "rejected_media", "margin", "annotator". Places of pictures in a prompt are <ImageHere>.
"""
import base64
import hashlib
import json
import pathlib
import re

PLACE = "<ImageHere>"
ROLES = {"human": "user", "gpt": "assistant", "bot": "assistant"}


def medium(folder, value):
    """The hash of a medium, whatever way a row gives it: a path, a data URI, or bytes."""
    if isinstance(value, dict):
        if value["bytes"] is not None:
            return hashlib.sha256(value["bytes"]).hexdigest()
        value = value["path"]
    if value.startswith("data:"):
        return hashlib.sha256(base64.b64decode(value.partition(",")[2], validate=True)).hexdigest()
    sheet = re.fullmatch(r"(?:.*/)?([0-9a-f]{32})-frames\.png", value)
    if sheet:  # shows a video; that it can be opened is checked elsewhere
        return "sheet of " + sheet.group(1)
    return hashlib.sha256((folder / value).read_bytes()).hexdigest()


def media(folder, values):
    return [medium(folder, value) for value in values or []]


def messages(turns):
    """Turns of whatever keys; parts become text, image parts places of pictures."""
    result = []
    for turn in turns:
        role = turn["role"] if "role" in turn else turn["from"]
        content = turn["content"] if "content" in turn else turn["value"]
        if not isinstance(content, str):
            content = "".join(PLACE if part["type"] == "image" else part["text"] for part in content)
        result.append([ROLES.get(role, role), content])
    return result


def with_places(prompt, images):
    """A prompt with a place for each picture: those it has, more after the last one; without any, before the first user text."""
    prompt = [list(turn) for turn in prompt]
    if images == 0:
        return prompt
    in_all = sum(content.count(PLACE) for _, content in prompt)
    if in_all == 0:
        for turn in prompt:
            if turn[0] == "user":
                turn[1] = PLACE * images + turn[1]
                break
        return prompt
    passed = 0
    for turn in prompt:
        pieces = turn[1].split(PLACE)
        text = pieces[0]
        for piece in pieces[1:]:
            passed += 1
            text += PLACE * (0 if passed > images else images - passed + 1 if passed == in_all else 1) + piece
        turn[1] = text
    return prompt


def settled(prompt):
    """Places that all stand before the first user text say nothing: they are taken out."""
    prompt = [list(turn) for turn in prompt]
    first = next((turn for turn in prompt if turn[0] == "user"), None)
    if first is not None:
        rest = re.sub(f"^(?:{PLACE})+", "", first[1])
        if PLACE not in rest and not any(PLACE in turn[1] for turn in prompt if turn is not first):
            first[1] = rest
    return prompt


def tokens(turns):
    """<image> and <video> as places; videos have none."""
    return [[role, content.replace("<video>", "").replace("<image>", PLACE)] for role, content in messages(turns)]


def text_turn(text, role):
    return [[role, text]]


# One for each format of pairs: (folder, row) -> a row in the common form.

def trl(folder, row):
    return {"prompt": messages(row["prompt"]), "media": media(folder, row["images"]), "chosen": messages(row["chosen"]),
            "rejected": messages(row["rejected"])}


def trl_implicit(folder, row):
    return {"whole_chosen": messages(row["chosen"]), "whole_rejected": messages(row["rejected"])}


def openrlhf(folder, row):
    return {"prompt": messages(row["input"]), "chosen": messages(row["chosen"]), "rejected": messages(row["rejected"])}


def llama_factory(folder, row):
    return {"prompt": tokens(row["conversations"]), "media": media(folder, row["images"]) + media(folder, row["videos"]),
            "chosen": messages([row["chosen"]]), "rejected": messages([row["rejected"]])}


def ms_swift(folder, row):
    turns = tokens(row["messages"])
    last = max(at for at, turn in enumerate(turns) if turn[0] == "user")
    prompt, chosen = turns[:last + 1], turns[last + 1:]
    images = row["images"]
    if row.get("rejected_messages") is not None:
        rejected = tokens(row["rejected_messages"])[last + 1:]
        other = row["rejected_images"]
    else:
        response = row["rejected_response"]
        rejected = text_turn(response, "assistant") if isinstance(response, str) else messages(response)
        other = images
    shared = sum(turn[1].count(PLACE) for turn in prompt)
    bare = [[[role, content.replace(PLACE, "")] for role, content in side] for side in (chosen, rejected)]
    return {"prompt": prompt, "media": media(folder, images[:shared]) + media(folder, row["videos"]), "chosen": bare[0], "rejected": bare[1],
            "chosen_media": media(folder, images[shared:]), "rejected_media": media(folder, other[shared:])}


def ixc(folder, row):
    images = row.get("image", [])
    images = [images] if isinstance(images, str) else images
    sides = [messages(row[key]) for key in ("conversations_a", "conversations_b")]
    for side in sides:
        for turn in side:
            turn[1] = re.sub("^" + "".join(f"Image{n} {PLACE}; " for n in range(1, len(images) + 1)), "", turn[1]) if len(images) > 1 else turn[1]
    return {"whole_chosen": settled(sides[0]), "whole_rejected": settled(sides[1]), "media": media(folder, images)}


def hub(folder, row):
    return {"prompt": messages(json.loads(row["prompt_messages"])), "media": media(folder, row["images"]), "chosen_text": row["chosen"],
            "rejected_text": row["rejected"], "chosen_media": media(folder, row["chosen_images"]),
            "rejected_media": media(folder, row["rejected_images"])}


def vl_rewardbench(folder, row):
    better = row["human_ranking"].index(0)
    return {"prompt": text_turn(row["query"], "user"), "media": media(folder, [row["image_path"]]),
            "chosen": text_turn(row["response"][better], "assistant"), "rejected": text_turn(row["response"][1 - better], "assistant")}


def table(folder, row):
    def side(key):
        exact = row[key + "_messages"]
        return messages(json.loads(exact)) if exact else text_turn(row[key], "user" if key == "prompt" else "assistant")

    def files(key):
        return media(folder, json.loads(row[key]) if row[key] else [])
    return {"prompt": side("prompt"), "chosen": side("chosen"), "rejected": side("rejected"), "media": files("media"),
            "chosen_media": files("chosen_media"), "rejected_media": files("rejected_media"), "annotator": row["annotator"]}


def expected(pair, keys, sheets):
    """The same fields of a pair of the project, in the form that the row has."""
    def hashes(found):
        return ["sheet of " + one.sha256[:32] if sheets and one.kind == "video" else one.sha256 for one in found]

    def turns(side):
        return [list(turn) for turn in side.turns]

    def text(side):
        if len(side.turns) == 1 and side.turns[0][0] == "assistant":
            return side.turns[0][1]
        return "\n\n".join(f"{role}: {content}" for role, content in side.turns)
    images = sum(one.kind == "image" for one in pair.item.media)
    prompt = [list(turn) for turn in pair.item.prompt]
    fields = {"prompt": lambda: prompt, "placed_prompt": lambda: with_places(prompt, images), "media": lambda: hashes(pair.item.media),
              "chosen": lambda: turns(pair.chosen), "rejected": lambda: turns(pair.rejected), "chosen_text": lambda: text(pair.chosen),
              "rejected_text": lambda: text(pair.rejected), "chosen_media": lambda: hashes(pair.chosen.media),
              "rejected_media": lambda: hashes(pair.rejected.media), "margin": lambda: pair.margin, "annotator": lambda: pair.annotator,
              "whole_chosen": lambda: settled(prompt + turns(pair.chosen)) if pair.item.media else prompt + turns(pair.chosen),
              "whole_rejected": lambda: settled(prompt + turns(pair.rejected)) if pair.item.media else prompt + turns(pair.rejected)}
    return {key: fields["placed_prompt" if key == "prompt" and keys[key] else key]() for key in keys}


def differences(row, wanted):
    return [f"{key} is {short(row[key])}, but the project has {short(wanted[key])}" for key in wanted if row[key] != wanted[key]]


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:150] + "…"


# Pairs that truth.pairs_of() leaves out, too.
KNOWN = ("pair.identical", "pair.repeated", "pair.disagreement")


def left_out_of(report):
    """How many pairs of each item the report says were left out, and how many more it does not name."""
    left_out = {}
    for note in report["notes"]:
        if note["code"].startswith(("item.", "text.")):
            left_out[note["item"]] = float("inf")  # all of its pairs
        elif note["code"].startswith(("pair.", "media.")) and note["code"] not in KNOWN:
            left_out[note["item"]] = left_out.get(note["item"], 0) + 1
    left_out[None] = report["notes_in_all"] - len(report["notes"])  # beyond the first thousand only their number is known
    return left_out


def compare(rows, pairs, left_out, has_places, sheets):
    """Every row is the next pair of the project; a pair without a row is one that was left out. -> number of rows.

    Raises AssertionError with the item and the field.
    """
    waiting = iter(rows)
    row = next(waiting, None)
    matched = 0
    for pair in pairs:
        wanted = None if row is None else expected(pair, {key: has_places for key in row}, sheets)
        if row is not None and row == wanted:
            matched += 1
            row = next(waiting, None)
        elif left_out.get(pair.item.number, 0) > 0:
            left_out[pair.item.number] -= 1
        elif left_out[None] > 0:
            left_out[None] -= 1
        elif row is None:
            raise AssertionError(f"a pair of item {pair.item.number} is missing, and the report does not say why")
        else:
            raise AssertionError(f"row {matched + 1} is not that of item {pair.item.number}: " + "; ".join(differences(row, wanted)))
    if row is not None:
        raise AssertionError(f"row {matched + 1} and those after it belong to no pair of the project: {short(row)}")
    return matched
