"""What one seat may know, made straight from a row: the `BattleView` that the protocol's lines would have given it."""

from __future__ import annotations

from functools import lru_cache

from psrokit_showdown.engine import layout, seen
from psrokit_showdown.engine.names import move_name, move_or_none, species_name, types_shown
from psrokit_showdown.engine.options import NO_PP, Options, full_pp, options_of
from psrokit_showdown.engine.view_pokemon import SHARED, Words, own_team, seen_at, seen_foes
from psrokit_showdown.knowledge import Active, BattleView, Boosts, Decision, MoveOption, OwnMove

GENERATION = 1
DECISIONS: dict[int, Decision] = {
    layout.NOTHING_ASKED: "wait",
    layout.MOVE_ASKED: "move",
    layout.SWITCH_ASKED: "switch",
}


def view_of(row: Words, seat: int, format_id: str) -> BattleView:
    """What `seat` knows when it is asked in a battle of a format."""
    own, foe = (layout.P1, layout.P2) if seat == 0 else (layout.P2, layout.P1)
    options = options_of(row, seat)
    team = own_team(row, own)
    return BattleView(
        GENERATION,
        seat,
        row[layout.TURN],
        DECISIONS[row[own + layout.REQUEST]],
        team,
        seen_foes(row, foe, format_id),
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


def _active(row: Words, side: int) -> Active:
    known = seen_at(side)
    down = row[row[side + layout.ACTIVE] + layout.HP] == 0
    stages_at = known + seen.STAGES_SHOWN if down else side + layout.STAGE
    effects = _effects(row, known)
    attack, defence, special, speed, accuracy, evasion = row[stages_at : stages_at + layout.STAGES]
    return Active(
        species_name(row[known + seen.LOOKS] if down else row[side + layout.SPECIES_NOW]),
        Boosts(attack, defence, special, special, speed, accuracy, evasion),
        frozenset(name for name, _ in effects),
        move_or_none(row[known + seen.LAST_SHOWN]),
        move_or_none(row[known + seen.PREPARING]),
        move_or_none(row[known + seen.BINDING]),
        move_or_none(row[known + seen.DISABLED]),
        move_or_none(row[known + seen.MIMICKED]),
        types_shown(row[known + seen.TYPES_SHOWN]),
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
    offers, own = seen_at(side) + seen.OFFERS, row[row[side + layout.ACTIVE] + layout.MON_SLOTS]
    count = row[seen_at(side) + seen.OFFERED]
    moves, pps = row[offers : offers + 2 * count : 2], row[offers + 1 : offers + 2 * count : 2]
    offered = enumerate(zip(moves, pps, strict=True))
    return tuple([OwnMove(move_name(move), pp, full_pp(move, boosted=slot < own)) for slot, (move, pp) in offered])


def _last_order(row: Words) -> tuple[int, ...]:
    """Who used a move in the last whole turn, in order."""
    moved = [row[seen_at(side) + seen.MOVED_BEFORE] for side in (layout.P1, layout.P2)]
    return tuple(seat for _, seat in sorted((place, seat) for seat, place in enumerate(moved) if place))


def _entries(options: Options) -> tuple[MoveOption, ...]:
    return tuple([_entry(*entry) for entry in options.entries])


@lru_cache(maxsize=SHARED)
def _entry(move: int, pp: int, max_pp: int, disabled: int) -> MoveOption:
    if max_pp == NO_PP:  # PP themselves fall below 0 in custom games
        return MoveOption(move_name(move), None, None, bool(disabled))
    return MoveOption(move_name(move), pp, max_pp, bool(disabled))
