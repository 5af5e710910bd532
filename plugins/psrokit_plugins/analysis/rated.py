"""Ratings of one role and what resampled tables make of them, as sheets: beside each other, and each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Cell, Estimate, Floats, Question, Role, Sheet, level_text
from psrokit_plugins.analysis.chances import probability
from psrokit_plugins.analysis.numbers import by_size, from_draws, settled
from psrokit_plugins.analysis.words import of_role
from psrokit_plugins.tables.counts import Ints

_EQUAL = 1e-9
"""Ratings that differ by no more than this part of the largest are equal."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating of the policies of a role. values: (K,). drawn: the same in resampled tables, (draws, K)."""

    name: str
    role: Role
    values: Floats
    drawn: Floats
    units: str
    method: str

    @property
    def tops(self) -> Ints:
        """Who has the highest rating; several where they are equal."""
        return np.flatnonzero(_places(self.values[np.newaxis])[0] == 1)

    @property
    def firsts(self) -> Floats:
        """How much of the first place each policy has in each resample, shape (draws, K)."""
        best = _places(self.drawn) == 1
        return np.asarray(best / best.sum(axis=1, keepdims=True))

    def rating(self, question: Question, policy: int) -> Estimate:
        """The rating of a policy with its interval."""
        return from_draws(
            float(self.values[policy]),
            self.drawn[:, policy],
            question,
            kind="rating",
            convention=self.name,
            units=self.units,
        )


def overview(question: Question, rated: Sequence[Rated], by: str) -> Sheet:
    """A row per policy and a column per rating, all of one role; the best by the rating `by` first."""
    role = rated[0].role
    names = question.named.names[role]
    leading = next((one for one in rated if one.name == by), rated[0])
    rows: list[tuple[Cell, ...]] = [
        (names[i], *(one.rating(question, i) for one in rated)) for i in by_size(leading.values)
    ]
    units = "; ".join(f"{one.name}: {one.units}" for one in rated)
    meaning = f"Ordered by {leading.name}. {units}.{_luck(question, leading)}"
    columns = ("policy", *(one.name for one in rated))
    return Sheet(f"All ratings{of_role(question, role)}", columns, tuple(rows), meaning)


def rating_sheet(question: Question, rated: Rated) -> Sheet:
    """One rating, the best first, with places and how likely each is the first one."""
    names = question.named.names[rated.role]
    now, places, firsts = _places(rated.values[np.newaxis])[0], _places(rated.drawn), rated.firsts
    rows: list[tuple[Cell, ...]] = []
    for i in by_size(rated.values):
        place = _place(question, rated.name, int(now[i]), places[:, i])
        first = probability(firsts[:, i], question, f"rated first by {rated.name}, a shared first place in equal parts")
        rows.append((names[i], rated.rating(question, i), place, first))
    meaning = f"{rated.units}; {rated.method}.{_luck(question, rated)}"
    if not settled(question.table):
        meaning += " place and first, how likely it is the first one: in the same tables."
    columns = ("policy", rated.name, "place", "first")
    return Sheet(f"{rated.name}{of_role(question, rated.role)}", columns, tuple(rows), meaning)


def _luck(question: Question, rated: Rated) -> str:
    """Where intervals come from."""
    if settled(question.table):
        return ""
    return (
        f" Intervals, each policy by itself: from {len(rated.drawn)} resampled tables at {level_text(question.level)}."
    )


def _places(values: Floats) -> Ints:
    """1 for the highest of each row, equal ones sharing the better place; shape (rows, K)."""
    above = values + _EQUAL * np.abs(values).max(axis=1, keepdims=True)
    return np.asarray(1 + (values[:, np.newaxis, :] > above[:, :, np.newaxis]).sum(axis=2))


def _place(question: Question, name: str, now: int, drawn: Ints) -> Estimate:
    """Places are whole: the interval ends at those that hold the quantiles."""
    place = from_draws(
        now, drawn.astype(float), question, kind="rank", convention=f"by {name}, 1 is best", units="place"
    )
    return replace(place, low=float(np.floor(place.low)), high=float(np.ceil(place.high)))
