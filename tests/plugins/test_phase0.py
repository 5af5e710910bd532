"""The first published table of gen1ou policies, and what its "exploitability 0.44" was."""

from __future__ import annotations

import numpy as np
import pytest
from planted import HereVenue, Planted, setup_for
from tables import ALIKE, exact_table, regrets

from psrokit.api import Measurement, State
from psrokit.population import Member, Population
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.metrics.restricted_exploitability import RestrictedExploitability
from psrokit_plugins.policies.pure import Pure

PHASE_0 = {
    "SyntheticRLV2": [0.50, 0.62, 0.48, 0.96, 1.00],
    "SyntheticRLV1": [0.38, 0.50, 0.38, 0.90, 0.88],
    "SyntheticRLV1_SelfPlay": [0.52, 0.62, 0.50, 0.86, 0.94],
    "PokeEnvHeuristic": [0.04, 0.10, 0.14, 0.50, 0.50],
    "GymLeader": [0.00, 0.12, 0.06, 0.50, 0.50],
}
"""Win rates of the row policy in gen1ou, 50 battles a cell, published with the first results of metamon-mewtwo."""
TABLE = exact_table(ALIKE, 2 * np.array(list(PHASE_0.values())) - 1)


def test_nash_puts_all_weight_on_one_policy() -> None:
    weights = Nash().solve(TABLE).weights["player"]
    assert dict(zip(PHASE_0, weights.tolist(), strict=True)) == {
        name: float(name == "SyntheticRLV1_SelfPlay") for name in PHASE_0
    }


def test_nobody_in_the_table_exploits_it() -> None:
    strategy = Nash().solve(TABLE)
    members = tuple(Member(name, Pure(number)) for number, name in enumerate(PHASE_0))
    state = State(0, Population({"player": members}), TABLE, strategy)
    game = Planted(((0.5,),))
    found = RestrictedExploitability().measure(Measurement(setup_for(game, HereVenue(game)), [state]))
    assert found["restricted_exploitability"].bound == "exact"
    assert found["restricted_exploitability"].value == pytest.approx(0, abs=1e-12)
    assert max(regrets(TABLE, strategy)) == pytest.approx(0, abs=1e-12)


def test_the_published_number_was_the_gain_over_the_weakest_member() -> None:
    weights = Nash().solve(TABLE).weights["player"]
    assert float((weights @ TABLE.mean[0]).max()) / 2 == pytest.approx(0.44)
