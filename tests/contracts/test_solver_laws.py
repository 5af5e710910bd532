"""The laws of meta-solvers find what is wrong, each law at least once, and pass what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from psrokit.catalog import build
from psrokit.testing.meta_solver import MetaSolverSuite
from psrokit.testing.suite import ComponentSuite, results

HERE = Path(__file__).parent
FAULTY = [str(HERE / f"faulty_{sort}.py") for sort in ("answers", "manners", "numerics")]
FAULTS = {
    "transposed": "comes close to equilibria",
    "weakest": "certifies what is true",
    "gapless": "certifies what is true",
    "certificate": "proves its answer with finite numbers",
    "unique": "calls unique only what is",
    "silent": "flags several equilibria",
    "halving": "weighs the diagonal like the rest",
    "lowest": "gives the better policy no less",
    "collapsing": "gives a distribution for each role",
    "strict": "takes rounded antisymmetry",
    "sums": "reads means and not sums",
    "first_seat": "does not care which seat comes first",
    "lopsided": "treats alike seats alike",
    "marginals": "has marginals that fit its joint distribution",
    "correlated": "leaves no deviation a gain",
    "equilibrium": "leaves no gain in constant sum games",
    "places": "treats equal policies equally",
    "units": "does not depend on units",
    "dominated": "gives dominated policies nothing",
    "large": "solves payoffs of any scale",
    "moving": "leaves the global generators alone",
    "drawing": "does not depend on the global generators",
    "empty": "refuses an empty table",
    "half_played": "plays the only policy",
    "two_seats": "solves or refuses three seats",
    "general": "solves or refuses general sums",
    "claim": "claims only what is checked",
    "swallowing": "takes no failure for undominated",
    "guessing": "answers or fails aloud at any magnitude",
    "squares": "solves or refuses any magnitude",
    "ragged": "gives a distribution for each role",
    "unmirrored": "refuses alike seats that are not alike",
    "common_part": "certifies what is true",
}
"""The law that finds each faulty solver."""
MORE = {
    ("equilibrium", "finds the known equilibria"),
    ("equilibrium", "leaves no gain at any scale"),
    ("halving", "leaves no gain in general sum games"),
    ("places", "does not depend on the order of policies"),
    ("places", "shares weight among clones"),
}
"""Further laws that the same solvers break."""
ELSEWHERE = {
    "gives the same answer again",
    "leaves the table alone",
    "refuses a table with holes",
    "refuses payoffs that are no numbers",
}
"""Laws of the solvers that need no dynamics to be wrong."""


@pytest.mark.parametrize(("name", "law"), sorted({*FAULTS.items(), *MORE}))
def test_fault_is_found(name: str, law: str) -> None:
    solver = build("meta_solver", {"use": f"faulty_{name}"}, FAULTY)
    assert law in {result.check for result in results(MetaSolverSuite(solver)) if result.problem}


def test_every_law_of_solvers_has_a_solver_that_breaks_it() -> None:
    of_all_kinds = {name for name in vars(ComponentSuite) if not name.startswith("_")} - {"component"}
    own = {
        name.replace("_", " ")
        for cls in MetaSolverSuite.__mro__
        for name in vars(cls)
        if not name.startswith("_") and name not in {*of_all_kinds, "component", "answers"}
    }
    assert own == {law for _, law in MORE} | (set(FAULTS.values()) - {"claims only what is checked"}) | ELSEWHERE


@pytest.mark.parametrize("name", ["careless", "moody", "writing", "unequal"])
def test_faulty_solvers_are_found(name: str) -> None:
    solver = build("meta_solver", {"use": f"faulty_{name}"}, [str(HERE / "faulty_solvers.py")])
    assert [result for result in results(MetaSolverSuite(solver)) if result.problem]
