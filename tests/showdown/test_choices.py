"""Choices in the ledger's short form, and those that later generations add."""

from __future__ import annotations

import pytest

from psrokit.api import InputError
from psrokit_showdown.actions import chosen_place
from psrokit_showdown.choices import decode_choices, encode_choices
from psrokit_showdown.simulator import commands
from psrokit_showdown.simulator.errors import InvalidCommand

CHOICES = (
    *((0, "team 3"), (1, "team 1"), (0, "move 1 terastallize"), (1, "move 4"), (0, "switch 6"), (1, "default")),
    *((1, "move 2 terastallize"), (0, "forfeit")),
)


def test_every_kind_of_choice_survives_the_short_form() -> None:
    assert encode_choices(CHOICES) == "T3t1X1m4S6d-x2F-"
    assert decode_choices(encode_choices(CHOICES)) == CHOICES


@pytest.mark.parametrize("text", ["T", "Q1", "Xa"])
def test_what_is_no_choice_log_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        decode_choices(text)


def test_the_place_of_a_choice_does_not_depend_on_terastallization() -> None:
    assert chosen_place("move 3 terastallize") == chosen_place("move 3") == 2
    assert chosen_place("default") == -1


@pytest.mark.parametrize("choice", ["move 1 terastallize", "team 6", "move 4", "switch 1"])
def test_the_simulator_may_be_told(choice: str) -> None:
    assert choice in commands.choose(0, (choice, None))


@pytest.mark.parametrize(
    "choice", ["team 7", "team 12", "switch 1 terastallize", "move 1 terastallize ", "move 1 mega"]
)
def test_the_simulator_is_told_nothing_else(choice: str) -> None:
    with pytest.raises(InvalidCommand):
        commands.choose(0, (choice, None))
