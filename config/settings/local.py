"""One machine, one person: what `./run` serves on 127.0.0.1 over plain HTTP."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def _local_secret_key(data_dir: Path) -> str:
    """Return the key of this machine, made at the first start and readable by its owner only."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


_root = Path(__file__).resolve().parents[2]
_data_dir = Path(os.environ.get("DIARY_DATA_DIR") or _root / ".data").resolve()
os.environ.setdefault("DIARY_SECRET_KEY", _local_secret_key(_data_dir))

os.environ.setdefault("DIARY_LOG_FORMAT", "line")

from config.settings.base import *  # noqa: E402, F403  (base reads the environment set above)
from config.settings.base import LOGGING  # noqa: E402

LOGGING["loggers"]["config.answered"] = {"level": "WARNING"}  # a line for each request is for servers

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "sessionid"  # the __Host- prefix needs HTTPS
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False
SHARE_COOKIE_NAME = "share"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a passkey works on http://localhost too
