"""What every analyzer must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from psrokit.analyzer import Analyzer, Finding, Question, Sheet
from psrokit.errors import PsrokitError
from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.seeds import generator
from psrokit.table_format import NamedTable
from psrokit.testing.comparing import leaving_alone
from psrokit.testing.games_won import head_to_head
from psrokit.testing.suite import ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_RESAMPLES = 20
_GAMES = 50
_LITTLE = 0.1


@dataclass(frozen=True)
class AnalyzerSuite(ComponentSuite):
    """Checks an analyzer on small tables of every sort."""

    def answers_or_refuses_any_table(self) -> None:
        """A finding, or an error of psrokit's own with a reason; it understands at least one of the tables."""
        answered = list(self._findings())
        expect(answered, "it refuses every table")
        expect(all(isinstance(finding, Finding) for finding in answered), "an answer is no Finding")

    def says_what_it_found_in_words(self) -> None:
        """Every finding has a title and a sentence."""
        for finding in self._findings():
            expect(finding.title.strip() and finding.sentences, f"'{finding.title}' has no sentence")
            expect(all(sentence.strip() for sentence in finding.sentences), "a sentence is empty")

    def says_what_its_numbers_are(self) -> None:
        """Every sheet has a meaning, and every estimate has convention and units."""
        for sheet in self._sheets():
            expect(
                sheet.meaning.strip() and sheet.rows, f"the sheet '{sheet.title}' is empty or does not say what it is"
            )
            for cell in (cell for row in sheet.rows for cell in row if isinstance(cell, Estimate)):
                expect(cell.convention and cell.units and cell.method, f"{cell} does not say what it is")

    def gives_finite_numbers_only(self) -> None:
        """No NaN and no infinity: what cannot be said is left empty."""
        for sheet in self._sheets():
            numbers = [cell.value if isinstance(cell, Estimate) else cell for row in sheet.rows for cell in row]
            bad = [number for number in numbers if isinstance(number, float) and not np.isfinite(number)]
            expect(not bad, f"the sheet '{sheet.title}' holds {bad}")

    def gives_the_same_answer_again(self) -> None:
        """The same question has the same answer, to the last bit."""
        expect(list(self._findings()) == list(self._findings()), "a second look finds something else")

    def leaves_the_table_alone(self) -> None:
        """It only looks."""
        for table in _tables():
            leaving_alone(table, lambda seen: self._ask(question(seen)))

    def does_not_take_noise_for_cycles(self) -> None:
        """Of 20 policies in a pure order of strength, 50 games a pair, it calls next to nothing cyclic.

        One implementation calls a quarter cyclic there: sampling noise is no order of strength, so it counts as cycles.
        """
        finding = self._ask(question(_pure_order()))
        cells = [cell for sheet in finding.all_sheets for row in sheet.rows for cell in row] if finding else []
        for cell in cells:
            if isinstance(cell, Estimate) and cell.kind == "cyclic_share":
                expect(cell.value <= _LITTLE, f"the cyclic share of a pure order is said to be {cell.value:.2f}")

    def makes_frames_of_its_sheets(self) -> None:
        """Every sheet becomes a data frame with a row per row."""
        for sheet in self._sheets():
            expect(len(sheet.to_frame()) == len(sheet.rows), f"the frame of '{sheet.title}' lacks rows")

    def _ask(self, question: Question) -> Finding | None:
        try:
            finding: Finding = self.component.answer(question)
        except PsrokitError as error:
            expect(error.message.strip(), "a refusal has no reason")
            return None
        return finding

    def _findings(self) -> Iterator[Finding]:
        return (finding for question in _questions() if (finding := self._ask(question)) is not None)

    def _sheets(self) -> Iterator[Sheet]:
        return (sheet for finding in self._findings() for sheet in finding.all_sheets)


def suite(component: Analyzer, place: Rehearsal | None = None, role: Role = "") -> AnalyzerSuite:
    """The suite for an analyzer. No experiment names one, so it needs no place."""
    del place, role
    return AnalyzerSuite(component)


def check_analyzer(analyzer: Analyzer) -> None:
    """Raise LawBroken with all that `analyzer` does wrong."""
    insist(AnalyzerSuite(analyzer))


def question(table: PayoffTable, resamples: int = _RESAMPLES) -> Question:
    """A question about a table whose policies have names that a page must escape."""
    sizes = dict(zip(table.seats, table.sizes, strict=True))
    names = {role: tuple(f"<b>{role} {index}" for index in range(size)) for role, size in sizes.items()}
    return Question(NamedTable(table, names, "a test"), resamples=resamples)


def _questions() -> Iterator[Question]:
    return (question(table) for table in _tables())


def _tables() -> Iterator[PayoffTable]:
    yield head_to_head([[0]])
    yield head_to_head([[0, 40, 31], [20, 0, 33], [29, 27, 0]])
    yield head_to_head([[0, 15, 45], [45, 0, 15], [15, 45, 0]])
    yield head_to_head([[0, 60], [0, 0]])
    yield head_to_head(np.zeros((3, 3)), ties=[[0, 9, 9], [9, 0, 9], [9, 9, 0]])
    yield head_to_head([[0, 40, 0], [20, 0, 35], [0, 25, 0]])
    yield head_to_head(np.zeros((2, 2)))
    empty = PayoffTable.empty(("row", "column"), (2, 2))
    yield empty
    for profile, payoff in zip(empty.profiles(), (1.0, -3.0, -2.0, 2.0), strict=True):
        empty = empty.with_exact(profile, (payoff, -payoff))
    yield empty
    three = PayoffTable.empty(("a", "b", "c"), (2, 1, 2))
    for number, profile in enumerate(three.profiles()):
        three = three.with_exact(profile, (float(number), 1.0, -float(number)))
    yield three


def _pure_order() -> PayoffTable:
    """Games of policies whose win rates are additive in their strengths: nothing in them is cyclic."""
    rng = generator("check", "pure order")
    strength = rng.normal(0, 0.0785, 20)
    chances = np.clip(0.5 + strength[:, np.newaxis] - strength, 0, 1)
    won = np.triu(rng.binomial(_GAMES, chances), 1)
    return head_to_head((won + np.tril(_GAMES - won.T, -1)).astype(float))
