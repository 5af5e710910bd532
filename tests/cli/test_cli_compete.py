"""`psrokit compete`: tables of policies against each other, and orders of strength."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import pytest
from scipy.stats import spearmanr
from shell import Shell

from psrokit.api import Game, InputError, Match, Outcome, PayoffTable, build, read_table, spec
from psrokit_showdown.commands import competing
from psrokit_showdown.commands.order import agreement
from psrokit_showdown.commands.standings import Standings

PUBLISHED = "who,strong,middle,weak\nstrong,50,70,90\nmiddle,30,50,80\nweak,10,20,50\n"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    file = tmp_path / "published.csv"
    file.write_text(PUBLISHED, encoding="utf-8")
    return file


def test_every_pair_plays_as_often_and_the_same_again(shell: Shell, published: Path) -> None:
    asked = ["compete", "weak=bug_catcher", "strong=grunt", 'middle={"use": "gen1_trainer"}', "--games", "4"]
    said = shell(*asked, "--published", str(published), "--html", "page.html", "--save", "table.csv", "--json")
    assert said.code == 0
    data = said.data
    assert [(pair["row"], pair["column"]) for pair in data["pairs"]] == [
        ("weak", "strong"),
        ("weak", "middle"),
        ("strong", "middle"),
    ]
    for pair in data["pairs"]:
        rate = pair["win_rate"]
        assert rate["n"] == 2
        assert 0 <= rate["low"] <= rate["value"] <= rate["high"] <= 1
    assert data["failed"] == 0
    assert data["strengths"]["strong"] > data["strengths"]["weak"]
    assert data["published"]["n"] == 3
    table = read_table(Path("table.csv"))
    assert table.names["trainer"] == ("weak", "strong", "middle")
    assert table.table.games[0, 1] == 4
    page = Path("page.html").read_text(encoding="utf-8")
    assert "strong against weak" in page
    assert "<script" not in page
    assert shell(*asked, "--json").data["pairs"] == data["pairs"]


def test_the_text_is_in_order_of_strength(shell: Shell) -> None:
    said = shell("compete", "weak=bug_catcher", "strong=grunt", "middle=gen1_trainer", "--games", "2")
    rows = [line for line in said.out.splitlines() if "±" in line]
    means = [float(line.split()[2]) for line in rows]
    assert len(rows) == 3
    assert all(one >= other for one, other in pairwise(means))


def test_what_cannot_be_done_afterwards_is_said_before_the_first_game(
    shell: Shell, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(competing, "hold", never)
    no_table, a_file = Path("notes.csv"), Path("file")
    no_table.write_bytes(b"\xff\xfe")
    a_file.write_text("", encoding="utf-8")
    asked = ["compete", "weak=bug_catcher", "strong=grunt", "--games", "2"]
    few = shell(*asked, "--published", str(published), "--save", "table.csv")
    assert few.code == 2
    assert "only 2 policies are in this table" in few.err
    assert "this is no table of win rates" in shell(*asked, "--published", str(no_table)).err
    assert "no table format writes '.foo' files" in shell(*asked, "--save", "table.foo").err
    assert "cannot be written" in shell(*asked, "--html", "file/page.html").err


def never(contest: competing.Contest) -> Standings:
    raise AssertionError(f"{contest} was played")


class FakeFailing:
    """An executor at whose every venue all games fail that involve the wanted policy's component."""

    def open(self, game: Game) -> AbstractContextManager[Self]:
        return nullcontext(self)

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        for number, match in enumerate(matches):
            if "bug_catcher" in [spec(policy)["use"] for policy in match.policies]:
                yield number, Outcome(None, 3, 0, "crash" if number % 4 == 0 else "timeout")
            else:
                yield number, Outcome((1.0, -1.0), 1, 20)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        competing, "build", lambda kind, node: FakeFailing() if kind == "executor" else build(kind, node)
    )


@pytest.mark.usefixtures("failing")
@pytest.mark.filterwarnings("error")
def test_games_that_fail_are_named_by_kind_and_the_others_are_shown_and_written(shell: Shell) -> None:
    asked = ["compete", "weak=bug_catcher", "strong=grunt", "middle=gen1_trainer", "--games", "4"]
    said = shell(*asked, "--html", "page.html", "--save", "table.csv", "--published", str(three_of("strong", "middle")))
    assert said.code == 6
    assert "gen1ou on the native engine: 12 games, 8 failed (6 timeout, 2 crash), 4 a pair." in said.out
    assert [line.split()[:3] for line in said.out.splitlines()[-3:]] == [
        ["strong", "1", "50.0"],
        ["middle", "2", "50.0"],
        ["weak", "3", "--"],
    ]
    assert "2 of 3 pairs of policies have no finished games; games failed: 6 timeout, 2 crash\n  Their" in said.err
    assert read_table(Path("table.csv")).table.games[1, 2] == 4
    assert "strong against middle" in Path("page.html").read_text(encoding="utf-8")
    data = shell(*asked, "--json").data
    assert data["failures"] == {"timeout": 6, "crash": 2}
    assert data["strengths"]["weak"] is None
    assert data["pairs"][0]["win_rate"] is None
    assert len(data["complaints"]) == 1


@pytest.mark.usefixtures("failing")
def test_what_cannot_be_written_keeps_nothing_else_from_being_written(shell: Shell) -> None:
    asked = ["compete", "weak=bug_catcher", "strong=grunt", "--games", "4"]
    said = shell(*asked, "--save", "table.nfg", "--html", "page.html")
    assert said.code == 6
    assert "table.nfg" not in [path.name for path in Path().iterdir()]
    assert "an .nfg file" in said.err
    assert "1 of 1 pairs of policies have no finished games" in said.err
    assert Path("page.html").exists()


def three_of(*names: str) -> Path:
    """A published table that has these and weak."""
    all_names = ["weak", *names]
    rows = [f"{name},{','.join('50' for _ in all_names)}" for name in all_names]
    Path("three.csv").write_text("\n".join([f"x,{','.join(all_names)}", *rows]), encoding="utf-8")
    return Path("three.csv")


def test_the_game_decides_what_plays(shell: Shell) -> None:
    native = shell("compete", "grunt", "random", "--games", "2", "--json").data
    assert native["engines"] == {"gen1ou": "native"}
    asked = ["compete", "grunt", "random", "--games", "2", "--engine", "showdown", "--json"]
    told = shell(*asked).data
    assert told["engines"] == {"gen1ou": "showdown"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["grunt", "gym_leader", "--games", "3"], "give --games an even number"),
        (["grunt"], "a contest takes two policies or more"),
        (["grunt", "grunt"], "of different names"),
        (["grunt", "gym_leader", "--format", "gen1ou", "--format", "gen1ou"], "a format is named twice"),
        (["grunt", "gruntt"], "Did you mean 'grunt'?"),
        (["Gen1BossAI", "grunt"], "Did you mean 'gen1_boss_ai'?"),
        (["grunt", "smogon_switcher"], "usage"),
    ],
)
def test_what_cannot_be_played_is_said(shell: Shell, asked: list[str], said: str) -> None:
    answer = shell("compete", *asked)
    assert answer.code == 2
    assert said in answer.err


def test_formats_are_pooled(shell: Shell) -> None:
    asked = ["compete", "grunt", "random", "--games", "2", "--json"]
    both = shell(*asked, "--format", "gen1randombattle", "--format", "gen2randombattle", "--teams", "builtin")
    assert both.code == 0, both.err
    assert both.data["engines"]["gen2randombattle"] == "showdown"
    assert both.data["contest"]["formats"] == ["gen1randombattle", "gen2randombattle"]
    assert both.data["pairs"][0]["win_rate"]["n"] == 2


def test_resampled_strengths_are_as_sure_as_the_games_are_many() -> None:
    points = {(0, 1): (1.0, 0.0, 1.0, 0.5) * 25, (0, 2): (1.0,) * 100, (1, 2): (0.5,) * 100}
    standings = Standings(("a", "b", "c"), PayoffTable.empty(("x", "x"), (3, 3)), points, {})
    assert standings.strengths == pytest.approx({"a": 0.8125, "b": 0.4375, "c": 0.25})
    found = standings.resampled(4000, np.random.default_rng(1))
    spread = np.std(points[0, 1]) / np.sqrt(100) / 2
    assert found["a"].mean() == pytest.approx(0.8125, abs=0.002)
    assert found["a"].std() == pytest.approx(spread, rel=0.1)
    assert found["c"].std() == 0


def once(strengths: dict[str, float]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Strengths that come out the same in every resample."""
    return {name: np.full(7, value) for name, value in strengths.items()}


def test_the_order_is_compared_by_rank(published: Path) -> None:
    strengths = {"weak": 0.1, "middle": 0.2, "strong": 0.3, "unknown": 0.9}
    same = agreement(strengths, published, once(strengths))
    assert (same.low, same.high) == (1.0, 1.0)
    assert (same.correlation, same.n) == (1.0, 3)
    assert same.places == {"weak": (3.0, 3.0), "middle": (2.0, 2.0), "strong": (1.0, 1.0)}
    assert same.p_value == pytest.approx(1 / 6, abs=0.01), "one of six orders"
    resampled = {"weak": np.array([3, 1]), "middle": np.array([2, 2]), "strong": np.array([1, 3])}
    turned = agreement({"weak": 0.3, "middle": 0.2, "strong": 0.1}, published, resampled)
    assert turned.correlation == -1.0
    assert [turned.low, turned.high] == pytest.approx([-0.95, 0.95])
    assert "  weak: place 1 here, 3 there" in list(turned.lines())


def test_names_agree_whatever_their_case_and_underscores(tmp_path: Path) -> None:
    file = tmp_path / "published.csv"
    file.write_text(
        "x,GymLeader,EKRisky,Random\nGymLeader,50,60,90\nEKRisky,40,50,80\nRandom,10,20,50\n", encoding="utf-8"
    )
    strengths = {"gym_leader": 0.9, "ek_risky": 0.6, "random": 0.1}
    assert agreement(strengths, file, once(strengths)).places == {
        "gym_leader": (1.0, 1.0),
        "ek_risky": (2.0, 2.0),
        "random": (3.0, 3.0),
    }
    with pytest.raises(InputError, match="the same one"):
        agreement({**strengths, "GymLeader": 0.9}, file, {})


def test_the_correlation_is_spearmans(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    names = [f"p{number}" for number in range(9)]
    rates = rng.integers(0, 100, (9, 9)).astype(float)
    rows = [f"{name},{','.join(map(str, row))}" for name, row in zip(names, rates, strict=True)]
    file = tmp_path / "published.csv"
    file.write_text("\n".join([f"x,{','.join(names)}", *rows]), encoding="utf-8")
    strengths = {name: float(value) for name, value in zip(names, rng.integers(0, 4, 9), strict=True)}
    others = [float(np.mean(np.delete(row, place))) for place, row in enumerate(rates)]
    expected = spearmanr(list(strengths.values()), others).statistic
    assert agreement(strengths, file, once(strengths)).correlation == pytest.approx(expected)


@pytest.mark.parametrize("content", ["", "x,a,b\na,1\n", "x,a,b\na,1,2\nc,1,2\n", "x,a\na,often\n"])
def test_a_file_that_is_no_table_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "published.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="table"):
        agreement({"a": 1.0, "b": 0.5, "c": 0.2}, file, {})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x,a,b,c\na,nan,1,nan\nb,1,nan,2\nc,1,2,nan\n", "is no number"),
        ("x,a,b,c\na,50,1,inf\nb,1,50,2\nc,1,2,50\n", "is no number"),
        ("x,a,b,c\na,50,1,2\nb,1,50,2\nc,1,2,50\nc,1,2,50\n", "each once"),
        ("x,a,b,c,c\na,50,1,2,2\nb,1,50,2,2\nc,1,2,50,50\n", "each once"),
    ],
)
def test_a_table_that_can_be_read_in_two_ways_or_in_none_is_refused(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "published.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        agreement({"a": 1.0, "b": 0.5, "c": 0.2}, file, once({"a": 1.0, "b": 0.5, "c": 0.2}))


def test_who_is_as_strong_as_everybody_agrees_with_no_order(tmp_path: Path) -> None:
    file, strengths = tmp_path / "published.csv", {"a": 1.0, "b": 0.5, "c": 0.2}
    file.write_text("x,a,b,c\na,50,50,50\nb,50,50,50\nc,50,50,50\n", encoding="utf-8")
    found = agreement(strengths, file, once(strengths))
    assert (found.correlation, found.low, found.high, found.p_value) == (0.0, 0.0, 0.0, 1.0)
    assert {there for _, there in found.places.values()} == {2.0}
