"""Reports of real runs say what the runs found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pages import Page
from report_runs import GENERAL_SUM, KUHN, ONLY_EVALUATED, SAMPLED_RPS, THREE_PLAYERS, Ledger, played

from psrokit.errors import IntegrityError
from psrokit.estimate import Estimate
from psrokit.report import render, write
from psrokit.report.facts import read
from psrokit.report.standing import NOT_PROVEN, PROVEN, WORSE, responses, verdict
from psrokit.store import STARTED, Run
from psrokit.store.writer import LedgerWriter

EXPERIMENTS = {
    "kuhn": KUHN,
    "rps": SAMPLED_RPS,
    "three-players": THREE_PLAYERS,
    "general-sum": GENERAL_SUM,
    "only-evaluated": ONLY_EVALUATED,
}
ALWAYS = ["summary", "population", "payoffs", "mixtures", "time", "terms", "provenance"]
MOST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return {name: played(tmp_path_factory.mktemp(name), text) for name, text in EXPERIMENTS.items()}


@pytest.fixture(scope="module")
def pages(runs: dict[str, Run]) -> dict[str, Page]:
    return {name: Page(render(read(run))) for name, run in runs.items()}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_report_is_one_offline_file(runs: dict[str, Run], name: str, tmp_path: Path) -> None:
    file = write(runs[name], tmp_path / "deep" / "report.html")
    page = Page(file.read_text(encoding="utf-8"))
    assert file.stat().st_size < MOST_BYTES
    assert [path.name for path in file.parent.iterdir()] == ["report.html"]
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & {
        tag for tag, _ in page.elements
    }
    assert all(a["href"].startswith("#") for a in page.attributes("a"))
    policy = next(m["content"] for m in page.attributes("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert re.match(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='", policy)  # a hash can hold two slashes
    assert not re.search(r"(url\(|@import|https?://|//\w)", re.sub(r"sha256-[\w+/]{43}=", "", page.html))
    assert not [attributes for _, attributes in page.elements if "style" in attributes]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_link_leads_to_a_section(pages: dict[str, Page], name: str) -> None:
    sections = pages[name].sections()
    assert [a["href"] for a in pages[name].attributes("a")] == [f"#{section}" for section in sections]
    assert set(ALWAYS) <= set(sections)


def test_an_exact_run_shows_its_mixture_and_its_distance(runs: dict[str, Run], pages: dict[str, Page]) -> None:
    page, last = pages["kuhn"], runs["kuhn"].states()[-1]
    rows = page.table("#", "policy", "weight", "payoff against the mixture")
    assert [row[1] for row in rows] == [member.name for member in last.population["player_0"]]
    assert all(row[5].endswith("exact") for row in rows)
    assert max(float(row[5].split()[0].replace("−", "-")) for row in rows) == pytest.approx(-1 / 18, abs=1e-3)
    assert "NashConv, exact; sum over players of the gain of a best response; in returns" in page.text
    assert "10⁻" in page.html
    assert "No games were needed" in page.text
    assert "is one of several equilibria of its payoff table" in page.text


def test_each_cell_has_its_interval_and_its_games(runs: dict[str, Run], pages: dict[str, Page]) -> None:
    table = runs["rps"].states()[-1].table
    titles = [cell["title"] for cell in pages["rps"].attributes("td", "cell")]
    assert len(titles) == table.count.size
    played_cells = [title for title in titles if "exact" not in title]
    assert len(played_cells) == 6
    assert all(re.search(r"\[.+, .+\] at 95 %, n = 6; 12 games: \d+ won, \d+ tied, \d+ lost", t) for t in played_cells)


def test_win_rates_are_shown_where_returns_are_wins(pages: dict[str, Page]) -> None:
    rows = pages["rps"].table("policy", "as a win rate", "won", "tied", "lost", "failed")
    for row in rows:
        assert re.fullmatch(r"[\d.]+ % \[[\d.]+ %, [\d.]+ %\]", row[6])
        games, won, tied, lost, failed = (int(cell) for cell in row[7:])
        assert (won + tied + lost, failed) == (games, 0)
    assert "as a win rate" not in pages["general-sum"].text


def test_responses_are_judged_by_their_intervals(runs: dict[str, Run], pages: dict[str, Page]) -> None:
    found = list(responses(read(runs["rps"])))
    assert [response.label for response in found] == ["response-1", "response-2"]
    assert [set(response.gains) for response in found] == [{"response_gain", "response_improvement"}] * 2
    assert all(response.verdict == PROVEN for response in found)
    rows = pages["rps"].table("iteration", "response", "response_gain", "response_improvement")
    assert [row[1] for row in rows] == ["response-1", "response-2"]
    assert all(row[3].endswith("improvement proven") for row in rows)
    assert "No new policy in iteration 3, 4." in " ".join(pages["rps"].text.split())


def test_without_measured_gains_the_payoff_table_speaks(runs: dict[str, Run], pages: dict[str, Page]) -> None:
    found = list(responses(read(runs["kuhn"])))
    assert {name for response in found for name in response.gains} == {"gain in the payoff table"}
    assert all(gain.bound == "exact" and gain.low > 0 for response in found for gain in response.gains.values())
    assert "No fresh games were played for it." in pages["kuhn"].text


def test_each_two_roles_have_their_table(pages: dict[str, Page]) -> None:
    heads = [heads[0] for heads in pages["three-players"].tables if "weight" in heads[0][1:2]]
    assert len(heads) == 6
    assert "while every other seat plays the mixture" in pages["three-players"].text
    assert len([heads[0] for heads in pages["general-sum"].tables if "weight" in heads[0][1:2]]) == 2


def test_a_run_without_iterations_has_no_responses(pages: dict[str, Page]) -> None:
    assert "responses" not in pages["only-evaluated"].sections()
    assert "distance" not in pages["only-evaluated"].sections()
    assert "finished after 0 iterations" in " ".join(pages["only-evaluated"].text.split())


@pytest.mark.parametrize("name", ["rps", "three-players", "general-sum", "only-evaluated"])
def test_all_matches_are_accounted_for(runs: dict[str, Run], pages: dict[str, Page], name: str) -> None:
    counted = runs[name].counts()["purposes"]
    rows = {row[0].removeprefix("games for "): row for row in pages[name].table("spent on", "games", "time", "share")}
    assert {purpose: int(rows[purpose][1].replace(" ", "")) for purpose in counted} == {
        purpose: of_one["finished"] for purpose, of_one in counted.items()
    }
    assert set(rows) == {*counted, "computing"}


def test_matches_belong_to_the_iteration_they_serve(runs: dict[str, Run]) -> None:
    facts = read(runs["rps"])
    tallies = {(tally.purpose, tally.iteration): tally.finished for tally in facts.tallies}
    assert tallies["payoff", 1] == 12
    assert tallies["payoff", 2] == 24
    assert tallies["gate", 1] > 0
    assert ("gate", 0) not in tallies
    assert ("payoff", 3) not in tallies
    assert {iteration for purpose, iteration in tallies if purpose == "exploitability"} <= set(range(5))
    assert set(facts.seconds) == set(range(5))
    assert {tally.retried for tally in facts.tallies} == {0}


def test_provenance_repeats_the_experiment_file_and_the_versions(runs: dict[str, Run], pages: dict[str, Page]) -> None:
    text = (runs["kuhn"].folder / "experiment.yaml").read_text(encoding="utf-8")
    assert text in pages["kuhn"].text
    for fact in ('"game": "kuhn_poker"', runs["kuhn"].digest, runs["kuhn"].plan["versions"]["numpy"]):
        assert fact in pages["kuhn"].text


def test_words_are_explained_where_they_are_used(pages: dict[str, Page]) -> None:
    assert "With two players and a constant sum, exploitability is half of it." in pages["kuhn"].text
    assert "Share of games won, a tie counting one half." in pages["rps"].text
    assert "Share of games won" not in pages["kuhn"].text


def test_equal_runs_give_equal_reports_wherever_they_lie(runs: dict[str, Run], tmp_path: Path) -> None:
    copy = Run.open(shutil.copytree(runs["rps"].folder, tmp_path / "copy"))
    assert render(read(copy)) == render(read(runs["rps"]))


def test_a_run_under_way_can_be_reported_on(tmp_path: Path) -> None:
    run = Ledger(["a", "b", "c"], iterations=2).write(tmp_path / "run")
    with_more = LedgerWriter.open(run.folder / "run.sqlite")
    with_more.add_event(STARTED, {"name": "live", "digest": "", "plan": {}})
    page = Page(render(read(run)))
    with_more.close()
    assert "The run is not finished" in " ".join(page.text.split())


def test_a_run_without_a_state_says_what_to_do(tmp_path: Path) -> None:
    ledger = LedgerWriter.open(tmp_path / "run.sqlite")
    ledger.add_event(STARTED, {"name": "young", "digest": "", "plan": {}})
    ledger.close()
    with pytest.raises(IntegrityError, match="no complete state yet") as caught:
        write(Run.open(tmp_path), tmp_path / "report.html")
    assert "psrokit run" in str(caught.value)
    assert not (tmp_path / "report.html").exists()


def test_failures_and_retries_are_shown(tmp_path: Path) -> None:
    run = Ledger(["a", "b"], failure="simulator silent", warning="hook x raised ValueError").write(tmp_path / "run")
    page = Page(render(read(run)))
    assert page.table("kind of failure", "games") == [["simulator silent", "2"]]
    rows = {row[0]: row for row in page.table("spent on", "failed", "dealt again")}
    assert rows["games for training"][2:4] == ["2", "2"]
    assert "2 failed" in page.text
    assert "Warning: hook x raised ValueError" in page.text


@pytest.mark.parametrize("size", [14, 30, 120])
def test_large_populations_stay_legible_and_small(tmp_path: Path, size: int) -> None:
    run = Ledger([f"policy-{index}" for index in range(size)], iterations=3).write(tmp_path / "run")
    html = render(read(run))
    page = Page(html)
    assert len(html.encode()) < MOST_BYTES
    members = [len(table) - 1 for table in page.tables if {"policy", "weight", "games"} <= set(table[0])]
    assert members == ([size] if size <= 20 else [20, size - 20]), "the others are there for whoever opens them"
    assert len(page.attributes("td", "cell")) == min(size, 20) ** 2
    assert len(page.attributes("svg", "map")) == (size > 20)


def test_of_many_responses_the_newest_stand_open(tmp_path: Path) -> None:
    run = Ledger([f"policy-{index}" for index in range(40)], iterations=25).write(tmp_path / "run")
    page = Page(render(read(run)))
    open_, folded = (table[1:] for table in page.tables if {"response", "weight it got"} <= set(table[0]))
    assert [row[0] for row in open_] == [str(iteration) for iteration in range(6, 26)]
    assert [row[0] for row in folded] == ["1", "2", "3", "4", "5"]
    assert page.text.count("The 5 responses before these") == 1


def test_a_lower_bound_says_what_it_bounds(tmp_path: Path) -> None:
    metric = "{use: exploitability_lower_bound, selection: 4, pairs: 8, oracles: [exact]}"
    text = SAMPLED_RPS.replace("{use: progress, pairs: 10}", metric)
    page = Page(render(read(played(tmp_path, text))))
    assert "there may be a better one" in page.text
    assert "exploitability_lower_bound" in page.text


def test_numbers_keep_their_percent_signs_on_their_line(runs: dict[str, Run]) -> None:
    html = render(read(runs["rps"]))
    assert "95\N{NO-BREAK SPACE}%" in html
    assert not re.search(r"<(p|td)[^>]*>[^<]*\d %", html)


def test_the_how_to_page_names_every_section_and_its_code_runs(
    runs: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "read-a-report.md").read_text(encoding="utf-8")
    everything = Page(render(read(runs["rps"])))
    assert set(everything.sections()) >= {"distance", "responses", "measurements"}
    assert all(f"*{title}*" in page for title in everything.headings)
    shutil.copytree(runs["kuhn"].folder, tmp_path / "runs" / "kuhn")
    monkeypatch.chdir(tmp_path)
    code = page.split("```python\n")[1].split("```")[0]
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    assert (tmp_path / "kuhn.html").is_file()


def test_thirty_policies_are_reported_in_seconds(tmp_path: Path) -> None:
    run = Ledger([f"policy-{index}" for index in range(30)], iterations=5).write(tmp_path / "run")
    began = time.process_time()
    render(read(run))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("value", "width", "said"),
    [
        (-1.7e-17, 0.0, NOT_PROVEN),
        (1.7e-17, 0.0, NOT_PROVEN),
        (1e-6, 0.0, PROVEN),
        (-1e-6, 0.0, WORSE),
        (2e-10, 1e-10, PROVEN),
        (-2e-10, 1e-10, WORSE),
        (0.1, 0.2, NOT_PROVEN),
    ],
)
def test_rounding_proves_nothing(value: float, width: float, said: str) -> None:
    """An exact gain may be rounding; the interval of a sampled one is what it is."""
    level, bound = (0.95, "estimate") if width else (1.0, "exact")
    gain = Estimate(value, value - width, value + width, level, "gain", bound, "returns", "return", 0, "test")  # type: ignore[arg-type]
    assert verdict(gain) == said
