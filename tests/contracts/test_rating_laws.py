"""The laws of ratings and of the cyclic share find what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import broken

from psrokit.catalog import build
from psrokit.testing.analyzer import AnalyzerSuite
from psrokit.testing.rating import RatingSuite

HERE = Path(__file__).parent
FAULTS = {
    "places": "gives copies one number",
    "activity": "reads means and not counts",
    "first_role": "does not care which seat comes first",
    "doubt": "is surer after more games",
    "whole_games": "reads parts of games",
    "copies": "is not moved by copies",
    "pity": "rises with wins",
    "decisive": "takes ties for games",
    "idle": "rates or refuses who never played",
    "vague": "rates or refuses a table with holes",
    "forgiving": "refuses payoffs that are no numbers",
    "short": "gives each policy a finite number",
    "unnamed": "says what its numbers are",
    "deviations": "gives deviations that fit",
    "moods": "gives the same answer again",
    "writer": "leaves the table alone",
}
MORE = {
    ("places", "calls nobody better where all tie"),
    ("places", "does not depend on the order of policies"),
    ("places", "treats equal records equally"),
    ("pity", "keeps the order where counts are unequal"),
    ("pity", "does not rate the loser higher"),
}
"""Further laws that the same ratings break."""


@pytest.mark.parametrize(("name", "law"), sorted({*FAULTS.items(), *MORE}))
def test_fault_is_found(name: str, law: str) -> None:
    found = build("rating", {"use": f"faulty_{name}"}, [str(HERE / "faulty_ratings.py")])
    assert law in broken(RatingSuite(found))


ANALYZERS = {
    "pairs_only": "answers or refuses any table",
    "wordless": "says what it found in words",
    "meaningless": "says what its numbers are",
    "infinite": "gives finite numbers only",
    "moody_analyzer": "gives the same answer again",
    "writing_analyzer": "leaves the table alone",
    "frames": "makes frames of its sheets",
}


@pytest.mark.parametrize(("name", "law"), ANALYZERS.items(), ids=list(ANALYZERS))
def test_fault_of_an_analyzer_is_found(name: str, law: str) -> None:
    found = build("analyzer", {"use": f"faulty_{name}"}, [str(HERE / "faulty_analyzers.py")])
    assert law in broken(AnalyzerSuite(found))


def test_noise_that_is_called_cycles_is_found() -> None:
    naive = build("analyzer", {"use": "faulty_cycles"}, [str(HERE / "faulty_analyzers.py")])
    assert broken(AnalyzerSuite(naive)) == {"does not take noise for cycles"}
