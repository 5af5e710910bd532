"""Teams: the two texts, the built-in set, where teams come from, and Showdown's own verdict."""

from __future__ import annotations

import json
import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psrokit.api import InputError
from psrokit_showdown.simulator.install import Installation, run_script
from psrokit_showdown.simulator.process import Simulator
from psrokit_showdown.teams import (
    Member,
    NamedTeam,
    Team,
    draw_pair,
    generation_of,
    load_teams,
    parse_export,
    parse_packed,
    teams_digest,
    validate,
)

REAL_TEAMS = Path(__file__).parents[3] / "shared" / "data" / "teams" / "gen1ou.jsonl"
BUILTIN = load_teams("builtin", "gen1ou")
LEGAL = BUILTIN[0].team
STALL = """\
Chansey
EVs: 252 HP / 252 Def / 252 SpA / 252 SpD / 252 Spe
IVs: 2 Atk
- Soft-Boiled
- Seismic Toss

Bob (Mr. Mime)
- Psychic
"""


@pytest.fixture(scope="module")
def real_teams() -> list[str]:
    if not REAL_TEAMS.is_file():
        pytest.skip(f"the 4,043 real teams are not on this machine: {REAL_TEAMS} is absent")
    return [json.loads(line)["packed"] for line in REAL_TEAMS.read_text().splitlines()]


def content(team: Team) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset((m.species.lower(), frozenset(move.lower() for move in m.moves)) for m in team.members)


def species(team: Team) -> frozenset[str]:
    return frozenset(member.species for member in team.members)


# -- the built-in set


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


# -- round trips


def test_the_real_teams_are_packed_again_letter_by_letter(real_teams: list[str]) -> None:
    assert len(real_teams) == 4043
    for packed in real_teams:
        team = parse_packed(packed, "real")
        assert team.packed == packed
        assert parse_export(team.export, "real") == team


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
words = st.text(LETTERS, min_size=2, max_size=12)
optional_words = st.just("") | words
spreads = st.tuples(*[st.integers(0, 300)] * 6)
nicknames = st.just("") | st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="|[],") | st.sampled_from(" -@()=."), max_size=12
).filter(lambda text: text == text.strip() and " @ " not in f"{text} " and not text.startswith(("===", "- ")))
ALL_GENERATIONS: dict[str, st.SearchStrategy[Any]] = {
    "species": words,
    "moves": st.lists(words, max_size=5).map(tuple),
    "nickname": nicknames,
    "item": optional_words,
    "evs": spreads,
    "ivs": spreads,
    "level": st.integers(0, 9999),
    "shiny": st.booleans(),
    "happiness": st.integers(0, 9999),
    "hidden_power": optional_words,
    "pokeball": optional_words,
    "gigantamax": st.booleans(),
    "dynamax_level": st.integers(0, 99),
    "tera_type": optional_words,
}
BY_GENERATION: dict[int, dict[str, st.SearchStrategy[Any]]] = {
    1: {"ability": st.just("NoAbility"), "nature": st.just("Serious"), "gender": st.just("N")},
    4: {"ability": optional_words, "nature": optional_words, "gender": st.sampled_from(["", "M", "F"])},
}


@st.composite
def teams(draw: st.DrawFn) -> Team:
    generation = draw(st.sampled_from(sorted(BY_GENERATION)))
    fields = st.fixed_dictionaries(ALL_GENERATIONS | BY_GENERATION[generation])
    named = fields.filter(lambda found: found["nickname"] != found["species"])
    members = draw(st.lists(named.map(lambda found: Member(**found)), min_size=1, max_size=3))
    return Team(tuple(members), generation)


@settings(max_examples=300, deadline=None)
@given(teams())
def test_a_team_reads_back_equal_from_both_of_its_texts(team: Team) -> None:
    assert parse_packed(team.packed, "packed", team.generation) == team
    assert parse_export(team.export, "export", team.generation) == team


def assert_harmless(read: Callable[[str, str, int], Team], text: str) -> None:
    try:
        team = read(text, "text", 1)
    except InputError as error:
        place = error.place
    else:
        place = "text"
        assert team.packed.isprintable()
        assert parse_packed(team.packed, "again", 1) == team
    assert place is not None
    assert place.startswith("text")


@settings(max_examples=600, deadline=None)
@given(st.text(st.sampled_from("AB9 |],-()@=:/\n\r\t\0\u2028\u202e\xa0é") | st.characters(), max_size=60))
def test_any_text_is_an_error_with_its_place_or_a_team_without_control_characters(text: str) -> None:
    assert_harmless(parse_export, text)
    assert_harmless(parse_packed, text)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_damaged_team_is_an_error_or_a_team_without_control_characters(data: st.DataObject) -> None:
    read, text = data.draw(st.sampled_from([(parse_export, LEGAL.export), (parse_packed, LEGAL.packed)]))
    place = data.draw(st.integers(0, len(text)))
    inserted = data.draw(st.characters() | st.sampled_from(["\n", "\0", "|", "]", ",", "\u2028", "\x85", "(", "-"]))
    assert_harmless(read, text[:place] + inserted + text[place + data.draw(st.integers(0, 5)) :])


@pytest.mark.parametrize("odd", ["\n", "\r", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\ud800"])
def test_no_control_character_enters_a_packed_team(odd: str) -> None:
    for part in ("species", "nickname", "item", "ability", "nature", "hidden_power", "pokeball", "tera_type"):
        with pytest.raises(InputError):
            Member(**{"species": "Tauros", "moves": ("BodySlam",), part: f"A{odd}b"})  # type: ignore[arg-type]
    with pytest.raises(InputError):
        Member("Tauros", (f"Body{odd}Slam",))
    with pytest.raises(InputError, match=rf"U\+{ord(odd):04X}"):
        parse_packed(f"Bob{odd}|Tauros|||BodySlam|||||||", "line")
    assert unicodedata.category(odd).startswith(("C", "Z"))


# -- what texts mean


def test_what_an_export_leaves_out_is_what_showdown_assumes() -> None:
    chansey, mime = parse_export(STALL, "stall").members
    assert chansey.evs == (252, 0, 252, 252, 252, 252)
    assert chansey.ivs == (31, 2, 31, 31, 31, 31)
    assert (mime.species, mime.nickname, mime.evs, mime.level) == ("MrMime", "Bob", (252,) * 6, 100)
    assert (mime.ability, mime.nature, mime.gender) == ("NoAbility", "Serious", "N")
    assert parse_export(STALL, "stall", 3).members[1].evs == (0,) * 6
    assert parse_packed("Tauros||||BodySlam|||||||", "line") == parse_export("Tauros\n- Body Slam", "text")
    assert parse_export("Jynx\nIVs: 28 Spc / 30 Spe\n- Psychic", "text").members[0].ivs == (31, 31, 31, 28, 28, 30)


def test_a_modern_set_keeps_everything_that_is_written() -> None:
    text = """\
=== [gen9ou] a title ===

Kong (Ogerpon-Wellspring) (F) @ Wellspring Mask
Ability: Water Absorb
Level: 50
Shiny: Yes
Tera Type: Water
EVs: 252 Atk / 4 SpD / 252 Spe
Jolly Nature
IVs: 0 SpA
- Ivy Cudgel
- U-turn
"""
    (kong,) = parse_export(text, "text", 9).members
    assert (kong.nickname, kong.species, kong.gender, kong.item) == ("Kong", "OgerponWellspring", "F", "WellspringMask")
    assert (kong.ability, kong.nature, kong.level, kong.shiny) == ("WaterAbsorb", "Jolly", 50, True)
    assert kong.evs == (0, 252, 0, 0, 4, 252)
    assert kong.ivs == (31, 31, 31, 0, 31, 31)
    assert kong.moves == ("IvyCudgel", "Uturn")
    assert Team((kong,), 9).packed == (
        "Kong|OgerponWellspring|WellspringMask|WaterAbsorb|IvyCudgel,Uturn|Jolly|,252,,,4,252|F|,,,0,,|S|50|,,,,,Water"
    )


def test_windows_line_ends_tabs_and_a_byte_order_mark_change_nothing() -> None:
    assert parse_export("\ufeff" + STALL.replace("\n", "\t \r\n"), "stall") == parse_export(STALL, "stall")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t: there is no Pokemon"),
        ("Tauros\n- Body Slam\nHappy: 3\n", "t:3: 'Happy: 3' is not understood"),
        ("Tauros\n- Body Slam\nSnorlax\n- Rest\n", "t:3: 'Snorlax' is not understood"),
        ("Tauros\n\n- Body Slam\n", "t:3: a Pokemon begins with its name"),
        ("Tauros\n- Body Slam / Stomp\n", "t:2: 'Body Slam / Stomp' cannot be the name of a move"),
        ("Tauros\n-\n", "t:2: '' cannot be the name of a move"),
        ("$missing_name$\n- Rest\n", "t:1: '$missing_name$' cannot be the name of a species"),
        ("Tauros @ \n- Rest\n", "t:1: 'Tauros @' cannot be the name of a species"),
        ("Tauros\nEVs: 252\n", "t:2: EVs look like '252 HP / 4 Spe'"),
        ("Tauros\nEVs: 252 HP / 4 HP\n", "t:2: EVs look like"),
        ("Tauros\nIVs: 2 Attack\n", "t:2: IVs look like"),
        ("Tauros\nLevel: fifty\n", "t:2: Level needs a whole number"),
        ("Tauros\nLevel: -5\n", "t:2: Level needs a whole number"),
        ("Tauros\nLevel: 5\nLevel: 6\n", "t:3: the level of Tauros is given a second time"),
        ("Tauros\nShiny: No\n", "t:2: Shiny can only be Yes"),
        ("Tauros\n- Rest\n\n=== two ===\n\nJynx\n- Rest\n", "t:4: a second team begins here"),
        ("a|b (Tauros)\n- Rest\n", "t:1: the nickname 'a|b' holds one of"),
        ("Tauros\n- Body\x00Slam\n", "t:2: the invisible character U+0000"),
    ],
)
def test_a_malformed_export_names_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_export(text, "t")
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t: Pokemon 1: 1 fields where a packed Pokemon has 12"),
        ("Tauros||||BodySlam|||||||]", "t: Pokemon 2: 1 fields"),
        ("Tauros||||BodySlam|||||||]Jynx|Rest", "t: Pokemon 2: 2 fields"),
        ("||||BodySlam|||||||", "t: Pokemon 1: '' cannot be the name of a species"),
        ("Tauros||||BodySlam,,Rest|||||||", "t: Pokemon 1: '' cannot be the name of a move"),
        ("Tauros||||BodySlam||1,2,3|||||", "t: Pokemon 1: EVs are six numbers"),
        ("Tauros||||BodySlam||1,2,3,x,5,6|||||", "t: Pokemon 1: EVs needs a whole number"),
        ("Tauros||||BodySlam||||1.5,,,,,|||", "t: Pokemon 1: IVs needs a whole number"),
        ("Tauros||||BodySlam||||||٣|", "t: Pokemon 1: level needs a whole number"),
        ("Tauros||||BodySlam|||||||1,2,3,4,5,6,7", "t: Pokemon 1: the last field has 7 parts"),
    ],
)
def test_a_malformed_packed_team_names_its_pokemon(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_packed(text, "t")
    assert str(caught.value).startswith(message)


def test_the_page_about_own_teams_shows_a_team_that_reads_and_an_error_that_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "use-your-own-teams.md").read_text()
    shown = next(block for block in page.split("```") if "Gengar" in block)
    assert [len(member.moves) for member in parse_export(shown, "page").members] == [4, 4]
    broken = shown.lstrip("\n").replace("- Night Shade", "Night Shade")
    with pytest.raises(InputError) as caught:
        parse_export(broken, "path/to/folder/my_team.gen1ou_team")
    assert str(caught.value).split("\n")[0] in page


# -- where teams come from


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


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


# -- Showdown's own verdict

ILLEGAL = {
    "Mewtwo is tagged Uber, which is banned.": "Mewtwo\n- Psychic\n",
    "Tauros's move Double Team is banned by Evasion Moves Clause.": "Tauros\n- Double Team\n",
    '"bodyslum" is an invalid move.': "Tauros\n- Body Slum\n",
    'The Pokemon "tuaros" does not exist.': "Tuaros\n- Body Slam\n",
    "Tauros's move Surf can't be transferred from Gen 2 to 1.": "Tauros\n- Surf\n",
    "Tauros (level 101) is above the maximum level of 100": "Tauros\nLevel: 101\n- Body Slam\n",
    "Tauros's item Leftovers does not exist in Gen 1.": "Tauros @ Leftovers\n- Body Slam\n",
    "Tauros has more than 255 EVs in HP.": "Tauros\nEVs: 300 HP\n- Body Slam\n",
    "Tauros has no moves (it must have at least one to be usable).": "Tauros\n",
}


def test_an_illegal_team_gets_the_validators_own_words(simulator: Simulator) -> None:
    suspects = [NamedTeam(reason, parse_export(text, "suspect")) for reason, text in ILLEGAL.items()]
    seven = NamedTeam("seven", Team((*LEGAL.members, Member("Ditto", ("Transform",)))))
    verdicts = validate([*suspects, seven, BUILTIN[0]], "gen1ou", simulator)
    assert {name: name in reasons for name, reasons in verdicts[:-2]} == dict.fromkeys(ILLEGAL, True)
    assert verdicts[-2].reasons == ("You may only bring up to 6 Pokémon (your team has 7).",)
    assert verdicts[-1].reasons == ()


SHOWDOWN_READS = """
const {Teams, TeamValidator} = require(process.argv[2] + '/dist/sim');
const validator = TeamValidator.get('gen1ou');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => {
  const team = Teams.unpack(Teams.pack(Teams.import(text)));
  const reasons = validator.validateTeam(team) || [];
  return {reasons, packed: Teams.pack(team)};
})));
"""


def showdown_reads(texts: list[str], installation: Installation, folder: Path) -> list[dict[str, object]]:
    script = write(folder / "showdown_reads.js", SHOWDOWN_READS)
    answer = run_script(installation, script, texts)
    assert isinstance(answer, list)
    return answer


def test_showdown_reads_the_built_in_files_as_we_do(installation: Installation, tmp_path: Path) -> None:
    texts = [named.team.export for named in BUILTIN]
    read = showdown_reads(texts, installation, tmp_path)
    assert [answer["packed"] for answer in read] == [named.team.packed for named in BUILTIN]


def mutated(text: str, rng: random.Random) -> str:
    blocks = [block.strip("\n").split("\n") for block in text.split("\n\n")]
    for block in rng.sample(blocks, rng.randint(0, 2)):
        kind = rng.randrange(7)
        if kind == 0:
            block[rng.randrange(len(block))] += "x"
        elif kind == 1:
            block[-1] = rng.choice(["- Surf", "- Rest", "- Fissure", "- Double Team", "- Body Slam", "- Toxic"])
        elif kind == 2:
            block.append("- Mimic")
        elif kind == 3:
            block[1:1] = rng.choice([["Ability: Intimidate"], ["Shiny: Yes"], ["Level: 99"], ["Level: 101"]])
        elif kind == 4:
            block[1:] = rng.choice([["EVs: 300 HP", *block[-4:]], ["IVs: 2 HP", *block[-4:]], ["EVs: 8 Spe"]])
        elif kind == 5:
            block[0] = rng.choice(["Mewtwo", "Bob (Ditto)", "Mr. Mime", f"{block[0]} @ Leftovers", f"Al ({block[0]})"])
        else:
            del block[rng.randrange(len(block)) :]
    return "\n\n".join("\n".join(block) for block in blocks + rng.choice([[], [], [["Ditto", "- Transform"]]]))


def test_a_thousand_mutated_teams_get_the_verdict_that_showdown_gives_their_text(
    simulator: Simulator, installation: Installation, tmp_path: Path
) -> None:
    rng = random.Random(20)  # noqa: S311 - mutations, not secrets
    texts: list[str] = []
    parsed: list[NamedTeam] = []
    while len(texts) < 1000:
        text = mutated(rng.choice(BUILTIN).team.export, rng)
        try:
            parsed.append(NamedTeam(str(len(texts)), parse_export(text, "mutant")))
        except InputError:
            continue
        texts.append(text)
    ours = [list(verdict.reasons) for verdict in validate(parsed, "gen1ou", simulator)]
    theirs = [answer["reasons"] for answer in showdown_reads(texts, installation, tmp_path)]
    assert ours == theirs
    assert 200 < sum(not reasons for reasons in theirs) < 800
