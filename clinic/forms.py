"""What a clinician can ask of a page."""

from __future__ import annotations

from django import forms

WEEKS = (4, 8, 12, 26, 52)
WEEKS_USUAL = 8


class Weeks(forms.Form):
    """The length of the period that a page is about, ending today."""

    weeks = forms.TypedChoiceField(
        choices=[(weeks, f"{weeks} weeks") for weeks in WEEKS], coerce=int
    )
