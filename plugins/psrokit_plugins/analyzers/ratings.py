"""Every installed rating of every policy, with intervals from one resampling."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Estimate, Finding, Floats, PsrokitError, Question, Ratings, Sheet, analyzer
from psrokit_plugins.analysis.chances import probability
from psrokit_plugins.analysis.draws import counted_tables
from psrokit_plugins.analysis.numbers import from_draws
from psrokit_plugins.tables.counts import Ints

_EQUAL = 1e-9


@analyzer("ratings")
@dataclass(frozen=True)
class RatingsAnalyzer:
    """All ratings that are installed, each with its units, its interval and the place it gives a policy.

    draws: how many of the shared resamples are rated; each rating is computed anew in each.
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """A sheet per rating that takes such a table; the others are named with the reason."""
        sheets: list[Sheet] = []
        refused: list[str] = []
        leaders: dict[str, list[str]] = {}
        for name, one in question.ratings.items():
            try:
                found = one.rate(question.table)
                again = [one.rate(table) for table in counted_tables(question, self.draws)]
            except PsrokitError as error:
                refused.append(f"{name} does not rate this table: {error.message}.")
                continue
            for role in found.values:
                sheets.append(
                    _sheet(question, name, role, found, np.stack([ratings.values[role] for ratings in again]))
                )
                leaders.setdefault(_first(question, role, found), []).append(name)
        said = [f"{first} by {', '.join(names)}." for first, names in leaders.items()]
        return Finding("Ratings", (*said, *refused) or ("No rating is installed.",), tuple(sheets), rank=40)


def _first(question: Question, role: str, found: Ratings) -> str:
    """Who has the highest rating of a role, in words; several where they are equal."""
    values = found.values[role]
    tops = [question.named.names[role][i] for i in np.flatnonzero(values >= values.max() - _EQUAL)]
    whose = f" of {role}" if len(question.named.names) > 1 else ""
    return f"{tops[0]} is first{whose}" if len(tops) == 1 else f"{' and '.join(tops)} are first together{whose}"


def _sheet(question: Question, name: str, role: str, found: Ratings, again: Floats) -> Sheet:
    """One rating of one role, the best first."""
    names, values = question.named.names[role], found.values[role]
    now, places = _places(values[np.newaxis])[0], _places(again)
    best = (places == 1) / (places == 1).sum(axis=1, keepdims=True)
    rows = []
    for i in np.argsort(-values, kind="stable").tolist():
        rating = from_draws(float(values[i]), again[:, i], question, kind="rating", convention=name, units=found.units)
        first = probability(best[:, i], question, f"rated first by {name}, a shared first place in equal parts")
        rows.append((names[i], rating, _place(question, name, int(now[i]), places[:, i]), first))
    whose = f" of {role}" if len(question.named.names) > 1 else ""
    meaning = (
        f"{found.units}. {found.method}. Intervals of rating and place, each policy by itself, and how likely it is "
        f"first: from {len(again)} of the shared resamples at {question.level:.0%}."
    )
    return Sheet(f"{name}{whose}", ("policy", name, "place", "first"), tuple(rows), meaning)


def _places(values: Floats) -> Ints:
    """1 for the highest of each row, equal ones sharing the better place; shape (rows, K)."""
    return np.asarray(1 + (values[:, np.newaxis, :] > values[:, :, np.newaxis] + _EQUAL).sum(axis=2))


def _place(question: Question, name: str, now: int, drawn: Ints) -> Estimate:
    """Places are whole: the interval ends at those that hold the quantiles."""
    place = from_draws(
        now, drawn.astype(float), question, kind="rank", convention=f"by {name}, 1 is best", units="place"
    )
    return replace(place, low=float(np.floor(place.low)), high=float(np.ceil(place.high)))
