"""Every installed rating of every policy, with intervals from one resampling."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Estimate, Finding, Floats, PsrokitError, Question, Ratings, Sheet, analyzer
from psrokit_plugins.analysis.chances import probability
from psrokit_plugins.analysis.draws import counted_tables
from psrokit_plugins.analysis.numbers import by_size, from_draws, settled
from psrokit_plugins.analysis.words import listed, of_role, percent
from psrokit_plugins.tables.counts import Ints

_EQUAL = 1e-9
_MOST_NAMED = 12


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
        refused: dict[str, list[str]] = {}
        leaders: dict[str, list[str]] = {}
        for name, one in question.ratings.items():
            try:
                found = one.rate(question.table)
                again = [one.rate(table) for table in counted_tables(question, self.draws)]
            except PsrokitError as error:
                refused.setdefault(question.named.telling(error).message, []).append(name)
                continue
            for role in found.values:
                drawn = np.stack([ratings.values[role] for ratings in again])
                sheets.append(_sheet(question, name, role, found, drawn))
                tops = _tops(found.values[role])
                sure = (
                    ""
                    if settled(question.table)
                    else f" ({percent(float(_firsts(drawn)[:, tops].sum(axis=1).mean()))})"
                )
                leaders.setdefault(_first(question, role, tops), []).append(f"{name}{sure}")
        said = [f"{first} by {listed(names, _MOST_NAMED)}." for first, names in leaders.items()]
        if said and not settled(question.table):
            said[-1] += " In brackets: in how many of the resampled tables."
        if len(leaders) > len(question.named.names):
            said.append("The leaders differ since ratings differ in which opponents count, and how much.")
        said += [
            f"{listed(names, _MOST_NAMED)} {'does' if len(names) == 1 else 'do'} not rate this table: {why}."
            for why, names in refused.items()
        ]
        return Finding("Ratings", tuple(said) or ("No rating is installed.",), tuple(sheets), rank=40)


def _tops(values: Floats) -> Ints:
    """Who has the highest rating; several where they are equal."""
    return np.flatnonzero(values >= values.max() - _EQUAL)


def _firsts(drawn: Floats) -> Floats:
    """How much of the first place each policy has in each resample, shape (draws, K)."""
    best = _places(drawn) == 1
    return np.asarray(best / best.sum(axis=1, keepdims=True))


def _first(question: Question, role: str, places: Ints) -> str:
    """The same in words."""
    tops = [question.named.names[role][i] for i in places]
    whose = of_role(question, role)
    return f"{tops[0]} is first{whose}" if len(tops) == 1 else f"{listed(tops)} are first together{whose}"


def _sheet(question: Question, name: str, role: str, found: Ratings, again: Floats) -> Sheet:
    """One rating of one role, the best first."""
    names, values = question.named.names[role], found.values[role]
    now, places = _places(values[np.newaxis])[0], _places(again)
    best = _firsts(again)
    rows = []
    for i in by_size(values):
        rating = from_draws(float(values[i]), again[:, i], question, kind="rating", convention=name, units=found.units)
        first = probability(best[:, i], question, f"rated first by {name}, a shared first place in equal parts")
        rows.append((names[i], rating, _place(question, name, int(now[i]), places[:, i]), first))
    meaning = f"{found.units}; {found.method}."
    if not settled(question.table):
        meaning += (
            " Intervals of rating and place, each policy by itself, and how likely it is first: from "
            f"{len(again)} resampled tables at {question.level:.0%}."
        )
    return Sheet(f"{name}{of_role(question, role)}", ("policy", name, "place", "first"), tuple(rows), meaning)


def _places(values: Floats) -> Ints:
    """1 for the highest of each row, equal ones sharing the better place; shape (rows, K)."""
    return np.asarray(1 + (values[:, np.newaxis, :] > values[:, :, np.newaxis] + _EQUAL).sum(axis=2))


def _place(question: Question, name: str, now: int, drawn: Ints) -> Estimate:
    """Places are whole: the interval ends at those that hold the quantiles."""
    place = from_draws(
        now, drawn.astype(float), question, kind="rank", convention=f"by {name}, 1 is best", units="place"
    )
    return replace(place, low=float(np.floor(place.low)), high=float(np.ceil(place.high)))
