"""How the entries of encoders are compiled, and when they are compiled anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import cast

import numba

from psrokit_showdown.engine.compiling import source_digest
from psrokit_showdown.engine.kernel import Function

_READ = ("compiled/sight.py", "compiled/tables.py", "gen1_rows.py", "naming.py", "data/dex.json")


@cache
def version() -> int:
    """A number that changes with any source file from which the encoders are compiled (see `source_digest`)."""
    digest = sha256(source_digest().to_bytes(8, "big"))
    package = files("psrokit_showdown")
    own = sorted((package / "encoders").iterdir(), key=lambda file: file.name)
    for file in (*own, *(package / name for name in _READ)):
        if file.is_file():
            digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")


def compiled(function: Function) -> Function:
    """An entry, kept in numba's cache. Its free variable `version` is a part of what the cache goes by."""
    return cast("Function", numba.njit(nogil=True, cache=True, error_model="numpy")(function))
