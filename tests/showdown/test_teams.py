"""The built-in teams, and where teams come from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from teams_at_hand import BUILTIN, LEGAL, STALL, content, species, write

from psrokit.api import InputError
from psrokit_showdown.simulator.process import Simulator
from psrokit_showdown.teams import (
    NamedTeam,
    Team,
    draw_pair,
    generation_of,
    load_teams,
    parse_export,
    parse_packed,
    plays_natively,
    teams_digest,
    validate,
)


def test_the_built_in_teams_are_complete_and_no_two_share_all_six_species() -> None:
    assert len(BUILTIN) >= 26
    assert all(len(species(named.team)) == 6 for named in BUILTIN)
    assert all(len(set(member.moves)) == 4 for named in BUILTIN for member in named.team.members)
    assert len({species(named.team) for named in BUILTIN}) == len(BUILTIN)
    leads = {named.team.members[0].species for named in BUILTIN}
    assert leads >= {"Jynx", "Alakazam", "Gengar", "Starmie", "Exeggutor", "Jolteon", "Zapdos"}


def test_the_built_in_teams_are_none_of_the_real_ones(real_teams: list[str]) -> None:
    known = {content(parse_packed(packed, "real")) for packed in real_teams}
    assert len(known) > 3000
    assert [named.name for named in BUILTIN if content(named.team) in known] == []


def test_the_validator_finds_every_built_in_team_legal(simulator: Simulator) -> None:
    verdicts = validate(BUILTIN, "gen1ou", simulator)
    assert [name for name, _ in verdicts] == [named.name for named in BUILTIN]
    assert [verdict for verdict in verdicts if verdict.reasons] == []


def test_a_folder_gives_its_team_files_sorted_whatever_they_hold(tmp_path: Path) -> None:
    write(tmp_path / "zap.gen1ou_team", STALL)
    write(tmp_path / "mine" / "one.gen1ou_team", LEGAL.packed + "\n")
    write(tmp_path / "mine" / "many.gen1ou_team", f"{LEGAL.packed}\r\n\n{LEGAL.packed}\n")
    write(tmp_path / "notes.txt", "not a team")
    write(tmp_path / "other.gen2ou_team", STALL)
    loaded = load_teams(str(tmp_path), "gen1ou")
    assert [named.name for named in loaded] == ["mine/many/1", "mine/many/2", "mine/one", "zap"]
    assert [named.team for named in loaded] == [LEGAL, LEGAL, LEGAL, parse_export(STALL, "stall")]


def test_a_file_of_packed_lines_an_export_file_and_an_export_text_are_sources_too(tmp_path: Path) -> None:
    lines = write(tmp_path / "pool.txt", "\n".join(named.team.packed for named in BUILTIN))
    pool = load_teams(str(lines), "gen1ou")
    assert [named.team for named in pool] == [named.team for named in BUILTIN]
    assert (pool[0].name, pool[9].name) == ("pool/01", "pool/10")
    (single,) = load_teams(str(write(tmp_path / "stall.txt", STALL)), "gen1ou")
    assert single == NamedTeam("stall", parse_export(STALL, "stall"))
    assert load_teams(STALL, "gen1ou")[0].team == single.team


def test_a_source_that_cannot_be_used_says_what_would_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file or folder 'teem'[\s\S]*\.gen1ou_team files"):
        load_teams("teem", "gen1ou")
    with pytest.raises(InputError, match=r"holds no \*\.gen1ou_team file"):
        load_teams(str(tmp_path), "gen1ou")
    with pytest.raises(InputError, match="There are: gen1ou"):
        load_teams("builtin", "gen2ou")
    with pytest.raises(InputError, match="is not the id of a Showdown format"):
        load_teams("builtin", "../gen1ou")
    with pytest.raises(InputError, match=r"bad\.txt:2: Pokemon 1: 2 fields"):
        load_teams(str(write(tmp_path / "bad.txt", f"{LEGAL.packed}\nTauros|Rest")), "gen1ou")
    with pytest.raises(InputError, match="some lines are packed"):
        load_teams(str(write(tmp_path / "mixed.txt", f"{LEGAL.packed}\nTauros")), "gen1ou")
    (tmp_path / "latin.txt").write_bytes("Pokémon".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        load_teams(str(tmp_path / "latin.txt"), "gen1ou")


def test_two_teams_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.gen1ou_team", f"{LEGAL.packed}\n{LEGAL.packed}")
    write(tmp_path / "a" / "1.gen1ou_team", STALL)
    with pytest.raises(InputError, match="two teams have the name 'a/1'"):
        load_teams(str(tmp_path), "gen1ou")


def test_the_generation_is_read_from_the_format() -> None:
    assert [generation_of(name) for name in ("gen1ou", "gen4uu", "gen9randombattle")] == [1, 4, 9]


def test_formats_of_generation_1_are_native() -> None:
    formats = ("gen1ou", "gen1randombattle", "gen2ou", "gen2randombattle")
    assert [plays_natively(name) for name in formats] == [True, True, False, False]


def test_the_digest_changes_with_a_team_with_a_name_and_with_nothing_else(tmp_path: Path) -> None:
    for named in BUILTIN:
        write(tmp_path / f"{named.name}.gen1ou_team", named.team.packed)
    digest = teams_digest(BUILTIN)
    assert teams_digest(load_teams(str(tmp_path), "gen1ou")) == digest
    renamed = (NamedTeam("other", LEGAL), *BUILTIN[1:])
    changed = (NamedTeam(BUILTIN[0].name, Team(LEGAL.members[::-1])), *BUILTIN[1:])
    assert len({digest, teams_digest(renamed), teams_digest(changed), teams_digest(BUILTIN[1:])}) == 4


def test_a_pair_of_teams_depends_on_the_seed_alone_and_every_team_is_as_likely() -> None:
    pairs = [tuple(named.name for named in draw_pair(BUILTIN, seed)) for seed in range(20_000)]
    assert pairs[:50] == [tuple(named.name for named in draw_pair(BUILTIN, seed)) for seed in range(50)]
    expected = len(pairs) / len(BUILTIN)
    for seat in (0, 1):
        counts = Counter(pair[seat] for pair in pairs)
        chi_square = sum((counts[named.name] - expected) ** 2 / expected for named in BUILTIN)
        assert chi_square < 2 * len(BUILTIN)
    same = sum(first == second for first, second in pairs)
    assert abs(same - expected) < 5 * expected**0.5
