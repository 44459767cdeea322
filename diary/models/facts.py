"""What every fact of a diary has in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from diary.vocabulary import Term, codes
from people.models import Diary

FactType = TypeVar("FactType", bound="Fact")


class FactQuerySet(models.QuerySet[FactType]):
    """Facts of one diary; tombstones are left out unless asked for."""

    def of(self, diary: Diary) -> Self:
        """Return the diary's facts that are not deleted."""
        return self.filter(diary=diary, deleted_at=None)

    def of_all(self, diary_ids: Iterable[int]) -> Self:
        """Return the same of some diaries."""
        return self.filter(diary__in=diary_ids, deleted_at=None)


class Fact(models.Model):
    """
    A row of one diary. Its key is (diary, id); a day's id is its date.

    `seq` is the diary's change counter at the last change, and feeds the sync. `epoch` and `rev` are the revision: the
    same number, except for a fact that a phone gave back after a restore, which keeps the revision it had.
    `document` is the fact's canonical JSON, written once with the columns, so that lists, sync and export join text
    instead of building it. `edited` says that a value once given was changed later. A deleted fact stays as a
    tombstone (`deleted_at`).
    """

    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    epoch = models.PositiveIntegerField()
    rev = models.PositiveBigIntegerField()
    seq = models.PositiveBigIntegerField()
    edited = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    document = models.TextField()

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def revision(self) -> str:
        """The revision as clients see it, and the ETag: "epoch.n"."""
        return f"{self.epoch}.{self.rev}"


def choice(*, null: bool = True) -> models.CharField[str | None, str | None]:
    """Return a column for a code of the vocabulary; null means "not said", which differs from every code."""
    return models.CharField(max_length=40, null=null)


def known(model: str, field: str, terms: tuple[Term, ...]) -> models.CheckConstraint:
    """Return the constraint that `field` holds a code of `terms`, or nothing."""
    return models.CheckConstraint(
        condition=Q(**{field: None}) | Q(**{f"{field}__in": codes(terms)}), name=f"{model}_{field}_is_known"
    )


def between(model: str, field: str, lowest: float, highest: float) -> models.CheckConstraint:
    """Return the constraint that `field` lies within these bounds, both included, or is not given."""
    return models.CheckConstraint(
        condition=Q(**{field: None}) | Q(**{f"{field}__gte": lowest, f"{field}__lte": highest}),
        name=f"{model}_{field}_within_bounds",
    )


def numbered_once(model: str) -> models.UniqueConstraint:
    """Return the constraint that a change number stands on one row only; its index feeds the sync."""
    return models.UniqueConstraint(fields=("diary", "seq"), name=f"{model}_seq_stands_once")
