"""A response by fitting the parameters of the scripted player to the mixture it must beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, Policy, Task, oracle
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.cross_entropy import Gaussian


@oracle("tuned")
@dataclass(frozen=True)
class Tuned:
    """Cross-entropy search (Rubinstein & Kroese 2004) over the parameters of `scripted`, then a playoff.

    candidates: players tried in each generation. generations: how often the search is narrowed. pairs: mirrored pairs
    each candidate plays a generation, against opponents drawn from the mixture. finalists: the best of the search that
    enter the playoff. playoff_pairs: fresh pairs each finalist plays before the worse half leaves (successive halving,
    Jamieson & Talwalkar 2016). spread: standard deviation of the first generation, as a share of a parameter's range.
    All candidates meet the same opponents, teams and seeds.
    """

    candidates: int = 16
    generations: int = 3
    pairs: int = 8
    finalists: int = 4
    playoff_pairs: int = 24
    spread: float = 0.25

    def __post_init__(self) -> None:
        for name in ("candidates", "generations", "pairs", "finalists", "playoff_pairs"):
            if getattr(self, name) < 1:
                raise InputError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not 0 < self.spread <= 1:
            raise InputError(f"spread is a share of a parameter's range, above 0 and at most 1, not {self.spread}")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The winner of the playoff. The games that chose it are training games; what it is worth, others must say."""
        ranked = self._search(task)
        return [self._playoff(task, ranked[: self.finalists])]

    def _search(self, task: Task) -> list[Scripted]:
        """All players worth a second look: the centre of the last generation first, then by their scores."""
        incumbent = task.incumbent.policy
        start = incumbent if isinstance(incumbent, Scripted) else Scripted()
        search = Gaussian.around(start, self.spread)
        seen: list[tuple[float, Scripted]] = []
        for generation in range(self.generations):
            players = [search.centre, *search.draw(task.rng("draw", generation), self.candidates - 1)]
            scores = _means(task.scores(players, task.pairings(self.pairs, "search", generation)))
            search = search.narrowed(players, scores)
            seen += zip(scores.tolist(), players, strict=True)
        best_first = [player for _, player in sorted(seen, key=lambda entry: -entry[0])]
        return list(dict.fromkeys([search.centre, *best_first]))

    def _playoff(self, task: Task, players: Sequence[Scripted]) -> Scripted:
        total = np.zeros((len(players), 0))
        left = list(players)
        for stage in range(len(players)):
            if len(left) == 1:
                break
            fresh = task.scores(left, task.pairings(self.playoff_pairs, "playoff", stage))
            total = np.concatenate([total, fresh], axis=1)
            order = np.argsort(-_means(total), kind="stable")[: (len(left) + 1) // 2]
            left, total = [left[place] for place in order], total[order]
        return left[0]


def _means(scores: Floats) -> Floats:
    """Mean return of each row over the pairs that were played to the end; a player without any comes last."""
    played = ~np.isnan(scores)
    sums = np.where(played, scores, 0.0).sum(axis=1)
    return np.where(played.any(axis=1), sums / np.maximum(played.sum(axis=1), 1), -np.inf)
