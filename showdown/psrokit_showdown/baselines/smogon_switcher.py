"""The grunt that knows what checks what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import Checks, SwitchWeights, best_switch, changing_type, hardest_roll
from psrokit_showdown.tactics.scene import Rules, Scene
from psrokit_showdown.tactics.usage import checks_against, read_checks

_WEIGHTS = SwitchWeights(defence=1.0, offence=1.0, check=100.0)


@policy("smogon_switcher")
@dataclass(frozen=True)
class SmogonSwitcher:
    """Plays as `grunt`, but sends in the best check of the Pokemon opposite, as usage statistics know it.

    Against a species that they do not have no check is known, and types decide. Metamon: SmogonSwitcher.

    usage: a file of usage statistics (Smogon's chaos JSON or Metamon's) or a folder of them.
    rules: "corrected", or "faithful" to the players behind published results: the damage formula lacks a term, evasion
    helps the attacker and gen 1's screens are not seen.
    """

    usage: Path
    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`. Raises InputError without statistics that can be read."""
        return Follower(partial(_choose, read_checks(str(self.usage))), rng, self.rules)


def _choose(checks: Mapping[str, Checks], scene: Scene) -> str:
    if not scene.moves:
        return best_switch(scene, _WEIGHTS, checks_against(checks, scene.foe))
    return changing_type(scene, hardest_roll(scene).choice)
