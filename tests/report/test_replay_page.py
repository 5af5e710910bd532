"""The page of a replay: steps, health, the protocol inside it; whatever a name holds is shown and never obeyed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import Page
from test_hostile import PAYLOADS, RAN, browser, dom_of, without_policy

from psrokit.api import Match, build
from psrokit_showdown.replays.page import replay_page
from psrokit_showdown.replays.recorded import Recorded, play_again, protocol_log
from psrokit_showdown.replays.turns import turns_of
from psrokit_showdown.simulator.install import install
from psrokit_showdown.simulator.process import Simulator

__all__ = ["browser"]  # the fixture
NICKNAMES = ("<!--<script>", "</script><i>x", "<img src=x>", "'\"><svg onload", "{{ 7 * 7 }}", "&lt;b&gt;")
SPECIES = ("Tauros", "Snorlax", "Chansey", "Starmie", "Alakazam", "Jynx")
TEAM = "]".join(
    f"{nickname}|{species}||NoAbility|BodySlam|Serious|||||50|"
    for nickname, species in zip(NICKNAMES, SPECIES, strict=True)
)
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "footer",
        "div",
        "h1",
        "h2",
    ),
    *("p", "a", "bdi", "ul", "li", "table", "caption", "tbody", "tr", "th", "td", "meter", "script"),
}
DATA = re.compile(r'<script type="text/plain" class="battle-log-data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A page full of attacks, and the protocol in it."""
    teams = tmp_path_factory.mktemp("teams") / "teams.txt"
    teams.write_text(f"{TEAM}\n{TEAM}\n")
    install(lambda _: None)
    policy = build("policy", {"use": "max_power"})
    game = build("game", {"use": "showdown", "teams": str(teams)})
    with build("executor", {"use": "serial"}).open(game) as venue:
        ((_, outcome),) = venue.play([Match((policy, policy), 1, "replay")])
    recorded = Recorded.of(outcome.record)
    with Simulator() as simulator:
        updates = play_again(recorded, simulator)
    players = "\n".join(PAYLOADS), f"</title></script><script>{RAN}</script>"
    log = protocol_log(updates)
    html = replay_page(recorded, turns_of(updates, players), log, players)
    return html.encode("utf-8", "replace").decode(), log


def test_hostile_names_become_no_elements(page: tuple[str, str]) -> None:
    html, _ = page
    found = Page(html)
    assert {tag for tag, _ in found.elements} <= ALLOWED
    attributes = [(name, value) for _, its in found.elements for name, value in its.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in {"style", "src", "srcdoc"}]
    assert all(value.startswith("#") for name, value in attributes if name == "href")
    assert found.attributes("script") == [{"type": "text/plain", "class": "battle-log-data"}]
    assert "<img src=x>" in found.text
    assert "{{ 7 * 7 }}" in found.text


def test_the_protocol_inside_is_the_whole_log_as_showdown_saves_it(page: tuple[str, str]) -> None:
    html, log = page
    (data,) = DATA.findall(html)
    assert any(nickname in log for nickname in NICKNAMES[:2])
    assert data.replace("<\\!", "<!").replace("\\/", "/") == log
    assert "<!--" not in data
    assert "</" not in data


def test_a_reader_steps_from_turn_to_turn(page: tuple[str, str]) -> None:
    html, log = page
    found = Page(html)
    last = log.count("|turn|")
    assert found.sections() == [f"turn-{number}" for number in range(last + 1)]
    steps = [its["href"] for its in found.attributes("a") if its.get("rel") == "next"]
    assert steps == [f"#turn-{number}" for number in range(1, last + 1)]
    assert [its["href"] for its in found.attributes("a") if its.get("rel") == "prev"][-1] == f"#turn-{last - 1}"
    for its in found.attributes("meter"):
        assert 0 <= int(its["value"]) <= int(its["max"])
    assert len(found.tables) == 2 * (last + 1)
    assert all(len(table) == 6 for table in found.tables)


def test_a_browser_shows_it_and_runs_nothing(browser: str, page: tuple[str, str], tmp_path: Path) -> None:
    html, log = page
    for name, content in {"guarded": html, "unguarded": without_policy(html)}.items():
        file = tmp_path / f"{name}.html"
        file.write_text(content, encoding="utf-8")
        dom = dom_of(browser, file, tmp_path / name)
        assert "data-ran" not in dom.split("<head>")[0], name
        assert f'<section id="turn-{log.count("|turn|")}">' in dom
        assert DATA.findall(dom) == DATA.findall(html), "another end of the data than the one that was meant"
