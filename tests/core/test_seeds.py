"""Seeds depend on their purpose and on nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from psrokit.api import generator, seed

parts = st.lists(st.one_of(st.integers(), st.text()), max_size=4)


@given(parts, parts)
def test_different_purposes_have_different_seeds(one: list[int | str], other: list[int | str]) -> None:
    assert (seed(*one) == seed(*other)) == ([(type(a), a) for a in one] == [(type(b), b) for b in other])


def test_seeds_are_the_same_on_every_machine_and_for_ever() -> None:
    assert seed("payoff", 3, 7) == 7052125757486403847
    assert 0 <= seed() < 2**63
    assert generator("a", 1).integers(10**9) == generator("a", 1).integers(10**9)
