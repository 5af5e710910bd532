"""What the words mean: each kind of number and each kind of bound that this report shows."""

from __future__ import annotations

from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill
from psrokit.report.words import BOUNDS, KINDS, kind_words


def section(facts: Facts) -> Section:
    """A glossary of what appears, and nothing else."""
    estimates = [metric.estimate for metric in facts.metrics]
    kinds = {"payoff"} | {estimate.kind for estimate in estimates}
    kinds |= {"gain"} if len(facts.states) > 1 else set()
    bounds = {estimate.bound for estimate in estimates}
    bounds |= {"exact"} if bool(facts.last.table.exact.any()) else set()
    bounds |= {"estimate"} if not bool(facts.last.table.exact.all()) else set()
    context = {
        "kinds": [(kind_words(kind), meaning) for kind, meaning in KINDS.items() if kind in kinds],
        "bounds": [(bound, meaning) for bound, meaning in BOUNDS.items() if bound in bounds],
    }
    return Section("terms", "What the numbers mean", fill("terms.html", context))
