"""Where allauth and Django meet our accounts: what is loaded with a person, and where they land."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people import limits
from people.models import Device, Member, User
from people.services import diaries
from people.sessions import SIGNED_IN_AT, USER_AGENT


class WithDiary(AuthenticationBackend):
    """allauth's backend that loads the person and their diary in one query."""

    def _authenticate_by_username(self, username: str, password: str) -> Any:
        """Nobody has a longer name; SQLite cannot even look for one of 50,000 letters."""
        longest = User._meta.get_field("username").max_length or 0
        return None if len(username) > longest else super()._authenticate_by_username(username, password)

    def get_user(self, user_id: int) -> User | None:
        """Return the active user with the diary at hand, or None."""
        user = User.objects.select_related("diary").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up opens the diary with the account; a clinician lands in the clinic."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Store the new account and open its diary. This is a door: it reads the clock."""
        super().save_user(request, user, form, commit)
        if commit:
            diaries.open_for(owner=user, now=timezone.now())
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Note which device this is, and clear away sessions that have run out."""
        request.session[SIGNED_IN_AT] = timezone.now().isoformat()
        request.session[USER_AGENT] = request.headers.get("User-Agent", "")[:200]
        Device.objects.filter(expire_date__lt=timezone.now()).delete()
        answer: HttpResponse | None = super().post_login(request, user, **kwargs)
        return answer

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say nothing of signing in and out: the page that opens says it."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return the error of this name; one about too many attempts is answered 429 (people.limits)."""
        limits.note(code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after signing in, when no page was asked for."""
        works_at_a_practice = Member.objects.filter(user=request.user.pk, left_at=None).exists()
        return settings.CLINIC_URL if works_at_a_practice else settings.LOGIN_REDIRECT_URL
