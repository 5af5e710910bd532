"""Where better responses lead: the sink components of the response graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, InputError, PayoffTable, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE, complete_draws, exact_tables
from psrokit_plugins.analysis.numbers import listed, percent
from psrokit_plugins.structure.response_graph import sink_components

_MOST_PROFILES = 20_000
_MOST_ROWS = 60


@analyzer("response_graph")
@dataclass(frozen=True)
class ResponseGraphAnalyzer:
    """Sink components, in which every walk along better responses ends, and how often resampled tables agree.

    draws: how many of the shared resamples are walked.

    With two seats of one role a node is a policy, with distinct roles a profile (Omidshafiei et al. 2019).
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for more than two seats of one role, or too many profiles."""
        table = question.table
        profiles = int(np.prod(table.sizes))
        if profiles > _MOST_PROFILES:
            raise InputError(f"{profiles} profiles are too many to walk again and again; at most {_MOST_PROFILES} are")
        draws = complete_draws(question)[: self.draws]
        tables = list(exact_tables(table, draws))
        often = np.mean([_inside(one) for one in tables], axis=0)
        holes = bool(table.holes())
        inside = often >= 0.5 if holes else _inside(table)
        names = _names(question)
        shown = [i for i in np.argsort(-often, kind="stable").tolist() if often[i] > 0][:_MOST_ROWS]
        rows = tuple((names[i], "yes" if inside[i] else "no", float(often[i])) for i in shown)
        source = f"in most resamples; {IGNORANCE}" if holes else "in the table as it is"
        meaning = (
            f"in a sink: whether it is in a sink component, {source}. in resamples: in how many of {len(tables)} "
            f"resampled tables. {len(names) - len(shown)} others are in none or not shown."
        )
        return Finding(
            "Better responses",
            _sentences(question, names, often),
            (Sheet("Sinks", ("node", "in a sink", "in resamples"), rows, meaning),),
            rank=65,
        )


def _inside(table: PayoffTable) -> np.ndarray:
    """Whether each node is in a sink component."""
    nodes = table.sizes[0] if len(set(table.seats)) < len(table.seats) else int(np.prod(table.sizes))
    inside = np.zeros(nodes, dtype=np.bool_)
    for component in sink_components(table):
        inside[component] = True
    return inside


def _names(question: Question) -> list[str]:
    table = question.table
    if len(set(table.seats)) < len(table.seats):
        return list(question.named.names[table.seats[0]])
    cells: Iterable[tuple[int, ...]] = np.ndindex(*table.sizes)
    return [" / ".join(question.named.profile(cell)) for cell in cells]


def _sentences(question: Question, names: list[str], often: np.ndarray) -> tuple[str, ...]:
    sure = [names[i] for i in np.flatnonzero(often >= question.level)]
    doubtful = [
        f"{names[i]} ({percent(float(often[i]))})"
        for i in np.flatnonzero((often < question.level) & (often > 1 - question.level))
    ]
    said = (
        f"Walks along better responses end at {listed(sure)}."
        if sure
        else "Where walks along better responses end is open."
    )
    return (said, f"Possibly also at {listed(doubtful)}.") if doubtful else (said,)
