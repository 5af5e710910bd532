"""Showdown's own verdict on teams, and what Showdown reads in their texts."""

from __future__ import annotations

import random
from pathlib import Path

from node_scripts import run_script
from teams_at_hand import BUILTIN, LEGAL, write

from psrokit.api import InputError
from psrokit_showdown.simulator.install import Installation
from psrokit_showdown.simulator.process import Simulator
from psrokit_showdown.teams import (
    Member,
    NamedTeam,
    Team,
    parse_export,
    validate,
)

ILLEGAL = {
    "Mewtwo is tagged Uber, which is banned.": "Mewtwo\n- Psychic\n",
    "Tauros's move Double Team is banned by Evasion Moves Clause.": "Tauros\n- Double Team\n",
    '"bodyslum" is an invalid move.': "Tauros\n- Body Slum\n",
    'The Pokemon "tuaros" does not exist.': "Tuaros\n- Body Slam\n",
    "Tauros's move Surf can't be transferred from Gen 2 to 1.": "Tauros\n- Surf\n",
    "Tauros (level 101) is above the maximum level of 100": "Tauros\nLevel: 101\n- Body Slam\n",
    "Tauros's item Leftovers does not exist in Gen 1.": "Tauros @ Leftovers\n- Body Slam\n",
    "Tauros has more than 255 EVs in HP.": "Tauros\nEVs: 300 HP\n- Body Slam\n",
    "Tauros has no moves (it must have at least one to be usable).": "Tauros\n",
}


def test_an_illegal_team_gets_the_validators_own_words(simulator: Simulator) -> None:
    suspects = [NamedTeam(reason, parse_export(text, "suspect")) for reason, text in ILLEGAL.items()]
    seven = NamedTeam("seven", Team((*LEGAL.members, Member("Ditto", ("Transform",)))))
    verdicts = validate([*suspects, seven, BUILTIN[0]], "gen1ou", simulator)
    assert {name: name in reasons for name, reasons in verdicts[:-2]} == dict.fromkeys(ILLEGAL, True)
    assert verdicts[-2].reasons == ("You may only bring up to 6 Pokémon (your team has 7).",)
    assert verdicts[-1].reasons == ()


SHOWDOWN_READS = """
const {Teams, TeamValidator} = require(process.argv[2] + '/dist/sim');
const validator = TeamValidator.get('gen1ou');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => {
  const team = Teams.unpack(Teams.pack(Teams.import(text)));
  const reasons = validator.validateTeam(team) || [];
  return {reasons, packed: Teams.pack(team)};
})));
"""


def showdown_reads(texts: list[str], installation: Installation, folder: Path) -> list[dict[str, object]]:
    script = write(folder / "showdown_reads.js", SHOWDOWN_READS)
    answer = run_script(installation, script, texts)
    assert isinstance(answer, list)
    return answer


def test_showdown_reads_the_built_in_files_as_we_do(installation: Installation, tmp_path: Path) -> None:
    texts = [named.team.export for named in BUILTIN]
    read = showdown_reads(texts, installation, tmp_path)
    assert [answer["packed"] for answer in read] == [named.team.packed for named in BUILTIN]


def mutated(text: str, rng: random.Random) -> str:
    blocks = [block.strip("\n").split("\n") for block in text.split("\n\n")]
    for block in rng.sample(blocks, rng.randint(0, 2)):
        kind = rng.randrange(7)
        if kind == 0:
            block[rng.randrange(len(block))] += "x"
        elif kind == 1:
            block[-1] = rng.choice(["- Surf", "- Rest", "- Fissure", "- Double Team", "- Body Slam", "- Toxic"])
        elif kind == 2:
            block.append("- Mimic")
        elif kind == 3:
            block[1:1] = rng.choice([["Ability: Intimidate"], ["Shiny: Yes"], ["Level: 99"], ["Level: 101"]])
        elif kind == 4:
            block[1:] = rng.choice([["EVs: 300 HP", *block[-4:]], ["IVs: 2 HP", *block[-4:]], ["EVs: 8 Spe"]])
        elif kind == 5:
            block[0] = rng.choice(["Mewtwo", "Bob (Ditto)", "Mr. Mime", f"{block[0]} @ Leftovers", f"Al ({block[0]})"])
        else:
            del block[rng.randrange(len(block)) :]
    return "\n\n".join("\n".join(block) for block in blocks + rng.choice([[], [], [["Ditto", "- Transform"]]]))


def test_a_thousand_mutated_teams_get_the_verdict_that_showdown_gives_their_text(
    simulator: Simulator, installation: Installation, tmp_path: Path
) -> None:
    rng = random.Random(20)  # noqa: S311 - mutations, not secrets
    texts: list[str] = []
    parsed: list[NamedTeam] = []
    while len(texts) < 1000:
        text = mutated(rng.choice(BUILTIN).team.export, rng)
        try:
            parsed.append(NamedTeam(str(len(texts)), parse_export(text, "mutant")))
        except InputError:
            continue
        texts.append(text)
    ours = [list(verdict.reasons) for verdict in validate(parsed, "gen1ou", simulator)]
    theirs = [answer["reasons"] for answer in showdown_reads(texts, installation, tmp_path)]
    assert ours == theirs
    assert 200 < sum(not reasons for reasons in theirs) < 800
