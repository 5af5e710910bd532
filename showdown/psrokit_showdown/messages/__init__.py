"""What each kind of protocol line changes in a seat's knowledge: one small function per kind, and the table of them.

A rule gets the tracked field and the line's parts, `["", kind, argument, ...]`. Kinds in `WITHOUT_EFFECT` say nothing
that is tracked; kinds in neither table are counted by the fold.
"""

from __future__ import annotations

from psrokit_showdown.messages import effects, health, moves, presence, stages
from psrokit_showdown.messages.common import Parts, Rule
from psrokit_showdown.protocol import ProtocolError, parse_side, to_id
from psrokit_showdown.tracking import Field


def _turn(field: Field, parts: Parts) -> None:
    """A turn begins."""
    field.turn = int(parts[2])
    field.last_order, field.moved = field.moved, ()
    for side in field.sides:
        if side.active is not None:
            side.active.end_turn()


def _format(field: Field, parts: Parts) -> None:
    """The name of the format: `[Gen 1] OU` is gen1ou."""
    field.format = to_id(parts[2])


def _player(field: Field, parts: Parts) -> None:
    """Who sits where (with empty fields when somebody leaves)."""
    if len(parts) > 3 and parts[3]:
        field.sides[parse_side(parts[2])].player = parts[3]


def _gen(field: Field, parts: Parts) -> None:
    """The generation."""
    field.gen = int(parts[2])


def _team_size(field: Field, parts: Parts) -> None:
    """How many Pokemon a side has."""
    field.sides[parse_side(parts[2])].team_size = int(parts[3])


def _win(field: Field, parts: Parts) -> None:
    """Somebody has won."""
    field.over = True
    field.winner = next((number for number, side in enumerate(field.sides) if side.player == parts[2]), None)
    if field.winner is None:
        raise ProtocolError(f"'{parts[2]}' has won and is neither player")


def _tie(field: Field, parts: Parts) -> None:  # noqa: ARG001 # rules have one form
    """Nobody has won."""
    field.over = True


RULES: dict[str, Rule] = {
    "switch": presence.switch,
    "drag": presence.switch,
    "replace": presence.replace,
    "poke": presence.shown,
    "detailschange": presence.details_change,
    "-formechange": presence.form_change,
    "faint": presence.faint,
    "move": moves.move,
    "-prepare": moves.prepare,
    "cant": moves.cant,
    "-miss": moves.missed,
    "-immune": moves.immune,
    "-mustrecharge": moves.must_recharge,
    "-damage": health.health,
    "-heal": health.health,
    "-sethp": health.set_health,
    "-status": health.status,
    "-curestatus": health.cure,
    "-cureteam": health.cure_team,
    "-boost": stages.boost,
    "-unboost": stages.unboost,
    "-setboost": stages.set_boost,
    "-clearboost": stages.clear_boost,
    "-clearpositiveboost": stages.clear_positive,
    "-clearnegativeboost": stages.clear_negative,
    "-clearallboost": stages.clear_all_boosts,
    "-invertboost": stages.invert_boost,
    "-copyboost": stages.copy_boosts,
    "-swapboost": stages.swap_boosts,
    "-start": effects.start,
    "-end": effects.end,
    "-activate": effects.activate,
    "-transform": effects.transform,
    "-item": effects.item,
    "-enditem": effects.item,
    "-ability": effects.ability,
    "-sidestart": effects.side_start,
    "-sideend": effects.side_end,
    "-swapsideconditions": effects.swap_sides,
    "-weather": effects.weather,
    "-fieldstart": effects.field_start,
    "-fieldend": effects.field_end,
    "-singleturn": effects.single_turn,
    "-singlemove": effects.single_move,
    "-terastallize": effects.terastallize,
    "turn": _turn,
    "gen": _gen,
    "teamsize": _team_size,
    "tier": _format,
    "player": _player,
    "win": _win,
    "tie": _tie,
}

_SPACER = ""
_BEFORE_AND_AFTER = {"start", "gametype", "rated", "rule", "seed", "clearpoke", "teampreview"}
_MINOR = {
    *("-crit", "-supereffective", "-resisted", "-fail", "-block", "-notarget", "-nothing", "-hitcount", "-ohko"),
    *("-hint", "-message", "-anim", "-center", "-combine", "-waiting", "-fieldactivate", "-endability", "-mega"),
    *("-primal", "-burst", "-zpower", "-zbroken"),
    *("upkeep", "swap"),
}
_ROOM = {
    *("t:", "request", "error", "callback", "choice", "sentchoice", "inactive", "inactiveoff", "debug", "message"),
    *("raw", "html", "uhtml", "uhtmlchange", "c", "c:", "chat", "j", "J", "join", "l", "L", "leave", "n", "N", "name"),
    *("title", "init", "deinit", "noinit", "bigerror", "popup", "unlink", "hidelines"),
}
WITHOUT_EFFECT = frozenset({_SPACER} | _BEFORE_AND_AFTER | _MINOR | _ROOM)
"""Kinds that are known and change nothing tracked."""
