"""Sets of teams: many in a file, bad ones among good ones, statistics, and teams drawn from them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from psrokit.api import InputError
from psrokit_showdown.simulator.process import Simulator
from psrokit_showdown.teams import NamedTeam, Unreadable, find_teams, load_teams, parse_export, place_of, validate
from psrokit_showdown.teams.generation import draw_team, generate_teams
from psrokit_showdown.teams.usage import TEAM_SIZE, count_usage, movesets, read_usage

DATA = Path(__file__).parents[3] / "shared" / "data"
COMPETITIVE = DATA / "teams" / "competitive"
CHAOS = DATA / "usage" / "smogon" / "gen1ou-1760-chaos.json"
MOVESETS = DATA / "usage" / "metamon" / "movesets_gen1ou" / "alltime_allrank.json"
BUILTIN = load_teams("builtin", "gen1ou")
SINCE = {
    "gen1nu": ("Moltres is tagged UU",),
    "gen1uu": ("move Wrap is banned", "move Confuse Ray is banned"),
    "gen4ou": ("is banned by Sleep Moves Clause",),
}
"""What today's validator refuses in public sets, because the rules are not what they were when these were written."""


def present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the data of others is not on this machine: {path} is absent")
    return path


# -- real sets


def test_every_real_team_of_generation_1_loads_and_is_legal(simulator: Simulator) -> None:
    teams = load_teams(str(present(DATA / "teams" / "gen1ou.jsonl")), "gen1ou")
    assert len(teams) == 4043
    refused = [verdict for verdict in validate(teams, "gen1ou", simulator) if verdict.reasons]
    assert refused == []


@pytest.mark.parametrize(
    ("format_id", "size", "illegal"),
    [
        ("gen1ou", 28, 0),
        ("gen1ubers", 14, 0),
        ("gen1nu", 14, 8),
        ("gen1uu", 10, 8),
        ("gen2ou", 18, 0),
        ("gen3ou", 20, 0),
        ("gen4ou", 21, 8),
    ],
)
def test_every_public_sample_team_loads_and_only_newer_rules_refuse_some(
    format_id: str, size: int, illegal: int, simulator: Simulator
) -> None:
    teams = load_teams(str(present(COMPETITIVE / format_id)), format_id)
    refused = [verdict for verdict in validate(teams, format_id, simulator) if verdict.reasons]
    assert (len(teams), len(refused)) == (size, illegal)
    assert all(any(word in reason for word in SINCE[format_id] for reason in reasons) for _, reasons in refused)
    for named in teams:
        generation = named.team.generation
        assert parse_export(named.team.export, "again", generation).packed == named.team.packed


GEN9 = """\
Great Tusk @ Booster Energy
Ability: Protosynthesis
Tera Type: Ice
EVs: 252 Atk / 4 Def / 252 Spe
Jolly Nature
- Headlong Rush
- Ice Spinner
- Rapid Spin
- Knock Off
"""


def test_a_team_of_generation_9_is_read_and_judged(simulator: Simulator) -> None:
    teams = load_teams(GEN9, "gen9ou")
    assert teams[0].team.members[0].tera_type == "Ice"
    assert validate(teams, "gen9ou", simulator) == [("text", ())]


# -- many teams in one file


def test_a_file_of_json_lines_names_its_teams(tmp_path: Path) -> None:
    rows = [{"group": "a/b", "name": f"{named.name}.gen1ou_team", "packed": named.team.packed} for named in BUILTIN]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, rows)))
    loaded = load_teams(str(tmp_path / "set.jsonl"), "gen1ou")
    assert [named.team for named in loaded] == [named.team for named in BUILTIN]
    assert loaded[0].name == f"a/b/{BUILTIN[0].name}"
    assert loaded[0].places[5] == f"{tmp_path / 'set.jsonl'}:1: Pokemon 6"


def test_of_a_backup_the_teams_of_the_format_are_taken_with_their_lines() -> None:
    texts = (
        "=== [gen2ou] old ===\n\nMiltank\n- Rest\n",
        "=== [gen1ou] one ===\n\nTauros\n- Rest\n",
        "=== two ===\nJynx\n- Rest\n",
    )
    backup = "\n".join(texts)
    one, two = load_teams(backup, "gen1ou")
    assert [one.team.members[0].species, two.team.members[0].species] == ["Tauros", "Jynx"]
    assert (one.name, one.places, two.places) == ("text/2", ("team text:8",), ("team text:12",))
    with pytest.raises(InputError, match=r"none of the 3 teams here is titled \[gen3ou\]"):
        load_teams(backup.replace("=== two", "=== [gen1ou] two"), "gen3ou")


def test_one_bad_text_does_not_hide_the_others(tmp_path: Path) -> None:
    good = BUILTIN[0].team
    (tmp_path / "good.gen1ou_team").write_text(good.export)
    (tmp_path / "bad.gen1ou_team").write_text("Tauros\nBody Slam\n")
    (tmp_path / "latin.gen1ou_team").write_bytes("Pokémon".encode("latin-1"))
    (tmp_path / "lines.gen1ou_team").write_text(f"{good.packed}\nTauros|Rest\n")
    (tmp_path / "odd.gen1ou_team").write_text('{"packed": 3}\n{"packed": \n{"packed": "Tauros|||"}\n')
    found = {one.name: one for one in find_teams(str(tmp_path), "gen1ou")}
    assert {name for name, one in found.items() if isinstance(one, NamedTeam)} == {"good", "lines/1"}
    errors = {name: str(one.error).split("\n")[0] for name, one in found.items() if isinstance(one, Unreadable)}
    assert errors["bad"] == f"{tmp_path}/bad.gen1ou_team:2: 'Body Slam' is not understood"
    assert "not UTF-8" in errors["latin"]
    assert errors["lines/2"].startswith(f"{tmp_path}/lines.gen1ou_team:2: Pokemon 1: 2 fields")
    assert "a team needs 'packed'" in errors["odd/1"]
    assert errors["odd/2"].startswith(f"{tmp_path}/odd.gen1ou_team:2: this line is not JSON")
    assert errors["odd/3"].startswith(f"{tmp_path}/odd.gen1ou_team:3: Pokemon 1: 4 fields")
    with pytest.raises(InputError, match=r"bad\.gen1ou_team:2"):
        load_teams(str(tmp_path), "gen1ou")


def test_a_reason_is_placed_at_the_pokemon_that_it_is_about(simulator: Simulator, tmp_path: Path) -> None:
    text = "Tauros\n- Body Slam\n\nAl (Jynx)\n- Surf\n\nMew\n- Psychic\n\nSnorlax\n- Body Slum\n\nTuaros\n- Rest\n"
    (tmp_path / "t.txt").write_text(text)
    (named,) = load_teams(str(tmp_path / "t.txt"), "gen1ou")
    (verdict,) = validate([named], "gen1ou", simulator)
    lines = {reason: int(place_of(reason, named).rpartition(":")[2]) for reason in verdict.reasons}
    about = {reason: line for reason, line in lines.items() if "Surf" in reason or "Mew " in reason or '"' in reason}
    assert set(about.values()) == {4, 7, 10, 13}, lines


# -- statistics


@pytest.mark.parametrize("path", [CHAOS, MOVESETS], ids=["chaos", "movesets"])
def test_statistics_of_both_kinds_say_how_often_and_beside_what(path: Path) -> None:
    usage = read_usage(present(path))
    assert next(iter(usage)) == "Tauros"
    assert sum(found.share for found in usage.values()) == pytest.approx(TEAM_SIZE, abs=0.05)
    tauros = usage["Tauros"]
    assert 3.8 < sum(tauros.moves.values()) < 4.01
    assert 0.3 < usage["Jynx"].teammates["Chansey"] <= 1
    assert min(min(found.teammates.values(), default=0.0) for found in usage.values()) >= 0


def test_differences_to_the_usual_share_of_a_teammate_are_turned_into_shares() -> None:
    """Jynx and Exeggutor both put to sleep: this file has -212.24 of 739.83 teams with Jynx, of a usual 69.4 %."""
    usage = read_usage(present(CHAOS))
    expected = usage["Exeggutor"].share - 212.2440189136 / 739.8297493821
    assert usage["Jynx"].teammates["Exeggutor"] == pytest.approx(expected)
    assert expected < 0.6 * usage["Exeggutor"].share


def test_counted_statistics_are_those_of_the_teams_and_are_read_back(tmp_path: Path) -> None:
    usage = count_usage(named.team for named in BUILTIN)
    having = [named.team for named in BUILTIN if any(member.species == "Tauros" for member in named.team.members)]
    slams = sum("BodySlam" in m.moves for team in having for m in team.members if m.species == "Tauros")
    assert usage["Tauros"].share == len(having) / len(BUILTIN)
    assert usage["Tauros"].moves["BodySlam"] == slams / len(having)
    assert sum(usage["Tauros"].teammates.values()) == pytest.approx(5)
    (tmp_path / "counted.json").write_text(json.dumps(movesets(usage, len(BUILTIN))))
    again = read_usage(tmp_path / "counted.json")
    assert {name: found.share for name, found in again.items()} == pytest.approx(
        {name: found.share for name, found in usage.items()}
    )
    assert again["Tauros"].teammates == usage["Tauros"].teammates


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "3", '{"data": {"Tauros": {}}}', '{"Tauros": {"moves": {}}}', "[" * 9999]
)
def test_what_is_no_statistics_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "usage.json").write_text(text)
    with pytest.raises(InputError, match=r"usage\.json: these"):
        read_usage(tmp_path / "usage.json")


THIN_CHAOS = {"usage": 0.0, "Abilities": {"x": 0.0}, "Moves": {}, "Items": {}, "Spreads": {}, "Teammates": {}}


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        *(("count", share) for share in (float("nan"), float("inf"), -0.5)),
        *((kind, share) for kind in ("moves", "teammates") for share in (float("nan"), float("inf"), -0.5, 1e300)),
    ],
)
def test_a_number_that_can_be_no_share_is_an_error(kind: str, share: float, tmp_path: Path) -> None:
    told = movesets(count_usage(named.team for named in BUILTIN), len(BUILTIN))
    told["Tauros"][kind] = share if kind == "count" else {"Snorlax": share}
    (tmp_path / "usage.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match=r"usage\.json: these are no usage statistics"):
        read_usage(tmp_path / "usage.json")


def test_the_rarest_species_of_all_does_no_harm(tmp_path: Path) -> None:
    """What stands beside it is as many times as usual there as no number can say."""
    told = movesets(count_usage(named.team for named in BUILTIN), len(BUILTIN))
    for species in list(told)[:6]:
        told[species]["count"] = 1e-290
    (tmp_path / "usage.json").write_text(json.dumps(told), encoding="utf-8")
    usage = read_usage(tmp_path / "usage.json")
    assert {len(draw_team(usage, 1, np.random.default_rng(seed)).members) for seed in range(50)} == {TEAM_SIZE}


@pytest.mark.parametrize(
    "data", [{"Tauros": {"count": 0, "moves": {"Rest": 1.0}}}, {"data": {"Tauros": THIN_CHAOS}}], ids=["sets", "chaos"]
)
def test_statistics_of_no_team_are_said_to_be_thin(data: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "usage.json").write_text(json.dumps(data))
    with pytest.raises(InputError, match=r"usage\.json: these statistics count no team .* too thin"):
        read_usage(tmp_path / "usage.json")


# -- generation


def test_generated_teams_are_legal_depend_on_the_seed_alone_and_follow_the_statistics(simulator: Simulator) -> None:
    usage = read_usage(present(CHAOS))
    teams, refused = generate_teams(usage, "gen1ou", 300, 1, simulator)
    assert [verdict for verdict in validate(teams, "gen1ou", simulator) if verdict.reasons] == []
    assert (
        generate_teams(usage, "gen1ou", 20, 1, simulator)[0][:20]
        != generate_teams(usage, "gen1ou", 20, 2, simulator)[0]
    )
    assert [n.team for n in generate_teams(usage, "gen1ou", 20, 1, simulator)[0]] == [n.team for n in teams[:20]]
    counted = count_usage(named.team for named in teams)
    names = list(usage)[:20]
    shares = np.array([[usage[name].share, counted[name].share if name in counted else 0.0] for name in names])
    assert np.corrcoef(shares.T)[0, 1] > 0.95
    assert len(refused) < 30
    both = sum({"Jynx", "Exeggutor"} <= {member.species for member in named.team.members} for named in teams) / 300
    assert both < 0.8 * counted["Jynx"].share * counted["Exeggutor"].share


def test_statistics_that_yield_nothing_legal_say_what_the_validator_says(simulator: Simulator) -> None:
    ubers = count_usage([parse_export("Mewtwo\n- Psychic\n", "t")])
    assert draw_team(ubers, 1, np.random.default_rng(1)).members[0].species == "Mewtwo"
    with pytest.raises(InputError, match=r"only 0 of 2 teams[\s\S]*Mewtwo is tagged Uber"):
        generate_teams(ubers, "gen1ou", 2, 1, simulator)
