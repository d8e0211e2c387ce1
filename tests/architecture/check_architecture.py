#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the rules of docs/architecture.md against the link graph and the includes.

usage: check_architecture.py SOURCE_DIR LINK_GRAPH

LINK_GRAPH holds a line per target, "FOLDER TARGET: LIBRARY LIBRARY ...", written by CMake.
"""
import pathlib
import re
import sys

ROOMS = ("engine", "storage", "demo", "ui", "app")

# Which libraries a target may never reach, however long the way: (folder of the target, pattern of the library, reason).
FORBIDDEN_LINKS = (
    ("engine", r"Qt6::", "the engine is standard C++"),
    ("engine", r"storage", "engine and storage never see each other"),
    ("engine", r"ui|services", "the engine knows nothing above it"),
    ("storage", r"Qt6::", "storage is standard C++"),
    ("storage", r"engine|trutina_engine|LibTorch::", "engine and storage never see each other"),
    ("storage", r"ui|services", "storage knows nothing above it"),
    ("demo", r"Qt6::", "the worlds of the demo model are standard C++"),
    ("demo", r"storage|storage_formats|ui|services", "the worlds know the engine's values and media, nothing above them"),
    ("demo", r"trutina_engine|engine_model|engine_scoring|engine_training|LibTorch::", "the worlds need no model"),
    ("ui", r"trutina_demo", "pages know contracts, not where sample data come from"),
    ("ui", r"services", "pages know contracts, not services"),
    ("ui", r"storage|storage_formats|SQLiteCpp", "pages know records, not the database"),
    ("ui", r"trutina_engine|engine_(?!api)|LibTorch::", "pages know the engine's values, not the engine"),
    ("ui/contracts", r"Qt6::(Gui|Widgets|Svg)", "contracts are Qt Core only"),
    ("ui/models", r"Qt6::(Widgets|Svg)", "view state has no widgets"),
    ("app/services", r"Qt6::(Gui|Widgets|Svg)", "services are Qt Core only"),
    ("app/services", r"trutina_engine|engine_model|engine_scoring|LibTorch::", "the engine library is opened at run time"),
    ("app/services", r"ui", "services know contracts, not pages"),
    ("app/cli", r"Qt6::(Gui|Widgets|Svg)", "the command line has no window"),
    ("app/cli", r"trutina_engine|engine_model|engine_scoring|LibTorch::", "the engine library is opened at run time"),
    ("app/desktop", r"trutina_engine|engine_model|engine_scoring|LibTorch::", "the engine library is opened at run time"),
)
# A library name that matches exactly is meant by a pattern, unless the pattern ends in "::" or names a prefix.

# Which includes a folder may not have: (folder, pattern of the included file, reason).
FORBIDDEN_INCLUDES = (
    ("engine", r"Q[A-Z]\w*$|Qt\w+/", "the engine is standard C++"),
    ("engine", r"(storage|ui|app)/", "the engine knows nothing beside or above it"),
    ("engine/api", r"(ATen|torch|c10|opencv2|libav\w+|sentencepiece)", "the public headers are torch-free"),
    ("engine/api", r"engine/(?!api/)", "the public headers need nothing but each other"),
    ("engine/runtime", r"(ATen|torch)/", "the job queue is torch-free"),
    ("engine/hash", r"(ATen|torch|c10)/|engine/(?!api/|hash/)", "hashing needs nothing of what is hashed"),
    ("engine/tokenizer", r"(ATen|torch|c10)/", "the tokenizer is torch-free"),
    ("engine/media", r"(ATen|torch|c10)/", "media decoding is torch-free"),
    ("engine/checkpoint", r"(ATen|torch|c10)/", "checkpoint reading is torch-free"),
    ("engine/analysis", r"(ATen|torch|c10)/", "analysis is torch-free"),
    ("engine/cache", r"(ATen|torch|c10)/", "the feature cache is torch-free"),
    ("storage", r"Q[A-Z]\w*$|Qt\w+/", "storage is standard C++"),
    ("storage", r"(engine|ui|app)/", "storage knows nothing beside or above it"),
    ("engine", r"demo/", "the engine knows nothing beside or above it"),
    ("storage", r"demo/", "storage knows nothing beside or above it"),
    ("demo", r"Q[A-Z]\w*$|Qt\w+/", "the worlds of the demo model are standard C++"),
    ("demo", r"(ATen|torch|c10)/", "the worlds need no model"),
    ("demo", r"(storage|ui|app)/", "the worlds know the engine's values and media, nothing above them"),
    ("demo", r"engine/(?!api/|media/|training/counter_random\.h)", "the worlds know the engine's values and media"),
    ("ui", r"demo/", "pages know contracts, not where sample data come from"),
    ("storage/records", r"storage/(?!records/)", "records need nothing but each other"),
    ("ui", r"(ATen|torch|c10)/", "nothing above the engine includes torch"),
    ("ui", r"app/", "pages know contracts, not services"),
    ("ui", r"engine/(?!api/|analysis/)", "pages know the engine's values, not the engine"),
    ("ui", r"storage/(?!records/)", "pages know records, not the database"),
    ("ui", r"SQLiteCpp|sqlite3", "pages know records, not the database"),
    ("ui/contracts", r"ui/(?!contracts/)", "contracts need nothing but each other"),
    ("ui/models", r"ui/(?!contracts/|models/)|Q\w*Widget\w*$", "view state has no widgets"),
    ("ui/style", r"(engine|storage)/|ui/(?!style/)", "style knows nothing of what it dresses"),
    ("app", r"(ATen|torch|c10)/", "nothing above the engine includes torch"),
    ("app/services", r"ui/(?!contracts/)|app/(?!services/)", "services know contracts, not pages"),
    ("app/services", r"engine/(?!api/|runtime/|analysis/)", "services know the engine's door and its job queue"),
    ("app/cli", r"ui/(?!contracts/)|app/(?!cli/|services/)|engine/(?!api/|analysis/)", "the command line is a front of the services"),
    ("app/desktop", r"engine/(?!api/)|storage/(?!records/)", "the desktop app is a front of the services"),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def inside(folder, room):
    return folder == room or folder.startswith(room + "/")


def names(pattern, library):
    """Whether a link pattern means this library: a prefix for 'Qt6::'-like patterns, the whole name otherwise."""
    if "::" in pattern and re.match(rf"(?:{pattern})", library):
        return True
    return re.fullmatch(rf"(?:{pattern})\w*" if "(?!" in pattern else rf"(?:{pattern})", library) is not None


def read_graph(text):
    """-> {target: (folder, [libraries])}"""
    graph = {}
    for line in text.splitlines():
        head, _, libraries = line.partition(":")
        if not head.strip():
            continue
        folder, target = head.split()
        # $<LINK_ONLY:x> marks a private dependency of a static library: it is a dependency all the same.
        found = [re.sub(r"^\$<LINK_ONLY:(.*)>$", r"\1", library) for library in libraries.split()]
        graph[target] = (folder, found)
    return graph


def reachable(graph, target):
    """-> {library: the way to it}"""
    ways, waiting = {}, [(library, [target, library]) for library in graph[target][1]]
    while waiting:
        library, way = waiting.pop()
        if library in ways:
            continue
        ways[library] = way
        if library in graph:
            waiting += [(further, way + [further]) for further in graph[library][1]]
    return ways


def link_problems(graph):
    problems = []
    for target, (folder, _) in sorted(graph.items()):
        ways = reachable(graph, target)
        for room, pattern, reason in FORBIDDEN_LINKS:
            if not inside(folder, room):
                continue
            for library, way in sorted(ways.items()):
                if library != target and names(pattern, library):
                    problems.append(f"{' -> '.join(way)}: {reason}")
    return problems


def include_problems(root):
    problems = []
    for room in ROOMS:
        for file in sorted((root / room).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".cu", ".cuh"):
                continue
            relative = file.relative_to(root)
            folder = relative.parent.as_posix()
            included = INCLUDE.findall(file.read_text(encoding="utf-8"))
            for rule_room, pattern, reason in FORBIDDEN_INCLUDES:
                if not inside(folder, rule_room):
                    continue
                problems += [f"{relative} includes {name}: {reason}" for name in included if re.match(pattern, name)]
    return problems


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[0])
    graph = read_graph(pathlib.Path(arguments[1]).read_text(encoding="utf-8"))
    for required in ("engine_api", "storage", "storage_records", "ui_contracts"):
        if required not in graph:
            print(f"the link graph has no target {required}: it was not read whole")
            return 1
    problems = link_problems(graph) + include_problems(root)
    for problem in problems:
        print(problem)
    print(f"{len(graph)} targets looked at, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
