"""Names in the universal state."""

from __future__ import annotations

from typing import Any

import pytest

from psrokit_showdown.naming import (
    ability_name,
    clean_name,
    clean_no_numbers,
    item_name,
    move_name,
    pokemon_name,
    status_name,
    type_names,
)


@pytest.mark.parametrize(
    ("rule", "given", "word"),
    [
        (clean_name, "Porygon-Z 2", "porygonz2"),
        (clean_no_numbers, "10,000,000 Volt", "volt"),
        (pokemon_name, "Porygon2", "porygon2"),
        (pokemon_name, "Mr. Mime", "mrmime"),
        (move_name, "Hidden Power [Ice]", "hiddenpower"),
        (move_name, "hiddenpowerice70", "hiddenpower"),
        (move_name, "Vice Grip", "visegrip"),
        (move_name, "return102", "return"),
        (move_name, "Frustration 102", "frustration"),
        (move_name, "Soft-Boiled", "softboiled"),
        (item_name, None, "unknownitem"),
        (item_name, "unknown_item", "unknownitem"),
        (item_name, "", "noitem"),
        (item_name, "No Item", "noitem"),
        (item_name, "King's Rock", "kingsrock"),
        (ability_name, None, "unknownability"),
        (ability_name, "", "noability"),
        (ability_name, "No Ability", "noability"),
        (ability_name, "Sand Stream", "sandstream"),
        (status_name, "", "nostatus"),
        (status_name, "slp", "slp"),
        (type_names, ("Normal",), "normal notype"),
        (type_names, ("Water",), "notype water"),
        (type_names, ("Rock", "Ground"), "ground rock"),
        (type_names, ("???",), "notype threequestionmarks"),
    ],
)
def test_names_are_normalised(rule: Any, given: Any, word: str) -> None:
    assert rule(given) == word
