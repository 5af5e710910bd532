"""EmeraldKaizo trimmed, with usage statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import Checks
from psrokit_showdown.tactics.kaizo.plus import choose
from psrokit_showdown.tactics.scene import Rules
from psrokit_showdown.tactics.usage import checks_against, read_checks


@policy("kaizo_plus")
@dataclass(frozen=True)
class KaizoPlus:
    """Scores moves as `emerald_kaizo` does, but values knock-outs higher and preparation less, and switches to checks.

    Against a species that the statistics do not have no check is known, and types decide. Metamon: KaizoPlus.

    usage: a file of usage statistics (Smogon's chaos JSON or Metamon's) or a folder of them.
    rules: "corrected", or "faithful" to the players behind published results: the other side's HP percent is taken for
    hit points, the damage formula lacks a term and evasion helps the attacker.
    """

    usage: Path
    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`. Raises InputError without statistics that can be read."""
        checks: Mapping[str, Checks] = read_checks(str(self.usage))
        return Follower(lambda scene: choose(scene, checks_against(checks, scene.foe)), rng, self.rules)
