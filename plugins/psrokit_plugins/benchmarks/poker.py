"""Random populations of an OpenSpiel game, as psrokit and as OpenSpiel write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from importlib import import_module
from typing import Any

import numpy as np

from psrokit.api import Member, Policy, Population
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.behaviour import Behaviour


def random_population(game: OpenSpiel, size: int, seed: int) -> Population:
    """So many policies for each role, whose probabilities are uniformly drawn at each information state.

    The first ones are the same, however many there are.
    """
    form = game.exact()
    return Population(
        {
            role: tuple(Member(f"{role}-{number}", _random_policy(form, seat, seed, number)) for number in range(size))
            for seat, role in enumerate(game.seats)
        }
    )


def _random_policy(form: SequenceForm, seat: int, seed: int, number: int) -> Behaviour:
    states, rng = form.states[seat], np.random.default_rng([seed, seat, number])
    draws = rng.exponential(size=states.sequences - 1)
    shares = draws / np.repeat(np.add.reduceat(draws, states.first - 1), states.sizes)
    written = [tuple(each.tolist()) for each in np.split(shares, states.first[1:] - 1)]
    return Behaviour(dict(zip(states.keys, written, strict=True)))


def in_open_spiel(game: OpenSpiel, lineups: Iterable[Sequence[Policy]]) -> list[Any]:
    """One OpenSpiel policy for each line-up, which has a policy for each seat."""
    policies = import_module("open_spiel.python.policy")
    blank = policies.TabularPolicy(import_module("pyspiel").load_game(game.game))
    return [_tabular(blank, game.exact(), lineup) for lineup in lineups]


def _tabular(blank: Any, form: SequenceForm, lineup: Sequence[Policy]) -> Any:
    table = copy(blank)
    table.action_probability_array = np.array(blank.action_probability_array)
    for seat, policy in enumerate(lineup):
        states, probabilities = form.states[seat], form.behaviour(seat, policy)
        for key, legal, first in zip(states.keys, states.legal, states.first.tolist(), strict=True):
            row = table.action_probability_array[table.state_lookup[key]]
            row[:] = 0
            row[list(legal)] = probabilities[first : first + len(legal)]
    return table


def open_spiel_nash_conv(game: OpenSpiel, policy: Any, **how: bool) -> float:
    """NashConv of an OpenSpiel policy, as OpenSpiel computes it."""
    exploitability = import_module("open_spiel.python.algorithms.exploitability")
    return float(exploitability.nash_conv(import_module("pyspiel").load_game(game.game), policy, **how))
