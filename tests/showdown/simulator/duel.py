"""A battle of gen1ou between one Snorlax and one Chansey."""

from __future__ import annotations

from psrokit_showdown.simulator import BattleSpec

SNORLAX = "Snorlax|||NoAbility|bodyslam,rest,reflect,selfdestruct|Serious|252,252,252,252,252,252|N||||"
CHANSEY = "Chansey|||NoAbility|softboiled,thunderwave,icebeam,counter|Serious|252,252,252,252,252,252|N||||"
DUEL = BattleSpec("gen1ou", (1, 2, 3, 4), (SNORLAX, CHANSEY))
