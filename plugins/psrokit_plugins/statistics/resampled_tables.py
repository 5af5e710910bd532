"""Draws of a payoff table as tables of as many games, for methods that weigh evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from psrokit.api import Floats, PayoffTable, returns_are_wins
from psrokit_plugins.statistics.resampling import Resampled

_ROUNDING = 1e-9


def resampled_tables(table: PayoffTable, drawn: Resampled) -> Iterator[PayoffTable]:
    """A table per draw, of as many samples and games; exact cells and holes stay.

    Where returns are wins, ties and losses, it is one of games that return them: other wins and ties with the payoffs,
    which are no whole numbers. Otherwise only sums are others.
    """
    if returns_are_wins(table):
        return (_of_games(table, means[0], ties) for means, ties in zip(drawn.means, drawn.ties, strict=True))
    return (_of_samples(table, means) for means in drawn.means)


def _of_samples(table: PayoffTable, means: Floats) -> PayoffTable:
    """As many samples around other means as the table has, as spread as they are."""
    times = np.where(table.exact, 1, table.count)
    spread = table.squares - table.total**2 / np.maximum(table.count, 1)
    total = np.where(table.known, np.nan_to_num(means) * times, 0.0)
    squares = np.where(table.exact, table.squares, spread + total**2 / np.maximum(table.count, 1))
    return replace(table, total=total, squares=squares)


def _of_games(table: PayoffTable, means: Floats, ties: Floats) -> PayoffTable:
    """Won, tied and lost games that return these means.

    Squares of samples keep their place between the least and the greatest that such games allow, so the games of a
    group vary together as before. Where only one value is possible, games of a group are taken as independent.
    """
    sampled = ~table.exact & (table.count > 0)
    mean, before = (np.where(sampled, each, 0.0) for each in (means, table.mean[0]))
    games, count = np.maximum(table.games, 1), np.maximum(table.count, 1)
    room = 1 - table.ties / games - before**2
    with np.errstate(invalid="ignore", divide="ignore"):
        place = np.where(room > _ROUNDING, (table.squares[0] / count - before**2) / room, count / games)
    squares = count * (mean**2 + np.clip(place, 0, 1) * (1 - ties - mean**2))
    won = table.games * np.stack([1 - ties + mean, 1 - ties - mean]) / 2
    return replace(
        table,
        total=np.where(sampled, count * np.stack([mean, -mean]), table.total),
        squares=np.where(sampled, squares, table.squares),
        wins=np.where(sampled, won, table.wins),
        ties=np.where(sampled, table.games * ties, table.ties),
    )
