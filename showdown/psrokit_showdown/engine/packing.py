"""Teams as arrays: the records that Pokemon start a battle with, computed once per team."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError, unknown
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.data.codes import TYPES
from psrokit_showdown.engine.layout import (
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_PP,
    MON_SLOTS,
    MON_WORDS,
    NO_TYPE,
    OWN,
    OWN_TYPE1,
    OWN_TYPE2,
    SPECIES,
    SPEED_VALUE,
)
from psrokit_showdown.teams import Member, Team

TEAM_SIZE_LIMIT = 6
MOVE_LIMIT = 4
LEVEL_LIMIT = 255
NEUTRAL_NATURES = ("", "hardy", "docile", "serious", "bashful", "quirky")

TeamRecords = NDArray[np.int16]
"""Shape (6, MON_WORDS); rows of zeros where a team has fewer than six Pokemon."""


def pack_team(team: Team) -> TeamRecords:
    """The records of a team's Pokemon as a battle begins.

    Like the simulator itself this judges no legality: any species, level, move will do. Raises InputError for what
    generation 1 cannot hold: an unknown species or move, more than six Pokemon or four moves, Special that differs
    between attack and defence.
    """
    if len(team.members) > TEAM_SIZE_LIMIT:
        raise InputError(f"a team has at most {TEAM_SIZE_LIMIT} Pokemon, not {len(team.members)}")
    packed = np.zeros((TEAM_SIZE_LIMIT, MON_WORDS), np.int16)
    for record, member in zip(packed, team.members, strict=False):
        _check(member)
        for word, value in _words(member):
            record[word] = value
    return packed


def _check(member: Member) -> None:
    if not 1 <= len(member.moves) <= MOVE_LIMIT:
        raise InputError(f"{member.species} has {len(member.moves)} moves; a Pokemon has one to {MOVE_LIMIT}")
    if not 1 <= member.level <= LEVEL_LIMIT:
        raise InputError(f"{member.species} has level {member.level}; generation 1 knows 1 to {LEVEL_LIMIT}")
    if member.nature.lower() not in NEUTRAL_NATURES:
        raise InputError(f"{member.species} has a {member.nature} nature; generation 1 has none")
    if _values(member)[3] != _values(member)[4]:
        raise InputError(f"{member.species} has different DVs or stat experience in SpA and SpD: Special is one stat")


def _values(member: Member) -> list[int]:
    """What DV and stat experience add to the doubled base, of HP, Atk, Def, SpA, SpD, Spe: DVs are halves of IVs."""
    return [(min(iv, 31) & 30) + min(ev, 255) // 4 for iv, ev in zip(member.ivs, member.evs, strict=True)]


def _words(member: Member) -> Iterator[tuple[int, int]]:
    species = gen1_species().get(member.species.lower())
    if species is None:
        raise InputError(unknown("species of generation 1", member.species, gen1_species()))
    base_hp, *base = species.base
    hp_value, attack, defence, special, _, speed = _values(member)
    hp = (2 * base_hp + hp_value + 100) * member.level // 100 + 10
    yield from ((SPECIES, species.num), (LEVEL, member.level), (MAX_HP, hp), (HP, hp), (SPEED_VALUE, speed))
    for stat, (doubled, value) in enumerate(zip(base, (attack, defence, special, speed), strict=True)):
        yield OWN + stat, (2 * doubled + value) * member.level // 100 + 5
    first, second, *_ = (*map(TYPES.index, species.types), NO_TYPE)
    yield from ((OWN_TYPE1, first), (OWN_TYPE2, second))
    yield from _move_words(member)


def _move_words(member: Member) -> Iterator[tuple[int, int]]:
    yield MON_SLOTS, len(member.moves)
    for slot, name in enumerate(member.moves):
        move = gen1_moves().get(name.lower())
        if move is None:
            raise InputError(unknown("move of generation 1", name, gen1_moves()))
        yield MON_MOVE + slot, move.num
        yield MON_PP + slot, move.max_pp
