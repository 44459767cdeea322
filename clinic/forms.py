"""What a reader can ask of a page."""

from __future__ import annotations

import unicodedata

from django import forms

from people.models import Member
from people.services import practices

WEEKS = (4, 8, 12, 26, 52)
USUAL = ("", "the last 90 days")


class Weeks(forms.Form):
    """The length of the period that a page is about, ending today; empty for the usual one."""

    weeks = forms.TypedChoiceField(
        choices=[USUAL, *((weeks, f"{weeks} weeks") for weeks in WEEKS)], coerce=int, empty_value=None, required=False
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
