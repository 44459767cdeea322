"""What sign-up asks besides the user name and the password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from people.models import User


class SignUp(forms.Form):
    """The name that a doctor reads on the page."""

    name = forms.CharField(max_length=200, required=False, strip=True)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name; allauth calls this with the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
