"""Layers of strength by Nash clustering: the spinning top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, Floats, InputError, Question, Role, Sheet, analyzer
from psrokit_plugins.analysis.chances import probability
from psrokit_plugins.analysis.draws import IGNORANCE
from psrokit_plugins.analysis.numbers import from_draws, games, settled
from psrokit_plugins.analysis.payoffs import advantage, filled_advantages
from psrokit_plugins.analysis.subgames import subgame_solver
from psrokit_plugins.analysis.words import listed, of_role
from psrokit_plugins.structure.clustering import nash_layers, relative_performance
from psrokit_plugins.structure.pairs import refuse_other_games
from psrokit_plugins.tables.counts import Ints


@dataclass(frozen=True, slots=True)
class _Layers:
    """layers: of each policy of a role. drawn: the same in each resample, (draws, K). whose: " of ROLE", or nothing."""

    layers: Ints
    drawn: Ints
    whose: str

    @property
    def agreement(self) -> Floats:
        """In which share of resamples a policy has its layer."""
        return np.asarray((self.drawn == self.layers).mean(axis=0))


@analyzer("clusters")
@dataclass(frozen=True)
class ClustersAnalyzer:
    """Supports of Nash equilibria, peeled off one after another, each with the share of resamples that agree.

    draws: how many of the shared resamples are peeled.

    A spinning top has narrow layers at both ends of the range of strength and wide ones between: many ways to be
    mediocre, few to be very good or very bad (Czarnecki et al. 2020). With two roles both supports are peeled together.
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is none of two players with a constant sum."""
        table, solve = question.table, subgame_solver(question.table)
        refuse_other_games(table)
        if max(table.sizes) < 2:
            raise InputError("this needs at least two policies of a role")
        payoffs = filled_advantages(question, self.draws)
        drawn = [np.stack(its) for its in zip(*(nash_layers(payoff, solve) for payoff in payoffs), strict=True)]
        holes = bool(table.holes())
        now = [_most_frequent(its) for its in drawn] if holes else nash_layers(advantage(table), solve)
        names = question.named.names
        found = {
            role: _Layers(layers, its, of_role(question, role))
            for role, layers, its in zip(names, now, drawn, strict=True)
        }
        sheets = [_members(question, role, its) for role, its in found.items()]
        if not holes:
            sheets += _tops(question, found, payoffs)
        said = [sentence for role, its in found.items() for sentence in _sentences(question, role, its)]
        return Finding("Layers of strength", tuple(said), tuple(sheets), rank=60)


def _most_frequent(drawn: Ints) -> Ints:
    """The layer each policy has most often."""
    return np.array([np.bincount(column).argmax() for column in drawn.T])


def _sentences(question: Question, role: Role, found: _Layers) -> list[str]:
    said, names, stable = [], question.named.names[role], found.agreement
    if not question.table.holes():
        sizes = listed(map(str, np.bincount(found.layers)), 12)
        said.append(f"Policies in the layers{found.whose}, from the top: {sizes}.")
    if games(question.table) and stable.min() < question.level:
        shaky = [name for name, share in zip(names, stable, strict=True) if share < question.level]
        said.append(f"The games do not settle the layer{found.whose} of {listed(shaky)}.")
    return said or [f"Each policy{found.whose} has the same layer in nearly all resamples."]


def _members(question: Question, role: Role, found: _Layers) -> Sheet:
    names = question.named.names[role]
    rows = []
    for i in np.lexsort((-found.agreement, found.layers)).tolist():
        same = probability(found.drawn[:, i] == found.layers[i], question, "the same layer in a resampled table")
        rows.append((int(found.layers[i]) + 1, names[i], same))
    if question.table.holes():
        source = f"the layer it has most often in the resamples: {IGNORANCE}"
    else:
        source = "that of the table"
    peeled = (
        "without it, and so on"
        if not found.whose
        else "of both roles without it, and so on; when one role has none left, the rest of the other is its last "
        "layer. For two roles this is psrokit's reading of Czarnecki et al. (2020), who define it for one"
    )
    meaning = f"layer: 1 is the support of the Nash equilibrium, 2 that of what remains {peeled}; here {source}."
    if not settled(question.table):
        meaning += (
            f" same in resamples: the share of {len(found.drawn)} resampled tables that put the policy into this layer."
        )
    return Sheet(f"Layers{found.whose}", ("layer", "policy", "same in resamples"), tuple(rows), meaning)


def _tops(question: Question, found: Mapping[Role, _Layers], draws: Floats) -> list[Sheet]:
    """Strength and size of each layer: the profile of the top."""
    solve, layers = subgame_solver(question.table), [its.layers for its in found.values()]
    strengths = relative_performance(advantage(question.table), layers, solve)
    drawn = [np.stack(its) for its in zip(*(relative_performance(one, layers, solve) for one in draws), strict=True)]
    sheets = []
    for its, strength, again in zip(found.values(), strengths, drawn, strict=True):
        sizes = np.bincount(its.layers)
        rows = []
        for layer, size in enumerate(sizes.tolist()):
            worth = from_draws(
                float(strength[layer]),
                again[:, layer],
                question,
                kind="payoff",
                convention="mean over the opponents' other layers",
                units="return",
            )
            rows.append((layer + 1, size, worth))
        meaning = (
            "strength: what the layer's equilibrium earns on average over an equal share against those of the "
            "opponents' other layers; intervals take the layers as given. A spinning top is widest in the middle."
        )
        sheets.append(Sheet(f"The top{its.whose}", ("layer", "policies", "strength"), tuple(rows), meaning))
    return sheets
