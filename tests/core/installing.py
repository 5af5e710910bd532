"""Distributions with plugins, installed for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Install = Callable[..., Path]

OFFERING = """
    from psrokit.api import discover, hookimpl

    @hookimpl
    def psrokit_components():
        return [discover(__name__)]
"""
