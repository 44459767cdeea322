"""What a reader can ask of a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from django import forms

from diary.models import Review
from people.models import Member
from people.services import practices, thresholds
from people.services.care_links import TAG_MAX
from reports.follow_up.around import LENGTHS
from reports.lanes import words
from reports.lanes.rules import BOUNDS, Lane

WEEKS = (4, 8, 12, 26, 52)
USUAL = ("", "the last 90 days")


class Asked(forms.Form):
    """
    What a page of one diary is asked to show.

    `weeks` is its period, ending today, empty for the usual one; `treatment` the event whose `days` before and after
    are compared.
    """

    weeks = forms.TypedChoiceField(
        choices=[USUAL, *((weeks, f"{weeks} weeks") for weeks in WEEKS)], coerce=int, empty_value=None, required=False
    )
    treatment = forms.UUIDField(required=False)
    days = forms.TypedChoiceField(
        choices=[(days, f"{days} days") for days in LENGTHS], coerce=int, empty_value=None, required=False
    )


class SharedLink(forms.Form):
    """A share link as it was pasted, whole or only what follows its #, and the PIN that it may ask for."""

    link = forms.CharField(max_length=2_000)
    pin = forms.CharField(required=False)

    def clean_link(self) -> str:
        """Return the token."""
        pasted: str = self.cleaned_data["link"]
        return pasted.rpartition("#")[2]

    def clean_pin(self) -> str:
        """Return the digits as they are kept: a Chinese keyboard writes wide ones."""
        return unicodedata.normalize("NFKC", self.cleaned_data["pin"])


class Filters(forms.Form):
    """Which rows of the panel to show; empty for all."""

    LANES: Final = [("", "every lane"), *((str(int(lane)), f"{int(lane)} {words.name(lane)}") for lane in Lane)]
    ANSWERED: Final = [("", "any"), *((str(share), f"{share} % or more") for share in (50, 70, 90))]
    WAITS: Final = [("", "any time"), ("week", "over a week"), ("four_weeks", "over four weeks")]

    name = forms.CharField(max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    lane = forms.ChoiceField(choices=LANES, required=False)
    assigned = forms.ChoiceField(label="Looked after by", required=False)
    tag = forms.CharField(max_length=TAG_MAX, required=False)
    answered_min = forms.TypedChoiceField(
        label="Days answered", choices=ANSWERED, coerce=int, empty_value=None, required=False
    )
    waits = forms.ChoiceField(label="Waiting", choices=WAITS, required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Member], **named: Any) -> None:
        super().__init__(*args, **named)
        people = [(str(member.user_id), member.user.shown_name) for member in colleagues]
        self.fields["assigned"].choices = [("", "anybody"), ("me", "me"), ("nobody", "nobody"), *people]  # type: ignore[attr-defined]  # a ChoiceField


class Limits(forms.Form):
    """How the panel is set; the names are those of `reports.lanes.rules.Thresholds`."""

    answered_percent = forms.FloatField(label="Days answered, in %, before “more” is said")
    more_than = forms.FloatField(label="“Clearly more”: the lower limit of the ratio lies above")
    silent_days = forms.FloatField(label="“Gone quiet” after days")
    answered_days = forms.FloatField(label="“Too little data” below answered days of 28")
    visit_margin_days = forms.FloatField(label="Days a visit may be later than the usual wearing-off")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in BOUNDS:
            field, (low, high) = self.fields[name], BOUNDS[name]
            step = "any" if name == "more_than" else "1"
            field.widget.attrs |= {"min": f"{low:g}", "max": f"{high:g}", "step": step, "inputmode": "decimal"}
            field.help_text = f"{low:g} to {high:g}"

    def clean(self) -> dict[str, Any]:
        """Refuse what is no number that can be compared."""
        for name, (low, high) in BOUNDS.items():
            value = self.cleaned_data.get(name)
            if value is not None and not low <= value <= high:
                self.add_error(name, f"A number from {low:g} to {high:g}.")
        return self.cleaned_data


class LimitsOfOne(Limits):
    """How one patient is looked at, until when, and why."""

    reason = forms.CharField(label="Why", max_length=thresholds.REASON_MAX)
    until = forms.DateField(label="Until", widget=forms.DateInput({"type": "date"}))


class Mail(forms.Form):
    """When the day's mail goes out."""

    HOURS: Final = [("", "never"), *((str(hour), f"{hour:02}:00") for hour in range(24))]

    digest_hour = forms.TypedChoiceField(
        label="A mail a day, if somebody waits, at", choices=HOURS, coerce=int, empty_value=None, required=False
    )
    time_zone = forms.CharField(label="Time zone of the practice", max_length=64)


class Place(forms.Form):
    """The practice's own order: who looks after a patient, and tags."""

    assigned_to = forms.ChoiceField(label="Looked after by", required=False)
    tags = forms.CharField(required=False, max_length=200, help_text="Up to five words, with commas between.")

    def __init__(self, *args: Any, colleagues: Sequence[Member], **named: Any) -> None:
        super().__init__(*args, **named)
        people = [(str(member.user_id), member.user.shown_name) for member in colleagues]
        self.fields["assigned_to"].choices = [("", "nobody"), *people]  # type: ignore[attr-defined]  # as above


class Signature(forms.Form):
    """One act on a diary. What it asks for besides is checked by `reviews.sign`."""

    kind = forms.ChoiceField(choices=[choice for choice in Review.Kind.choices if choice[0] != Review.Kind.UNDONE])
    stamp = forms.CharField(max_length=2_000)
    text = forms.CharField(required=False, max_length=4 * Review.TEXT_MAX, strip=False)
    visit_on = forms.DateField(required=False)


class Invite(forms.Form):
    """Whom to invite, and as what."""

    label = forms.CharField(
        label="For whom", max_length=practices.LABEL_MAX, widget=forms.TextInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(label="As", choices=Member.Role.choices, initial=Member.Role.CLINICIAN)


class RoleOf(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(choices=Member.Role.choices)


class InvitationLink(forms.Form):
    """An invitation as it was pasted, whole or only what follows its #."""

    link = forms.CharField(label="Your invitation", max_length=2_000, widget=forms.TextInput({"autocomplete": "off"}))

    def clean_link(self) -> str:
        """Return the token."""
        pasted: str = self.cleaned_data["link"]
        return pasted.rpartition("#")[2]
