"""Where a row says that it twitched: its sites, each with a side, from one cell or two."""

from __future__ import annotations

from typing import Final

from diary.imports.drafts import Cell, Context, Draft
from diary.imports.places import Places, side_for

_BOTH: Final = "both"
_NOWHERE: Final = Places((), is_whole=True)


def plan_sites(draft: Draft, context: Context) -> None:
    """Set sites. A place that is not known wholly, and a side that is not used, stay in the note in their own words."""
    site_cell = draft.cells.get("site")
    side, side_cell = _side(draft, context)
    found = _places(draft, context, site_cell)
    sites = [(site, own) for site, own in found.named if site]
    if not sites:
        if side_cell and side:
            draft.keep(side_cell, "side_without_site")
        return
    is_both = found.has_both or side == _BOTH
    default = "" if is_both else context.options.default_side or ""
    column_side = "" if side == _BOTH else side
    chosen = [(site, side_for(site, own or column_side, default)) for site, own in sites]
    if any(not told for _, told in chosen):
        _say_no_side(draft, site_cell if found.has_both else side_cell, is_both=is_both)
    if column_side and side_cell and all(told != column_side for _, told in chosen):
        draft.keep(side_cell, "side_disagrees")
    named = dict.fromkeys((site, told or "unsure") for site, told in chosen)
    draft.set("sites", [{"site": site, "side": told} for site, told in named], site_cell, side_cell)


def _side(draft: Draft, context: Context) -> tuple[str, Cell | None]:
    cell = draft.cells.get("side")
    if cell is None:
        return "", None
    told = context.read(cell)
    if told.fault:
        draft.keep(cell, "unread")
    return told.value or "", cell


def _places(draft: Draft, context: Context, cell: Cell | None) -> Places:
    if cell is None:
        return _NOWHERE
    told = context.read(cell)
    if told.fault:
        draft.keep(cell, "unknown_site")
    found: Places = told.value or _NOWHERE
    return found


def _say_no_side(draft: Draft, cell: Cell | None, *, is_both: bool) -> None:
    if is_both and cell:
        draft.keep(cell, "both_sides")
    else:
        draft.guess("no_side")
