"""The oracle `tabular_q`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest
from exact_games import GOOFSPIEL, KUHN, ROCK_PAPER_SCISSORS, Here, evenly, population

from psrokit.api import Action, Floats, Game, InputError, MetaStrategy, Observation, Policy, Population, Task
from psrokit_plugins.exact.mixed_play import mixed_play
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.oracles.tabular_q import TabularQ
from psrokit_plugins.policies.behaviour import Behaviour
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform


def task(game: Game, seat: int, members: Population, strategy: MetaStrategy, seed: int = 1) -> Task:
    return Task(game, seat, 1, members, strategy, seed, Here(game))


def share_of_the_best_gain(game: OpenSpiel | Matrix, asked: Task, oracle: TabularQ) -> float:
    """What the learned response gains, as a share of what an exact best response would."""
    (response,) = oracle.respond(asked)
    play = mixed_play(game.exact(), game.seats, asked.population, asked.strategy)
    value = game.exact().plan(asked.seat, response) @ game.exact().gradient(asked.seat, play.reach(asked.seat))
    return float((value - play.values[asked.seat]) / play.gain(asked.seat))


@pytest.mark.parametrize("seat", [0, 1])
def test_in_kuhn_it_learns_nearly_all_there_is_to_gain_from_uniform_play(seat: int) -> None:
    asked = task(KUHN, seat, population(KUHN, Uniform()), evenly(KUHN, 1))
    assert share_of_the_best_gain(KUHN, asked, TabularQ()) >= 0.95


def test_it_learns_against_the_mixture_and_not_against_a_single_member() -> None:
    """Against rock and scissors rock is best, unless rock is played so often that paper is."""
    game = Matrix(ROCK_PAPER_SCISSORS, seats=("player", "player"))
    members = population(game, Pure(0), Pure(2))
    for rock, best in ((1 / 3, 0), (0.9, 1), (0.1, 0)):
        strategy = MetaStrategy({"player": np.array([rock, 1 - rock])})
        (response,) = TabularQ(episodes=2000).respond(task(game, 0, members, strategy))
        assert response == Behaviour({"start": best})


def test_it_learns_in_simultaneous_games() -> None:
    asked = task(GOOFSPIEL, 1, population(GOOFSPIEL, Pure(0)), evenly(GOOFSPIEL, 1))
    assert share_of_the_best_gain(GOOFSPIEL, asked, TabularQ(episodes=2000)) >= 0.95


@pytest.mark.parametrize(("chance", "action"), [(0.0, 0), (1.0, 1)])
def test_who_never_explores_stays_with_the_first_action_that_pays(chance: float, action: int) -> None:
    game = Matrix([[1.0, 1.0], [2.0, 2.0]])
    asked = task(game, 0, population(game, Pure(0)), evenly(game, 1))
    (response,) = TabularQ(episodes=50, epsilon=chance, final_epsilon=chance).respond(asked)
    assert response == Behaviour({"start": action})


def test_it_follows_from_the_seed_of_its_task() -> None:
    def respond(seed: int) -> list[Policy]:
        asked = task(KUHN, 0, population(KUHN, Uniform()), evenly(KUHN, 1), seed)
        return list(TabularQ(episodes=60).respond(asked))

    assert respond(1) == respond(1)
    assert any(respond(1) != respond(seed) for seed in range(2, 6))


def test_the_answer_names_only_what_was_met() -> None:
    always_bets = population(KUHN, Pure(1))
    (response,) = TabularQ(episodes=200).respond(task(KUHN, 1, always_bets, evenly(KUHN, 1)))
    assert isinstance(response, Behaviour)
    assert set(response.states) == {"0b", "1b", "2b"}
    assert (response.states["0b"], response.states["2b"]) == (0, 1)


@dataclass(frozen=True)
class KeylessEpisode:
    state: dict[str, bool] = field(default_factory=dict)

    def pending(self) -> Mapping[int, Observation]:
        return {} if self.state else {0: Observation("a view without key", (0, 1)), 1: Observation("another", (0, 1))}

    def advance(self, actions: Mapping[int, Action]) -> None:
        self.state["over"] = bool(actions)

    def returns(self) -> Floats:
        return np.zeros(2)


@dataclass(frozen=True)
class Keyless:
    seats: tuple[str, ...] = ("one", "two")
    utility_sum: float | None = 0.0

    def deal(self, seed: int) -> KeylessEpisode:
        del seed
        return KeylessEpisode()


def test_a_game_whose_views_have_no_key_is_refused() -> None:
    game = Keyless()
    with pytest.raises(InputError, match="needs views with a text `key`; Keyless has none"):
        TabularQ(episodes=1).respond(task(game, 0, population(game, Uniform()), evenly(game, 1)))


@pytest.mark.parametrize(
    "options",
    [
        {"episodes": 0},
        {"epsilon": 1.5},
        {"epsilon": 0.1, "final_epsilon": 0.2},
        {"step_power": 0.5},
        {"step_power": 2.0},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError, match="tabular_q"):
        TabularQ(**options)  # type: ignore[arg-type]
