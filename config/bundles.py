"""
The phone's modules joined into two files, so that a first visit fetches two instead of fifty.

The first file holds its entry and every module that it imports; what the entry imports later (`import("./behind.js")`)
becomes the second, which is given the modules of the first instead of holding them again. Each module becomes a
function, so that its names stay its own. Only the forms that this house writes are understood: one import of names to
a statement, exports before what they export or as a list of names. Another statement is an error, not a guess; an
`import()` of something else is left as it stands, and the tests refuse it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final

Read = Callable[[str], str]

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w./-]+)";$', re.MULTILINE)
_EXPORTED: Final = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_EXPORTS: Final = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_WAITS: Final = re.compile(r"^\S.*\bawait\b", re.MULTILINE)  # at the top of a module: to wait too often does no harm
_LEFT: Final = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


class NotUnderstood(ValueError):
    """A module is written in a form that cannot be joined."""


def first(entry: str, later: str, read: Read) -> str:
    """Return the entry with every module that it needs; the file `later` beside it is given all of them."""
    modules = _needed(entry, read)
    shared = ",".join(_name(module) for module in modules[:-1])
    text = "\n".join(_wrapped(module, read) for module in modules)
    return text.replace(f'import("./{later}")', f'import("./{later}").then(made=>made.default({{{shared}}}))')


def behind(entry: str, before: str, read: Read) -> str:
    """Return what comes behind the file whose entry is `before`, without the modules that it has."""
    shared = _needed(before, read)[:-1]
    modules = [module for module in _needed(entry, read) if module not in shared]
    taken = ",".join(map(_name, shared))
    body = "\n".join(_wrapped(module, read) for module in modules)
    return f"export default async ({{{taken}}}) => {{\n{body}\nreturn {_name(entry)};\n}};\n"


def _needed(entry: str, read: Read) -> list[str]:
    """Return the module and all that it imports, each after what it needs."""
    order: list[str] = []

    def visit(module: str) -> None:
        for _, address in _IMPORT.findall(read(module)):
            needed = _resolved(module, address)
            if needed not in order:
                visit(needed)
        if module not in order:
            order.append(module)

    visit(entry)
    return order


def _wrapped(module: str, read: Read) -> str:
    code = read(module)
    for asked, address in _IMPORT.findall(code):
        _check_names(module, asked, _resolved(module, address), read)
    waits = "async " if _WAITS.search(code) else ""
    names = _exported(code)
    code = _IMPORT.sub(lambda found: _taken(module, *found.groups()), code)
    code = _EXPORTS.sub("", _EXPORTED.sub(r"\1 \2", code))
    if left := _LEFT.search(code):
        raise NotUnderstood(f"{module}: {left[0]}")
    waiting = "await " if waits else ""
    return f"const {_name(module)} = {waiting}({waits}() => {{\n{code}\nreturn {{{','.join(names)}}};\n}})();"


def _exported(code: str) -> list[str]:
    listed = (name.strip() for names in _EXPORTS.findall(code) for name in names.split(","))
    return [*(name for _, name in _EXPORTED.findall(code)), *filter(None, listed)]


def _check_names(module: str, asked: str, needed: str, read: Read) -> None:
    """Raise NotUnderstood where a module asks another for a name that it does not give."""
    names = {name.split(" as ")[0].strip() for name in asked.split(",")} - {""}
    if missing := names - set(_exported(read(needed))):
        raise NotUnderstood(f"{module}: {needed} does not export {', '.join(sorted(missing))}")


def _taken(module: str, names: str, address: str) -> str:
    renamed = re.sub(r"\s+as\s+", ": ", names)
    return f"const {{{renamed}}} = {_name(_resolved(module, address))};"


def _resolved(module: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), address))


def _name(module: str) -> str:
    return "_" + re.sub(r"\W", "_", module)
