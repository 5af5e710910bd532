"""Where MiniRNN's published file is looked for."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from psrokit.api import InputError, IntegrityError
from psrokit_showdown.cache import cache_folder

MINI = "replays_v2_small_trial1_BEST.pt"
MINI_SHA256 = "881f32e3e3a3eb43dea309f1656acc47001a4bfa22eb21756fdc4bae3e64a0e7"


def kept_file() -> Path:
    """The place of MiniRNN's published file in psrokit's cache folder."""
    return cache_folder() / "metamon" / MINI


def check_kept() -> None:
    """Raises InputError if MiniRNN's file is absent from its place, IntegrityError if another file is there."""
    path = kept_file()
    if not path.is_file():
        raise InputError(
            "MiniRNN's weights are not on this machine",
            place=str(path),
            remedy=f"Copy Metamon's {MINI} there, or give its path: {{use: mini_rnn, weights: PATH}}.",
        )
    if sha256(path.read_bytes()).hexdigest() != MINI_SHA256:
        raise IntegrityError(
            "this is not MiniRNN as it was published",
            place=str(path),
            remedy="Copy the published file there, or give another by its path: {use: mini_rnn, weights: PATH}.",
        )
