"""All that a plugin may import. Nothing else of psrokit is public."""

from psrokit.component import (
    evaluator,
    executor,
    game,
    meta_solver,
    metric,
    oracle,
    policy,
    spec,
    spec_hash,
    tag_of,
)
from psrokit.drive import PolicyFault, drive, open_lanes
from psrokit.errors import EnvironmentFault, InputError, IntegrityError, PsrokitError, unknown
from psrokit.estimate import Estimate
from psrokit.game import (
    Action,
    Episode,
    EpisodeFailed,
    Floats,
    Game,
    LanedGame,
    Lanes,
    Observation,
    PreparedGame,
    RecordedEpisode,
    Role,
    Seat,
)
from psrokit.hookspecs import hookimpl
from psrokit.measure import Measurement, Metric
from psrokit.meta import MetaSolver, MetaStrategy, checked_means
from psrokit.oracle import Oracle, Task
from psrokit.payoff import Group, PayoffTable, Profile, group_sample
from psrokit.play import Executor, Match, Outcome, Venue, mirrored, rotation, rotations
from psrokit.policy import Actor, BatchPolicy, Policy
from psrokit.population import Member, Population
from psrokit.psro import Evaluator, Setup, State, begin, first_seats, psro
from psrokit.seeds import generator, seed
from psrokit.versus import Pairing, versus
