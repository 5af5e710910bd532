"""The oracle `tabular_q`: Q-learning over information states (Watkins and Dayan 1992)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import Action, Actor, Episode, InputError, Observation, Policy, Task, oracle, seed
from psrokit_plugins.policies.behaviour import Behaviour


@oracle("tabular_q")
@dataclass(frozen=True)
class TabularQ:
    """Learns a best response by playing against opponents drawn from the mixture, anew for each episode.

    To the learner the others are part of the environment, which with them is a decision process; its states are the
    information states, remembered by the view's `key`. The return is the only reward and is not discounted.

    episodes: how many to play. epsilon, final_epsilon: the chance of a random action, falling linearly from the first
    to the last episode. step_power: the n-th time an action is updated its step is n ** -step_power; any power in
    (0.5, 1] converges (Robbins and Monro 1951).

    Answers with a `behaviour` policy: the action of highest value at every information state met, the first of equals.
    Its episodes are training and appear in no payoff; they follow from the task's seed alone.
    Raises InputError for games whose views have no `key`.
    """

    episodes: int = 20_000
    epsilon: float = 1.0
    final_epsilon: float = 0.05
    step_power: float = 0.7

    def __post_init__(self) -> None:
        if self.episodes < 1:
            raise InputError(f"the oracle 'tabular_q' is to play {self.episodes} episodes; it needs at least 1")
        if not 0 <= self.final_epsilon <= self.epsilon <= 1:
            raise InputError("the oracle 'tabular_q' needs 0 <= final_epsilon <= epsilon <= 1")
        if not 0.5 < self.step_power <= 1:
            raise InputError(f"the oracle 'tabular_q' cannot converge with step_power {self.step_power}: use (0.5, 1]")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The greedy policy after `episodes` episodes."""
        learner = Learner(task, self.step_power)
        falls = np.linspace(self.epsilon, self.final_epsilon, self.episodes)
        for number, epsilon in enumerate(falls.tolist()):
            learner.play(number, epsilon)
        return [learner.greedy()]


@dataclass(slots=True)
class ActionValues:
    """What is known of one information state."""

    legal: Sequence[Action]
    values: list[float]
    visits: list[int]

    def best(self) -> int:
        """The number of the action of highest value."""
        return self.values.index(max(self.values))


@dataclass(slots=True)
class Learner:
    """The table of one task, filled episode by episode."""

    task: Task
    step_power: float
    table: dict[str, ActionValues] = field(default_factory=dict)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = self.task.rng("q-learning")

    def play(self, number: int, epsilon: float) -> None:
        """One episode against freshly drawn opponents."""
        actors = [
            opponent.start(seat, self.rng) if opponent else None
            for seat, opponent in enumerate(self.task.opponents(self.rng))
        ]
        episode = self.task.game.deal(seed(self.task.seed, "deal", number))
        last = self._finish(episode, actors, epsilon)
        if last:
            self._update(*last, float(episode.returns()[self.task.seat]))

    def _finish(
        self, episode: Episode, actors: Sequence[Actor | None], epsilon: float
    ) -> tuple[ActionValues, int] | None:
        """Play to the end, learning on the way; the last own decision still awaits its return."""
        last: tuple[ActionValues, int] | None = None
        while pending := episode.pending():
            actions = {}
            for seat, observation in pending.items():
                actor = actors[seat]
                if actor:
                    actions[seat] = actor.act(observation)
                    continue
                state = self._state(observation)
                if last:
                    self._update(*last, max(state.values))
                choice = self._choice(state, epsilon)
                actions[seat], last = state.legal[choice], (state, choice)
            episode.advance(actions)
        return last

    def _state(self, observation: Observation) -> ActionValues:
        key = getattr(observation.view, "key", None)
        if not isinstance(key, str):
            raise InputError(
                f"the oracle 'tabular_q' needs views with a text `key`; {type(self.task.game).__name__} has none",
                remedy="Use an oracle that is made for this game.",
            )
        if key not in self.table:
            size = len(observation.legal)
            self.table[key] = ActionValues(observation.legal, [0.0] * size, [0] * size)
        return self.table[key]

    def _choice(self, state: ActionValues, epsilon: float) -> int:
        if self.rng.random() < epsilon:
            return int(self.rng.random() * len(state.legal))
        return state.best()

    def _update(self, state: ActionValues, choice: int, target: float) -> None:
        """Q(s, a) <- Q(s, a) + step * (target - Q(s, a)), the target being max Q(s', .) or the return."""
        state.visits[choice] += 1
        step = state.visits[choice] ** -self.step_power
        state.values[choice] += step * (target - state.values[choice])

    def greedy(self) -> Behaviour:
        """The action of highest value at every information state met."""
        return Behaviour({key: state.legal[state.best()] for key, state in sorted(self.table.items())})
