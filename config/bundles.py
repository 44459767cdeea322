"""
The phone's modules joined into two files, so that a first visit fetches two instead of fifty.

The first file holds its entry and every module that it imports; what the entry imports later (`import("./behind.js")`)
becomes the second, which is given what it asks of the first instead of holding it again. Each module becomes a
function, so that its names stay its own; what it exports stands around all of them, so two that export the same name
are refused. Only the forms that this house writes are understood: one import of names to
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
_GIVEN: Final = "$"  # what the first file gives to the second: no module has a name like this
_LEFT: Final = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


class NotUnderstood(ValueError):
    """A module is written in a form that cannot be joined."""


def first(entry: str, later: str, read: Read) -> str:
    """Return the entry with every module that it needs; the file `later` beside it is given what it asks of them."""
    *modules, last = (_wrapped(module, read) for module in _needed(entry, read))
    behind_it = posixpath.join(posixpath.dirname(entry), later)
    given = ",".join(_given(behind_it, _needed(entry, read), read))
    last = last.replace(f'import("./{later}")', f'import("./{later}").then(made=>made.default({_GIVEN}))')
    return "\n".join([*modules, f"const {_GIVEN} = [{given}];", last])


def behind(entry: str, before: str, read: Read) -> str:
    """Return what comes behind the file whose entry is `before`, without the modules that it has."""
    shared = _needed(before, read)
    modules = [module for module in _needed(entry, read)[:-1] if module not in shared]
    taken = ",".join(_given(entry, shared, read))
    body = "\n".join(_wrapped(module, read) for module in modules)
    last = _called(entry, read, "{%s}")
    return f"export default async ([{taken}]) => {{\n{body}\nreturn {last};\n}};\n"


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
    _check_unlike(order[:-1], read)
    return order


def _given(entry: str, shared: list[str], read: Read) -> list[str]:
    """Return the names that the modules behind ask of those that they share, sorted."""
    asked = {
        name
        for module in set(_needed(entry, read)) - set(shared)
        for names, address in _IMPORT.findall(read(module))
        if _resolved(module, address) in shared
        for name, _ in _names(names)
    }
    return sorted(asked)


def _wrapped(module: str, read: Read) -> str:
    names = ",".join(_exported(read(module)))
    kept = f"const [{names}] = " if names else ""
    return f"{kept}{_called(module, read, '[%s]')};"


def _called(module: str, read: Read, returned: str) -> str:
    """Return a module as a function that is called at once: it takes what it renames and returns what it exports."""
    code = read(module)
    names = ",".join(_exported(code))
    waits, waiting = ("async ", "await ") if _WAITS.search(code) else ("", "")
    asked = _IMPORT.findall(code)
    for listed, address in asked:
        _check_names(module, listed, _resolved(module, address), read)
    renamed = [pair for listed, _ in asked for pair in _names(listed) if pair[0] != pair[1]]
    given, taken = (",".join(names) for names in zip(*renamed, strict=True)) if renamed else ("", "")
    code = _EXPORTS.sub("", _EXPORTED.sub(r"\1 \2", _IMPORT.sub("", code)))
    if left := _LEFT.search(code):
        raise NotUnderstood(f"{module}: {left[0]}")
    return f"{waiting}({waits}({taken}) => {{\n{code}\nreturn {returned % names};\n}})({given})"


def _exported(code: str) -> list[str]:
    listed = (name.strip() for names in _EXPORTS.findall(code) for name in names.split(","))
    return [*(name for _, name in _EXPORTED.findall(code)), *filter(None, listed)]


def _names(listed: str) -> list[tuple[str, str]]:
    """Return what an import asks for: each by the name of its giver, and by the module's own."""
    pairs = [re.split(r"\s+as\s+", name.strip()) for name in listed.split(",") if name.strip()]
    return [(pair[0], pair[-1]) for pair in pairs]


def _check_names(module: str, asked: str, needed: str, read: Read) -> None:
    """Raise NotUnderstood where a module asks another for a name that it does not give."""
    if missing := {name for name, _ in _names(asked)} - set(_exported(read(needed))):
        raise NotUnderstood(f"{module}: {needed} does not export {', '.join(sorted(missing))}")


def _check_unlike(modules: list[str], read: Read) -> None:
    """Raise NotUnderstood where two modules export the same name: joined, they share one scope."""
    givers: dict[str, str] = {}
    for module in modules:
        for name in _exported(read(module)):
            if name in givers:
                raise NotUnderstood(f"{module}: {givers[name]} exports {name}, too")
            givers[name] = module


def _resolved(module: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), address))
