"""How commands say things: one JSON document, or plain lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click


def say_json(data: Mapping[str, Any]) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def say(line: str) -> None:
    """One line on standard output, without anything that could steer a terminal."""
    click.echo("".join(c if c.isprintable() else "�" for c in line))


def tell(line: str) -> None:
    """One line of progress on standard error."""
    click.echo("".join(c if c.isprintable() else "�" for c in line), err=True)
