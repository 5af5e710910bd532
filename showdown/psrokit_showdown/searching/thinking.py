"""A searching player's thoughts in one battle: guesses, simulations, and what they say is best."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np

from psrokit.api import Action, Policy
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching import forks
from psrokit_showdown.searching.belief import Belief
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.known import can_tell
from psrokit_showdown.searching.native import NativeGuesses
from psrokit_showdown.searching.opponents import Anybody, Mixture, Opponents, Rollout, players_of
from psrokit_showdown.searching.positions import CHOICES, Guesses
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt
from psrokit_showdown.searching.simulate import Effort, best_choice
from psrokit_showdown.simulator import SimulatorUnavailable

_ALONE = Lock()
"""Held while a decision is thought through in the process that all share: players on servers think in threads."""


class Options(Effort, Protocol):
    """How to search: options of the player, which explains them."""

    @property
    def guesses(self) -> int:
        """For each decision."""

    @property
    def rollout(self) -> Rollout:
        """Who plays on."""

    @property
    def teams(self) -> str:
        """Where guesses come from."""


class OnTheNativeEngine:
    """Thoughts of one who knows nothing of the other player, in formats of generation 1."""

    def __init__(self, options: Options, rng: np.random.Generator) -> None:
        self._options, self._rng = options, rng
        self._players = players_of(options.rollout, ())

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where the battle cannot be rebuilt."""
        rows = _rows(view, self._options, self._rng)
        if rows is None:
            return None
        return _best(NativeGuesses(rows, self._players), legal, self._options, Anybody(), self._rng)


class OnTheSimulator:
    """The same in any format, over copies of battles of the real simulator."""

    def __init__(self, options: Options, rng: np.random.Generator) -> None:
        self._options, self._rng = options, rng

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where something in the battle cannot be carried over.

        Raises SimulatorUnavailable if its process fails twice.
        """
        if not can_tell(view):
            return None
        luck = self._rng.bit_generator.state
        with _ALONE:
            try:
                return self._searched(view, legal)
            except SimulatorUnavailable as error:
                warnings.warn(f"search thinks again in a new process: {error}", RuntimeWarning, stacklevel=2)
                self._rng.bit_generator.state = luck  # a choice follows from the seed, not from what befell a process
                return self._searched(view, legal)

    def _searched(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        teams = guesser(self._options.teams, view.format).guesses(view, self._options.guesses, self._rng)
        guesses = forks.imagined(view, teams, self._rng)
        return None if guesses is None else _best(guesses, legal, self._options, Anybody(), self._rng)


class AgainstMixture:
    """Thoughts of one who knows which players may sit opposite, with what probabilities (see `belief`)."""

    def __init__(
        self, options: Options, policies: Sequence[Policy], weights: Sequence[float], rng: np.random.Generator
    ) -> None:
        self._options, self._rng = options, rng
        self._players = players_of(options.rollout, policies)
        self._belief = Belief(self._players, np.array(weights), rng)

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where the battle cannot be rebuilt."""
        self._belief.take_in(view)
        rows = _rows(view, self._options, self._rng)
        if rows is None:
            return None
        self._belief.expect(view, rows)
        opponents = Mixture(self._belief.weights)
        return _best(NativeGuesses(rows, self._players), legal, self._options, opponents, self._rng)


def _rows(view: BattleView, options: Options, rng: np.random.Generator) -> States | None:
    if not can_rebuild(view):
        return None
    return rebuilt(view, guesser(options.teams, view.format).guesses(view, options.guesses, rng), rng)


def _best(
    guesses: Guesses, legal: Sequence[Action], options: Options, opponents: Opponents, rng: np.random.Generator
) -> Action | None:
    allowed = sum(1 << CHOICES.index(choice) for choice in legal if choice in CHOICES)
    number = best_choice(guesses, allowed, options, opponents, rng)
    return CHOICES[number - 1] if number else None
