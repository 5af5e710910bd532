"""Where everything stands in the row of a battle: one int16 vector of `WORDS` words, no objects.

A row holds, in this order: the battle, two sides (each with its active Pokemon), twelve Pokemon, the words that views
need (`SEEN`), and the draws of a scripted step (`engine.chance`). Kernels name a side by the offset of its record,
`P1` or `P2`; the other one is `BOTH - p`. A Pokemon is named by the offset of its record.

Codes: moves are Showdown's numbers 1..165, 0 for none; species are numbers 1..151; types and statuses are places in
`psrokit_showdown.data.codes`; the rest are listed here. Numbers that outgrow 16 bits take two words, low half first;
the generator's state takes four, high first.
"""

from __future__ import annotations

from psrokit_showdown.data.codes import STATUSES, TYPES

# --- The battle ---
SEED = 0  # 4 words: the generator's state
TURN = 4
LAST_DAMAGE = 5  # 2 words: damage of the last hit, whoever dealt it; Counter and Bide read it
RESULT = 7
CLAUSES = 8  # bits
RESIDUAL = 9  # the end of the turn is still to come
ACTIONS = 10  # how many actions wait in the queue
QUEUE = 11  # 2 times 2 words: kind, side
BATTLE_WORDS = 16

# --- A side: what survives switching ---
ACTIVE = 0  # the active Pokemon's record
TEAM_SIZE = 1
LEFT = 2  # Pokemon that have not fainted
FAINTED_NOW = 3  # a Pokemon of this side fainted this turn
REQUEST = 4  # what is asked of this seat
SWITCH_TO = 5  # place in ORDER of who comes in, while a switch waits in the queue
SELECTED = 6  # last selected move, never reset (wPlayerSelectedMove)
SELECTED_SLOT = 7  # its slot, reset by every own switch-in (wPlayerMoveListIndex)
ENEMY_SELECTED = 8  # the same move as the other side's Game Boy knows it (wEnemySelectedMove)
LAST_MOVE = 9  # last move selected or used, as its own side knows it: no rule reads it, Showdown tells hints by it
ENEMY_MOVE = 10  # last move used, as the other side knows it: what Counter looks at
ORDER = 11  # 6 words: which Pokemon (0..5) stands in each place of the request's list

# --- A side: its active Pokemon, all that a switch or a faint clears ---
SPECIES_NOW = 17
TYPE1 = 18
TYPE2 = 19
SPEED = 20  # Showdown's cached `speed`, not the stat: see engine.ties
STORED = 21  # 4 words: stats after Transform, before stages
MODIFIED = 25  # 4 words: stats as they are used
STAGE = 29  # 6 words
SLOT_MOVE = 35  # 4 words, 0 where there is none
SLOT_PP = 39
SLOT_DISABLED = 43
SLOT_VIRTUAL = 47  # Mimic or Transform put the move there
SLOTS = 51
USED = 52  # its last move, forgotten when either side switches: what Mirror Move looks at
TRANSFORMED = 53
MAYBE_LOCKED = 54  # the request does not say whether the Fight button is safe
VOLATILES = 55  # from here on 0 where absent
CONFUSION = 55  # turns left
SUBSTITUTE = 56  # its HP
BIDE = 57  # turns left
BIDE_DAMAGE = 58  # 2 words
DISABLED_MOVE = 60
DISABLED_SLOT = 61
DISABLED_TIME = 62  # turns left
THRASH = 63  # the move, Thrash or Petal Dance
THRASH_TIME = 64
THRASH_ACCURACY = 65
RAGE = 66
RAGE_ACCURACY = 67
CHARGING = 68  # the two-turn move
INVULNERABLE = 69
RECHARGE = 70
TRAPPING = 71  # the move: this Pokemon goes on trapping
TRAPPING_TIME = 72  # turns left
TRAPPING_TOTAL = 73
TRAPPING_DAMAGE = 74
TRAPPING_WHOM = 75  # a Pokemon's record
TRAPPED = 76  # turns left
TRAPPED_MAYBE = 77  # its side no longer knows whether the trap holds
TRAPPED_BY = 78  # a Pokemon's record
ENDED_TRAP = 79  # turns left of "the trap ended, but the request must not tell"
ENDED_TRAP_WITH = 80  # a Pokemon's record
TOXIC = 81  # the toxic counter exists
TOXIC_COUNT = 82
FLINCH = 83
LEECH_SEED = 84
MIST = 85
FOCUS_ENERGY = 86
REFLECT = 87
LIGHT_SCREEN = 88
SIDE_WORDS = 90
P1 = BATTLE_WORDS
P2 = P1 + SIDE_WORDS
BOTH = P1 + P2

# --- A Pokemon ---
SPECIES = 0
LEVEL = 1
MAX_HP = 2
OWN = 3  # 4 words: stats of its own species, unmodified: critical hits use them
SPEED_VALUE = 7  # what DV and stat experience add to the doubled base speed: Transform computes with it
HP = 8
STATUS = 9
SLEEP = 10  # turns left
SELF_SLEEP = 11  # put to sleep by its own side (Rest): the Sleep Clause does not count it
FAINTED = 12
SUB_BROKEN = 13  # its Substitute broke since a move last had it as target; a switch keeps this
OWN_TYPE1 = 14
OWN_TYPE2 = 15
MON_SLOTS = 16  # how many
MON_MOVE = 17  # 4 words
MON_PP = 21  # 4 words
MON_WORDS = 26
MONS = P2 + SIDE_WORDS
TEAM_WORDS = 6 * MON_WORDS

# --- What views remember beyond the state: see engine.seen ---
SEEN = MONS + 2 * TEAM_WORDS
SEEN_WORDS = 136  # a side

# --- A scripted step: see engine.chance ---
SCRIPTED = SEEN + 2 * SEEN_WORDS  # 0: draw from the generator; 1: take the outcomes written below
DRAWS = SCRIPTED + 1  # how many draws were made
SCRIPT = SCRIPTED + 2
DRAW_WORDS = 3  # outcome; numerator, 0 where all values are equally likely; denominator
SCRIPT_DRAWS = 64
WORDS = SCRIPT + DRAW_WORDS * SCRIPT_DRAWS + 2

# --- Codes ---
ATTACK, DEFENCE, SPECIAL, SPEED_STAT, ACCURACY, EVASION = range(6)  # stats, then stages; Special is one stat
STATS, STAGES = 4, 6
HEALTHY, BURN, FREEZE, PARALYSIS, POISON, SLEEPING, BAD_POISON, GONE = range(len(STATUSES))  # STATUS
NORMAL, FIGHTING, POISON_TYPE, GHOST, GRASS = map(TYPES.index, ("Normal", "Fighting", "Poison", "Ghost", "Grass"))
NO_TYPE = 15  # the second type of a one-typed Pokemon; the type of Bide and of the move without a name
NO_MOVE = 166  # nothing was ever selected; used, it is the move without a name
CANNOT_MOVE = 167
MOVE_CODES = 168
FIGHT, RECHARGING = 168, 169  # listed in requests without being moves
RUNNING, P1_WINS, P2_WINS, TIE, BROKEN = range(5)  # RESULT; BROKEN: Showdown itself would have stopped with an error
NOTHING_ASKED, MOVE_ASKED, SWITCH_ASKED, NOT_BEGUN = range(4)  # REQUEST
MOVE, SWITCH, FORCED_SWITCH, RUN_SWITCH = range(1, 5)  # kinds of queued actions
SLEEP_CLAUSE, FREEZE_CLAUSE, UNWRAPPED = 1, 2, 4  # bits of CLAUSES
