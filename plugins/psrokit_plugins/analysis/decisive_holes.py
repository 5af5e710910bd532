"""Which missing profiles decide how much can be gained by deviating from joint play, and which to play first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psrokit.api import Cell, Estimate, Profile, Question, Sheet
from psrokit_plugins.analysis.joint_numbers import JointKind, gap_at_most, numbers
from psrokit_plugins.analysis.words import in_seats, listed
from psrokit_plugins.statistics.cautious_joint import gap_if_least
from psrokit_plugins.statistics.completions import Incomplete

_FALLS = 1e-7
"""By how much of the scale a gap must fall to be worth a word: linear programs are exact to less."""
_MOST = 3_000_000
"""Holes times deviations times profiles up to which each hole is tried: that takes seconds."""
Gaps = Mapping[JointKind, Estimate]


def decisive_holes(question: Question, whole: Incomplete, gaps: Gaps) -> tuple[list[str], list[Sheet]]:
    """The holes of which one alone can lower a gap by paying least, the one that lowers it most first."""
    table = question.table
    open_ones = [kind for kind, worst in gaps.items() if worst.high > 0]
    if not open_ones:
        return [], []
    if len(whole.holes) * sum(numbers(table, kind) for kind in open_ones) > _MOST:
        return ["There are too many missing profiles to ask what each of them alone could change."], []
    left = {
        hole: {kind: gap_at_most(question, kind, gap_if_least(whole, kind.deviations, hole)) for kind in open_ones}
        for hole in whole.holes
    }
    falls = {hole: sum(gaps[kind].high - its.high for kind, its in each.items()) for hole, each in left.items()}
    order = sorted((hole for hole in whole.holes if falls[hole] > _FALLS * whole.scale), key=lambda hole: -falls[hole])
    return [_decisive_words(question, order)], [_decisive_sheet(question, left, order)] if order else []


def _decisive_words(question: Question, order: Sequence[Profile]) -> str:
    if not order:
        return "No missing profile could lower the gap alone, by paying little."
    others = len(question.table.holes()) - len(order)
    rest = "" if not others else f"; {'the other one' if others == 1 else f'the other {others}'} could not"
    names = [in_seats(question, hole) for hole in order]
    each = " each" if len(names) > 1 else ""
    return f"{listed(names)} could{each} lower the gap alone, by paying little{rest}. To play first: {names[0]}."


def _decisive_sheet(question: Question, left: Mapping[Profile, Gaps], order: Sequence[Profile]) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(in_seats(question, hole), *left[hole].values()) for hole in order]
    meaning = (
        "gap at most: what all players together gain by deviating from the joint play that would be cautious, in any "
        "completion, once it is known that the profile pays everybody the least return. Those that lower it most come "
        "first. A missing profile that pays much may become an equilibrium itself, which is not shown here."
    )
    columns = ("profile", *(f"{kind.name} gap at most" for kind in left[order[0]]))
    return Sheet("Missing profiles that decide", columns, tuple(rows), meaning)
