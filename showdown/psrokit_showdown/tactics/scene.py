"""A decision as the scripted players of any generation see it: two Pokemon, the moves and the reserves to choose from.

An own Pokemon's stats are known; the other side's are inferred (`tactics.reckoning`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from psrokit.api import Observation
from psrokit_showdown.actions import TERASTALLIZE, chosen_place
from psrokit_showdown.data.dex import DexSpecies, dex_species, slot_id
from psrokit_showdown.data.effects import MoveFacts, move_facts, type_factor
from psrokit_showdown.knowledge import Active, BattleView, Boosts, FoePokemon, OwnPokemon, Stats

Rules = Literal["corrected", "faithful"]
"""Whether a player of Metamon's plays by its rules as they were meant, or with the faults that made published results.
"""
Item = TypeVar("Item")
NO_BOOSTS = Boosts()
BOOST_NAMES = {name: index for index, name in enumerate(("atk", "def", "spa", "spd", "spe", "accuracy", "evasion"))}
ATTACK, DEFENCE, SPECIAL_ATTACK, SPECIAL_DEFENCE, SPEED, HP = range(6)
"""Places in base stats, stats and stages (which end with the speed)."""


class Mon(NamedTuple):
    """A Pokemon of either side. stats: as known, None where they must be inferred; hp: a fraction of max_hp.

    tera: what it has terastallized into, else ""; born: its types but for that, which still strengthen its moves.
    """

    species: str
    base: DexSpecies
    types: tuple[str, ...]
    born: tuple[str, ...]
    tera: str
    level: int
    stats: Stats | None
    boosts: Boosts
    hp: float
    max_hp: int | None
    status: str
    moves: tuple[MoveFacts, ...]
    volatiles: frozenset[str]
    last_move: str
    own: bool

    def boost(self, name: str) -> int:
        """A stage by its short name."""
        return int(self.boosts[BOOST_NAMES[name]])


class MoveOption(NamedTuple):
    """A legal choice of a move."""

    choice: str
    move: MoveFacts


class Reserve(NamedTuple):
    """A legal choice of a switch."""

    choice: str
    mon: Mon


class Scene:
    """One decision. first_turn: it is the first of the Pokemon on the field since it came in."""

    def __init__(
        self,
        observation: Observation,
        rng: np.random.Generator,
        rules: Rules = "corrected",
        *,
        first_turn: bool = False,
    ) -> None:
        view: BattleView = observation.view
        self.view, self.gen, self.rng, self.rules, self.first_turn = view, view.gen, rng, rules, first_turn
        self.legal = observation.legal
        own, foe = view.active, view.foe_active
        moves = [self._facts(each.id) for each in view.moves]
        self.own = None if own is None else own_mon(view.gen, own, view.own, moves)
        self.foe = None if foe is None else foe_mon(view.gen, foe, view.foe)
        self.moves = [
            MoveOption(choice, self._facts(view.options[chosen_place(choice)].id))
            for choice in self.legal
            if choice.startswith("move") and not choice.endswith(TERASTALLIZE)
        ]

    def _facts(self, name: str) -> MoveFacts:
        """A move of the Pokemon on the field, with the type and the power that only its team's entry tells."""
        own = self.view.active
        written = next((each.id for each in own.moves if slot_id(each.id) == name), name) if own else name
        return move_facts(self.gen, written)

    @cached_property
    def reserves(self) -> list[Reserve]:
        """The Pokemon that can be sent in."""
        return [
            Reserve(choice, own_mon(self.gen, self.view.team[chosen_place(choice)], None, None))
            for choice in self.legal
            if choice.startswith("switch")
        ]

    @property
    def faithful(self) -> bool:
        """Whether published faults are kept."""
        return self.rules == "faithful"

    @property
    def alive(self) -> list[OwnPokemon]:
        """The own Pokemon that have not fainted."""
        return [each for each in self.view.team if not each.fainted]

    @property
    def foes_left(self) -> int:
        """The other side's Pokemon that have not fainted, those not seen counted in (six at the least)."""
        return max(6, self.view.foe_team_size) - sum(foe.fainted for foe in self.view.foes)

    @property
    def own_side(self) -> Mapping[str, int]:
        """Conditions of the own side, as identifiers."""
        return dict(self.view.own_conditions)

    @property
    def foe_side(self) -> Mapping[str, int]:
        """Conditions of the other side, as identifiers."""
        return dict(self.view.foe_conditions)

    def chance(self, probability: float) -> bool:
        """True with a probability."""
        return bool(self.rng.random() < probability)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of them at random. Raises ValueError if there is none."""
        if not items:
            raise ValueError("there is nothing to pick from")
        return items[int(self.rng.random() * len(items))]

    def any_choice(self) -> str:
        """A legal choice at random."""
        return str(self.pick(self.legal))

    def factor(self, attacking: str, mon: Mon | None) -> float:
        """The factor of a type against a Pokemon; 0 against none."""
        return 0.0 if mon is None else type_factor(self.gen, attacking, mon.types)


def own_mon(gen: int, own: OwnPokemon, active: Active | None, moves: Sequence[MoveFacts] | None) -> Mon:
    """A Pokemon of the own team; moves: those it has on the field, if they differ from its own."""
    known = [move_facts(gen, each.id) for each in own.moves] if moves is None else moves
    shown = active.species if active else own.species
    base = dex_species(gen, shown)
    return Mon(
        shown,
        base,
        (own.tera,) if own.tera else _born(base, active),
        _born(base, active),
        own.tera,
        own.level,
        own.stats if shown == own.species else None,
        active.boosts if active else NO_BOOSTS,
        own.hp_fraction,
        own.max_hp,
        own.status,
        tuple(known),
        active.volatiles if active else frozenset(),
        (active.last_move or "") if active else "",
        own=True,
    )


def foe_mon(gen: int, foe: FoePokemon, active: Active | None) -> Mon:
    """The other side's Pokemon; its moves are those it has shown."""
    shown = active.species if active else foe.species
    base = dex_species(gen, shown)
    return Mon(
        shown,
        base,
        (foe.tera,) if foe.tera else _born(base, active),
        _born(base, active),
        foe.tera,
        foe.level,
        None,
        active.boosts if active else NO_BOOSTS,
        foe.hp_fraction,
        None,
        foe.status,
        tuple([move_facts(gen, each.id) for each in foe.moves]),
        active.volatiles if active else frozenset(),
        (active.last_move or "") if active else "",
        own=False,
    )


def _born(base: DexSpecies, active: Active | None) -> tuple[str, ...]:
    return tuple(each.lower() for each in active.types) if active and active.types else base.types
