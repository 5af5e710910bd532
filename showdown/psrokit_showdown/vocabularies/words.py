"""Every word that an observation of gens 1-4 and 9 can hold, made from the simulator's own names."""

from __future__ import annotations

from psrokit_showdown.data.dex import names
from psrokit_showdown.naming import TYPELESS, ability_name, clean_no_numbers, item_name, move_name, pokemon_name

_TAGS = (
    *("anychoice", "blank", "conditions", "forcedswitch", "move", "moveset", "opp_prev", "opponent", "player"),
    *("player_prev", "switch"),
)
_OLD_TIERS = ("ou", "uu", "nu", "ubers")
_ABSENT = (
    *("nomove", "noitem", "unknownitem", "noability", "unknownability", "notype", "nostatus", "noeffect"),
    *("noconditions", "noweather", "nofield"),
)
_CATEGORIES = ("physical", "special", "status")
_STATUSES = ("brn", "fnt", "frz", "par", "psn", "slp", "tox")
_ANNOUNCED = (
    *("typechange", "typeadd", "perish", "fallen", "lightscreen", "trapped"),
    *(
        f"{ability}{stat}"
        for ability in ("protosynthesis", "quarkdrive")
        for stat in ("atk", "def", "spa", "spd", "spe")
    ),
)
"""Effects that are announced under names of their own."""


def all_words() -> list[str]:
    """All of them, sorted."""
    formats = [f"gen{gen}{tier}" for gen in (1, 2, 3, 4) for tier in _OLD_TIERS]
    formats += ["gen9ou", *(f"gen{gen}randombattle" for gen in (1, 2, 3, 4, 9))]
    words = {f"<{tag}>" for tag in (*_TAGS, *formats)}
    words |= {TYPELESS, *_ABSENT, *_CATEGORIES, *_STATUSES, *_ANNOUNCED, *names("types")}
    words |= {pokemon_name(name) for name in names("species")}
    words |= {move_name(name) for name in names("moves")}
    words |= {item_name(name) for name in names("items")}
    words |= {ability_name(name) for name in names("abilities")}
    words |= {clean_no_numbers(name) for table in ("moves", "conditions") for name in names(table)}
    return sorted(words)
