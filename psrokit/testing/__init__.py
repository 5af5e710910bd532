"""Conformance suites: what every component of a kind must do, as functions for your own tests.

    from psrokit.testing import check_policy

    def test_my_policy():
        check_policy(MyPolicy(), my_game)

Each raises LawBroken with every law that is broken. `psrokit plugins check` runs the same suites, and
`pytest --psrokit-conformance` those of all installed components that need no experiment, a test for each law.
"""

from psrokit.testing.action_space import check_action_space
from psrokit.testing.analyzer import check_analyzer
from psrokit.testing.evaluator import check_evaluator
from psrokit.testing.executor import check_executor
from psrokit.testing.game import check_game
from psrokit.testing.meta_solver import check_meta_solver
from psrokit.testing.metric import check_metric
from psrokit.testing.observation_space import check_observation_space
from psrokit.testing.oracle import check_oracle
from psrokit.testing.policy import check_policy
from psrokit.testing.rating import check_rating
from psrokit.testing.reward import check_reward
from psrokit.testing.suite import LawBroken, Result
from psrokit.testing.table_format import check_table_format

__all__ = [
    "LawBroken",
    "Result",
    "check_action_space",
    "check_analyzer",
    "check_evaluator",
    "check_executor",
    "check_game",
    "check_meta_solver",
    "check_metric",
    "check_observation_space",
    "check_oracle",
    "check_policy",
    "check_rating",
    "check_reward",
    "check_table_format",
]
