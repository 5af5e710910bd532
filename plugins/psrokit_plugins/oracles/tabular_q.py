"""The oracle `tabular_q`: Q-learning over information states (Watkins and Dayan 1992)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import Action, InputError, Observation, Policy, Task, oracle
from psrokit_plugins.policies.behaviour import Behaviour


@oracle("tabular_q")
@dataclass(frozen=True)
class TabularQ:
    """Learns a best response by playing against opponents drawn from the mixture, anew for each episode.

    To the learner the others are part of the environment, which with them is a decision process; its states are the
    information states, remembered by the view's `key`. The return is the only reward and is not discounted.

    episodes: how many to play.
    epsilon: the chance of a random action in the first episode.
    final_epsilon: that chance in the last episode; it falls linearly.
    step_power: an action's n-th update has step n ** -step_power; any power in (0.5, 1] converges (Robbins and Monro
    1951).

    Answers with a `behaviour` policy: the action of highest value at every information state met, the first of equals.
    Its episodes are training and appear in no payoff; they follow from the task's seed alone.
    Raises InputError for games whose views have no `key`.
    """

    episodes: int = 10_000
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
        for epsilon in np.linspace(self.epsilon, self.final_epsilon, self.episodes).tolist():
            learner.play(epsilon)
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
    """The table of one task, filled episode by episode. In an episode it is the actor of the task's seat."""

    task: Task
    step_power: float
    table: dict[str, ActionValues] = field(default_factory=dict)
    epsilon: float = 0.0
    rng: np.random.Generator = field(init=False)
    last: tuple[ActionValues, int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.rng = self.task.rng("q-learning")

    def play(self, epsilon: float) -> None:
        """One episode against freshly drawn opponents."""
        self.epsilon, self.last = epsilon, None
        opponents = self.task.opponents(self.rng)
        actors = [policy.start(seat, self.rng) if policy else self for seat, policy in enumerate(opponents)]
        episode = self.task.game.deal(int(self.rng.integers(2**63)))
        while pending := episode.pending():
            episode.advance({seat: actors[seat].act(observation) for seat, observation in pending.items()})
        self._learn(float(episode.returns()[self.task.seat]))

    def act(self, observation: Observation) -> Action:
        """Learn from the decision before this one, and decide: mostly for the best action, else for any."""
        state = self._state(observation)
        self._learn(max(state.values))
        explores = self.rng.random() < self.epsilon
        choice = int(self.rng.random() * len(state.legal)) if explores else state.best()
        self.last = (state, choice)
        return state.legal[choice]

    def _learn(self, target: float) -> None:
        """Q(s, a) <- Q(s, a) + step * (target - Q(s, a)); the target is max Q(s', .), or the return at the end."""
        if self.last is None:
            return
        state, choice = self.last
        state.visits[choice] += 1
        state.values[choice] += state.visits[choice] ** -self.step_power * (target - state.values[choice])

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

    def greedy(self) -> Behaviour:
        """The action of highest value at every information state met."""
        return Behaviour({key: state.legal[state.best()] for key, state in sorted(self.table.items())})
