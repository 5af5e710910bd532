"""Whose fault it is when an opponent raises, leaves or acts illegally, and how an environment goes on after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from env_parts import NATIVE, rows, views
from gymnasium.error import ResetNeeded

from psrokit.api import Action, Actor, Observation, PolicyFault, Seat
from psrokit_showdown.envs.single import ShowdownEnv


@dataclass(frozen=True)
class FakeFaulty:
    """Raises at once, raises or leaves when it is asked, or answers something else."""

    at: str

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        if self.at == "start":
            raise ZeroDivisionError("seven is no divisor")
        return self

    def act(self, observation: Observation) -> Action:
        if self.at == "act":
            raise ZeroDivisionError("seven is no divisor")
        if self.at == "leave":
            raise SystemExit(0)
        return "move 9"


@dataclass(frozen=True)
class FakeForgetful(FakeFaulty):
    """Answers fewer questions than it is asked."""

    def act_many(self, actors: Any, observations: Any) -> Iterator[Action]:
        yield from ()


@pytest.mark.parametrize(
    ("opponent", "said"),
    [
        (FakeFaulty("start"), "policy FakeFaulty.* raised ZeroDivisionError: seven is no divisor"),
        (FakeFaulty("act"), "policy FakeFaulty.* raised ZeroDivisionError: seven is no divisor"),
        (FakeFaulty("leave"), "policy FakeFaulty.* raised SystemExit: 0"),
        (FakeFaulty("answer"), "policy FakeFaulty.* chose 'move 9'; legal are"),
        (FakeForgetful("many"), "policy FakeForgetful.* gave 0 actions for . observations"),
    ],
)
@pytest.mark.parametrize("kind", [views, rows])
def test_an_opponent_that_raises_is_named(kind: Callable[..., Any], opponent: FakeFaulty, said: str) -> None:
    for make, action in ((lambda: ShowdownEnv(opponent, game=NATIVE), 0), (lambda: kind(2, opponent=opponent), [0, 0])):
        with closing(make()) as env, pytest.raises(PolicyFault, match=said):
            begun_and_stepped(env, action)


@dataclass(frozen=True)
class FakeFaultyOnce(FakeFaulty):
    """Chooses wrongly the first time that it is asked."""

    wrong: list[Action] = field(default_factory=lambda: ["move 9"])

    def act(self, observation: Observation) -> Action:
        return self.wrong.pop() if self.wrong else observation.legal[0]


def test_after_a_fault_the_battle_is_over() -> None:
    with closing(ShowdownEnv(FakeFaultyOnce("act"), game=NATIVE)) as env:
        with pytest.raises(PolicyFault):
            begun_and_stepped(env, 0)
        with pytest.raises(ResetNeeded):
            env.step(0)
        begun_and_stepped(env, 0)


@pytest.mark.parametrize("kind", [views, rows])
def test_after_a_fault_all_battles_begin_anew(kind: Callable[..., Any]) -> None:
    with closing(kind(2, opponent=FakeFaultyOnce("act"), game=NATIVE)) as env:
        with pytest.raises(PolicyFault):
            begun_and_stepped(env, [0, 0])
        for done in (-1, 0):
            *_, infos = env.step([0, 0])
            assert infos["action"].tolist() == [done, done]


def begun_and_stepped(env: Any, action: Any) -> None:
    env.reset(seed=1)
    env.step(action)
