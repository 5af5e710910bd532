"""Every installed rating of every policy, with intervals from one resampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, Floats, PsrokitError, Question, Ratings, Sheet, analyzer
from psrokit_plugins.analysis.draws import counted_tables
from psrokit_plugins.analysis.numbers import from_draws


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
    tops = [question.named.names[role][i] for i in np.flatnonzero(values >= values.max() - 1e-9)]
    whose = f" of {role}" if len(question.named.names) > 1 else ""
    return f"{tops[0]} is first{whose}" if len(tops) == 1 else f"{' and '.join(tops)} are first together{whose}"


def _sheet(question: Question, name: str, role: str, found: Ratings, again: Floats) -> Sheet:
    """One rating of one role, the best first."""
    names, values = question.named.names[role], found.values[role]
    places = 1 + (again[:, np.newaxis, :] > again[:, :, np.newaxis] + 1e-9).sum(axis=2)
    best = (places == 1) / np.maximum((places == 1).sum(axis=1, keepdims=True), 1)
    tail = (1 - question.level) / 2
    rows = []
    for i in np.argsort(-values, kind="stable").tolist():
        estimate = from_draws(
            float(values[i]), again[:, i], question, kind="rating", convention=name, units=found.units
        )
        low, high = (int(end) for end in np.quantile(places[:, i], [tail, 1 - tail], method="nearest"))
        rows.append((names[i], estimate, f"{low}" if low == high else f"{low} to {high}", float(best[:, i].mean())))
    whose = f" of {role}" if len(question.named.names) > 1 else ""
    meaning = (
        f"{found.units}. {found.method}. Interval, places and the probability of being first from {len(again)} of the "
        f"shared resamples at {question.level:.0%}."
    )
    return Sheet(f"{name}{whose}", ("policy", name, "place", "first"), tuple(rows), meaning)
