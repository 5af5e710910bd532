"""What native battles begin with: teams that were brought, or those that the simulator makes for a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown import engine
from psrokit_showdown.battle import prng_seed
from psrokit_showdown.engine.packing import TEAM_SIZE_LIMIT, TeamRecords, pack_team
from psrokit_showdown.lanes import GENERATED
from psrokit_showdown.simulator import BattleSpec, Simulator, SimulatorUnavailable
from psrokit_showdown.teams import NamedTeam, Team, draw_pair, parse_packed
from psrokit_showdown.teams.source import makes_teams

_MEMBERS_KEPT = 2**15
_SEPARATOR = "]"


class Dealt(NamedTuple):
    """A battle before its first choice.

    names: what its teams are called. records: their Pokemon, see `pack_team`.
    """

    spec: BattleSpec
    names: tuple[str, str]
    records: tuple[TeamRecords, TeamRecords]


class Dealer(Protocol):
    """Deals the battles of one format. A battle's teams and seed follow from its match seed as on the simulator."""

    format: str

    def deal(self, seeds: Sequence[int]) -> list[Dealt]:
        """One battle per match seed. Raises SimulatorUnavailable if it takes a simulator that fails."""


class BroughtTeams:
    """Deals teams of one set."""

    def __init__(self, format_id: str, teams: Sequence[NamedTeam]) -> None:
        self.format = format_id
        self._teams = teams

    def deal(self, seeds: Sequence[int]) -> list[Dealt]:
        """One battle per match seed."""
        return [self._dealt(match_seed) for match_seed in seeds]

    def _dealt(self, match_seed: int) -> Dealt:
        first, second = draw_pair(self._teams, match_seed)
        spec = BattleSpec(self.format, prng_seed(match_seed), (_in_text(first.team), _in_text(second.team)))
        return Dealt(spec, (first.name, second.name), (_packed(first.team), _packed(second.team)))


class GeneratedTeams:
    """Deals the teams that the simulator's own generator makes from a battle's seed, asked for many at a time.

    The battle's `spec` names no teams, just as where the simulator plays it: from the same seed it makes the same ones.
    """

    def __init__(self, format_id: str, simulator: Simulator) -> None:
        self.format = format_id
        self._simulator = simulator

    def deal(self, seeds: Sequence[int]) -> list[Dealt]:
        """One battle per match seed. Raises SimulatorUnavailable if the simulator fails twice."""
        states = [prng_seed(match_seed) for match_seed in seeds]
        try:
            pairs = self._simulator.generate(self.format, states)
        except SimulatorUnavailable:
            pairs = self._simulator.generate(self.format, states)
        return [
            Dealt(BattleSpec(self.format, state, ("", "")), (GENERATED, GENERATED), (_records(one), _records(other)))
            for state, (one, other) in zip(states, pairs, strict=True)
        ]


@contextmanager
def open_dealer(format_id: str, teams: Sequence[NamedTeam], exchange_seconds: float) -> Iterator[Dealer]:
    """The dealer of a format; teams: empty for one that makes its own, which takes a simulator process."""
    if not makes_teams(format_id):
        yield BroughtTeams(format_id, teams)
        return
    with Simulator(exchange_seconds=exchange_seconds) as simulator:
        yield GeneratedTeams(format_id, simulator)


def start(states: engine.States, rows: NDArray[np.int64], dealt: Sequence[Dealt]) -> None:
    """Begin battles in some rows. Raises InputError for a format that the engine does not play."""
    parts = np.array([one.spec.seed for one in dealt], np.uint64) << np.array([48, 32, 16, 0], np.uint64)
    seeds = np.asarray(parts.sum(axis=1, dtype=np.uint64))
    engine.start(states, rows, seeds, np.array([one.records for one in dealt]), engine.clauses(dealt[0].spec.format))


@cache
def _in_text(team: Team) -> str:
    """A team in packed form, made once."""
    return team.packed


@cache
def _packed(team: Team) -> TeamRecords:
    """A team's records, made once."""
    return pack_team(team)


def _records(packed: str) -> TeamRecords:
    """The records of a generated team."""
    members = [_member(text) for text in packed.split(_SEPARATOR)]
    records = np.zeros((TEAM_SIZE_LIMIT, members[0].shape[0]), np.int16)
    records[: len(members)] = members
    return records


@lru_cache(_MEMBERS_KEPT)
def _member(packed: str) -> NDArray[np.int16]:
    """The record of one Pokemon; the same sets come up again and again."""
    record: NDArray[np.int16] = pack_team(parse_packed(packed, "a generated team"))[0].copy()
    return record
