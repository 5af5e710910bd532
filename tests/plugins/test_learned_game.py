"""Games learned by playing them: the tree is found whole, chance is counted, and what was not tried is no surprise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from exact_games import GOOFSPIEL, KUHN, KUHN_OF_THREE, Here, evenly, population

from psrokit.api import Action, Episode, Floats, Game, InputError, Observation, Policy, Task
from psrokit_plugins.empirical.exploring import explored
from psrokit_plugins.empirical.tree import End, Node, Question
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.oracles.explored_response import ExploredResponse
from psrokit_plugins.policies.uniform import Uniform


def task(game: Game, seat: int, policy: Policy) -> Task:
    return Task(game, seat, 1, population(game, policy), evenly(game, 1), 1, Here(game))


@dataclass
class PlainEpisode:
    """An episode that cannot be forked."""

    hidden: Episode

    def pending(self) -> Mapping[int, Observation]:
        return self.hidden.pending()

    def advance(self, actions: Mapping[int, Action]) -> None:
        self.hidden.advance(actions)

    def returns(self) -> Floats:
        return self.hidden.returns()


@dataclass(frozen=True)
class Plain:
    """A game without a forward model."""

    hidden: OpenSpiel

    @property
    def seats(self) -> tuple[str, ...]:
        return self.hidden.seats

    @property
    def utility_sum(self) -> float | None:
        return self.hidden.utility_sum

    def deal(self, seed: int) -> PlainEpisode:
        return PlainEpisode(self.hidden.deal(seed))


def learned(game: Game, moves: int) -> SequenceForm:
    return explored(game, moves, "the test").form(game.utility_sum)


SMALL = {KUHN: 15_000, KUHN_OF_THREE: 50_000, GOOFSPIEL: 40_000}


@pytest.mark.parametrize("seen_as", [Plain, lambda game: game], ids=["played", "forked"])
@pytest.mark.parametrize("game", SMALL, ids=str)
def test_a_small_game_is_found_whole_and_chance_is_counted(game: OpenSpiel, seen_as: Callable[[Any], Game]) -> None:
    exact, found = game.exact(), learned(seen_as(game), SMALL[game])
    for its, seen in zip(exact.states, found.states, strict=True):
        assert seen.keys == its.keys
        assert seen.legal == its.legal
        assert np.array_equal(seen.parent, its.parent)
    assert np.array_equal(found.sequences, exact.sequences)
    assert np.abs(found.payoffs - exact.payoffs).max() < 0.35 * np.abs(exact.payoffs).max()
    even = [states.plan(states.uniform) for states in exact.states]
    assert np.allclose(found.values(even), exact.values(even), atol=0.05)


def test_forks_tell_more_of_chance_than_as_many_moves_played() -> None:
    exact = KUHN.exact().payoffs
    played, forked = (np.abs(learned(game, 6000).payoffs - exact).mean() for game in (Plain(KUHN), KUHN))
    assert forked < played


def test_a_game_too_large_to_be_seen_whole_is_played() -> None:
    """Goofspiel with four cards has more moves in a deal than a 200th of these."""
    game = OpenSpiel("goofspiel(num_cards=4,imp_info=True)")
    seen, played = (explored(its, 2000, "the test") for its in (game, Plain(game)))
    assert seen.root.visits == played.root.visits > 300


def test_what_is_learned_of_a_game_is_kept_for_all_its_tasks() -> None:
    oracle, game = ExploredResponse(3000, 200), Counting(KUHN)
    for seat in (0, 1, 0):
        oracle.respond(task(game, seat, Uniform()))
    dealt = len(game.seeds)
    ExploredResponse(3000, 200).respond(task(Counting(KUHN, game.seeds), 0, Uniform()))
    assert len(game.seeds) == 2 * dealt, "another game is learned anew"


@dataclass(frozen=True)
class Counting(Plain):
    """Notes what it deals."""

    seeds: list[int] = field(default_factory=list)

    def deal(self, seed: int) -> PlainEpisode:
        self.seeds.append(seed)
        return super().deal(seed)


def test_a_move_that_was_never_tried_is_worth_what_play_from_there_returned() -> None:
    found = explored(Matrix([[4, 0], [2, 2]], seats=("row", "column")), 1, "the test").form(None)
    (payoffs,) = {tuple(each) for each in found.payoffs.tolist()}
    assert payoffs in {(4.0, -4.0), (0.0, 0.0), (2.0, -2.0)}
    assert len(found.payoffs) == 4


def test_branches_are_tried_evenly_and_those_that_chance_answers_more_often() -> None:
    node = Node((Question(0, "here", ("sure", "lucky")),), [0.0])
    rng = np.random.default_rng(1)
    for _ in range(20_000):
        number = int(rng.choice(node.unsettled))
        returns = (float(number * rng.integers(2)),)
        branch = node.branches[number]
        branch.visits += 1
        branch.outcomes.setdefault(returns, End(returns)).visits += 1
        node.visits += 1
        node.learn(number, returns)
    sure, lucky = (branch.visits for branch in node.branches)
    assert lucky > 100 * sure
    assert node.level == sure == 32
    assert node.totals[0] == sum(end.visits for key, end in node.branches[1].outcomes.items() if key == (1.0,))


@dataclass(frozen=True)
class View:
    key: str


@dataclass
class ForgetfulEpisode:
    """Seat 0 moves twice and cannot tell afterwards how it moved first."""

    done: list[Action] = field(default_factory=list)

    def pending(self) -> Mapping[int, Observation]:
        return {} if len(self.done) == 2 else {0: Observation(View("first" if not self.done else "second"), (0, 1))}

    def advance(self, actions: Mapping[int, Action]) -> None:
        self.done.append(actions[0])

    def returns(self) -> Floats:
        return np.array([float(sum(self.done)), 0.0])


@dataclass(frozen=True)
class Forgetful:
    seats: tuple[str, ...] = ("one", "two")
    utility_sum: float | None = None

    def deal(self, seed: int) -> ForgetfulEpisode:
        del seed
        return ForgetfulEpisode()


def test_a_game_that_makes_a_seat_forget_is_refused() -> None:
    with pytest.raises(InputError, match="seat 0 forgets what it did before the information state 'second'"):
        ExploredResponse(20, 20).respond(task(Forgetful(), 0, Uniform()))


def test_a_game_that_is_not_seen_whole_is_answered_as_well_as_it_was_seen() -> None:
    game = OpenSpiel("goofspiel(num_cards=4,imp_info=True)")
    form = game.exact()
    (response,) = ExploredResponse(10_000, 2000).respond(task(game, 0, Uniform()))
    even = [states.plan(states.uniform) for states in form.states]
    reach = form.reach(0, even)
    gained = form.values([form.plan(0, response), even[1]])[0] - form.values(even)[0]
    assert gained > 0.4 * (form.best_value(0, reach) - form.values(even)[0])


def test_nothing_at_stake_asks_nothing_and_still_answers() -> None:
    game = Matrix([[0, 0], [0, 0]], seats=("row", "column"))
    assert len(ExploredResponse(20, 20).respond(task(game, 0, Uniform()))) == 1
