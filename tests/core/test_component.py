"""Components: what the decorator asks for, what a spec is, and what makes two of them the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drafts import PARTS
from hypothesis import given
from hypothesis import strategies as st

from psrokit.catalog import Catalog, load_catalog
from psrokit.catalog.options import option_docs, options, summary
from psrokit.component import game, identity, oracle, plain, policy, spec, spec_hash, tag_of
from psrokit.content import content_digest
from psrokit.errors import InputError


@game("board")
@dataclass(frozen=True)
class Board:
    """A board.

    size, height: how large it is. The rest
    is silence. teams: where they lie.

    Another paragraph, with colour: in words.
    """

    size: int = 3
    height: float = 1.0
    teams: Path | None = None
    note: str = field(default="", compare=False)
    """Written below."""


@policy("pair")
@dataclass(frozen=True)
class Pair:
    first: Any
    second: Any = None


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([PARTS])


def test_the_decorator_leaves_a_tag_and_nothing_else() -> None:
    tag = tag_of(Board)
    assert tag is not None
    assert (tag.kind.name, tag.name) == ("game", "board")
    assert tag_of(Board()) == tag

    @dataclass(frozen=True)
    class Derived(Board):
        pass

    assert tag_of(Derived) is None, "a subclass is a component only when it says so itself"
    assert tag_of(3) is None


def test_the_decorator_wants_a_frozen_dataclass() -> None:
    class Plain:
        pass

    @dataclass
    class Mutable:
        pass

    for cls in (Plain, Mutable):
        with pytest.raises(InputError, match=r"is not a frozen dataclass\n  Write @oracle\('mine'\)"):
            oracle("mine")(cls)


def test_no_option_is_called_use() -> None:
    @dataclass(frozen=True)
    class Clash:
        use: int = 1

    with pytest.raises(InputError, match="has an option 'use'"):
        oracle("clash")(Clash)


def test_a_spec_is_json_with_every_option() -> None:
    nested = Pair(Pair(1, (1.5, {"a": [True]})), Board(teams=Path("x")))
    written = spec(nested)
    assert written == {
        "use": "pair",
        "first": {"use": "pair", "first": 1, "second": [1.5, {"a": [True]}]},
        "second": {"use": "board", "size": 3, "height": 1.0, "teams": "x", "note": ""},
    }
    assert json.loads(json.dumps(written)) == written


def test_what_cannot_be_written_down_is_refused() -> None:
    with pytest.raises(InputError, match="type ndarray cannot be written down"):
        spec(Pair(np.zeros(2)))
    with pytest.raises(InputError, match="no psrokit decorator"):
        spec(3)
    with pytest.raises(InputError, match="no psrokit decorator"):
        spec(Board)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    budget=st.integers(-(10**12), 10**12),
    rate=finite,
    label=st.text(st.characters(exclude_categories=["Cs"])),
    limits=st.dictionaries(st.text("abc-:. ", max_size=5), finite, max_size=3),
    seeds=st.lists(st.integers(), max_size=3).map(tuple),
    mode=st.sampled_from(["fast", "thorough"]),
    ceiling=st.none() | st.integers(),
    patience=st.none() | st.integers(),
)
def test_building_a_spec_gives_an_equal_component(catalog: Catalog, patience: int | None, **chosen: object) -> None:
    search, still = catalog.component("oracle", "search"), catalog.component("policy", "still")
    component = search(fallback=None if patience is None else still(patience), **chosen)
    written = json.loads(json.dumps(spec(component)))
    again = catalog.build("oracle", written)
    assert again == component
    assert spec(again) == spec(component)
    assert spec_hash(again) == spec_hash(component)


def test_the_hash_depends_on_every_option_and_on_the_kind_of_number() -> None:
    hashes = {spec_hash(component) for component in (Board(), Board(4), Board(height=2.0), Board(note="x"), Pair(1))}
    assert len(hashes) == 5
    assert spec_hash(Pair({"a": 1, "b": 2})) == spec_hash(Pair({"b": 2, "a": 1}))


def test_a_path_means_what_lies_there(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        (folder / "inner").mkdir(parents=True)
        (folder / "a.txt").write_text("one")
        (folder / "inner" / "b.txt").write_text("two")
    assert spec(Board(teams=here)) != spec(Board(teams=there))
    assert identity(Board(teams=here)) == identity(Board(teams=there))
    assert spec_hash(Board(teams=here)) == spec_hash(Board(teams=there))
    before = content_digest(there)
    (there / "a.txt").write_text("other")
    changed = content_digest(there)
    (there / "a.txt").rename(there / "c.txt")
    assert len({before, changed, content_digest(there), content_digest(there / "c.txt")}) == 4
    with pytest.raises(InputError, match="cannot be read"):
        spec_hash(Board(teams=tmp_path / "nowhere"))


def test_plain_keeps_numbers_exactly() -> None:
    assert plain((0.1, 1e-300, -0.0, 2**70)) == [0.1, 1e-300, -0.0, 2**70]


def test_options_are_read_off_the_dataclass() -> None:
    found = {option.name: option for option in options(Board)}
    assert list(found) == ["size", "height", "teams", "note"]
    assert (found["size"].required, found["size"].default, found["teams"].default) == (False, 3, None)
    assert [option.required for option in options(Pair)] == [True, False]
    assert option_docs(Board) == {
        "size": "how large it is. The rest is silence.",
        "height": "how large it is. The rest is silence.",
        "teams": "where they lie.",
        "note": "Written below.",
    }
    assert summary(Board) == "A board."
    assert summary(Pair) == "", "the signature that dataclass writes is no description"
