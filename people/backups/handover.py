"""What the database that is replaced knows and the restored one must know too: epochs and erasures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from people.backups.contents import DIARIES, ERASURES, Columns, Query, moment
from people.backups.epochs import next_epoch
from people.models import Diary, Erasure


@dataclass(frozen=True)
class Handover:
    """The epoch of each diary by its reference, and when each erased diary was erased, by its reference's hash."""

    epochs: Mapping[UUID, int] = field(default_factory=dict)
    erasures: Mapping[str, datetime] = field(default_factory=dict)


def collect(query: Query, columns: Columns) -> Handover:
    """Read the handover of a database; one from before there were erasures has none."""
    epochs = query(f"SELECT reference, epoch FROM {DIARIES}") if DIARIES in columns else []  # noqa: S608  (a constant)
    erased = query(f"SELECT reference_hash, erased_at FROM {ERASURES}") if ERASURES in columns else []  # noqa: S608  (a constant)
    return Handover(
        epochs={UUID(str(reference)): epoch for reference, epoch in epochs},
        erasures={reference_hash: moment(erased_at) for reference_hash, erased_at in erased},
    )


def raise_epochs(handover: Handover, *, now: datetime) -> None:
    """Give every restored diary its new epoch. Costs one statement a diary."""
    for pk, reference, epoch in Diary.objects.values_list("pk", "reference", "epoch"):
        new = next_epoch(in_backup=epoch, in_live=handover.epochs.get(reference), now=now)
        Diary.objects.filter(pk=pk).update(epoch=new)


def put_back_erasures(handover: Handover) -> frozenset[str]:
    """Add the erasures that the restored database lacks; return the hashes of all references to erase again."""
    Erasure.objects.bulk_create(
        (Erasure(reference_hash=one, erased_at=at) for one, at in handover.erasures.items()), ignore_conflicts=True
    )
    return frozenset(Erasure.objects.values_list("reference_hash", flat=True))
