"""What the other side may have brought: teams and sets that agree best with what was seen of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import numpy as np

from psrokit_showdown.knowledge import BattleView, FoePokemon
from psrokit_showdown.searching.dealt import dealt_teams
from psrokit_showdown.teams import Member, Team, load_teams
from psrokit_showdown.teams.source import makes_teams

MOVE_SLOTS = 4
Guess = tuple[Member, ...]
"""A complete team of the other side: those seen first, in the order of `view.foes`, then unseen ones."""


class Guesser(Protocol):
    """Draws guesses at the other team of one format.

    What was seen overrules every guess: a seen move takes the place of one that was not, and a species of which no set
    is known has the moves seen.
    """

    def guesses(self, view: BattleView, count: int, rng: np.random.Generator) -> list[Guess]:
        """So many guesses."""


@cache
def guesser(ref: str, format_id: str) -> Guesser:
    """Who guesses teams of a format, made once. ref: of the set that brought teams are drawn from."""
    if makes_teams(format_id):
        return DealtTeams(dealt_teams(format_id))
    return BroughtTeams([named.team for named in load_teams(ref, format_id)])


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A Pokemon as somebody plays it. moves: its own, to be compared with those seen."""

    member: Member
    moves: frozenset[str]


class BroughtTeams:
    """Guesses whole teams of a set: those with as many as possible of the species and moves that were seen."""

    def __init__(self, teams: Sequence[Team]) -> None:
        self._teams = [_by_species(team) for team in teams]
        self._sets = KnownSets(teams)

    def guesses(self, view: BattleView, count: int, rng: np.random.Generator) -> list[Guess]:
        """Each from one of the teams that fit best."""
        fits = np.array([_fit(view, team) for team in self._teams])
        best = np.flatnonzero(fits == fits.max())
        return [self._guess(view, self._teams[int(place)], rng) for place in rng.choice(best, count)]

    def _guess(self, view: BattleView, team: Mapping[str, KnownSet], rng: np.random.Generator) -> Guess:
        known = [
            _completed(foe, team[foe.species].member if foe.species in team else self._sets.drawn(foe, rng))
            for foe in view.foes
        ]
        return _with_unseen(view, known, (known_set.member for known_set in team.values()))


class DealtTeams:
    """Guesses as a format deals: each seen Pokemon one of its random sets that have the seen moves, then the rest of a
    random team. That a generator looks at the team as a whole is taken into account for unseen Pokemon alone.
    """

    def __init__(self, teams: Sequence[Team]) -> None:
        self._teams = teams
        self._sets = KnownSets(teams)

    def guesses(self, view: BattleView, count: int, rng: np.random.Generator) -> list[Guess]:
        """Each with sets and a team of its own."""
        return [
            _with_unseen(
                view,
                [_completed(foe, self._sets.drawn(foe, rng)) for foe in view.foes],
                self._teams[int(rng.integers(len(self._teams)))].members,
            )
            for _ in range(count)
        ]


class KnownSets:
    """All sets of teams, by species."""

    def __init__(self, teams: Sequence[Team]) -> None:
        self._sets: dict[str, list[KnownSet]] = {}
        for team in teams:
            for species, known in _by_species(team).items():
                self._sets.setdefault(species, []).append(known)

    def drawn(self, foe: FoePokemon, rng: np.random.Generator) -> Member:
        """One of the sets that agree best with what was seen, else one with no more than that."""
        known = self._sets.get(foe.species)
        if not known:
            return Member(foe.species, tuple(seen.id for seen in foe.moves)[:MOVE_SLOTS] or ("tackle",))
        missing = np.array([_missing(foe, each) for each in known])
        return known[int(rng.choice(np.flatnonzero(missing == missing.min())))].member


def _by_species(team: Team) -> dict[str, KnownSet]:
    return {
        member.species.lower(): KnownSet(member, frozenset(move.lower() for move in member.moves))
        for member in team.members
    }


def _fit(view: BattleView, team: Mapping[str, KnownSet]) -> int:
    return sum(MOVE_SLOTS + 1 - _missing(foe, team[foe.species]) for foe in view.foes if foe.species in team)


def _missing(foe: FoePokemon, known: KnownSet) -> int:
    return sum(seen.id not in known.moves for seen in foe.moves)


def _with_unseen(view: BattleView, known: Sequence[Member], others: Iterable[Member]) -> Guess:
    """Those seen, then as many others as have not been."""
    seen = {foe.species for foe in view.foes}
    unseen = [member for member in others if member.species.lower() not in seen]
    return (*known, *unseen[: view.foe_team_size - len(known)])


def _completed(foe: FoePokemon, member: Member) -> Member:
    """The member with every move that was seen, at the level that was seen."""
    seen = [move.id for move in foe.moves][:MOVE_SLOTS]
    others = [move for move in member.moves if move.lower() not in seen]
    return replace(member, moves=(*seen, *others)[:MOVE_SLOTS], level=foe.level)
