"""What the other side may have brought: teams of a set that agree best with what was seen of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from psrokit_showdown.data import max_pp
from psrokit_showdown.knowledge import BattleView, FoePokemon
from psrokit_showdown.teams import Member, load_teams

MOVE_SLOTS = 4
Guess = tuple[Member, ...]
"""A complete team of the other side: those seen first, in the order of `view.foes`, then unseen ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team that may be the other side's, by species. moves: of each member, to be compared with those seen."""

    members: Mapping[str, Member]
    moves: Mapping[str, frozenset[str]]


@cache
def possible_teams(ref: str, format_id: str) -> tuple[Candidate, ...]:
    """The teams that guesses are drawn from, read once."""
    teams = [{member.species.lower(): member for member in named.team.members} for named in load_teams(ref, format_id)]
    return tuple(
        Candidate(
            members,
            {species: frozenset(move.lower() for move in member.moves) for species, member in members.items()},
        )
        for members in teams
    )


def guessed_teams(
    view: BattleView, candidates: Sequence[Candidate], count: int, rng: np.random.Generator
) -> list[Guess]:
    """Guesses at the other team, each from one of the candidates that fit best: as many seen species and moves as
    possible.

    What was seen overrules the candidate: a seen move takes the place of one that was not, and a species that is in no
    team has the moves seen.
    """
    fits = np.array([_fit(view, candidate) for candidate in candidates])
    best = np.flatnonzero(fits == fits.max())
    return [_guess(view, candidates[int(place)], candidates, rng) for place in rng.choice(best, count)]


def left_pp(foe: FoePokemon, move: str) -> int:
    """PP that a move has left after its uses so far."""
    used = {seen.id: seen.pp_used for seen in foe.moves}
    return max(0, (max_pp(1, move) or 0) - used.get(move, 0))


def _fit(view: BattleView, candidate: Candidate) -> int:
    score = 0
    for foe in view.foes:
        moves = candidate.moves.get(foe.species)
        if moves is not None:
            score += MOVE_SLOTS + 1 - sum(seen.id not in moves for seen in foe.moves)
    return score


def _guess(view: BattleView, chosen: Candidate, candidates: Sequence[Candidate], rng: np.random.Generator) -> Guess:
    known = [_completed(foe, chosen.members.get(foe.species) or _elsewhere(foe, candidates, rng)) for foe in view.foes]
    seen = {foe.species for foe in view.foes}
    unseen = [member for species, member in chosen.members.items() if species not in seen]
    return (*known, *unseen[: view.foe_team_size - len(known)])


def _elsewhere(foe: FoePokemon, candidates: Sequence[Candidate], rng: np.random.Generator) -> Member:
    """The same species from another team, else one with no more than what was seen."""
    others = [candidate.members[foe.species] for candidate in candidates if foe.species in candidate.members]
    if others:
        return others[int(rng.integers(len(others)))]
    return Member(foe.species, tuple(seen.id for seen in foe.moves) or ("tackle",))


def _completed(foe: FoePokemon, member: Member) -> Member:
    """The member with every move that was seen, at the level that was seen."""
    seen = [move.id for move in foe.moves][:MOVE_SLOTS]
    others = [move for move in member.moves if move.lower() not in seen]
    return replace(member, moves=(*seen, *others)[:MOVE_SLOTS], level=foe.level)
