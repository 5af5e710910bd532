"""Small battles for tests of the engine: teams in a line, started from a seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.teams import Member, Team, load_teams


def member(species: str, *moves: str, level: int = 100) -> Member:
    return Member(species, moves, level=level)


def begun(first: Sequence[Member], second: Sequence[Member], format_id: str = "gen1ou") -> NDArray[np.int16]:
    """The row of one battle at its first requests."""
    states = engine.new_states(1)
    teams = np.stack([engine.pack_team(Team(tuple(side))) for side in (first, second)])[None]
    seeds = np.array([engine.seed_of("1,2,3,4")], np.uint64)
    engine.start(states, np.zeros(1, np.int64), seeds, teams, engine.clauses(format_id))
    return np.asarray(states[0])


def many(count: int, seed: int = 0) -> NDArray[np.int16]:
    """Rows of begun battles between teams that come with psrokit."""
    rng = np.random.default_rng(seed)
    packed = np.stack([engine.pack_team(named.team) for named in load_teams("builtin", "gen1ou")])
    states = engine.new_states(count)
    seeds = rng.integers(2**64, size=count, dtype=np.uint64)
    teams = packed[rng.integers(len(packed), size=(count, 2))]
    engine.start(states, np.arange(count), seeds, teams, engine.clauses("gen1ou"))
    return states


def active_hp(row: NDArray[np.int16], p: int) -> int:
    return int(row[row[p + layout.ACTIVE] + layout.HP])


def after(row: NDArray[np.int16], first: int, second: int) -> NDArray[np.int16]:
    """The row after one decision."""
    states = row[None].copy()
    engine.step(states, np.array([[first, second]], np.int8))
    return np.asarray(states[0])
