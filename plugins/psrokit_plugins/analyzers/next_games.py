"""What to play next."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Finding, PayoffTable, Question, Sheet, analyzer
from psrokit_plugins.analysis.equilibrium import Solution, solution
from psrokit_plugins.statistics.allocation import FEWEST, next_games

_REASONS = {
    "unknown": "too few games to judge it",
    "support": "decides the weights of the mixture",
    "deviation": "decides whether a policy outside the mixture gains",
}


@analyzer("next_games")
@dataclass(frozen=True)
class NextGamesAnalyzer:
    """The pairs whose games can still change the mixture, or the proof that it is an equilibrium.

    Pairs without games come first, but only where they can change the equilibrium. Then games go where the variance of
    an undecided deviation is (Neyman 1934); pairs that can no longer change anything get none.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is none of two players with a constant sum."""
        found = solution(question)
        table, spared = _without_idle_holes(question.table, found)
        requests = next_games(table, found.strategy, question.budget, level=question.level)
        asked = sorted(requests, key=lambda request: -request.groups)
        rows = tuple(
            (" / ".join(question.named.profile(request.profile)), request.groups, _REASONS[request.reason])
            for request in asked
        )
        said = []
        if not rows:
            said.append(f"No game could change the mixture at {question.level:.0%}: nothing more needs to be played.")
        elif asked[0].reason == "unknown":
            said.append(f"First let every pair that matters play at least {FEWEST} games; then ask again.")
        else:
            said.append(f"Most of the next {question.budget} games belong to {rows[0][0]}: it {rows[0][2]}.")
        if spared:
            pairs = "1 pair without games needs" if spared == 1 else f"{spared} pairs without games need"
            said.append(f"{pairs} none: no outcome could change the equilibrium.")
        meaning = (
            f"How to spend {question.budget} independent samples (games, or mirrored pairs of games where the table "
            f"counts those) so that the undecided deviations become clearest; decided pairs get none, "
            f"at {question.level:.0%}."
        )
        sheets = (Sheet("Next games", ("pair", "samples", "why"), rows, meaning),) if rows else ()
        return Finding("What to play next", tuple(said), sheets, rank=30)


def _without_idle_holes(table: PayoffTable, found: Solution) -> tuple[PayoffTable, int]:
    """The table with the holes that cannot change the equilibrium marked as known, and how many those are.

    Only so that nobody asks for their games: the mixture puts no weight on their policies, so their value is not used.
    """
    if found.reach is None or not found.certain:
        return table, 0
    idle = ~table.known & np.logical_and.outer(found.reach.out, found.reach.out)
    marked = replace(table, exact=table.exact | idle, total=np.where(idle, 0.0, table.total))
    return marked, int(np.count_nonzero(np.triu(idle)))
