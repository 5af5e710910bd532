"""The sequence form itself: tables, best responses and refusals, against brute force."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from exact_games import (
    CHICKEN,
    GOOFSPIEL,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    evenly,
    population,
    pure_plans,
    random_plans,
)

from psrokit.api import InputError, MetaStrategy, generator
from psrokit_plugins.exact.draft import Draft
from psrokit_plugins.exact.mixed_play import evenly_mixed, mixed_play
from psrokit_plugins.exact.states import InformationStates
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform

GAMES = [KUHN, LEDUC, GOOFSPIEL, KUHN_OF_THREE, CHICKEN]


@pytest.mark.parametrize("game", GAMES)
def test_a_table_holds_the_value_of_every_profile(game: OpenSpiel | Matrix) -> None:
    form, rng = game.exact(), generator("table")
    players = [random_plans(form, rng) for _ in range(4)]
    plans = [np.stack([player[seat] for player in players[: 2 + seat]]) for seat in range(len(game.seats))]
    table = form.table(plans)
    for cell in product(*(range(len(plan)) for plan in plans)):
        values = form.values([plan[index] for plan, index in zip(plans, cell, strict=True)])
        np.testing.assert_allclose(table[(slice(None), *cell)], values, atol=1e-12)


@pytest.mark.parametrize("game", [KUHN, LEDUC, GOOFSPIEL])
def test_two_player_zero_sum_tables_add_up_to_the_last_bit(game: OpenSpiel) -> None:
    form = game.exact()
    plans = [np.stack([random_plans(form, generator(number))[seat] for number in range(3)]) for seat in (0, 1)]
    row, column = form.table(plans)
    assert np.array_equal(row, -column)


@pytest.mark.parametrize("game", GAMES)
def test_the_value_of_a_plan_is_its_product_with_the_gradient(game: OpenSpiel | Matrix) -> None:
    form = game.exact()
    plans = random_plans(form, generator("gradient"))
    for seat, plan in enumerate(plans):
        gradient = form.gradient(seat, form.reach(seat, plans))
        assert plan @ gradient == pytest.approx(form.values(plans)[seat], abs=1e-12)


@pytest.mark.parametrize("game", [KUHN, CHICKEN])
@pytest.mark.parametrize("number", range(5))
def test_no_pure_strategy_beats_the_best_response(game: OpenSpiel | Matrix, number: int) -> None:
    form = game.exact()
    plans = random_plans(form, generator("best", number))
    for seat, states in enumerate(form.states):
        reach = form.reach(seat, plans)
        best = max(plan @ form.gradient(seat, reach) for plan in pure_plans(form, seat))
        assert form.best_value(seat, reach) == pytest.approx(best, abs=1e-12)
        chosen = states.plan(states.choosing(form.best_choices(seat, reach, reach)))
        assert chosen @ form.gradient(seat, reach) == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("game", [LEDUC, GOOFSPIEL, KUHN_OF_THREE])
def test_the_chosen_response_earns_the_best_value_whatever_breaks_its_ties(game: OpenSpiel) -> None:
    form = game.exact()
    pure = [next(pure_plans(form, seat)) for seat in range(len(game.seats))]
    for seat, states in enumerate(form.states):
        reach = form.reach(seat, pure)
        for number in range(3):
            ties = form.reach(seat, random_plans(form, generator("ties", number)))
            plan = states.plan(states.choosing(form.best_choices(seat, reach, ties)))
            assert plan @ form.gradient(seat, reach) == pytest.approx(form.best_value(seat, reach), abs=1e-12)


def test_ties_are_broken_by_the_second_criterion_and_then_for_the_first_action() -> None:
    """Kuhn's first player always passes: the second with the best or worst card is sure of it, and never sees a bet."""
    form = KUHN.exact()
    always_pass = form.plan(0, Pure(0))
    uniform = form.plan(0, Uniform())
    states = form.states[1]
    reach, ties = form.reach(1, [always_pass, uniform]), form.reach(1, [uniform, uniform])
    undecided = form.best_choices(1, reach, reach)
    decided = form.best_choices(1, reach, ties)
    facing_a_bet = {card: states.index[f"{card}b"] for card in "012"}
    assert [undecided[facing_a_bet[card]] for card in "012"] == [0, 0, 0]
    assert [decided[facing_a_bet[card]] for card in "012"] == [0, 1, 1]
    for card in "012":
        assert undecided[states.index[f"{card}p"]] in {0, 1}
    assert decided[states.index["2p"]] == 1


def test_a_correlated_strategy_is_measured_by_its_joint_play() -> None:
    """In chicken, with (swerve, swerve), (swerve, dare) and (dare, swerve) equally often: 5 each, and no better."""
    joint = np.array([[1, 1], [1, 0]]) / 3
    weights = {"row": joint.sum(axis=1), "column": joint.sum(axis=0)}
    pair = population(CHICKEN, Pure(0), Pure(1))
    play = mixed_play(CHICKEN.exact(), CHICKEN.seats, pair, MetaStrategy(weights, joint=joint))
    np.testing.assert_allclose(play.values, [5, 5])
    assert [play.gain(seat) for seat in (0, 1)] == pytest.approx([0, 0], abs=1e-12)
    independent = mixed_play(CHICKEN.exact(), CHICKEN.seats, pair, MetaStrategy(weights))
    np.testing.assert_allclose(independent.values, 14 / 3)  # the mixed equilibrium, and worth less
    assert independent.nash_conv() == pytest.approx(0, abs=1e-12)
    worse = mixed_play(CHICKEN.exact(), CHICKEN.seats, pair, MetaStrategy(weights, joint=np.eye(2) / 2))
    assert worse.values == pytest.approx([3, 3])
    assert worse.gain(0) == pytest.approx(max(4, 3.5) - 3)


def test_the_product_of_the_marginals_is_the_independent_strategy() -> None:
    members = population(KUHN_OF_THREE, Uniform(), Pure(0), Pure(1))
    weights = dict(zip(KUHN_OF_THREE.seats, generator("marginals").dirichlet(np.ones(3), size=3), strict=True))
    joint = np.einsum("i,j,k->ijk", *weights.values())
    form = KUHN_OF_THREE.exact()
    one = mixed_play(form, KUHN_OF_THREE.seats, members, MetaStrategy(weights))
    other = mixed_play(form, KUHN_OF_THREE.seats, members, MetaStrategy(weights, joint=joint))
    np.testing.assert_allclose(one.values, other.values, atol=1e-12)
    for seat in range(3):
        np.testing.assert_allclose(one.reach(seat), other.reach(seat), atol=1e-12)
    assert one.nash_conv() == pytest.approx(other.nash_conv(), abs=1e-12)


def test_an_even_mixture_is_the_mean_of_the_plans() -> None:
    members = population(KUHN, Uniform(), Pure(0), Pure(1))
    even = evenly_mixed(KUHN.exact(), KUHN.seats, members)
    same = mixed_play(KUHN.exact(), KUHN.seats, members, evenly(KUHN, 3))
    np.testing.assert_allclose(even.reach(0), same.reach(0), atol=1e-15)


# ----------------------------------------------------------------------------- refusals


def test_a_game_that_is_too_large_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(InputError, match="more than 1,000 histories") as caught:
        OpenSpiel("leduc_poker", max_histories=1000).exact()
    assert "sampled" in str(caught.value)
    assert OpenSpiel("leduc_poker", max_histories=9457).exact().sequences.shape[1] == 2


def test_a_game_that_is_far_too_large_is_recognized_without_walking_it() -> None:
    """A million histories of chess would take a minute and gigabytes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="chess has more than 1,000,000 histories"):
        OpenSpiel("chess").exact()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB


def test_a_game_in_which_players_forget_is_refused() -> None:
    with pytest.raises(InputError, match=r"in liars_dice_ir.* seat . forgets what it did"):
        OpenSpiel("liars_dice_ir(dice_sides=3)").exact()
    draft = Draft("amnesia", 1)
    first = draft.enter(0, "start", 0, ["left", "right"])
    draft.enter(0, "again", first, ["left", "right"])
    with pytest.raises(InputError, match="in amnesia seat 0 forgets what it did before the information state 'again'"):
        draft.enter(0, "again", first + 1, ["left", "right"])


def test_a_game_in_which_players_cannot_know_what_is_legal_is_refused() -> None:
    """Else the second of two actions would be another one at each history of the state."""
    draft = Draft("fog", 1)
    draft.enter(0, "here", 0, [0, 1])
    with pytest.raises(InputError, match=r"now \[0, 1\] and now \[0, 2\] as its legal actions at .* 'here'"):
        draft.enter(0, "here", 0, [0, 2])


def test_a_game_without_information_states_is_refused() -> None:
    with pytest.raises(InputError, match="pig says nothing of information states"):
        OpenSpiel("pig").exact()


@dataclass(frozen=True)
class Unknown:
    """A policy that keeps its probabilities to itself."""

    def start(self, seat: int, rng: np.random.Generator) -> None:
        raise AssertionError("only its probabilities are asked for, and it has none")


@dataclass(frozen=True)
class Improper(Unknown):
    """A policy whose probabilities do not add up. Its list makes it unhashable."""

    probabilities: list[float]

    def behaviour(self, states: InformationStates) -> np.ndarray:
        return states.tabulate(lambda _, __: self.probabilities)


def test_a_policy_whose_probabilities_are_not_known_is_refused() -> None:
    with pytest.raises(InputError, match=r"probabilities of Unknown\(\) are not known.*\n.*`sampled`"):
        KUHN.exact().plan(0, Unknown())  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [[0.5, 0.6], [1.5, -0.5], [float("nan"), 1.0]])
def test_probabilities_that_are_no_distribution_are_refused(wrong: list[float]) -> None:
    with pytest.raises(InputError, match=r"at '0' are no distribution"):
        KUHN.exact().plan(0, Improper(wrong))  # type: ignore[arg-type]


def test_too_few_probabilities_are_refused() -> None:
    with pytest.raises(InputError, match="1 probabilities for 2 legal actions at '0'"):
        KUHN.exact().plan(0, Improper([1.0]))  # type: ignore[arg-type]
