"""Certifying equilibria of two-player games: the first candidate that passes, symmetric where seats are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy
from psrokit_plugins.normal_form.game import NormalForm, Profile

TOLERANCE = 1e-9
"""The largest gap, in units of the payoffs' scale, of an answer."""
_SAME = 1e-6
"""Weights that differ by no more are those of one equilibrium."""
Pair = tuple[Floats, Floats]
"""Mixed strategies of seats 0 and 1."""


def first_equilibrium(game: NormalForm, candidates: Iterable[Pair], method: str, others: str) -> MetaStrategy:
    """The first candidate whose gap is within tolerance; certificate as of `NormalForm.answer`.

    Where another of the candidates is an equilibrium, too, the certificate has `unique` = 0. Raises IntegrityError if
    there is none: `method` found no equilibrium, which `others` may.
    """
    smallest = np.inf
    looked_at = _profiles(game, candidates)
    for strategies in looked_at:
        gap = game.gap(strategies)
        if gap <= TOLERANCE:
            several = any(_apart(strategies, other) and game.gap(other) <= TOLERANCE for other in looked_at)
            return game.answer(strategies, **({"unique": 0.0} if several else {}))
        smallest = min(smallest, gap)
    kind = "symmetric equilibrium" if len(set(game.seats)) == 1 else "equilibrium"
    raise IntegrityError(
        f"{method} found no {kind} of this {game.sizes[0]} x {game.sizes[1]} table, which may be degenerate: the "
        f"smallest relative gap is {smallest:.2g}, allowed is {TOLERANCE:.0g}",
        remedy=f"Meta-solvers for such tables: {others}.",
    )


def every_equilibrium(game: NormalForm, candidates: Iterable[Pair]) -> list[Profile]:
    """All different equilibria among the candidates, in their order."""
    found: list[Profile] = []
    for strategies in _profiles(game, candidates):
        if game.gap(strategies) <= TOLERANCE and all(_apart(strategies, other) for other in found):
            found.append(strategies)
    return found


def refuse_large(game: NormalForm, method: str, most: int, others: str) -> None:
    """Raise InputError where a method whose time grows exponentially would take too long: more policies than `most`."""
    if sum(game.sizes) > most:
        raise InputError(
            f"{method} takes at most {most} policies over both seats, this table has {sum(game.sizes)}: its time "
            "grows exponentially",
            remedy=f"Meta-solvers for larger tables: {others}.",
        )


def _profiles(game: NormalForm, candidates: Iterable[Pair]) -> Iterator[Profile]:
    """The strategies per role; seats of one role play alike, so either strategy of a pair is tried for both."""
    alike = len(set(game.seats)) == 1
    for pair in candidates:
        row, column = (_cleaned(side) for side in pair)
        if row is None or column is None or (len(row), len(column)) != game.sizes:
            continue
        yield from (
            ({game.seats[0]: side} for side in (row, column))
            if alike
            else [dict(zip(game.seats, (row, column), strict=True))]
        )


def _apart(one: Profile, other: Profile) -> bool:
    """Whether some role's strategies differ by more than rounding."""
    return any(float(np.abs(one[role] - other[role]).max()) > _SAME for role in one)


def _cleaned(side: Floats) -> Floats | None:
    """A distribution without dust; None where the numbers are none."""
    weights = np.asarray(side, dtype=float)
    if weights.ndim != 1 or not np.all(np.isfinite(weights)) or weights.sum() <= 0:
        return None
    kept = np.where(weights > 1e-12, weights, 0.0)
    return np.asarray(kept / kept.sum())
