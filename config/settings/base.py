"""
Settings that are safe in production as they stand. `local` and `test` loosen them, nothing else does.

Everything that differs between machines comes from the environment; docs/install.md lists every name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.settings.databases import database

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]


def _one_of(name: str, *choices: str) -> str:
    """Return which of `choices` the environment names, the first where it names none."""
    told: str = env.str(name, default=choices[0])
    if told not in choices:
        raise ImproperlyConfigured(f"{name} is one of: {', '.join(choices)}.")
    return told


# No default: a start without it fails. Read as it is: a key may begin with $, which env.str takes for a name.
SECRET_KEY = os.environ.get("DIARY_SECRET_KEY", "")
if len(SECRET_KEY) < 50:  # also that of an example, copied as it stands
    raise ImproperlyConfigured("Set the environment variable DIARY_SECRET_KEY to 50 random characters or more.")
ALLOWED_HOSTS = env.list("DIARY_ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("DIARY_TRUSTED_ORIGINS", default=[])
DATA_DIR = Path(env.str("DIARY_DATA_DIR", default="") or BASE_DIR / ".data").resolve()
POOL = env.int("DIARY_DATABASE_POOL", default=0)  # the server sets it (config.gunicorn); commands have one connection
DATABASES = {"default": database(env.str("DATABASE_URL", default=""), DATA_DIR, pool=POOL)}
# A copy that may be a moment behind (people.standby says what is read from it); nothing is ever written there.
if _standby_url := env.str("DIARY_STANDBY_URL", default=""):
    DATABASES["standby"] = database(_standby_url, DATA_DIR, pool=POOL) | {"TEST": {"MIRROR": "default"}}
DEBUG = False

# The rule engine can be switched off by whoever deploys it.
DIARY_FLAGS_ENABLED = env.bool("DIARY_FLAGS_ENABLED", default=True)

# To whom reminders may be sent: the push services of the browsers, and nobody else.
DIARY_PUSH_SERVICES = env.list(
    "DIARY_PUSH_SERVICES",
    default=[
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://*.push.apple.com",
        "https://*.notify.windows.com",
    ],
)
# Whom a push service may write to about what comes from here: "mailto:" or an address of ours.
_named_hosts = [host.lstrip("*.") for host in ALLOWED_HOSTS if host.strip("*.")]
DIARY_PUSH_CONTACT = env.str(
    "DIARY_PUSH_CONTACT", default=f"https://{_named_hosts[0] if _named_hosts else 'localhost'}"
)
if not DIARY_PUSH_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured('DIARY_PUSH_CONTACT begins with "mailto:" or "https://".')

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "people",
    "diary",
    "reports",
    "api",
    "clinic",
    "phone",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django_tasks",
    "django_tasks_db",
    "config.apps.StaticFiles",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]
MIDDLEWARE = [
    "config.middleware.NamedRequests",  # around all others: what they answer themselves has a name too
    "config.middleware.SharedPages",  # around all that follow: what they answer themselves is marked too
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # also for what those below could not answer
    "config.middleware.Policy",
    "config.middleware.PrivateByDefault",
    "config.middleware.ReadableJSON",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.sessions.SignedIn",
    "config.middleware.PagesInTheirLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people.limits.TooManyAttempts",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.mail.mail_is_sent",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in, and how. A user name is enough; e-mail is optional and nothing waits for a mail server.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.authentication.WithDiary"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # reads hashes of an imported account, then upgrades them
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "people.authentication.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = env.str("DIARY_EMAIL_VERIFICATION", default="none")
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignUp"
ACCOUNT_SIGNUP_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True  # a phone stays signed in
# A second factor: anybody may have one, and no clinic account opens a diary without (people.access).
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Twitch Diary"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nothing here waits for a mail server
HEADLESS_CLIENTS = ("app",)  # native clients by X-Session-Token; pages of this origin use cookie + CSRF
HEADLESS_FRONTEND_URLS = {"account_signup": "/accounts/signup/"}
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
CLINIC_URL = "/clinic/"  # where a clinician lands after signing in
EMAIL_CONFIG = env.email_url("DIARY_EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # s; else a mail server that never answers keeps whoever sends for good
DEFAULT_FROM_EMAIL = env.str("DIARY_EMAIL_FROM", default="twitch-diary@localhost")

# What the limits count is kept in each process: Django's own 300 entries would let a visitor with many addresses
# push out the failed sign-ins of everybody.
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _IN_MEMORY, "OPTIONS": {"MAX_ENTRIES": 100_000}},
    # Pages as they were made last, in this process only: contents of a diary go to no disk.
    "pages": {"BACKEND": _IN_MEMORY, "LOCATION": "pages", "TIMEOUT": 600, "OPTIONS": {"MAX_ENTRIES": 100}},
}

# Who does what nobody waits for (people.background): each server process, or `manage.py db_worker` from the database.
_BACKENDS = {"immediate": "config.after_answer.AfterTheAnswer", "database": "django_tasks_db.DatabaseBackend"}
TASKS = {
    "default": {"BACKEND": _BACKENDS[_one_of("DIARY_TASKS", "immediate", "database")]},
    "at_once": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},  # somebody waits for it after all
}
if TASKS["default"]["BACKEND"] == _BACKENDS["database"] and DATABASES["default"]["ENGINE"] == "config.fairsqlite":
    raise ImproperlyConfigured("DIARY_TASKS=database needs PostgreSQL: a SQLite file has one writer at a time.")

# HTTPS, cookies and headers.
SECURE_SSL_REDIRECT = True
PROXY_COUNT = env.int("DIARY_PROXY_COUNT", default=0)  # how many proxies of ours stand in front
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT  # sign-in limits count the visitor's address, not the proxy's
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, over plain HTTP
SECURE_HSTS_SECONDS = 63_072_000  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # a phone asks for the password sixty days after it was given
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SHARE_COOKIE_NAME = "__Secure-share"
SHARE_COOKIE_AGE = 60 * 60  # an hour after opening, a share link is opened again
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Sizes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Time and language. Instants are stored in UTC; every entry carries its own zone.
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hant", "繁體中文")]  # of account and shared pages; the phone has its own

WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("DIARY_STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded to a disk
    "staticfiles": {"BACKEND": "config.staticfiles.HashedStaticFiles"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.CookieSession",
        "api.authentication.SessionToken",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "api.throttles.PerPerson",
        "api.throttles.PerAddress",
        "api.throttles.PerScope",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "person": env.str("DIARY_RATE_PERSON", default="1200/min"),  # a phone that catches up sends a few hundred
        "address": env.str("DIARY_RATE_ADDRESS", default="120/min"),
        "pages": env.str("DIARY_RATE_PAGES", default="60/min"),  # PDFs, exports, imports; all of a share link's pages
        "share": env.str("DIARY_RATE_SHARE", default="20/min"),  # attempts to open a share link, of one address
        "password": env.str("DIARY_RATE_PASSWORD", default="5/min"),
        "code": env.str("DIARY_RATE_CODE", default="10/min"),  # codes of practices that one person tries
    },
    "NUM_PROXIES": PROXY_COUNT,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "api.errors.Handler",
    "EXCEPTION_FORMATTER_CLASS": "api.errors.ProblemFormatter",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Twitch Diary API",
    "VERSION": "1",
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": STATIC_URL + "house/favicon.svg",
    "SWAGGER_UI_SETTINGS": {"validatorUrl": None, "deepLinking": True, "docExpansion": "none"},
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # what may change has a shape of its own
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.complete"],
    "ENUM_NAME_OVERRIDES": {
        "FourValuedAnswer": "api.v1.serializers.facts.ANSWER_CHOICES",
        "TaskGrade": "api.v1.serializers.facts.GRADE_CHOICES",
        "DrinkKind": "api.v1.serializers.facts.DRINK_CHOICES",
        "EventKind": "api.v1.serializers.facts.EVENT_KIND_CHOICES",
        "FactKind": "api.v1.serializers.sync.KINDS",
        "Language": "diary.vocabulary.LANGUAGES",
        "Side": "api.v1.serializers.facts.SIDE_CHOICES",
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.WithoutContents",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.AsJSON"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": _one_of("DIARY_LOG_FORMAT", "json", "line"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("DIARY_LOG_LEVEL", default="INFO")},
    "loggers": {
        # Reports by e-mail would carry the request's body: they are off.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django_tasks": {"level": "WARNING"},  # a line for each start and end is too much
        "urllib3": {"level": "INFO"},  # below that it names the addresses of push subscriptions
    },
}
