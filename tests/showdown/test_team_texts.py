"""The two texts of a team: packed and export; what they mean, and what is no team."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from teams_at_hand import LEGAL, STALL

from psrokit.api import InputError
from psrokit_showdown.teams import (
    Member,
    Team,
    parse_export,
    parse_packed,
)


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


def test_an_export_has_proper_names_and_full_evs_in_so_many_words() -> None:
    assert parse_packed("Chansey||||SoftBoiled|||||||", "line").export == (
        "Chansey\nEVs: 252 HP / 252 Atk / 252 Def / 252 SpA / 252 SpD / 252 Spe\n- Soft-Boiled\n"
    )
    later = "Chansey (F)\nAbility: Natural Cure\n- Soft-Boiled\n- U-turn\n- Odd Name 2\n"
    assert parse_export(later, "text", 9).export == later


METAMON = """\
Tauros @ <noitem>
Ability: <noability>
Tera Type: <notera>
EVs: 252 HP / $missing_ev$ Atk / $missing_ev$ Def
IVs: $missing_iv$ HP / $missing_iv$ Atk
<nonature> Nature
- Body Slam
- <nomove>
"""


def test_metamons_words_for_nothing_are_nothing() -> None:
    (tauros,) = parse_export(METAMON, "text", 9).members
    assert (tauros.item, tauros.ability, tauros.tera_type, tauros.nature) == ("", "", "", "")
    assert (tauros.moves, tauros.evs, tauros.ivs) == (("BodySlam",), (252, 0, 0, 0, 0, 0), (31,) * 6)
    packed = "Tauros||<noitem>|<noability>|BodySlam,<nomove>|<nonature>|252,,,,,|||||,,,,,<notera>"
    assert parse_packed(packed, "line", 9).members == (tauros,)


def test_what_is_missing_is_assumed_only_where_a_text_may_leave_it_out() -> None:
    text = (
        "Tauros\nAbility: $missing_ability$\nEVs: $missing_ev$ HP / $missing_ev$ Spe\n$missing_nature$ Nature\n- Rest\n"
    )
    assert parse_export(text, "text", 2) == parse_export("Tauros\n- Rest\n", "text", 2)
    with pytest.raises(InputError, match="text:2: this team is incomplete: the ability of Tauros"):
        parse_export(text, "text", 3)


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
        ("$missing_name$\n- Rest\n", "t:1: this team is incomplete: the name of a Pokemon is not known"),
        ("Tauros @ $missing_item$\n", "t:1: this team is incomplete: the item of Tauros is not known ($missing_item$)"),
        ("Tauros\n- Rest\n- $missing_move$\n", "t:3: this team is incomplete: the move of Tauros is not known"),
        ("Tauros\nTera Type: $missing_tera$\n", "t:2: this team is incomplete: the Tera type of Tauros"),
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
        ("Tauros||$missing_item$||Rest|||||||", "t: Pokemon 1: this team is incomplete: the item of Tauros"),
        ("Tauros||||Rest||$missing_ev$|||||", "t: Pokemon 1: this team is incomplete: the EVs of Tauros"),
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
