"""What one seat may know, made straight from a row: the `BattleView` that the protocol's lines would have given it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout, seen
from psrokit_showdown.engine.options import FIGHT, NO_PP, RECHARGING, Options, full_pp, options_of
from psrokit_showdown.knowledge import (
    Active,
    BattleView,
    Boosts,
    Decision,
    FoePokemon,
    MoveOption,
    OwnMove,
    OwnPokemon,
    SeenMove,
    Stats,
)

Words = Sequence[int]
"""A row as plain integers (`row.tolist()`)."""

GENERATION = 1
STATUS_NAMES = ("", "brn", "frz", "par", "psn", "slp", "tox", "fnt")
DECISIONS: dict[int, Decision] = {
    layout.NOTHING_ASKED: "wait",
    layout.MOVE_ASKED: "move",
    layout.SWITCH_ASKED: "switch",
}
NO_ABILITY = "noability"
SHOWS_HP = "gen1customgame"
SHARED = 8192
"""How many Pokemon are kept for views to come."""


def view_of(row: Words, seat: int, format_id: str) -> BattleView:
    """What `seat` knows when it is asked in a battle of a format."""
    own, foe = (layout.P1, layout.P2) if seat == 0 else (layout.P2, layout.P1)
    options = options_of(row, seat)
    team = tuple([_own_pokemon(row, own, place) for place in range(row[own + layout.TEAM_SIZE])])
    return BattleView(
        GENERATION,
        seat,
        row[layout.TURN],
        DECISIONS[row[own + layout.REQUEST]],
        team,
        _foes(row, foe, format_id),
        row[foe + layout.TEAM_SIZE],
        _active(row, own),
        _active(row, foe),
        _entries(options),
        options.trapped,
        options.maybe_locked,
        "",
        (),
        (),
        (),
        _offered(row, own) or team[0].moves,
        False,
        format_id,
        (),
        None,
        _last_order(row),
    )


def shown_percent(hp: int, max_hp: int, format_id: str) -> float:
    """HP as the other side sees it: rounded up to whole percents, but 100 only when full; custom games hide nothing."""
    if format_id == SHOWS_HP:
        return 100.0 * hp / max_hp
    percent = ceil(100 * hp / max_hp)
    return float(99 if percent == 100 and hp < max_hp else percent)


def _record(side: int, index: int) -> int:
    return layout.MONS + (side == layout.P2) * layout.TEAM_WORDS + index * layout.MON_WORDS


def _seen(side: int) -> int:
    return layout.SEEN + (side == layout.P2) * layout.SEEN_WORDS


def _own_pokemon(row: Words, side: int, place: int) -> OwnPokemon:
    index = row[side + layout.ORDER + place]
    return _own(*_pokemon_words(row, side, index), active=place == 0)


def _pokemon_words(row: Words, side: int, index: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A Pokemon's record and what it has shown. Views of successive rows share what is made of equal words."""
    mon, known = _record(side, index), _seen(side) + index * seen.POKEMON_WORDS
    return tuple(row[mon : mon + layout.MON_WORDS]), tuple(row[known : known + seen.POKEMON_WORDS])


@lru_cache(maxsize=SHARED)
def _own(mon: tuple[int, ...], known: tuple[int, ...], *, active: bool) -> OwnPokemon:
    own_stats = mon[layout.OWN : layout.OWN + layout.STATS]
    status = layout.GONE if mon[layout.HP] == 0 else mon[layout.STATUS]
    return OwnPokemon(
        _species(mon[layout.SPECIES]),
        mon[layout.LEVEL],
        mon[layout.HP],
        mon[layout.MAX_HP],
        STATUS_NAMES[status],
        active,
        Stats(*(own_stats[layout_stat] for layout_stat in _STATS)),
        tuple([_own_move(mon, known, slot) for slot in range(mon[layout.MON_SLOTS])]),
        known[seen.NAPS],
        status == layout.SLEEPING and bool(mon[layout.SELF_SLEEP]),
        "",
        NO_ABILITY,
        _move_or_none(known[seen.LAST_USED]),
        "",
        "",
        False,
        known[seen.RANK] > 0,
    )


_STATS = (layout.ATTACK, layout.DEFENCE, layout.SPECIAL, layout.SPECIAL, layout.SPEED_STAT)


def _own_move(mon: Words, known: Words, slot: int) -> OwnMove:
    move = _move(mon[layout.MON_MOVE + slot])
    limit = gen1_moves()[move].max_pp
    return OwnMove(move, max(0, limit - known[seen.OWN_USES + slot]), limit)


def _foes(row: Words, side: int, format_id: str) -> tuple[FoePokemon, ...]:
    known = [(row[_seen(side) + index * seen.POKEMON_WORDS], index) for index in range(row[side + layout.TEAM_SIZE])]
    return tuple([_foe_pokemon(row, side, index, format_id) for rank, index in sorted(known) if rank])


def _foe_pokemon(row: Words, side: int, index: int, format_id: str) -> FoePokemon:
    active = row[side + layout.ACTIVE] == _record(side, index)
    return _foe(*_pokemon_words(row, side, index), format_id, active=active)


@lru_cache(maxsize=SHARED)
def _foe(mon: tuple[int, ...], known: tuple[int, ...], format_id: str, *, active: bool) -> FoePokemon:
    status = layout.GONE if mon[layout.HP] == 0 else mon[layout.STATUS]
    return FoePokemon(
        _species(mon[layout.SPECIES]),
        mon[layout.LEVEL],
        shown_percent(mon[layout.HP], mon[layout.MAX_HP], format_id),
        STATUS_NAMES[status],
        active,
        _seen_moves(mon, known),
        known[seen.NAPS],
        status == layout.SLEEPING and bool(mon[layout.SELF_SLEEP]),
        None,
        None,
        _move_or_none(known[seen.LAST_USED]),
        "",
    )


def _seen_moves(mon: Words, known: Words) -> tuple[SeenMove, ...]:
    """In the order in which they were shown."""
    moves = [*mon[layout.MON_MOVE : layout.MON_MOVE + seen.OWN_MOVES]]
    moves += known[seen.OTHERS : seen.OTHERS + seen.OTHER_MOVES]
    words = known[seen.USES : seen.USES + len(moves)]
    shown = sorted((word, move) for word, move in zip(words, moves, strict=True) if word)
    return tuple([_seen_move(move, word & seen.COUNT) for word, move in shown])


@lru_cache(maxsize=8192)
def _seen_move(move: int, uses: int) -> SeenMove:
    return SeenMove(_move(move), uses)


def _active(row: Words, side: int) -> Active:
    known = _seen(side)
    down = row[row[side + layout.ACTIVE] + layout.HP] == 0
    stages_at = known + seen.STAGES_SHOWN if down else side + layout.STAGE
    effects = _effects(row, known)
    attack, defence, special, speed, accuracy, evasion = row[stages_at : stages_at + layout.STAGES]
    return Active(
        _species(row[known + seen.LOOKS] if down else row[side + layout.SPECIES_NOW]),
        Boosts(attack, defence, special, special, speed, accuracy, evasion),
        frozenset(name for name, _ in effects),
        _move_or_none(row[known + seen.LAST_SHOWN]),
        _move_or_none(row[known + seen.PREPARING]),
        _move_or_none(row[known + seen.BINDING]),
        _move_or_none(row[known + seen.DISABLED]),
        _move_or_none(row[known + seen.MIMICKED]),
        _types(row[known + seen.TYPES_SHOWN]),
        row[known + seen.CONFUSED_TURNS],
        row[side + layout.TOXIC_COUNT],
        effects,
        row[known + seen.LOCKED_TURNS],
        row[known + seen.DISABLED_TURNS],
        row[known + seen.SUBSTITUTE_HITS],
    )


def _effects(row: Words, known: int) -> tuple[tuple[str, int], ...]:
    """Announced effects in the order in which they began; Bide and Disable with the turns since then."""
    begun = row[known + seen.BEGUN : known + seen.BEGUN + len(seen.MARK_NAMES)]
    ages = {"bide": row[known + seen.BIDE_AGE], "disable": row[known + seen.DISABLE_AGE]}
    found = sorted((order, name) for order, name in zip(begun, seen.MARK_NAMES, strict=True) if order)
    return tuple([(name, ages.get(name, 0)) for _, name in found])


def _offered(row: Words, side: int) -> tuple[OwnMove, ...]:
    """The moves that were last listed in full, where they are not the Pokemon's own."""
    known, mon = _seen(side), row[side + layout.ACTIVE]
    pairs = [row[known + seen.OFFERS + 2 * slot :][:2] for slot in range(row[known + seen.OFFERED])]
    return tuple([_offer(*pair, boosted=slot < row[mon + layout.MON_SLOTS]) for slot, pair in enumerate(pairs)])


def _offer(move: int, pp: int, *, boosted: bool) -> OwnMove:
    return OwnMove(_move(move), pp, full_pp(move, boosted=boosted))


def _last_order(row: Words) -> tuple[int, ...]:
    """Who used a move in the last whole turn, in order."""
    moved = [row[_seen(side) + seen.MOVED_BEFORE] for side in (layout.P1, layout.P2)]
    return tuple(seat for _, seat in sorted((place, seat) for seat, place in enumerate(moved) if place))


@cache
def _types(word: int) -> tuple[str, ...]:
    if word == 0:
        return ()
    codes = ((word - 1) % 16, (word - 1) // 16)
    return tuple(layout.TYPES[code] for code in codes if code != layout.NO_TYPE)


def _entries(options: Options) -> tuple[MoveOption, ...]:
    return tuple([_entry(*entry) for entry in options.entries])


@lru_cache(maxsize=8192)
def _entry(move: int, pp: int, max_pp: int, disabled: int) -> MoveOption:
    if max_pp == NO_PP:  # PP themselves fall below 0 in custom games
        return MoveOption(_move(move), None, None, bool(disabled))
    return MoveOption(_move(move), pp, max_pp, bool(disabled))


@cache
def _names() -> dict[int, str]:
    special = {FIGHT: "fight", RECHARGING: "recharge"}
    return {move.num: move.id for move in gen1_moves().values()} | special


def _move(code: int) -> str:
    return _names()[code]


def _move_or_none(code: int) -> str | None:
    return _names()[code] if code else None


@cache
def _species_names() -> dict[int, str]:
    return {species.num: species.id for species in gen1_species().values()}


def _species(number: int) -> str:
    return _species_names()[number]
