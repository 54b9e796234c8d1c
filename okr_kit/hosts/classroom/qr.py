"""A link as a QR code: the way in on the stage, the trainer's link on her own page."""

from __future__ import annotations

import io


def svg(link: str) -> str:
    """The picture, dark on light whatever the theme, so that every phone reads it off the projector."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=8, border=3, dark="#1f2733", light="#ffffff")
    return out.getvalue().decode()
