"""Every installed rating of every policy, with intervals from one resampling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, PsrokitError, Question, analyzer
from psrokit_plugins.analysis.draws import counted_tables
from psrokit_plugins.analysis.numbers import settled
from psrokit_plugins.analysis.rated import Rated, overview, rating_sheet
from psrokit_plugins.analysis.words import listed, of_role, share_in_words

_MOST_NAMED = 12
_FEWEST, _MOST_CELLS = 40, 4_000_000
"""Of all resampled tables together: some half a minute of ratings."""


@analyzer("ratings")
@dataclass(frozen=True)
class RatingsAnalyzer:
    """All ratings that are installed, each with its units, its interval and the place it gives a policy.

    draws: how many of the shared resamples are rated, each anew; fewer, at least 40, where policies are many.
    by: the rating that orders the policies where all stand beside each other; where it does not rate the table, the
    first that does.
    """

    draws: int = 100
    by: str = "elo"

    def answer(self, question: Question) -> Finding:
        """A sheet of all ratings that take such a table, and details of each; the others are named with the reason."""
        rated: list[Rated] = []
        refused: dict[str, list[str]] = {}
        for name in question.ratings:
            try:
                rated += self._rated(question, name)
            except PsrokitError as error:
                refused.setdefault(question.named.telling(error).message, []).append(name)
        said = [*_leaders(question, rated), *_refusals(refused)]
        roles = [[one for one in rated if one.role == role] for role in question.named.names]
        sheets = tuple(overview(question, its, self.by) for its in roles if its)
        details = tuple(rating_sheet(question, one) for one in rated)
        return Finding("Ratings", tuple(said) or ("No rating is installed.",), sheets, rank=40, details=details)

    def _rated(self, question: Question, name: str) -> list[Rated]:
        """One rating of the policies of each role. Raises PsrokitError where it does not rate such a table."""
        one = question.ratings[name]
        found = one.rate(question.table)
        again = [one.rate(table) for table in counted_tables(question, self._affordable(question))]
        return [
            Rated(name, role, values, np.stack([its.values[role] for its in again]), found.units, found.method)
            for role, values in found.values.items()
        ]

    def _affordable(self, question: Question) -> int:
        """How many resamples are rated."""
        if settled(question.table):
            return 1
        return min(self.draws, max(_FEWEST, _MOST_CELLS // question.table.count.size))


def _leaders(question: Question, rated: Sequence[Rated]) -> list[str]:
    """Who is first, by which ratings, and how sure that is."""
    leaders: dict[str, list[str]] = {}
    for one in rated:
        chance = share_in_words(float(one.firsts[:, one.tops].sum(axis=1).mean()))
        sure = "" if settled(question.table) else f" ({chance})"
        leaders.setdefault(_first(question, one), []).append(f"{one.name}{sure}")
    said = [f"{first} by {listed(names, _MOST_NAMED)}." for first, names in leaders.items()]
    if said and not settled(question.table):
        said[-1] += " In brackets: in how many of the resampled tables."
    if len(leaders) > len(question.named.names):
        said.append("The leaders differ since ratings differ in which opponents count, and how much.")
    return said


def _first(question: Question, rated: Rated) -> str:
    tops = [question.named.names[rated.role][i] for i in rated.tops]
    whose = of_role(question, rated.role)
    return f"{tops[0]} is first{whose}" if len(tops) == 1 else f"{listed(tops)} are first together{whose}"


def _refusals(refused: dict[str, list[str]]) -> list[str]:
    return [
        f"{listed(names, _MOST_NAMED)} {'does' if len(names) == 1 else 'do'} not rate this table: {why}."
        for why, names in refused.items()
    ]
