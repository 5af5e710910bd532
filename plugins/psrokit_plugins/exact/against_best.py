"""Mixing a population against an opponent who always plays a best response, by learning instead of a linear program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, Seat
from psrokit_plugins.exact.form import SequenceForm


@dataclass(frozen=True, slots=True)
class Learned:
    """Averages over the learning. weights: of the members, shape (K,). responder: the responder's plan, shape (S,)."""

    weights: Floats
    responder: Floats


def learned_against_best(form: SequenceForm, responder: Seat, plans: Floats, steps: int) -> Learned:
    """Regret matching+ over the other seat's `plans`, shape (K, S), while `responder` answers each step with its best.

    For two players with a constant sum. Regrets never fall below 0 and later steps count for more (Tammelin et al.
    2015); the averages approach the least exploitable mixture of the plans and a strategy that holds it there (RM-BR:
    McAleer et al. 2022, arXiv:2201.07700).
    """
    gradients = np.asarray(form.payoff_matrix(responder) @ plans.T)
    states, count = form.states[responder], len(plans)
    regrets, weights = np.zeros(count), np.full(count, 1 / count)
    mixed, played = np.zeros(count), np.zeros(states.sequences)
    for step in range(1, steps + 1):
        values = gradients @ weights
        response = states.plan(states.choosing(states.best_choices(values, values, 0.0)))
        conceded = response @ gradients
        mixed += step * weights
        played += step * response
        regrets = np.maximum(regrets + weights @ conceded - conceded, 0.0)
        weights = regrets / regrets.sum() if regrets.any() else weights
    return Learned(mixed / mixed.sum(), played / played[0])
