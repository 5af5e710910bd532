"""Policies whose action probabilities are known: they must play as they say."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from exact_games import GOOFSPIEL, KUHN, LEDUC, ROCK_PAPER_SCISSORS, Here, population, random_state

from psrokit.api import Episode, InputError, Match, Policy, generator, spec
from psrokit.catalog import build
from psrokit.testing.policy import check_policy
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.behaviour import Behaviour, averaged
from psrokit_plugins.policies.mixed import Mixed, drawn
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.tabular import Tabular, decoded, encoded
from psrokit_plugins.policies.uniform import Uniform

RPS = Matrix(ROCK_PAPER_SCISSORS)


def random_table(game: OpenSpiel, seat: int) -> Policy:
    states = game.exact().states[seat]
    rng = generator("random table", game.game, seat)
    return game.strategy(seat, rng.integers(states.sizes))


POLICIES: list[tuple[Policy, OpenSpiel | Matrix]] = [
    (Uniform(), KUHN),
    (Pure(1), KUHN),
    (Mixed((0.2, 0.8)), KUHN),
    (Behaviour({"0": 1, "1": (0.3, 0.7), "2pb": 0}), KUHN),
    (random_table(KUHN, 0), KUHN),
    (random_table(LEDUC, 0), LEDUC),
    (random_table(GOOFSPIEL, 0), GOOFSPIEL),
    (Uniform(), GOOFSPIEL),
    (Mixed((0.2, 0.5, 0.3)), RPS),
    (Behaviour({"start": (0.5, 0.5, 0)}), RPS),
]


@pytest.mark.parametrize(("policy", "game"), POLICIES)
def test_every_policy_keeps_the_rules_of_its_kind(policy: Policy, game: OpenSpiel | Matrix) -> None:
    check_policy(policy, game)


@pytest.mark.parametrize(("policy", "game"), POLICIES)
def test_what_a_policy_plays_is_what_it_says(policy: Policy, game: OpenSpiel | Matrix) -> None:
    """Frequencies of its actions in 1500 decisions per information state agree with its stated probabilities."""
    states = game.exact().states[0]
    said = policy.behaviour(states)  # type: ignore[attr-defined]
    asked: dict[str, Any] = {}
    for number in range(60):
        _visit(game.deal(number), asked, number)
    rng = generator("frequencies")
    for key, observation in asked.items():
        state = states.index[key]
        draws = 1500 if game.exact().states[0].sequences < 50 else 300
        counts = Counter(policy.start(0, rng).act(observation) for _ in range(draws))
        for number, action in enumerate(observation.legal):
            probability = said[states.first[state] + number]
            allowed = 5 * np.sqrt(max(probability * (1 - probability), 1e-12) / draws)
            assert counts[action] / draws == pytest.approx(probability, abs=allowed), (key, action)


def _visit(episode: Episode, asked: dict[str, Any], number: int) -> None:
    rng = generator("visit", number)
    while pending := episode.pending():
        if 0 in pending:
            asked[pending[0].view.key] = pending[0]
        episode.advance({s: o.legal[rng.integers(len(o.legal))] for s, o in pending.items()})


def test_mean_returns_of_play_agree_with_exact_payoffs() -> None:
    """The two ways to a payoff, over 4000 episodes each; five standard errors apart at most."""
    for game, policies in (
        (KUHN, (random_table(KUHN, 0), Uniform())),
        (GOOFSPIEL, (Uniform(), random_table(GOOFSPIEL, 1))),
        (RPS, (Mixed((0.2, 0.5, 0.3)), Pure(1))),
    ):
        outcomes = Here(game).play([Match(policies, number, "test") for number in range(4000)])
        returns = np.array([outcome.returns for _, outcome in outcomes])[:, 0]
        exact = game.exact().values([game.exact().plan(seat, policy) for seat, policy in enumerate(policies)])[0]
        assert returns.mean() == pytest.approx(exact, abs=5 * returns.std() / np.sqrt(len(returns)))


# ----------------------------------------------------------------------------- tabular


def test_a_table_is_one_character_per_information_state() -> None:
    policy = random_table(LEDUC, 1)
    assert isinstance(policy, Tabular)
    assert len(policy.actions) == 468
    told = spec(policy)
    assert set(told) == {"use", "game", "role", "actions"}
    assert len(json.dumps(told)) < 700
    again = build("policy", json.loads(json.dumps(told)))
    assert again == policy
    form = LEDUC.exact()
    assert np.array_equal(form.plan(1, again), form.plan(1, policy))


def test_digits_name_up_to_36_actions() -> None:
    choices = np.arange(36)
    assert encoded(choices) == "0123456789abcdefghijklmnopqrstuvwxyz"
    np.testing.assert_array_equal(decoded(encoded(choices)), choices)
    with pytest.raises(InputError, match="at most 36"):
        encoded([36])


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ("00000", "names 5 actions, but 'player_0' decides at 6 information states"),
        ("000002", "takes action number 2 at"),
    ],
)
def test_a_table_that_does_not_fit_the_game_is_refused(actions: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        KUHN.exact().plan(0, Tabular(KUHN, "player_0", actions))


def test_a_table_with_other_characters_or_in_another_seat_is_refused() -> None:
    with pytest.raises(InputError, match="'A' in the actions"):
        Tabular(KUHN, "player_0", "00000A")
    with pytest.raises(InputError, match="for role 'player_0' cannot play 'player_1'"):
        Tabular(KUHN, "player_0", "000000").start(1, generator("seat"))


# ----------------------------------------------------------------------------- behaviour, pure, mixed


def test_behaviour_plays_uniformly_where_nothing_is_written() -> None:
    policy = Behaviour({"0": 1, "1": (0.25, 0.75)})
    states = KUHN.exact().states[0]
    values = {
        key: policy.behaviour(states)[f : f + 2].tolist() for key, f in zip(states.keys, states.first, strict=True)
    }
    assert values == {
        "0": [0, 1],
        "1": [0.25, 0.75],
        "2": [0.5] * 2,
        "0pb": [0.5] * 2,
        "1pb": [0.5] * 2,
        "2pb": [0.5] * 2,
    }


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"0": (0.5, 0.6)}, "no distribution"),
        ({"0": (1.5, -0.5)}, "no distribution"),
        ({"0": ()}, "no distribution"),
        ({"0": (float("nan"), 1.0)}, "no distribution"),
        ({"0": (0.2, 0.3, 0.5)}, "3 probabilities at '0'; 2 actions are legal"),
        ({"0": 7}, r"takes action 7 at '0'; legal are \[0, 1\]"),
        ({"0bp": 1}, "information state '0bp'; the nearest is '0p'"),
    ],
)
def test_behaviours_that_do_not_fit_are_refused(states: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        KUHN.exact().plan(0, Behaviour(states))


def test_equal_behaviours_are_equal_and_hash_alike() -> None:
    one, other = Behaviour({"0": 1, "1": (0.5, 0.5)}), Behaviour({"1": [0.5, 0.5], "0": 1})  # type: ignore[dict-item]
    assert one == other
    assert hash(one) == hash(other)
    assert build("policy", json.loads(json.dumps(spec(one)))) == one


def test_a_mixture_of_policies_can_be_written_down_as_one() -> None:
    state = random_state(KUHN)
    role = KUHN.seats[0]
    policies, weights = [member.policy for member in state.population[role]], state.strategy.weights[role]
    policy = averaged(KUHN.exact(), 0, policies, weights)
    again = build("policy", json.loads(json.dumps(spec(policy))))
    np.testing.assert_allclose(KUHN.exact().plan(0, again), weights @ KUHN.exact().plans(0, policies), atol=1e-12)


@pytest.mark.parametrize("weights", [(0.5, 0.6), (1.5, -0.5), (float("nan"),), ()])
def test_weights_that_are_no_distribution_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="no distribution"):
        Mixed(weights)


def test_actions_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InputError, match="counted from 0"):
        Pure(-1)
    with pytest.raises(InputError, match=r"is 3, but only 3 are legal\n  Use 0 to 2"):
        RPS.exact().plan(0, Pure(3))
    with pytest.raises(InputError, match="has 2 weights, but 3 actions are legal"):
        RPS.exact().plan(0, Mixed((0.5, 0.5)))
    pending = RPS.deal(1).pending()
    with pytest.raises(InputError, match="only 3 are legal"):
        Pure(3).start(0, generator("x")).act(pending[0])


def test_an_impossible_action_is_never_drawn() -> None:
    rng = generator("drawn")
    counts = Counter(drawn((0.0, 0.3, 0.0, 0.7, 0.0), rng) for _ in range(2000))
    assert set(counts) == {1, 3}
    assert counts[1] == pytest.approx(600, abs=5 * np.sqrt(2000 * 0.21))


def test_equal_policies_join_a_population_once() -> None:
    members = population(KUHN, random_table(KUHN, 0))
    assert members.joined("player_0", "again", random_table(KUHN, 0)) is members
