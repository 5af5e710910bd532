"""The programs that do our tasks with poke-env: what they tell, and how they may end without telling anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from psrokit_showdown.commands import rivals
from psrokit_showdown.commands.rivals import RivalStalled, rival


@pytest.fixture(autouse=True)
def _on_the_server_of_these_tests(server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def running(_installation: object) -> Iterator[int]:
        yield server

    monkeypatch.setattr(rivals, "local_server", running)


def test_two_random_players_play_all_games() -> None:
    told = rival("rival_games", 3, 2, seconds=90.0)
    assert told["games"] == 3
    assert told["decisions"] > 3 * 20
    assert told["seconds"] > 0


def test_an_environment_makes_all_steps() -> None:
    told = rival("rival_steps", 30, seconds=90.0)
    assert told["steps"] == 30
    assert told["processor_seconds"] > 0
    assert told["seconds"] > 0


@pytest.mark.parametrize(
    ("program", "seconds", "words"),
    [
        ("rival_games", 0.1, "did not end within 0 seconds"),
        ("no_such_program", 60.0, "ended with code 1: .*No module named"),
        ("rounds", 60.0, "ended without a result"),
    ],
)
def test_a_program_without_a_result_has_stalled(program: str, seconds: float, words: str) -> None:
    with pytest.raises(RivalStalled, match=words):
        rival(program, 2, 1, seconds=seconds)
