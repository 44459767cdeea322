"""What the database that is replaced knows and the restored one must know too: epochs and erasures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from people.backups.contents import DIARIES, ERASURES, Columns, Query, moment
from people.backups.epochs import next_epoch
from people.models import CareLink, Device, Diary, Erasure, ShareLink

OPEN: Final = {
    "people_carelink": "SELECT id, scope FROM people_carelink WHERE revoked_at IS NULL AND paused_at IS NULL",
    "people_sharelink": "SELECT id, scope FROM people_sharelink WHERE revoked_at IS NULL",
}


@dataclass(frozen=True)
class Handover:
    """
    The epoch of each diary by its reference, and when each erased diary was erased, by its reference's hash.

    `open_doors` are the consents and share links that stand, each with its scope.
    """

    epochs: Mapping[UUID, int] = field(default_factory=dict)
    erasures: Mapping[str, datetime] = field(default_factory=dict)
    open_doors: Collection[tuple[UUID, str]] = ()


def collect(query: Query, columns: Columns) -> Handover:
    """Read the handover of a database; one from before there were erasures has none."""
    epochs = query(f"SELECT reference, epoch FROM {DIARIES}") if DIARIES in columns else []  # noqa: S608  (a constant)
    erased = query(f"SELECT reference_hash, erased_at FROM {ERASURES}") if ERASURES in columns else []  # noqa: S608  (a constant)
    return Handover(
        open_doors=_open_doors(query, columns),
        epochs={UUID(str(reference)): epoch for reference, epoch in epochs},
        erasures={reference_hash: moment(erased_at) for reference_hash, erased_at in erased},
    )


def _open_doors(query: Query, columns: Columns) -> frozenset[tuple[UUID, str]]:
    opened = (OPEN[table] for table in OPEN if table in columns)
    return frozenset((UUID(str(pk)), scope) for statement in opened for pk, scope in query(statement))


def close_doors(handover: Handover, *, now: datetime) -> None:
    """
    Let nobody in who was shut out since the backup: every session ends, and what does not stand now is closed.

    A consent is paused, so that the diarist can lift the pause; a link is revoked.
    """
    Device.objects.all().delete()
    consents, links = (
        CareLink.objects.filter(revoked_at=None, paused_at=None),
        ShareLink.objects.filter(revoked_at=None),
    )
    consents.filter(pk__in=_shut(consents, handover)).update(paused_at=now)
    links.filter(pk__in=_shut(links, handover)).update(revoked_at=now)


def _shut(doors: QuerySet[Any], handover: Handover) -> list[UUID]:
    return [pk for pk, scope in doors.values_list("pk", "scope") if (pk, scope) not in handover.open_doors]


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
