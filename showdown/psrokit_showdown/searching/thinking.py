"""A searching player's thoughts in one battle: guesses, simulations, and what they say is best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from psrokit.api import Action, Policy
from psrokit_showdown.engine.episode import choices_of, number_of
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.belief import Belief
from psrokit_showdown.searching.guess import guessed_teams, possible_teams
from psrokit_showdown.searching.opponents import Anybody, Mixture, Opponents, Rollout, players_of
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt
from psrokit_showdown.searching.simulate import Effort, best_choice


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


class AgainstAnybody:
    """Thoughts of one who knows nothing of the other player."""

    def __init__(self, options: Options, rng: np.random.Generator) -> None:
        self._options, self._rng = options, rng
        self._opponents = Anybody(options.rollout)

    def choice(self, view: BattleView, legal: Sequence[Action]) -> Action | None:
        """The best choice, None where the battle cannot be rebuilt."""
        rows = _guesses(view, self._options, self._rng)
        return None if rows is None else _best(rows, legal, self._options, self._opponents, self._rng)


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
        rows = _guesses(view, self._options, self._rng)
        if rows is None:
            return None
        self._belief.expect(view, rows)
        return _best(rows, legal, self._options, Mixture(self._players, self._belief.weights), self._rng)


def _guesses(view: BattleView, options: Options, rng: np.random.Generator) -> States | None:
    if not can_rebuild(view):
        return None
    teams = possible_teams(options.teams, view.format)
    return rebuilt(view, guessed_teams(view, teams, options.guesses, rng), rng)


def _best(
    rows: States, legal: Sequence[Action], options: Options, opponents: Opponents, rng: np.random.Generator
) -> Action | None:
    allowed = sum(1 << (number_of(choice) - 1) for choice in legal)
    number = best_choice(rows, allowed, options, opponents, rng)
    return choices_of(1 << (number - 1))[0] if number else None
