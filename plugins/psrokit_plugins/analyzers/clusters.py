"""Layers of strength by Nash clustering: the spinning top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, InputError, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE, complete_draws
from psrokit_plugins.analysis.equilibrium import symmetric_weights
from psrokit_plugins.analysis.numbers import from_draws, games, listed
from psrokit_plugins.structure.clustering import nash_layers, relative_performance
from psrokit_plugins.structure.symmetric import symmetric_pairs


@analyzer("clusters")
@dataclass(frozen=True)
class ClustersAnalyzer:
    """Supports of Nash equilibria, peeled off one after another, each with the share of resamples that agree.

    draws: how many of the shared resamples are peeled.

    A spinning top has narrow layers at both ends of the range of strength and wide ones between: many ways to be
    mediocre, few to be very good or very bad (Czarnecki et al. 2020).
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is not symmetric with a constant sum."""
        table = question.table
        pairs = symmetric_pairs(table)
        if len(pairs.payoff) < 2:
            raise InputError("this needs at least two policies")
        payoffs = complete_draws(question)[: self.draws]
        payoffs = (payoffs[:, 0] - payoffs[:, 1]) / 2
        drawn = np.array([nash_layers(payoff, symmetric_weights) for payoff in payoffs])
        holes = bool(table.holes())
        layers = _most_frequent(drawn) if holes else nash_layers(pairs.payoff, symmetric_weights)
        stable = (drawn == layers).mean(axis=0)
        names = question.named.names[table.seats[0]]
        order = np.lexsort((-stable, layers))
        members = tuple((int(layers[i]) + 1, names[i], float(stable[i])) for i in order)
        source = f"most frequent in the resamples: {IGNORANCE}" if holes else "that of the table"
        meaning = (
            f"layer: 1 is the support of the Nash equilibrium, 2 that of what remains without it, and so on; {source}. "
            f"same in resamples: the share of {len(drawn)} resampled tables that put the policy into this layer."
        )
        sheets = [Sheet("Layers", ("layer", "policy", "same in resamples"), members, meaning)]
        if not holes:
            sheets.append(_top(question, pairs.payoff, payoffs, layers))
        sizes = np.bincount(layers)
        said = [
            f"{np.count_nonzero(sizes)} layers, of the sizes {listed(map(str, sizes[sizes > 0]), 12)} from the top."
        ]
        if games(table) and stable.min() < question.level:
            shaky = [names[i] for i in np.argsort(stable, kind="stable") if stable[i] < question.level]
            said.append(f"The games do not settle the layer of {listed(shaky)}.")
        return Finding("Layers of strength", tuple(said), tuple(sheets), rank=60)


def _most_frequent(
    drawn: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The layer each policy has most often."""
    return np.array([np.bincount(column).argmax() for column in drawn.T])


def _top(question: Question, payoff: np.ndarray, draws: np.ndarray, layers: np.ndarray) -> Sheet:
    """Strength and size of each layer: the profile of the top."""
    strength = relative_performance(payoff, layers, symmetric_weights)
    drawn = np.array([relative_performance(one, layers, symmetric_weights) for one in draws])
    sizes = np.bincount(layers)
    rows = tuple(
        (
            layer + 1,
            int(sizes[layer]),
            from_draws(
                float(strength[layer]),
                drawn[:, layer],
                question,
                kind="payoff",
                convention="mean over the other layers",
                units="return",
            ),
        )
        for layer in range(len(sizes))
    )
    meaning = (
        "strength: what the layer's equilibrium earns on average against those of the other layers; intervals take the "
        "layers as they are. A spinning top is widest in the middle."
    )
    return Sheet("The top", ("layer", "policies", "strength"), rows, meaning)
