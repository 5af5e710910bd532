"""The generator, and scripted draws."""

from __future__ import annotations

import numpy as np
import pytest

from psrokit.api import InputError
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.chance import next_word


def test_the_generator_gives_the_simulator_s_numbers() -> None:
    row = [1, 2, 3, 4] + [0] * (layout.WORDS - 4)
    interpreted = next_word.py_func  # type: ignore[attr-defined] # numba's dispatcher keeps the plain function
    with np.errstate(over="ignore"):  # it counts modulo 2^64
        drawn = [int(interpreted(row)) for _ in range(4)]
    assert drawn == [0x79068476, 0xE22232E8, 0xA9FA2546, 0x22414360]
    assert [int(word) for word in row[:4]] == [8769, 17248, 37115, 18776]


def test_seeds_are_read_and_written_as_the_simulator_does() -> None:
    assert engine.seed_text(engine.seed_of("65535,0,1,40000")) == "65535,0,1,40000"
    for wrong in ("1,2,3", "1,2,3,65536", "sodium,00", "1,2,3,x"):
        with pytest.raises(InputError, match="not of the form"):
            engine.seed_of(wrong)
