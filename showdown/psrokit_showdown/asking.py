"""What a policy answers when it is asked, and whose fault it is if that is no legal action."""

from __future__ import annotations

from collections.abc import Sequence

from psrokit.api import Action, Actor, Observation, Policy, PolicyFault, answers_batches, blaming


def chosen_actions(policy: Policy, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
    """One legal action per observation, of the actor in the same place.

    Raises PolicyFault for any other action, for more or fewer, and for whatever the policy raises.
    """
    with blaming(policy):
        if answers_batches(policy):
            actions = list(policy.act_many(actors, observations))
        else:
            actions = [actor.act(observation) for actor, observation in zip(actors, observations, strict=True)]
    if len(actions) != len(observations):
        raise PolicyFault(f"policy {policy!r} gave {len(actions)} actions for {len(observations)} observations")
    for action, observation in zip(actions, observations, strict=True):
        if action not in observation.legal:
            raise PolicyFault(f"policy {policy!r} chose {action!r}; legal are {list(observation.legal)!r}")
    return actions
