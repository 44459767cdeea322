"""
Hand out the phone client: its shell, its service worker, its manifest. None of them holds a word about a person.
"""

from __future__ import annotations

import json
import re

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from phone.files import kept_files, version_of

# The worker knows our shell by this header: a login page or a hotel network's page does not carry it.
SHELL_MARK = "Twitch-Diary-Shell"
# What the shell has a place for, besides the first screen and the face map.
SCREENS = ("details", "day", "check", "history", "trends", "treatments", "visit", "settings", "start")

_COMMENTS = re.compile(r"^[ ]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)  # lines that only people read


@require_safe
@csp_update({"img-src": ["blob:"]})  # type: ignore[untyped-decorator]  # drawings kept for days without a network
@login_required(redirect_field_name=None)  # who signs in afresh lands where they belong
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    response = render(request, "phone/shell.html", {"screens": SCREENS})
    response[SHELL_MARK] = "1"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    files = [*kept_files(), reverse("phone:manifest")]
    context = {"files": json.dumps(files), "version": version_of(files), "icon": static("phone/icons/icon-192.png")}
    code = _COMMENTS.sub("", render_to_string("phone/sw.js", context))
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"  # an update must be found at the next visit
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    first = next((code for code, _ in wanted if code.startswith(("zh", "en"))), "en")
    manifest = _manifest("zh-Hant" if first.startswith("zh") else "en")
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Language"
    return response


# The launcher's words, in the language that the browser asks for.
_WORDS = {
    "en": {
        "name": "Twitch Diary", "short": "Twitches", "now": "Twitch now", "none": "No twitching today",
        "about": "A private diary for muscle twitches of the face and body.",
    },
    "zh-Hant": {
        "name": "抽動日記", "short": "抽動日記", "now": "現在抽動", "none": "今天沒有抽動",
        "about": "記錄臉部和身體肌肉抽動的私人日記。",
    },
}  # fmt: skip


def _manifest(language: str) -> dict[str, object]:
    words = _WORDS[language]
    return {
        "id": "/",
        "name": words["name"],
        "short_name": words["short"],
        "description": words["about"],
        "lang": language,
        "categories": ["health", "medical"],
        "start_url": reverse("phone:shell"),
        "scope": reverse("phone:shell"),
        "display": "standalone",
        "shortcuts": [
            {"name": words["now"], "url": f"{reverse('phone:shell')}#now"},
            {"name": words["none"], "url": f"{reverse('phone:shell')}#none"},
        ],
        "background_color": "#f7f2ea",
        "theme_color": "#f7f2ea",
        "icons": [
            _icon("icon-192.png", "192x192", "any"),
            _icon("icon-512.png", "512x512", "any"),
            _icon("icon-512-maskable.png", "512x512", "maskable"),
        ],
    }


def _icon(file: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"phone/icons/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
