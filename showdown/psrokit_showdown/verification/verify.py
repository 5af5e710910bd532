"""Battles recorded on the unmodified simulator, each played again by the native engine, and what came of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.verification.difference import Difference, first_difference
from psrokit_showdown.verification.families import Numbered
from psrokit_showdown.verification.meetings import ENOUGH, WITHOUT_EFFECT, pairs
from psrokit_showdown.verification.native import replay
from psrokit_showdown.verification.recorder import Recorder, Recording, Script, Unplayable
from psrokit_showdown.verification.store import Handful, RecordingStore
from psrokit_showdown.verification.trace import traced

Progress = Callable[["Tally"], None]
WORKERS = 2
AT_ONCE = 8
"""Battles in one message to a recorder."""


@dataclass(slots=True)
class Tally:
    """What has been compared so far. `coverage` holds the recorders' counts by name."""

    battles: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[Numbered, Difference]] = field(default_factory=list)
    unplayable: list[tuple[Numbered, str]] = field(default_factory=list)
    coverage: dict[str, Counter[str]] = field(default_factory=dict)

    def take(self, battle: Numbered, recording: Recording, difference: Difference | None) -> None:
        """Count one battle."""
        self.battles[battle.family] += 1
        self.decisions[battle.family] += len(recording.choices)
        self.ends[recording.end] += 1
        if difference is not None:
            self.differences.append((battle, difference))

    def add_coverage(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Add what one recorder has seen."""
        for kind, names in counts.items():
            self.coverage.setdefault(kind, Counter()).update(names)

    def seldom(self) -> dict[str, int]:
        """Moves that were used with effect less often than they must be, and how often."""
        worked, used = self.coverage.get("worked", Counter()), self.coverage.get("used", Counter())
        counts = {move: (used if move in WITHOUT_EFFECT else worked)[move] for move in gen1_moves()}
        return {move: count for move, count in counts.items() if count < ENOUGH}

    def unseen_species(self) -> list[str]:
        """Species that never fought."""
        return [species for species in gen1_species() if not self.coverage.get("species", Counter())[species]]

    def unmet(self) -> list[str]:
        """Pairs of a move and an effect that must meet and never did."""
        return [pair for pair in pairs() if not self.coverage.get("met", Counter())[pair]]


def verify(source: Iterator[Numbered], count: int, keep: RecordingStore | None, progress: Progress) -> Tally:
    """Compare `count` battles of `source`, those that `keep` holds without playing them again on the simulator.

    `progress` hears of every handful. Raises SimulatorUnavailable.
    """
    tally = Tally()
    source = islice(source, count)
    with ExitStack() as stack:
        desks = deque(Desk(stack.enter_context(Recorder()), keep) for _ in range(WORKERS))
        while desks:
            desk = desks.popleft()
            battles, handful = desk.collect()
            if desk.ask(list(islice(source, AT_ONCE))):
                desks.append(desk)
            _compare(battles, handful, tally)
            progress(tally)
    return tally


class Desk:
    """A recorder and the battles it is asked for, one handful at a time."""

    def __init__(self, recorder: Recorder, keep: RecordingStore | None) -> None:
        self._recorder = recorder
        self._keep = keep
        self._asked: list[Numbered] = []
        self._found: Handful | None = None

    def ask(self, battles: list[Numbered]) -> bool:
        """Begin with a handful; False if there is none."""
        self._asked = battles
        self._found = self._keep.load(self._scripts()) if self._keep and battles else None
        if battles and not self._found:
            self._recorder.submit(self._scripts())
        return bool(battles)

    def collect(self) -> tuple[list[Numbered], Handful]:
        """What was asked for, and what came of it."""
        if not self._asked:
            return [], Handful(self._recorder.names, [], {})
        if self._found:
            return self._asked, self._found
        handful = Handful(self._recorder.names, self._recorder.collect(), self._recorder.coverage())
        if self._keep:
            self._keep.save(self._scripts(), handful)
        return self._asked, handful

    def _scripts(self) -> list[Script]:
        return [battle.script for battle in self._asked]


def _compare(battles: Sequence[Numbered], handful: Handful, tally: Tally) -> None:
    tally.add_coverage(handful.coverage)
    for battle, answer in zip(battles, handful.answers, strict=True):
        if isinstance(answer, Unplayable):
            tally.unplayable.append((battle, answer.message))
        else:
            tally.take(battle, answer, compare(answer, handful.names))


def compare(recording: Recording, names: tuple[str, ...]) -> Difference | None:
    """Where the native engine leaves a recorded battle, or None."""
    rows = replay(recording)
    return first_difference(recording, traced(rows, names, recording.trace[: len(rows), :2]), names)


def draws_of(difference: Difference) -> Sequence[object]:
    """The random draws that Showdown makes in the decision after which the two differ: who asks, low, high, result."""
    with Recorder() as recorder:
        (answer,) = recorder.record([replace(difference.script, draws=True)])
    return answer.details[-1]["draws"] if isinstance(answer, Recording) else ()
