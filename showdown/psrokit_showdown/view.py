"""From protocol lines and requests to what one seat may know: `Fold`, and the `BattleView` it makes.

A fold is fed the seat's own lines and nothing else (`protocol.for_seat`), so nothing hidden can reach a view.
It has no clock, no files and no simulator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from psrokit_showdown.data.dex import slot_id
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
from psrokit_showdown.messages import RULES, WITHOUT_EFFECT
from psrokit_showdown.messages.reveals import reveal
from psrokit_showdown.own_team import OwnTeam
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracking import Field, TrackedSide

__all__ = [
    "Active",
    "BattleView",
    "Boosts",
    "FoePokemon",
    "Fold",
    "MoveOption",
    "OwnMove",
    "OwnPokemon",
    "SeenMove",
    "Stats",
    "decision",
]

Request = Mapping[str, Any]
Moves = tuple[OwnMove, ...]
_MALFORMED = (IndexError, KeyError, TypeError, AttributeError)
"""What reading a request raises that does not have the form it must have."""


def decision(request: Request) -> Decision:
    """What a request asks for."""
    if request.get("wait"):
        return "wait"
    if request.get("teamPreview"):
        return "preview"
    return "switch" if request.get("forceSwitch") else "move"


def _options(active: Request) -> tuple[MoveOption, ...]:
    """The list of moves of the Pokemon on the field."""
    return tuple(
        [
            _option(move["id"], move.get("pp"), move.get("maxpp"), move.get("disabled", False))
            for move in active.get("moves", ())
        ]
    )


@lru_cache(maxsize=4096)
def _option(move: str, pp: int | None, max_pp: int | None, disabled: bool) -> MoveOption:
    return MoveOption(move, pp, max_pp, disabled)


class Fold:
    """One seat's knowledge of one battle, built up line by line. `seat` is 0 for p1 and 1 for p2.

    Requests are taken as read-only: what is the same object as before has not changed.
    """

    def __init__(self, seat: int) -> None:
        self.seat = seat
        self._field = Field()
        self._team = OwnTeam(self._field, seat)
        self._foes: tuple[FoePokemon, ...] = ()
        self._request: Request | None = None

    @property
    def unknown(self) -> Mapping[str, int]:
        """Kinds of lines that no rule knows, and how often each was skipped."""
        return self._field.unknown

    @property
    def over(self) -> bool:
        """Whether a win or a tie has been announced."""
        return self._field.over

    def feed(self, lines: Iterable[str]) -> None:
        """Take in lines of this seat, in order. Raises ProtocolError with the line that cannot be read."""
        field = self._field
        for line in lines:
            parts = line.split("|")
            kind = parts[1] if len(parts) > 1 else ""
            rule = RULES.get(kind)
            if rule is None:
                self._skip(kind, line)
                continue
            try:
                rule(field, parts)
                if field.gen > 1 and ("m: " in line or "y: " in line):
                    reveal(field, parts)
            except (IndexError, ValueError, KeyError, ProtocolError) as error:
                raise ProtocolError(f"cannot read the protocol line {line!r}: {error}") from error

    def _skip(self, kind: str, line: str) -> None:
        if kind == "split":
            raise ProtocolError(f"{line!r} must be resolved for one seat before it is folded (protocol.for_seat)")
        if kind not in WITHOUT_EFFECT:
            self._field.unknown[kind] = self._field.unknown.get(kind, 0) + 1

    def view(self, request: Request) -> BattleView:
        """What the seat knows now, given the request that its latest lines led to. Raises ProtocolError."""
        try:
            return self._view(request)
        except _MALFORMED as error:
            raise _unreadable(error) from error

    def _view(self, request: Request) -> BattleView:
        field = self._field
        self._request = request
        own, foe = field.sides[self.seat], field.sides[1 - self.seat]
        actives = request.get("active")
        active: Request = actives[0] if actives else {}
        options = _options(active)
        team = self._team.frozen(request["side"]["pokemon"], options)
        return BattleView(
            field.gen,
            self.seat,
            field.turn,
            decision(request),
            team,
            self._freeze_foes(foe),
            foe.team_size,
            own.active.freeze() if own.active else None,
            foe.active.freeze() if foe.active else None,
            options,
            bool(active.get("trapped")),
            bool(active.get("maybeLocked")),
            field.weather,
            tuple(own.conditions.items()),
            tuple(foe.conditions.items()),
            tuple(field.conditions.items()),
            self._moves(team[0], own.active, options) if team else (),
            "canTerastallize" in active,
            field.format,
            foe.preview,
            self._outcome(),
            field.last_order,
        )

    def closing_view(self, last: Request | None = None) -> BattleView:
        """What the seat knows when it is not asked: at the end, above all, as its lines and its last request tell.

        last: that request, where this fold was fed anew and has not seen it. The own Pokemon have the health that the
        lines gave them, and one that came in after the last request has changed places with the one it replaced, as in
        every request. Raises ProtocolError before the first request.
        """
        request = self._request or last
        if request is None:
            raise ProtocolError("nothing has been asked yet, so the own team is not known")
        try:
            entries = self._team.up_to_date(request["side"]["pokemon"])
        except _MALFORMED as error:
            raise _unreadable(error) from error
        return self.view({"wait": True, "side": {**request["side"], "pokemon": entries}})

    def _outcome(self) -> int | None:
        if not self._field.over:
            return None
        winner = self._field.winner
        return 0 if winner is None else 1 if winner == self.seat else -1

    def _moves(self, first: OwnPokemon, active: TrackedActive | None, options: Sequence[MoveOption]) -> Moves:
        """What the Pokemon on the field can use now: a list without PP is a lock, and then the last full list holds."""
        if active is None:
            return first.moves
        if options and options[0].pp is not None:
            same = [option.id for option in options] == [slot_id(move.id) for move in first.moves]
            active.offered = () if same else tuple([OwnMove(each.id, each.pp, each.max_pp) for each in options])
        return active.offered or first.moves

    def _freeze_foes(self, side: TrackedSide) -> tuple[FoePokemon, ...]:
        on_field = side.active.pokemon if side.active else None
        foes = tuple([pokemon.freeze(pokemon is on_field) for pokemon in side.pokemon.values()])
        if foes != self._foes:
            self._foes = foes
        return self._foes


def _unreadable(error: Exception) -> ProtocolError:
    return ProtocolError(f"cannot read a request: {type(error).__name__} {error}")
