"""
The cast: Ana keeps a diary, Dr Lin works at the practice it is opened to, Eve may see nothing.

Every test about access tells its story with these three.
"""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client

from diary.models import Episode
from diary.services import episodes, facts
from diary.services.episodes import EpisodeFields
from people import second_factor
from people.models import CareLink, Device, Diary, Practice, PushSubscription, User
from people.services import accounts, care_links, practices
from reports import refresh

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSWORD = "corner-of-the-mouth"
ZONE = "Europe/Prague"


def person(username: str, name: str = "") -> User:
    return accounts.register(username=username, password=PASSWORD, name=name, now=NOW - timedelta(days=400))


def ana() -> User:
    return person("ana", "Ana Nováková")


def eve() -> User:
    return person("eve")


def clinician(username: str, name: str = "") -> User:
    """Return somebody with the second factor that opens other people's diaries."""
    user = person(username, name)
    second_factor.set_up_app(user, base64.b32encode(username.encode().ljust(20)).decode())
    return user


def signed_in_to_work(user: User) -> Client:
    """Return a browser in which `user` has just signed in, with the second factor if there is one."""
    client = Client()
    client.force_login(user)
    session = client.session
    is_set_up = Authenticator.objects.filter(user=user).exists()
    records = [{"method": "mfa" if is_set_up else "password", "at": time.time()}]
    session.update(
        {AUTHENTICATION_METHODS_SESSION_KEY: records, f"{AUTHENTICATION_METHODS_SESSION_KEY}_user": str(user.pk)}
    )
    session.save()
    return client


def dr_lin() -> User:
    """Return Dr Lin, who works at a practice of her own."""
    doctor = clinician("lin", "Dr Lin")
    practices.open_practice(name="Lin Neurology", by=doctor, now=NOW - timedelta(days=300), code="LINNEURO")
    return doctor


def practice() -> Practice:
    return Practice.objects.get(code="LINNEURO")


def consent(diary: Diary, *, until: datetime | None = None, now: datetime = NOW) -> CareLink:
    """Let Ana open `diary` to Dr Lin's practice, as her phone does."""
    link, _ = care_links.give(
        diary=diary, code="LINNEURO", scope=CareLink.Scope.PROFILE, until=until, by=diary.owner, now=now
    )
    refresh.refresh(diary, now=now)
    return link


def twitch(diary: Diary, started_at: datetime = NOW, *, id: UUID | None = None, **fields: Any) -> Episode:
    """Record an episode of the diary's owner, now unless told otherwise."""
    told: EpisodeFields = {"started_at": started_at, "time_zone": ZONE, "recorded_at": started_at, **fields}  # type: ignore[typeddict-item]  # a test may say nonsense
    now = max(NOW, started_at)
    return facts.record(kind=episodes.KIND, diary=diary, key=id or uuid4(), fields=told, by=diary.owner, now=now).fact


def subscribed(device: Device, name: str = "anas") -> PushSubscription:
    """Let the browser on this device take reminders, from a push service that does not exist."""
    return PushSubscription.objects.create(
        device=device, endpoint=f"https://push.example.org/{name}", endpoint_hash=name,
        p256dh="", auth="", time_zone=ZONE, language="en", made_at=NOW, told_at=NOW,
    )  # fmt: skip
