"""Head-to-head records: which of them are evidence, and which are what a fair coin does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from scipy.special import bdtr

from psrokit.api import Estimate, Finding, Floats, InputError, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import shared_draws
from psrokit_plugins.analysis.numbers import from_draws, percent
from psrokit_plugins.statistics.win_loss import returns_are_wins

_MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class _Pair:
    cell: tuple[int, int]
    won: int
    tied: int
    lost: int
    p_value: float


@analyzer("records")
@dataclass(frozen=True)
class RecordsAnalyzer:
    """Every pair's games with its win rate and the exact binomial test of whether the two are even.

    The p-value is how often two equal policies have a record at least as uneven in as many decided games. Which pairs
    are decided is judged for all pairs together (Holm 1979).
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError unless the table holds games that were won and lost."""
        table = question.table
        if not returns_are_wins(table):
            raise InputError("this needs a table of two players whose returns are won, tied and lost games")
        pairs = sorted(_pairs(question), key=lambda pair: -pair.p_value)
        decided = _holm(pairs, 1 - question.level)
        draws = shared_draws(question)
        rows = [_row(question, pair, draws, decided) for pair in pairs[:_MOST_ROWS]]
        more = f" The {_MOST_ROWS} least decided of {len(pairs)} pairs are shown." if len(pairs) > _MOST_ROWS else ""
        meaning = (
            f"win rate: of the first, a tie counting 1/2, interval at {question.level:.0%} for each pair by itself. "
            f"p: two-sided exact binomial test of the decided games, single games taken as independent.{more}"
        )
        columns = ("first", "second", "won", "tied", "lost", "win rate", "evidence")
        sentence = f"{len(decided)} of {len(pairs)} pairs are decided: the better policy of the two is proven."
        return Finding(
            "Records",
            (sentence, *_closest(question, pairs, decided)),
            (Sheet("Pairs, the least decided first", columns, tuple(rows), meaning),),
            rank=20,
        )


def _row(question: Question, pair: _Pair, draws: Floats, decided: list[_Pair]) -> tuple[Any, ...]:
    first, second = question.named.profile(pair.cell)
    return first, second, pair.won, pair.tied, pair.lost, _rate(question, pair, draws), _verdict(pair, decided)


def _pairs(question: Question) -> list[_Pair]:
    table = question.table
    found = []
    for cell in table.profiles():
        games = int(table.games[cell])
        if games and (table.seats[0] != table.seats[1] or cell[0] != cell[1]):
            won, tied = int(table.wins[(0, *cell)]), int(table.ties[cell])
            lost = games - won - tied
            # symmetric at 1/2: the two tails are equal
            p_value = min(2 * float(bdtr(min(won, lost), won + lost, 0.5)), 1.0)
            found.append(_Pair((cell[0], cell[1]), won, tied, lost, p_value))
    return found


def _holm(pairs: list[_Pair], error: float) -> list[_Pair]:
    """The pairs that are decided, all of them truly so with probability 1 - error."""
    decided: list[_Pair] = []
    for rank, pair in enumerate(sorted(pairs, key=lambda pair: pair.p_value)):
        if pair.p_value > error / (len(pairs) - rank):
            break
        decided.append(pair)
    return decided


def _rate(question: Question, pair: _Pair, draws: Floats) -> Estimate:
    shares = (1 + draws[(slice(None), 0, *pair.cell)]) / 2
    value = (pair.won + pair.tied / 2) / (pair.won + pair.tied + pair.lost)
    estimate = from_draws(value, shares, question, kind="win_rate", convention="ties 1/2", units="win rate")
    return replace(estimate, n=int(question.table.count[pair.cell]))


def _verdict(pair: _Pair, decided: list[_Pair]) -> str:
    """In words, with the p-value."""
    shown = f"p = {pair.p_value:.2g}"
    return f"decided ({shown})" if pair in decided else f"open ({shown})"


def _closest(question: Question, pairs: list[_Pair], decided: list[_Pair]) -> list[str]:
    """The closest uneven record as an example, if it is open."""
    uneven = [pair for pair in pairs if pair not in decided and pair.won != pair.lost]
    if not uneven:
        return []
    pair = uneven[0]
    first, second = question.named.profile(pair.cell)
    if pair.lost > pair.won:
        first, second = second, first
    more, less = max(pair.won, pair.lost), min(pair.won, pair.lost)
    return [
        (
            f"{more} to {less} of {first} against {second} is no evidence that {first} is better: "
            f"equal policies are at least as uneven in {percent(pair.p_value)} of such series."
        )
    ]
