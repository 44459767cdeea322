"""Why an act on a diary was refused."""

from __future__ import annotations

from people.errors import Refusal


class InvalidValue(Refusal):
    """A value that no diary may hold. `code` says why; `field` names it."""

    code = "invalid"

    def __init__(self, code: str, detail: str, *, field: str) -> None:
        super().__init__(detail, field=field)
        self.code = code


class NoSuchFact(Refusal):
    """This diary holds nothing by that id."""

    code = "not_found"


class AlreadyThere(Refusal):
    """Something stands, or stood, under this id, and the client wanted to create only."""

    code = "exists"


class StaleRevision(Refusal):
    """The fact has changed since the client last saw it."""

    code = "stale_revision"


class TooLate(Refusal):
    """What was deleted can no longer be brought back."""

    code = "too_late"


class OnlyOne(Refusal):
    """A diary has one answer here; two cannot stand side by side."""

    code = "only_one"


class ResyncRequired(Refusal):
    """The client's place in the changes belongs to another life of the diary: it has to begin anew."""

    code = "resync_required"
