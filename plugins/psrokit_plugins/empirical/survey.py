"""Asking players what they do, and the best response to what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, Observation, Policy, Seat, Task
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates, Ints
from psrokit_plugins.statistics.deviations import independent_weights

_ROUNDS = 4

Questions = Mapping[str, tuple[Observation, ...]]
"""By information state of one seat, all that it observes on the way there, that state's observation last."""


def best_response_to_answers(task: Task, form: SequenceForm, questions: Sequence[Questions], answers: int) -> Ints:
    """Action numbers of the task's seat by information state, after so many answers of all opponents together.

    Copies of each opponent are led to its information states by `questions` of its seat, and their answers counted; the
    best response to these frequencies is exact (sequence form, Koller, Megiddo and von Stengel 1996). Half of the
    answers are taken in equal parts; the others in four rounds where it matters: in proportion to the returns at stake
    behind a state, when this seat half plays the best response so far and half at random.
    """
    survey = _Survey(task, form, questions, _subjects(task, form))
    survey.ask_evenly(answers // 2)
    for _ in range(_ROUNDS):
        survey.ask_where_it_matters(answers // (2 * _ROUNDS))
    return survey.best()


@dataclass(slots=True, eq=False)
class _Subject:
    """One policy in one seat, and how often it did what. weight: its share of the mixture. counts: shape (S,)."""

    policy: Policy
    seat: Seat
    weight: float
    states: InformationStates
    counts: Floats

    def plan(self) -> Floats:
        """The realization plan of the frequencies; uniform where nothing was asked."""
        asked = np.repeat(self.asked, self.states.sizes)
        shares = np.divide(self.counts[1:], asked, out=self.states.uniform[1:].copy(), where=asked > 0)
        return self.states.plan(np.concatenate([[1.0], shares]))

    @property
    def asked(self) -> Floats:
        """Answers at each state, shape (H,)."""
        return np.add.reduceat(self.counts, self.states.first)

    def ask(self, numbers: Ints, questions: Questions, rng: np.random.Generator) -> None:
        """So many more answers at each state, shape (H,)."""
        for state in np.flatnonzero(numbers).tolist():
            asked = questions[self.states.keys[state]]
            place = {action: number for number, action in enumerate(self.states.legal[state], self.states.first[state])}
            for _ in range(int(numbers[state])):
                actor = self.policy.start(self.seat, rng)
                action = [actor.act(observation) for observation in asked][-1]
                self.counts[place[action]] += 1


@dataclass(frozen=True, slots=True)
class _Survey:
    """All that is asked for one task."""

    task: Task
    form: SequenceForm
    questions: Sequence[Questions]
    subjects: Sequence[_Subject]

    def ask_evenly(self, budget: int) -> None:
        """As many answers at every state."""
        self._ask([np.ones(len(subject.states.keys)) for subject in self.subjects], budget)

    def ask_where_it_matters(self, budget: int) -> None:
        """Answers in proportion to the returns that are at stake behind a state."""
        form, seat = self.form, self.task.seat
        states = form.states[seat]
        own = (states.plan(states.choosing(self.best())) + states.plan(states.uniform)) / 2
        plans = [own if place == seat else self._mixed(place) for place in range(len(form.states))]
        stakes_behind = []
        for subject in self.subjects:
            reach = form.reach(subject.seat, plans) * subject.plan()[form.sequences[:, subject.seat]]
            stakes = np.zeros(subject.states.sequences)
            np.add.at(stakes, form.sequences[:, subject.seat], np.abs(form.payoffs[:, seat]) * reach)
            behind = np.add.reduceat(subject.states.totals(stakes), subject.states.first)
            stakes_behind.append(behind * subject.weight)
        self._ask(stakes_behind, budget)

    def best(self) -> Ints:
        """The best response to the answers so far, as action numbers by information state."""
        form, seat = self.form, self.task.seat
        plans = [self._mixed(place) if place != seat else np.zeros(0) for place in range(len(form.states))]
        reach = form.reach(seat, plans)
        return form.best_choices(seat, reach, reach)

    def _mixed(self, seat: Seat) -> Floats:
        return np.asarray(sum(subject.weight * subject.plan() for subject in self.subjects if subject.seat == seat))

    def _ask(self, worth: Sequence[Floats], budget: int) -> None:
        total = sum(float(each.sum()) for each in worth)
        scale = budget / total if total > 0 else 0.0
        for subject, each in zip(self.subjects, worth, strict=True):
            rng = self.task.rng("ask", subject.seat, int(subject.counts.sum()))
            whole = np.floor(scale * each + rng.random(len(each))).astype(np.intp)
            subject.ask(whole, self.questions[subject.seat], rng)


def _subjects(task: Task, form: SequenceForm) -> list[_Subject]:
    weights = independent_weights(task.strategy)
    return [
        _Subject(member.policy, seat, float(weight), states, np.zeros(states.sequences))
        for seat, states in enumerate(form.states)
        if seat != task.seat
        for member, weight in zip(task.population[task.game.seats[seat]], weights[task.game.seats[seat]], strict=True)
        if weight > 0
    ]
