"""What a battle tells: the values an exchange returns, and the memory that one battle needs to make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from psrokit_showdown.simulator.commands import BattleSpec

FailureKind = Literal["crash", "hang", "garbage", "battle_error", "invalid_choice"]
Request: TypeAlias = Mapping[str, Any]
"""What the simulator asks a seat, in its own form: `active`, `forceSwitch`, `side` ..."""
Choices: TypeAlias = tuple[tuple[int, str], ...]
"""(seat, choice) in the order made: with the BattleSpec, all that replays a battle."""


@dataclass(frozen=True, slots=True)
class Update:
    """What happened in one battle since its last update.

    log: new protocol lines, `|split|` triples included, lines of wall-clock time (`|t:|`) left out. requests: what each
    seat is asked, None for a seat that need not act; they share parts with earlier ones and are read-only. winner: the
    seat that has won, None for a tie or a battle under way. turn: the simulator's count. prng: its random state after
    this step, "a,b,c,d". choices: the whole choice log once the battle has ended, else empty.
    """

    log: tuple[str, ...]
    requests: tuple[Request | None, Request | None]
    ended: bool
    winner: int | None
    turn: int
    prng: str
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class SimulatorFailure:
    """Why a battle could not go on.

    kind: "crash", "hang" and "garbage" are faults of the process, which took all its battles with it; "battle_error"
    and "invalid_choice" concern this battle alone. choices: with the BattleSpec they reproduce a "battle_error".
    """

    kind: FailureKind
    message: str
    choices: Choices = ()


class Lane:
    """One battle under way, seen from Python."""

    __slots__ = ("_sides", "begun", "choices", "failure", "pending")

    def __init__(self, battle: BattleSpec) -> None:
        self._sides = tuple(_Side(name, f"p{seat + 1}") for seat, name in enumerate(battle.names))
        self.begun = False
        self.failure: SimulatorFailure | None = None
        self.choices: list[tuple[int, str]] = []
        self.pending: frozenset[int] = frozenset()

    def hear(self, reply: list[Any]) -> Update | SimulatorFailure:
        """Turn the worker's reply (its lane number taken off) into what the caller gets."""
        if len(reply) == 2:
            kind, message = reply
            if kind not in {"battle_error", "invalid_choice"}:
                raise ValueError(f"no failure is called {kind!r}")
            return SimulatorFailure(kind, message, tuple(self.choices))
        log, first, second, ended, winner, turn, prng = reply
        requests = (self._sides[0].request(first), self._sides[1].request(second))
        self.begun = True
        self.pending = frozenset(seat for seat, request in enumerate(requests) if request is not None)
        choices = tuple(self.choices) if ended else ()
        return Update(tuple(log.split("\n")) if log else (), requests, ended, winner, turn, prng, choices)


class _Side:
    """A seat's team and moves as last described: a request only says what is new (see node/requests.js)."""

    __slots__ = ("_entries", "_id", "_moves", "_name", "_order")

    def __init__(self, name: str, side: str) -> None:
        self._name = name
        self._id = side
        self._order: list[int] = []
        self._entries: dict[int, Request] = {}
        self._moves: dict[int, list[Request]] = {}

    def request(self, compact: dict[str, Any] | None) -> Request | None:
        if compact is None:
            return None
        self._order = compact.pop("order", self._order)
        for number, delta in compact.pop("changed", ()):
            self._entries[number] = _changed(self._entries.get(number), delta)
        for place, active in enumerate(compact.get("active", ())):
            active["moves"] = self._list_moves(self._order[place], active["moves"])
        team = [self._entries[number] for number in self._order]
        compact["side"] = {"name": self._name, "id": self._id, "pokemon": team}
        return compact

    def _list_moves(self, number: int, deltas: list[Any]) -> list[Request]:
        last = self._moves.get(number, [])
        moves = [_changed(last[place] if place < len(last) else None, delta) for place, delta in enumerate(deltas)]
        self._moves[number] = moves
        return moves


def _changed(last: Request | None, delta: Any) -> Request:
    """`last` after a delta: 0 for no change, [fields] for other fields, otherwise the whole."""
    if isinstance(delta, dict):
        return delta
    if last is None:
        raise ValueError("a change to what was never described")
    return {**last, **delta[0]} if delta else last
