"""Which policies have a compiled version, and the tables that say who sits where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from psrokit.api import Match, Policy, seed
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.max_power import MaxPower
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.compiled.dials import dials_of
from psrokit_showdown.compiled.dice import dice_of
from psrokit_showdown.compiled.entries import GREEDY_DAMAGE, MAX_POWER, RANDOM, SCRIPTED, TYPE_SWITCHER, Table
from psrokit_showdown.weights import Weights

NOBODY = 0
_CODES: dict[type, int] = {
    Random: RANDOM,
    MaxPower: MAX_POWER,
    TypeSwitcher: TYPE_SWITCHER,
    GreedyDamage: GREEDY_DAMAGE,
    Scripted: SCRIPTED,
}
SEATS = 2


def code_of(policy: Policy) -> int:
    """The code of a policy's compiled version, NOBODY if it has none."""
    return _CODES.get(type(policy), NOBODY)


def seated(matches: Sequence[Match]) -> Table:
    """The table of some matches, in order: every actor as `Policy.start` would make it."""
    policies = [policy for match in matches for policy in match.policies]
    styles: dict[int, tuple[int, tuple[float, ...]]] = {}
    for policy in policies:
        if isinstance(policy, Weights) and id(policy) not in styles:
            styles[id(policy)] = (len(styles), dials_of(policy))
    return Table(
        np.array([code_of(policy) for policy in policies], np.int8).reshape(-1, SEATS),
        dice_of([seed(match.seed, "policy", seat) for match in matches for seat in range(SEATS)]),
        np.zeros(len(policies), np.int8),
        np.array([dials for _, dials in styles.values()] or [dials_of(Weights())]),
        np.array([styles.get(id(policy), (0,))[0] for policy in policies], np.int64).reshape(-1, SEATS),
    )
