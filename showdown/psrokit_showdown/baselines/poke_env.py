"""Players written for poke-env, as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Actor, InputError, Seat, policy
from psrokit_showdown.poke_env_players.acting import PlayerActor
from psrokit_showdown.poke_env_players.classes import GIVEN, player_class
from psrokit_showdown.poke_env_players.needed import need_poke_env


@policy("poke_env")
@dataclass(frozen=True)
class PokeEnv:
    """Plays as a `poke_env.Player` does, without a server: one instance a battle, which sees what its seat is told.

    It must decide at once and by itself; its randomness is that of `random` and `numpy.random`, which are seeded for
    every decision. Singles only.

    player: `module:Class`, such as poke_env.player:MaxBasePowerPlayer; with `file` the class alone. file: a Python file
    that holds the class. options: further arguments of its constructor.
    """

    player: str
    file: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        need_poke_env("this policy needs")
        taken = sorted(self.options.keys() & GIVEN)
        if taken:
            raise InputError(f"{', '.join(taken)} of a player cannot be chosen: the battle decides", place="options")
        player_class(self.player, self.file)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor with a player of its own, which draws from `rng`."""
        return PlayerActor(player_class(self.player, self.file), self.options, rng)
