"""Correlated play of a complete table: the most even equilibria, and those that pay all players together most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Cell, Estimate, Floats, MetaStrategy, Question, Sheet, level_text
from psrokit_plugins.analysis.draws import exact_tables, shared_draws
from psrokit_plugins.analysis.joint_numbers import (
    CCE,
    CE,
    MEANING,
    JointKind,
    drawn_profiles,
    gap,
    likeliest,
    numbers,
    paid,
)
from psrokit_plugins.analysis.numbers import from_draws, games, settled
from psrokit_plugins.analysis.words import plain, returns_in_words, seat_names
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated

_MOST_AGAIN, _MOST_ONCE = 10_000, 1_000_000
"""Deviations times profiles up to which a most even distribution is found again in resampled tables, and at all."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: JointKind
    solver: Correlated | CoarseCorrelated
    even: bool


_WANTED: Mapping[str, _Wanted] = {
    "CE, most even": _Wanted(CE, Correlated("max_gini"), even=True),
    "CE, best for all": _Wanted(CE, Correlated("max_welfare"), even=False),
    "CCE, most even": _Wanted(CCE, CoarseCorrelated("max_gini"), even=True),
    "CCE, best for all": _Wanted(CCE, CoarseCorrelated("max_welfare"), even=False),
}


def joint_play(question: Question, draws: int) -> tuple[tuple[str, ...], tuple[Sheet, ...]]:
    """Sentences and sheets. draws: how many of the shared resamples are solved again.

    Raises InputError for a table that is too large.
    """
    table = question.table
    found = {
        name: wanted.solver.solve(table)
        for name, wanted in _WANTED.items()
        if not wanted.even or numbers(table, wanted.kind) <= _MOST_ONCE
    }
    again = _again(question, draws)
    said = tuple(f"{kind.agreed}, {_words(question, found, kind)}." for kind in (CE, CCE))
    return said, (_overview(question, found, again), _profiles(question, found, again))


def _again(question: Question, most: int) -> Mapping[str, Floats]:
    """The most even distributions of resampled tables, (draws, *K) each; none where nothing was sampled."""
    table = question.table
    again = {name: its for name, its in _WANTED.items() if its.even and numbers(table, its.kind) <= _MOST_AGAIN}
    if settled(table):
        return {}
    draws = shared_draws(question)[:most]
    return {
        name: np.stack([_joint(wanted.solver.solve(one)) for one in exact_tables(table, draws)])
        for name, wanted in again.items()
    }


def _joint(strategy: MetaStrategy) -> Floats:
    """The joint distribution of a correlated strategy, (*K)."""
    assert strategy.joint is not None
    return strategy.joint


def _overview(question: Question, found: Mapping[str, MetaStrategy], again: Mapping[str, Floats]) -> Sheet:
    """What each distribution pays every seat, and its gap."""
    rows: list[tuple[Cell, ...]] = []
    for name, strategy in found.items():
        joint = _joint(strategy)
        rows.append((name, *paid(question, joint, again.get(name)), gap(question, _WANTED[name].kind, joint)))
    seats = [f"pays {role}" for role in seat_names(question.table)]
    meaning = (
        f"{MEANING} most even: the least sum of squares, of which there is one. best for all: the largest sum of "
        "returns; where several have it, one of them."
    )
    if games(question.table):
        moved = f" ({' and '.join(again)}: each resampled table with its own distribution)" if again else ""
        meaning += (
            f" pays: intervals at {level_text(question.level)} from resampled tables{moved}. gap: a bracket that holds "
            f"at {level_text(question.level)} although the same games chose the distribution, returns lying "
            f"{returns_in_words(question)}; in the table itself it is 0 by construction."
        )
    return Sheet("What it pays", ("distribution", *seats, "gap"), tuple(rows), meaning)


def _profiles(question: Question, found: Mapping[str, MetaStrategy], again: Mapping[str, Floats]) -> Sheet:
    sampled = f" Intervals at {level_text(question.level)}: {' and '.join(again)} of resampled tables." if again else ""
    unknown = (
        " Other distributions are those of the table as it stands: they have no interval, the best for all because it "
        "jumps from one resampled table to the next."
        if games(question.table)
        else ""
    )

    def share(name: str, value: float, flat: int) -> Estimate:
        if name in again:
            draws = again[name].reshape(len(again[name]), -1)[:, flat]
            return from_draws(value, draws, question, kind="weight", convention=name, units="probability")
        method = "of the table as it is; no interval is known" if games(question.table) else "exact payoffs"
        return Estimate.exact(value, kind="weight", convention=name, units="probability", method=method)

    joints = {name: _joint(strategy) for name, strategy in found.items()}
    return drawn_profiles(question, joints, share, f"{sampled}{unknown}")


def _words(question: Question, found: Mapping[str, MetaStrategy], kind: JointKind) -> str:
    """What all players together get by the two distributions of a kind."""
    together = question.table.mean.sum(axis=0)
    joint, even = _joint(found[f"{kind.name}, best for all"]), found.get(f"{kind.name}, most even")
    said = f"all together can get {plain(float((together * joint).sum()))}, most often by {likeliest(question, joint)}"
    if even is None:
        return f"{said}; the table is too large to look for the most even one"
    shown = "" if even.certificate.get("max_gini", 1.0) else ", which was not shown to be the most even"
    return f"{said}; the most even one pays {plain(float((together * _joint(even)).sum()))}{shown}"
