"""OpenAPI: what every operation may answer besides success."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.utils import OpenApiParameter

from api.errors import PROBLEM_JSON, TITLES
from api.v1.resources import Resource, page_of
from api.v1.serializers.facts import History
from api.v1.serializers.problems import Problem

_ALWAYS = (401, 403, 406)
_WITH_INPUT = (400, 404)
_WITH_BODY = (400, 409, 413, 415)
_WITH_IF_MATCH = (412,)


_SUCCESS = {"record": (200, 201), "amend": (200,), "add": (200, 201), "withdraw": (204,)}
_PAGE = [
    OpenApiParameter("page_size", int, description="1 to 1000, 100 if not given."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
]
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The revision you saw; a stale one answers 412."
)
_CREATE_ONLY = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description='"*" creates only: a repeat never overwrites an edit.'
)
_PARAMETERS: dict[str, Callable[[Resource], list[Any]]] = {
    "list": lambda resource: [resource.filter, *_PAGE],
    "history": lambda resource: _PAGE,
    "record": lambda resource: [_IF_MATCH, _CREATE_ONLY],
    "amend": lambda resource: [_IF_MATCH],
    "withdraw": lambda resource: [_IF_MATCH],
}


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
    """Describes facts by their resource, and adds the problem documents to each operation."""

    view: Any

    def get_operation_id(self) -> str:
        """Return the operation's name: the resource and what is done with it."""
        resource = getattr(self.view, "resource", None)
        return f"{resource.name}_{self.view.verbs[self.method]}" if resource else super().get_operation_id()

    def get_override_parameters(self) -> Any:
        """Return the parameters of a fact or a list of facts."""
        if not hasattr(self.view, "resource"):
            return super().get_override_parameters()
        parameters = _PARAMETERS.get(self.view.verbs[self.method])
        return parameters(self.view.resource) if parameters else []

    def get_request_serializer(self) -> Any:
        """Return what a fact's body looks like."""
        if not hasattr(self.view, "resource"):
            return super().get_request_serializer()
        resource = self.view.resource
        return {"record": resource.shape, "amend": resource.change, "add": resource.new}.get(
            self.view.verbs[self.method]
        )

    def get_response_serializers(self) -> Any:
        """Return what a fact, a list or a history looks like."""
        if not hasattr(self.view, "resource"):
            return super().get_response_serializers()
        resource, verb = self.view.resource, self.view.verbs[self.method]
        if verb == "list":
            return page_of(resource)
        if verb == "history":
            return History
        return {status: None if status == 204 else resource.shape for status in _SUCCESS.get(verb, (200,))}

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
