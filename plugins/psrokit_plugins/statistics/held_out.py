"""How much a mixture loses to members of the population in games that it was not chosen by, from a table of games.

A table keeps no list of samples. But where games were won, tied or lost, its sums tell them (`sample_counts`), and
samples are alike and independent: to divide those of a cell at random, like balls of as many colours as they have
values, is to divide the games. A mirrored pair is one sample and is never torn apart. A mixture is solved from one
half; the other half is then played to it as if the games were fresh: in each row one opponent is drawn from the
mixture, and each member takes the next sample against it that nobody has used. What it gains is bracketed as for fresh
games (`best_gain`). Where ties leave several possibilities for mirrored pairs, samples of the same number, sum and
squares are divided: means and spreads of halves are the same.

The mixture that is judged was solved from half of the games. It is not that of the whole table, which has no game that
it was not chosen by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Profile, Seat, first_seats, returns_are_wins
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.statistics.best_gain import Bracket, Gains, best_gain
from psrokit_plugins.statistics.deviations import FEWEST
from psrokit_plugins.statistics.sample_values import VALUES, sample_counts
from psrokit_plugins.tables.payoffs import table_of_payoffs

_RESAMPLES = 400
"""Of the bootstrap behind the upper end, however few others are wanted."""
_MOST_ROWS = 20_000
Solve = Callable[[PayoffTable], MetaStrategy]
Games = Mapping[Profile, Floats]
"""What the first seat got in each sample of each profile, in random order; one profile per class of mirrored cells."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The bracket of the best gain, summed over roles, and how many independent rows of samples are behind it."""

    bracket: Bracket
    rows: int


def held_out_bracket(
    table: PayoffTable, solve: Solve, level: float, resamples: int, rng: np.random.Generator
) -> HeldOut:
    """The bracket for the mixture that `solve` makes of half of the games, from the other half.

    Of the other half no more than 20 000 samples of a cell judge; all that do not judge choose. Raises InputError where
    the games of the table cannot be divided, or too few are left.
    """
    total = two_player_sum(table)
    if total is None or not returns_are_wins(table):
        raise InputError(
            "a table keeps sums, and they tell single games only where two players won, tied and lost them"
        )
    unseen = dict(_unseen(table, rng))
    if min(map(len, unseen.values()), default=0) < 1:
        raise InputError("some pair has a single sample, a game or a mirrored pair of games")
    strategy = solve(table_of_payoffs(table.seats, _means_without(unseen, table, total)))
    seats = first_seats(table.seats)
    gains = [
        _gains(table, strategy, seat, {profile: games[part :: len(seats)] for profile, games in unseen.items()}, rng)
        for part, seat in enumerate(seats)
    ]
    rows = min(len(each.samples) for each in gains)
    if rows < FEWEST:
        raise InputError(f"half of the games make {rows} independent rows, at least {FEWEST} are needed")
    return HeldOut(best_gain(gains, level, max(resamples, _RESAMPLES), rng), rows)


def _unseen(table: PayoffTable, rng: np.random.Generator) -> Iterator[tuple[Profile, Floats]]:
    """The samples of every cell with games that do not choose the mixture."""
    for profile in table.profiles():
        if not table.exact[profile] and table.count[profile]:
            ends = np.cumsum(sample_counts(table, profile))
            drawn = rng.choice(ends[-1], min(ends[-1] // 2, _MOST_ROWS), replace=False)
            yield profile, VALUES[np.searchsorted(ends, drawn, side="right")]


def _means_without(unseen: Games, table: PayoffTable, total: float) -> Floats:
    """The means of all other samples, shape (2, *K); NaN where there are none."""
    means = np.where(table.exact, table.total, np.nan)
    for (first, second), outcomes in unseen.items():
        rest = table.total[0, first, second] - outcomes.sum()
        mean = float(rest) / (int(table.count[first, second]) - len(outcomes))
        means[:, first, second] = mean, total - mean
        if table.seats[0] == table.seats[1]:
            means[:, second, first] = total - mean, mean
    return means


def _gains(table: PayoffTable, strategy: MetaStrategy, seat: Seat, games: Games, rng: np.random.Generator) -> Gains:
    """What each member that is not the whole mixture gains over the mixture, a row per opponent drawn."""
    own = strategy.weights[table.seats[seat]]
    rows = np.array(list(_rows(table, strategy, seat, games, rng))).reshape(-1, len(own))
    alike = table.seats[0] == table.seats[1]
    share = np.zeros((len(rows), 1)) if alike else (rows @ own)[:, np.newaxis]
    return Gains((rows - share)[:, own < 1], 1.0 if alike else 2.0)


def _rows(
    table: PayoffTable, strategy: MetaStrategy, seat: Seat, games: Games, rng: np.random.Generator
) -> Iterator[list[float]]:
    """What each member gets against an opponent drawn from the mixture, until a cell has no more games.

    When that is depends on the opponents that were drawn, not on results.
    """
    theirs = strategy.weights[table.seats[1 - seat]]
    left = {profile: list(outcomes) for profile, outcomes in games.items()}
    alike = table.seats[0] == table.seats[1]
    for _ in range(sum(map(len, left.values()))):
        opponent = int(rng.choice(len(theirs), p=theirs))
        row: list[float] = []
        for member in range(table.sizes[seat]):
            cell = (member, opponent) if seat == 0 else (opponent, member)
            if table.exact[cell]:
                row.append(float(table.total[(seat, *cell)]))
                continue
            turned = alike and cell not in left
            outcomes = left.get(cell[::-1] if turned else cell)
            if outcomes is None:
                raise InputError("some member has never met the mixture")
            if not outcomes:
                return
            row.append(float(outcomes.pop()) * (-1.0 if turned != (seat == 1) else 1.0))
        yield row
