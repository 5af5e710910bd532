"""What all pages share: a page of its own, without scripts, that allows no style but its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from psrokit import __version__
from psrokit.report.section import fill


def framed(template: str, context: Mapping[str, Any]) -> str:
    """A template that extends `frame.html`, filled in: the whole page, whose policy names its style by hash."""
    style = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    shared = {
        "style": Markup(style),  # noqa: S704 # our own file
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
        "version": __version__,
    }
    return str(fill(template, {**context, **shared}))
