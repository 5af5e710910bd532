"""psrokit's own space for gen 1: everything a player may know, grouped by entity, in arrays of fixed shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Arrays, ArraySpec, Encoder, InputError, observation_space
from psrokit_showdown.data import gen1_moves
from psrokit_showdown.gen1_rows import (
    ACTIVE_COLUMNS,
    ACTIVE_ID_COLUMNS,
    ID_COLUMNS,
    NO_ACTIVE,
    NO_ACTIVE_IDS,
    NO_IDS,
    NO_ROW,
    ROW_COLUMNS,
    active_ids,
    active_row,
    foe_ids,
    foe_row,
    own_ids,
    own_row,
)
from psrokit_showdown.knowledge import BattleView, FoePokemon, OwnMove, OwnPokemon
from psrokit_showdown.memo import once_each
from psrokit_showdown.numbered import alphabetical
from psrokit_showdown.to_universal import switch_candidates

TEAM = 6
FIELD_COLUMNS = (
    *("turn", "must_move", "must_switch", "trapped", "maybe_locked", "locked", "foes_unseen"),
    *("own_alive", "foes_alive", "own_asleep_by_foe", "foe_asleep_by_own", "foe_frozen", "own_frozen"),
    *("own_moved_first", "foe_moved_first", "own_outsped", "foe_outsped"),
)
_IDS, _FLOATS = np.dtype(np.int16), np.dtype(np.float32)
_MOVES = 165
_ARRAYS = {
    "pokemon_ids": ArraySpec((2 * TEAM, len(ID_COLUMNS)), _IDS, 0, _MOVES, ID_COLUMNS),
    "pokemon": ArraySpec((2 * TEAM, len(ROW_COLUMNS)), _FLOATS, 0.0, 1.0, ROW_COLUMNS),
    "active_ids": ArraySpec((2, len(ACTIVE_ID_COLUMNS)), _IDS, 0, _MOVES, ACTIVE_ID_COLUMNS),
    "actives": ArraySpec((2, len(ACTIVE_COLUMNS)), _FLOATS, -1.0, 1.0, ACTIVE_COLUMNS),
    "field": ArraySpec((len(FIELD_COLUMNS),), _FLOATS, 0.0, 1.0, FIELD_COLUMNS),
}


@observation_space("gen1_entities")
@dataclass(frozen=True)
class Gen1Entities:
    """Everything a player may know in gen 1, by entity; the columns of each array name its last axis.

    `pokemon_ids` int16 (12, 7) and `pokemon` float32 (12, 36): row 0 the own Pokemon on the field, rows 1-5 the others,
    first those that can be switched to in alphabetical order (row 1 + k is action 4 + k), then the fainted likewise;
    row 6 the opponent on the field, rows 7-11 the others in the order in which they were first seen; unseen ones are
    all 0. Own moves stand in the order of action numbers, the other side's in the order in which they were shown.
    Status is numbered none, brn, frz, par, psn, slp, tox, fnt. Stats are divided by 999, base stats by 255, sleep turns
    by 7; `pp` is the share that is left; `revealed` is whether the other side has seen it. `active_ids` int16 (2, 6),
    `actives` float32 (2, 40): own and other side; stages / 6. `bound` is being held by the other side's binding move,
    `bound_turns` / 5 for how many of its actions in a row. `locked_turns` / 5 are the own actions so far in a binding
    move, Thrash, Petal Dance or Bide that goes on (which one is `last_move`), `disable_turns` / 8 those since a move
    was disabled: of each only what was announced, since the length that was drawn is hidden. Confusion turns / 5,
    Toxic's counter / 16 (Leech Seed raises it too), `substitute_hits` / 8 that it has borne. `field` float32 (17,):
    turn / 1000, counts / 6, else flags; `own_moved_first` is about the last turn, `own_outsped` about the last time
    that the two now on the field both used moves of equal priority, which is remembered for the battle.
    """

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """Five arrays."""
        return _ARRAYS

    def start(self) -> Encoder:
        """An encoder that has seen no turn."""
        return _Encoder()


class _Encoder:
    """Remembers who was faster: +1 for (own species, other species) where the own one moved first, -1 for the other."""

    def __init__(self) -> None:
        self._faster: dict[tuple[str, str], int] = {}

    def encode(self, view: BattleView) -> Arrays:
        """The five arrays. Raises InputError for a battle of another generation."""
        if view.gen != 1:
            raise InputError(f"'gen1_entities' is about gen 1, and this is a battle of gen {view.gen}")
        own, foe = view.own, view.foe
        ids, rows = _pokemon(view)
        return {
            "pokemon_ids": np.array(ids, _IDS),
            "pokemon": np.array(rows, _FLOATS),
            "active_ids": np.array([active_ids(one) if one else NO_ACTIVE_IDS for one in (own, foe)], _IDS),
            "actives": np.array(
                [
                    active_row(own, foe) if own else NO_ACTIVE,
                    active_row(foe, own) if foe else NO_ACTIVE,
                ],
                _FLOATS,
            ),
            "field": np.array(self._field(view), _FLOATS),
        }

    def _field(self, view: BattleView) -> list[float]:
        first = view.last_order[0] if view.last_order else None
        faster = self._order(view)
        return [
            min(view.turn, 1000) / 1000,
            *(float(view.decision == "move"), float(view.decision == "switch")),
            *(float(view.trapped), float(view.maybe_locked)),
            float(bool(view.options) and view.options[0].pp is None),
            view.foes_unseen / TEAM,
            sum([pokemon.hp > 0 for pokemon in view.team]) / TEAM,
            (view.foe_team_size - sum([foe.fainted for foe in view.foes])) / TEAM,
            *(float(_asleep(view.team)), float(_asleep(view.foes))),
            float("frz" in [foe.status for foe in view.foes]),
            float("frz" in [pokemon.status for pokemon in view.team]),
            *(float(first == view.seat), float(first == 1 - view.seat)),
            *(float(faster > 0), float(faster < 0)),
        ]

    def _order(self, view: BattleView) -> int:
        own, foe = view.active, view.foe_active
        if own is None or foe is None:
            return 0
        pair = (own.species, foe.species)
        if view.decision == "move" and len(view.last_order) == 2 and _equal_priority(view):
            self._faster[pair] = 1 if view.last_order[0] == view.seat else -1
        return self._faster.get(pair, 0)


def _pokemon(view: BattleView) -> tuple[list[tuple[int, ...]], list[tuple[float, ...]]]:
    """The rows of `pokemon_ids` and `pokemon`."""
    active = view.active or view.team[0]
    moves = _in_order(view.moves)
    bench, fainted = _reserves(view, active)
    missing = TEAM - 1 - len(bench) - len(fainted)
    foes = _foes_in_order(view)
    ids = [own_ids(active, moves), *[_ids(own) for own in bench], *[_ids(own) for own in fainted]]
    rows = [
        own_row(active, moves, False),
        *[_available_row(own) for own in bench],
        *[_fainted_row(own) for own in fainted],
    ]
    ids += [NO_IDS] * missing + [foe_ids(foe) if foe else NO_IDS for foe in foes]
    rows += [NO_ROW] * missing + [foe_row(foe) if foe else NO_ROW for foe in foes]
    return ids, rows


@once_each
def _ids(own: OwnPokemon) -> tuple[int, ...]:
    return own_ids(own, _in_order(own.moves))


@once_each
def _available_row(own: OwnPokemon) -> tuple[float, ...]:
    return own_row(own, _in_order(own.moves), True)


@once_each
def _fainted_row(own: OwnPokemon) -> tuple[float, ...]:
    return own_row(own, _in_order(own.moves), False)


def _reserves(view: BattleView, active: OwnPokemon) -> tuple[list[OwnPokemon], list[OwnPokemon]]:
    """Those that can be switched to and those that have fainted, in alphabetical order."""
    bench = [view.team[place] for _, place in switch_candidates(view)]
    fainted = [pokemon for pokemon in view.team if pokemon is not active and pokemon.hp == 0]
    return bench, sorted(fainted, key=lambda pokemon: pokemon.species)


def _foes_in_order(view: BattleView) -> list[FoePokemon | None]:
    active = view.foe_active
    others = [foe for foe in view.foes if foe is not active]
    unseen: list[FoePokemon | None] = [None] * (TEAM - 1 - len(others))
    return [active, *others, *unseen][:TEAM]


def _in_order(moves: tuple[OwnMove, ...]) -> tuple[OwnMove, ...]:
    return tuple([moves[place] for place in alphabetical(moves)])


def _asleep(team: tuple[OwnPokemon, ...] | tuple[FoePokemon, ...]) -> bool:
    """Whether one was put to sleep by the other side (which may then not do it again)."""
    return True in [pokemon.status == "slp" and not pokemon.rested for pokemon in team]


def _equal_priority(view: BattleView) -> bool:
    """Whether the last moves of both, those of the turn that has just ended, had one priority."""
    if view.own is None or view.foe is None:
        return False
    own, foe = (gen1_moves().get(active.last_move or "") for active in (view.own, view.foe))
    return own is not None and foe is not None and own.priority == foe.priority
