"""The command line of psrokit."""

from psrokit.cli.app import main

__all__ = ["main"]
