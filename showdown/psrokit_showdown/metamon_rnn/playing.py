"""How a recurrent player plays: it sees 87 words and 48 numbers, its GRU remembers, and it draws a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from psrokit.api import Action, Actor, Encoder, InputError, Observation
from psrokit_showdown.metamon_rnn.archive import Numbers
from psrokit_showdown.metamon_rnn.network import Network, load_network
from psrokit_showdown.numbered import TERA, Numbered, numbered_choices
from psrokit_showdown.observation_spaces.default import NUMBERS, Default

ACTIONS = TERA
"""Metamon's MinimalActionSpace."""


def seated(weights: Path, rng: np.random.Generator) -> Actor:
    """An actor that plays the network of a file and draws from `rng`. Raises InputError for any other."""
    network = load_network(weights)
    given = network.numbers.weight.shape[1]
    if (network.actions, given) != (ACTIONS, len(NUMBERS)):
        message = f"it answers {given} numbers with {network.actions} actions, not {len(NUMBERS)} with {ACTIONS}"
        raise InputError(message, place=str(weights))
    return Recurrent(network, rng, network.memory)


@dataclass(slots=True)
class Recurrent:
    """memory: of the battle so far, shape (cells, hidden)."""

    network: Network
    rng: np.random.Generator
    memory: Numbers
    encoder: Encoder = field(default_factory=Default().start)

    def act(self, observation: Observation) -> Action:
        """A legal choice, drawn with the network's probabilities."""
        return answers([self], [observation])[0]

    def choice(self, choices: Numbered, logits: Numbers) -> Action | None:
        """Drawn among the legal numbers, one number each time; None if there are none."""
        legal = [number for number, choice in enumerate(choices[:ACTIONS]) if choice is not None]
        drawn = self.rng.random()
        if not legal:
            return None
        shares = np.exp(logits[legal] - logits[legal].max()).astype(np.float64).cumsum()
        return choices[legal[int(np.searchsorted(shares, drawn * shares[-1], side="right"))]]


def answers(actors: Sequence[Actor], observations: Sequence[Observation]) -> list[Action]:
    """The choices of actors of one network, from one forward pass; each remembers what it saw."""
    players = [actor for actor in actors if isinstance(actor, Recurrent)]
    logits = looked(players, observations)
    chosen = [
        player.choice(numbered_choices(observation), row)
        for player, observation, row in zip(players, observations, logits, strict=True)
    ]
    return [
        one if one is not None else observation.legal[0] for one, observation in zip(chosen, observations, strict=True)
    ]


def looked(players: Sequence[Recurrent], observations: Sequence[Observation]) -> Numbers:
    """The logits of each, shape (players, actions), after which each has seen its observation."""
    network = players[0].network
    seen = [player.encoder.encode(one.view) for player, one in zip(players, observations, strict=True)]
    words = np.stack([network.vocabulary.encode(one["text"].item().split(" ")) for one in seen])
    numbers = np.stack([one["numbers"] for one in seen])
    logits, memories = network(words, numbers, np.stack([player.memory for player in players]))
    for player, memory in zip(players, memories, strict=True):
        player.memory = memory
    return logits
