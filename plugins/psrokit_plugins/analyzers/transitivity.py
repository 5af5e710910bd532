"""How much of the game is an order of strength, and how much is rock, paper, scissors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from psrokit.api import Estimate, Finding, InputError, Question, Sheet, analyzer, returns_are_wins
from psrokit_plugins.analysis.draws import counted_tables, shared_draws
from psrokit_plugins.analysis.numbers import from_draws, games
from psrokit_plugins.structure.hodge import Split, logits, split
from psrokit_plugins.structure.symmetric import Pairs, symmetric_pairs

_MOST_POLICIES = 60
_MOST_ROWS = 5


@analyzer("transitivity")
@dataclass(frozen=True)
class TransitivityAnalyzer:
    """The Hodge split into a transitive and a cyclic part, noise taken off, on payoffs and on log odds.

    A complete order of strength explains the transitive part; the cyclic share is what it does not explain. On payoffs
    the order is additive in win rates, on log odds in Elo points. Policies can be in perfect order and not additive.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is not symmetric with a constant sum."""
        pairs = symmetric_pairs(question.table)
        if np.count_nonzero(pairs.known) < 2:
            raise InputError("this needs at least one pair of policies that met")
        scales = {"payoff": pairs}
        if returns_are_wins(question.table):
            scales["log odds"] = logits(pairs)
        rows, said = [], []
        for name, scale in scales.items():
            found = split(scale)
            share = self._share(question, name, found)
            rows.append((name, share, found.plain_share if np.isfinite(found.plain_share) else None))
            said += _sentences(name, share)
        if (parts := split(pairs).parts) > 1:
            said.append(f"The policies fall into {parts} fields that never met: strengths compare only inside a field.")
        meaning = (
            "cyclic share: of the squared differences, what an additive order of strength on this scale does not "
            "explain; expected sampling noise is taken off. without correction: noise counted as cycles. Least "
            "squares on the pairs that met, weighted by their samples."
        )
        if len(pairs.payoff) <= _MOST_POLICIES and _triples_met(pairs) and not circles(pairs):
            said.append("No three policies that all met beat each other in a circle.")
        sheet = Sheet("Cyclic share", ("scale", "cyclic share", "without correction"), tuple(rows), meaning)
        return Finding("Order and cycles", tuple(said), (sheet, *_cycles(question, pairs)), rank=50)

    def _share(self, question: Question, scale: str, found: Split) -> Estimate | None:
        """With its interval from the shared resamples, whose noise is twice that of the table."""
        if not np.isfinite(found.share):
            return None
        meaning = {
            "kind": "cyclic_share",
            "convention": f"additive in {scale}",
            "units": "share of squared differences",
        }
        if games(question.table) == 0:
            return Estimate.exact(found.share, method="Hodge split of exact payoffs", **meaning)  # type: ignore[arg-type] # literals
        tables = counted_tables(question, question.resamples)
        drawn = [symmetric_pairs(table) for table in tables]
        shares = np.array([split(logits(pairs) if scale == "log odds" else pairs, noise=2.0).share for pairs in drawn])
        low, high = np.quantile(
            np.where(np.isfinite(shares), shares, 1.0), [(1 - question.level) / 2, (1 + question.level) / 2]
        )
        return Estimate(
            value=found.share,
            low=float(min(low, found.share)),
            high=float(max(high, found.share)),
            level=question.level,
            bound="estimate",
            n=games(question.table),
            method="Hodge split, noise-corrected; percentiles over resampled tables",
            **meaning,  # type: ignore[arg-type] # literals
        )


def _triples_met(pairs: Pairs) -> bool:
    """Whether there are three policies of which each has met the others."""
    met = pairs.known.astype(float)
    np.fill_diagonal(met, 0)
    return bool(np.trace(met @ met @ met) > 0)


def _sentences(scale: str, share: Estimate | None) -> list[str]:
    if share is None:
        return [f"On the scale of {scale} nothing but noise can be seen: no differences, no cycles."]
    if share.bound == "exact":
        return [f"{share.value:.1%} of the differences is cyclic on the scale of {scale}."]
    if share.low < 0.01 and share.high > 0.99:
        return [f"On the scale of {scale} the games are too few to tell strength from cycles."]
    if share.low < 0.01:
        most = f"at most {share.high:.0%} of the differences is cyclic"
        return [f"On the scale of {scale} the games are compatible with a pure order of strength: {most}."]
    return [f"On the scale of {scale} between {share.low:.0%} and {share.high:.0%} of the differences is cyclic."]


def _cycles(question: Question, pairs: Pairs) -> list[Sheet]:
    """Triples of which each policy beats the next, those that run most clearly in a circle."""
    found = circles(pairs)
    draws = shared_draws(question)
    lead = (draws[:, 0] - draws[:, 1]) / 2
    names = question.named.names[question.table.seats[0]]
    rows = []
    for a, b, c in found[:_MOST_ROWS]:
        value = float(min(pairs.payoff[a, b], pairs.payoff[b, c], pairs.payoff[c, a]))
        least = np.minimum(np.minimum(lead[:, a, b], lead[:, b, c]), lead[:, c, a])
        estimate = from_draws(
            value, least, question, kind="gain", convention="the least of three payoffs in a circle", units="return"
        )
        rows.append((" > ".join((names[a], names[b], names[c], names[a])), estimate, float((least > 0).mean())))
    meaning = (
        f"least payoff: of the three. in resamples: how often all three are positive. The {len(rows)} with the largest "
        f"of {len(found)} were picked by size, so their values are too large on average."
    )
    columns = ("circle", "least payoff", "in resamples")
    return [Sheet("Rock, paper, scissors", columns, tuple(rows), meaning)] if rows else []


def circles(pairs: Pairs) -> list[tuple[int, int, int]]:
    """Triples (a, b, c), a the smallest, in which a beats b beats c beats a; those with the largest least payoff first.

    None where there are too many policies to look at every triple.
    """
    size = len(pairs.payoff)
    if not 3 <= size <= _MOST_POLICIES:
        return []
    i, j, k = np.array(list(combinations(range(size), 3))).T
    least = {}
    for a, b, c in ((i, j, k), (i, k, j)):
        margin = np.minimum(np.minimum(pairs.payoff[a, b], pairs.payoff[b, c]), pairs.payoff[c, a])
        for at in np.flatnonzero(margin > 0).tolist():
            least[int(a[at]), int(b[at]), int(c[at])] = float(margin[at])
    return sorted(least, key=lambda triple: (-least[triple], triple))
