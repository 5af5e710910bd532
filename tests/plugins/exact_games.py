"""What several tests of exactly solved games need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pyspiel
from open_spiel.python import policy as openspiel_policies

from psrokit.api import (
    Floats,
    Game,
    Match,
    Measurement,
    Member,
    MetaStrategy,
    Outcome,
    PayoffTable,
    Policy,
    Population,
    Seat,
    Setup,
    State,
    begin,
    drive,
    generator,
    open_lanes,
    psro,
)
from psrokit_plugins.evaluators.exact import ExactPayoffs
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.metrics.nash_conv import NashConv
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.policies.behaviour import Behaviour, averaged

ROCK_PAPER_SCISSORS = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
CHICKEN = Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
KUHN, LEDUC = OpenSpiel("kuhn_poker"), OpenSpiel("leduc_poker")
KUHN_OF_THREE = OpenSpiel("kuhn_poker(players=3)")
GOOFSPIEL = OpenSpiel("goofspiel(num_cards=3,imp_info=True)")


@dataclass(frozen=True)
class Here:
    """A venue in this process."""

    game: Game

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        with open_lanes(self.game) as lanes:
            yield from drive(lanes, matches, in_flight=64)


def population(game: Game, *policies: Policy) -> Population:
    """The same policies for every role."""
    members = tuple(Member(f"member-{number}", policy) for number, policy in enumerate(policies))
    return Population(dict.fromkeys(game.seats, members))


def setup(game: Game) -> Setup:
    return Setup(game, ExactResponse(), Nash(), ExactPayoffs(), Here(game), seed=1)


def nash_conv(setup: Setup, state: State) -> float:
    return NashConv().measure(Measurement(setup, [state]))["nash_conv"].value


def iterated(game: Game, start: Policy, iterations: int) -> list[State]:
    """The states of exact PSRO, the initial one first."""
    arranged = setup(game)
    states = [begin(arranged, population(game, start))]
    for state in psro(arranged, states[0]):
        states.append(state)
        if state.iteration == iterations:
            return states
    raise AssertionError


def evenly(game: Game, policies: int) -> MetaStrategy:
    return MetaStrategy({role: np.full(policies, 1 / policies) for role in game.seats})


def random_behaviour(states: InformationStates, rng: np.random.Generator) -> Floats:
    """Random action probabilities at every information state, about a fifth of them pure."""

    def probabilities(_: str, legal: Sequence[object]) -> list[float]:
        if rng.random() < 0.2:
            return np.eye(len(legal))[rng.integers(len(legal))].tolist()
        return rng.dirichlet(np.ones(len(legal))).tolist()

    return states.tabulate(probabilities)


def random_plans(form: SequenceForm, rng: np.random.Generator) -> list[Floats]:
    return [states.plan(random_behaviour(states, rng)) for states in form.states]


def pure_plans(form: SequenceForm, seat: Seat) -> Iterator[Floats]:
    """The plans of all pure strategies of a small game."""
    states = form.states[seat]
    for choices in product(*(range(size) for size in states.sizes.tolist())):
        yield states.plan(states.choosing(np.array(choices)))


def random_state(game: OpenSpiel, policies: int = 5) -> State:
    """A population of random behaviour policies, mixed at random. The table is not looked at."""
    form, rng = game.exact(), generator("mixture", game.game)
    members = population(game, *(_random_policy(form, rng) for _ in range(policies)))
    weights = {role: rng.dirichlet(np.ones(policies)) for role in game.seats}
    table = PayoffTable.empty(game.seats, members.sizes(game.seats))
    return State(0, members, table, MetaStrategy(weights))


def _random_policy(form: SequenceForm, rng: np.random.Generator) -> Behaviour:
    """A behaviour policy for all seats."""
    written: dict[str, int | str | tuple[float, ...]] = {}
    for states in form.states:
        values = random_behaviour(states, rng)
        for key, first, size in zip(states.keys, states.first, states.sizes, strict=True):
            written[key] = tuple(values[first : first + size].tolist())
    return Behaviour(written)


def behaviours(game: OpenSpiel, state: State) -> list[Behaviour]:
    """For each seat the behaviour policy that plays like its mixture."""
    return [
        averaged(game.exact(), seat, [member.policy for member in state.population[role]], state.strategy.weights[role])
        for seat, role in enumerate(game.seats)
    ]


def as_openspiel_policy(
    loaded: pyspiel.Game, form: SequenceForm, policies: Sequence[Behaviour], prefix: str = ""
) -> openspiel_policies.TabularPolicy:
    """The same behaviour as OpenSpiel writes it; `prefix`, with the seat's number, stands before its states."""
    table = openspiel_policies.TabularPolicy(loaded)
    for seat, policy in enumerate(policies):
        states = form.states[seat]
        for key in policy.states:
            legal = states.legal[states.index[key]]
            row = table.action_probability_array[table.state_lookup[prefix.format(seat) + key]]
            row[:] = 0
            row[list(legal)] = policy.probabilities(key, legal)
    return table
