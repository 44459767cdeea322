"""The QR code of a share link, as SVG."""

from __future__ import annotations

import io

import segno


def drawn(address: str) -> str:
    """Return the code of an address, with the quiet border that readers need."""
    out = io.BytesIO()
    segno.make(address, error="l", micro=False).save(out, kind="svg", border=3, dark="#17262d", light="#ffffff")
    return out.getvalue().decode()
