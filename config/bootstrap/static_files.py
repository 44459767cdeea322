"""Whether the collected static files are those of this version, told by their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from config.bootstrap import environment


def are_collected(data: Path, *, root: Path = environment.ROOT) -> bool:
    return (data / "static").is_dir() and _stamp(data).exists() and _stamp(data).read_text() == digest(root)


def stamp(data: Path, *, root: Path = environment.ROOT) -> None:
    _stamp(data).write_text(digest(root))


def digest(root: Path) -> str:
    """Name the content of every app's `static` folder, and of the lock: packages bring static files too."""
    found = hashlib.sha256(environment.digest(root / environment.RUNTIME).encode())
    for path in sorted(path for path in root.glob("*/static/**/*") if path.is_file()):
        found.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _stamp(data: Path) -> Path:
    return data / "static-collected"
