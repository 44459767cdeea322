"""Who is signed in, on which devices, and to whom the diary is open."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Boolean, Code, Identifier, Instant, Integer, LocalDate, Text, at_most
from api.v1.serializers.reports import PaperOptions
from diary import models as models_of_diary
from people import models
from people.services import shares

SCOPES = models.CareLink.Scope.values
PIN = {"pattern": "^([0-9]{4,12})?$"}


class Account(serializers.Serializer[Any]):
    """Who is signed in, and the name of their diary."""

    username = Text(read_only=True)
    name = Text(read_only=True)
    diary = Identifier(read_only=True)
    epoch = Integer(read_only=True)
    is_clinician = Boolean(read_only=True)


class AccountChange(Account):
    """What may change of an account."""

    name = Text(help_text="Printed on the page for the doctor: one line, at most 200 characters; may be empty.")


class Password(serializers.Serializer[Any]):
    """The password once more, for an act that cannot be undone."""

    password = Text(write_only=True)


class Device(serializers.Serializer[Any]):
    """A device that is signed in."""

    id = Text(read_only=True, keywords={"format": "uuid"})
    name = Text(read_only=True, help_text="What the device calls itself.")
    signed_in_at = Instant(read_only=True, allow_null=True)
    last_used_on = LocalDate(read_only=True, allow_null=True)
    is_this = Boolean(read_only=True)


class Devices(serializers.Serializer[Any]):
    """The devices that are signed in."""

    results = Device(many=True)


class CareLink(serializers.Serializer[Any]):
    """A consent: the practice whose code this is may read, until then."""

    id = Identifier(read_only=True)
    code = Text(write_only=True, help_text="The practice tells it.")
    practice = Text(read_only=True)
    scope = Code(choices=SCOPES, required=False)
    given_at = Instant(read_only=True)
    until = Instant(required=False, allow_null=True, help_text="To come, within two years; null for none.")
    paused = Boolean(read_only=True)


class CareLinkChange(CareLink):
    """What may change of a consent."""

    code = None  # type: ignore[assignment]  # as Django REST framework takes a field out again
    paused = Boolean(required=False)


class Share(serializers.Serializer[Any]):
    """A link for a doctor without an account."""

    id = Identifier(read_only=True)
    scope = Code(choices=SCOPES, required=False)
    first = LocalDate()
    last = LocalDate(help_text="Not before the first; at most 366 days.")
    label = Text(  # type: ignore[assignment]  # ours, not DRF's
        required=False, help_text="For yourself: whom it is for.", keywords=at_most(shares.LABEL_MAX)
    )
    expires_in_days = Integer(
        min_value=1,
        max_value=shares.DAYS_MAX,
        required=False,
        write_only=True,
        help_text=f"{shares.DAYS_USUAL} if not given.",
    )
    pin = Text(required=False, write_only=True, help_text="4 to 12 digits; none if not given.", keywords=PIN)
    has_pin = Boolean(read_only=True)
    is_closed = Boolean(read_only=True, help_text="Five wrong PINs were tried: it opens nothing any more.")
    made_at = Instant(read_only=True)
    expires_at = Instant(read_only=True)
    token = Text(read_only=True, help_text="In the answer to the request that made it, and never again.")
    address = Text(
        read_only=True,
        help_text="To give to the doctor; holds the token, and like it is never told again.",
        keywords={"format": "uri"},
    )


class OpenShare(Share):
    """A link that is open. Its token and address were told when it was made."""

    token = None  # type: ignore[assignment]  # takes the field away
    address = None  # type: ignore[assignment]  # as above


class Shares(serializers.Serializer[Any]):
    """The links that are open."""

    results = OpenShare(many=True)


class CareLinks(serializers.Serializer[Any]):
    """The consents that stand."""

    results = CareLink(many=True)


class SharePage(PaperOptions):
    """How the page of a link is printed, and the link's token, which only who made it holds."""

    token = Text()


class Opening(serializers.Serializer[Any]):
    """One line of the access log."""

    reader = Text(read_only=True, help_text="Empty where it was by a share link.")
    practice = Text(read_only=True, allow_null=True)
    share = Text(
        read_only=True, allow_null=True, help_text="The label of the share link it was opened by; null for none."
    )
    what = Text(read_only=True)
    opened_at = Instant(read_only=True)


class Review(serializers.Serializer[Any]):
    """One signed act of a practice in the margin of the diary. A name is empty where the account is gone."""

    number = Integer(read_only=True)
    by = Text(read_only=True)
    practice = Text(read_only=True)
    kind = Code(choices=models_of_diary.Review.Kind.values, read_only=True)
    text = Text(read_only=True)
    rules = serializers.ListField(child=Text(), read_only=True, help_text="What waited, and was seen.")
    rules_version = Text(read_only=True)
    event = Identifier(read_only=True, allow_null=True, help_text="The visit that was planned.")
    undoes = Integer(read_only=True, allow_null=True, help_text="The number of the act that was taken back.")
    undone = Boolean(read_only=True)
    on = LocalDate(read_only=True)
    signed_at = Instant(read_only=True)


class Reviews(serializers.Serializer[Any]):
    """A page of what practices have signed."""

    next = Text(read_only=True, allow_null=True, keywords={"format": "uri"})
    previous = Text(read_only=True, allow_null=True, keywords={"format": "uri"})
    results = Review(many=True)


class Openings(serializers.Serializer[Any]):
    """A page of the access log."""

    next = Text(read_only=True, allow_null=True, keywords={"format": "uri"})
    previous = Text(read_only=True, allow_null=True, keywords={"format": "uri"})
    results = Opening(many=True)
