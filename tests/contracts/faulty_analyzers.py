"""An analyzer that breaks one law, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Estimate, Finding, InputError, Question, Sheet, analyzer, checked_means


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
