"""Analyzers that break laws of their kind, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import numpy as np
import pandas as pd
from breaking import breaks

from psrokit.api import Estimate, Finding, InputError, Question, Sheet, analyzer, checked_means

_counter = count()


@breaks("does not take noise for cycles")
@analyzer("faulty_cycles")
@dataclass(frozen=True)
class NoisyCycles:
    """The cyclic share of the table as it stands, noise and all (one project's 0.26 for what is 0)."""

    def answer(self, question: Question) -> Finding:
        if question.table.seats != ("player", "player"):
            raise InputError("this looks at one role only")
        payoffs = checked_means(question.table)[0]
        strength = payoffs.mean(axis=1)
        cycles = payoffs - (strength[:, np.newaxis] - strength)
        share = float((cycles**2).sum() / max((payoffs**2).sum(), 1e-300))
        estimate = Estimate.exact(
            share, kind="cyclic_share", convention="additive in payoff", units="share of squared differences",
            method="least squares",
        )  # fmt: skip
        sheet = Sheet("Cyclic share", ("cyclic share",), ((estimate,),), "share of squared differences")
        return Finding("Cycles", (f"{share:.0%} is cyclic.",), (sheet,))


@dataclass(frozen=True)
class _Sizes:
    """How many policies each seat has: right, but for what the classes below change."""

    def answer(self, question: Question) -> Finding:
        rows = tuple(zip(question.table.seats, question.table.sizes, strict=True))
        return Finding("Sizes", ("So many policies there are.",), (self.sheet(rows),))

    def sheet(self, rows: tuple[tuple[str, int], ...]) -> Sheet:
        return Sheet("Sizes", ("role", "policies"), rows, "policies per seat")


@breaks(
    "answers or refuses any table",
    "gives finite numbers only",
    "gives the same answer again",
    "leaves the table alone",
    "makes frames of its sheets",
    "says what it found in words",
    "says what its numbers are",
)
@analyzer("faulty_pairs_only")
@dataclass(frozen=True)
class PairsOnly(_Sizes):
    """Breaks on three seats instead of refusing them."""

    def answer(self, question: Question) -> Finding:
        _first, _second = question.table.seats
        return super().answer(question)


@breaks("says what it found in words")
@analyzer("faulty_wordless")
@dataclass(frozen=True)
class Wordless(_Sizes):
    def answer(self, question: Question) -> Finding:
        return Finding("Sizes", (" ",), ())


@breaks("says what its numbers are")
@analyzer("faulty_meaningless")
@dataclass(frozen=True)
class Meaningless(_Sizes):
    def sheet(self, rows: tuple[tuple[str, int], ...]) -> Sheet:
        return Sheet("Sizes", ("role", "policies"), rows, "")


@breaks("gives finite numbers only")
@analyzer("faulty_infinite")
@dataclass(frozen=True)
class Infinite(_Sizes):
    """Writes infinity where nothing can be said."""

    def sheet(self, rows: tuple[tuple[str, int], ...]) -> Sheet:
        return Sheet("Sizes", ("role", "policies"), tuple((role, np.inf) for role, _ in rows), "policies per seat")


@breaks("gives the same answer again")
@analyzer("faulty_moody_analyzer")
@dataclass(frozen=True)
class MoodyAnalyzer(_Sizes):
    def answer(self, question: Question) -> Finding:
        return Finding("Sizes", (f"Asked {next(_counter)} times.",), ())


@breaks("leaves the table alone")
@analyzer("faulty_writing_analyzer")
@dataclass(frozen=True)
class WritingAnalyzer(_Sizes):
    def answer(self, question: Question) -> Finding:
        question.table.ties[...] += 1
        return super().answer(question)


@dataclass(frozen=True)
class _Unframed(Sheet):
    """A sheet that forgets its last row on the way to a frame."""

    def to_frame(self) -> pd.DataFrame:
        return super().to_frame().iloc[:-1]


@breaks("makes frames of its sheets")
@analyzer("faulty_frames")
@dataclass(frozen=True)
class Frames(_Sizes):
    def sheet(self, rows: tuple[tuple[str, int], ...]) -> Sheet:
        return _Unframed("Sizes", ("role", "policies"), rows, "policies per seat")
