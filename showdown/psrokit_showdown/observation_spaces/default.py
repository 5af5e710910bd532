"""Metamon's DefaultObservationSpace: 87 words and 48 numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psrokit.api import Arrays, ArraySpec, Encoder, observation_space
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.state_text import (
    BLANK,
    MOVE_NAMES,
    PAD,
    SLOT_NAMES,
    STATS_COLUMNS,
    SWITCHES,
    active_numbers,
    active_words,
    move_numbers,
    move_words,
    pokemon_order,
    switch_words,
    text_arrays,
    text_observation,
)
from psrokit_showdown.to_universal import as_state
from psrokit_showdown.universal import UniversalPokemon, UniversalState

ANY_CHOICE, FORCED_SWITCH = "<anychoice>", "<forcedswitch>"
FEATURES = ("name", "item", "ability", "type1", "type2", "effect", "status")
_SLOT = ("tag", "name", "item", "ability", "moveset_tag", "move0", "move1", "move2", "move3")
WORDS = (
    *("format", "choice"),
    *("player_tag", *(f"player.{feature}" for feature in FEATURES)),
    *(f"{move}.{word}" for move in MOVE_NAMES for word in ("tag", "name", "type", "category")),
    *(f"{slot}.{word}" for slot in SLOT_NAMES for word in _SLOT),
    *("opponent_tag", *(f"opponent.{feature}" for feature in FEATURES)),
    *("conditions_tag", "weather", "player_conditions", "opponent_conditions"),
    *("player_prev_tag", "player_prev", "opp_prev_tag", "opp_prev"),
)
NUMBERS = (
    "opponents_remaining",
    *(f"player.{column}" for column in STATS_COLUMNS),
    *(f"{move}.{column}" for move in MOVE_NAMES for column in ("base_power", "accuracy", "priority")),
    *(f"{slot}.hp_pct" for slot in SLOT_NAMES),
    *(f"opponent.{column}" for column in STATS_COLUMNS),
)
_NO_SWITCH = ("<switch>", *(BLANK,) * 8)


@observation_space("default")
@dataclass(frozen=True)
class Default:
    """Metamon's DefaultObservationSpace: `text`, 87 words separated by spaces, and `numbers`, 48 float32.

    Moves and switches stand in alphabetical order. The columns of both arrays name every place.
    """

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """One text and one vector."""
        return text_arrays(WORDS, NUMBERS)

    def start(self) -> Encoder:
        """An encoder that remembers nothing."""
        return DefaultEncoder()


class DefaultEncoder:
    """Encodes views, or the states of trajectory files."""

    def encode(self, view: BattleView | UniversalState) -> Arrays:
        """`text` and `numbers`."""
        state = as_state(view)
        self.remember(state)
        bench = sorted(state.available_switches, key=pokemon_order)[:SWITCHES]
        return text_observation(self.words(state, bench), self.numbers(state, bench))

    def remember(self, state: UniversalState) -> None:
        """Take note of what later decisions must know: nothing here."""

    def words(self, state: UniversalState, bench: Sequence[UniversalPokemon]) -> list[str]:
        """The words in the order of WORDS. bench: the available switches in order."""
        slots = [word for pokemon in bench for word in self.slot(pokemon)]
        blanks = self.no_slot() * (SWITCHES - len(bench))
        return [
            *(f"<{state.format}>", FORCED_SWITCH if state.forced_switch else ANY_CHOICE),
            *("<player>", *self.features(state.player_active_pokemon)),
            *self.moves(state.player_active_pokemon),
            *slots,
            *blanks,
            *("<opponent>", *self.opponent(state.opponent_active_pokemon)),
            *("<conditions>", state.weather, state.player_conditions, state.opponent_conditions),
            *("<player_prev>", state.player_prev_move.name, "<opp_prev>", state.opponent_prev_move.name),
        ]

    def numbers(self, state: UniversalState, bench: Sequence[UniversalPokemon]) -> list[float]:
        """The numbers in the order of NUMBERS."""
        return [
            state.opponents_remaining / 6,
            *active_numbers(state.player_active_pokemon),
            *self.move_numbers(state.player_active_pokemon),
            *[pokemon.hp_pct for pokemon in bench],
            *(PAD,) * (SWITCHES - len(bench)),
            *active_numbers(state.opponent_active_pokemon),
        ]

    def features(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """The words of a Pokemon on the field."""
        return active_words(pokemon)

    def opponent(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """The words of the other side's Pokemon on the field."""
        return self.features(pokemon)

    def moves(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """The words of the own Pokemon's moves."""
        return move_words(pokemon.moves)

    def move_numbers(self, pokemon: UniversalPokemon) -> tuple[float, ...]:
        """The numbers of the own Pokemon's moves."""
        return move_numbers(pokemon.moves)

    def slot(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """The words of a Pokemon that can be switched to."""
        return switch_words(pokemon)

    def no_slot(self) -> tuple[str, ...]:
        """As many words where there is none."""
        return _NO_SWITCH
