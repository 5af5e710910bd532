"""Rows of numbers about gen 1 Pokemon, and the names of their columns: what `gen1_entities` is made of.

Species and moves are numbered as in the games (1-151 and 1-165), 0 is none or unknown. Rows are worked out once for the
same Pokemon.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from psrokit_showdown.data import Species, gen1_moves, gen1_species
from psrokit_showdown.data.codes import STATUSES, TYPES
from psrokit_showdown.knowledge import Active, FoePokemon, OwnMove, OwnPokemon
from psrokit_showdown.memo import once_each

Row = tuple[float, ...]
Ids = tuple[int, ...]
VOLATILES = (
    *("confusion", "substitute", "reflect", "lightscreen", "leechseed", "mist", "focusenergy", "mustrecharge", "bide"),
    *("disable", "mimic", "transform"),
)
MOVES = 4
_TYPE_COLUMNS = tuple(f"type_{name.lower()}" for name in TYPES)
ID_COLUMNS = ("species", "status", "move0", "move1", "move2", "move3", "last_used")
ROW_COLUMNS = (
    *("known", "active", "available", "hp", "level"),
    *("base_hp", "base_attack", "base_defence", "base_special", "base_speed"),
    *("attack", "defence", "special", "speed"),
    *("sleep_turns", "rested", "revealed"),
    *("pp0", "pp1", "pp2", "pp3"),
    *_TYPE_COLUMNS,
)
ACTIVE_ID_COLUMNS = ("shown_species", "last_move", "disabled_move", "mimicked_move", "preparing", "binding")
ACTIVE_COLUMNS = (
    *("attack_stage", "defence_stage", "special_stage", "speed_stage", "accuracy_stage", "evasion_stage"),
    *VOLATILES,
    *("bound", "bound_turns", "confusion_turns", "toxic_turns", "locked_turns", "disable_turns", "substitute_hits"),
    *_TYPE_COLUMNS,
)
NO_IDS: Ids = (0,) * len(ID_COLUMNS)
NO_ROW: Row = (0.0,) * len(ROW_COLUMNS)
NO_ACTIVE_IDS: Ids = (0,) * len(ACTIVE_ID_COLUMNS)
NO_ACTIVE: Row = (0.0,) * len(ACTIVE_COLUMNS)
MOST_SLEEP, MOST_CONFUSION, MOST_TOXIC = 7, 5, 16
MOST_LOCKED, MOST_DISABLED, MOST_HITS = 5, 8, 8
"""Counters are shares of these. Gen 1 itself draws no more, but for Toxic and hits on a Substitute."""
LARGEST_STAT = 999


@cache
def move_number(move: str | None) -> int:
    """The number of a move; 0 for None and for a name that gen 1 does not have."""
    known = gen1_moves().get(move or "")
    return known.num if known else 0


@cache
def _type_flags(types: tuple[str, ...]) -> Row:
    return tuple(float(name in types) for name in TYPES)


@cache
def _base(species: Species) -> Row:
    return tuple(stat / 255 for stat in species.base)


def _numbers(moves: Sequence[str]) -> Ids:
    ids = [move_number(move) for move in moves[:MOVES]]
    return (*ids, *(0,) * (MOVES - len(ids)))


def _left(parts: Sequence[float]) -> Row:
    return (*parts[:MOVES], *(0.0,) * (MOVES - len(parts)))


def own_ids(own: OwnPokemon, moves: tuple[OwnMove, ...]) -> Ids:
    """ID_COLUMNS of an own Pokemon; moves: those it has now, in the order of action numbers."""
    species = gen1_species()[own.species].num
    names = [move.id for move in moves]
    return (species, STATUSES.index(own.status), *_numbers(names), move_number(own.last_used))


def own_row(own: OwnPokemon, moves: tuple[OwnMove, ...], available: bool) -> Row:
    """ROW_COLUMNS of an own Pokemon. available: whether it can be switched to."""
    species = gen1_species()[own.species]
    stats = (own.stats.attack, own.stats.defence, own.stats.special_attack, own.stats.speed)
    left = [move.pp / move.max_pp if move.pp is not None and move.max_pp else 0.0 for move in moves]
    return (
        *(1.0, float(own.active), float(available), own.hp_fraction, own.level / 100),
        *_base(species),
        *[stat / LARGEST_STAT for stat in stats],
        *(min(own.sleep_turns, MOST_SLEEP) / MOST_SLEEP, float(own.rested), float(own.revealed)),
        *_left(left),
        *_type_flags(species.types),
    )


@once_each
def foe_ids(foe: FoePokemon) -> Ids:
    """ID_COLUMNS of one of the other side; moves in the order in which they were shown."""
    species = gen1_species()[foe.species].num
    names = [move.id for move in foe.moves]
    return (species, STATUSES.index(foe.status), *_numbers(names), move_number(foe.last_used))


@once_each
def foe_row(foe: FoePokemon) -> Row:
    """ROW_COLUMNS of one of the other side: its stats are not known and stay 0; PP are what it cannot have used."""
    species = gen1_species()[foe.species]
    left = [max(0.0, 1 - move.pp_used / gen1_moves()[move.id].max_pp) for move in foe.moves]
    return (
        *(1.0, float(foe.active), float(not foe.active and not foe.fainted), foe.hp_fraction, foe.level / 100),
        *_base(species),
        *(0.0, 0.0, 0.0, 0.0),
        *(min(foe.sleep_turns, MOST_SLEEP) / MOST_SLEEP, float(foe.rested), 1.0),
        *_left(left),
        *_type_flags(species.types),
    )


@once_each
def active_ids(active: Active) -> Ids:
    """ACTIVE_ID_COLUMNS of a Pokemon on the field."""
    moves = (active.last_move, active.disabled_move, active.mimicked_move, active.preparing, active.binding)
    return (gen1_species()[active.species].num, *[move_number(move) for move in moves])


def active_row(active: Active, other: Active | None) -> Row:
    """ACTIVE_COLUMNS of a Pokemon on the field. other: the one opposite, whose binding move may hold it."""
    boosts = active.boosts
    stages = (boosts.attack, boosts.defence, boosts.special_attack, boosts.speed, boosts.accuracy, boosts.evasion)
    types = active.types or gen1_species()[active.species].types
    bound_turns = other.locked_turns if other is not None and other.binding else 0
    return (
        *[stage / 6 for stage in stages],
        *[float(name in active.volatiles) for name in VOLATILES],
        float(bound_turns > 0),
        min(bound_turns, MOST_LOCKED) / MOST_LOCKED,
        min(active.confusion_turns, MOST_CONFUSION) / MOST_CONFUSION,
        min(active.toxic_turns, MOST_TOXIC) / MOST_TOXIC,
        min(active.locked_turns, MOST_LOCKED) / MOST_LOCKED,
        min(active.disable_turns, MOST_DISABLED) / MOST_DISABLED,
        min(active.substitute_hits, MOST_HITS) / MOST_HITS,
        *_type_flags(types),
    )
