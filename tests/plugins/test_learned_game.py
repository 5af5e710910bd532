"""Games learned by playing them: the tree is found whole, chance is counted, and what was not tried is no surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest
from exact_games import GOOFSPIEL, KUHN, KUHN_OF_THREE, Here, evenly, population

from psrokit.api import Action, Floats, Game, InputError, Observation, Policy, Task
from psrokit_plugins.empirical.exploring import explored
from psrokit_plugins.empirical.tree import End, Node, Question
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.oracles.explored_response import ExploredResponse
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform


def task(game: Game, seat: int, policy: Policy) -> Task:
    return Task(game, seat, 1, population(game, policy), evenly(game, 1), 1, Here(game))


def learned(game: OpenSpiel, episodes: int, policy: Policy) -> SequenceForm:
    return explored(task(game, 0, policy), episodes, "the test").form(game.utility_sum)


@pytest.mark.parametrize(("game", "episodes"), [(KUHN, 4000), (KUHN_OF_THREE, 8000), (GOOFSPIEL, 6000)], ids=str)
def test_a_small_game_is_found_whole_and_chance_is_counted(game: OpenSpiel, episodes: int) -> None:
    exact, found = game.exact(), learned(game, episodes, Uniform())
    for its, seen in zip(exact.states, found.states, strict=True):
        assert seen.keys == its.keys
        assert seen.legal == its.legal
        assert np.array_equal(seen.parent, its.parent)
    assert np.array_equal(found.sequences, exact.sequences)
    assert np.abs(found.payoffs - exact.payoffs).max() < 0.35 * np.abs(exact.payoffs).max()
    even = [states.plan(states.uniform) for states in exact.states]
    assert np.allclose(found.values(even), exact.values(even), atol=0.05)


def test_moves_that_the_players_never_make_are_tried_too() -> None:
    found = learned(KUHN, 1500, Pure(0))
    assert found.sequences.shape == KUHN.exact().sequences.shape


def test_a_move_that_was_never_tried_is_worth_what_play_from_there_returned() -> None:
    game = Matrix([[4, 0], [2, 2]], seats=("row", "column"))
    found = explored(task(game, 0, Pure(0)), 1, "the test").form(None)
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
    game, episodes = OpenSpiel("goofspiel(num_cards=4,imp_info=True)"), 2000
    form = game.exact()
    (response,) = ExploredResponse(episodes, 2000).respond(task(game, 0, Uniform()))
    even = [states.plan(states.uniform) for states in form.states]
    reach = form.reach(0, even)
    gained = form.values([form.plan(0, response), even[1]])[0] - form.values(even)[0]
    assert gained > 0.4 * (form.best_value(0, reach) - form.values(even)[0])


def test_nothing_at_stake_asks_nothing_and_still_answers() -> None:
    game = Matrix([[0, 0], [0, 0]], seats=("row", "column"))
    assert len(ExploredResponse(20, 20).respond(task(game, 0, Uniform()))) == 1
