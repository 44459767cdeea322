"""What a reader can ask of a page."""

from __future__ import annotations

import unicodedata

from django import forms

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
