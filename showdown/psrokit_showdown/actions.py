"""What a request allows, as the choice strings the simulator reads, and those choices in words.

A choice is `move N` (the N-th entry of the request's own list of moves; `move N terastallize` in gen 9), `switch N`
(the N-th Pokemon in the request's order) or, before a battle with team preview, `team N` (who leads).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from psrokit_showdown.data.proper import proper_name
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.protocol import ProtocolError

TERASTALLIZE = "terastallize"
"""What a choice of a move ends with that terastallizes as well."""


def legal_choices(request: Mapping[str, Any]) -> tuple[str, ...]:
    """Every choice the request allows, never empty. Raises ProtocolError when it asks for nothing or allows nothing.

    Gen 1: a hard lock (recharge, Thrash, Rage, a two-turn move) leaves `move 1`; a lock that can be switched out of,
    `fight` (asleep, frozen, trapped) and `struggle` leave `move 1` and switches; otherwise every slot with PP that is
    not disabled, and every living reserve. `maybeLocked` changes nothing: the simulator replaces the move itself.
    Gen 9: every move also with Terastallization while that is possible; Revival Blessing asks for one that has fainted.
    """
    try:
        return _legal(request)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ProtocolError(f"cannot read a request: {type(error).__name__} {error}") from error


def _legal(request: Mapping[str, Any]) -> tuple[str, ...]:
    team = request["side"]["pokemon"]
    if request.get("teamPreview"):
        return _interned("team", (1 << len(team)) - 1)
    reserves = revivable = 0
    for slot, pokemon in enumerate(team):
        if not pokemon["condition"].endswith(" fnt"):
            reserves |= 0 if pokemon["active"] else 1 << slot
        elif not pokemon["active"]:
            revivable |= 1 << slot
    if request.get("forceSwitch"):
        reviving = any(pokemon.get("reviving") for pokemon in team)
        return _some(_interned("switch", revivable if reviving else reserves), request)
    active = request["active"][0]
    usable = 0
    for slot, move in enumerate(active["moves"]):
        if not move.get("disabled") and move.get("pp", 1) > 0:
            usable |= 1 << slot
    moves = _interned("move", usable)
    if active.get("canTerastallize"):
        moves += tuple(f"{move} {TERASTALLIZE}" for move in moves)
    switches = () if active.get("trapped") else _interned("switch", reserves)
    return _some(moves + switches, request)


def _some(choices: tuple[str, ...], request: Mapping[str, Any]) -> tuple[str, ...]:
    if not choices:
        raise ProtocolError(f"a request allows nothing: {json.dumps(request, default=str)}")
    return choices


@cache
def _interned(verb: str, slots: int) -> tuple[str, ...]:
    """`verb N` for every bit N-1 that is set."""
    return tuple(f"{verb} {place + 1}" for place in range(slots.bit_length()) if slots >> place & 1)


def chosen_move(view: BattleView, choice: str) -> str:
    """The identifier of the move that a `move N` choice uses. Raises ProtocolError if there is none."""
    place = chosen_place(choice)
    if not 0 <= place < len(view.options):
        raise ProtocolError(f"'{choice}' is not a choice of this request")
    return view.options[place].id


@lru_cache(maxsize=256)
def chosen_place(choice: str) -> int:
    """The index, from 0, of the entry that `verb N` means; -1 for a choice without a number."""
    number = choice.removesuffix(f" {TERASTALLIZE}").partition(" ")[2]
    return int(number) - 1 if number.isdecimal() else -1


def describe(view: BattleView, choice: str) -> str:
    """A choice in words: "use Thunderbolt (22 of 24 PP)", "send Tauros (353 of 353 HP)". Raises ProtocolError."""
    verb, place = choice.partition(" ")[0], chosen_place(choice)
    if verb == "move" and 0 <= place < len(view.options):
        option = view.options[place]
        left = f" ({option.pp} of {option.max_pp} PP)" if option.pp is not None else ""
        turning = f" and {TERASTALLIZE}" if choice.endswith(TERASTALLIZE) else ""
        return f"use {proper_name('moves', option.id) or option.id}{left}{turning}"
    if verb in ("switch", "team") and 0 <= place < len(view.team):
        pokemon = view.team[place]
        status = f", {pokemon.status}" if pokemon.status else ""
        name = proper_name("species", pokemon.species) or pokemon.species
        return f"send {name} ({pokemon.hp} of {pokemon.max_hp} HP{status})"
    raise ProtocolError(f"'{choice}' is not a choice of this request")
