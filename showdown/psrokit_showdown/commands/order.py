"""Whether an order of strengths agrees with that of a published table of win rates."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError
from psrokit_showdown.protocol import to_id

_FEWEST = 3
_FAR = 2
_DRAWS = 20000
_LEVEL = 0.95
_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Agreement:
    """Spearman's rank correlation of strengths (0 where all are equally strong), and the places of each policy in both
    orders.

    low, high: the middle 95 % of the correlations of resampled strengths; it covers the games played here, not those
    behind the published table. p_value: the share of random orders that agree as well or better (20,000 of them, seed
    0). places: name -> (here, there), 1 is the strongest; ties share the middle of their places.
    """

    correlation: float
    low: float
    high: float
    p_value: float
    n: int
    places: Mapping[str, tuple[float, float]]

    def lines(self) -> Iterator[str]:
        """What to say about it."""
        chance = f"random orders agree as well with probability {self.p_value:.2g}"
        between = f"95 % of resampled games: {self.low:.3f} to {self.high:.3f}"
        yield f"Order against the published table: Spearman {self.correlation:.3f} ({between}) over {self.n} policies;"
        yield f"{chance}."
        for name, (here, there) in self.places.items():
            if abs(here - there) >= _FAR:
                yield f"  {name}: place {here:g} here, {there:g} there"


def agreement(strengths: Mapping[str, float], published: Path, resampled: Mapping[str, Floats]) -> Agreement:
    """Compare the policies that both have by name; there a strength is the mean over the columns of the others.

    Names may differ in case and underscores: gym_leader is GymLeader. resampled: strengths had other games been played,
    shape (draws,) for each name. Raises InputError for a file that is no such table, or with fewer than three policies
    in common.
    """
    theirs = _alike(tuple(strengths), published)
    table, common = _read(published), list(theirs)
    there = {
        name: float(np.mean([table[own][other] for other in theirs.values() if other != own]))
        for name, own in theirs.items()
    }
    here_places = _places(np.array([[strengths[name] for name in common]]))
    there_places = _places(np.array([[there[name] for name in common]]))
    correlation = float(_correlations(here_places, there_places)[0])
    others = _correlations(_places(np.stack([resampled[name] for name in common], axis=1)), there_places)
    low, high = np.quantile(others, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    orders = np.random.default_rng(0).permuted(np.tile(here_places, (_DRAWS, 1)), axis=1)
    as_well = _correlations(orders, there_places) >= correlation - _SLACK
    pairs = zip(common, here_places[0], there_places[0], strict=True)
    places = {name: (float(here), float(other)) for name, here, other in pairs}
    chance = float((1 + as_well.sum()) / (_DRAWS + 1))
    return Agreement(correlation, float(low), float(high), chance, len(common), places)


def in_common(names: Sequence[str], published: Path) -> list[str]:
    """Those of the policies that a published table has. Raises InputError if it is none, or has fewer than three."""
    return list(_alike(names, published))


def _alike(names: Sequence[str], published: Path) -> dict[str, str]:
    """Name -> its name in a published table, equal but for case and underscores. Raises InputError."""
    table = _read(published)
    by_id = {to_id(theirs): theirs for theirs in table}
    common = {name: name if name in table else by_id[to_id(name)] for name in names if to_id(name) in by_id}
    if len(set(common.values())) < len(common):
        raise InputError("two of these policies are the same one in this table", place=str(published))
    if len(common) < _FEWEST:
        known = ", ".join(table)
        raise InputError(
            f"only {len(common)} policies are in this table, too few to compare orders",
            place=str(published),
            remedy=f"Name policies as it does, as in NAME=POLICY. It has: {known}.",
        )
    return common


def _places(strengths: Floats) -> Floats:
    """In each row 1 for the highest; equal ones share the mean of their places."""
    higher = (strengths[:, None, :] > strengths[:, :, None]).sum(axis=2)
    equal = (strengths[:, None, :] == strengths[:, :, None]).sum(axis=2)
    return np.asarray(higher + (equal + 1) / 2, dtype=np.float64)


def _correlations(places: Floats, others: Floats) -> Floats:
    """Of each row of places with the one row of others; 0 where all places of either are the same."""
    centred, other = places - places.mean(axis=1, keepdims=True), others[0] - others.mean()
    spreads = np.sqrt((centred**2).sum(axis=1) * (other**2).sum())
    return np.asarray(centred @ other / np.where(spreads > 0, spreads, 1.0))


def _read(published: Path) -> dict[str, dict[str, float]]:
    """Row -> column -> win rate. Raises InputError."""
    try:
        with published.open(newline="", encoding="utf-8") as lines:
            rows = [row for row in csv.reader(lines) if row]
        columns = rows[0][1:]
        table = {row[0]: dict(zip(columns, map(float, row[1:]), strict=True)) for row in rows[1:]}
    except OSError as error:
        raise InputError(f"this file cannot be read: {error.strerror}", place=str(published)) from None
    except (IndexError, ValueError, csv.Error):
        raise InputError("this is no table of win rates", place=str(published)) from None
    if len(rows) - 1 != len(table) or sorted(table) != sorted(columns):
        raise InputError("rows and columns of this table must name the same policies, each once", place=str(published))
    compared = (rate for row, rates in table.items() for column, rate in rates.items() if column != row)
    if not all(map(isfinite, compared)):
        raise InputError("a win rate in this table is no number", place=str(published))
    return table
