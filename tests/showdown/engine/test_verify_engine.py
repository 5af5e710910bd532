"""`psrokit showdown verify-engine`, the proof itself: 300 battles here, 20,000 for a release."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from psrokit.api import InputError
from psrokit_showdown.commands.showdown import showdown
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout
from psrokit_showdown.simulator.install import install
from psrokit_showdown.verification import verify as verification
from psrokit_showdown.verification.families import FAMILIES, battles
from psrokit_showdown.verification.meetings import pairs
from psrokit_showdown.verification.store import RecordingStore
from psrokit_showdown.verification.verify import verify

REAL_TEAMS = Path(__file__).parents[4] / "shared" / "data" / "teams" / "gen1ou.jsonl"


def run(*options: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(showdown, ["verify-engine", "--json", *options], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, json.loads(result.stdout)


def test_three_hundred_battles_are_equal() -> None:
    code, told = run("--battles", "300", "--seed", "1")
    assert (told["differences"], told["unplayable"], code) == (0, 0, 0), told["first_differences"]
    assert told["battles"] == 300
    assert told["decisions"] > 15_000
    assert set(told["families"]) == set(FAMILIES)
    assert {"win 0", "win 1"} <= set(told["ends"])
    coverage = told["coverage"]
    assert len(coverage["moves_below"]) < len(gen1_moves())
    assert len(coverage["species_missing"]) < 0.1 * len(gen1_species())
    assert len(coverage["pairs_missing"]) < coverage["pairs_listed"] == len(pairs())


def test_teams_that_people_play() -> None:
    if not REAL_TEAMS.is_file():
        pytest.skip(f"no team data: {REAL_TEAMS} is absent")
    teams = [json.loads(line)["packed"] for line in REAL_TEAMS.read_text(encoding="utf-8").splitlines()]
    install(lambda _: None)
    tally = verify(battles(5, ["real-teams"], teams), 24, None, lambda _: None)
    assert not tally.differences
    assert tally.decisions.total() > 1000


def test_a_difference_is_told_and_ends_with_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is put into what the engine played: one HP of a Pokemon, from the third decision on."""
    replay = verification.replay

    def wrong(recording: Any) -> Any:
        rows = replay(recording)
        rows[3:, layout.MONS + layout.HP] += 1
        return rows

    monkeypatch.setattr(verification, "replay", wrong)
    code, told = run("--battles", "2", "--family", "anything")
    assert (code, told["differences"]) == (6, 2)
    first = told["first_differences"][0]
    assert (first["decision"], first["field"], first["got"] - first["expected"]) == (3, "0.pokemon.0.hp", 1)
    assert len(first["choices"]) == 2 * 3


def test_kept_recordings_are_not_played_again(tmp_path: Path) -> None:
    options = ("--battles", "9", "--family", "last-legs", "--keep", str(tmp_path))
    first = run(*options)[1]
    files = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.npz")}
    again = run(*options)[1]
    assert files == {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.npz")}
    assert len(files) == 2
    for told in (first, again):
        del told["seconds"]
    assert first == again


def test_a_store_knows_its_scripts_only(tmp_path: Path) -> None:
    one, other = islice(battles(1, ["last-legs"], []), 2)
    run("--battles", "1", "--family", "last-legs", "--keep", str(tmp_path))
    store = RecordingStore(tmp_path)
    assert store.load([one.script]) is not None
    assert store.load([other.script]) is None
    assert store.load([one.script, other.script]) is None


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(InputError, match="Did you mean 'tangles'"):
        run("--family", "tangle")
