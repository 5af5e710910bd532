"""What the other side may have brought: teams of a set that agree best with what was seen of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from psrokit_showdown.data import max_pp
from psrokit_showdown.knowledge import BattleView, FoePokemon
from psrokit_showdown.teams import Member, NamedTeam, load_teams

MOVE_SLOTS = 4


@cache
def possible_teams(ref: str, format_id: str) -> tuple[NamedTeam, ...]:
    """The teams that guesses are drawn from, read once."""
    return load_teams(ref, format_id)


def guessed_team(view: BattleView, teams: Sequence[NamedTeam], rng: np.random.Generator) -> list[Member]:
    """A complete foe team: those seen first, in the order of `view.foes`, then unseen ones.

    One of the teams that fit best is drawn: as many seen species and moves as possible. What was seen overrules the
    set: a seen move takes the place of one that was not, and a species that is in no team has the moves seen.
    """
    fits = np.array([_fit(view, named) for named in teams])
    chosen = teams[int(rng.choice(np.flatnonzero(fits == fits.max())))]
    members = {member.species.lower(): member for member in chosen.team.members}
    known = [_completed(foe, members.get(foe.species) or _elsewhere(foe, teams, rng)) for foe in view.foes]
    seen = {foe.species for foe in view.foes}
    unseen = [member for species, member in members.items() if species not in seen]
    return known + unseen[: view.foe_team_size - len(known)]


def left_pp(foe: FoePokemon, move: str) -> int:
    """PP that a move has left after its uses so far."""
    used = {seen.id: seen.pp_used for seen in foe.moves}
    return max(0, (max_pp(1, move) or 0) - used.get(move, 0))


def _fit(view: BattleView, named: NamedTeam) -> int:
    members = {member.species.lower(): member for member in named.team.members}
    score = 0
    for foe in view.foes:
        if foe.species in members:
            moves = {move.lower() for move in members[foe.species].moves}
            score += MOVE_SLOTS + 1 - sum(seen.id not in moves for seen in foe.moves)
    return score


def _elsewhere(foe: FoePokemon, teams: Sequence[NamedTeam], rng: np.random.Generator) -> Member:
    """The same species from another team, else one with no more than what was seen."""
    others = [member for named in teams for member in named.team.members if member.species.lower() == foe.species]
    if others:
        return others[int(rng.integers(len(others)))]
    return Member(foe.species, tuple(seen.id for seen in foe.moves) or ("tackle",))


def _completed(foe: FoePokemon, member: Member) -> Member:
    """The member with every move that was seen, at the level that was seen."""
    seen = [move.id for move in foe.moves][:MOVE_SLOTS]
    others = [move for move in member.moves if move.lower() not in seen]
    return replace(member, moves=(*seen, *others)[:MOVE_SLOTS], level=foe.level)
