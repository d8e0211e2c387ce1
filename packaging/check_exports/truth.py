# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows of an export should be: read from the project's database by the rules of docs/formats.md, without the program's code."""
import dataclasses
import hashlib
import json
import pathlib
import sqlite3

WEIGHTS = {"slightly": 0.5, "normal": 1.0, "much": 2.0}


@dataclasses.dataclass
class Medium:
    sha256: str
    kind: str  # "image" or "video"


@dataclasses.dataclass
class Answer:
    id: int
    name: str
    turns: list  # of (role, content)
    media: list


@dataclasses.dataclass
class Vote:
    annotator: str
    decision: str
    winner: int
    strength: str
    milliseconds: int
    ranking: list
    settles: bool  # it is an adjudication


@dataclasses.dataclass
class Item:
    number: int
    external_id: str
    meta: str
    prompt: list
    media: list
    answers: list
    votes: list


@dataclasses.dataclass
class Pair:
    item: Item
    chosen: Answer
    rejected: Answer
    margin: float
    annotator: str


def read_items(project):
    """All items of a project file by number, with everybody's current votes in the order they were cast."""
    data = sqlite3.connect(f"{pathlib.Path(project).resolve().as_uri()}?mode=ro", uri=True)

    def media(table, key, value):
        return [Medium(sha256, kind if reading == "automatic" else reading) for sha256, kind, reading in data.execute(
            f"SELECT sha256, kind, reading FROM {table} JOIN media ON media.id = media_id WHERE {key} = ? ORDER BY position", (value,))]

    has_kinds = any(column[1] == "kind" for column in data.execute("PRAGMA table_info(votes)"))  # older projects have no adjudications
    kind = "votes.kind" if has_kinds else "'vote'"
    items = []
    for item, number, external_id, meta in data.execute("SELECT id, number, external_id, meta FROM items WHERE removed = 0 ORDER BY number"):
        answers = [Answer(answer, name,
                          list(data.execute("SELECT role, content FROM candidate_turns WHERE candidate_id = ? ORDER BY position", (answer,))),
                          media("candidate_media", "candidate_id", answer))
                   for answer, name in data.execute(
                       "SELECT id, name FROM candidates WHERE item_id = ? AND position IS NOT NULL ORDER BY position", (item,))]
        votes = [Vote(annotator, decision, winner, strength, milliseconds,
                      [answer for answer, in data.execute("SELECT candidate_id FROM vote_ranks WHERE vote_id = ? ORDER BY place", (vote,))],
                      settles == "adjudication")
                 for vote, annotator, decision, winner, strength, milliseconds, settles in data.execute(
                     f"SELECT votes.id, annotators.name, decision, winner_id, strength, time_spent_ms, {kind} FROM votes "
                     "JOIN annotators ON annotators.id = annotator_id WHERE item_id = ? AND is_current = 1 ORDER BY votes.id", (item,))]
        prompt = list(data.execute("SELECT role, content FROM turns WHERE item_id = ? ORDER BY position", (item,)))
        items.append(Item(number, external_id, meta, prompt, media("item_media", "item_id", item), answers, votes))
    data.close()
    return items


def counts(item, vote, choices):
    rule = choices.get("adjudication", "decides")
    if vote.settles or rule == "required":
        return vote.settles and rule != "ignored"
    if rule == "decides" and any(other.settles for other in item.votes):
        return False
    if choices["annotators"] and vote.annotator not in choices["annotators"]:
        return False
    if vote.decision == "winner" and WEIGHTS[vote.strength] < WEIGHTS[choices["weakest"]]:
        return False
    return choices["least_milliseconds"] <= vote.milliseconds <= (choices["most_milliseconds"] or float("inf"))


def pairs_of_vote(item, vote, choices):
    by_id = {answer.id: answer for answer in item.answers}
    if vote.decision == "tie" and choices["ties"] == "both_directions":
        return [Pair(item, a, b, 0.0, vote.annotator) for a in item.answers for b in item.answers if a is not b]
    if vote.decision != "winner" or vote.winner not in by_id:
        return []
    ranked = [by_id[answer] for answer in vote.ranking if answer in by_id]
    if not ranked or ranked[0].id != vote.winner:
        ranked = [by_id[vote.winner]]
    weight = WEIGHTS[vote.strength]
    pairs = [Pair(item, ranked[better], ranked[worse], weight * (worse - better), vote.annotator)
             for better in range(len(ranked)) for worse in range(better + 1, len(ranked))]
    return pairs + [Pair(item, ranked[0], other, weight, vote.annotator) for other in item.answers if other not in ranked]


def agreed(pairs, share):
    """The pairs that enough of those who judged them say, each once."""
    votes = {}
    for pair in pairs:
        votes.setdefault((pair.chosen.id, pair.rejected.id), []).append(pair)
    kept = []
    for pair in pairs:
        both = frozenset((pair.chosen.id, pair.rejected.id))
        if any(both == frozenset((other.chosen.id, other.rejected.id)) for other in pairs[:next(i for i, p in enumerate(pairs) if p is pair)]):
            continue
        mine, others = votes[(pair.chosen.id, pair.rejected.id)], votes.get((pair.rejected.id, pair.chosen.id), [])
        if len(mine) != len(others) and max(len(mine), len(others)) / (len(mine) + len(others)) >= share:
            kept.append((mine if len(mine) > len(others) else others)[0])
    return kept


def identical(first, second):
    def shown(answer):
        return [(role, content.strip()) for role, content in answer.turns], [medium.sha256 for medium in answer.media]
    return shown(first) == shown(second)


def judged_pairs(item, choices):
    """What the votes that count say, vote by vote, or once each where they are asked to agree."""
    pairs = [pair for vote in item.votes if counts(item, vote, choices) for pair in pairs_of_vote(item, vote, choices)]
    if choices["agreement"] > 0:
        pairs = agreed(pairs, choices["agreement"])
    return pairs


def unpaired_of(item, choices):
    """The answers that are more often good than bad, or the other way round: [(answer, is good)], by place."""
    if item.media or any(answer.media for answer in item.answers) or not item.prompt:
        return []
    balance = {answer.id: 0 for answer in item.answers}
    label = json.loads(item.meta or "{}").get("label")
    if len(item.answers) == 1 and isinstance(label, bool):
        balance[item.answers[0].id] = 1 if label else -1
    for pair in judged_pairs(item, choices):
        balance[pair.chosen.id] += 1
        balance[pair.rejected.id] -= 1
    bad = sum(vote.decision == "all_bad" and counts(item, vote, choices) for vote in item.votes)
    return [(answer, balance[answer.id] > bad) for answer in item.answers if balance[answer.id] != bad]


def pairs_of(item, choices, everybody):
    """The pairs that an export by these choices should hold if its format can carry everything. everybody: one for each annotator."""
    pairs = judged_pairs(item, choices)
    if choices["margin"] == "strength" and len(item.answers) == 2:
        meta = json.loads(item.meta or "{}")
        if isinstance(meta.get("margin"), (int, float)):
            pairs = [dataclasses.replace(pair, margin=float(meta["margin"])) for pair in pairs]
    taken, kept = set(), []
    for pair in pairs:
        key = (pair.chosen.id, pair.rejected.id)
        if (everybody or key not in taken) and not identical(pair.chosen, pair.rejected):
            taken.add(key)
            kept.append(pair)
    return kept


def split_of(item, choices):
    """Where an item belongs: by a hash of its prompt, its media and the seed."""
    validation, test = choices["validation_share"], choices["test_share"]
    if validation + test <= 0:
        return "train"
    digest = hashlib.sha256()
    parts = [choices["split_seed"]] + [part for role, content in item.prompt for part in (role, content.strip())] + [medium.sha256 for medium in item.media]
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode() + encoded)
    place = int.from_bytes(digest.digest()[:6], "big") / 2**48
    return "test" if place < test else "validation" if place < test + validation else "train"
