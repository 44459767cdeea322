"""What a clinician can ask of a page."""

from __future__ import annotations

from django import forms

WEEKS = (4, 8, 12, 26, 52)
USUAL = ("", "the last 90 days")


class Weeks(forms.Form):
    """The length of the period that a page is about, ending today; empty for the usual one."""

    weeks = forms.TypedChoiceField(
        choices=[USUAL, *((weeks, f"{weeks} weeks") for weeks in WEEKS)], coerce=int, empty_value=None, required=False
    )
