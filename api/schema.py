"""OpenAPI: what every operation may answer besides success."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema

from api.errors import PROBLEM_JSON, TITLES
from api.v1.serializers import Problem

_ALWAYS = (401, 403, 406)
_WITH_INPUT = (400, 404)
_WITH_BODY = (400, 409, 413, 415)
_WITH_IF_MATCH = (412,)


class CookieSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """The session cookie of pages of this origin."""

    target_class = "api.authentication.CookieSession"
    name = "cookieSession"

    def get_security_definition(self, auto_schema: SpectacularSchema) -> dict[str, Any]:
        """Describe the cookie."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """The session token of native clients."""

    target_class = "api.authentication.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: SpectacularSchema) -> dict[str, Any]:
        """Describe the header."""
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class AutoSchema(SpectacularSchema):
    """Adds the problem documents to each operation."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            bodies[str(status)] = self._problem_body(status)
        return dict(sorted(bodies.items()))

    def _problem_statuses(self) -> set[int]:
        if not getattr(self.view, "authentication_classes", None):
            return {406}
        statuses = set(_ALWAYS)
        if "{" in self.path or self.get_override_parameters():
            statuses |= set(_WITH_INPUT)
        if self.method in ("PUT", "POST", "PATCH"):
            statuses |= set(_WITH_BODY)
        if self.method in ("PUT", "PATCH", "DELETE"):
            statuses |= set(_WITH_IF_MATCH) | {409}
        return statuses

    def _problem_body(self, status: int) -> dict[str, Any]:
        component = self.resolve_serializer(Problem(), "response")
        return {
            "description": TITLES[status],
            "content": {PROBLEM_JSON: {"schema": component.ref}},
        }
