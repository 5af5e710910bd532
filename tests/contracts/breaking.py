"""Which laws a component breaks by what it does, not by a slip of whoever wrote it."""

from __future__ import annotations

from psrokit.testing.suite import ComponentSuite, results

SLIPS = ("AttributeError", "TypeError", "NameError", "FrozenInstanceError", "UnboundLocalError", "ImportError")
"""Errors of Python's that say nothing about a law: a twin that calls what does not exist would break them all."""


def broken(suite: ComponentSuite) -> set[str]:
    """The laws that fail with a sentence about the fault."""
    found = {result.check: result.problem for result in results(suite) if result.problem}
    return {law for law, problem in found.items() if not problem.startswith(SLIPS)}
