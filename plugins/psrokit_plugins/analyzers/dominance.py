"""Which policies no rational player uses, whatever the equilibrium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Cell, Finding, InputError, Question, Role, Sheet, analyzer
from psrokit_plugins.analysis.draws import complete_draws, exact_tables
from psrokit_plugins.analysis.numbers import settled, share
from psrokit_plugins.analysis.words import listed, mixture
from psrokit_plugins.structure.dominance import Survivors, iterated_dominance

_TITLE, _RANK = "Dominated policies", 55
_MOST_TESTS = 4000
"""Linear programs, one for each policy of each resampled table: a dozen seconds of them."""


@analyzer("dominance")
@dataclass(frozen=True)
class DominanceAnalyzer:
    """Policies that iterated strict dominance eliminates, by mixtures (Gilboa, Kalai and Zemel 1990).

    Another policy, or a mixture of others, earns more than such a policy whatever the others do; it has no part in any
    Nash or correlated equilibrium. draws: how many of the shared resamples are asked, fewer where policies are many.
    """

    draws: int = 40

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table with holes; the finding `missing` says which policies are out all the same."""
        table = question.table
        if table.holes():
            raise InputError("whether a policy is dominated depends on all its payoffs, and some are missing")
        now, members = iterated_dominance(table), _members(question)
        most = 1 if settled(table) else max(1, min(self.draws, _MOST_TESTS // len(members)))
        draws = complete_draws(question)[:most]
        gone = np.array([_gone(iterated_dominance(one), members) for one in exact_tables(table, draws)])
        rows = _rows(question, now, members, gone)
        said = _sentence(question, now, len(members))
        if not rows:
            return Finding(_TITLE, (said,), (), rank=_RANK)
        meaning = (
            "round: when it goes, all that are dominated at once going together. by: what earns more than it against "
            "all that is left."
        )
        if not settled(table):
            meaning += f" in resamples: in how many of {len(draws)} resampled tables it is eliminated."
        sheet = Sheet(_TITLE, ("policy", "round", "by", "in resamples"), rows, meaning)
        return Finding(_TITLE, (said,), (sheet,), rank=_RANK)


def _members(question: Question) -> list[tuple[Role, int]]:
    return [(role, place) for role, names in question.named.names.items() for place in range(len(names))]


def _gone(survivors: Survivors, members: list[tuple[Role, int]]) -> npt.NDArray[np.bool_]:
    """Whether each policy is eliminated, shape (members,)."""
    return np.array([place not in survivors.policies[role] for role, place in members])


def _rows(
    question: Question, now: Survivors, members: list[tuple[Role, int]], gone: npt.NDArray[np.bool_]
) -> tuple[tuple[Cell, ...], ...]:
    """Those eliminated now, in order, and then those that are in resampled tables alone, the most frequent first."""
    often = {member: share(gone[:, place], question, "eliminated") for place, member in enumerate(members)}
    rows: list[tuple[Cell, ...]] = []
    for its in now.eliminated:
        by = mixture(question, its.role, its.by)
        rows.append((_name(question, its.role, its.policy), its.round, by, often.pop((its.role, its.policy))))
    for member, hits in sorted(often.items(), key=lambda one: -one[1].value):
        if hits.value > 0:
            rows.append((_name(question, *member), None, None, hits))
    return tuple(rows)


def _sentence(question: Question, now: Survivors, policies: int) -> str:
    names = [_name(question, its.role, its.policy) for its in now.eliminated]
    luck = "" if settled(question.table) else " in the table as it is"
    if not names:
        return f"No policy is strictly dominated{luck}."
    left = [_name(question, role, place) for role, kept in now.policies.items() for place in kept]
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{len(names)} of {policies} policies {verb} eliminated by strict dominance{luck}, and part of no equilibrium: "
        f"{listed(names)}. Left: {listed(left)}."
    )


def _name(question: Question, role: Role, place: int) -> str:
    name = question.named.names[role][place]
    return name if len(question.named.names) == 1 else f"{role}: {name}"
