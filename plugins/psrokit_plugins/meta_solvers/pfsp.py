"""Prioritised fictitious self-play: opponents in proportion to how hard they are for the newest policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Seat, meta_solver
from psrokit_plugins.normal_form.game import NormalForm, two_players

_PLACES = 12


@meta_solver("pfsp")
@dataclass(frozen=True)
class PrioritisedFictitiousSelfPlay:
    """AlphaStar's matchmaking: weights f(P(the learner beats the member)) (Vinyals et al. 2019, methods).

    priority: "hard", f(p) = (1 - p)^power, or "variance", f(p) = p (1 - p), which prefers opponents of its own level.
    power: of "hard"; 0 makes all alike.

    The learner is the newest member of the other role (of the same, where seats are alike). P counts a tie as half a
    win; where a cell holds a payoff without games, P is the payoff's place between the least and the greatest of the
    role's table. Where all f are 0, the weights are uniform. Two players.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    priority: Literal["hard", "variance"] = "hard"
    power: float = 2.0

    def __post_init__(self) -> None:
        if not 0 <= self.power < np.inf:
            raise InputError(f"pfsp needs a power of at least 0, not {self.power}", place="power")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless the table has two seats, IntegrityError if it is incomplete."""
        game = NormalForm.of(table)
        two_players(game, "pfsp", "uniform, recency, last_k, fictitious_play")
        return MetaStrategy(
            {role: self._weights(_win_rates(table, game, 1 - seat)) for seat, role in enumerate(table.seats)}
        )

    def _weights(self, rates: Floats) -> Floats:
        priorities = (1 - rates) ** self.power if self.priority == "hard" else rates * (1 - rates)
        total = priorities.sum()
        return np.asarray(priorities / total) if total > 0 else np.full(len(rates), 1 / len(rates))


def _win_rates(table: PayoffTable, game: NormalForm, learner: Seat) -> Floats:
    """How often the newest member of `learner`'s seat beats each member of the other seat, shape (members,)."""
    wins, ties, games, payoffs = (
        np.take(values, -1, axis=learner)
        for values in (table.wins[learner], table.ties, table.games, game.payoffs[learner])
    )
    place = np.round((1 + payoffs) / 2, _PLACES)  # certain to win is exactly that, or variances of 0 would be weights
    return np.asarray(np.where(games > 0, (wins + ties / 2) / np.maximum(games, 1), place))
