"""When the encoders are compiled anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from psrokit_showdown.engine.compiling import source_digest

_READ = ("compiled/sight.py", "compiled/tables.py", "gen1_rows.py", "naming.py", "data/dex.json")


@cache
def encoders_digest() -> int:
    """A number that changes with any source file from which the encoders are compiled (see `source_digest`)."""
    digest = sha256(source_digest(others=_READ).to_bytes(8, "big"))
    for file in sorted((files("psrokit_showdown") / "encoders").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")
