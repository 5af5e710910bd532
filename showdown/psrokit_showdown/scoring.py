"""What a choice is worth to the scripted player: one small function per consideration, and their sum.

A score is in units of one Pokemon's full HP. Every consideration of a move gets the situation and the move; those of a switch
get the situation and the place of the Pokemon to come. `weights.Weights` says what each counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from psrokit_showdown.actions import chosen_move, chosen_place
from psrokit_showdown.data import Move, gen1_moves
from psrokit_showdown.knowledge import Active, BattleView, FoePokemon, OwnPokemon
from psrokit_showdown.matchup import ACTS, Duel, bench_duel, foe_fighter, foe_moves, own_fighter
from psrokit_showdown.mechanics import Damage, Fighter, damage, effectiveness, full_stats, hit_chance, substitute_hp
from psrokit_showdown.weights import Weights

MAJOR_BOOSTS = {"atk": "attack", "spa": "special_attack", "spe": "speed", "def": "defence", "evasion": "evasion"}
LEFT_BEHIND = frozenset({"confusion", "leechseed"})
LUCK = {"metronome": 0.15, "mirrormove": 0.1, "transform": 0.4, "bide": 0.1, "mimic": 0.05}
"""Moves too wild to reckon, at a flat worth."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The fight on the field as the considerations see it. HP of the foe are those of the best stats it can have."""

    view: BattleView
    weights: Weights
    own: OwnPokemon
    foe: FoePokemon
    own_field: Active
    foe_field: Active
    mine: Fighter
    theirs: Fighter
    their_moves: tuple[Move, ...]
    their_best: Move | None
    foe_max: int
    foe_left: float
    duel: Duel
    acts: float
    threat: float

    @property
    def shielded(self) -> bool:
        """Whether the foe stands behind a Substitute."""
        return "substitute" in self.foe_field.volatiles

    @property
    def doom(self) -> float:
        """How likely the own Pokemon is to fall before it can act, from 0 to 1."""
        return 0.0 if self.duel.faster or self.threat < 0.8 else min(1.0, self.threat)

    @property
    def worth(self) -> float:
        """What the own Pokemon still is, from 0 to 1."""
        return (0.3 + 0.7 * self.own.hp_fraction) * (0.5 + 0.5 * ACTS[self.own.status])


def situation(view: BattleView, weights: Weights) -> Situation | None:
    """The fight on the field; None before both sides have a Pokemon there."""
    own, foe = view.active, view.foe_active
    if own is None or foe is None or view.own is None or view.foe is None:
        return None
    mine, theirs = own_fighter(own, view.own), foe_fighter(foe, view.foe)
    moves = foe_moves(foe)
    full = full_stats(foe.species, foe.level).hp
    now = bench_duel(view, view.team.index(own))
    acts = _acts_now(foe, view)
    return Situation(
        view,
        weights,
        own,
        foe,
        view.own,
        view.foe,
        mine,
        theirs,
        moves,
        _best_against(theirs, moves, mine),
        full,
        foe.hp_fraction * full,
        now,
        acts,
        min(1.0, now.taken / max(0.01, ACTS[foe.status]) * acts * weights.fear),
    )


def _acts_now(foe: FoePokemon, view: BattleView) -> float:
    """How likely the foe is to act this turn. In generation 1 the turn of waking up is lost as well."""
    if view.foe is None or foe.status in ("slp", "frz") or "mustrecharge" in view.foe.volatiles:
        return 0.0
    half = 0.5 if "confusion" in view.foe.volatiles else 1.0
    return half * ACTS[foe.status]


def _best_against(attacker: Fighter, moves: tuple[Move, ...], defender: Fighter) -> Move | None:
    best, most = None, 0.0
    for move in moves:
        dealt = damage(attacker, defender, move).expected
        if dealt > most and not move.explodes:
            best, most = move, dealt
    return best


# --- considerations of a move ---


def hit(now: Situation, move: Move, dealt: Damage) -> float:
    """Damage as a share of the foe's full HP; a Substitute takes it instead, and is worth half."""
    if now.shielded:
        return now.weights.damage * 0.5 * min(dealt.mean, substitute_hp(now.foe_max)) * dealt.chance / now.foe_max
    return now.weights.damage * min(dealt.mean, now.foe_left) * dealt.chance / now.foe_max


def knock_out(now: Situation, move: Move, dealt: Damage) -> float:
    """The chance to knock out, and the foe's blow that this spares when moving first."""
    if now.shielded or not dealt.mean:
        return 0.0
    chance = dealt.knock_out_chance(now.foe_left)
    first = now.duel.faster or move.priority > 0
    spared = now.weights.first_strike * now.threat * now.worth if first and not move.explodes else 0.0
    return chance * (now.weights.knock_out + spared)


def recharging(now: Situation, move: Move, dealt: Damage) -> float:
    """The turn after Hyper Beam, which a knock-out spares; charging moves lose theirs in any case."""
    if move.own_volatile == "mustrecharge":
        return -now.weights.recharge * (1.0 - dealt.knock_out_chance(now.foe_left))
    return -now.weights.recharge if move.id in ("solarbeam", "skyattack", "razorwind", "skullbash") else 0.0


def boom(now: Situation, move: Move, dealt: Damage) -> float:
    """The own Pokemon as the price of Explosion; cheap when it would fall anyway."""
    if not move.explodes:
        return 0.0
    return -now.weights.boom * now.worth * (1.0 - now.doom)


def bind(now: Situation, move: Move, dealt: Damage) -> float:
    """A foe held in Wrap does not act; it is of little use to the slower side."""
    if move.own_volatile != "partialtrappinglock" or not dealt.chance:
        return 0.0
    return now.weights.bind * dealt.chance * now.foe.hp_fraction * (1.0 if now.duel.faster else 0.3)


def status(now: Situation, move: Move, dealt: Damage) -> float:
    """A status move, or the chance of one as a further effect."""
    if move.status and not move.on_self:
        chance = hit_chance(move.accuracy, now.mine.accuracy, now.theirs.evasion)
        return chance * _status_worth(now, move.status, move)
    extra = move.secondary
    if extra is None or now.shielded or not dealt.chance or dealt.low >= now.foe_left:
        return 0.0
    if extra.status in ("par", "brn", "frz") and move.type in now.theirs.types:
        return 0.0
    worth = _status_worth(now, extra.status, None) if extra.status else _stage_worth(now, extra.volatile)
    return worth * dealt.chance * extra.chance / 100


def _status_worth(now: Situation, effect: str, move: Move | None) -> float:
    """What a status on this foe is worth; nothing where it cannot be had. `move` is the status move itself, if it is one."""
    if now.foe.status:
        return 0.0
    if move is not None and not move.ignores_immunity and not effectiveness(move.type, now.theirs.types):
        return 0.0
    dials, left = now.weights, 0.25 + 0.75 * now.foe.hp_fraction
    if effect == "slp":
        return 0.0 if _clause(now.view, "slp") else dials.sleep * left
    if effect == "frz":
        return 0.0 if _clause(now.view, "frz") else dials.freeze * left
    if effect == "par":
        return left * (dials.paralyse + (0.0 if now.duel.faster else dials.speed_control))
    if effect == "brn":
        return dials.burn * left
    poisonable = "Poison" not in now.theirs.types and not now.shielded
    return dials.chip * left if poisonable else 0.0


def _clause(view: BattleView, effect: str) -> bool:
    """Whether the sleep or freeze clause forbids another: Rest does not count, a fainted Pokemon neither."""
    return any(foe.status == effect and not foe.rested for foe in view.foes)


def _stage_worth(now: Situation, effect: str) -> float:
    """Flinching matters to the faster side; confusion always; a lowered stat a little."""
    if effect == "flinch":
        return now.threat * now.worth if now.duel.faster else 0.0
    if effect == "confusion":
        return 0.0 if "confusion" in now.foe_field.volatiles else now.weights.confuse
    return 0.1


def plague(now: Situation, move: Move, dealt: Damage) -> float:
    """Leech Seed and confusion by a move made for it."""
    if move.volatile == "leechseed":
        free = "Grass" not in now.theirs.types and "leechseed" not in now.foe_field.volatiles
        return now.weights.chip * 1.5 * hit_chance(move.accuracy) * now.foe.hp_fraction if free else 0.0
    if move.volatile == "confusion" and not now.shielded and "confusion" not in now.foe_field.volatiles:
        return now.weights.confuse * hit_chance(move.accuracy) * now.foe.hp_fraction
    return 0.0


def recovery(now: Situation, move: Move, dealt: Damage) -> float:
    """HP regained, once there is need of them; Rest also cures, and costs two turns."""
    missing = 1.0 - now.own.hp_fraction
    if move.id in ("recover", "softboiled"):
        wanted = now.own.hp_fraction < now.weights.recover_below and not _healing_fails(now.own)
        return now.weights.recover * min(0.5, missing) * (1.0 - now.doom) if wanted else 0.0
    if move.id == "rest":
        wanted = now.own.hp_fraction < now.weights.rest_below and not _healing_fails(now.own)
        cured = 0.2 if now.own.status else 0.0
        return now.weights.rest * (missing + cured) * (1.0 - now.doom) if wanted else 0.0
    return 0.0


def _healing_fails(pokemon: OwnPokemon) -> bool:
    """Generation 1's overflow: healing fails when the HP missing are 255 or 511, unless those left divide by 256."""
    return pokemon.max_hp - pokemon.hp in (255, 511) and pokemon.hp % 256 != 0


def setup(now: Situation, move: Move, dealt: Damage) -> float:
    """Raised stats, while there is time to use them."""
    if not (move.on_self and move.boosts):
        return 0.0
    stat, stages = move.boosts[0]
    name = MAJOR_BOOSTS.get(stat)
    if name is None:
        return 0.0
    stage = getattr(now.own_field.boosts, name)
    if stage >= now.weights.setup_until or stage + stages > 6:
        return 0.0
    useful = _stat_use(now, stat) * stages / 2
    return now.weights.setup * useful * now.own.hp_fraction * max(0.0, 1.0 - 2.0 * now.threat)


def _stat_use(now: Situation, stat: str) -> float:
    """How much the own moves and the foe's speed make of a stat, from 0 to 1."""
    if stat == "spe":
        return 0.2 if now.duel.faster else 0.8
    if stat in ("def", "evasion"):
        return 0.5
    category = "Physical" if stat == "atk" else "Special"
    table = gen1_moves()
    powers = [table[move.id].power for move in now.own.moves if move.id in table and table[move.id].category == category]
    return min(1.0, max(powers, default=0) / 80)


def screen(now: Situation, move: Move, dealt: Damage) -> float:
    """Reflect and Light Screen, by the share of the foe's attacks that they halve."""
    if move.id not in ("reflect", "lightscreen") or move.id in now.own_field.volatiles:
        return 0.0
    category = "Physical" if move.id == "reflect" else "Special"
    attacks = [one.category for one in now.their_moves if one.power > 1]
    if not attacks:
        return 0.0
    return now.weights.screen * now.own.hp_fraction * attacks.count(category) / len(attacks)


def substitute(now: Situation, move: Move, dealt: Damage) -> float:
    """A Substitute, best made while the foe cannot act."""
    if move.id != "substitute" or "substitute" in now.own_field.volatiles or now.own.hp_fraction < 0.3:
        return 0.0
    return now.weights.substitute * (2.0 - now.acts) * (1.0 - now.threat)


def counter(now: Situation, move: Move, dealt: Damage) -> float:
    """Twice the foe's Normal or Fighting blow, if that is what it is expected to use."""
    best = now.their_best
    if move.id != "counter" or best is None or best.type not in ("Normal", "Fighting") or now.threat >= 1.0:
        return 0.0
    return now.weights.counter * min(1.0, 2.0 * damage(now.theirs, now.mine, best).mean / now.foe_max) * now.acts


def haze(now: Situation, move: Move, dealt: Damage) -> float:
    """Stages wiped away: the foe's less the own."""
    if move.id != "haze":
        return 0.0
    return 0.1 * (sum(now.foe_field.boosts) - sum(now.own_field.boosts))


def luck(now: Situation, move: Move, dealt: Damage) -> float:
    """Moves whose effect is anybody's guess."""
    return LUCK.get(move.id, 0.0)


def staying(now: Situation, move: Move, dealt: Damage) -> float:
    """What is risked by not leaving."""
    return -now.weights.preserve * now.doom * now.worth


MOVE_TERMS: tuple[Callable[[Situation, Move, Damage], float], ...] = (
    hit,
    knock_out,
    recharging,
    boom,
    bind,
    status,
    plague,
    recovery,
    setup,
    screen,
    substitute,
    counter,
    haze,
    luck,
    staying,
)


def move_score(now: Situation, move: Move) -> float:
    """The worth of using a move."""
    dealt = damage(now.mine, now.theirs, move, int(now.foe_left))
    return sum([term(now, move, dealt) for term in MOVE_TERMS])


# --- considerations of a switch ---


def better_matchup(now: Situation, place: int, to_come: Duel) -> float:
    """How much better than the present one the Pokemon to come fares."""
    return now.weights.switch * (to_come.edge - now.duel.edge)


def way_in(now: Situation, place: int, to_come: Duel) -> float:
    """HP lost on the way in: to the blow meant for the one who leaves, or to the worst for the one who comes."""
    pokemon = now.view.team[place]
    worst = to_come.taken / max(0.01, ACTS[now.foe.status])
    meant = 0.0
    if now.their_best is not None:
        blow = damage(now.theirs, own_fighter(pokemon), now.their_best, pokemon.hp)
        meant = min(1.0, blow.expected / max(1, pokemon.hp))
    dials = now.weights
    lost = (dials.prediction * meant + (1.0 - dials.prediction) * worst) * now.acts * dials.fear
    return -dials.entry * lost * pokemon.hp_fraction


def left_behind(now: Situation, place: int, to_come: Duel) -> float:
    """Good stages lost, and ill effects shaken off."""
    boosts, dials = now.own_field.boosts, now.weights
    stages = sum(boosts)
    ill = len(now.own_field.volatiles & LEFT_BEHIND) + (now.own.status == "tox")
    return dials.cleanse * (ill - min(0, stages)) - dials.keep_boosts * max(0, stages)


SWITCH_TERMS: tuple[Callable[[Situation, int, Duel], float], ...] = (better_matchup, way_in, left_behind)


def switch_score(now: Situation, place: int) -> float:
    """The worth of switching to `view.team[place]`."""
    to_come = bench_duel(now.view, place)
    return sum([term(now, place, to_come) for term in SWITCH_TERMS]) - now.weights.tempo


def replacement_score(view: BattleView, place: int) -> float:
    """The worth of sending in `view.team[place]` when one must be sent."""
    return bench_duel(view, place).edge


def score(view: BattleView, legal: tuple[str, ...], weights: Weights) -> list[float]:
    """The worth of every legal choice, in order."""
    now = situation(view, weights) if view.decision == "move" else None
    return [_choice_score(view, choice, now) for choice in legal]


def _choice_score(view: BattleView, choice: str, now: Situation | None) -> float:
    if choice.startswith("switch"):
        place = chosen_place(choice)
        return switch_score(now, place) if now is not None else replacement_score(view, place)
    if now is None or not choice.startswith("move"):
        return 0.0
    move = gen1_moves().get(chosen_move(view, choice))
    return move_score(now, move) if move is not None else 0.0
