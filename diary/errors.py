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
