"""What every answer of the house carries, whatever was asked and whatever came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

# The description of the API brings its own reader, which writes styles; two pages of allauth draw a QR code.
STYLES_OF_ITS_OWN: Final = "/api/v1/docs/"
DRAWN: Final = "/accounts/2fa/totp/activate/"
SHELL: Final = "/"  # shows drawings that it made a file of
NOTHING_BUT: Final = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "worker-src": {"'self'"},
    "form-action": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
ALSO: Final = {
    STYLES_OF_ITS_OWN: {"style-src": {"'unsafe-inline'"}, "img-src": {"data:"}},
    DRAWN: {"img-src": {"data:"}},
    SHELL: {"img-src": {"blob:"}},
}
WANTED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def faults(path: str, headers: Mapping[str, str]) -> Iterator[str]:
    """Yield what is missing in these headers of an answer at that path, or too much."""
    path = path.partition("?")[0]
    yield from (f"{name}: {headers.get(name)}" for name, value in WANTED.items() if headers.get(name) != value)
    referrer = "no-referrer" if path.startswith("/share/") else "same-origin"
    if headers.get("Referrer-Policy") != referrer:
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    if any(name.startswith("Access-Control-") for name in headers):
        yield "lets another origin read"
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower().replace('"', ""):
        yield f"Content-Type: {kind}"
    yield from _faults_of_the_policy(path, headers.get("Content-Security-Policy", ""))


def _faults_of_the_policy(path: str, policy: str) -> Iterator[str]:
    told = {name: set(sources) for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
    also = ALSO.get(path, {})
    for name, sources in NOTHING_BUT.items():
        if not sources <= told.get(name, set()) <= sources | also.get(name, set()):
            yield f"{name} is {sorted(told.get(name, set()))}"
    yield from (f"{name} is a directive nobody knows here" for name in told.keys() - NOTHING_BUT.keys())
