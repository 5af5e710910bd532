"""From what a seat knows to the numbers of a fight: fighters, the moves to expect, and who beats whom.

The other side's stats are not public; they are taken to be the best its species can have at its level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from psrokit.api import InputError
from psrokit_showdown.data import Move, Species, gen1_moves, gen1_species
from psrokit_showdown.knowledge import Active, BattleView, Boosts, FoePokemon, OwnPokemon, Stats
from psrokit_showdown.mechanics import Damage, Fighter, damage, full_stats, staged

NO_BOOSTS = Boosts()
MOVE_SLOTS = 4
ACTS = {"": 1.0, "par": 0.75, "brn": 1.0, "psn": 1.0, "tox": 1.0, "slp": 0.35, "frz": 0.0, "fnt": 0.0}
"""Share of its coming turns in which a Pokemon of a status acts: full paralysis is 63/256, sleep lasts one to seven
turns.
"""


def species_of(identifier: str) -> Species:
    """A species' entry. Raises InputError for one that generation 1 does not have."""
    try:
        return gen1_species()[identifier]
    except KeyError:
        raise InputError(f"'{identifier}' is no species of generation 1, the only one this player knows") from None


@lru_cache(maxsize=8192)
def fighter(species: str, level: int, stats: Stats, status: str, active: Active | None) -> Fighter:
    """A Pokemon as damage sees it: its original stats with stages, status and effects, or those of what it turned
    into.
    """
    boosts, volatiles, shown = NO_BOOSTS, frozenset[str](), species
    if active is not None:
        boosts, volatiles, shown = active.boosts, active.volatiles, active.species
    now = stats if shown == species else best_stats(shown, level)
    types = active.types if active is not None and active.types else species_of(shown).types
    attack, speed = staged(now.attack, boosts.attack), staged(now.speed, boosts.speed)
    return Fighter(
        level,
        types,
        species_of(species).base_speed,
        max(1, attack // 2) if status == "brn" else attack,
        staged(now.defence, boosts.defence),
        staged(now.special_attack, boosts.special_attack),
        max(1, speed // 4) if status == "par" else speed,
        stats.attack,
        stats.defence,
        stats.special_attack,
        boosts.accuracy,
        boosts.evasion,
        "reflect" in volatiles,
        "lightscreen" in volatiles,
        "focusenergy" in volatiles,
        status == "slp",
    )


@lru_cache(maxsize=4096)
def best_stats(species: str, level: int) -> Stats:
    """The stats a species can have at most at a level, in the form a request gives them."""
    _, attack, defence, special, speed = full_stats(species_of(species).id, level)
    return Stats(attack, defence, special, special, speed)


def own_fighter(pokemon: OwnPokemon, active: Active | None = None) -> Fighter:
    """A Pokemon of the seat's own team; `active` if it is on the field."""
    return fighter(pokemon.species, pokemon.level, pokemon.stats, pokemon.status, active)


def foe_fighter(pokemon: FoePokemon, active: Active | None = None) -> Fighter:
    """A Pokemon of the other side, with the best stats it can have; `active` if it is on the field."""
    return fighter(pokemon.species, pokemon.level, best_stats(pokemon.species, pokemon.level), pokemon.status, active)


def foe_hp(pokemon: FoePokemon) -> float:
    """What it has left, in hit points of the best HP stat it can have."""
    return pokemon.hp_fraction * full_stats(species_of(pokemon.species).id, pokemon.level).hp


def own_moves(pokemon: OwnPokemon) -> list[Move]:
    """Its moves that have PP left."""
    table = gen1_moves()
    return [table[move.id] for move in pokemon.moves if move.pp != 0 and move.id in table]


def foe_moves(pokemon: FoePokemon) -> tuple[Move, ...]:
    """The moves to expect: those shown and, until four are known, those its species usually has."""
    return _expected_moves(pokemon.species, tuple([move.id for move in pokemon.moves]))


@lru_cache(maxsize=16384)
def _expected_moves(species: str, shown: tuple[str, ...]) -> tuple[Move, ...]:
    table = gen1_moves()
    names = list(shown)
    if len(shown) < MOVE_SLOTS:
        names += [move for move in species_of(species).likely if move not in shown]
    return tuple(table[name] for name in names if name in table)


def strongest(attacker: Fighter, moves: Iterable[Move], defender: Fighter, defender_hp: float) -> float:
    """The greatest expected damage a turn of any of the moves, in hit points, no more than the defender has."""
    hp = int(defender_hp)
    best = 0.0
    for move in moves:
        if move.power or move.damage or move.ohko:
            dealt = damage(attacker, defender, move, hp)
            turns = turns_taken(move, dealt.low >= hp)
            best = max(best, min(dealt.mean, defender_hp) * dealt.chance / turns)
    return best


def turns_taken(move: Move, knocks_out: bool) -> float:
    """Turns that one use of a move costs: charging and recharging take one more, but a knock-out spares the recharge.

    A move that ends its user counts as four: it is not to be had twice.
    """
    if move.explodes:
        return 4.0
    if move.own_volatile == "mustrecharge":
        return 1.0 if knocks_out else 2.0
    return 2.0 if move.id in CHARGING else 1.0


CHARGING = frozenset({"dig", "fly", "razorwind", "skullbash", "skyattack", "solarbeam"})
"""Moves that take two turns."""


class Duel(NamedTuple):
    """How two Pokemon fare against each other: shares of what is left of the other's HP that each takes a turn, from
    0 to 1.
    """

    dealt: float
    taken: float
    faster: bool

    @property
    def edge(self) -> float:
        """From -1 (lost) to 1 (won); moving first is worth a little, and more when the blow decides."""
        first = 0.05 + 0.15 * (self.dealt if self.faster else self.taken)
        return max(-1.0, min(1.0, self.dealt - self.taken + (first if self.faster else -first)))


class Contender(NamedTuple):
    """One of two Pokemon that meet: its moves, what HP it has left, and its status."""

    fighter: Fighter
    moves: Sequence[Move]
    hp: float
    status: str


def duel(mine: Contender, theirs: Contender) -> Duel:
    """How the first fares against the second."""
    dealt = strongest(mine.fighter, mine.moves, theirs.fighter, theirs.hp) / max(1.0, theirs.hp) * ACTS[mine.status]
    taken = strongest(theirs.fighter, theirs.moves, mine.fighter, mine.hp) / max(1.0, mine.hp) * ACTS[theirs.status]
    return Duel(dealt, taken, mine.fighter.speed > theirs.fighter.speed)


def bench_duel(view: BattleView, place: int) -> Duel:
    """How `view.team[place]` would fare against the other side's active Pokemon. Nothing is known before it is seen."""
    pokemon, foe = view.team[place], view.foe_active
    if foe is None or view.foe is None:
        return Duel(0.0, 0.0, faster=True)
    active = view.own if pokemon.active else None
    return duel(
        Contender(own_fighter(pokemon, active), own_moves(pokemon), pokemon.hp, pokemon.status),
        Contender(foe_fighter(foe, view.foe), foe_moves(foe), foe_hp(foe), foe.status),
    )


def option_damage(view: BattleView, move: Move) -> Damage | None:
    """What a move of the own active Pokemon does to the other side's; None before both are known."""
    own, foe = view.active, view.foe_active
    if own is None or foe is None:
        return None
    return damage(own_fighter(own, view.own), foe_fighter(foe, view.foe), move, int(foe_hp(foe)))
