"""Whether a table's returns are wins, ties and losses, +1, 0 and -1. All that needs to know asks here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from psrokit.payoff import PayoffTable, Profile, seat_exchanges
from psrokit.return_bounds import USUAL, Returns

Cells = npt.NDArray[np.bool_]
_ROUNDING = 1e-9
_DUST = 1e-15
"""What rounding leaves of a tie; a game whose payoffs are all small is no game of ties."""


def returns_are_wins(table: PayoffTable) -> bool:
    """Whether no cell of a two-player table leaves a doubt that every game returned +1, 0 or -1; see `doubt`."""
    return doubt(table) is None


def doubt(table: PayoffTable) -> tuple[Profile, str] | None:
    """The first cell whose returns may be something else than won, tied and lost games, and why; None without doubt.

    Of sampled games the evidence decides: wins, ties and losses are all the games, and the returns are the wins less
    the losses, together and, as far as a table tells, one by one. An exact payoff of +1, 0 or -1 is an outcome. Any
    other is a win rate only if the table states that games are won, tied and lost (`win_loss`). A table that states
    another range of returns than -1 to 1 is in doubt everywhere.
    """
    doubts = _doubts(table)
    cells = np.logical_or.reduce(list(doubts.values()))
    if not cells.any():
        return None
    shown = cells & table.known if (cells & table.known).any() else cells  # rather a cell that has payoffs
    cell = tuple(int(index) for index in np.argwhere(shown)[0])
    return cell, next(reason for reason, doubtful in doubts.items() if doubtful[cell])


def samples_are_wins(table: PayoffTable) -> bool:
    """The same of the sampled cells alone, whatever the exact payoffs are."""
    sampled = ~table.exact & (table.count > 0)
    return not any((doubtful & sampled).any() for doubtful in _doubts(table).values())


def as_win_rates(table: PayoffTable, ends: Returns = USUAL) -> PayoffTable:
    """The table that states that games are won, tied and lost, its payoffs being win rates between `ends`.

    ends: what a loss and a win count: 0 and 1, 0 and 100, or -1 and 1, which is how psrokit writes a win rate p, as
    2 p - 1. Payoffs are brought to that.
    """
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2
    samples = np.where(table.exact, 1, table.count)
    return replace(
        table,
        total=(table.total - samples * middle) / half,
        squares=(table.squares - 2 * middle * table.total + table.count * middle**2) / half**2,
        win_loss=True,
        returns=None if table.returns is None else USUAL,
    )


def _doubts(table: PayoffTable) -> Mapping[str, Cells]:
    """The cells, shape (*K), that give each reason to doubt."""
    if len(table.seats) != 2:
        return {f"the game has {len(table.seats)} players": np.ones(table.sizes, dtype=np.bool_)}
    first, second = np.where(table.known, table.mean, 0.0)
    otherwise = np.full(table.sizes, table.returns not in {None, USUAL})
    sampled, counted = ~table.exact & (table.count > 0), table.wins.sum(axis=0) + table.ties > 0
    stated = np.full(table.sizes, table.win_loss)
    with np.errstate(invalid="ignore"):
        rounding = min(_ROUNDING, max(_ROUNDING * float(np.abs([first, second]).max(initial=0.0)), _DUST))
        outcome = np.abs(first - np.rint(first)) <= rounding
        within = (np.abs([first, second]) <= 1 + rounding).all(axis=0)
        zero_sum = np.abs(first + second) <= rounding
    return {
        "the table states another range of returns than -1 to 1": otherwise,
        "a payoff is not from -1 to 1": ~within,
        "the two payoffs do not add up to 0": ~zero_sum,
        "its wins and ties were not counted": sampled & ~counted,
        "the returns are not the wins less the losses": sampled & counted & ~_balanced(table),
        "an exact payoff like this is a win rate only where the table states it": table.exact & ~outcome & ~stated,
    }


def _balanced(table: PayoffTable) -> Cells:
    """Cells, shape (*K), whose returns can be those of the games that were counted.

    Games of groups in which another one failed are counted and are in no sample: the sums may differ by them. With
    returns of +1, 0 and -1 the squares of a group's mean are at most the share of decided games, and equal to it where
    a sample is one game.
    """
    won, lost = table.wins
    decided, slack = won + lost, _ROUNDING * np.maximum(table.games, 1)
    per_sample = np.where(table.games == table.count, 1, len(seat_exchanges(table.seats)))
    spare = table.games - per_sample * table.count
    total, squares = per_sample * table.total[0], per_sample * table.squares[0]
    balanced = (
        (np.abs(decided + table.ties - table.games) <= slack)
        & ((spare == 0) | ((spare > 0) & (table.failures > 0)))
        & (np.abs(total - (won - lost)) <= spare + slack)
        & (squares <= decided + slack)
        & ((per_sample > 1) | (squares >= decided - slack))
    )
    if table.seats[0] == table.seats[1]:
        np.fill_diagonal(balanced, val=True)  # a policy against itself shares what it got: half wins are not kept
    return np.asarray(balanced)
