"""Comparing candidates fairly: the same deals, the same opponents, mirrored seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.game import Floats, Role, Seat
from psrokit.payoff import group_sample
from psrokit.play import Match, Venue, mirrored, rotations
from psrokit.policy import Policy


@dataclass(frozen=True, slots=True)
class Pairing:
    """One deal against which every candidate is tried: who else sits at the table, and the seed.

    opponents: one policy per seat, None at the seat of the candidate.
    """

    opponents: tuple[Policy | None, ...]
    seed: int


def versus(
    venue: Venue, seats: Sequence[Role], candidates: Sequence[Policy], pairings: Sequence[Pairing], purpose: str
) -> Floats:
    """The return of each candidate in each pairing, shape (candidates, pairings), each the mean of a mirrored group.

    Every candidate meets the same deals and opponents (common random numbers), so differences between rows are paired.
    NaN where a match of the group failed.
    """
    groups = [
        mirrored(seats, _seated(pairing, candidate), pairing.seed, purpose)
        for candidate in candidates
        for pairing in pairings
    ]
    returns = _play(venue, [match for group in groups for match in group])
    size = rotations(seats)
    sampled = [group_sample(seats, returns[start : start + size]) for start in range(0, len(returns), size)]
    places = [_seat(pairing) for _ in candidates for pairing in pairings]
    values = [np.nan if sample is None else sample[place] for sample, place in zip(sampled, places, strict=True)]
    return np.array(values).reshape(len(candidates), len(pairings))


def _seat(pairing: Pairing) -> Seat:
    return pairing.opponents.index(None)


def _seated(pairing: Pairing, candidate: Policy) -> list[Policy]:
    return [candidate if opponent is None else opponent for opponent in pairing.opponents]


def _play(venue: Venue, matches: Sequence[Match]) -> list[tuple[float, ...] | None]:
    returns: list[tuple[float, ...] | None] = [None] * len(matches)
    for index, outcome in venue.play(matches):
        returns[index] = outcome.returns
    return returns
