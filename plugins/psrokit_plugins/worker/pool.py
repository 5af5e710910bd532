"""The pool: hands matches to worker processes and takes outcomes, whatever happens to the processes meanwhile."""

from __future__ import annotations

import selectors
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from time import monotonic
from types import TracebackType
from typing import Any, Self

from psrokit.api import EnvironmentFault, Match, Outcome, Policy, PsrokitError, plugin_files, spec, spec_hash
from psrokit_plugins.worker.child import Child
from psrokit_plugins.worker.wire import Garbage, Said, line, understood

_STARTS = 3
"""So many workers in a row may end before they are ready."""
_POLICIES_KEPT = 256
_END_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Terms:
    """How a pool works. Each worker plays `in_flight` episodes at once and deals a failed one `attempts` times in all.

    A match is lost with its worker at most `attempts` times. deadline: seconds in which a busy worker must say
    something.
    """

    workers: int
    in_flight: int
    attempts: int
    deadline: float


@dataclass(slots=True)
class _Job:
    """A match on its way. lost: how many workers ended while it was with them."""

    number: int
    index: int
    match: Match
    policies: tuple[str, ...]
    call: _Call
    lost: int = 0


@dataclass(slots=True)
class _Call:
    """One call of `play`: what it waits for and what has come. policies: what to send about each, by hash."""

    policies: Mapping[str, Mapping[str, Any]]
    waiting: set[int] = field(default_factory=set)
    arrived: deque[tuple[int, Outcome]] = field(default_factory=deque)
    error: PsrokitError | None = None


class Pool:
    """A venue of worker processes, which start when there is something to play and end when the pool is left.

    A worker that dies, says nothing for too long or says what nobody understands is replaced; its matches are played
    again from the same seeds, one at a time, so that a match that kills its worker takes no other with it.
    """

    def __init__(self, game: Mapping[str, Any], files: Sequence[str], terms: Terms) -> None:
        opening = {"game": game, "files": files, "in_flight": terms.in_flight, "attempts": terms.attempts}
        self._opening = line({"open": opening})
        self._terms = terms
        self._children: list[Child] = []
        self._queue: deque[_Job] = deque()
        self._suspects: deque[_Job] = deque()
        self._jobs: dict[int, _Job] = {}
        self._numbers = count()
        self._false_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.dismiss()
        patience = monotonic() + (_END_SECONDS if error is None else 0.0)
        for child in self._children:
            child.end(max(0.0, patience - monotonic()) if not child.busy else 0.0)
        self._children.clear()

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Play `matches`. Raises what a policy or the game raises, and EnvironmentFault if no worker can be started."""
        call = self._enqueue(matches)
        try:
            while call.waiting or call.arrived:
                while call.arrived:
                    yield call.arrived.popleft()
                if call.error:
                    raise call.error
                if call.waiting:
                    self._pump()
        finally:
            for number in call.waiting:
                self._jobs.pop(number)
            self._queue = deque(job for job in self._queue if job.call is not call)
            self._suspects = deque(job for job in self._suspects if job.call is not call)

    def _enqueue(self, matches: Sequence[Match]) -> _Call:
        hashed: dict[int, str] = {}
        policies: dict[str, dict[str, Any]] = {}
        for policy in {id(policy): policy for match in matches for policy in match.policies}.values():
            name = hashed[id(policy)] = spec_hash(policy)
            policies.setdefault(name, _policy_data(policy))
        call = _Call(policies)
        for index, match in enumerate(matches):
            seated = tuple(hashed[id(policy)] for policy in match.policies)
            job = _Job(next(self._numbers), index, match, seated, call)
            self._jobs[job.number] = job
            self._queue.append(job)
            call.waiting.add(job.number)
        return call

    def _pump(self) -> None:
        """Give out what can be given out, then wait until something happens and see to it."""
        self._hire()
        with selectors.DefaultSelector() as selector:
            for child in self._children:
                self._supply(child)
                child.register(selector)
            before = monotonic()
            ready = [key for key, _ in selector.select(self._patience())]
            waited = monotonic() - before
        for child in list(self._children):
            child.silent += waited
            self._attend(child, [key.fileobj for key in ready if key.data is child])

    def _hire(self) -> None:
        work = len(self._queue) + len(self._suspects) + sum(child.busy for child in self._children)
        while len(self._children) < min(self._terms.workers, work):
            child = Child.start()
            child.unsent += self._opening
            self._children.append(child)

    def _supply(self, child: Child) -> None:
        """Give a worker more before it runs out. Suspects are played alone."""
        if not child.ready or any(job.lost for job in self._given(child)):
            return
        if self._suspects:
            if not child.outstanding:
                self._give(child, [self._suspects.popleft()])
        elif self._queue and len(child.outstanding) <= self._terms.in_flight // 4:
            self._give(child, [self._queue.popleft() for _ in range(self._share())])

    def _share(self) -> int:
        """How many matches to give at once: less towards the end, so that all workers end together."""
        fair = -(-len(self._queue) // (2 * self._terms.workers))
        some = max(fair, self._terms.in_flight // 8)
        return min(some, len(self._queue), 4 * self._terms.in_flight)

    def _give(self, child: Child, jobs: Sequence[_Job]) -> None:
        policies = {name: job.call.policies[name] for job in jobs for name in job.policies}
        forget = len(child.known | policies.keys()) > _POLICIES_KEPT
        if forget:
            child.known.clear()
        new = {name: policies[name] for name in policies.keys() - child.known}
        play = [[job.number, job.match.seed, job.match.purpose, job.policies] for job in jobs]
        child.unsent += line({"play": play, "policies": new, "forget": forget})
        child.known |= policies.keys()
        child.silent = child.silent if child.outstanding else 0.0
        child.outstanding |= {job.number for job in jobs}

    def _patience(self) -> float:
        waiting = [self._terms.deadline - child.silent for child in self._children if child.busy]
        return max(0.0, min(waiting, default=0.0))

    def _attend(self, child: Child, ready: Sequence[object]) -> None:
        """See to the pipes of a worker on which something happened, and to one that has been silent for too long."""
        stdin, stdout, stderr = child.pipes
        if stdin in ready:
            child.send()
        if stderr in ready:
            child.hear_complaint()
        if stdout in ready:
            self._listen(child)
        elif child.busy and child.silent >= self._terms.deadline:
            self._lose(child, "worker_hang")

    def _listen(self, child: Child) -> None:
        lines = child.listen()
        if lines is None:
            self._lose(child, "worker_crash")
            return
        child.silent = 0.0
        try:
            for said in lines:
                if child in self._children:
                    self._take(child, understood(said))
        except Garbage:
            self._lose(child, "worker_garbage")

    def _take(self, child: Child, said: Said) -> None:
        if said.error:
            self._pass_on(child, said)
            return
        if said.ready:
            child.ready = True
            self._false_starts = 0
        for number, outcome in said.done:
            if number not in child.outstanding:
                raise Garbage(f"an outcome of match {number}, which it does not have")
            child.outstanding.remove(number)
            if job := self._jobs.get(number):
                self._finish(job, replace(outcome, attempts=outcome.attempts + job.lost))

    def _pass_on(self, child: Child, said: Said) -> None:
        """Have the call whose match raised raise it too. The worker is replaced, as it may not be what it was."""
        for number in set(said.during) & self._jobs.keys():
            self._jobs[number].call.error = said.error
        self._children.remove(child)
        child.end(0.0)
        for job in self._given(child):
            (self._suspects if job.lost else self._queue).append(job)
        if not child.ready and said.error:
            raise said.error

    def _given(self, child: Child) -> list[_Job]:
        """What a worker has and somebody still waits for."""
        return [self._jobs[number] for number in sorted(child.outstanding & self._jobs.keys())]

    def _finish(self, job: _Job, outcome: Outcome) -> None:
        del self._jobs[job.number]
        job.call.waiting.remove(job.number)
        job.call.arrived.append((job.index, outcome))

    def _lose(self, child: Child, failure: str) -> None:
        """Replace a worker: its matches are played again, or have failed if they were lost too often."""
        self._children.remove(child)
        child.end(0.0)
        for job in self._given(child):
            job.lost += 1
            if job.lost < self._terms.attempts:
                self._suspects.append(job)
            else:
                self._finish(job, Outcome(None, job.lost, 0, failure))
        self._false_starts += not child.ready
        if self._false_starts >= _STARTS:
            raise EnvironmentFault(
                f"worker processes end before they can play: {child.last_words()}",
                remedy="See what the worker says above, or use `executor: serial`.",
            )


def _policy_data(policy: Policy) -> dict[str, Any]:
    return {"spec": spec(policy), "files": plugin_files(policy)}
