"""What became of responses that were examined before they could join, as events of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psrokit.component import spec, spec_hash
from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.oracle import Judgement
from psrokit.store.rows import estimate_data, estimate_from


@dataclass(frozen=True, slots=True)
class StoredJudgement:
    """A judgement as it is kept: when, for which role, about which policy (its hash and spec), and what it says."""

    iteration: int
    role: Role
    hash: str
    spec: Mapping[str, Any]
    accepted: bool
    reason: str
    evidence: Mapping[str, Estimate]


def judgement_data(iteration: int, role: Role, judgement: Judgement) -> dict[str, Any]:
    """The body of the event that keeps a judgement."""
    return {
        "iteration": iteration,
        "role": role,
        "hash": spec_hash(judgement.policy),
        "policy": spec(judgement.policy),
        "accepted": judgement.accepted,
        "reason": judgement.reason,
        "evidence": {name: estimate_data(estimate) for name, estimate in judgement.evidence.items()},
    }


def judgement_from(body: Mapping[str, Any]) -> StoredJudgement:
    """The judgement that `judgement_data` wrote."""
    return StoredJudgement(
        iteration=body["iteration"],
        role=body["role"],
        hash=body["hash"],
        spec=body["policy"],
        accepted=body["accepted"],
        reason=body["reason"],
        evidence={name: estimate_from(data) for name, data in body["evidence"].items()},
    )
