"""Tables from files: what each format reads, where it says a file is wrong, and that nothing is lost."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_files import NXDO, WINS, write

from psrokit.api import InputError, NamedTable, PayoffTable, read_table
from psrokit.catalog import load_catalog

CATALOG = load_catalog()
FORMATS = {name: CATALOG.build("table_format", name) for name in CATALOG.names("table_format")}
MATRIX = {
    "population": ["x", "y", "z"],
    "matchups": [
        {"policy1": "x", "policy2": "y", "policy1_wins": 26, "policy2_wins": 22, "total_battles": 50},
        {"policy1": "z", "policy2": "x", "policy1_wins": 3, "policy2_wins": 47, "total_battles": 50},
    ],
}
TOURNAMENT = {
    "battles_per_matchup": 50,
    "population": ["x", "y"],
    "matchups": [{"status": "success", "model1": "x", "model2": "y", "results": {"Average Win Rate": 0.58}}],
}
PRISONERS = 'NFG 1 R "a game"\n{ "Alice" "Bob" } { { "c" "d" } { "c" "d" } }\n"comment"\n3 3, 5 0, 0 5, 1 1'
OUTCOMES = (
    'NFG 1 R "o" { "A" "B" } { 2 3 } { { "one" 1/3, -1/3 } { "" 2 .5 } }\n1 2 0\n2 1 0'  # columns of A change fastest
)


# JSON


def test_the_interaction_matrix_keeps_pairs_that_never_met_unknown(tmp_path: Path) -> None:
    path = write(tmp_path, "interaction_matrix.json", MATRIX)
    population = {"policies": {name: {"name": name, "policy_type": "heuristic"} for name in ("x", "w")}}
    beside = write(tmp_path, "population.json", population)
    for named in (read_table(path), read_table(beside)):
        assert named.names == {"player": ("x", "y", "z", "w")}
        assert named.table.ties[0, 1] == 2
        assert named.table.wins[0, 0].tolist() == [0, 26, 47, 0]
        assert named.table.holes() == [(0, 3), (1, 2), (1, 3), (2, 3)]
        assert named.remarks


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"population": "x"}, "$.population"),
        ({"population": ["x", "x"]}, "$.population"),
        ({"matchups": [{"policy1": "x"}]}, "$.matchups[0]"),
        ({"matchups": [{**MATRIX["matchups"][0], "policy2": "yy"}]}, "$.matchups[0].policy2"),  # type: ignore[dict-item]
        ({"matchups": [{**MATRIX["matchups"][0], "policy1_wins": 2.5}]}, "$.matchups[0].policy1_wins"),  # type: ignore[dict-item]
        ({"matchups": [{**MATRIX["matchups"][0], "total_battles": 40}]}, "$.matchups[0]"),  # type: ignore[dict-item]
        ({"matchups": [MATRIX["matchups"][0]] * 2}, "$.matchups[1]"),
    ],
)
def test_a_wrong_interaction_matrix_is_refused_with_the_path(
    tmp_path: Path, change: dict[str, Any], place: str
) -> None:
    path = write(tmp_path, "m.json", {**MATRIX, **change})
    with pytest.raises(InputError) as caught:
        FORMATS["interaction_matrix"].read(path)
    assert caught.value.place == f"{path}:{place}"


def test_no_json_is_refused_with_line_and_column(tmp_path: Path) -> None:
    path = write(tmp_path, "m.json", '{"matchups": [\n  1,,\n]}')
    with pytest.raises(InputError, match=r"m\.json:2:5: this is no JSON"):
        read_table(path)
    twice = write(tmp_path, "t.json", '{"matchups": [], "matchups": []}')
    with pytest.raises(InputError, match="'matchups' is written twice"):
        read_table(twice)
    with pytest.raises(InputError, match="cannot be read"):
        FORMATS["nxdo"].read(write(tmp_path, "deep.json", "[" * 100_000))


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ('{"meta_games": [[[1, 2]],\n [[3', "2:5", "cut off"),
        ('{"meta_games": [[[1, 2]]], "na', "1:28", "cut off"),
        ('{"meta_games": [[[1, 2]], [[3, 4]]]', "1:36", "cut off"),
        ('{"meta_games": [[[1, 2]], [[3, 4]],]}\n', "1:", "no comma before a bracket"),
        ('{"meta_games": [[[1, 2]], [[3, 4]]] // mine\n}', "1:37", "no comments"),
    ],
)
def test_broken_json_says_where_and_what_to_do(tmp_path: Path, text: str, place: str, remedy: str) -> None:
    path = write(tmp_path, "m.json", text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert str(caught.value.place).startswith(f"{path}:{place}")
    assert remedy in str(caught.value.remedy)


@pytest.mark.parametrize("name", ["e.json", "e.csv", "e.txt"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        read_table(write(tmp_path, name, "\n"))


# nfg


def test_payoff_form_and_outcome_form(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "g.nfg", PRISONERS))
    assert named.names == {"Alice": ("c", "d"), "Bob": ("c", "d")}
    assert named.table.mean[0].tolist() == [[3, 0], [5, 1]]
    assert named.table.mean[1].tolist() == [[3, 5], [0, 1]]
    outcomes = read_table(write(tmp_path, "o.nfg", OUTCOMES)).table
    third = float(Fraction(1, 3))
    assert outcomes.mean[0].tolist() == [[third, 0, third], [2, 2, 0]]
    assert outcomes.mean[1].tolist() == [[-third, 0, -third], [0.5, 0.5, 0]]


def test_backslashes_hide_quotes_and_themselves_alone(tmp_path: Path) -> None:
    text = r'NFG 1 R "t" { "A" "B" } { { "a\"b" "a\\b" "a\b" } { "c" } } 0 0 0 0 0 0'
    assert read_table(write(tmp_path, "g.nfg", text)).names["A"] == ('a"b', "a\\b", "a\\b (2)")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("EFG 2 R", "1:1"),
        ('NFG 1 R "t" { "A" } { 1 } 0', "1:21"),
        (PRISONERS.replace("1 1", "1"), "4:17"),
        (PRISONERS + " 7", "4:20"),
        (PRISONERS.replace("5 0", "5 x"), "4:8"),
        (PRISONERS.replace("5 0", "1/0 0"), "4:6"),
        (PRISONERS.replace('"comment"', '"comment'), "3:1"),
        (OUTCOMES.replace("2 1 0", "3 1 0"), "3:1"),
        ('NFG 1 R "t" { "A" "B" } { 0 2 }', "1:29"),
        ('NFG 1 R "t" { "A" "B" } { 99999 99999 } 1', "1:41"),
    ],
)
def test_a_wrong_nfg_is_refused_at_its_place(tmp_path: Path, text: str, place: str) -> None:
    path = write(tmp_path, "g.nfg", text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.place == f"{path}:{place}"


# back again


def table_or_refusal(name: str, path: Path) -> NamedTable | InputError:
    try:
        named: NamedTable = FORMATS[name].read(path)
    except InputError as error:
        return error
    return named


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_tables_or_input_errors(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Good files with bytes cut out, doubled or replaced, and noise."""
    good = data.draw(
        st.sampled_from([WINS, *map(json.dumps, (MATRIX, NXDO, TOURNAMENT)), PRISONERS, OUTCOMES, "[[[1]],[[2]]]"])
    )
    content = bytearray(good.encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        length = data.draw(st.integers(0, 8))
        content[at : at + length] = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b"1e999", b"null", b"{", b'"']))
        )
    ending = data.draw(st.sampled_from(["csv", "json", "npy", "npz", "nfg", "parquet"]))
    path = write(tmp_path, f"t.{ending}", bytes(content))
    found = table_or_refusal(name, path)
    assert isinstance(found, NamedTable) or str(path) in str(found)
    assert isinstance(found, InputError) or np.isfinite(found.table.total).all()


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_numpy_files_are_tables_or_input_errors(data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / data.draw(st.sampled_from(["t.npy", "t.npz"]))
    games = np.zeros((2, 2, 2))
    np.save(path, games) if path.suffix == ".npy" else np.savez(path, games)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
    path.write_bytes(bytes(content))
    found = table_or_refusal("psro_v2", path)
    assert isinstance(found, NamedTable) or str(path) in str(found)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"row": ("a", "a"), "column": ("b",)}, "2 policies of role 'row' need as many different names"),
        ({"row": ("a",), "column": ("b",)}, "2 policies of role 'row' need as many different names"),
        ({"row": ("a", "c")}, "1 policies of role 'column' need as many different names"),
        ({"row": ("a", "c"), "column": ("b",), "third": ()}, "no seat has the role 'third'"),
    ],
)
def test_every_policy_of_a_table_has_a_name_of_its_own(names: dict[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        NamedTable(PayoffTable.empty(("row", "column"), (2, 1)), names, "a test")
