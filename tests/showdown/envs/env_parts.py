"""What tests of environments share."""

from __future__ import annotations

from typing import Any

import numpy as np

from psrokit_showdown.envs.choosing import many_battles
from psrokit_showdown.envs.native import NativeVectorEnv
from psrokit_showdown.envs.setting import Setting
from psrokit_showdown.envs.vector import ShowdownVectorEnv

ID = "psrokit_showdown.envs:psrokit/Showdown-v0"
SIMULATOR = {"use": "showdown", "engine": "showdown"}
NATIVE = {"use": "showdown", "engine": "native"}


def chosen(info: dict[str, Any], rng: np.random.Generator) -> int:
    return int(rng.choice(np.flatnonzero(info["action_mask"])))


def views(count: Any, **options: Any) -> ShowdownVectorEnv:
    return ShowdownVectorEnv(count, Setting(**options))


def rows(count: Any, **options: Any) -> NativeVectorEnv:
    env = many_battles(count, **options)
    assert isinstance(env, NativeVectorEnv)
    return env
