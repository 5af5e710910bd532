"""The policy `behaviour`: action probabilities written down by information state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Policy, Seat, policy
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates
from psrokit_plugins.policies.mixed import drawn


@policy("behaviour")
@dataclass(frozen=True)
class Behaviour:
    """A behaviour strategy for games whose views have a `key`, such as `openspiel` and `matrix`.

    states: for each information state, by its text, either an action, which is taken always, or one probability per
    legal action in the game's order, as in `{"0": 0, "1": [0.7, 0.3]}`. At states that are not named every legal action
    is equally likely.

    Raises InputError for probabilities that are no distribution or do not fit the legal actions.
    """

    states: Mapping[str, int | str | tuple[float, ...]]

    def __post_init__(self) -> None:
        plain = {
            key: value if isinstance(value, int | str) else tuple(map(float, value))
            for key, value in self.states.items()
        }
        object.__setattr__(self, "states", plain)
        for key, value in plain.items():
            if isinstance(value, tuple) and not (min(value, default=-1) >= 0 and abs(sum(value) - 1) <= 1e-9):
                raise InputError(
                    f"the probabilities {list(value)} of a 'behaviour' policy at {key!r} are no distribution"
                )

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.states.items()))

    def start(self, seat: Seat, rng: np.random.Generator) -> BehaviourActor:  # noqa: ARG002 # the same in every seat
        """An actor for one episode."""
        return BehaviourActor(self, rng)

    def behaviour(self, states: InformationStates) -> Floats:
        """What is written down. Raises InputError for information states that the game does not have."""
        for key in self.states:
            if key not in states.everywhere:
                near = get_close_matches(key, states.everywhere, n=1, cutoff=0)
                raise InputError(
                    f"a 'behaviour' policy names the information state {key!r}; the nearest is {near[0]!r}"
                )
        return states.tabulate(self.probabilities)

    def probabilities(self, key: str, legal: Sequence[Action]) -> Sequence[float]:
        """One probability per legal action."""
        written = self.states.get(key)
        if written is None:
            return [1.0 / len(legal)] * len(legal)
        if isinstance(written, tuple):
            if len(written) != len(legal):
                raise InputError(
                    f"a 'behaviour' policy has {len(written)} probabilities at {key!r}; {len(legal)} actions are legal"
                )
            return written
        if written not in legal:
            raise InputError(f"a 'behaviour' policy takes action {written} at {key!r}; legal are {list(legal)}")
        return [float(action == written) for action in legal]


@dataclass(frozen=True, slots=True)
class BehaviourActor:
    """A `behaviour` policy in one episode."""

    policy: Behaviour
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        """An action drawn with the probabilities of this information state."""
        probabilities = self.policy.probabilities(observation.view.key, observation.legal)
        return observation.legal[drawn(probabilities, self.rng)]


def averaged(form: SequenceForm, seat: Seat, policies: Sequence[Policy], weights: Floats) -> Behaviour:
    """The behaviour policy that plays exactly like drawing one of `policies` by `weights` before each episode.

    Each policy counts at an information state by how often it goes there (Kuhn 1953). States that the mixture never
    reaches are left out.
    """
    return realized(form.states[seat], weights @ form.plans(seat, policies))


def realized(states: InformationStates, plan: Floats) -> Behaviour:
    """The behaviour policy with this realization plan, shape (S,). States that it never reaches are left out."""
    conditional = states.conditional(plan)
    written: dict[str, int | str | tuple[float, ...]] = {}
    for number, key in enumerate(states.keys):
        if plan[states.parent[number]] > 0:
            first = states.first[number]
            written[key] = tuple(conditional[first : first + states.sizes[number]].tolist())
    return Behaviour(written)
