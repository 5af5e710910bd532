"""A Bayesian skill rating of TrueSkill's kind, by the package openskill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from psrokit.api import Floats, InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.head_to_head import HeadToHead, head_to_head

_WIN, _TIE, _LOSS = [1, 2], [1, 1], [2, 1]


@rating("openskill")
@dataclass(frozen=True)
class OpenSkill:
    """Means of Gaussian beliefs about skill (Weng and Lin 2011, JMLR 12:267), Bradley-Terry with full pairing.

    rounds: how often everybody's games are looked at, each time a part of them.

    The package's update of one game depends on the order of games, which a table does not have. Here the updates of a
    round all start from the beliefs before it, and what they add to a belief's precision and to precision times mean
    is summed, each outcome weighed by its number of games: the order of games and policies cannot matter. Skills do
    not drift (tau is 0). A belief starts at mean 25 with deviation 25/3.
    """

    rounds: int = 3

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError("openskill needs rounds >= 1")

    def rate(self, table: PayoffTable) -> Ratings:
        """Means and deviations of the beliefs. Raises InputError for payoffs that are no wins and losses."""
        from openskill.models import BradleyTerryFull  # noqa: PLC0415 # needed only here

        evidence = head_to_head(table)
        model: Any = BradleyTerryFull(tau=0.0)
        start, n = model.rating(), len(evidence.games)
        mean, deviation = np.full(n, start.mu), np.full(n, start.sigma)
        for _ in range(self.rounds):
            mean, deviation = _round(model, evidence, mean, deviation, 1 / self.rounds)
        return Ratings(
            evidence.by_role(mean),
            "OpenSkill points, start 25",
            f"Weng and Lin's Bradley-Terry full pairing, all games at once in {self.rounds} rounds",
            evidence.by_role(deviation),
        )


def _round(model: Any, evidence: HeadToHead, mean: Floats, deviation: Floats, part: float) -> tuple[Floats, Floats]:
    """Beliefs after `part` of everybody's games."""
    precision = 1 / deviation**2
    shift, gathered = precision * mean, precision.copy()
    beliefs = [model.rating(mu=mu, sigma=sigma) for mu, sigma in zip(mean, deviation, strict=True)]
    for i, j in np.argwhere(np.triu(evidence.games) > 0).tolist():
        for ranks, games in _outcomes(evidence, i, j):
            after = model.rate([[beliefs[i]], [beliefs[j]]], ranks=ranks)
            for player, (new,) in zip((i, j), after, strict=True):
                gathered[player] += games * part * (1 / new.sigma**2 - precision[player])
                shift[player] += games * part * (new.mu / new.sigma**2 - precision[player] * mean[player])
    return shift / gathered, 1 / np.sqrt(gathered)


def _outcomes(evidence: HeadToHead, i: int, j: int) -> list[tuple[Sequence[int], float]]:
    """The outcomes of a pair with their numbers; a table of means knows points, so ties are shared out evenly."""
    games, score = evidence.games[i, j], evidence.score[i, j]
    share = evidence.ties / max(float(evidence.games.sum()) / 2, 1.0)
    ties = min(share * games, 2 * score, 2 * (games - score))
    counts = ((_WIN, score - ties / 2), (_TIE, ties), (_LOSS, games - score - ties / 2))
    return [(ranks, float(number)) for ranks, number in counts if number > 0]
