"""`psrokit showdown vocab` and `psrokit bench encode`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Shell

from psrokit.api import EnvironmentFault
from psrokit_showdown.commands.wording import build_vocabulary
from psrokit_showdown.vocabularies import load_vocabulary

VOCAB = Path(__file__).parents[3] / "shared" / "data" / "vocab"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_published_vocabularies_are_imported_by_their_content(shell: Shell, cache: Path) -> None:
    if not VOCAB.is_dir():
        pytest.skip(f"no recorded data: {VOCAB} is absent")
    renamed = cache / "mine.json"
    renamed.write_bytes((VOCAB / "allreplaysv3.json").read_bytes())
    said = shell("showdown", "vocab", "import", str(renamed), "--json")
    assert said.data == {"imported": {"allreplays-v3": str(renamed)}}
    here = {row["name"]: row["here"] for row in shell("showdown", "vocab", "list", "--json").data["vocabularies"]}
    assert {name for name, there in here.items() if there} == {"psrokit-v1", "allreplays-v3"}
    assert len(load_vocabulary("allreplays-v3")) == 1407


def test_any_other_file_is_refused_with_what_to_do_instead(shell: Shell, cache: Path) -> None:
    own = cache / "own.json"
    own.write_text('{"a": 0}', encoding="utf-8")
    said = shell("showdown", "vocab", "import", str(own))
    assert said.code == 2
    assert "none of the published vocabularies" in said.err
    assert "use: tokenized" in said.err


def test_a_vocabulary_is_built_after_another_ones_words(shell: Shell, cache: Path) -> None:
    start, out = cache / "start.json", cache / "grown.json"
    start.write_text('{"zebra": 0, "tauros": 1}', encoding="utf-8")
    said = shell("showdown", "vocab", "build", str(out), "--from", str(start), "--json")
    numbers = json.loads(out.read_text(encoding="utf-8"))
    assert (numbers["zebra"], numbers["tauros"]) == (0, 1)
    assert said.data["words"] == len(numbers) == said.data["new"] + 2
    assert sorted(numbers.values()) == list(range(len(numbers)))


def test_a_vocabulary_is_written_as_other_files_are_and_nothing_is_left_where_it_cannot_be(tmp_path: Path) -> None:
    out, usual, taken = tmp_path / "own.json", tmp_path / "usual", tmp_path / "taken.json"
    usual.touch()
    build_vocabulary(out, None, as_json=True)
    assert out.stat().st_mode == usual.stat().st_mode
    taken.mkdir()
    for impossible in (taken, usual / "own.json"):
        with pytest.raises(EnvironmentFault, match="cannot be written"):
            build_vocabulary(impossible, None, as_json=True)
    assert sorted(tmp_path.iterdir()) == sorted([out, usual, taken])


def test_the_cost_of_a_decision_is_measured(shell: Shell) -> None:
    said = shell("bench", "encode", "--games", "1", "--rounds", "2", "--json")
    assert said.code == 0, said.err
    costs = said.data["microseconds"]
    assert {"default", "expanded", "tokenized", "gen1_entities"} <= costs["observation_space"].keys()
    assert {"default", "minimal"} == costs["action_space"].keys()
    assert {"binary", "annealed"} <= costs["reward"].keys()
    assert said.data["decisions"] > 20
    assert all(0 < row["least"] <= row["median"] for kind in costs.values() for row in kind.values())
    rows = said.data["rows"]
    assert rows.keys() == {"default", "expanded", "team_preview", "opponent_move", "gen1_entities"}
    for found in rows.values():
        assert found["ratio"] > 20  # the least of five spaces was 74 with one round on a busy machine
        assert found["rows_per_second"] == pytest.approx(1e6 / found["rows"]["median"])
