"""A run under way: states are made one by one, each durable before the next starts, and measured.

Matches are answered from the ledger, states are loaded, and randomness is named by purpose, so nothing depends on
where an earlier process stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from psrokit.component import spec, spec_hash
from psrokit.errors import IntegrityError, PsrokitError
from psrokit.estimate import Estimate
from psrokit.game import PreparedGame, Role
from psrokit.measure import Measurement
from psrokit.oracle import Judgement
from psrokit.plan import Plan
from psrokit.population import Member, Population
from psrokit.psro import Setup, State, begin, psro
from psrokit.run.record import RecordedVenue
from psrokit.store import FINISHED, INTERRUPTED, JUDGED, MEASURED, STOPPED, WARNING, WORK_FOLDER, Run
from psrokit.store.judgements import judgement_data
from psrokit.store.rows import StoredMember, StoredState
from psrokit.store.writer import LedgerWriter

Metrics = Mapping[str, Estimate]


class Observer(Protocol):
    """Who watches a run, e.g. a progress display. Called in the thread that runs; what it raises ends the run."""

    def told(self, message: str) -> None:
        """Something to know: preparations, warnings."""

    def phase_started(self, iteration: int, purpose: str, planned: int) -> None:
        """So many matches of one purpose are asked for while the state of `iteration` is made or measured."""

    def match_finished(self, done: int, planned: int) -> None:
        """So many matches of the phase are over, those recorded earlier included."""

    def state_finished(self, state: State, metrics: Metrics) -> None:
        """A state and its metrics are durable. When a run is continued, its earlier states are told first."""


def enough(plan: Plan, iteration: int, metrics: Metrics) -> str | None:
    """Why no further iteration is needed: "iterations" or "until" (all its metrics are that low); None if one is."""
    experiment = plan.experiment
    if iteration >= experiment.iterations:
        return "iterations"
    reached = [name in metrics and metrics[name].value <= goal for name, goal in experiment.until.items()]
    return "until" if reached and all(reached) else None


@dataclass(slots=True)
class Execution:
    """A run under way in this process. states: all so far, as the ledger gives them back; kept: the last as kept."""

    plan: Plan
    view: Run
    ledger: LedgerWriter
    observers: tuple[Observer, ...]
    states: list[State] = field(default_factory=list)
    kept: StoredState | None = None
    iteration: int = 0

    def run(self) -> None:
        """Go on until it is enough, and record how it ended."""
        self._hook("psrokit_run_started", lambda: self.plan.catalog.hooks.run_started(self.view, self.plan))
        try:
            reason = self._advance()
            self.ledger.add_event(FINISHED, {"iteration": self.states[-1].iteration, "reason": reason})
        except BaseException as error:
            with suppress(PsrokitError):
                self.ledger.add_event(*_ending(error))
            self._finished(error)
            raise
        self._finished(None)

    def _advance(self) -> str:
        """Make and measure states until it is enough; says why it is."""
        experiment = self.plan.experiment
        if isinstance(experiment.game, PreparedGame):
            experiment.game.prepare(self.tell)
        with experiment.executor.open(experiment.game) as venue:
            recorded = RecordedVenue(venue, self.ledger, spec_hash(experiment.game), experiment.max_failures, self)
            setup = Setup(
                game=experiment.game,
                oracle=experiment.oracle,
                solver=experiment.meta_solver,
                evaluator=experiment.evaluator,
                venue=recorded,
                seed=experiment.seed,
                workdir=self.view.folder / WORK_FOLDER,
                judged=self.judged,
            )
            metrics = self._resume(setup)
            while (reason := enough(self.plan, self.states[-1].iteration, metrics)) is None:
                metrics = self._step(setup)
        return reason

    def _resume(self, setup: Setup) -> Metrics:
        """Load the states there are; without any, make the first. Returns the metrics of the last."""
        measured = {event.body["iteration"] for event in self.ledger.events() if event.kind == MEASURED}
        stored = self.ledger.metrics()
        metrics: Metrics = {}
        for kept in self.ledger.states():
            self.kept = kept
            self.states.append(self._loaded(kept))
            metrics = {metric.name: metric.estimate for metric in stored if metric.iteration == kept.iteration}
            if kept.iteration in measured:
                self._tell_state(metrics)
        if not self.states:
            return self._step(setup)
        return metrics if self.states[-1].iteration in measured else self._measure(setup, monotonic())

    def _step(self, setup: Setup) -> Metrics:
        """The next state, kept and measured."""
        began = monotonic()
        self.iteration = self.states[-1].iteration + 1 if self.states else 0
        state = next(psro(setup, self.states[-1])) if self.states else begin(setup, self.plan.population)
        population = _stored(state.population, self.kept.population if self.kept else {})
        matches = self.ledger.last_match()
        new = StoredState(state.iteration, population, state.table, state.strategy, matches)
        self.ledger.add_state(new, self.kept)
        self.kept = self.ledger.state_after(self.kept)
        self.states.append(self._loaded(self.kept))
        return self._measure(setup, began)

    def _measure(self, setup: Setup, began: float) -> Metrics:
        """Measure the last state and keep what was found."""
        self.iteration = self.states[-1].iteration
        measurement = Measurement(setup, tuple(self.states))
        metrics: dict[str, Estimate] = {}
        for metric in self.plan.experiment.metrics:
            found = metric.measure(measurement)
            if twice := metrics.keys() & found.keys():
                raise IntegrityError(f"two metrics of this experiment measure '{min(twice)}'")
            metrics |= found
        body = {"iteration": self.iteration, "seconds": monotonic() - began}
        self.ledger.add_metrics(self.iteration, metrics, MEASURED, body)
        self._tell_state(metrics)
        state = self.states[-1]
        hooks = self.plan.catalog.hooks
        self._hook("psrokit_iteration_finished", lambda: hooks.iteration_finished(self.view, state, metrics))
        return metrics

    def _loaded(self, kept: StoredState) -> State:
        """A state as a continued run finds it. One that was not interrupted goes on from it too, so both are alike."""
        before = self.states[-1].population.members if self.states else {}
        known = {(role, member.name): member for role, members in before.items() for member in members}
        members = {
            role: tuple(known.get((role, member.name)) or self._built(member) for member in stored)
            for role, stored in kept.population.items()
        }
        return State(kept.iteration, Population(members), kept.table, kept.strategy)

    def _built(self, member: StoredMember) -> Member:
        return Member(member.name, self.plan.catalog.build("policy", member.spec))

    def _tell_state(self, metrics: Metrics) -> None:
        for observer in self.observers:
            observer.state_finished(self.states[-1], metrics)

    def _finished(self, error: BaseException | None) -> None:
        self._hook("psrokit_run_finished", lambda: self.plan.catalog.hooks.run_finished(self.view, error))

    def _hook(self, name: str, call: Callable[[], None]) -> None:
        """Let plugins observe; what they raise is recorded and does not touch the run."""
        try:
            call()
        except (Exception, SystemExit) as error:  # noqa: BLE001 # whatever a plugin does here
            self.warn(f"hook {name} raised {type(error).__name__}: {error}")

    def judged(self, iteration: int, role: Role, judgement: Judgement) -> None:
        """Tell and record what became of a response, once: a continued run comes to the same judgement again."""
        body = judgement_data(iteration, role, judgement)
        if any(event.kind == JUDGED and event.body == body for event in self.ledger.events()):
            return
        verdict = "accepted" if judgement.accepted else "refused"
        self.tell(f"response of {role} {verdict}: {judgement.reason}")
        self.ledger.add_event(JUDGED, body)

    def warn(self, message: str) -> None:
        """Tell a warning and record it."""
        self.tell(message)
        with suppress(PsrokitError):
            self.ledger.add_event(WARNING, {"message": message})

    def tell(self, message: str) -> None:
        """Pass something to know to the observers."""
        for observer in self.observers:
            observer.told(message)

    def phase_started(self, purpose: str, planned: int) -> None:
        """Pass on what the venue says, with the iteration."""
        for observer in self.observers:
            observer.phase_started(self.iteration, purpose, planned)

    def match_finished(self, done: int, planned: int) -> None:
        """Pass on what the venue says."""
        for observer in self.observers:
            observer.match_finished(done, planned)


def _stored(
    population: Population, earlier: Mapping[Role, Sequence[StoredMember]]
) -> dict[Role, tuple[StoredMember, ...]]:
    """The population as it is kept; its first members are those that are kept already."""
    known = {role: tuple(earlier.get(role, ())) for role in population.members}
    return {
        role: known[role]
        + tuple(StoredMember(m.name, spec_hash(m.policy), spec(m.policy)) for m in members[len(known[role]) :])
        for role, members in population.members.items()
    }


def _ending(error: BaseException) -> tuple[str, dict[str, Any]]:
    """The event for a run that ends early."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, {}
    return STOPPED, {"error": type(error).__name__, "message": str(error)}
