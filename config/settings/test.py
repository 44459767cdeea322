"""What the tests run on: a real SQLite file or the PostgreSQL of DATABASE_URL, and a cheap password hash."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DIARY_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("DIARY_DATA_DIR", tempfile.mkdtemp(prefix="twitch-diary-tests-"))

from config.settings.base import *  # noqa: F403  (base reads the environment set above)
from config.settings.base import DATA_DIR, DATABASES, REST_FRAMEWORK, STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False
SHARE_COOKIE_NAME = "share"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of sign-ups, none of them real
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "1000000/min")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"] == "config.fairsqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}  # a file, as in real life
# A PostgreSQL that is thrown away is set to be quick (config.bootstrap.postgresql).
SILENCED_SYSTEM_CHECKS = ["diary.E011", "diary.E012", "diary.E013", "diary.W015"]
