"""How entries are compiled: kept in numba's cache, compiled anew when a source changes, and announced.

An entry is a function that Python calls and that calls kernels. numba keeps what it compiled beside the source or,
where that folder cannot be written, in the user's cache folder (NUMBA_CACHE_DIR names another). Two processes that
compile at once both do so; the files are replaced whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

import numba
from numba.core import event

from psrokit_showdown.engine.kernel import Function


def entry(function: Function) -> Function:
    """Compile or load an entry at its first call. Its free variable `version` is a part of what the cache goes by."""
    return cast("Function", numba.njit(nogil=True, cache=True, error_model="numpy")(function))


@contextmanager
def announced(tell: Callable[[str], None], text: str) -> Iterator[None]:
    """Say a text once, as soon as something is compiled inside; nothing where all of it is loaded from the cache."""
    with event.install_listener("numba:compile", _Once(tell, text)):
        yield


class _Once(event.Listener):
    """Hears of the first compilation."""

    def __init__(self, tell: Callable[[str], None], text: str) -> None:
        self._tell = tell
        self._text = text
        self._told = False

    def on_start(self, event: Any) -> None:  # noqa: ARG002 # numba's form
        """Something is about to be compiled."""
        if not self._told:
            self._told = True
            self._tell(self._text)

    def on_end(self, event: Any) -> None:
        """Nothing to say."""


def source_digest(*folders: str, others: tuple[str, ...] = ()) -> int:
    """A number that changes with any source file of the rules or their data, and of what is compiled beside them.

    numba's cache looks at one file only; as the constant `version` of an entry this makes it see all of them. folders:
    more folders of this package, all sources of which count. others: more files, whatever is in them.
    """
    package = files("psrokit_showdown")
    read = [file for folder in ("data", "engine") for file in (package / folder).iterdir() if _is_compiled(file)]
    read += [file for folder in folders for file in (package / folder).iterdir() if file.name.endswith(".py")]
    read += [package / other for other in others]
    digest = sha256()
    for file in sorted(read, key=str):
        digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")


def _is_compiled(file: Traversable) -> bool:
    """Whether a file is data, constants or kernels: all of these name the kernels' module or are it."""
    if file.name in ("gen1.json", "codes.py", "layout.py", "kernel.py"):
        return True
    return file.name.endswith(".py") and b"engine.kernel" in file.read_bytes()
