"""Is a response in the population already? Equal specs say so, equal play on the same deals suggests it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Estimate, Match, Member, Outcome, Pairing, Policy, Task, mirrored, rotations
from psrokit.api import seed as seed_for

_PURPOSE = "gate"
_SCREEN = 4
"""Deals that are enough to tell most members from the response."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A member that played like the response on all of so many deals."""

    member: Member
    deals: int


def known_as(task: Task, policy: Policy) -> Member | None:
    """The member with an equal spec."""
    return next((member for member in task.population[task.role] if member.policy == policy), None)


def look_alike(task: Task, policy: Policy, deals: int) -> LookAlike | None:
    """The first member that plays as the response does in so many mirrored groups of games; None without one.

    Opponents are drawn from the whole population, each member with the same chance. Response and member get the same
    deals, opponents and randomness; they play alike if all their games end with the same returns after as many
    decisions and with the same record, which for games that record their moves means the same moves. Deals with a
    failed game are left out.
    """
    pairings = _pairings(task, deals)
    alike = [LookAlike(member, 0) for member in task.population[task.role]]
    for part in (pairings[:_SCREEN], pairings[_SCREEN:]):
        mine, *theirs = _outcomes(task, [policy, *(each.member.policy for each in alike)], part)
        alike = [
            LookAlike(each.member, each.deals + sum(None not in both for both in zip(mine, its, strict=True)))
            for each, its in zip(alike, theirs, strict=True)
            if all(one == other or None in {one, other} for one, other in zip(mine, its, strict=True))
        ]
    return next((each for each in alike if each.deals), None)


def disagreement(deals: int, level: float) -> Estimate:
    """How often two policies can differ that were seen to agree on `deals` deals (Clopper and Pearson 1934)."""
    return Estimate(
        value=0.0,
        low=0.0,
        high=1 - (1 - level) ** (1 / deals),
        level=level,
        kind="disagreement",
        bound="upper",
        convention="deals with another outcome, opponents drawn evenly from the population",
        units="share of deals",
        n=deals,
        method="no difference was seen; exact binomial bound",
    )


def _pairings(task: Task, deals: int) -> list[Pairing]:
    """Deals against opponents drawn evenly from the population."""
    pairings = []
    for number in range(deals):
        rng = task.rng(_PURPOSE, "look-alike opponents", number)
        drawn = [
            None if seat == task.seat else task.population[role][int(rng.integers(len(task.population[role])))].policy
            for seat, role in enumerate(task.game.seats)
        ]
        pairings.append(Pairing(tuple(drawn), seed_for(task.seed, _PURPOSE, "look-alike", number)))
    return pairings


def _outcomes(task: Task, policies: Sequence[Policy], pairings: Sequence[Pairing]) -> list[list[str | None]]:
    """For each policy and deal all that can be compared of the games, None where one failed."""
    matches = [match for policy in policies for pairing in pairings for match in _group(task, policy, pairing)]
    games: list[str | None] = [None] * len(matches)
    for index, outcome in task.venue.play(matches):
        games[index] = _shown(outcome)
    size = rotations(task.game.seats)
    groups = [games[start : start + size] for start in range(0, len(games), size)]
    shown = [None if None in group else "\n".join(map(str, group)) for group in groups]
    each = len(pairings)
    return [shown[number * each : (number + 1) * each] for number in range(len(policies))]


def _shown(outcome: Outcome) -> str | None:
    """A finished game as text: returns, decisions and record."""
    if outcome.returns is None:
        return None
    return json.dumps([list(outcome.returns), outcome.decisions, dict(outcome.record)], sort_keys=True, default=str)


def _group(task: Task, policy: Policy, pairing: Pairing) -> tuple[Match, ...]:
    seated = [policy if opponent is None else opponent for opponent in pairing.opponents]
    return mirrored(task.game.seats, seated, pairing.seed, _PURPOSE)
