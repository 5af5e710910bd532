"""What is explored of a graph as arrays: decisions of equal shape side by side, so that one call solves them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from psrokit.api import Floats
from psrokit_showdown.endgames.graph import Graph
from psrokit_showdown.endgames.ways import Ints


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions with a by b choices: their nodes, and their lotteries of shape (n, a, b)."""

    nodes: Ints
    lotteries: Ints


@dataclass(frozen=True, slots=True)
class Frame:
    """An explored part of a graph as arrays. owners: the node of each lottery; the first ones are the root's."""

    lotteries: csr_array
    owners: Ints
    root_pairs: int
    pauses: Decisions
    decisions: tuple[Decisions, ...]

    def root_gap(self, low: Floats, high: Floats) -> float:
        """How far apart the bounds of a pair of choices at the root are at most. low, high: of each node."""
        return float((self.lotteries[: self.root_pairs] @ (high - low)).max())


def frame_of(graph: Graph) -> Frame:
    """What is explored of a graph by now."""
    groups: dict[tuple[int, int], list[int]] = {}
    pauses: list[int] = []
    for node, first in enumerate(graph.first_lottery):
        if first >= 0:
            shape = (len(graph.choices[node][0]), len(graph.choices[node][1]))
            stands = graph.choices[node] == ((0,), (0,))
            (pauses if stands else groups.setdefault(shape, [])).append(node)
    firsts = np.array(graph.first_lottery)

    def block(nodes: list[int], shape: tuple[int, int]) -> Decisions:
        numbers = np.array(nodes, np.int64)
        pairs = np.arange(shape[0] * shape[1])
        return Decisions(numbers, (firsts[numbers][:, None] + pairs).reshape(len(nodes), *shape))

    decisions = tuple(block(nodes, shape) for shape, nodes in sorted(groups.items()))
    owners = np.array(graph.owners)
    return Frame(graph.lottery_matrix, owners, int((owners == 0).sum()), block(pauses, (1, 1)), decisions)
