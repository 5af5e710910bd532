"""The response graph of an empirical game and its sink components, the Markov-Conley chains.

Nodes are what a population could all be playing; an edge leads from a node to one that a single change of policy makes
at least as good for whoever changes (Omidshafiei et al. 2019, Scientific Reports 9:9937; Rowland et al. 2019,
arXiv:1909.09849). Two nodes that tie have edges both ways. A sink component is a strongly connected component that no
edge leaves: a pure strict equilibrium is one of a single node, a cycle of responses one of several. Every walk along
the edges ends in a sink component.

* Two seats of one role: a node is a policy, and i leads to j if j earns against i at least what i earns against j.
* Distinct roles: a node is a profile, and an edge changes the policy of one seat.

On a *line*, the profiles that differ in the policy of one seat only, every better profile is reached step by step
through the next better one. Those chains of neighbours, a few edges per profile instead of all K per seat, have the
same components as the whole graph, which is how a million profiles take a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, InputError, PayoffTable, Role, checked_means
from psrokit_plugins.structure.compiling import compiled

Nodes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
S = TypeVar("S", bound=np.generic)

TIE = 1e-12
"""Neighbouring payoffs of a line tie if they differ by no more than this part of the spread of the seat's payoffs."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines along one seat of a game, each sorted by that seat's payoff; shapes (lines, K).

    node: flat indices of the profiles, the worst first. first, end: where in its line a profile's group of ties begins,
    and where the next better group does.
    """

    node: Nodes
    first: Nodes
    end: Nodes


def sink_components(table: PayoffTable) -> list[Nodes]:
    """The sink components, each as a sorted array of nodes, in order of their first node.

    A node is a policy where the two seats are alike, otherwise the flat index of a profile (numpy.ravel_multi_index).
    Raises IntegrityError if the table is incomplete, InputError if more than two seats share a role.
    """
    means = checked_means(table)
    if one_population(table.seats):
        return policy_sinks(better_policies(means))
    return profile_sinks(response_lines(means))


def one_population(seats: tuple[Role, ...]) -> bool:
    """Whether the nodes are policies of a single population.

    Raises InputError for seats that are neither two of one role nor all of distinct roles.
    """
    if len(seats) == 2 and seats[0] == seats[1]:
        return True
    if len(set(seats)) < len(seats):
        raise InputError(
            f"response graphs are defined for two seats of one role or for distinct roles, not for {', '.join(seats)}",
            remedy="Any table is taken by cce, regret_matching, uniform and others: `psrokit plugins list`.",
        )
    return False


def better_policies(means: Floats) -> tuple[Bools, Bools]:
    """Edges between policies of one population, shape (K, K) each: [i, j] if j is strictly better, if i and j tie.

    means: shape (2, K, K) of a table with alike seats; j invades i if it earns more in the meeting of the two.
    """
    gain = (means[1] - means[0]) / 2
    gain = gain - gain.T  # what float arithmetic left unmirrored
    tie = np.abs(gain) <= TIE * max(float(np.ptp(means)), float(np.ptp(gain)))
    np.fill_diagonal(tie, val=False)
    return (gain > 0) & ~tie & ~np.eye(len(gain), dtype=np.bool_), tie


def policy_sinks(edges: tuple[Bools, Bools]) -> list[Nodes]:
    """The sink components of a graph between policies, given as `better_policies` does."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 # slow to import

    graph = edges[0] | edges[1]
    count, label = connected_components(graph, connection="strong")
    leaving = graph & (label[:, np.newaxis] != label)
    sinks = np.setdiff1d(np.arange(count), label[leaving.any(axis=1)])
    return _ordered([np.flatnonzero(label == sink).astype(np.int32) for sink in sinks])


def response_lines(means: Floats) -> list[Lines]:
    """The lines along each seat of a game of distinct roles; means: shape (seats, *K)."""
    return [_lines(payoff, seat) for seat, payoff in enumerate(means)]


def _lines(payoff: Floats, seat: int) -> Lines:
    size, tolerance = payoff.shape[seat], TIE * float(np.ptp(payoff))
    worth = by_line(payoff, seat)
    nodes = by_line(np.arange(payoff.size, dtype=np.int32).reshape(payoff.shape), seat)
    order = np.argsort(worth, axis=1, kind="stable")
    begins, ends = np.ones(worth.shape, dtype=np.bool_), np.ones(worth.shape, dtype=np.bool_)
    begins[:, 1:] = np.diff(np.take_along_axis(worth, order, axis=1), axis=1) > tolerance
    ends[:, :-1] = begins[:, 1:]
    place = np.arange(size, dtype=np.int32)
    first = np.maximum.accumulate(np.where(begins, place, np.int32(0)), axis=1)
    end = np.minimum.accumulate(np.where(ends, place + np.int32(1), np.int32(size))[:, ::-1], axis=1)[:, ::-1]
    return Lines(np.take_along_axis(nodes, order, axis=1), first, np.ascontiguousarray(end))


def by_line(values: npt.NDArray[S], seat: int) -> npt.NDArray[S]:
    """Values per profile, shape (*K), as one row per line along `seat`."""
    return np.ascontiguousarray(np.moveaxis(values, seat, -1)).reshape(-1, values.shape[seat])


def profile_sinks(lines: list[Lines]) -> list[Nodes]:
    """The sink components of the graph between profiles."""
    following = [edge for line in lines for edge in _chain(line)]
    # Raising seat 0 to the top of its line never leaves a sink component, so each contains the top of a line.
    label = compiled(_components)(np.stack(following, axis=1), np.unique(lines[0].node[:, -1]))
    known = np.flatnonzero(label >= 0)
    left = [known[(edge[known] >= 0) & (label[edge[known]] != label[known])] for edge in following]
    sinks = np.setdiff1d(label[known], label[np.concatenate(left)])
    members = known[np.isin(label[known], sinks)].astype(np.int32)
    members = members[np.argsort(label[members], kind="stable")]
    return _ordered(np.split(members, np.searchsorted(label[members], sinks)[1:]))


def _chain(line: Lines) -> list[Nodes]:
    """Each node's edges along a line, -1 for none: to its neighbour above, from the last of a group to its first."""
    above = np.full(line.node.size, -1, dtype=np.int32)
    above[line.node[:, :-1]] = line.node[:, 1:]
    row, place = np.nonzero((line.end == np.arange(1, line.node.shape[1] + 1)) & (line.first != line.end - 1))
    if not len(row):
        return [above]
    back = np.full(line.node.size, -1, dtype=np.int32)
    back[line.node[row, place]] = line.node[row, line.first[row, place]]
    return [above, back]


def _components(following: Nodes, roots: Nodes) -> Nodes:
    """Strongly connected components of what the roots reach (Tarjan 1972), as one label per node, -1 if not reached.

    following: shape (nodes, edges), -1 for none. A loop to be compiled.
    """
    size, edges = following.shape
    label, index, low = np.full(size, -1, np.int32), np.full(size, -1, np.int32), np.zeros(size, np.int32)
    path, waiting, edge = np.empty(size, np.int32), np.empty(size, np.int32), np.zeros(size, np.int8)
    seen, height, count = 0, 0, 0
    for root in roots:
        path[0], depth = root, 1 if index[root] < 0 else 0
        while depth > 0:
            node = path[depth - 1]
            if index[node] < 0:
                index[node], low[node] = seen, seen
                waiting[height] = node
                seen, height = seen + 1, height + 1
            if edge[node] < edges:
                target = following[node, edge[node]]
                edge[node] += 1
                if target >= 0 and index[target] < 0:
                    path[depth] = target
                    depth += 1
                elif target >= 0 and label[target] < 0:
                    low[node] = min(low[node], index[target])
                continue
            depth -= 1
            if depth > 0:
                low[path[depth - 1]] = min(low[path[depth - 1]], low[node])
            if low[node] == index[node]:
                member = -1
                while member != node:
                    height -= 1
                    member = waiting[height]
                    label[member] = count
                count += 1
    return label


def _ordered(components: list[Nodes]) -> list[Nodes]:
    return sorted(components, key=lambda nodes: int(nodes[0]))
