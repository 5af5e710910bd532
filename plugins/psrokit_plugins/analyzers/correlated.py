"""Correlated play: what players can agree on if somebody draws a profile for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import (
    Cell,
    Estimate,
    Finding,
    Floats,
    InputError,
    MetaStrategy,
    PayoffTable,
    Question,
    Sheet,
    analyzer,
)
from psrokit_plugins.analysis.draws import exact_tables, shared_draws
from psrokit_plugins.analysis.equilibrium import zero_sum
from psrokit_plugins.analysis.numbers import from_draws, games, settled
from psrokit_plugins.analysis.words import in_seats, plain, returns_in_words, seat_names
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated
from psrokit_plugins.statistics.fixed_bracket import METHOD, fixed_bounds
from psrokit_plugins.statistics.gains_between import cce_gap, ce_gap

_TITLE, _RANK, _RANK_OF_LITTLE = "Correlated play", 20, 92
_SOLVERS: Mapping[str, Correlated | CoarseCorrelated] = {
    "CE, most even": Correlated("max_gini"),
    "CE, best for all": Correlated("max_welfare"),
    "CCE, most even": CoarseCorrelated("max_gini"),
    "CCE, best for all": CoarseCorrelated("max_welfare"),
}
_EVEN = ("CE, most even", "CCE, most even")
_MOST_ROWS = 40
_LEAST = 1e-6
_MOST_AGAIN, _MOST_ONCE = 10_000, 1_000_000
"""Deviations times profiles up to which a most even distribution is found again in resampled tables, and at all."""


@analyzer("correlated")
@dataclass(frozen=True)
class CorrelatedAnalyzer:
    """Correlated (CE) and coarse correlated equilibria (CCE) of tables of any number of players and any payoffs.

    draws: how many of the shared resamples are solved again.

    Two of each kind: the most even one (the least sum of squares, of which there is exactly one; Marris et al. 2021)
    with intervals, and the one that pays all players together most (Aumann 1974; Moulin and Vial 1978).
    """

    draws: int = 40

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table with holes, or one too large."""
        table = question.table
        if zero_sum(table):
            said = (
                "With two players and a constant sum nothing is won by correlating: the shares of a correlated "
                "equilibrium are those of equilibria, and it pays the value of the game."
            )
            return Finding(_TITLE, (said,), (), rank=_RANK_OF_LITTLE)
        if table.holes():
            hole = in_seats(question, table.holes()[0])
            raise InputError(f"joint play needs every payoff, and there are no games of {hole}")
        found = {
            name: solver.solve(table)
            for name, solver in _SOLVERS.items()
            if name not in _EVEN or _numbers(table, name) <= _MOST_ONCE
        }
        again = self._again(question)
        sheets = (_overview(question, found, again), _profiles(question, found, again))
        return Finding(_TITLE, _sentences(question, found), sheets, rank=_RANK)

    def _again(self, question: Question) -> Mapping[str, Floats]:
        """The most even distributions of resampled tables, (draws, *K) each; none where nothing was sampled."""
        table = question.table
        again = [name for name in _EVEN if _numbers(table, name) <= _MOST_AGAIN and not settled(table)]
        draws = shared_draws(question)[: self.draws]
        return {
            name: np.stack([_joint(_SOLVERS[name].solve(one)) for one in exact_tables(table, draws)]) for name in again
        }


def _numbers(table: PayoffTable, name: str) -> int:
    """Deviations times profiles of a kind of equilibrium."""
    power = 1 if _coarse(name) else 2
    return int(sum(size**power for size in table.sizes) * np.prod(table.sizes))


def _coarse(name: str) -> bool:
    return isinstance(_SOLVERS[name], CoarseCorrelated)


def _joint(strategy: MetaStrategy) -> Floats:
    """The joint distribution of a correlated strategy, (*K)."""
    assert strategy.joint is not None
    return strategy.joint


def _overview(question: Question, found: Mapping[str, MetaStrategy], again: Mapping[str, Floats]) -> Sheet:
    """What each distribution pays every seat, and its gap."""
    table = question.table
    rows: list[tuple[Cell, ...]] = []
    for name, strategy in found.items():
        paid = _paid(question, _joint(strategy), again.get(name))
        rows.append((name, *paid, _gap(question, name, _joint(strategy))))
    seats = [f"pays {role}" for role in seat_names(table)]
    meaning = (
        "CE: nobody gains by playing something else than what was drawn for them, knowing it. CCE: nobody gains by not "
        "listening at all. most even: the least sum of squares, of which there is one. best for all: the largest sum "
        "of returns; where several have it, one of them."
    )
    if games(table):
        moved = f" ({' and '.join(again)}: each resampled table with its own distribution)" if again else ""
        meaning += (
            f" pays: intervals at {question.level:.0%} from resampled tables{moved}. gap: a bracket that holds at "
            f"{question.level:.0%} although the same games chose the distribution, returns lying "
            f"{returns_in_words(question)}; in the table itself it is 0 by construction."
        )
    return Sheet("What it pays", ("distribution", *seats, "gap"), tuple(rows), meaning)


def _paid(question: Question, joint: Floats, again: Floats | None) -> list[Estimate]:
    """What each seat is paid. Resampled tables pay by their own distribution where that was found, else by this one."""
    table = question.table
    draws = shared_draws(question)
    played = np.broadcast_to(joint, (len(draws), *joint.shape)) if again is None else again
    amounts = np.einsum("dsk,dk->ds", _flat(draws[: len(played)]), played.reshape(len(played), -1))
    now = table.mean.reshape(len(table.seats), -1) @ joint.ravel()
    return [
        from_draws(float(now[seat]), amounts[:, seat], question, kind="payoff", convention="joint play", units="return")
        for seat in range(len(table.seats))
    ]


def _flat(draws: Floats) -> Floats:
    return draws.reshape(*draws.shape[:2], -1)


def _gap(question: Question, name: str, joint: Floats) -> Estimate:
    table, n = question.table, games(question.table)
    coarse = _coarse(name)
    lower, upper = fixed_bounds(table, question.level)
    ends = (cce_gap if coarse else ce_gap)(joint, lower, upper)
    rounding = 1e-8 * max(float(np.ptp(table.mean)), 1e-300)  # to 1e-9 of the scale each deviation is certified
    low, high = (0.0 if end <= rounding else end for end in ends)
    return Estimate(
        value=low,
        low=low,
        high=high,
        level=question.level if n else 1.0,
        kind="cce_gap" if coarse else "ce_gap",
        bound="bracket" if n else "exact",
        convention="inside the table, sum over players",
        units="return",
        n=n,
        method=METHOD if n else "arithmetic with exact payoffs",
    )


def _profiles(question: Question, found: Mapping[str, MetaStrategy], again: Mapping[str, Floats]) -> Sheet:
    """The likeliest profiles of the distributions."""
    table = question.table
    joints = {name: _joint(strategy) for name, strategy in found.items()}
    likeliest = np.max(np.stack(list(joints.values())), axis=0)
    order = [int(i) for i in np.argsort(-likeliest, axis=None, kind="stable") if likeliest.flat[int(i)] > _LEAST]
    rows: list[tuple[Cell, ...]] = []
    for flat in order[:_MOST_ROWS]:
        cell = np.unravel_index(flat, table.sizes)
        shares = [_share(question, float(joint.flat[flat]), name, flat, again) for name, joint in joints.items()]
        rows.append((in_seats(question, tuple(int(i) for i in cell)), *shares))
    hidden = f" {len(order) - _MOST_ROWS} less likely ones are not shown." if len(order) > _MOST_ROWS else ""
    sampled = f" Intervals at {question.level:.0%}: {' and '.join(again)} of resampled tables." if again else ""
    unknown = (
        " Other distributions are those of the table as it stands: they have no interval, the best for all because it "
        "jumps from one resampled table to the next."
        if games(table)
        else ""
    )
    meaning = f"How likely each profile is drawn.{sampled}{unknown}{hidden}"
    return Sheet("Profiles drawn", ("profile", *joints), tuple(rows), meaning)


def _share(question: Question, share: float, name: str, flat: int, again: Mapping[str, Floats]) -> Estimate:
    if name in again:
        draws = again[name].reshape(len(again[name]), -1)[:, flat]
        return from_draws(share, draws, question, kind="weight", convention=name, units="probability")
    method = "of the table as it is; no interval is known" if games(question.table) else "exact payoffs"
    return Estimate.exact(share, kind="weight", convention=name, units="probability", method=method)


def _sentences(question: Question, found: Mapping[str, MetaStrategy]) -> tuple[str, ...]:
    told, bound = (_words(question, found, kind) for kind in ("CE", "CCE"))
    return (
        f"If what is drawn is told to each player alone (CE), {told}.",
        f"If they must agree before anything is drawn (CCE), {bound}.",
    )


def _words(question: Question, found: Mapping[str, MetaStrategy], kind: str) -> str:
    """What all players together get by the two distributions of a kind."""
    together = question.table.mean.sum(axis=0)
    joint, even = _joint(found[f"{kind}, best for all"]), found.get(f"{kind}, most even")
    cell = tuple(int(i) for i in np.unravel_index(int(np.argmax(joint)), joint.shape))
    often = f"{' / '.join(question.named.profile(cell))} ({joint[cell]:.0%})"
    said = f"all together can get {plain(float((together * joint).sum()))}, most often by {often}"
    if even is None:
        return f"{said}; the table is too large to look for the most even one"
    shown = "" if even.certificate.get("max_gini", 1.0) else ", which was not shown to be the most even"
    return f"{said}; the most even one pays {plain(float((together * _joint(even)).sum()))}{shown}"
