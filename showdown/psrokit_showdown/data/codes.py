"""What generation 1 has few of, in the order of its codes: types, and statuses as Showdown writes them."""

from __future__ import annotations

TYPES = (
    *("Normal", "Fighting", "Flying", "Poison", "Ground", "Rock", "Bug", "Ghost", "Fire", "Water", "Grass", "Electric"),
    *("Psychic", "Ice", "Dragon"),
)
STATUSES = ("", "brn", "frz", "par", "psn", "slp", "tox", "fnt")
