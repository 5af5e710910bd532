"""What a report knows of a run: read once from its folder, then only looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psrokit.errors import IntegrityError
from psrokit.game import Role
from psrokit.store import EXPERIMENT_FILE, JUDGED, MEASURED, WARNING, Run
from psrokit.store.judgements import StoredJudgement, judgement_from
from psrokit.store.rows import Event, MatchRow, StoredMetric, StoredState

_MAKING = frozenset({"payoff", "training"})


@dataclass(frozen=True, slots=True)
class Tally:
    """Matches of one purpose played to make or to measure the state of one iteration.

    finished, failed: matches by how they ended. retried: those dealt more than once. decisions: actions taken.
    seconds: time spent on them. failures: number of failed matches by kind of failure.
    """

    iteration: int
    purpose: str
    finished: int
    failed: int
    retried: int
    decisions: int
    seconds: float
    failures: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A run as a report sees it.

    experiment: the text of the experiment file as given, None if the folder lacks it. states: at least one.
    reach: the lowest and the highest return of any payoff match, None where none was played.
    """

    name: str
    finished: bool
    plan: Mapping[str, Any]
    experiment: str | None
    states: tuple[StoredState, ...]
    metrics: tuple[StoredMetric, ...]
    events: tuple[Event, ...]
    tallies: tuple[Tally, ...]
    reach: tuple[float, float] | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the run warned of."""
        return tuple(str(event.body.get("message", "")) for event in self.events if event.kind == WARNING)

    @property
    def refused(self) -> tuple[StoredJudgement, ...]:
        """The responses that were examined and may not join, in order."""
        judgements = (judgement_from(event.body) for event in self.events if event.kind == JUDGED)
        return tuple(judgement for judgement in judgements if not judgement.accepted)

    @property
    def seconds(self) -> Mapping[int, float]:
        """How long each iteration took in the process that finished it, measuring included."""
        bodies = [event.body for event in self.events if event.kind == MEASURED]
        return {int(body["iteration"]): float(body["seconds"]) for body in bodies}

    @property
    def last(self) -> StoredState:
        """The newest state."""
        return self.states[-1]

    @property
    def seats(self) -> tuple[Role, ...]:
        """The role of each seat."""
        return self.last.table.seats

    @property
    def roles(self) -> tuple[Role, ...]:
        """The different roles, in order of their first seat."""
        return tuple(dict.fromkeys(self.seats))

    def names(self, role: Role) -> tuple[str, ...]:
        """The names of a role's members, in the order in which they joined."""
        return tuple(member.name for member in self.last.population[role])

    def joined(self, role: Role, index: int) -> int:
        """The iteration in which a member joined."""
        return next(state.iteration for state in self.states if len(state.population[role]) > index)

    def total(self, *, failed: bool) -> int:
        """How many matches finished, or failed."""
        return sum(tally.failed if failed else tally.finished for tally in self.tallies)


def read(run: Run) -> Facts:
    """Everything a report needs. Raises IntegrityError for a run that has no complete state yet."""
    states = tuple(run.states())
    if not states:
        raise IntegrityError(
            "the run has no complete state yet, so there is nothing to report",
            place=str(run.folder),
            remedy=f"Let it play on: psrokit run {run.folder / EXPERIMENT_FILE} --out {run.folder}",
        )
    tallies, reach = _tallied(run, [state.matches for state in states])
    text = run.folder / EXPERIMENT_FILE
    return Facts(
        name=run.name,
        finished=run.finished,
        plan=run.plan,
        experiment=text.read_text(encoding="utf-8", errors="replace") if text.is_file() else None,
        states=states,
        metrics=tuple(metric for metric in run.metrics() if metric.iteration <= states[-1].iteration),
        events=tuple(run.events()),
        tallies=tallies,
        reach=reach,
    )


def _tallied(run: Run, ends: Sequence[int]) -> tuple[tuple[Tally, ...], tuple[float, float] | None]:
    """Counts of all matches by iteration and purpose, in order of appearance, and how far payoff returns reach.

    ends: how many matches there were when each state was complete. Those that follow it measure it, except those
    that make the next one.
    """
    counts: dict[tuple[int, str], _Counts] = defaultdict(_Counts)
    low, high = float("inf"), float("-inf")
    complete = 0
    for number, row in enumerate(run.matches()):
        while complete < len(ends) and number >= ends[complete]:
            complete += 1
        iteration = complete if row.purpose in _MAKING else max(complete - 1, 0)
        counts[iteration, row.purpose].add(row)
        if row.purpose == "payoff" and row.outcome.returns is not None:
            low, high = min(low, *row.outcome.returns), max(high, *row.outcome.returns)
    tallies = tuple(found.tally(*key) for key, found in counts.items())
    return tallies, (low, high) if low <= high else None


@dataclass(slots=True)
class _Counts:
    """A tally that grows."""

    finished: int = 0
    retried: int = 0
    decisions: int = 0
    seconds: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    def add(self, row: MatchRow) -> None:
        if row.outcome.failure is None:
            self.finished += 1
        else:
            self.failures[row.outcome.failure] += 1
        self.retried += row.outcome.attempts > 1
        self.decisions += row.outcome.decisions
        self.seconds += row.seconds

    def tally(self, iteration: int, purpose: str) -> Tally:
        failures = tuple(self.failures.items())
        failed = self.failures.total()
        return Tally(iteration, purpose, self.finished, failed, self.retried, self.decisions, self.seconds, failures)
