"""Generation 1's arithmetic as a small pure library: stats, critical hits, accuracy, type effectiveness, damage.

It follows the simulator integer by integer (`data/mods/gen1/scripts.ts` of the `pokemon-showdown` package) and needs
nothing but the tables in `psrokit_showdown.data`. What chance decides is given as a range and a mean.
"""

from psrokit_showdown.mechanics.damage import Damage, critical_chance, damage, effectiveness, hit_chance
from psrokit_showdown.mechanics.stats import Fighter, full_stats, staged, substitute_hp

__all__ = [
    "Damage",
    "Fighter",
    "critical_chance",
    "damage",
    "effectiveness",
    "full_stats",
    "hit_chance",
    "staged",
    "substitute_hp",
]
