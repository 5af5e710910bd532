"""How much of the game is an order of strength, and how much is rock, paper, scissors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from psrokit.api import (
    Estimate,
    Finding,
    Floats,
    InputError,
    Question,
    Sheet,
    analyzer,
    level_text,
    percent,
    returns_are_wins,
)
from psrokit_plugins.analysis.circles import clearest_circles
from psrokit_plugins.analysis.numbers import games, settled
from psrokit_plugins.analysis.payoffs import drawn_advantages
from psrokit_plugins.analysis.words import share_in_words
from psrokit_plugins.structure.hodge import log_odds, logits, resampled_shares, split
from psrokit_plugins.structure.pairs import Pairs, zero_sum_pairs


@analyzer("transitivity")
@dataclass(frozen=True)
class TransitivityAnalyzer:
    """The Hodge split into a transitive and a cyclic part, noise taken off, on payoffs and on log odds.

    A complete order of strength explains the transitive part; the cyclic share is what it does not explain. On payoffs
    the order is additive in win rates, on log odds in Elo points. Policies can be in perfect order and not additive.
    With two roles there is an order of either, and the advantage of one role over the other is taken off first.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is none of two players with a constant sum, or that has no circuits."""
        pairs = zero_sum_pairs(question.table)
        _refuse_what_shows_no_cycles(pairs)
        draws = pairs.placed(drawn_advantages(question))
        scales = {"payoff": (pairs, draws)}
        if returns_are_wins(question.table):
            scales["log odds"] = (logits(pairs), log_odds(pairs, draws))
        rows, said = [], []
        for name, scale in scales.items():
            share = _share(question, name, *scale)
            rows.append((name, share))
            said.append(_sentence(name, share))
        if (parts := split(pairs).parts) > 1:
            said.append(f"The policies fall into {parts} fields that never met: strengths compare only inside a field.")
        meaning = (
            "cyclic share: of the squared differences, what an additive order of strength on this scale does not "
            f"explain.{_of_roles(question)}"
        )
        if not settled(question.table):
            meaning += (
                " The expected sampling noise is taken off, so the share of a game that is an order is 0 on average up "
                "to being cut off at 0. Least squares on the pairs that met, weighted by their samples. Interval: "
                f"percentiles of {question.resamples} resampled tables."
            )
        words, circles = clearest_circles(question)
        sheet = Sheet("Cyclic share", ("scale", "cyclic share"), tuple(rows), meaning)
        return Finding("Order and cycles", (*said, *words), (sheet, *circles), rank=50)


def _refuse_what_shows_no_cycles(pairs: Pairs) -> None:
    if pairs.circuits == 0:
        raise InputError(
            "the pairs that met form no circuit, so every result is an order",
            remedy="Cycles can be seen among three policies that all met, or two of either role.",
        )
    if np.isnan(pairs.variance).any():
        raise InputError("no pair has two samples, so noise cannot be told from cycles")


def _share(question: Question, scale: str, pairs: Pairs, draws: Floats) -> Estimate | None:
    """With its interval from the shared resamples on the same scale; None where nothing but noise is left."""
    found = split(pairs)
    if not np.isfinite(found.share):
        return None
    meaning: dict[str, Any] = {
        "kind": "cyclic_share",
        "convention": f"additive in {scale}",
        "units": "share of squared differences",
    }
    if games(question.table) == 0:
        return Estimate.exact(found.share, method="Hodge split of exact payoffs", **meaning)
    shares = resampled_shares(pairs, draws)
    tail = (1 - question.level) / 2
    # where nothing but noise is left, the share can be anything
    low = float(np.quantile(np.where(np.isfinite(shares), shares, 0.0), tail))
    high = float(np.quantile(np.where(np.isfinite(shares), shares, 1.0), 1 - tail))
    return Estimate(
        value=found.share,
        low=min(low, found.share),
        high=max(high, found.share),
        level=question.level,
        bound="estimate",
        n=games(question.table),
        method="Hodge split, noise-corrected; percentiles over resampled tables",
        **meaning,
    )


def _sentence(scale: str, share: Estimate | None) -> str:
    if share is None:
        return f"On the scale of {scale} nothing but noise can be seen: no differences, no cycles."
    if share.bound == "exact":
        return f"{percent(share.value)} of the differences is cyclic on the scale of {scale}."
    if share.low < 0.01 and share.high > 0.99:
        return f"On the scale of {scale} the games are too few to tell strength from cycles."
    at = f"at {level_text(share.level)}"
    if share.low < 0.01:
        most = f"no more than {share_in_words(max(share.high, 0.01))} of the differences is cyclic, {at}"
        return f"On the scale of {scale} the games are compatible with a pure order of strength: {most}."
    ends = " and ".join(map(percent if share.high - share.low < 0.02 else share_in_words, (share.low, share.high)))
    return f"On the scale of {scale} between {ends} of the differences is cyclic, {at}."


def _of_roles(question: Question) -> str:
    seats = question.table.seats
    if seats[0] == seats[1]:
        return ""
    return (
        f" Two roles: an order of {seats[0]} and one of {seats[1]}; the advantage of one role over the other is taken "
        "off, and the share is that of the game in which both roles are played."
    )
