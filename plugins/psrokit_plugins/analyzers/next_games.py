"""What to play next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from psrokit.api import Finding, PayoffTable, Profile, Question, Sheet, analyzer, level_text
from psrokit_plugins.analysis.equilibrium import Solution, solution
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.analysis.words import in_seats
from psrokit_plugins.statistics.allocation import FEWEST, next_games
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.missing import Reach, exposure, idle

_REASONS = {
    "unknown": "too few games to judge it",
    "support": "decides the weights of the mixture",
    "deviation": "decides whether a policy outside the mixture gains",
}
_HOLE = "never played, and can change which equilibria there are"
_MEANING = (
    "samples: games, or mirrored pairs of games where the table counts those. Profiles without games come first, the "
    "likeliest to be met by an equilibrium before the others, as many games each as the others have in the middle. "
    "Where every profile that matters has games, they go where undecided deviations become clearest."
)
Row: TypeAlias = tuple[str, int | None, str]
Plan: TypeAlias = tuple[list[Row], str]


@analyzer("next_games")
@dataclass(frozen=True)
class NextGamesAnalyzer:
    """The profiles whose games can still change the mixture, or the proof that it is an equilibrium.

    Profiles without games come first, those that a mixture meets most likely before the others, and only where they can
    change which equilibria there are. Then games go where the variance of an undecided deviation is (Neyman 1934);
    profiles that can no longer change anything get none.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError where nothing is known, IntegrityError where no equilibrium was found."""
        table, found = question.table, solution(question)
        holes = table.holes()
        wanted = [] if found.reach is None else _by_exposure(table, found.reach, holes)
        rows, said = _of_holes(question, wanted) if wanted else _of_games(question, found)
        sentences = [said]
        if len(wanted) < len(holes):
            spared = len(holes) - len(wanted)
            pairs = "1 pair without games needs" if spared == 1 else f"{spared} pairs without games need"
            sentences.append(f"As the table stands, {pairs} none: no outcome could change the equilibrium.")
        sheets = (Sheet("Next games", ("pair", "samples", "why"), tuple(rows), _MEANING),) if rows else ()
        return Finding("What to play next", tuple(sentences), sheets, rank=30)


def _by_exposure(table: PayoffTable, reach: Reach, holes: list[Profile]) -> list[Profile]:
    """The holes that can change which equilibria there are, those that an equilibrium meets most likely first."""
    open_ones = [hole for hole in holes if not idle(reach, table.seats, hole)]
    return sorted(open_ones, key=lambda hole: -exposure(reach, table.seats, hole))


def _of_holes(question: Question, wanted: list[Profile]) -> Plan:
    """As many games each as played profiles have in the middle, fewer where the budget is short."""
    table, names = question.table, [in_seats(question, hole) for hole in wanted]
    one = len(wanted) == 1
    if games(table) == 0:
        said = f"First find the payoff{'s' * (not one)} of {names[0] if one else f'these {len(names)} profiles'}."
        return [(name, None, _HOLE) for name in names], said
    played = [int(table.count[profile]) for profile in table.profiles() if table.count[profile] > 0]
    each = max(FEWEST, int(np.median(played)))
    affordable = min(len(wanted), question.budget)
    each = min(each, question.budget // affordable)
    rows: list[Row] = [(name, each, _HOLE) for name in names[:affordable]]
    left, beyond = question.budget - each * affordable, len(wanted) - affordable
    whom = names[0] if affordable == 1 else f"{affordable} profiles without games"
    said = f"First let {whom} play; then ask again."
    if beyond:
        said += f" The budget of {question.budget} leaves {beyond} more without games."
    elif left:
        verb = "is" if left == 1 else "are"
        said += f" {left} of the budget of {question.budget} {verb} kept until it is known what they show."
    return rows, said


def _of_games(question: Question, found: Solution) -> Plan:
    table, budget = question.table, question.budget
    if games(table) == 0:
        return [], "Every payoff that matters is exact: no game could change anything."
    requests = next_games(_with_idle_holes(table), found.strategy, budget, level=question.level)
    asked = sorted(requests, key=lambda request: -request.groups)
    rows: list[Row] = [
        (in_seats(question, request.profile), request.groups, _REASONS[request.reason]) for request in asked
    ]
    if not rows:
        at = level_text(question.level)
        return [], f"Every deviation from the mixture is decided at {at}, and none gains: no game is needed."
    if asked[0].reason == "unknown":
        return rows, f"First let every pair play at least {FEWEST} games; then ask again."
    return rows, f"Most of the next {budget} games belong to {rows[0][0]}: it {rows[0][2]}."


def _with_idle_holes(table: PayoffTable) -> PayoffTable:
    """The table with its holes marked as known, at the worst for whoever meets them; none of them can matter.

    Only so that nobody asks for their games: no equilibrium plays them, and no deviation that could gain leads to them.
    """
    if table.known.all():
        return table
    return replace(
        table, exact=table.exact | ~table.known, total=np.where(table.known, table.total, Incomplete.of(table).low)
    )
