"""Asking a policy for its actions: whatever goes wrong there is the policy's fault and says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from traceback import extract_tb

from psrokit.errors import PsrokitError
from psrokit.game import Action, Observation
from psrokit.policy import Actor, Policy, answers_batches


class PolicyFault(PsrokitError):
    """A policy raised, or answered with something that is not a legal action."""


@contextmanager
def blaming(policy: Policy) -> Iterator[None]:
    """Whatever the code of a policy raises inside is a PolicyFault that says so, even what would end the program.

    psrokit's own errors pass, and so does KeyboardInterrupt, which is not the policy's doing.
    """
    try:
        yield
    except (PsrokitError, KeyboardInterrupt):
        raise
    except BaseException as error:
        said = f"policy {policy!r} raised {type(error).__name__}: {error}"
        raise PolicyFault(said, place=_line(policy, error)) from error


def _line(policy: Policy, error: BaseException) -> str:
    """`file:line` of the innermost line of the policy's own file that an exception went through, else of all lines."""
    frames = extract_tb(error.__traceback__)
    own = getattr(sys.modules.get(type(policy).__module__), "__file__", None)
    frame = next((frame for frame in reversed(frames) if frame.filename == own), frames[-1])
    return f"{frame.filename}:{frame.lineno}"


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
            if action not in observation.legal:  # what cannot be compared with an action raises here
                raise PolicyFault(f"policy {policy!r} chose {action!r}; legal are {list(observation.legal)!r}")
    return actions
