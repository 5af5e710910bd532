"""The oracle `asked_response`: a best response to players that can only be asked, in a game that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeGuard

import numpy as np

from psrokit.api import Floats, InputError, Observation, Policy, Seat, Task, oracle
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.states import InformationStates, Ints
from psrokit_plugins.statistics.deviations import independent_weights

_ROUNDS = 4


class AskingGame(ExactGame, Protocol):
    """A game that knows what a player is asked on the way to each of its information states."""

    def questions(self, seat: Seat) -> Mapping[str, tuple[Observation, ...]]:
        """By information state, all observations of the seat up to there."""


@oracle("asked_response")
@dataclass(frozen=True)
class AskedResponse:
    """Asks copies of each opponent what they do at their information states, and answers what they said.

    questions: how many answers to take in all, of all opponents together.

    The players are black boxes, the rules are not: the game's tree is known, and neither chance nor own moves are
    sampled. Answers are counted at each information state; the best response to these frequencies is exact (sequence
    form, Koller, Megiddo and von Stengel 1996). A copy is led to a state by the observations on the way there: what a
    policy remembers of its own luck is lost, so one with a hidden mood is answered less well, never scored better.
    Half of the questions are asked in equal parts; the others in four rounds where it matters: in proportion to the
    returns at stake behind a state, when this seat half plays the best response so far and half at random.

    Raises InputError for games that cannot be solved exactly and for correlated mixtures.
    """

    questions: int = 200_000

    def __post_init__(self) -> None:
        if self.questions < 1:
            raise InputError("asked_response needs questions >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The best response to the answers."""
        game = exact_game(task.game, "the oracle 'asked_response'", "the oracle `search_response` or `tabular_q`")
        if not _is_asking(game):
            raise InputError("asked_response needs a game that lists its questions", remedy="Use `search_response`.")
        survey = _Survey(task, game, _subjects(task, game))
        survey.ask_evenly(self.questions // 2)
        for _ in range(_ROUNDS):
            survey.ask_where_it_matters(self.questions // (2 * _ROUNDS))
        return [game.strategy(task.seat, survey.best())]


def _is_asking(game: ExactGame) -> TypeGuard[AskingGame]:
    return hasattr(game, "questions")


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

    def ask(self, numbers: Ints, questions: Mapping[str, tuple[Observation, ...]], rng: np.random.Generator) -> None:
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
    game: AskingGame
    subjects: Sequence[_Subject]

    def ask_evenly(self, budget: int) -> None:
        """As many answers at every state."""
        self._ask([np.ones(len(subject.states.keys)) for subject in self.subjects], budget)

    def ask_where_it_matters(self, budget: int) -> None:
        """Answers in proportion to the returns that are at stake behind a state."""
        form, seat = self.game.exact(), self.task.seat
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
        form, seat = self.game.exact(), self.task.seat
        plans = [self._mixed(place) if place != seat else np.zeros(0) for place in range(len(form.states))]
        reach = form.reach(seat, plans)
        return form.best_choices(seat, reach, reach)

    def _mixed(self, seat: Seat) -> Floats:
        return np.asarray(sum(subject.weight * subject.plan() for subject in self.subjects if subject.seat == seat))

    def _ask(self, worth: Sequence[Floats], budget: int) -> None:
        scale = budget / sum(float(each.sum()) for each in worth)
        for subject, each in zip(self.subjects, worth, strict=True):
            rng = self.task.rng("ask", subject.seat, int(subject.counts.sum()))
            whole = np.floor(scale * each + rng.random(len(each))).astype(np.intp)
            subject.ask(whole, self.game.questions(subject.seat), rng)


def _subjects(task: Task, game: ExactGame) -> list[_Subject]:
    weights = independent_weights(task.strategy)
    return [
        _Subject(member.policy, seat, float(weight), states, np.zeros(states.sequences))
        for seat, states in enumerate(game.exact().states)
        if seat != task.seat
        for member, weight in zip(task.population[game.seats[seat]], weights[game.seats[seat]], strict=True)
        if weight > 0
    ]
