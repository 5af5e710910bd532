"""Native battles played again on the simulator while they are under way, and compared at every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from types import TracebackType
from typing import Any, Self

from psrokit.api import IntegrityError, Observation, Seat, seed
from psrokit_showdown.battle import Battle
from psrokit_showdown.choices import encode_choices
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.episode import NativeBattle
from psrokit_showdown.simulator import Simulator, SimulatorFailure, SimulatorUnavailable, Update, Variant
from psrokit_showdown.transcript import Transcript, transcript_of

_PURPOSE = "audit"
_SEEDS = 2**63


class Audit:
    """Follows a share of all battles, chosen by their match seeds, on an unmodified simulator in a process of its own.

    It also follows every battle from which somebody asked for a transcript, because only the simulator writes protocol
    (with a share of 0 on the accelerated simulator). Compared are who is asked, what each seat knows and may do, the
    turn, the winner and the random state. Use it in a `with` statement; no process runs before the first battle that
    is followed.
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
                self._begin(battle)

    def transcript(self, battle: NativeBattle, seat: Seat) -> Transcript:
        """What a seat that is asked has been told in the protocol. Raises IntegrityError as `compare` does."""
        if battle not in self._twins:
            self._begin(battle)
            self._catch_up(battle)
        return transcript_of(self._twins[battle].pending()[seat])

    def compare(self, battles: Iterable[NativeBattle]) -> None:
        """Bring the twins of battles that have moved to where those stand. Raises IntegrityError at a difference."""
        followed = [battle for battle in battles if battle in self._twins]
        if not followed:
            return
        for battle in followed:
            self._repeat(battle)
        answers = self._process().exchange()
        for battle in followed:
            answer = answers[self._twins[battle].lane]
            if _broken_alike(battle, answer):
                del self._twins[battle]
            else:
                self._judge(battle, self._heard(battle, answer))

    def forget(self, battle: NativeBattle) -> None:
        """Follow a battle no longer."""
        twin = self._twins.pop(battle, None)
        if twin is not None:
            self._process().drop(twin.lane)

    def _process(self) -> Simulator:
        if self._simulator is None:
            variant: Variant = "plain" if self._share else "accelerated"
            self._simulator = Simulator(variant=variant, exchange_seconds=self._exchange_seconds)
        return self._simulator

    def _begin(self, battle: NativeBattle) -> None:
        twin = Battle(next(self._lanes), battle.spec, battle.team_names)
        self._twins[battle] = twin
        self._process().start(twin.lane, battle.spec)

    def _catch_up(self, battle: NativeBattle) -> None:
        """Bring a twin that begins late to where its battle stands."""
        twin, choices = self._twins[battle], iter(battle.choices)
        answer = self._heard(battle, self._process().exchange()[twin.lane])
        while made := dict(islice(choices, len(twin.pending()))):
            self._process().choose(twin.lane, made)
            answer = self._heard(battle, self._process().exchange()[twin.lane])
        self._judge(battle, answer)

    def _repeat(self, battle: NativeBattle) -> None:
        """Queue the choices that the battle has made since its twin was last asked."""
        twin = self._twins[battle]
        asked = sorted(twin.pending())
        if asked:
            self._process().choose(twin.lane, dict(battle.choices[-len(asked) :]))

    def _heard(self, battle: NativeBattle, answer: Update | SimulatorFailure) -> Update:
        if isinstance(answer, SimulatorFailure):
            del self._twins[battle]
            raise SimulatorUnavailable(f"the audit cannot go on: {answer.kind}: {answer.message}")
        self._twins[battle].hear(answer)
        return answer

    def _judge(self, battle: NativeBattle, update: Update) -> None:
        found = next(differences("", _account(battle), _told(self._twins[battle], update)), None)
        if found is not None:
            raise _left(battle, *found)
        if update.ended:
            del self._twins[battle]


def _broken_alike(battle: NativeBattle, answer: Update | SimulatorFailure) -> bool:
    failed = isinstance(answer, SimulatorFailure) and answer.kind == "battle_error"
    return failed and battle.result == layout.BROKEN


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
