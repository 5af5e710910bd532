"""What each kind of protocol line changes in a seat's knowledge: one small function per kind, and the table of them.

A rule gets the tracked field and the line's parts, `["", kind, argument, ...]`. Kinds in `WITHOUT_EFFECT` say nothing that is
tracked; kinds in neither table are counted by the fold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from psrokit_showdown.knowledge import Boosts
from psrokit_showdown.protocol import (
    ProtocolError,
    effect_id,
    parse_condition,
    parse_details,
    parse_ident,
    parse_side,
    tag,
    to_id,
)
from psrokit_showdown.tracking import NO_BOOSTS, Field, TrackedActive, TrackedPokemon, TrackedSide

Parts = Sequence[str]
Rule = Callable[[Field, Parts], None]

BINDING_MOVES = frozenset({"bind", "clamp", "firespin", "wrap"})
RECHARGE = frozenset({"mustrecharge"})
PASSED_ON = frozenset(
    {"aquaring", "confusion", "curse", "embargo", "focusenergy", "gastroacid", "ingrain", "leechseed", "magnetrise", "substitute"}
)
"""Effects that Baton Pass hands to the next Pokemon (gens 2 and later)."""


def _active(field: Field, text: str) -> TrackedActive:
    active = field.sides[parse_ident(text).side].active
    if active is None:
        raise ProtocolError(f"'{text}' is spoken of before it was sent out")
    return active


def _pokemon(field: Field, text: str) -> TrackedPokemon:
    """Whom a line is about, on the field or on the bench."""
    side_number, position, name = parse_ident(text)
    side = field.sides[side_number]
    if position and side.active is not None:
        return side.active.pokemon
    for (known, _), pokemon in side.pokemon.items():
        if known == name:
            return pokemon
    raise ProtocolError(f"'{text}' has never been seen")


# --- who is on the field ---


def _switch(field: Field, parts: Parts) -> None:
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    leaving = side.active
    passing = leaving is not None and leaving.last_move == "batonpass" and parts[1] == "switch"
    pokemon = _seen(side, name, parts[3])
    side.active = TrackedActive(pokemon, pokemon.details.species)
    if passing and leaving is not None:
        side.active.boosts = leaving.boosts
        side.active.volatiles = leaving.volatiles & PASSED_ON
    if leaving is not None:
        leaving.pokemon.touch()
    pokemon.set_condition(parse_condition(parts[4]))
    pokemon.touch()
    _unbind(field, 1 - side_number)


def _seen(side: TrackedSide, name: str, details: str) -> TrackedPokemon:
    key = (name, details)
    pokemon = side.pokemon.get(key)
    if pokemon is None:
        pokemon = side.pokemon[key] = TrackedPokemon(parse_details(details))
    return pokemon


def _details_change(field: Field, parts: Parts) -> None:
    """A permanent change of form; the Pokemon keeps what is known of it."""
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    pokemon = _pokemon(field, parts[2])
    side.pokemon = {(name, parts[3]) if other is pokemon else key: other for key, other in side.pokemon.items()}
    pokemon.details = parse_details(parts[3])
    pokemon.touch()
    if side.active is not None and side.active.pokemon is pokemon:
        side.active.species = pokemon.details.species
        side.active.frozen = None


def _form_change(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    active.species = to_id(parts[3].split(", ")[0])
    active.frozen = None


def _faint(field: Field, parts: Parts) -> None:
    _pokemon(field, parts[2]).set_condition(parse_condition("0 fnt"))


# --- moves ---


def _move(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    move = to_id(parts[3])
    source = tag(parts, "[from]")
    if source is None:
        active.slot = active.mimic_slot if move == active.mimicked_move else move
        _count(active, 1)
    elif active.preparing == move and field.gen == 1:
        _count(active, 1)
    elif effect_id(source) == "sleeptalk":
        active.pokemon.pp_used.setdefault(move, 0)
        active.pokemon.touch()
    active.preparing = None
    active.last_move = move
    active.volatiles -= RECHARGE
    active.binding = None
    active.frozen = None
    if field.gen == 1 and move in BINDING_MOVES:
        _bind(field, parse_ident(parts[2]).side, move, "[miss]" in parts)


def _bind(field: Field, side_number: int, move: str, missed: bool) -> None:
    """A gen 1 trapping move ends the target's recharging, hit or miss."""
    user, target = field.sides[side_number].active, field.sides[1 - side_number].active
    if user is not None and not missed:
        user.binding = move
    if target is not None:
        target.drop("mustrecharge")


def _count(active: TrackedActive, pp: int) -> None:
    """PP of the slot in use is gone, or is given back. Struggle and the moves of a Transform have no slot of its own."""
    slot = active.slot
    if slot is None or slot == "struggle" or "transform" in active.volatiles:
        return
    used = active.pokemon.pp_used
    used[slot] = max(0, used.get(slot, 0) + pp)
    active.pokemon.touch()


def _prepare(field: Field, parts: Parts) -> None:
    """First half of a two-turn move. In gen 1 the PP goes with the second half, from the slot that called the move."""
    active = _active(field, parts[2])
    active.preparing = to_id(parts[3])
    active.frozen = None
    if field.gen == 1:
        _count(active, -1)


def _cant(field: Field, parts: Parts) -> None:
    """A lost action. Paralysis and Disable also break off a two-turn move; sleep, freezing and flinching do not."""
    active = _active(field, parts[2])
    if parts[3] == "slp":
        active.pokemon.sleep_turns += 1
        active.pokemon.touch()
    if parts[3] in ("par", "Disable"):
        active.preparing = None
    active.binding = None
    active.volatiles -= RECHARGE
    active.frozen = None


def _missed(field: Field, parts: Parts) -> None:
    _unbind(field, parse_ident(parts[2]).side)


def _immune(field: Field, parts: Parts) -> None:
    _unbind(field, 1 - parse_ident(parts[2]).side)


def _unbind(field: Field, side_number: int) -> None:
    active = field.sides[side_number].active
    if active is not None and active.binding is not None:
        active.binding = None
        active.frozen = None


def _must_recharge(field: Field, parts: Parts) -> None:
    _active(field, parts[2]).add("mustrecharge")


# --- health and status ---


def _health(field: Field, parts: Parts) -> None:
    pokemon = _pokemon(field, parts[2])
    pokemon.set_condition(parse_condition(parts[3]))
    if len(parts) > 4:
        _health_source(_active(field, parts[2]), parts[4])


def _health_source(active: TrackedActive, source: str) -> None:
    if source == "[from] psn" and active.pokemon.status == "tox":
        active.toxic_turns += 1
    elif source == "[from] confusion":
        active.preparing = active.binding = None
    active.frozen = None


def _set_health(field: Field, parts: Parts) -> None:
    """`-sethp` names one Pokemon, or two with their healths in turn (older Pain Split)."""
    for place in range(2, len(parts) - 1, 2):
        if not parts[place].startswith("["):
            _pokemon(field, parts[place]).set_condition(parse_condition(parts[place + 1]))


def _status(field: Field, parts: Parts) -> None:
    pokemon = _pokemon(field, parts[2])
    pokemon.sleep_turns = 0
    pokemon.set_status(parts[3])
    if parts[3] == "slp":
        pokemon.rested = parts[-1] == "[from] move: Rest"
        _active(field, parts[2]).drop("mustrecharge")


def _cure(field: Field, parts: Parts) -> None:
    pokemon = _pokemon(field, parts[2])
    if pokemon.status != "fnt":
        pokemon.set_status("")


def _cure_team(field: Field, parts: Parts) -> None:
    for pokemon in field.sides[parse_side(parts[2])].pokemon.values():
        if pokemon.status != "fnt":
            pokemon.set_status("")


# --- stages ---


def _boost(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    active.boost(parts[3], active.stage(parts[3]) + int(parts[4]))


def _unboost(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    active.boost(parts[3], active.stage(parts[3]) - int(parts[4]))


def _set_boost(field: Field, parts: Parts) -> None:
    _active(field, parts[2]).boost(parts[3], int(parts[4]))


def _set_boosts(active: TrackedActive, boosts: Boosts) -> None:
    active.boosts = boosts
    active.frozen = None


def _clear_boost(field: Field, parts: Parts) -> None:
    _set_boosts(_active(field, parts[2]), NO_BOOSTS)


def _clear_positive(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    _set_boosts(active, Boosts(*(min(0, stage) for stage in active.boosts)))


def _clear_negative(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    _set_boosts(active, Boosts(*(max(0, stage) for stage in active.boosts)))


def _invert_boost(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    _set_boosts(active, Boosts(*(-stage for stage in active.boosts)))


def _clear_all_boosts(field: Field, parts: Parts) -> None:
    for side in field.sides:
        if side.active is not None:
            _set_boosts(side.active, NO_BOOSTS)


def _copy_boosts(field: Field, parts: Parts) -> None:
    _set_boosts(_active(field, parts[2]), _active(field, parts[3]).boosts)


def _swap_boosts(field: Field, parts: Parts) -> None:
    one, other = _active(field, parts[2]), _active(field, parts[3])
    named = parts[4].split(", ") if len(parts) > 4 and not parts[4].startswith("[") else []
    for stat in named or ("atk", "def", "spa", "spd", "spe", "accuracy", "evasion"):
        stage, other_stage = one.stage(stat), other.stage(stat)
        one.boost(stat, other_stage)
        other.boost(stat, stage)


# --- effects with a beginning and an end ---


def _start(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "typechange" and len(parts) > 4:
        active.types = tuple(parts[4].split("/"))
    elif effect == "disable" and len(parts) > 4:
        active.disabled_move = to_id(parts[4])
    elif effect == "mimic" and len(parts) > 4:
        active.mimicked_move = to_id(parts[4])
        active.mimic_slot = active.slot
    elif effect == "confusion":
        active.confusion_turns = 0
    if effect[:-1] in ("perish", "stockpile"):
        active.volatiles -= {effect[:-1] + digit for digit in "0123"}
    active.add(effect)


def _end(field: Field, parts: Parts) -> None:
    active = _active(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "disable":
        active.disabled_move = None
    elif effect == "stockpile":
        active.volatiles -= {"stockpile1", "stockpile2", "stockpile3"}
    active.frozen = None
    active.drop(effect)


def _activate(field: Field, parts: Parts) -> None:
    if len(parts) < 4 or parts[3] != "confusion":
        return
    active = _active(field, parts[2])
    active.confusion_turns += 1
    active.frozen = None


def _transform(field: Field, parts: Parts) -> None:
    active, target = _active(field, parts[2]), _active(field, parts[3])
    active.species = target.species
    active.boosts = target.boosts
    active.types = target.types
    active.add("transform")


# --- items, abilities, both halves of the field ---


def _item(field: Field, parts: Parts) -> None:
    pokemon = _pokemon(field, parts[2])
    pokemon.item = "" if parts[1] == "-enditem" else to_id(parts[3])
    pokemon.touch()


def _ability(field: Field, parts: Parts) -> None:
    pokemon = _pokemon(field, parts[2])
    pokemon.ability = effect_id(parts[3])
    pokemon.touch()


def _side_start(field: Field, parts: Parts) -> None:
    field.sides[parse_side(parts[2])].conditions |= {effect_id(parts[3])}


def _side_end(field: Field, parts: Parts) -> None:
    field.sides[parse_side(parts[2])].conditions -= {effect_id(parts[3])}


def _swap_sides(field: Field, parts: Parts) -> None:
    one, other = field.sides
    one.conditions, other.conditions = other.conditions, one.conditions


def _weather(field: Field, parts: Parts) -> None:
    field.weather = "" if parts[2] == "none" else effect_id(parts[2])


# --- the battle itself ---


def _turn(field: Field, parts: Parts) -> None:
    field.turn = int(parts[2])


def _gen(field: Field, parts: Parts) -> None:
    field.gen = int(parts[2])


def _team_size(field: Field, parts: Parts) -> None:
    field.sides[parse_side(parts[2])].team_size = int(parts[3])


def _over(field: Field, parts: Parts) -> None:
    field.over = True


RULES: dict[str, Rule] = {
    "switch": _switch,
    "drag": _switch,
    "replace": _switch,
    "detailschange": _details_change,
    "-formechange": _form_change,
    "faint": _faint,
    "move": _move,
    "-prepare": _prepare,
    "cant": _cant,
    "-miss": _missed,
    "-immune": _immune,
    "-mustrecharge": _must_recharge,
    "-damage": _health,
    "-heal": _health,
    "-sethp": _set_health,
    "-status": _status,
    "-curestatus": _cure,
    "-cureteam": _cure_team,
    "-boost": _boost,
    "-unboost": _unboost,
    "-setboost": _set_boost,
    "-clearboost": _clear_boost,
    "-clearpositiveboost": _clear_positive,
    "-clearnegativeboost": _clear_negative,
    "-clearallboost": _clear_all_boosts,
    "-invertboost": _invert_boost,
    "-copyboost": _copy_boosts,
    "-swapboost": _swap_boosts,
    "-start": _start,
    "-end": _end,
    "-activate": _activate,
    "-transform": _transform,
    "-item": _item,
    "-enditem": _item,
    "-ability": _ability,
    "-sidestart": _side_start,
    "-sideend": _side_end,
    "-swapsideconditions": _swap_sides,
    "-weather": _weather,
    "turn": _turn,
    "gen": _gen,
    "teamsize": _team_size,
    "win": _over,
    "tie": _over,
}

WITHOUT_EFFECT = frozenset(
    "|t:|upkeep|start|gametype|player|tier|rated|rule|seed|request|error|inactive|inactiveoff|debug|clearpoke|poke|teampreview"
    "|-crit|-supereffective|-resisted|-fail|-block|-notarget|-nothing|-hitcount|-ohko|-hint|-message|-anim|-center|-combine|-waiting"
    "|-singleturn|-singlemove|-fieldstart|-fieldend|-fieldactivate|-endability|-mega|-primal|-burst|-zpower|-zbroken|-terastallize"
    "|message|raw|html|uhtml|uhtmlchange|c|c:|j|J|l|L|n|N|chat|join|leave|name|title|init|deinit|noinit|bigerror|popup|unlink|hidelines"
    "|swap|choice|sentchoice|callback".split("|")
)
"""Kinds that are known and change nothing tracked; the empty kind is the spacer line `|`."""
