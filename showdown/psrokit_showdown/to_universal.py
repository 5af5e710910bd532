"""From what a seat knows to Metamon's `UniversalState`. Gens 1-4 and 9; pure, and shared parts are made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from psrokit_showdown.data.dex import DexSpecies, dex_move, dex_species, slot_id
from psrokit_showdown.knowledge import Active, BattleView, Boosts, FoePokemon, OwnMove, OwnPokemon
from psrokit_showdown.memo import once_each
from psrokit_showdown.naming import (
    NO_TYPE,
    ability_name,
    clean_no_numbers,
    item_name,
    move_name,
    pokemon_name,
    status_name,
    type_names,
)
from psrokit_showdown.universal import MOVES, NO_MOVE, UniversalMove, UniversalPokemon, UniversalState

ABILITIES_FROM = 3
TERA_FROM = 9
TEAM = 6
"""How many Pokemon the other side is taken to have, as Metamon does."""
UNSEEN = "<blank>"
"""The word for everything about an opponent who has not been sent out yet (team preview)."""
NO_EFFECT, NO_CONDITIONS, NO_WEATHER, NO_FIELD = "noeffect", "noconditions", "noweather", "nofield"
_NO_BOOSTS = Boosts()


def as_state(view: BattleView | UniversalState) -> UniversalState:
    """A view as the state that it shows; a state (from a trajectory file) as it is."""
    return view if isinstance(view, UniversalState) else universal_state(view)


@once_each
def universal_state(view: BattleView) -> UniversalState:
    """The state of a view. Raises InputError for a species or move that the tables do not have."""
    gen, active, foe = view.gen, view.active or view.team[0], view.foe_active
    benched = _bench(gen)
    return UniversalState(
        view.format,
        _own_active(gen, active, view.own, view.moves),
        _foe(gen, foe, view.foe) if foe else UNSEEN_POKEMON,
        tuple([benched(view.team[place]) for place in _available(view)]),
        _last_move(gen, active.last_used, view.moves),
        _foes_last_move(gen, foe) if foe else NO_MOVE,
        TEAM - sum([pokemon.hp_percent == 0.0 for pokemon in view.foes]),
        _condition(view.own_conditions, NO_CONDITIONS),
        _condition(view.foe_conditions, NO_CONDITIONS),
        clean_no_numbers(view.weather) or NO_WEATHER,
        _condition(view.fields, NO_FIELD),
        view.decision == "switch",
        view.outcome == 1,
        view.outcome == -1,
        view.can_terastallize,
        tuple([pokemon_name(dex_species(gen, name).base_species) for name in view.preview]),
    )


def switch_candidates(view: BattleView) -> list[tuple[str, int]]:
    """Those that Metamon lists as available switches, in alphabetical order: (name, place in the team)."""
    return sorted([(pokemon_name(view.team[place].species), place) for place in _available(view)])


def _available(view: BattleView) -> list[int]:
    """Places in the team of those who could come in: alive and not on the field, or fainted for Revival Blessing."""
    team, active = view.team, view.active or view.team[0]
    reviving = True in [pokemon.reviving for pokemon in team]
    return [place for place, one in enumerate(team) if one is not active and (one.hp == 0) is reviving]


def _condition(conditions: Sequence[tuple[str, int]], none: str) -> str:
    if not conditions:
        return none
    return clean_no_numbers(max(conditions, key=lambda condition: condition[1])[0])


def _effect(active: Active | None) -> str:
    if active is None or not active.effects:
        return NO_EFFECT
    return clean_no_numbers(min(active.effects, key=lambda effect: effect[1])[0])


@lru_cache(maxsize=65536)
def _move(gen: int, name: str, pp: int | None, used: int) -> UniversalMove:
    """`pp`: what is left, if that is known, else what is missing is `used`."""
    row = dex_move(gen, name)
    limit = row.pp * 8 // 5
    left = max(0, limit - used) if pp is None else pp
    return UniversalMove(move_name(name), row.type, row.category, row.power, row.accuracy, row.priority, left, limit)


def _last_move(gen: int, name: str | None, moves: tuple[OwnMove, ...]) -> UniversalMove:
    if name is None:
        return NO_MOVE
    for move in moves:
        if slot_id(move.id) == name:
            return _move(gen, move.id, move.pp, 0)
    return _move(gen, name, None, 0)


def _foes_last_move(gen: int, foe: FoePokemon) -> UniversalMove:
    if foe.last_used is None:
        return NO_MOVE
    used = next((move.pp_used for move in foe.moves if move.id == foe.last_used), 0)
    return _move(gen, foe.last_used, None, used)


@cache
def _bench(gen: int) -> Callable[[OwnPokemon], UniversalPokemon]:
    """What makes a Pokemon that is not on the field."""

    @once_each
    def benched(own: OwnPokemon) -> UniversalPokemon:
        return _own_active(gen, own, None, own.moves)

    return benched


def _own_active(gen: int, own: OwnPokemon, active: Active | None, moves: tuple[OwnMove, ...]) -> UniversalPokemon:
    row = dex_species(gen, own.species)
    shown = _shown(gen, own.species, row.base_species, active)
    known = tuple([_move(gen, move.id, move.pp, 0) for move in moves[:MOVES]])
    tera_type = own.tera_type if gen >= TERA_FROM and own.tera_type else NO_TYPE
    return _pokemon(gen, shown, row, own, active, own.item, own.ability, known, own.tera, tera_type)


def _foe(gen: int, foe: FoePokemon, active: Active | None) -> UniversalPokemon:
    row = dex_species(gen, foe.species)
    shown = _shown(gen, foe.species, row.base_species, active)
    known = tuple([_move(gen, move.id, None, move.pp_used) for move in foe.moves[:MOVES]])
    ability = foe.ability or (row.abilities[0] if len(row.abilities) == 1 else None)
    return _pokemon(gen, shown, row, foe, active, foe.item, ability, known, foe.tera, foe.tera or NO_TYPE)


def _shown(gen: int, species: str, base_species: str, active: Active | None) -> str:
    """What it looks like now: another form, or another species after Transform. An illusion fools the other side only,
    so a strange species without Transform is not believed.
    """
    if active is None or active.species == species or "transform" in active.volatiles:
        return species if active is None else active.species
    return active.species if dex_species(gen, active.species).base_species == base_species else species


def _pokemon(  # noqa: PLR0917 # called twice, by position because it is called for every decision
    gen: int,
    shown: str,
    row: DexSpecies,
    known: OwnPokemon | FoePokemon,
    active: Active | None,
    item: str | None,
    ability: str | None,
    moves: tuple[UniversalMove, ...],
    tera: str,
    tera_type: str,
) -> UniversalPokemon:
    looks = row if shown == known.species else dex_species(gen, shown)
    boosts = active.boosts if active else _NO_BOOSTS
    attack, defence, special_attack, special_defence, speed, hp = looks.base
    types = (active and active.types) or looks.types
    return UniversalPokemon(
        pokemon_name(shown),
        known.hp_fraction,
        type_names((tera,) if tera and tera != "stellar" else types),
        item_name(item),
        ability_name(ability) if gen >= ABILITIES_FROM else "noability",
        known.level,
        status_name(known.status),
        _effect(active),
        moves,
        boosts.attack,
        boosts.special_attack,
        boosts.defence,
        boosts.special_defence,
        boosts.speed,
        boosts.accuracy,
        boosts.evasion,
        attack,
        special_attack,
        defence,
        special_defence,
        speed,
        hp,
        tera_type,
        pokemon_name(row.base_species),
    )


UNSEEN_POKEMON = UniversalPokemon(
    UNSEEN, 0.0, f"{UNSEEN} {UNSEEN}", UNSEEN, UNSEEN, 100, UNSEEN, UNSEEN, (), *(0,) * 7, *(0,) * 6, UNSEEN, UNSEEN
)
