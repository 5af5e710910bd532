"""Plain and arena play give equal results: the same matches, once an object a decision and once as arrays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from psrokit.api import (
    Action,
    Actor,
    ArenaLanes,
    Decisions,
    Match,
    Observation,
    Outcome,
    Policy,
    PolicyFault,
    Seat,
    drive,
    drive_ticks,
    open_lanes,
)
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.max_power import MaxPower
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.compiled import arena
from psrokit_showdown.compiled.arena import NativeArena
from psrokit_showdown.engine.audit import Audit
from psrokit_showdown.engine.dealing import BroughtTeams
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.weights import RANGES

SIMPLE: tuple[Policy, ...] = (Random(), MaxPower(), TypeSwitcher(), GreedyDamage())


def styles(count: int, seed: int) -> list[Policy]:
    """Scripted players anywhere in the range of their dials."""
    rng = random.Random(seed)  # noqa: S311 # test data
    return [Scripted(**{dial: rng.uniform(*ends) for dial, ends in RANGES.items()}) for _ in range(count)]


@pytest.fixture
def lanes() -> Iterator[NativeArena]:
    with open_lanes(Showdown(engine="native")) as opened:
        assert isinstance(opened, NativeArena)
        yield opened


def both_ways(lanes: NativeArena, matches: list[Match]) -> list[Outcome]:
    """The outcomes, equal both ways."""
    assert all(lanes.hosts(match) for match in matches)
    hosted, plain = dict(drive(lanes, matches, in_flight=16)), dict(drive_ticks(lanes, matches, 16))
    assert sorted(hosted) == list(range(len(matches)))
    for index in range(len(matches)):
        assert hosted[index] == plain[index]
    return [hosted[index] for index in range(len(matches))]


def test_native_lanes_are_an_arena(lanes: NativeArena) -> None:
    assert isinstance(lanes, ArenaLanes)


def test_compiled_players_play_as_their_plain_versions(lanes: NativeArena) -> None:
    pairs = list(product(SIMPLE, repeat=2))
    outcomes = both_ways(lanes, [Match(pair, seed, "payoff") for seed, pair in enumerate(pairs)])
    assert {outcome.returns for outcome in outcomes} >= {(1.0, -1.0), (-1.0, 1.0)}
    assert sum(outcome.decisions for outcome in outcomes) > 1000


def test_scripted_players_play_as_their_plain_versions(lanes: NativeArena) -> None:
    opponents = [*SIMPLE, Scripted(), Scripted(temperature=0.05)]
    pairs = list(zip(styles(6, 1), opponents, strict=True))
    outcomes = both_ways(lanes, [Match(pair, seed, "payoff") for seed, pair in enumerate(pairs)])
    assert sum(outcome.decisions for outcome in outcomes) > 300


@pytest.mark.slow
def test_many_battles(lanes: NativeArena) -> None:
    rng = random.Random(3)  # noqa: S311 # test data
    players = [*SIMPLE, *styles(40, 4)]
    matches = [Match((rng.choice(players), rng.choice(players)), seed, "payoff") for seed in range(600)]
    outcomes = both_ways(lanes, matches)
    assert sum(outcome.decisions for outcome in outcomes) > 30_000


def test_neither_what_is_in_flight_nor_company_changes_a_result(
    lanes: NativeArena, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = [Match((Random(), GreedyDamage()), seed, "payoff") for seed in range(9)]
    together = dict(lanes.play(matches, 32))
    monkeypatch.setattr(arena, "AT_ONCE", 2)
    monkeypatch.setattr(arena, "USUAL_TICKS", 0)
    assert dict(lanes.play(matches, 1)) == together
    assert dict(lanes.play(matches[4:5], 32)) == {0: together[4]}


def test_audited_battles_are_played_plainly() -> None:
    with Audit(0.5, 60.0) as audit:
        lanes = NativeArena(BroughtTeams("gen1ou", Showdown()._named_teams()), audit)
        hosted = [lanes.hosts(Match((Random(), Random()), seed, "payoff")) for seed in range(200)]
        assert hosted == [not audit.follows(seed) for seed in range(200)]
        assert 60 < sum(hosted) < 140


# --- policies that answer arrays ---


@dataclass(frozen=True)
class AnyOrLast:
    """The last legal choice, or by its own luck any; plain and as rows."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        del seat
        return _AnyOrLast(rng)

    def act_rows(self, decisions: Decisions) -> NDArray[np.int64]:
        numbers = decisions.draws()
        answers = [
            _pick([int(code) for code in np.flatnonzero(legal)], number)
            for legal, number in zip(decisions.legal, numbers, strict=True)
        ]
        return np.array(answers)


@dataclass(frozen=True)
class FakeWrong(AnyOrLast):
    """Answers something else. how: what it makes of the right answers."""

    how: Callable[[NDArray[np.int64]], Any] = list

    def act_rows(self, decisions: Decisions) -> Any:
        return self.how(super().act_rows(decisions))


@dataclass(frozen=True)
class _AnyOrLast:
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        chosen: Action = _pick(list(observation.legal), self.rng.random())
        return chosen


def _pick(legal: list[Any], number: float) -> Any:
    return legal[-1] if number < 0.5 else legal[int((number - 0.5) * 2 * len(legal))]


def test_a_policy_that_answers_arrays_plays_as_its_actors_do(lanes: NativeArena) -> None:
    players: list[Policy] = [AnyOrLast(), Random(), GreedyDamage(), TypeSwitcher()]
    pairs = [(players[0], player) for player in players] + [(player, players[0]) for player in players]
    both_ways(lanes, [Match(pair, seed, "payoff") for seed, pair in enumerate(pairs)])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda right: right + 10, "not a legal action"),
        (lambda right: right - 11, "not a legal action"),
        (lambda right: right.astype(float), "not a legal action"),
        (lambda right: right > 0, "not a legal action"),
        (lambda right: [*right, 0], "not a legal action"),
        (lambda _: [[], [0]], "raised ValueError"),
    ],
)
def test_an_illegal_row_is_the_policy_s_fault(lanes: NativeArena, how: Callable[[Any], Any], said: str) -> None:
    with pytest.raises(PolicyFault, match=said):
        dict(drive(lanes, [Match((FakeWrong(how), Random()), 1, "payoff")], in_flight=4))
