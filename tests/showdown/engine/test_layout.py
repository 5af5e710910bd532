"""A row has room for everything and nothing in it overlaps."""

from __future__ import annotations

from psrokit_showdown.engine import layout, seen

SIZES = {
    "SEED": 4, "LAST_DAMAGE": 2, "QUEUE": 4, "ORDER": 6, "STORED": 4, "MODIFIED": 4, "STAGE": 6, "SLOT_MOVE": 4,
    "SLOT_PP": 4, "SLOT_DISABLED": 4, "SLOT_VIRTUAL": 4, "BIDE_DAMAGE": 2, "OWN": 4, "MON_MOVE": 4, "MON_PP": 4,
}  # fmt: skip
RECORDS = {
    "BATTLE_WORDS": ("SEED", "QUEUE"),
    "SIDE_WORDS": ("ACTIVE", "LIGHT_SCREEN"),
    "MON_WORDS": ("SPECIES", "MON_PP"),
}
"""Per record its first and its last field, in the order in which the file names them."""


def fields(first: str, last: str) -> list[str]:
    names = [name for name in vars(layout) if name.isupper()]
    return [name for name in names[names.index(first) : names.index(last) + 1] if name != "VOLATILES"]


def test_fields_follow_each_other_without_overlap() -> None:
    for record, (first, last) in RECORDS.items():
        taken: dict[int, str] = {}
        for name in fields(first, last):
            for word in range(getattr(layout, name), getattr(layout, name) + SIZES.get(name, 1)):
                assert word not in taken, f"{name} and {taken.get(word)} share word {word}"
                taken[word] = name
        assert max(taken) < getattr(layout, record)


def test_volatile_conditions_are_the_rest_of_a_side() -> None:
    assert min(getattr(layout, name) for name in fields("CONFUSION", "LIGHT_SCREEN")) == layout.VOLATILES


def test_records_follow_each_other() -> None:
    assert layout.P2 == layout.P1 + layout.SIDE_WORDS == layout.BOTH - layout.P1
    assert layout.SEEN == layout.MONS + 12 * layout.MON_WORDS
    assert layout.SCRIPT + layout.DRAW_WORDS * layout.SCRIPT_DRAWS <= layout.WORDS


def test_what_views_need_has_room() -> None:
    assert seen.MOVED_BEFORE < layout.SEEN_WORDS
    assert seen.FIELD == 6 * seen.POKEMON_WORDS
    assert seen.OWN_USES + 4 <= seen.LAST_USED < seen.POKEMON_WORDS


def test_a_battle_takes_at_most_two_kibibytes() -> None:
    assert 2 * layout.WORDS <= 2048
