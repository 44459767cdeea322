"""Every kind of fact a diary holds, by its name in the version table and in the sync."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from diary.services import baselines, checks, days, episodes, events, questions, settings
from diary.services.history import Kind

KINDS: Final[MappingProxyType[str, Kind[Any]]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            episodes.KIND,
            days.KIND,
            checks.KIND,
            events.KIND,
            baselines.KIND,
            settings.KIND,
            questions.KIND,
        )
    }
)
