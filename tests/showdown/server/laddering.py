"""Playing in an environment of a ladder: a server's address, and random legal indices to the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from psrokit.api import generator


def url(port: int) -> str:
    return f"ws://127.0.0.1:{port}/showdown/websocket"


def chosen(info: dict[str, Any], rng: np.random.Generator) -> int:
    return int(rng.choice(np.flatnonzero(info["action_mask"])))


def finish(env: Any, info: dict[str, Any], before: Callable[[int], None] = lambda _: None) -> list[Any]:
    """Play on with random legal indices until the battle ends: what every step told."""
    rng, told = generator("agent"), []
    for number in range(1000):
        before(number)
        told.append(env.step(chosen(info, rng)))
        *_, terminated, truncated, info = told[-1]
        if terminated or truncated:
            return told
    raise AssertionError("no battle is that long")
