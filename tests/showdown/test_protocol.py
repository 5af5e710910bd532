"""Reading protocol lines: the notations, one seat's share of a log, and what becomes of nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psrokit_showdown.messages import RULES, WITHOUT_EFFECT
from psrokit_showdown.protocol import (
    Condition,
    Details,
    Ident,
    ProtocolError,
    effect_id,
    for_seat,
    parse_condition,
    parse_details,
    parse_ident,
    parse_side,
    tag,
    to_id,
)
from psrokit_showdown.view import Fold


def test_names_become_identifiers() -> None:
    names = {"Mr. Mime": "mrmime", "Farfetch’d": "farfetchd", "Nidoran-F": "nidoranf", "Soft-Boiled": "softboiled"}
    assert {name: to_id(name) for name in names} == names
    assert effect_id("move: Leech Seed") == effect_id("Leech Seed") == "leechseed"


def test_the_four_notations() -> None:
    assert parse_ident("p2a: Mr. Mime: the 2nd") == Ident(1, "a", "Mr. Mime: the 2nd")
    assert parse_ident("p1: Tauros") == Ident(0, "", "Tauros")
    assert parse_side("p2: Somebody") == parse_side("p2") == 1
    assert parse_details("Snorlax, L74, M, shiny") == Details("snorlax", 74, "M")
    assert parse_details("Mr. Mime") == Details("mrmime", 100, "")
    assert parse_condition("181/323 par") == Condition(181, 323, "par")
    assert parse_condition("57/100y") == Condition(57, 100, "")
    assert parse_condition("0 fnt") == Condition(0, 0, "fnt")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (parse_ident, "Tauros"),
        (parse_ident, "p9a: Tauros"),
        (parse_ident, "p1abc: Tauros"),
        (parse_side, "q1"),
        (parse_side, ""),
        (parse_details, ""),
        (parse_details, "!!!, L50"),
        (parse_condition, ""),
        (parse_condition, "12"),
        (parse_condition, "a/100"),
        (parse_condition, "5/"),
        (parse_condition, "-5/100"),
    ],
)
def test_what_has_not_the_form_is_refused(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ProtocolError):
        read(text)


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["", "par", "slp", "tox"]))
def test_conditions_read_back(hp: int, max_hp: int, status: str) -> None:
    assert parse_condition(f"{hp}/{max_hp} {status}".strip()) == Condition(hp, max_hp, status)


@given(st.lists(st.tuples(st.sampled_from(["", "p1", "p2"]), st.integers(0, 99)), max_size=12))
def test_a_seat_gets_its_own_secrets_and_the_others_public_lines(parts: list[tuple[str, int]]) -> None:
    lines: list[str] = []
    expected: tuple[list[str], list[str]] = ([], [])
    for side, number in parts:
        public = f"|public|{number}"
        if not side:
            lines.append(public)
            expected[0].append(public)
            expected[1].append(public)
            continue
        secret = f"|secret|{side}|{number}"
        lines += [f"|split|{side}", secret, public]
        expected[0].append(secret if side == "p1" else public)
        expected[1].append(secret if side == "p2" else public)
    assert (for_seat(lines, 0), for_seat(lines, 1)) == expected


def test_a_secret_without_a_public_side_is_for_its_owner_alone() -> None:
    lines = ["|split|p1", "|-hint|only for you", "", "|turn|2"]
    assert for_seat(lines, 0) == ["|-hint|only for you", "|turn|2"]
    assert for_seat(lines, 1) == ["|turn|2"]


@pytest.mark.parametrize("rest", [[], ["|secret"]])
def test_a_split_cut_short_is_an_error(rest: list[str]) -> None:
    with pytest.raises(ProtocolError, match=r"end inside '\|split\|p1'"):
        for_seat(["|split|p1", *rest], 0)


def test_tags() -> None:
    parts = ["", "move", "p1a: Muk", "Clamp", "p2a: Mew", "[from] Clamp", "[miss]"]
    assert tag(parts, "[from]") == "Clamp"
    assert tag(parts, "[miss]") == ""
    assert tag(parts, "[of]") is None


def test_unknown_kinds_are_skipped_and_counted() -> None:
    fold = Fold(0)
    fold.feed(["|-newfangled|p1a: Muk|x", "|-newfangled|y", "|-crit|p1a: Muk", "|", "", "plain words", "|turn|3"])
    assert fold.unknown == {"-newfangled": 2}


def test_no_kind_is_both_a_rule_and_without_effect() -> None:
    assert not WITHOUT_EFFECT & set(RULES)


@pytest.mark.parametrize(
    "line",
    [
        "|switch|p1a: Muk",
        "|switch|Muk|Muk|1/1",
        "|-damage|p1a: Muk|lots",
        "|-damage|p2a: Mew|50/100",
        "|-boost|p1a: Muk|luck|1",
        "|-boost|p1a: Muk|atk|much",
        "|turn|",
        "|teamsize|p3|6",
        "|move|p1a: Muk",
    ],
)
def test_a_malformed_line_is_named(line: str) -> None:
    fold = Fold(0)
    fold.feed(["|switch|p1a: Muk|Muk|100/100"])
    with pytest.raises(ProtocolError) as caught:
        fold.feed([line])
    assert repr(line) in str(caught.value)


def test_a_log_that_still_holds_secrets_is_refused() -> None:
    with pytest.raises(ProtocolError, match="must be resolved for one seat"):
        Fold(0).feed(["|split|p1", "|switch|p1a: Muk|Muk|413/413", "|switch|p1a: Muk|Muk|100/100"])


WORDS = st.sampled_from(
    [
        "p1a: Muk",
        "p2a: Mew",
        "p1: Muk",
        "p2",
        "Muk, L50",
        "100/100",
        "0 fnt",
        "5/413 par",
        "atk",
        "1",
        "slp",
        "Clamp",
        "[from]",
    ]
) | st.text(max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(RULES)), st.lists(WORDS, max_size=4)), max_size=6))
def test_nonsense_raises_nothing_but_protocol_errors(lines: list[tuple[str, list[str]]]) -> None:
    fold = Fold(0)
    fold.feed(["|switch|p1a: Muk|Muk|413/413", "|switch|p2a: Mew|Mew|100/100"])
    for kind, arguments in lines:
        try:
            fold.feed(["|".join(["", kind, *arguments])])
        except ProtocolError:
            continue
    side = {"name": "x", "id": "p1", "pokemon": []}
    fold.view({"forceSwitch": [True], "side": side})
