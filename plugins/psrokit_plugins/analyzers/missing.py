"""Pairs that never met, and what they could change."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Finding, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import returns
from psrokit_plugins.analysis.equilibrium import TRIES, holes_reach
from psrokit_plugins.analysis.numbers import listed
from psrokit_plugins.statistics.missing import Reach

_MOST_NAMED = 8


@analyzer("missing")
@dataclass(frozen=True)
class MissingAnalyzer:
    """Which pairs have no games, and which policies could be in an equilibrium once they have.

    Missing payoffs are bounds, never 0.5: out are policies that no completion of the table brings into an equilibrium,
    which is proven; for the others completions are tried, among them those with every missing pair won or lost.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table with holes that is not symmetric."""
        table = question.table
        holes = table.holes()
        if not holes:
            return Finding("Missing pairs", ("Every pair has evidence: nothing is missing.",), (), rank=25)
        pairs = listed((" / ".join(question.named.profile(hole)) for hole in holes), _MOST_NAMED)
        one = len(holes) == 1
        head = (
            f"{len(holes)} pair{'s' * (not one)} never met: {pairs}. {'It is' if one else 'They are'} taken as unknown."
        )
        found = holes_reach(table, question)
        names = question.named.names[table.seats[0]]
        rows = tuple((name, float(found.mixture[i]), _standing(found, i)) for i, name in enumerate(names))
        low, high = returns(table)
        meaning = (
            "weight: in the cautious mixture, which loses least when every missing payoff is as bad as it can be, from "
            f"{low:g} to {high:g}. standing: in the equilibria of all tables that fill the holes where it says "
            f"whatever, else of {TRIES} such tables. The known payoffs are taken at their means here."
        )
        sheet = Sheet("What any outcome of the missing pairs leaves", ("policy", "weight", "standing"), rows, meaning)
        return Finding("Missing pairs", (head, _consequence(found)), (sheet,), rank=25)


def _consequence(found: Reach) -> str:
    if found.loss == 0:
        return "They change nothing: the mixture below is an equilibrium whatever they would show."
    return (
        f"They can change the equilibrium. The mixture below loses at most {found.loss:.3g} to any policy of the "
        "table, whatever they would show."
    )


def _standing(found: Reach, policy: int) -> str:
    if found.out[policy]:
        return "in none, whatever they would show"
    if found.always[policy]:
        return "in every equilibrium found"
    return "in some equilibria, not in others" if found.ever[policy] else "in none that was found"
