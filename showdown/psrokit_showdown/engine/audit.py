"""Native battles played again on the unmodified simulator while they are under way, and compared at every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import Any, Self

from psrokit.api import IntegrityError, Observation, Seat, seed
from psrokit_showdown.battle import Battle
from psrokit_showdown.choices import encode_choices
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.episode import NativeBattle
from psrokit_showdown.simulator import Simulator, SimulatorFailure, SimulatorUnavailable, Update

_PURPOSE = "audit"
_SEEDS = 2**63


class Audit:
    """Follows a share of all battles, chosen by their match seeds, on a simulator process of its own.

    Compared are who is asked, what each seat knows and may do, the turn, the winner and the random state. Use it in a
    `with` statement; no process runs before the first audited battle.
    """

    def __init__(self, share: float, exchange_seconds: float) -> None:
        self._share = share
        self._exchange_seconds = exchange_seconds
        self._simulator: Simulator | None = None
        self._lanes = count()
        self._twins: dict[NativeBattle, Battle] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._simulator is not None:
            self._simulator.close()

    def follows(self, match_seed: int) -> bool:
        """Whether a battle is one of the share."""
        return self._share > 0.0 and seed(_PURPOSE, match_seed) < self._share * _SEEDS

    def begin(self, battles: Sequence[NativeBattle], seeds: Sequence[int]) -> None:
        """Choose those of newly dealt battles that are followed."""
        for battle, match_seed in zip(battles, seeds, strict=True):
            if self.follows(match_seed):
                first, second = battle.teams
                twin = Battle(next(self._lanes), battle.spec, (first.name, second.name))
                self._twins[battle] = twin
                self._process().start(twin.lane, battle.spec)

    def compare(self, battles: Iterable[NativeBattle]) -> None:
        """Bring the twins of battles that have moved to where those stand. Raises IntegrityError at a difference."""
        followed = [battle for battle in battles if battle in self._twins]
        if not followed:
            return
        for battle in followed:
            self._repeat(battle)
        answers = self._process().exchange()
        for battle in followed:
            self._judge(battle, answers[self._twins[battle].lane])

    def forget(self, battle: NativeBattle) -> None:
        """Follow a battle no longer."""
        twin = self._twins.pop(battle, None)
        if twin is not None:
            self._process().drop(twin.lane)

    def _process(self) -> Simulator:
        if self._simulator is None:
            self._simulator = Simulator(variant="plain", exchange_seconds=self._exchange_seconds)
        return self._simulator

    def _repeat(self, battle: NativeBattle) -> None:
        """Queue the choices that the battle has made since its twin was last asked."""
        twin = self._twins[battle]
        asked = sorted(twin.pending())
        if asked:
            self._process().choose(twin.lane, dict(battle.choices[-len(asked) :]))

    def _judge(self, battle: NativeBattle, answer: Update | SimulatorFailure) -> None:
        twin = self._twins[battle]
        if isinstance(answer, SimulatorFailure):
            del self._twins[battle]
            if battle.result == layout.BROKEN and answer.kind == "battle_error":
                return
            raise SimulatorUnavailable(f"the audit cannot go on: {answer.kind}: {answer.message}")
        twin.hear(answer)
        found = next(differences("", _account(battle), _told(twin, answer)), None)
        if found is not None:
            raise _left(battle, *found)
        if answer.ended:
            del self._twins[battle]


def _account(battle: NativeBattle) -> Mapping[str, Any]:
    """A native battle in the terms of the comparison."""
    state = battle.words[layout.SEED : layout.SEED + 4]
    return {
        "prng": ",".join(str(part & 0xFFFF) for part in state),
        "ended": battle.result != layout.RUNNING,
        "winner": battle.winner,
        "turn": battle.words[layout.TURN],
        **_seats(battle.pending()),
    }


def _told(twin: Battle, update: Update) -> Mapping[str, Any]:
    """Its twin on the simulator in the same terms."""
    return {
        "prng": update.prng,
        "ended": update.ended,
        "winner": update.winner,
        "turn": update.turn,
        **_seats(twin.pending()),
    }


def _seats(pending: Mapping[Seat, Observation]) -> dict[str, Any]:
    return {f"seat {seat}": {"legal": seen.legal, **seen.view._asdict()} for seat, seen in sorted(pending.items())}


def differences(place: str, got: Any, expected: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every place where two accounts part, as (where, got, expected), down to single values."""
    if got == expected:
        return
    if isinstance(got, tuple) and isinstance(expected, tuple):
        got, expected = _parts(got), _parts(expected)
    if isinstance(got, Mapping) and isinstance(expected, Mapping):
        for name in dict.fromkeys([*got, *expected]):
            yield from differences(f"{place}.{name}" if place else str(name), got.get(name), expected.get(name))
    else:
        yield place, got, expected


def _parts(values: tuple[Any, ...]) -> Mapping[Any, Any]:
    return values._asdict() if hasattr(values, "_asdict") else dict(enumerate(values))


def _left(battle: NativeBattle, place: str, got: Any, expected: Any) -> IntegrityError:
    return IntegrityError(
        f"the native engine left the simulator after {len(battle.choices)} choices: {place} is {got!r}, "
        f"on Showdown {expected!r}",
        place=f"{battle.spec.format}, seed {battle.prng}",
        remedy=f"Report it with teams {list(battle.spec.teams)} and choices {encode_choices(battle.choices)}; "
        "engine: showdown plays without the native engine",
    )
