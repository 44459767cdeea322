"""Refusals: each says in plain words why an act was not done."""

from __future__ import annotations


class Refusal(Exception):
    """
    An act that was understood and refused.

    `code` is stable, for clients; `field` names the part of the input it is about, empty for the whole; the message
    is for a person and never repeats what a diary holds.
    """

    code = "refused"
    field = ""

    def __init__(self, detail: str, *, field: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field or self.field


class NotOpen(Refusal):
    """No such diary for this reader: unknown and forbidden look alike."""

    code = "not_found"


class NotTheOwner(Refusal):
    """Only who keeps a diary opens and closes it."""

    code = "not_the_owner"
