"""The small parts that resources are made of: texts, quantities, dates, notes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

Resource = dict[str, Any]

UCUM: Final = "http://unitsofmeasure.org"
SCORE: Final = "{score}"
REPLACED: Final = "\ufffd"

_LINE_ENDS: Final = re.compile("\r\n|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_NO_CHARACTERS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\ufdd0-\ufdef\ufffe\uffff]")
_SPACES: Final = re.compile(r"[^\S \r\n\t]|\ufeff")


def text(typed: str | None) -> str | None:
    r"""
    Return what somebody typed as a FHIR string; None where nothing is left, since no FHIR string may be empty.

    Other line ends become LF and other spaces a space, since the official schema knows no more; what is no character,
    or a control character, becomes U+FFFD.

    Examples
    --------
    >>> text("left\u3000eye\x01\u2028again"), text(" \n")
    ('left eye\ufffd\nagain', None)
    """
    said = _SPACES.sub(" ", _NO_CHARACTERS.sub(REPLACED, _LINE_ENDS.sub("\n", typed or "")))
    return said if said.strip() else None


def told(**parts: Any) -> Resource:
    """
    Return the parts that say something: no element of FHIR may be null, an empty text or an empty list.

    Examples
    --------
    >>> told(a=0, b=None, c=[], d=False, e="")
    {'a': 0, 'd': False}
    """
    return {name: value for name, value in parts.items() if value is not None and value not in ("", [], {})}


def quantity(value: float, unit: str) -> Resource:
    """Return so many of a UCUM unit."""
    return {"value": value, "unit": unit.strip("{}"), "system": UCUM, "code": unit}


def notes(typed: str | None) -> list[Resource]:
    """Return a note as annotations: one, or none."""
    said = text(typed)
    return [{"text": said}] if said else []


def narrative(paragraphs: Iterable[str | None]) -> Resource:
    """Return these paragraphs as what a person reads of a resource; whatever they hold is text, never markup."""
    said = "".join(f"<p>{escape(one)}</p>" for one in map(text, paragraphs) if one)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>'}


def extension(url: str, **value: Any) -> Resource:
    """Return an extension with its one value."""
    return {"url": url, **value}


def first_said(fact: Mapping[str, Any], name: str, otherwise: str) -> str:
    """Return what was typed there, or what stands in for nothing."""
    return text(fact[name]) or otherwise
