"""Populations: names are unique, indices never change, a known policy does not join twice."""

from __future__ import annotations

import pytest
from toys import Constant

from psrokit.api import InputError, Member, Population

ZERO = Population({"player": (Member("zero", Constant(0)),)})


def test_a_known_policy_does_not_join_twice() -> None:
    assert ZERO.joined("player", "again", Constant(0)) is ZERO
    grown = ZERO.joined("player", "one", Constant(1))
    assert grown.names("player") == ("zero", "one")
    assert grown.sizes(("player", "player")) == (2, 2)
    assert ZERO.names("player") == ("zero",)


def test_names_are_unique_and_roles_are_never_empty() -> None:
    with pytest.raises(InputError, match="two policies of role 'player' are named 'zero'"):
        ZERO.joined("player", "zero", Constant(1))
    with pytest.raises(InputError, match="population of role 'player' is empty"):
        Population({"player": ()})
