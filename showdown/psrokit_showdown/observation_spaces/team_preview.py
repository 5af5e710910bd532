"""Metamon's TeamPreviewObservationSpace: 106 words and 55 numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psrokit.api import ArraySpec, Encoder, observation_space
from psrokit_showdown.observation_spaces.expanded import NUMBERS, ExpandedEncoder
from psrokit_showdown.observation_spaces.expanded import WORDS as EXPANDED_WORDS
from psrokit_showdown.state_text import TEAM, padded, text_arrays
from psrokit_showdown.universal import UniversalPokemon, UniversalState

WORDS = (*EXPANDED_WORDS, *(f"preview{number}" for number in range(TEAM)))


@observation_space("team_preview")
@dataclass(frozen=True)
class TeamPreview:
    """Metamon's TeamPreviewObservationSpace: `text`, 106 words, and `numbers`, 55 float32.

    `expanded` with the species that the other side showed before the battle (gen 9; blanks elsewhere).
    """

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """One text and one vector."""
        return text_arrays(WORDS, NUMBERS)

    def start(self) -> Encoder:
        """An encoder that has seen nobody."""
        return TeamPreviewEncoder()


class TeamPreviewEncoder(ExpandedEncoder):
    """Adds the team preview."""

    def words(self, state: UniversalState, bench: Sequence[UniversalPokemon]) -> list[str]:
        """The words in the order of WORDS."""
        return super().words(state, bench) + padded(sorted(state.opponent_teampreview), TEAM)
