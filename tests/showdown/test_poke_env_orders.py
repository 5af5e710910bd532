"""What an order means: by the server's rules, with requests as the simulator makes them."""

from __future__ import annotations

from typing import Any

import pytest

from psrokit_showdown.poke_env_players.orders import choice_of

TEAM = [
    {"ident": "p1: Starmie", "details": "Starmie"},
    {"ident": "p1: Farfetch’d", "details": "Farfetch’d"},
    {"ident": "p1: 4th One", "details": "Snorlax, M"},
    {"ident": "p1: Tauros", "details": "Chansey, F"},
    {"ident": "p1: Bull", "details": "Tauros, M"},
]
MOVES = ["bodyslam", "hiddenpowerice70", "return102", "surf"]


def asked(*moves: str) -> dict[str, Any]:
    return {"active": [{"moves": [{"id": move} for move in moves]}], "side": {"pokemon": TEAM}}


@pytest.mark.parametrize(
    ("order", "choice"),
    [
        ("/choose move bodyslam", "move 1"),
        ("/choose move Body Slam", "move 1"),
        ("/choose move hiddenpowerice", "move 2"),
        ("/choose move hiddenpower", "move 2"),
        ("/choose move return", "move 3"),
        ("/choose move 4", "move 4"),
        ("/choose move surf terastallize", "move 4 terastallize"),
        ("/choose move 2 terastallize", "move 2 terastallize"),
        ("/choose switch Starmie", "switch 1"),
        ("/choose switch farfetch’d", "switch 2"),
        ("/choose switch snorlax", "switch 3"),
        ("/choose switch Tauros", "switch 4"),
        ("/choose switch bull", "switch 5"),
        ("/choose switch 2", "switch 2"),
        ("/choose switch 4th One", "switch 4"),
        ("/team 312456", "team 3"),
        ("/team 2, 1, 3", "team 2"),
        ("/choose team 6", "team 6"),
    ],
)
def test_orders_that_choose(order: str, choice: str) -> None:
    """The first of a name or species is meant, and what begins with a digit is a place, as JavaScript reads numbers."""
    assert choice_of(order, asked(*MOVES)) == choice


@pytest.mark.parametrize(
    "order",
    [
        "/choose default",
        "/choose pass",
        "/forfeit",
        "/team",
        "",
        "/choose move",
        "/choose move splash",
        "/choose move surf mega",
        "/choose switch",
        "/choose switch Mew",
        "good luck",
    ],
)
def test_orders_that_choose_nothing(order: str) -> None:
    assert choice_of(order, asked(*MOVES)) is None


def test_moves_that_only_a_request_knows() -> None:
    assert choice_of("/choose move 1", asked("recharge")) == "move 1"
    assert choice_of("/choose move struggle", asked("struggle")) == "move 1"
    assert choice_of("/choose move fight", asked("fight")) == "move 1"


def test_a_forced_switch_takes_no_move() -> None:
    assert choice_of("/choose move surf", {"forceSwitch": [True], "side": {"pokemon": TEAM}}) is None
