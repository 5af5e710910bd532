"""Playing a game in order to learn it: all that is used of it is whom it asks, what they may do, and what they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, Task
from psrokit_plugins.empirical.learned_game import LearnedGame
from psrokit_plugins.empirical.tree import Node

_ANY = 0.25
"""How often who explores takes any move."""


def explored(task: Task, episodes: int, wanted_by: str) -> LearnedGame:
    """What so many episodes show. In every other one the opponents of the task play; else all seats explore.

    Who explores takes any move that has been tried less often than it should be, or that can lead to one; once in four
    times it takes any move: that chance answers one is only seen by trying it again. How moves are chosen biases no
    count of chance: what follows a joint history and a move does not depend on why the move was made.
    Raises InputError for games whose views have no `key`.
    """
    game, rng = LearnedGame(len(task.game.seats), wanted_by), task.rng("explore")
    for number in range(episodes):
        opponents = task.opponents(rng) if number % 2 else [None] * game.seats
        actors = [policy.start(seat, rng) if policy else None for seat, policy in enumerate(opponents)]
        _play(task, game, actors, rng)
    return game


def _chosen(node: Node, answers: Mapping[Seat, Action], rng: np.random.Generator) -> int:
    """A branch that fits the answers of those who do not explore."""
    fitting = node.fitting(answers) if answers else range(len(node.branches))
    unsettled = [] if rng.random() < _ANY else [i for i in node.unsettled if i in fitting]
    candidates = unsettled or fitting
    return candidates[int(rng.random() * len(candidates))]


def _play(task: Task, game: LearnedGame, actors: Sequence[Actor | None], rng: np.random.Generator) -> None:
    """One episode; seats without an actor explore."""
    episode, branch = task.game.deal(int(rng.integers(2**63))), game.root
    seen: list[tuple[Observation, ...]] = [()] * game.seats
    path: list[tuple[Node, int]] = []
    while pending := episode.pending():
        for seat, observation in pending.items():
            seen[seat] = (*seen[seat], observation)
        node = game.asked(branch, pending, seen)
        answers = {seat: actor.act(pending[seat]) for seat, actor in enumerate(actors) if actor and seat in pending}
        number = _chosen(node, answers, rng)
        path.append((node, number))
        branch = node.branches[number]
        episode.advance({its.seat: answer for its, answer in zip(node.questions, node.moves[number], strict=True)})
    returns = tuple(episode.returns().tolist())
    game.ended(branch, returns)
    for node, number in reversed(path):
        node.learn(number, returns)
