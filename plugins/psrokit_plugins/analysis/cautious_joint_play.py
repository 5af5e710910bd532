"""Correlated play of a table with holes: what holds for all completions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from psrokit.api import Cell, Estimate, Floats, InputError, PayoffTable, Question, Sheet, constant_sum, level_text
from psrokit_plugins.analysis.decisive_holes import decisive_holes
from psrokit_plugins.analysis.joint_numbers import (
    CCE,
    CE,
    MEANING,
    JointKind,
    basis,
    drawn_profiles,
    gap,
    gap_at_most,
    likeliest,
    numbers,
    paid,
)
from psrokit_plugins.analysis.numbers import games
from psrokit_plugins.analysis.words import at_most, plain, returns_in_words, seat_names
from psrokit_plugins.statistics.cautious_joint import cautious_joint
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.equilibrium_payoffs import equilibrium_payoffs

_MOST = 3_000_000
"""Deviations times profiles up to which a kind of equilibrium is asked for: those linear programs take seconds."""
_ALL = "all together"
Joints = Mapping[JointKind, Floats]


def cautious_joint_play(question: Question) -> tuple[tuple[str, ...], tuple[Sheet, ...]]:
    """Sentences and sheets. Raises InputError where no payoff is known, or the table is too large."""
    table = question.table
    if not table.known.any():
        raise InputError("nothing is known of any profile: there are neither games nor payoffs")
    whole = Incomplete.of(table)
    found = {kind: cautious_joint(whole, kind.deviations) for kind in _kinds(table)}
    gaps = {
        kind: gap_at_most(question, kind, kind.gap(joint, whole.low, whole.high)[1]) for kind, joint in found.items()
    }
    said = [_words(question, kind, joint, gaps[kind]) for kind, joint in found.items()]
    if CE not in found:
        said.append("The table is too large to ask what holds if what is drawn is told to each player alone (CE).")
    sheets = [_overview(question, found, gaps), _profiles(question, found), _payoffs(question, whole, tuple(found))]
    more, decisive = decisive_holes(question, whole, gaps)
    return (*said, *more), (*sheets, *decisive)


def _kinds(table: PayoffTable) -> tuple[JointKind, ...]:
    found = tuple(kind for kind in (CE, CCE) if numbers(table, kind) <= _MOST)
    if not found:
        raise InputError(f"joint play of {' x '.join(map(str, table.sizes))} policies with holes is not looked for")
    return found


def _words(question: Question, kind: JointKind, joint: Floats, worst: Estimate) -> str:
    together = np.nan_to_num(question.table.mean).sum(axis=0)
    pays = f"pays all together {plain(float((together * joint).sum()))}, most often by {likeliest(question, joint)}"
    if worst.high == 0:
        return f"{kind.agreed}, there is an equilibrium whatever the missing payoffs are: it {pays}."
    return (
        f"{kind.agreed}, deviations from the cautious joint play gain {at_most(worst.high)}, all players together, "
        f"whatever the missing payoffs are; it {pays}."
    )


def _overview(question: Question, found: Joints, gaps: Mapping[JointKind, Estimate]) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    sampled = games(question.table) > 0
    for kind, joint in found.items():
        luck = [gap(question, kind, joint)] if sampled else []
        rows.append((f"{kind.name}, cautious", *paid(question, joint), gaps[kind], *luck))
    seats = [f"pays {role}" for role in seat_names(question.table)]
    columns = ("distribution", *seats, "gap at most", *(("gap with luck",) if sampled else ()))
    meaning = (
        f"{MEANING} cautious: draws only profiles that have payoffs, and deviations gain least from it when each "
        f"missing payoff is worth as much as it can to who comes to it, returns lying {returns_in_words(question)}; of "
        "several, one with the largest sum of returns. gap at most: what all players together gain by deviating in any "
        "completion of the table; all of it where every missing payoff is the greatest return, unless payoffs have a "
        "constant sum. An epsilon-equilibrium of every completion has this epsilon."
    )
    if sampled:
        meaning += (
            f" The known payoffs are taken at their means there. gap with luck: a bracket at "
            f"{level_text(question.level)} that also holds for what more games of them would show."
        )
    return Sheet("What holds whatever is missing", columns, tuple(rows), meaning)


def _profiles(question: Question, found: Joints) -> Sheet:
    def share(name: str, value: float, flat: int) -> Estimate:
        del flat
        return Estimate.exact(value, kind="weight", convention=name, units="probability", method=basis(question))

    joints = {f"{kind.name}, cautious": joint for kind, joint in found.items()}
    return drawn_profiles(question, joints, share, " Profiles without payoffs are never drawn.")


def _payoffs(question: Question, whole: Incomplete, kinds: Sequence[JointKind]) -> Sheet:
    """Between what all equilibria of all completions pay."""
    seats = seat_names(question.table)
    shares = {_ALL: np.ones(len(seats)), **dict(zip(seats, np.eye(len(seats)), strict=True))}
    total = constant_sum(question.table)
    rows: list[tuple[Cell, ...]] = [
        (name, *(_range(question, kind, equilibrium_payoffs(whole, kind.deviations, its, total)) for kind in kinds))
        for name, its in shares.items()
    ]
    meaning = (
        "Between what every equilibrium of every completion pays: bounds from linear programs in which a deviation "
        "into a missing profile is worth the least return. The upper end is high as long as a missing profile could "
        f"be better than all others. {basis(question).capitalize()}."
    )
    if total is not None:
        meaning += f" Missing payoffs are taken to sum to {total:g} in each profile, as the known ones do."
    return Sheet("What equilibria can pay", ("to", *(kind.name for kind in kinds)), tuple(rows), meaning)


def _range(question: Question, kind: JointKind, ends: tuple[float, float]) -> Estimate:
    low, high = ends
    return Estimate(
        value=low,
        low=low,
        high=max(low, high),
        level=1.0,
        kind="payoff",
        bound="bracket",
        convention=f"{kind.name}, over all completions of the table",
        units="return",
        n=games(question.table),
        method=f"linear programs; {basis(question)}",
    )
