"""Playing a game in order to learn it: all that is used of it is whom it asks, what they may do, and what they get."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from psrokit.api import Observation, Task
from psrokit_plugins.empirical.learned_game import LearnedGame
from psrokit_plugins.empirical.tree import Node

_OFTEN = 50
"""Visits of a node, for each of its moves, from which on any of them may be tried."""


def explored(task: Task, episodes: int, wanted_by: str) -> LearnedGame:
    """What so many episodes show, in which all seats explore.

    They take any move that has been tried less often than it should be, or that can lead to one. Where they come often,
    a quarter of the time they take any move: that chance answers one is only seen by trying it again. How moves are
    chosen biases no count of chance: what follows a joint history and a move does not depend on why the move was made.
    Raises InputError for games whose views have no `key`.
    """
    game, rng = LearnedGame(len(task.game.seats), wanted_by), task.rng("explore")
    for _ in range(episodes):
        _play(task, game, rng)
    return game


def _play(task: Task, game: LearnedGame, rng: np.random.Generator) -> None:
    """One episode."""
    episode, branch = task.game.deal(int(rng.integers(2**63))), game.root
    seen: list[tuple[Observation, ...]] = [()] * game.seats
    path: list[tuple[Node, int]] = []
    while pending := episode.pending():
        for seat, observation in pending.items():
            seen[seat] = (*seen[seat], observation)
        node = game.asked(branch, pending, seen)
        number = _chosen(node, rng)
        path.append((node, number))
        branch = node.branches[number]
        episode.advance({its.seat: answer for its, answer in zip(node.questions, node.moves[number], strict=True)})
    returns = tuple(episode.returns().tolist())
    game.ended(branch, returns)
    for node, number in reversed(path):
        node.learn(number, returns)


def _chosen(node: Node, rng: np.random.Generator) -> int:
    """The number of the branch to try."""
    takes_any = node.visits > _OFTEN * len(node.branches) and rng.random() < 0.25
    candidates: Sequence[int] = range(len(node.branches)) if takes_any else node.unsettled
    return candidates[int(rng.random() * len(candidates))]
