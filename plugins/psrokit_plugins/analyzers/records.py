"""Head-to-head records: which of them are evidence, and which are what a fair coin does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from psrokit.api import Estimate, Finding, InputError, Question, Sheet, analyzer, level_text
from psrokit_plugins.analysis.chances import exact_p_value
from psrokit_plugins.analysis.words import share_in_words
from psrokit_plugins.statistics.even_chances import corrected, even_chances, share_interval
from psrokit_plugins.statistics.samples import samples_of

_TEST = "two-sided sign test of even chances"


@dataclass(frozen=True, slots=True)
class _Pair:
    """won, tied, lost: games of the first. p_value: of the test of this pair; holm: corrected for all pairs."""

    first: str
    second: str
    won: int
    tied: int
    lost: int
    rate: Estimate
    p_value: float
    holm: float


@analyzer("records")
@dataclass(frozen=True)
class RecordsAnalyzer:
    """Every pair's games with its win rate and the exact test of whether the two are even.

    The p-value is how often two equal policies have a record at least as uneven in as many decided samples. Which pairs
    are decided is judged for all pairs together (Holm 1979). A sample is a game, or a mirrored pair of games.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError unless the table holds games that were won and lost."""
        pairs = sorted(_pairs(question), key=lambda pair: -pair.p_value)
        if not pairs:
            raise InputError("no two policies have met")
        error = 1 - question.level
        decided = sum(pair.holm <= error for pair in pairs)
        meaning = (
            f"win rate: of the first, a tie counting 1/2, with an interval of at least {level_text(question.level)} "
            "for each pair by itself (Clopper-Pearson, a tenth of the error kept for what ties there could be). "
            f"p: {_TEST}, even samples left out, each pair by itself; Holm's p: corrected for "
            f"{len(pairs)} comparisons. decided: Holm's p is at most {error:.2g}, so that all that are called decided "
            f"are rightly so, with {level_text(question.level)}. A sample is {_sample(question)}."
        )
        columns = ("first", "second", "won", "tied", "lost", "win rate", "p", "Holm's p", "verdict")
        verb = "is" if decided == 1 else "are"
        sentence = (
            f"{decided} of {len(pairs)} pairs {verb} decided, corrected for the number of comparisons (Holm): the "
            "better policy of the two is known."
        )
        rows = tuple(_row(pair, error) for pair in pairs)
        sheet = Sheet("Pairs, the least decided first", columns, rows, meaning)
        return Finding("Records", (sentence, *_closest(pairs, error)), (sheet,), rank=20)


def _pairs(question: Question) -> list[_Pair]:
    """Raises InputError unless the table holds games that were won and lost."""
    table = question.table
    samples = samples_of(table)
    low, high = share_interval(samples, question.level)
    p_values, alike = even_chances(samples), table.seats[0] == table.seats[1]
    cells = [
        (cell[0], cell[1])
        for cell in table.profiles()
        if samples.count[cell] > 0 and not (alike and cell[0] == cell[1])
    ]
    holm = corrected(np.array([p_values[cell] for cell in cells]))
    payoffs = table.mean[0]
    found = []
    for cell, together in zip(cells, holm.tolist(), strict=True):
        games, won, tied = int(table.games[cell]), int(table.wins[(0, *cell)]), int(table.ties[cell])
        rate = Estimate(
            value=float((1 + payoffs[cell]) / 2),
            low=float(low[cell]),
            high=float(high[cell]),
            level=question.level,
            kind="win_rate",
            bound="estimate",
            convention="ties 1/2",
            units="win rate",
            n=int(table.count[cell]),
            method="Clopper-Pearson, its size raised where samples were even",
        )
        first, second = question.named.profile(cell)
        found.append(_Pair(first, second, won, tied, games - won - tied, rate, float(p_values[cell]), together))
    return found


def _sample(question: Question) -> str:
    """What the samples of the table are, in words."""
    table = question.table
    if np.array_equal(table.count, table.games):
        return "a game"
    return "a mirrored group of games that share their luck"


def _row(pair: _Pair, error: float) -> tuple[Any, ...]:
    return (
        *(pair.first, pair.second, pair.won, pair.tied, pair.lost, pair.rate),
        exact_p_value(pair.p_value, f"{_TEST}, each pair by itself", "binomial distribution"),
        exact_p_value(pair.holm, f"{_TEST}, corrected for all pairs", "Holm 1979"),
        "decided" if pair.holm <= error else "open",
    )


def _closest(pairs: list[_Pair], error: float) -> list[str]:
    """The closest uneven record as an example, if it is open."""
    uneven = [pair for pair in pairs if pair.holm > error and pair.won != pair.lost]
    if not uneven:
        return []
    pair = uneven[0]
    first, second = (pair.first, pair.second) if pair.won > pair.lost else (pair.second, pair.first)
    more, less = max(pair.won, pair.lost), min(pair.won, pair.lost)
    return [
        (
            f"{more} to {less} of {first} against {second} is no evidence that {first} is better: "
            f"equal policies are at least as uneven in {share_in_words(pair.p_value)} of such series."
        )
    ]
