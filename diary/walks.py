"""Walks over many rows in constant memory: page after page, each a short query, so that nobody waits for the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar
from uuid import UUID

from django.db import models

from people.errors import Refusal
from people.models import Diary

PAGE: Final = 500  # rows; with long notes about 2 MB
Row = TypeVar("Row", bound=models.Model)
Step = Callable[[int], object]  # is told how many more were walked


class NoSuchDiary(Refusal):
    """No diary has this reference."""

    code = "not_found"


def unseen(more: int) -> None:
    """Show no progress."""


def pages(rows: models.QuerySet[Row], *, by: str) -> Iterator[list[Row]]:
    """Return `rows` in the order of the column `by`, which tells them apart, in pages."""
    ordered = rows.order_by(by)
    page = list(ordered[:PAGE])
    while page:
        yield page
        page = list(ordered.filter(**{f"{by}__gt": getattr(page[-1], by)})[:PAGE])


def diaries(reference: UUID | None = None) -> Iterator[Diary]:
    """Return every diary, or the one called `reference`. Raises NoSuchDiary."""
    if reference is None:
        return (diary for page in pages(Diary.objects.all(), by="pk") for diary in page)
    diary = Diary.objects.filter(reference=reference).first()
    if diary is None:
        raise NoSuchDiary("No diary has this reference.")
    return iter([diary])
