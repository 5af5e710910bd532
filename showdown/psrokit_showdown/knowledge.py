"""What one seat may know of a battle, as frozen values: `BattleView` and its parts.

Nothing here comes from anywhere but the seat's own protocol lines and its own request. Names of species, moves and
effects are Showdown identifiers (`bodyslam`); `""` as a status means healthy. They are named tuples because several are
made for every decision, and a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Decision = Literal["move", "switch", "preview", "wait"]
"""What the seat is asked for: a move or a switch, a forced switch, the order of its team, or nothing."""


class Stats(NamedTuple):
    """Original stats of an own Pokemon, before stages, status and Transform."""

    attack: int
    defence: int
    special_attack: int
    special_defence: int
    speed: int


class Boosts(NamedTuple):
    """Stages from -6 to +6 of a Pokemon on the field. In gen 1 both special stages are always equal."""

    attack: int = 0
    defence: int = 0
    special_attack: int = 0
    special_defence: int = 0
    speed: int = 0
    accuracy: int = 0
    evasion: int = 0


class OwnMove(NamedTuple):
    """A move of an own Pokemon. `pp` and `max_pp` are None where they were never shown and are not known to data."""

    id: str
    pp: int | None
    max_pp: int | None


class SeenMove(NamedTuple):
    """A move the other side has shown, and how much of its PP that has cost so far."""

    id: str
    pp_used: int


class MoveOption(NamedTuple):
    """One entry of the request's own list of moves: `move 1` is the first. Locked entries carry no PP."""

    id: str
    pp: int | None
    max_pp: int | None
    disabled: bool


class OwnPokemon(NamedTuple):
    """A Pokemon of the seat's own team, exactly.

    `sleep_turns` counts turns it was seen asleep since falling asleep, `rested` says that it put itself to sleep.
    `last_used` is the last move it used, also before it was last switched out. `tera_type` is what it may become or has
    become (gen 9), `tera` what it has become; both are empty elsewhere. `reviving` marks whoever may be revived.
    `revealed` says that it has been on the field, so that the other side knows of it.
    """

    species: str
    level: int
    hp: int
    max_hp: int
    status: str
    active: bool
    stats: Stats
    moves: tuple[OwnMove, ...]
    sleep_turns: int
    rested: bool
    item: str
    ability: str
    last_used: str | None
    tera_type: str
    tera: str
    reviving: bool
    revealed: bool

    @property
    def hp_fraction(self) -> float:
        """Health from 0 to 1."""
        return self.hp / self.max_hp if self.max_hp else 0.0

    @property
    def fainted(self) -> bool:
        """Whether it is out of the battle."""
        return self.hp == 0


class FoePokemon(NamedTuple):
    """A Pokemon of the other side that has been seen. `item` and `ability` are None until revealed, "" once lost; else
    see OwnPokemon.
    """

    species: str
    level: int
    hp_percent: float
    status: str
    active: bool
    moves: tuple[SeenMove, ...]
    sleep_turns: int
    rested: bool
    item: str | None
    ability: str | None
    last_used: str | None
    tera: str

    @property
    def hp_fraction(self) -> float:
        """Health from 0 to 1."""
        return self.hp_percent / 100.0

    @property
    def fainted(self) -> bool:
        """Whether it is out of the battle."""
        return self.hp_percent == 0.0


class Active(NamedTuple):
    """What is public about the Pokemon a side has on the field, and is lost when it leaves.

    `species` is what it looks like: another one after Transform. `volatiles` are the effects announced and not ended
    (`confusion`, `substitute`, `reflect`, `leechseed`, `mustrecharge`, `bide`, `transform`, ...). `types` is set by a
    type change only. `preparing` is the two-turn move it will use, `binding` the gen 1 trapping move with which it
    hit on its last action. `effects` are the same volatiles in the order in which they began, each with a counter:
    turns since it began for those whose length matters, further starts for Rage and Stockpile, else 0.

    What has been seen to last is counted in the Pokemon's own actions, as gen 1 counts it: `locked_turns` are those of
    the trapping move, Thrash, Petal Dance or Bide that it is in the middle of (gen 1), the first one included;
    `disable_turns` those it has spent disabled. `toxic_turns` is Toxic's counter: the sixteenths of the last such
    damage, which in gen 1 Leech Seed raises as well. `substitute_hits` is what its Substitute has borne so far.
    """

    species: str
    boosts: Boosts
    volatiles: frozenset[str]
    last_move: str | None
    preparing: str | None
    binding: str | None
    disabled_move: str | None
    mimicked_move: str | None
    types: tuple[str, ...]
    confusion_turns: int
    toxic_turns: int
    effects: tuple[tuple[str, int], ...]
    locked_turns: int
    disable_turns: int
    substitute_hits: int


class BattleView(NamedTuple):
    """Everything one seat may know when it is asked to decide.

    `team` is in the request's order, so `switch 2` brings in `team[1]`; the one on the field is first. `foes` are in
    the order in which they were first seen, with `foe_team_size` in all. `options` are the request's own list of
    moves, empty when a switch is forced; `moves` are those of the Pokemon on the field, also while it is locked into
    one of them, with Mimic's and Transform's in place. `own_conditions`, `foe_conditions` and `fields` hold (name,
    value) in the order in which they began: the value is the number of layers of Spikes and Toxic Spikes, else the turn
    it began. They and `weather` are empty in gen 1. `format` is made of the announced tier, so "gen1ou". `preview` are
    the species the other side showed before the battle. `outcome` is +1, 0 or -1 once the battle is over.
    `last_order` are the seats that used a move in the last whole turn, in order.
    """

    gen: int
    seat: int
    turn: int
    decision: Decision
    team: tuple[OwnPokemon, ...]
    foes: tuple[FoePokemon, ...]
    foe_team_size: int
    own: Active | None
    foe: Active | None
    options: tuple[MoveOption, ...]
    trapped: bool
    maybe_locked: bool
    weather: str
    own_conditions: tuple[tuple[str, int], ...]
    foe_conditions: tuple[tuple[str, int], ...]
    fields: tuple[tuple[str, int], ...]
    moves: tuple[OwnMove, ...]
    can_terastallize: bool
    format: str
    preview: tuple[str, ...]
    outcome: int | None
    last_order: tuple[int, ...]

    @property
    def active(self) -> OwnPokemon | None:
        """The own Pokemon on the field (fainted, when a switch is forced by that), or None before the start."""
        for pokemon in self.team:
            if pokemon.active:
                return pokemon
        return None

    @property
    def foe_active(self) -> FoePokemon | None:
        """The other side's Pokemon on the field, or None before the start."""
        for pokemon in self.foes:
            if pokemon.active:
                return pokemon
        return None

    @property
    def foes_unseen(self) -> int:
        """How many of the other side's Pokemon have never been seen."""
        return self.foe_team_size - len(self.foes)
