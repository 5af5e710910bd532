"""All the equilibria that can be listed: there may be many, and which one is played is not the table's to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from psrokit.api import Cell, Estimate, Finding, Floats, InputError, Question, Sheet, analyzer, level_text
from psrokit_plugins.analysis.draws import complete_draws
from psrokit_plugins.analysis.equilibrium import zero_sum
from psrokit_plugins.analysis.numbers import from_draws, settled, share
from psrokit_plugins.analysis.words import in_seats, listed, mixture, seat_names
from psrokit_plugins.meta_solvers.support_enumeration import SupportEnumeration
from psrokit_plugins.normal_form.pure import Bools, pure_equilibria
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.gains_between import product_of

_TITLE, _RANK, _RANK_OF_LITTLE = "All equilibria", 12, 90
S = TypeVar("S", bound=np.generic)


@analyzer("equilibria")
@dataclass(frozen=True)
class EquilibriaAnalyzer:
    """Pure Nash equilibria of any table, and those that support enumeration finds in small ones of two players.

    With holes: which profiles are equilibria whatever is missing, and which may be. With games: how often resampled
    tables agree.
    """

    def answer(self, question: Question) -> Finding:
        """One sentence, far down, for two players with a constant sum, whose equilibria are all worth the same."""
        table = question.table
        if zero_sum(table):
            said = (
                "With two players and a constant sum all equilibria are worth the same, and each player may play the "
                "part of any of them, or a mixture of such parts."
            )
            return Finding(_TITLE, (said,), (), rank=_RANK_OF_LITTLE)
        whole = Incomplete.of(table)
        sure, possible = pure_equilibria(whole.low, whole.high)
        sentences, sheets = [_pure_words(question, sure, possible)], []
        if possible.any():
            sheets.append(_pure_sheet(question, sure, possible))
        if not table.holes() and len(table.seats) == 2:
            try:
                every = SupportEnumeration().all_found(table)
            except InputError as error:
                sentences.append(f"Mixed ones are not listed: {error.message.split(':')[0]}.")
            else:
                sentences.append(_every_words(question, len(every)))
                sheets += [_every_sheet(question, every)] if every else []
        return Finding(_TITLE, tuple(sentences), tuple(sheets), rank=_RANK)


def _pure_words(question: Question, sure: Bools, possible: Bools) -> str:
    certain = [in_seats(question, cell) for cell in _cells(sure)]
    open_ = [in_seats(question, cell) for cell in _cells(possible & ~sure)]
    whatever = ", whatever the missing payoffs are" if question.table.holes() else ""
    if not certain and not open_:
        return f"No profile in which everybody plays one policy is an equilibrium{whatever}."
    alone = "in which everybody plays one policy"
    if not certain:
        return f"Depending on what is missing, {listed(open_)} may be equilibria {alone}; no other profile is one."
    verb = "is an equilibrium" if len(certain) == 1 else "are equilibria"
    others = f"; depending on what is missing {listed(open_)} may be equilibria too" if open_ else ""
    return f"Of profiles {alone}, {listed(certain)} {verb}{whatever}{others}."


def _pure_sheet(question: Question, sure: Bools, possible: Bools) -> Sheet:
    table = question.table
    often = _often(question)
    rows = []
    for cell in sorted(_cells(possible), key=lambda one: (not sure[one], -_at(often, one).mean())):
        hits = share(_at(often, cell), question, "a pure Nash equilibrium of the table")
        paid = [_paid(question, cell, seat) for seat in range(len(table.seats))]
        standing = "yes" if sure[cell] else "depends on what is missing"
        rows.append((in_seats(question, cell), standing, hits, *paid))
    seats = [f"pays {name}" for name in seat_names(table)]
    where = "in the table as it is" if not table.holes() else "of the known payoffs, whatever the missing ones are"
    luck = "" if settled(table) else f" in resamples: in how many of {len(often)} resampled tables it is one."
    meaning = f"equilibrium: whether no seat gains by deviating alone, {where}.{luck} pays: the payoff of the profile."
    return Sheet("Pure equilibria", ("profile", "equilibrium", "in resamples", *seats), tuple(rows), meaning)


def _often(question: Question) -> Bools:
    """In which resampled tables each profile is an equilibrium, (draws, *K)."""
    draws = complete_draws(question)[: 1 if settled(question.table) else None]
    return np.stack([pure_equilibria(means, means)[0] for means in draws])


def _paid(question: Question, cell: tuple[int, ...], seat: int) -> Estimate | None:
    table = question.table
    if not table.known[cell]:
        return None
    value = float(table.mean[(seat, *cell)])
    meaning: dict[str, Any] = {"kind": "payoff", "convention": "profile", "units": "return"}
    if table.exact[cell]:
        return Estimate.exact(value, method="exact payoff", **meaning)
    drawn = from_draws(value, _at(complete_draws(question)[:, seat], cell), question, **meaning)
    return replace(drawn, n=int(table.count[cell]))


def _every_words(question: Question, number: int) -> str:
    kind = "symmetric equilibria" if len(set(question.table.seats)) == 1 else "equilibria"
    found = f"{number} {kind if number != 1 else kind.replace('ia', 'ium')}"
    where = "" if settled(question.table) else " of the table as it is"
    odd = "these are all unless the table is degenerate" if number % 2 else "an even number: the table is degenerate"
    return f"A search of all supports finds {found}{where}; {odd}."


def _every_sheet(question: Question, every: list[Mapping[str, Floats]]) -> Sheet:
    table = question.table
    rows: list[tuple[Cell, ...]] = []
    for strategies in every:
        played = [mixture(question, role, strategies[role]) for role in strategies]
        paid = [_earned(question, strategies, seat) for seat in range(len(table.seats))]
        rows.append((*played, *paid))
    roles = list(dict.fromkeys(table.seats))
    columns = (*(f"{role} plays" for role in roles), *(f"pays {name}" for name in seat_names(table)))
    luck = (
        ""
        if settled(table)
        else f" They are those of the table's means: other games would move them. pays: this mixture, interval at "
        f"{level_text(question.level)}."
    )
    meaning = f"Nobody gains more than 1e-9 of the scale by deviating.{luck}"
    return Sheet("Pure and mixed equilibria", columns, tuple(rows), meaning)


def _earned(question: Question, strategies: Mapping[str, Floats], seat: int) -> Estimate:
    """What one seat earns where all play these strategies."""
    table = question.table
    joint = product_of(table.seats, strategies).ravel()
    drawn = complete_draws(question)[:, seat].reshape(question.resamples, -1) @ joint
    now = float(table.mean[seat].ravel() @ joint)
    return from_draws(now, drawn, question, kind="payoff", convention="at this equilibrium", units="return")


def _at(values: npt.NDArray[S], cell: tuple[int, ...]) -> npt.NDArray[S]:
    """Values of one profile, (draws,), of those of all, (draws, *K)."""
    return values.reshape(len(values), -1)[:, int(np.ravel_multi_index(cell, values.shape[1:]))]


def _cells(marked: Bools) -> list[tuple[int, ...]]:
    return [tuple(int(i) for i in cell) for cell in np.argwhere(marked)]
