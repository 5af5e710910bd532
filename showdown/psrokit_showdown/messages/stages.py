"""Lines about stages of stats."""

from __future__ import annotations

from psrokit_showdown.knowledge import Boosts
from psrokit_showdown.messages.common import Parts, active_of
from psrokit_showdown.tracked_active import NO_BOOSTS, TrackedActive
from psrokit_showdown.tracking import Field


def boost(field: Field, parts: Parts) -> None:
    """A stage goes up."""
    active = active_of(field, parts[2])
    active.boost(parts[3], active.stage(parts[3]) + int(parts[4]))


def unboost(field: Field, parts: Parts) -> None:
    """A stage goes down."""
    active = active_of(field, parts[2])
    active.boost(parts[3], active.stage(parts[3]) - int(parts[4]))


def set_boost(field: Field, parts: Parts) -> None:
    """A stage is set."""
    active_of(field, parts[2]).boost(parts[3], int(parts[4]))


def _set_boosts(active: TrackedActive, boosts: Boosts) -> None:
    active.boosts = boosts
    active.frozen = None


def clear_boost(field: Field, parts: Parts) -> None:
    """All stages of one Pokemon end."""
    _set_boosts(active_of(field, parts[2]), NO_BOOSTS)


def clear_positive(field: Field, parts: Parts) -> None:
    """Its raised stages end."""
    active = active_of(field, parts[2])
    _set_boosts(active, Boosts(*(min(0, stage) for stage in active.boosts)))


def clear_negative(field: Field, parts: Parts) -> None:
    """Its lowered stages end."""
    active = active_of(field, parts[2])
    _set_boosts(active, Boosts(*(max(0, stage) for stage in active.boosts)))


def invert_boost(field: Field, parts: Parts) -> None:
    """Its stages are turned round."""
    active = active_of(field, parts[2])
    _set_boosts(active, Boosts(*(-stage for stage in active.boosts)))


def clear_all_boosts(field: Field, parts: Parts) -> None:  # noqa: ARG001 # rules have one form
    """All stages of both end."""
    for side in field.sides:
        if side.active is not None:
            _set_boosts(side.active, NO_BOOSTS)


def copy_boosts(field: Field, parts: Parts) -> None:
    """The first takes over the stages of the second."""
    _set_boosts(active_of(field, parts[2]), active_of(field, parts[3]).boosts)


def swap_boosts(field: Field, parts: Parts) -> None:
    """Two exchange some or all stages."""
    one, other = active_of(field, parts[2]), active_of(field, parts[3])
    named = parts[4].split(", ") if len(parts) > 4 and not parts[4].startswith("[") else []
    for stat in named or ("atk", "def", "spa", "spd", "spe", "accuracy", "evasion"):
        stage, other_stage = one.stage(stat), other.stage(stat)
        one.boost(stat, other_stage)
        other.boost(stat, stage)
