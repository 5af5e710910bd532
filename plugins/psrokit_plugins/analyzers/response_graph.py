"""Where better responses lead: the sink components of the response graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Finding, InputError, PayoffTable, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE, complete_draws, exact_tables
from psrokit_plugins.analysis.numbers import settled, share
from psrokit_plugins.analysis.words import in_seats, listed, seat_names, share_in_words
from psrokit_plugins.structure.response_graph import sink_components

_MOST_PROFILES = 20_000


@analyzer("response_graph")
@dataclass(frozen=True)
class ResponseGraphAnalyzer:
    """Sink components, in which every walk along better responses ends, and how often resampled tables agree.

    draws: how many of the shared resamples are walked.

    With two seats of one role a node is a policy, else a profile, in which each seat changes by itself (Omidshafiei et
    al. 2019).
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for too many profiles."""
        table = question.table
        profiles = int(np.prod(table.sizes))
        if profiles > _MOST_PROFILES:
            raise InputError(f"{profiles} profiles are too many to walk again and again; at most {_MOST_PROFILES} are")
        exact = settled(table)
        draws = complete_draws(question)[: 1 if exact else self.draws]
        inside = np.array([_inside(one) for one in exact_tables(table, draws)])
        often = inside.mean(axis=0)
        names = _names(question)
        now = _inside(table) if table.known.all() else often >= 0.5
        shown = [i for i in np.argsort(-often, kind="stable").tolist() if often[i] > 0 or now[i]]
        rows = tuple(
            (names[i], "yes" if now[i] else "no", share(inside[:, i], question, "in a sink component")) for i in shown
        )
        source = "in the table as it is" if table.known.all() else f"in most resamples; {IGNORANCE}"
        luck = "" if exact else f" in resamples: in how many of {len(inside)} resampled tables."
        hidden = len(names) - len(shown)
        rest = f" Of {len(names)} nodes {hidden} {'is' if hidden == 1 else 'are'} in none." if hidden else ""
        meaning = (
            "A sink component: nodes that can reach each other by better responses, none of which leads out. in a "
            f"sink: whether the node is in one, {source}.{luck}{rest}"
        )
        return Finding(
            "Better responses",
            _sentences(question, names, often),
            (Sheet("Sinks", ("node", "in a sink", "in resamples"), rows, meaning),),
            rank=65,
        )


def _inside(table: PayoffTable) -> np.ndarray:
    """Whether each node is in a sink component."""
    alone = _one_population(table)
    inside = np.zeros(table.sizes[0] if alone else int(np.prod(table.sizes)), dtype=np.bool_)
    for component in sink_components(table if alone else replace(table, seats=tuple(seat_names(table)))):
        inside[component] = True
    return inside


def _one_population(table: PayoffTable) -> bool:
    """Whether a node is what everybody plays: two seats of one role. Other seats change by themselves, alike or not."""
    return len(table.seats) == 2 and table.seats[0] == table.seats[1]


def _names(question: Question) -> list[str]:
    table = question.table
    if _one_population(table):
        return list(question.named.names[table.seats[0]])
    cells: Iterable[tuple[int, ...]] = np.ndindex(*table.sizes)
    return [in_seats(question, cell) for cell in cells]


def _sentences(question: Question, names: list[str], often: np.ndarray) -> tuple[str, ...]:
    level = question.level
    sure = [names[i] for i in np.flatnonzero(often >= level)]
    doubtful = [
        f"{names[i]} ({share_in_words(float(often[i]))})" for i in np.flatnonzero((often < level) & (often > 1 - level))
    ]
    if sure and not doubtful:
        return (f"Walks along better responses end at {listed(sure)}.",)
    if sure:
        return (
            f"Walks along better responses end at {listed(sure)}, in part of the resamples also at {listed(doubtful)}.",
        )
    open_ = "The games do not show where walks along better responses end"
    return (f"{open_}: in so many of the resamples at {listed(doubtful)}." if doubtful else f"{open_}.",)
