"""What the database that is replaced knows and the restored one must know too: epochs, erasures, who was shut out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from people.backups.contents import DIARIES, ERASURES, Columns, Query, moment
from people.backups.epochs import next_epoch
from people.models import CalendarAddress, CareLink, Diary, Erasure, Member, ShareLink, User

# Said of a restored database before anybody can see it: nobody is signed in, and nothing is open.
LOCK_UP: Final = {
    "django_session": "DELETE FROM django_session",
    "people_pushsubscription": "DELETE FROM people_pushsubscription",
    "people_device": "DELETE FROM people_device",
    "people_carelink": """
UPDATE people_carelink SET paused_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL AND paused_at IS NULL""",
    "people_sharelink": "UPDATE people_sharelink SET revoked_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL",
    "people_invitation": """
UPDATE people_invitation SET revoked_at = CURRENT_TIMESTAMP WHERE accepted_at IS NULL AND revoked_at IS NULL""",
    "people_calendaraddress": "UPDATE people_calendaraddress SET closed_at = CURRENT_TIMESTAMP WHERE closed_at IS NULL",
}
CONSENTS: Final = "SELECT id, scope, until FROM people_carelink WHERE revoked_at IS NULL AND paused_at IS NULL"
LINKS: Final = (
    f"SELECT id FROM people_sharelink WHERE revoked_at IS NULL AND pin_failures < {ShareLink.PIN_FAILURES_MAX}"  # noqa: S608  (a constant)
)
ROLES: Final = "SELECT id, joined_at, role FROM people_member WHERE left_at IS NULL"
CALENDARS: Final = "SELECT token_hash FROM people_calendaraddress WHERE closed_at IS NULL"
LEFT: Final = "SELECT id, joined_at FROM people_member WHERE left_at IS NOT NULL"
CLOSED: Final = "SELECT id, username FROM people_user WHERE NOT is_active"


@dataclass(frozen=True)
class Doors:
    """
    Consents that stand, each with its scope and end; links and calendar addresses that stand; who left a practice, and
    in which role the others work there; closed accounts.
    """

    consents: Collection[tuple[UUID, str, datetime | None]]
    links: Collection[UUID]
    calendars: Collection[str]
    left: Collection[tuple[int, datetime]]
    closed: Collection[tuple[int, str]]
    roles: Mapping[tuple[int, datetime], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Handover:
    """
    The epoch of each diary by its reference, and when each erased diary was erased, by its reference's hash.

    `doors` is None where it cannot be known who was shut out.
    """

    epochs: Mapping[UUID, int] = field(default_factory=dict)
    erasures: Mapping[str, datetime] = field(default_factory=dict)
    doors: Doors | None = None


def collect(query: Query, columns: Columns) -> Handover:
    """Read the handover of a database; one from before there were erasures has none."""
    epochs = query(f"SELECT reference, epoch FROM {DIARIES}") if DIARIES in columns else []  # noqa: S608  (a constant)
    erased = query(f"SELECT reference_hash, erased_at FROM {ERASURES}") if ERASURES in columns else []  # noqa: S608  (a constant)
    return Handover(
        doors=_doors(query, columns) if DIARIES in columns else None,
        epochs={UUID(str(reference)): epoch for reference, epoch in epochs},
        erasures={reference_hash: moment(erased_at) for reference_hash, erased_at in erased},
    )


def _doors(query: Query, columns: Columns) -> Doors:
    links = query(LINKS) if "people_sharelink" in columns else []
    calendars = query(CALENDARS) if "people_calendaraddress" in columns else []
    return Doors(
        consents={(UUID(str(pk)), scope, until and moment(until)) for pk, scope, until in query(CONSENTS)},
        links={UUID(str(pk)) for (pk,) in links},
        calendars={token_hash for (token_hash,) in calendars},
        left={(pk, moment(joined_at)) for pk, joined_at in query(LEFT)},
        closed=set(query(CLOSED)),
        roles={(pk, moment(joined_at)): role for pk, joined_at, role in query(ROLES)}
        if "role" in columns.get("people_member", ())
        else {},
    )


def lock_up(tables: Collection[str]) -> Iterator[str]:
    """Yield the statements that end every session and reminder, pause every consent and revoke every link."""
    yield from (statement for table, statement in LOCK_UP.items() if table in tables)


def open_again(handover: Handover, *, now: datetime) -> None:
    """
    After `lock_up`, open what stood, and shut out who was shut out since the backup; all of it or nothing.

    A consent that stays paused can be lifted by the diarist; a link stays revoked. A consent opens again only in the
    scope and until the end that it had.
    """
    doors = handover.doors
    if doors is None:
        return
    consents = CareLink.objects.filter(revoked_at=None).values_list("pk", "scope", "until")
    standing = [pk for pk, scope, until in consents if (pk, scope, until) in doors.consents]
    CareLink.objects.filter(pk__in=standing).update(paused_at=None)
    ShareLink.objects.filter(pk__in=doors.links).update(revoked_at=None)
    CalendarAddress.objects.filter(token_hash__in=doors.calendars).update(closed_at=None)
    members = Member.objects.filter(left_at=None).values_list("pk", "joined_at")
    left = [pk for pk, joined_at in members if (pk, joined_at) in doors.left]
    for member in Member.objects.filter(left_at=None):
        role = doors.roles.get((member.pk, member.joined_at), member.role)
        Member.objects.filter(pk=member.pk).update(role=role)
    Member.objects.filter(pk__in=left).update(left_at=now)
    accounts = User.objects.filter(is_active=True).values_list("pk", "username")
    User.objects.filter(pk__in=[pk for pk, name in accounts if (pk, name) in doors.closed]).update(is_active=False)


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
