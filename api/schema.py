"""OpenAPI: every operation with what it takes, what it answers, how it refuses, and an example of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import ResolvedComponent, force_instance, get_doc
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from api import fields
from api.errors import PROBLEM_JSON, TITLES
from api.v1 import examples, refusals
from api.v1.annotations import ANY_ID, DATE, DONE, HEADERS, ID, OVERVIEW, PARAMETERS, TAGS, Node
from api.v1.paging import PAGE, PAGE_SIZE_MAX, PAGE_SIZE_USUAL
from api.v1.resources import Resource, page_of
from api.v1.serializers.facts import History
from api.v1.serializers.problems import Problem

JSON: Final = "application/json"
WITH_BODY: Final = ("PATCH", "POST", "PUT")
UNSAFE: Final = ("DELETE", *WITH_BODY)
_REFUSED_WITH: Final = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
_FILES: Final = (
    "account_export", "exports_csv", "exports_fhir", "exports_json", "reports_profile_pdf", "reports_profile_pdf_make",
    "shares_profile_pdf",
)  # fmt: skip
_KNOWN: Final = (  # besides facts: what answers with an ETag, or 304
    "reports_figure_png", "reports_figure_svg", "reports_profile_pdf", "reports_profile_text", "reports_summary_read",
    "schema_read", "sync_changes", "vocabulary_read",
)  # fmt: skip
_SUCCESS: Final = {"record": (200, 201), "amend": (200,), "add": (200, 201), "withdraw": (204,)}
_ALWAYS_TAGGED: Final = ("list", "history", "record", "amend", "add", "restore")
_QUERY_KEYWORDS: Final[dict[str, Node]] = {
    "cursor": {"format": "cursor"},
    "page_size": {"minimum": 1, "maximum": PAGE_SIZE_MAX, "default": PAGE_SIZE_USUAL},
    "limit": {"minimum": 1, "maximum": 1_000, "default": 500},  # of views.sync, which cannot be imported from here
}
_QUERIES: Final[dict[str, Callable[[Resource], list[Any]]]] = {
    "list": lambda resource: [resource.filter, *PAGE],
    "history": lambda resource: PAGE,
}
_PRECONDITIONS: Final[dict[str, tuple[str, ...]]] = {
    "record": ("If-Match", "If-None-Match.create"),
    "amend": ("If-Match",),
    "withdraw": ("If-Match",),
    "read": ("If-None-Match",),
    "list": ("If-None-Match",),
    "history": ("If-None-Match",),
}


class CookieSessionScheme(OpenApiAuthenticationExtension):
    """The session cookie of pages of this origin."""

    target_class = "api.authentication.CookieSession"
    name = "cookieSession"

    def get_security_definition(self, auto_schema: SpectacularSchema) -> Node:
        """Describe the cookie, as it is called in production: the description is the same everywhere."""
        words = "For pages of this origin. Over plain HTTP the cookie is called `sessionid`."
        return {"type": "apiKey", "in": "cookie", "name": "__Host-sessionid", "description": words}


class SessionTokenScheme(OpenApiAuthenticationExtension):
    """The session token of native clients."""

    target_class = "api.authentication.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: SpectacularSchema) -> Node:
        """Describe the header."""
        words = "For native clients: `meta.session_token` of the answer to `POST /_allauth/app/v1/auth/login`."
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token", "description": words}


class AutoSchema(SpectacularSchema):
    """Describes facts by their resource, and gives each operation its headers, its refusals and its examples."""

    view: Any

    @property
    def verb(self) -> str:
        """What is done with a fact; empty where it is none."""
        return str(self.view.verbs[self.method]) if hasattr(self.view, "resource") else ""

    @property
    def is_signed_in(self) -> bool:
        """Whether only who is signed in gets an answer."""
        return bool(self.view.authentication_classes)

    def get_operation_id(self) -> str:
        """Return the operation's name: the resource and what is done with it."""
        return f"{self.view.resource.name}_{self.verb}" if self.verb else str(super().get_operation_id())

    def get_summary(self) -> str:
        """Return the first line of what the method says of itself."""
        return str(self._words().partition("\n")[0].removesuffix("."))

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        """Return the rest of it, or what the view is."""
        return self._words().partition("\n")[2].strip() or str(get_doc(type(self.view)))

    def _words(self) -> str:
        return str(get_doc(getattr(self.view, str(self.method).lower())))

    def get_auth(self) -> Any:
        """Return how to sign in; nothing for what is public."""
        return super().get_auth() if self.is_signed_in else []

    def get_override_parameters(self) -> Any:
        """Return the path's parameter, and what the address may ask of a list of facts."""
        queries = _QUERIES.get(self.verb)
        asked = queries(self.view.resource) if queries else []
        return [*self._path_parameters(), *asked]

    def _path_parameters(self) -> list[OpenApiParameter]:
        if "{id}" not in self.path:
            return []
        name = self.path.removeprefix("/api/v1/").partition("/")[0]
        known: Node = {"days": DATE, "devices": ANY_ID}.get(name, ID)
        words = {"days": "The day, as YYYY-MM-DD."}.get(name, "A UUID.")
        return [OpenApiParameter("id", known, OpenApiParameter.PATH, required=True, description=words)]

    def _get_parameters(self) -> list[Node]:
        asked: list[Node] = super()._get_parameters()
        for one in asked:
            one["schema"] |= _QUERY_KEYWORDS.get(one["name"], {})
            if one["schema"].get("type") == "boolean":
                one["schema"] = _as_spelt_in_an_address(one["schema"])
        return [*asked, *map(self._parameter, self._header_names())]

    def _header_names(self) -> list[str]:
        names = [*_PRECONDITIONS.get(self.verb, ())]
        if self._is_tagged():
            names = ["If-None-Match"]
        if self.is_signed_in:
            names += ["Twitch-Diary", *(("X-CSRFToken",) if self.method in UNSAFE else ())]
        return names

    def _is_tagged(self) -> bool:
        return self.get_operation_id() in _KNOWN

    def _parameter(self, name: str) -> Node:
        told = {"name": name.partition(".")[0], "in": "header", **PARAMETERS[name]}
        return self._component(ResolvedComponent.PARAMETER, name, told)

    def _component(self, kind: str, name: str, told: Node) -> Node:
        component = ResolvedComponent(name, kind, told, object=name)
        self.registry.register_on_missing(component)
        return dict(component.ref)

    def get_request_serializer(self) -> Any:
        """Return what a fact's body looks like."""
        if not self.verb:
            return super().get_request_serializer()
        resource = self.view.resource
        return {"record": resource.shape, "amend": resource.change, "add": resource.new}.get(self.verb)

    def _get_request_body(self, direction: Literal["request", "response"] = "request") -> Node | None:
        body: Node | None = super()._get_request_body(direction)
        return body and {**body, "required": True}  # {} says nothing, and no body at all is refused

    def get_response_serializers(self) -> Any:
        """Return what a fact, a list or a history looks like."""
        if not self.verb:
            return super().get_response_serializers()
        if self.verb == "list":
            return page_of(self.view.resource)
        if self.verb == "history":
            return History
        shape, kind = self.view.resource.shape, self.view.resource.kind
        if self.verb == "amend" and kind.standing:  # it can be amended before anybody said anything
            return {200: shape, 201: shape}
        return {status: None if status == 204 else shape for status in _SUCCESS.get(self.verb, (200,))}

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> Node:
        bodies: Node = super()._get_response_bodies(direction)
        if self.method == "DELETE" and not isinstance(told := self.get_response_serializers(), dict):
            bodies = {"200": self._get_response_for_code(told, "200", direction=direction)}
        if "If-None-Match" in self._header_names():
            bodies["304"] = {}
        for status, body in bodies.items():
            bodies[status] = {**body, "description": DONE[status], **self._headers(self._headers_of(status))}
        for number, codes in self._refusals().items():
            bodies[str(number)] = self._refusal(number, codes)
        return dict(sorted(bodies.items()))

    def _headers_of(self, status: str) -> list[str]:
        named = []
        if self.verb in _ALWAYS_TAGGED or self._is_tagged() or status == "304":
            named.append("ETag")
        elif self.verb == "read":  # what nobody spoke of has no revision
            named.append("ETag.maybe" if self.view.resource.kind.standing else "ETag")
        if self.verb == "add":
            named.append("Location")
        if self.get_operation_id() in _FILES:
            named.append("Content-Disposition")
        return named

    def _headers(self, names: list[str]) -> Node:
        told = {name.partition(".")[0]: self._header(*name.split(".")) for name in names}
        return {"headers": told} if told else {}

    def _header(self, name: str, maybe: str = "") -> Node:
        return self._component(
            ResolvedComponent.HEADER, f"{name}.{maybe}" if maybe else name, {"required": not maybe, **HEADERS[name]}
        )

    def _refusals(self) -> refusals.Codes:
        unsafe = self.method in UNSAFE
        told = refusals.of_everybody(signed_in=self.is_signed_in, unsafe=unsafe)
        told = refusals.merged(told, self._refusals_of_input())
        if not self.verb:
            return refusals.merged(told, refusals.of_operation(self.get_operation_id()))
        resource = self.view.resource
        more = refusals.of_fact(resource.name, self.verb, is_standing=resource.kind.standing)
        return refusals.merged(told, more)

    def _refusals_of_input(self) -> refusals.Codes:
        told = [refusals.of_query(shape) for shape in self.get_override_parameters() if isinstance(shape, type)]
        if "{id}" in self.path:
            told.append({400: {"invalid"} if self._path_parameters()[0].type == DATE else {"invalid_id"}})
        body = self.get_request_serializer() if self.method in WITH_BODY else None
        if isinstance(body, type):
            told.append(refusals.of_body(body))
        return refusals.merged(*told)

    def _refusal(self, status: int, codes: set[str]) -> Node:
        problem = self.resolve_serializer(Problem, "response")
        told = {code: self._example(f"{code}.{status}", refusals.problem(status, code)) for code in sorted(codes)}
        headers = self._headers([_REFUSED_WITH[status]] if status in _REFUSED_WITH else [])
        return {
            **headers,
            "description": TITLES[status],
            "content": {PROBLEM_JSON: {"schema": problem.ref, "examples": told}},
        }

    def _example(self, name: str, value: Any) -> Node:
        return self._component(ResolvedComponent.EXAMPLE, name, {"value": value})

    def _get_examples(
        self, serializer: Any, direction: str, media_type: str, status_code: Any = None, extras: Any = None
    ) -> Node:
        known = examples.REQUESTS if direction == "request" else examples.RESPONSES
        if serializer is None:
            return {}
        known_as = force_instance(serializer)
        if isinstance(known_as, serializers.BaseSerializer):
            name = type(self._sent(known_as, direction)).__name__
            return {name: self._example(f"{name}.{direction}", known[name])}
        name = media_type if media_type in examples.PLAIN else self.get_operation_id()
        return {name.rpartition("/")[2]: self._example(re.sub(r"[/+]", ".", name), examples.PLAIN[name])}

    def resolve_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> ResolvedComponent:
        """Return the component of this serializer, or of what a request may say in its place."""
        return super().resolve_serializer(self._sent(force_instance(serializer), direction), direction)

    @staticmethod
    def _sent(serializer: Any, direction: str) -> Any:
        sent = getattr(serializer, "sent", None) if direction == "request" else None
        return sent() if sent else serializer

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Node:
        """Describe an object. A request may say what stands there and no more; what is read only is passed over."""
        told: Node = super()._map_basic_serializer(serializer, direction)
        return {**told, "additionalProperties": False} if direction == "request" else told

    def _postprocess_serializer_schema(self, schema: Node, serializer: Any, direction: str) -> Node:
        if direction == "response":
            return dict(super()._postprocess_serializer_schema(schema, serializer, direction))
        read_only = {name for name, told in schema["properties"].items() if told.get("readOnly")}
        needed = [name for name in schema.pop("required", []) if name not in read_only]
        return {**schema, "required": needed} if needed else schema

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        told = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, fields.Identifier) and told is not None:
            told["pattern"] = fields.IDENTIFIER
        if isinstance(field, serializers.ListSerializer) and (longest := getattr(field, "max_length", None)):
            told["maxItems"] = longest
        shorthand = getattr(field, "shorthand", None) if direction == "request" else None
        return told if shorthand is None else _with_shorthand(told, list(shorthand))

    def _insert_field_validators(self, field: Any, schema: Node) -> None:
        keywords: Mapping[str, Any] | None = getattr(field, "keywords", None)
        if not isinstance(field, fields.Text):
            super()._insert_field_validators(field, schema)
        schema.update(keywords or {})


def _as_spelt_in_an_address(told: Node) -> Node:
    """Return a switch's description that allows 1 and 0 as well."""
    rest = {name: value for name, value in told.items() if name != "type"}
    return {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["1", "0"]}], **rest}


def _with_shorthand(told: Node, codes: list[str]) -> Node:
    """Return an object's description that allows one of these codes in its place."""
    plain = {"type": "string", "enum": codes}
    if "oneOf" in told:
        return {**told, "oneOf": [*told["oneOf"], plain]}
    return {"oneOf": [told, plain]}


def complete(result: Node, **_: Any) -> Node:
    """Give the whole description its overview and its tags (SPECTACULAR_SETTINGS)."""
    result["info"]["description"] = OVERVIEW
    result["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    return result
