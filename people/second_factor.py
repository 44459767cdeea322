"""
The second factor of an account: an app's six digits, or a passkey. allauth keeps both, and asks at sign-in.

A diary opens only to who has one set up (people.access), in a session that has passed one (`has_passed`).
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.views import AddWebAuthnView
from csp.decorators import csp_update
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from people.models import SECOND_FACTORS, Device, User
from people.sessions import hashed

_SET_UP_HERE: Final = "second_factor_set_up_here"


def kinds(user: User) -> set[str]:
    """Return which second factors the account has; recovery codes alone are none."""
    return set(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).values_list("type", flat=True))


def set_up_app(user: User, secret: str) -> None:
    """Give the account an authenticator app with this secret (base 32), as a test or the demo needs it."""
    TOTP.activate(user, secret)


def digits(user: User) -> str:
    """Return what the account's app shows now. For the demo, whose secret is public, and for tests."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return digits_of(decrypt(app.data["secret"]))


def digits_of(secret: str) -> str:
    """Return what an app with this secret (base 32) shows now."""
    times = list(yield_hotp_counters_from_time())  # a few half minutes before and after this one
    return str(format_hotp_value(hotp_value(secret, times[len(times) // 2])))


def last_proof_at(request: HttpRequest) -> float:
    """Return when this session last gave a password or a second factor, in Unix seconds; 0 where it is not told."""
    return max((record.get("at", 0.0) for record in get_authentication_records(request, request.user)), default=0.0)


def has_passed(request: HttpRequest) -> bool:
    """Say whether this session has: it gave one when it signed in or since, or is where the factor was set up."""
    if request.session.get(_SET_UP_HERE) == str(request.user.pk):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")  # allauth draws the QR code into the address
class SetUpApp(ActivateTOTPView):  # type: ignore[misc]  # mypy follows no types of allauth's views
    """allauth's page. Who typed the app's digits here has passed the second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Note that this session has."""
        return _noted(self.request, super().form_valid(form))


class SetUpPasskey(AddWebAuthnView):  # type: ignore[misc]  # as above
    """allauth's page, likewise."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Note that this session has."""
        return _noted(self.request, super().form_valid(form))


def _noted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    request.session[_SET_UP_HERE] = str(request.user.pk)
    return response


@receiver(authenticator_added)
def _end_other_sessions(request: HttpRequest, authenticator: Any, **_: Any) -> None:
    """
    End the account's other sessions, by whatever door the factor came: a page, or allauth's headless API.

    With the password alone one of them could set up a factor of its own.
    """
    if authenticator.type in SECOND_FACTORS:
        here = hashed(request.session.session_key)
        Device.objects.filter(user=authenticator.user_id).exclude(session_key=here).delete()
