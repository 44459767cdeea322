"""What sign-up asks besides the user name and the password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.services import accounts


class SignUp(forms.Form):
    """The name that a doctor reads on the page."""

    name = forms.CharField(
        max_length=accounts.NAME_MAX,
        required=False,
        strip=True,
        help_text=_("Printed on the page for your doctor. You may leave it out."),
    )

    def clean_name(self) -> str:
        """Return the name on one line, without characters that nobody sees."""
        return accounts.tidy_name(str(self.cleaned_data["name"]))

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name; allauth calls this with the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
