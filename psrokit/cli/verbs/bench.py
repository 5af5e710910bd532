"""`psrokit bench`: a group for plugins to add to."""

from __future__ import annotations

import click


@click.group("bench")
def verb() -> None:
    """Measure how fast this machine plays. What can be measured comes from plugins."""
