"""The laws of meta-solvers find what is wrong, each law at least once, and pass what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import broken

from psrokit.catalog import build
from psrokit.testing.meta_solver import MetaSolverSuite

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
OTHERS = {
    ("careless", "refuses a table with holes"),
    ("careless", "refuses payoffs that are no numbers"),
    ("moody", "gives the same answer again"),
    ("staying", "answers alike from any start"),
    ("writing", "leaves the table alone"),
    ("unequal", "gives a distribution for each role"),
}
"""Those of solvers that need no dynamics to be wrong."""


@pytest.mark.parametrize(("name", "law"), sorted({*FAULTS.items(), *MORE}))
def test_fault_is_found(name: str, law: str) -> None:
    solver = build("meta_solver", {"use": f"faulty_{name}"}, FAULTY)
    assert law in broken(MetaSolverSuite(solver))


@pytest.mark.parametrize(("name", "law"), sorted(OTHERS))
def test_fault_of_a_plain_solver_is_found(name: str, law: str) -> None:
    solver = build("meta_solver", {"use": f"faulty_{name}"}, [str(HERE / "faulty_solvers.py")])
    assert law in broken(MetaSolverSuite(solver))
