"""The driver: the same results whatever is in flight, retries with the same seed, faults named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from toys import Constant, ConstantActor, Dice, Duel, DuelEpisode

from psrokit.api import Action, Actor, Episode, EpisodeFailed, Observation, PolicyFault, Seat, drive, open_lanes
from psrokit.play import Match, Outcome


def play(matches: Sequence[Match], in_flight: int, game: Duel | None = None) -> list[Outcome]:
    with open_lanes(game or Duel()) as lanes:
        outcomes = dict(drive(lanes, matches, in_flight=in_flight))
    return [outcomes[index] for index in range(len(matches))]


def test_what_is_in_flight_cannot_change_a_result() -> None:
    matches = [Match((Dice(), Dice()), seed, "payoff") for seed in range(40)]
    one, many = play(matches, 1), play(matches, 17)
    assert one == many
    assert {(1.0, -1.0), (-1.0, 1.0)} <= {outcome.returns for outcome in one}
    assert all(outcome.decisions == 4 for outcome in one)


def test_more_seats() -> None:
    (outcome,) = play([Match((Constant(0), Constant(1), Constant(2)), 1, "payoff")], 4, Duel(9, ("a", "a", "b")))
    assert outcome.returns is not None
    assert outcome.returns[2] == 1


class FakeFlakyLanes:
    """Fails the first `failures` deals of every seed, then plays."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.dealt: list[int] = []

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        return [self._one(seed) for seed in seeds]

    def _one(self, seed: int) -> Episode | EpisodeFailed:
        self.dealt.append(seed)
        if self.dealt.count(seed) <= self.failures:
            return EpisodeFailed("crash", "injected")
        return DuelEpisode(np.zeros(2), 1)

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        for episode, actions in moves:
            episode.advance(actions)
        return [None] * len(moves)


def test_a_failed_episode_is_dealt_again_from_the_same_seed() -> None:
    matches = [Match((Constant(0), Constant(1)), seed, "payoff") for seed in (5, 6)]
    lanes = FakeFlakyLanes(failures=2)
    outcomes = dict(drive(lanes, matches, in_flight=2, attempts=3))
    assert sorted(lanes.dealt) == [5, 5, 5, 6, 6, 6]
    assert all(outcome.returns == (-1.0, 1.0) and outcome.attempts == 3 for outcome in outcomes.values())


def test_attempts_are_bounded_and_the_failure_is_kept() -> None:
    ((_, outcome),) = drive(FakeFlakyLanes(9), [Match((Constant(), Constant()), 1, "payoff")], in_flight=1, attempts=3)
    assert outcome == Outcome(None, 3, 0, "crash")


@dataclass(frozen=True)
class Broken:
    error: BaseException | None
    at_start: bool = False

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        if self.at_start and self.error is not None:
            raise self.error
        return RaisingActor(self.error) if self.error is not None else ConstantActor(99)


@dataclass(frozen=True)
class RaisingActor:
    error: BaseException

    def act(self, observation: Observation) -> Action:
        raise self.error


class Stop(BaseException):
    """Neither an Exception nor one of Python's own."""


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Broken(None), "chose 99; legal are"),
        (Broken(ZeroDivisionError("oops")), "raised ZeroDivisionError: oops"),
        (Broken(ZeroDivisionError("oops"), at_start=True), "raised ZeroDivisionError: oops"),
        (Broken(SystemExit(0)), "raised SystemExit: 0"),
        (Broken(SystemExit(0), at_start=True), "raised SystemExit: 0"),
        (Broken(StopIteration(7)), "raised StopIteration: 7"),
        (Broken(Stop("enough")), "raised Stop: enough"),
    ],
)
def test_a_faulty_policy_is_named(policy: Broken, said: str) -> None:
    with pytest.raises(PolicyFault, match=said):
        play([Match((policy, Constant()), 1, "payoff")], 1)


def test_a_fault_has_its_line_in_the_policys_file() -> None:
    with pytest.raises(PolicyFault) as caught:
        play([Match((Broken(ZeroDivisionError("oops")), Constant()), 1, "payoff")], 1)
    file, _, line = str(caught.value.place).rpartition(":")
    assert file == __file__
    assert "raise self.error" in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


@dataclass(frozen=True)
class Several:
    """Answers one question with many actions."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return ConstantActor(np.array([0, 1]))  # type: ignore[arg-type] # that is the fault


def test_several_actions_are_no_action() -> None:
    with pytest.raises(PolicyFault, match=r"Several\(\) raised ValueError"):
        play([Match((Several(), Constant()), 1, "payoff")], 1)


def test_an_interruption_is_nobodys_fault() -> None:
    with pytest.raises(KeyboardInterrupt):
        play([Match((Broken(KeyboardInterrupt()), Constant()), 1, "payoff")], 1)


@dataclass(frozen=True)
class Batched:
    """Counts how often it is asked."""

    asked: list[int]

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return ConstantActor(0)

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        self.asked.append(len(observations))
        return [2] * len(observations)


@dataclass(frozen=True)
class Miscounting:
    """Answers once, however often it is asked."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return ConstantActor(0)

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        return [2]


def test_a_batch_policy_that_answers_too_rarely_is_named() -> None:
    policy = Miscounting()
    with pytest.raises(PolicyFault, match=r"Miscounting\(\) gave 1 actions for 3 observations"):
        play([Match((policy, Constant(0)), seed, "payoff") for seed in range(3)], 3)


def test_a_batch_policy_is_asked_once_a_tick_for_all_its_decisions() -> None:
    policy = Batched([])
    outcomes = play([Match((policy, Constant(0)), seed, "payoff") for seed in range(6)], 6)
    assert policy.asked == [6, 6]
    assert all(outcome.returns is not None for outcome in outcomes)
