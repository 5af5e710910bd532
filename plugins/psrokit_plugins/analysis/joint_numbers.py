"""Joint distributions in numbers: what they pay, what deviating from them gains, how likely they draw a profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from psrokit.api import Cell, Estimate, Floats, PayoffTable, Question, Sheet
from psrokit_plugins.analysis.draws import shared_draws
from psrokit_plugins.analysis.numbers import from_draws, games
from psrokit_plugins.analysis.words import in_seats, share_in_words
from psrokit_plugins.normal_form.joint_deviations import Coarse, Deviations, Told
from psrokit_plugins.statistics.fixed_bracket import METHOD, fixed_bounds
from psrokit_plugins.statistics.gains_between import cce_gap, ce_gap

GAP = "inside the table, sum over players"
_ROUNDING = 1e-8
"""To 1e-9 of the scale each deviation is certified; there are several."""
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class JointKind:
    """A kind of correlated equilibrium.

    agreed: how players come to it, at the beginning of a sentence. gap: what all seats together gain by deviating at
    least and at most, of (joint, lower, upper), payoffs between bounds of shape (seats, *K).
    """

    name: str
    agreed: str
    deviations: Deviations
    gap: Callable[[Floats, Floats, Floats], tuple[float, float]]
    gap_kind: Literal["ce_gap", "cce_gap"]


CE = JointKind("CE", "If what is drawn is told to each player alone (CE)", Told(), ce_gap, "ce_gap")
CCE = JointKind("CCE", "If they must agree before anything is drawn (CCE)", Coarse(), cce_gap, "cce_gap")
MEANING = (
    "CE: nobody gains by playing something else than what was drawn for them, knowing it. CCE: nobody gains by not "
    "listening at all."
)


def numbers(table: PayoffTable, kind: JointKind) -> int:
    """How large a table is for a kind: deviations times profiles."""
    return len(kind.deviations.rivals(table.sizes)) * int(np.prod(table.sizes))


def paid(question: Question, joint: Floats, again: Floats | None = None) -> list[Estimate]:
    """What each seat is paid, by a distribution that plays known profiles alone.

    Resampled tables pay by this one, or each by its own, `again`, (draws, *K).
    """
    table = question.table
    draws = np.nan_to_num(shared_draws(question))
    played = np.broadcast_to(joint, (len(draws), *joint.shape)) if again is None else again
    amounts = np.einsum("dsk,dk->ds", _flat(draws[: len(played)]), played.reshape(len(played), -1))
    now = np.nan_to_num(table.mean).reshape(len(table.seats), -1) @ joint.ravel()
    return [
        from_draws(float(now[seat]), amounts[:, seat], question, kind="payoff", convention="joint play", units="return")
        for seat in range(len(table.seats))
    ]


def _flat(draws: Floats) -> Floats:
    return draws.reshape(*draws.shape[:2], -1)


def gap(question: Question, kind: JointKind, joint: Floats) -> Estimate:
    """What all seats together gain by deviating: a bracket over what games, and pairs without games, may yet show."""
    table, n = question.table, games(question.table)
    low, high = clear(kind.gap(joint, *fixed_bounds(table, question.level)), question)
    return Estimate(
        value=low,
        low=low,
        high=high,
        level=question.level if n else 1.0,
        kind=kind.gap_kind,
        bound="bracket" if n else "exact",
        convention=GAP,
        units="return",
        n=n,
        method=METHOD if n else "arithmetic with exact payoffs",
    )


def gap_at_most(question: Question, kind: JointKind, most: float) -> Estimate:
    """What deviations from a cautious joint distribution gain at most, over all completions of a table."""
    high = clear((0.0, most), question)[1]
    return Estimate(
        value=high,
        low=0.0,
        high=high,
        level=1.0,
        kind=kind.gap_kind,
        bound="upper",
        convention=f"{GAP}, worst completion",
        units="return",
        n=games(question.table),
        method=f"linear program; {basis(question)}",
    )


def basis(question: Question) -> str:
    """How the known payoffs of a table with holes are taken."""
    return "known payoffs taken at their means" if games(question.table) else "exact known payoffs"


def clear(ends: tuple[float, float], question: Question) -> tuple[float, float]:
    """The ends of a gap, what rounding leaves of nothing taken off."""
    rounding = _ROUNDING * max(float(np.ptp(question.table.mean[:, question.table.known])), 1e-300)
    low, high = (0.0 if end <= rounding else end for end in ends)
    return low, high


def drawn_profiles(
    question: Question, joints: Mapping[str, Floats], share: Callable[[str, float, int], Estimate], meaning: str
) -> Sheet:
    """The likeliest profiles of distributions. share: an entry, of its column, its value and the profile's number."""
    likeliest = np.max(np.stack(list(joints.values())), axis=0)
    order = [int(i) for i in np.argsort(-likeliest, axis=None, kind="stable") if likeliest.flat[int(i)] > _LEAST]
    rows: list[tuple[Cell, ...]] = []
    for flat in order:
        cell = tuple(int(i) for i in np.unravel_index(flat, likeliest.shape))
        shares = [share(name, _visible(joint.flat[flat]), flat) for name, joint in joints.items()]
        rows.append((in_seats(question, cell), *shares))
    return Sheet("Profiles drawn", ("profile", *joints), tuple(rows), f"How likely each profile is drawn.{meaning}")


def _visible(share: float) -> float:
    """A share, or 0 where it is no more than the tolerances of a linear program leave."""
    return float(share) if share > _LEAST else 0.0


def likeliest(question: Question, joint: Floats) -> str:
    """The profile drawn most often, in words."""
    cell = tuple(int(i) for i in np.unravel_index(int(np.argmax(joint)), joint.shape))
    return f"{in_seats(question, cell)} ({share_in_words(float(joint[cell]))})"
