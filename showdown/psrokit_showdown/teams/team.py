"""A team as a value, and its two texts: packed (what the simulator takes) and export (what people write).

Both texts are Pokemon Showdown's own, described in its `sim/TEAMS.md`. A member's names are held in packed form,
letters and digits only ("BodySlam", "MrMime"), which Showdown reads as it reads "Body Slam" and "Mr. Mime".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from psrokit.api import InputError
from psrokit_showdown.data.proper import Table, proper_name

Spread: TypeAlias = tuple[int, int, int, int, int, int]
"""Six numbers in the order HP, Atk, Def, SpA, SpD, Spe."""

STATS = ("HP", "Atk", "Def", "SpA", "SpD", "Spe")
NO_EVS: Spread = (0, 0, 0, 0, 0, 0)
FULL_EVS: Spread = (252, 252, 252, 252, 252, 252)
FULL_IVS: Spread = (31, 31, 31, 31, 31, 31)
LARGEST_NUMBER = 9999

_PACKED = re.compile(r"[A-Za-z0-9]*")
_NAME = re.compile(r"[A-Za-z0-9 .:'’%\[\]-]+")
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")


def default_evs(generation: int) -> Spread:
    """The EVs of a member whose text names none: full in generations 1 and 2, which have no limit, else none."""
    return FULL_EVS if generation <= 2 else NO_EVS


@dataclass(frozen=True, slots=True)
class Member:
    """One Pokemon of a team, as its owner wrote it.

    Names hold letters and digits only; "" means absent. `nickname` is the name shown in battle where that is not
    `species` letter for letter ("Bob", but also "Mr. Mime" for "MrMime").
    Construction checks that the member can be written as text (no separator, no control character), not that it is
    legal: legality is the business of Showdown's validator. Raises InputError.
    """

    species: str
    moves: tuple[str, ...]
    nickname: str = ""
    item: str = ""
    ability: str = ""
    nature: str = ""
    evs: Spread = FULL_EVS
    ivs: Spread = FULL_IVS
    gender: str = ""
    level: int = 100
    shiny: bool = False
    happiness: int = 255
    hidden_power: str = ""
    pokeball: str = ""
    gigantamax: bool = False
    dynamax_level: int = 10
    tera_type: str = ""

    def __post_init__(self) -> None:
        for name in (self.species, *self.moves, *self._optional_names()):
            if not _PACKED.fullmatch(name):
                raise InputError(f"the name {name!r} may hold letters and digits only")
        for number in (*self.evs, *self.ivs, self.level, self.happiness, self.dynamax_level):
            if not 0 <= number <= LARGEST_NUMBER:
                raise InputError(f"{number} is not a whole number from 0 to {LARGEST_NUMBER}")
        self._check_wording()

    def _optional_names(self) -> tuple[str, ...]:
        return (self.item, self.ability, self.nature, self.hidden_power, self.pokeball, self.tera_type)

    def _check_wording(self) -> None:
        if len(self.species) < 2:
            raise InputError(f"the species {self.species!r} is shorter than any that exists")
        if "" in self.moves:
            raise InputError(f"{self.species} has a move without a name")
        if self.gender not in ("", "M", "F", "N"):
            raise InputError(f"the gender {self.gender!r} is none of M, F, N")
        if len(self.evs) != len(STATS) or len(self.ivs) != len(STATS):
            raise InputError(f"{self.species} needs six EVs and six IVs, in the order {' / '.join(STATS)}")
        check_nickname(self.nickname, self.species)


@dataclass(frozen=True, slots=True)
class Team:
    """A team of one generation: `packed` and `export` write it, `parse_packed` and `parse_export` read it back."""

    members: tuple[Member, ...]
    generation: int = 1

    def __post_init__(self) -> None:
        if not self.members:
            raise InputError("a team needs at least one Pokemon")

    @property
    def packed(self) -> str:
        """One line for the simulator: no line break or control character can be in it."""
        return "]".join(_packed_member(member) for member in self.members)

    @property
    def export(self) -> str:
        """The text people read and write: one block a Pokemon. What is the default is left out, but for full EVs, which
        not every reader assumes.
        """
        blocks = ("\n".join(_export_lines(member, self.generation)) + "\n" for member in self.members)
        return "\n".join(blocks)


def check_nickname(nickname: str, species: str) -> None:
    """Refuse a nickname that one of the two texts could not carry, with an InputError that names the reason."""
    if not nickname.isprintable() or any(character in "|[]," for character in nickname):
        raise InputError(f"the nickname {nickname!r} holds one of | [ ] , or an invisible character")
    if nickname != nickname.strip() or nickname.startswith(("===", "- ")) or " @ " in f"{nickname} ":
        raise InputError(f"the nickname {nickname!r} has a space at an end, begins with === or -, or holds a lone @")
    if nickname == species:
        raise InputError(f"the nickname {nickname!r} repeats the species: leave it empty")


def packed_name(name: str) -> str:
    """A name as Showdown packs it, without everything that is not an ASCII letter or digit; "" if it is no name."""
    return re.sub(r"[^A-Za-z0-9]+", "", name) if _NAME.fullmatch(name) else ""


def _packed_member(member: Member) -> str:
    fields = (
        _shown(member),
        "" if _names_species(member) else member.species,
        member.item,
        member.ability,
        ",".join(member.moves),
        member.nature,
        _packed_evs(member.evs),
        member.gender,
        _packed_ivs(member.ivs),
        "S" if member.shiny else "",
        _unless(member.level, 100),
        _unless(member.happiness, 255) + _packed_rest(member),
    )
    return "|".join(fields)


def _shown(member: Member) -> str:
    return member.nickname or member.species


def _names_species(member: Member) -> bool:
    return packed_name(_shown(member)) == member.species


def _unless(number: int, default: int) -> str:
    return "" if number == default else str(number)


def _packed_evs(evs: Spread) -> str:
    # An empty field would mean "the format's default", which is not zero everywhere: a single 0 says "all zero".
    return ",".join(_unless(ev, 0) for ev in evs) if any(evs) else "0"


def _packed_ivs(ivs: Spread) -> str:
    return "" if ivs == FULL_IVS else ",".join(_unless(iv, 31) for iv in ivs)


def _packed_rest(member: Member) -> str:
    rest = (
        member.hidden_power,
        member.pokeball,
        "G" if member.gigantamax else "",
        _unless(member.dynamax_level, 10),
        member.tera_type,
    )
    return "," + ",".join(rest) if any(rest) else ""


def _export_lines(member: Member, generation: int) -> Iterator[str]:
    yield _headline(member)
    attributes = (
        ("Ability", "" if generation <= 2 else _written("abilities", member.ability)),
        ("Level", _unless(member.level, 100)),
        ("Shiny", "Yes" if member.shiny else ""),
        ("Happiness", _unless(member.happiness, 255)),
        ("Pokeball", _written("items", member.pokeball)),
        ("Hidden Power", member.hidden_power),
        ("Dynamax Level", _unless(member.dynamax_level, 10)),
        ("Gigantamax", "Yes" if member.gigantamax else ""),
        ("Tera Type", member.tera_type),
        ("EVs", "" if member.evs == default_evs(generation) == NO_EVS else _stat_list(member.evs, NO_EVS)),
        ("IVs", "" if member.ivs == FULL_IVS else _stat_list(member.ivs, FULL_IVS)),
    )
    yield from (f"{label}: {value}" for label, value in attributes if value)
    if member.nature and generation > 2:
        yield f"{member.nature} Nature"
    yield from (f"- {_written('moves', move)}" for move in member.moves)


def _headline(member: Member) -> str:
    name = _shown(member) if _names_species(member) else f"{member.nickname} ({_written('species', member.species)})"
    gender = f" ({member.gender})" if member.gender in ("M", "F") else ""
    return name + gender + (f" @ {_written('items', member.item)}" if member.item else "")


def _stat_list(spread: Spread, usual: Spread) -> str:
    stats = zip(spread, STATS, usual, strict=True)
    said = [f"{number} {stat}" for number, stat, unnamed in stats if number != unnamed]
    return " / ".join(said) or f"{spread[0]} {STATS[0]}"


def _written(table: Table, name: str) -> str:
    """The packed name SoftBoiled as Soft-Boiled, and one that is not known as it seems: packing it changes nothing."""
    proper = proper_name(table, name.lower())
    return proper if proper and packed_name(proper) == name else _WORD_STARTS.sub(" ", name)
