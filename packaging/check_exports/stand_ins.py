# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports some modules of a package without what the package imports beside them."""
import functools
import importlib
import importlib.util
import sys
import types


# Libraries that datasets looks into where they are: nothing stands in for them beyond the import.
LOOKED_INTO = ("transformers",)


@functools.cache
def folder_of(package):
    """Where a package lies; None when it is not installed. Asked for before anything stands in for it."""
    found = importlib.util.find_spec(package)
    return None if found is None else next(iter(found.submodule_search_locations))


def modules(names, packages, contents):
    """The modules of these names, imported as they are. `packages` have a folder but do not run; `contents` ({name: members}) stand in
    for modules that are not there at all."""
    own = names[0].partition(".")[0]
    root = folder_of(own)
    before = {}
    for name in (*packages, *contents):
        module = types.ModuleType(name)
        module.__path__ = [root + name[len(own):].replace(".", "/")] if name in packages else []
        vars(module).update(contents.get(name, {}))
        if name.partition(".")[0] in LOOKED_INTO:
            before[name] = sys.modules.get(name)
        sys.modules[name] = module
    found = [importlib.import_module(name) for name in names]
    for name, module in before.items():
        del sys.modules[name]
        if module is not None:
            sys.modules[name] = module
    return found
