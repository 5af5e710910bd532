"""Where a population that follows the response graph spends its time: the infinite limit of alpha-rank.

Rates between nodes: 1 to each strictly better response, 1/m to each tie, none otherwise; m is the size of the
population. Between profiles the chain is never written out: along a sorted line, what flows into a profile is a prefix
sum of what its worse neighbours hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.structure.compiling import compiled
from psrokit_plugins.structure.response_graph import (
    Bools,
    Lines,
    Nodes,
    policy_sinks,
    profile_sinks,
    response_lines,
)
from psrokit_plugins.structure.stationary import Step, absorbed, drained, settled, stationary

DENSE = 600
"""Up to so many states a chain is solved as a matrix, by elimination."""


@dataclass(frozen=True, slots=True)
class LongRun:
    """mass: the share of time at each node, summing to 1. sinks: the components that hold it. basins: share of each."""

    mass: Floats
    sinks: list[Nodes]
    basins: Floats


def policies_long_run(edges: tuple[Bools, Bools], population: int) -> LongRun:
    """Of policies of one population, given by their edges to better ones and to ties, shape (K, K) each."""
    rates = edges[0] + edges[1] / population
    sinks = policy_sinks(edges)
    return _gathered(len(rates), sinks, absorbed(rates, sinks), [stationary(rates[np.ix_(s, s)]) for s in sinks])


def profiles_long_run(means: Floats, population: int) -> LongRun:
    """Of the profiles of a game of distinct roles; means: shape (seats, *K). Nodes are flat indices."""
    lines = response_lines(means)
    sinks = profile_sinks(lines)
    chain = _Chain(means.shape[1:], lines, 1 / population)
    masses = [chain.stationary(sink) for sink in sinks]
    size = means[0].size
    if len(sinks) == 1:
        basins = np.ones(1)
    elif size <= DENSE:
        basins = absorbed(chain.rates(np.arange(size, dtype=np.int32)), sinks)
    else:
        basins = drained(chain.step(np.setdiff1d(np.arange(size), np.concatenate(sinks))), sinks, size)
    return _gathered(size, sinks, basins, masses)


def _gathered(size: int, sinks: list[Nodes], basins: Floats, masses: Sequence[Floats]) -> LongRun:
    mass = np.zeros(size)
    for sink, basin, within in zip(sinks, basins, masses, strict=True):
        mass[sink] = basin * within
    return LongRun(mass / mass.sum(), sinks, basins)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The chain between profiles. sizes: (*K). tie: the rate to a profile as good for whoever changes."""

    sizes: tuple[int, ...]
    lines: list[Lines]
    tie: float

    def stationary(self, sink: Nodes) -> Floats:
        """The stationary distribution within a sink component, shape (len(sink),)."""
        if len(sink) <= DENSE:
            return stationary(self.rates(sink))
        step = self.step(sink)
        start = np.zeros(int(np.prod(self.sizes)))
        start[sink] = 1.0
        flow = settled(step, start)[sink] / self.leaving()[sink]  # from shares of the jumps to shares of the time
        return np.asarray(flow / flow.sum())

    def rates(self, nodes: Nodes) -> Floats:
        """The rates between some profiles as a matrix."""
        place = np.stack(np.unravel_index(nodes, self.sizes))
        differ = place[:, :, np.newaxis] != place[:, np.newaxis]
        rates = np.zeros((len(nodes), len(nodes)))
        for seat, line in enumerate(self.lines):
            first, end, rank = (np.empty(line.node.size, dtype=np.int32) for _ in range(3))
            first[line.node], end[line.node] = line.first, line.end
            rank[line.node] = np.arange(line.node.shape[1], dtype=np.int32)
            mine = differ[seat] & (differ.sum(axis=0) == 1)
            better = rank[nodes] >= end[nodes][:, np.newaxis]
            tied = ~better & (rank[nodes] >= first[nodes][:, np.newaxis])
            rates += mine * (better + self.tie * tied)
        return rates

    def leaving(self) -> Floats:
        """The rate at which each profile is left."""
        rate = np.zeros(int(np.prod(self.sizes)))
        for line in self.lines:
            size = line.node.shape[1]
            rate[line.node] += (size - line.end) + self.tie * (line.end - line.first - 1)
        return rate

    def step(self, nodes: Nodes) -> Step:
        """Where mass on `nodes` is after one jump; mass elsewhere disappears."""
        jumping = np.zeros(int(np.prod(self.sizes)))
        jumping[nodes] = 1 / self.leaving()[nodes]
        inflow = compiled(_inflow)

        def step(mass: Floats) -> Floats:
            flow, arrived = mass * jumping, np.zeros(len(mass))
            for line in self.lines:
                inflow(line.node, line.end, flow, self.tie, arrived)
            return arrived

        return step


def _inflow(node: Nodes, end: Nodes, flow: Floats, tie: float, arrived: Floats) -> None:
    """Add to each profile what flows in along its line: all that worse ones send, and `tie` of what ties send.

    A loop to be compiled.
    """
    for line in range(node.shape[0]):
        below, here = 0.0, 0
        while here < node.shape[1]:
            above, group = end[line, here], 0.0
            for place in range(here, above):
                group += flow[node[line, place]]
            for place in range(here, above):
                arrived[node[line, place]] += below + tie * (group - flow[node[line, place]])
            below += group
            here = above
