"""
Where it twitched, in the words of a file: "left lower eyelid", "L brow + cheek", "左下眼皮"; and as our own files have
it, lid_lower:left cheek:left, or as a JSON list.

A word that could be two sites ("eyelid") is no site. "Both" does not say whether at the same moment: the side is then
not sure. A site in the midline has the side middle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from diary import vocabulary as v
from diary.imports import words

_LONGEST: Final = 200  # characters; what is longer is a story
_LONGEST_LIST: Final = 1_000  # 20 places in codes
_SEPARATORS: Final = re.compile(r"[;,+&/|、，；\n]+|\band\b|\bund\b|[和與及]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


_Named = tuple[str, str] | None  # a site and a side; None if a word was not understood


class Places(NamedTuple):
    """
    What a cell says of places: (site, side) in its order, either of them "" where it was not said.

    `is_whole` is False if a part of the cell was not understood; `has_both` if a side is "both" and no more.
    """

    named: tuple[tuple[str, str], ...]
    is_whole: bool
    has_both: bool = False


def _key(text: str) -> str:
    return " ".join(word for word in words.key(text).split() if word not in words.FILLERS)


def _site_words() -> dict[str, str]:
    found = {_key(word): code for code, usual in words.SITES.items() for word in usual}
    for site in v.SITES.values():
        found |= {_key(word): site.code for word in (site.code, site.en, site.zh_hant)}
        for anatomy in (site.anatomy_en, site.anatomy_zh_hant):
            found.setdefault(_key(anatomy), site.code)
    for word, code in tuple(found.items()):
        if word.isascii():
            found.setdefault(f"{word}s", code)  # eyelids, cheeks
    return found


def _side_words() -> dict[str, str]:
    found = {_key(word): "both" for word in words.BOTH_SIDES}
    for code, usual in words.SIDES.items():
        found |= {_key(word): code for word in usual}
    for side in v.SIDES:
        found |= {_key(word): side.code for word in (side.code, side.en, side.zh_hant)}
    return found


_SITE_OF: Final = _site_words()
_SIDE_OF: Final = _side_words()
_BOTH: Final = "both"
_SIDE_CODES: Final = frozenset({*v.codes(v.SIDES), ""})


def _side_pattern() -> re.Pattern[str]:
    """Return what finds the words for a side, the longest first; only Chinese words need no space around them."""
    longest_first = sorted(_SIDE_OF, key=lambda word: (-len(word), word))
    return re.compile("|".join(word if _CHINESE.search(word) else rf"\b{re.escape(word)}\b" for word in longest_first))


_SIDE: Final = _side_pattern()


def read_side(text: str) -> str:
    """Return the side that `text` names: a code, "both" where it says no more, or "" if it is none."""
    return _SIDE_OF.get(_key(text), "") if len(text) <= _LONGEST else ""


def read_places(text: str) -> Places:
    """Return the sites and sides of a trimmed text, 20 at most. A side before one site is not that of the next."""
    if text.startswith("["):
        return _listed(text)
    own = _coded(text)
    if own:
        return _places(own)
    one = _part(text) if len(text) <= _LONGEST else None
    if one or len(text) > _LONGEST:
        return _places([one])
    parts = [part for part in _SEPARATORS.split(text.casefold()) if part.strip()]
    return _places([_part(part) for part in parts]) if 1 < len(parts) <= v.SITES_MAX else _places([None])


def _coded(text: str) -> list[_Named]:
    """Return the places of codes with spaces between them; none if anything else stands there."""
    codes = [code.partition(":") for code in text.split()] if len(text) <= _LONGEST_LIST else []
    named: list[_Named] = [(site, side) for site, _, side in codes if site in v.SITES and side in _SIDE_CODES]
    return named if len(named) == len(codes) <= v.SITES_MAX else []


def _places(parts: Sequence[_Named]) -> Places:
    found = [part for part in parts if part and (part[0] or len(parts) == 1)]
    named = dict.fromkeys((site, "" if side == _BOTH else side) for site, side in found)
    return Places(tuple(named), len(found) == len(parts), any(side == _BOTH for _, side in found))


def _part(text: str) -> _Named:
    """Return the site and the side that are one place, either "" if not said; None if a word is not understood."""
    said = _key(text)
    if said in _SITE_OF:
        return _SITE_OF[said], ""
    side = _SIDE.search(said)
    if side is None:
        return None
    rest = " ".join(f"{said[: side.start()]} {said[side.end() :]}".split()).removeprefix("的")
    return (_SITE_OF.get(rest, ""), _SIDE_OF[side[0]]) if rest in _SITE_OF or not rest else None


def _listed(text: str) -> Places:
    """Return the places of a JSON list of {"site", "side"}, as our own files have them."""
    if len(text) > _LONGEST_LIST:
        return _places([None])
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        return _places([None])
    pairs = [(entry.get("site"), entry.get("side") or "") for entry in told if isinstance(entry, dict)]
    named = [(str(site), str(side)) for site, side in pairs if str(site) in v.SITES and str(side) in _SIDE_CODES]
    if len(named) > v.SITES_MAX:
        return _places([None])
    return Places(tuple(dict.fromkeys(named)), 0 < len(told) == len(named))


def side_for(site: str, side: str, default: str) -> str:
    """Return the side of a site for which `side` was said: `default` if none was, "" if nothing tells it."""
    if side:
        return side
    return default if v.SITES[site].sided else "middle"
