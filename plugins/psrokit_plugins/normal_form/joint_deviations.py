"""What a seat gains by deviating from a joint distribution: before it hears what was drawn for it, or after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from psrokit.api import Floats, InputError

Ints = npt.NDArray[np.intp]
_MOST_ENTRIES = 20_000_000


class Deviations(Protocol):
    """A kind of deviations from a joint distribution, (*K); from an equilibrium none of them gains."""

    def rows(self, instead: Floats, own: Floats) -> sparse.csr_array:
        """A row per deviation, a column per profile: `rows @ joint.ravel()` are the gains.

        instead, own: payoffs, (seats, *K), of what is played instead and of what was drawn; other than equal where they
        are bounds of payoffs. Raises InputError where they are too many.
        """

    def rivals(self, sizes: Sequence[int]) -> Ints:
        """A number per deviation, (deviations,): of those with the same number a seat makes at most one."""


class Coarse:
    """One policy is always played instead: what a coarse correlated equilibrium excludes (Moulin and Vial 1978)."""

    def rows(self, instead: Floats, own: Floats) -> sparse.csr_array:
        """A row per seat and policy."""
        _refuse_large(own.shape[1:])
        return sparse.csr_array(
            np.array([gain.ravel() for seat in range(len(own)) for gain in _gains(instead, own, seat)])
        )

    def rivals(self, sizes: Sequence[int]) -> Ints:
        """A seat deviates to one policy."""
        return np.repeat(np.arange(len(sizes)), sizes)


class Told:
    """One policy is played instead of another that was recommended: what a correlated one excludes (Aumann 1974)."""

    def rows(self, instead: Floats, own: Floats) -> sparse.csr_array:
        """A row per seat, recommended policy and other policy."""
        _refuse_large(own.shape[1:])
        rows = [row for seat in range(len(own)) for row in _told(instead, own, seat)]
        cells = int(np.prod(own.shape[1:]))
        return sparse.csr_array(sparse.vstack(rows)) if rows else sparse.csr_array((0, cells))

    def rivals(self, sizes: Sequence[int]) -> Ints:
        """A seat deviates to one policy from each that is recommended."""
        return np.repeat(np.arange(sum(sizes)), np.repeat(np.array(sizes) - 1, sizes))


def together(gains: Floats, rivals: Ints) -> float:
    """What all seats together gain: of each set of rivals the best gain, or 0; gains, rivals: (deviations,)."""
    best = np.zeros(int(rivals.max(initial=-1)) + 1)
    np.maximum.at(best, rivals, gains)
    return float(best.sum())


def _gains(instead: Floats, own: Floats, seat: int) -> Iterator[Floats]:
    """For each policy what `seat` gains in every profile by playing it instead, shape (*K)."""
    for policy in range(own.shape[1 + seat]):
        yield np.take(instead[seat], [policy], axis=seat) - own[seat]


def _told(instead: Floats, own: Floats, seat: int) -> Iterator[sparse.csr_array]:
    sizes = own.shape[1:]
    cells = np.moveaxis(np.arange(int(np.prod(sizes))).reshape(sizes), seat, 0)
    gains = [np.moveaxis(gain, seat, 0) for gain in _gains(instead, own, seat)]
    for policy in range(sizes[seat]):
        columns = cells[policy].ravel()
        for other in range(sizes[seat]):
            if policy != other:
                values = gains[other][policy].ravel()
                yield sparse.csr_array((values, columns, [0, len(columns)]), shape=(1, cells.size))


def _refuse_large(sizes: Sequence[int]) -> None:
    entries = sum(sizes) * int(np.prod(sizes))
    if entries > _MOST_ENTRIES:
        raise InputError(
            f"a correlated equilibrium of {' x '.join(map(str, sizes))} policies needs {entries} numbers, "
            f"at most {_MOST_ENTRIES} are taken",
            remedy="Meta-solvers for large tables: regret_matching, fictitious_play, uniform.",
        )
