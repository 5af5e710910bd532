"""Lines about moves used, lost or missed, and the PP they cost."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, unbind
from psrokit_showdown.protocol import effect_id, parse_ident, tag, to_id
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracking import Field

BINDING_MOVES = frozenset({"bind", "clamp", "firespin", "wrap"})
LOCKING_MOVES = BINDING_MOVES | {"bide", "petaldance", "thrash"}
"""What gen 1 uses again and again for some turns, of which a player does not know how many they will be."""


def move(field: Field, parts: Parts) -> None:
    """A move is used, from its own slot or called by another one."""
    active = active_of(field, parts[2])
    active.act()
    side_number = parse_ident(parts[2]).side
    if side_number not in field.moved:
        field.moved += (side_number,)
    name = to_id(parts[3])
    source = tag(parts, "[from]")
    if source is None:
        active.slot = active.mimic_slot if name == active.mimicked_move else name
        _count(active, 2 if _under_pressure(field, parts) else 1)
    elif active.preparing == name and field.gen == 1:
        _count(active, 1)
    elif effect_id(source) == "sleeptalk":
        active.pokemon.pp_used.setdefault(name, 0)
        active.pokemon.touch()
    active.preparing = None
    active.locked_turns = _locked_turns(active, name, parts) if field.gen == 1 else 0
    active.last_move = name
    active.pokemon.use(name)
    _acts(active)
    active.binding = None
    active.frozen = None
    if field.gen == 1 and name in BINDING_MOVES:
        _bind(field, side_number, name, "[miss]" in parts)


def _locked_turns(active: TrackedActive, move: str, parts: Parts) -> int:
    """Of how many actions in a row a move has been all. A trapping move that misses locks nobody in; Thrash does."""
    if move not in LOCKING_MOVES or (move in BINDING_MOVES and "[miss]" in parts):
        return 0
    goes_on = active.last_move == move and tag(parts, "[from]") is not None
    return active.locked_turns + 1 if goes_on else 1


def _under_pressure(field: Field, parts: Parts) -> bool:
    """Whether the move aims at a Pokemon known to have Pressure (gens 3 and later), which costs one PP more."""
    aimed_at = parts[4] if len(parts) > 4 else ""
    if field.gen < 3 or ": " not in aimed_at or parse_ident(aimed_at).side == parse_ident(parts[2]).side:
        return False
    target = field.sides[parse_ident(aimed_at).side].active
    return target is not None and target.pokemon.ability == "pressure"


def _acts(active: TrackedActive) -> None:
    """What lasted until its next action ends."""
    active.drop("mustrecharge")
    for effect in active.until_action:
        active.drop(effect)
    active.until_action = frozenset()


def _bind(field: Field, side_number: int, move: str, missed: bool) -> None:
    """A gen 1 trapping move ends the target's recharging, hit or miss."""
    user, target = field.sides[side_number].active, field.sides[1 - side_number].active
    if user is not None and not missed:
        user.binding = move
    if target is not None:
        target.drop("mustrecharge")


def _count(active: TrackedActive, pp: int) -> None:
    """PP of the slot in use is gone, or is given back. Struggle and the moves of a Transform have no slot."""
    slot = active.slot
    if slot is None or slot == "struggle" or "transform" in active.volatiles:
        return
    used = active.pokemon.pp_used
    used[slot] = max(0, used.get(slot, 0) + pp)
    active.pokemon.touch()


def prepare(field: Field, parts: Parts) -> None:
    """First half of a two-turn move. In gen 1 the PP goes with the second half, from the slot that called the move."""
    active = active_of(field, parts[2])
    active.preparing = to_id(parts[3])
    active.frozen = None
    if field.gen == 1:
        _count(active, -1)


def cant(field: Field, parts: Parts) -> None:
    """A lost action. Paralysis and Disable also break off a two-turn move, and paralysis all other locks."""
    active = active_of(field, parts[2])
    if parts[3] == "slp":
        active.pokemon.sleep_turns += 1
        active.pokemon.touch()
    if parts[3] in ("par", "Disable"):
        active.act()
        active.preparing = None
    if parts[3] == "par":
        active.locked_turns = 0
    active.binding = None
    _acts(active)
    active.frozen = None


def missed(field: Field, parts: Parts) -> None:
    """The user missed."""
    unbind(field, parse_ident(parts[2]).side)


def immune(field: Field, parts: Parts) -> None:
    """The target is immune."""
    unbind(field, 1 - parse_ident(parts[2]).side)


def must_recharge(field: Field, parts: Parts) -> None:
    """The next turn is lost."""
    active_of(field, parts[2]).add("mustrecharge")
