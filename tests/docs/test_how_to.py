"""What the how-to pages show is run as it stands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def python(folder: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", *arguments], cwd=folder, capture_output=True, text=True, timeout=900, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_a_policy_and_a_hook(tmp_path: Path) -> None:
    (tmp_path / "paper.py").write_text(blocks("write-a-policy-and-a-hook.md", "python")[0], encoding="utf-8")
    (tmp_path / "paper.yaml").write_text(blocks("write-a-policy-and-a-hook.md", "yaml")[0], encoding="utf-8")
    command = "from psrokit.cli import main; main()"
    assert "iteration 0: 0 numbers measured" in python(tmp_path, command, "run", "paper.yaml")
    assert "mostly" in python(tmp_path, command, "plugins", "check", "mostly", "paper.yaml")


def test_your_own_teams(tmp_path: Path) -> None:
    (code,) = blocks("use-your-own-teams.md", "python")
    said = python(tmp_path, "from psrokit_showdown.simulator.install import install; install(print)\n" + code)
    assert said.count(" legal") >= 24


def test_battles_into_arrays(tmp_path: Path) -> None:
    single, many = blocks("turn-battles-into-arrays.md", "python")
    said = python(tmp_path, "from psrokit_showdown.simulator.install import install; install(print)\n" + single + many)
    assert "ended" in said
    assert int(re.findall(r"(\d+) decisions as rows", said)[0]) > 5000


def test_analyze_a_table(tmp_path: Path) -> None:
    for name, content in zip(("wins.csv", "roles.csv"), blocks("analyze-a-table.md", "csv"), strict=True):
        (tmp_path / name).write_text(content, encoding="utf-8")
    asked, exported = blocks("analyze-a-table.md", "python")
    said = python(tmp_path, asked)
    assert "Cleo 100 %" in said
    assert "26 to 24 of Cleo against Ann is no evidence" in said
    python(tmp_path, exported)
    assert (tmp_path / "table.parquet").is_file()
    asked = "from psrokit.cli import main; main()"
    said = python(tmp_path, asked, "analyze", "roles.csv", "--games", "50", "--resamples", "20")
    assert "for attacker: push 53.5 % and feint 46.5 %" in said
    assert "30 to 20 of push against block is no evidence" in said


def test_benchmark(tmp_path: Path) -> None:
    line, _battles = blocks("benchmark.md", "sh")  # the command for battles is tested with the other commands
    (shape,) = blocks("benchmark.md", "json")
    command, *arguments = line.split()
    assert command == "psrokit"
    said = json.loads(python(tmp_path, "from psrokit.cli import main; main()", *arguments, "--peers", "nashpy"))
    shown = json.loads(shape)
    assert set(shown) <= set(said)
    assert set(shown["peers"]["nashpy"]) <= set(said["peers"]["nashpy"])
    assert said["psrokit"]["residual"] <= 1e-9


def test_trust_the_native_engine(tmp_path: Path) -> None:
    (line,) = blocks("trust-the-native-engine.md", "sh")
    command, *arguments = line.split()
    assert command == "psrokit"
    said = json.loads(python(tmp_path, "from psrokit.cli import main; main()", *arguments))
    assert (said["battles"], said["differences"]) == (8, 0)


def test_let_a_player_search(tmp_path: Path) -> None:
    (line,) = blocks("let-a-player-search.md", "sh")
    command, *arguments = shlex.split(line)
    assert command == "psrokit"
    said = json.loads(python(tmp_path, "from psrokit.cli import main; main()", *arguments, "--json"))
    assert said["complaints"] == []
    assert said["engines"] == {"gen4randombattle": "showdown"}


def test_players_of_poke_env(tmp_path: Path) -> None:
    (code,) = blocks("use-players-of-poke-env.md", "python")
    assert re.search(r"won [345] of 5; faults: \[\]", python(tmp_path, code))
    (tmp_path / "my_players.py").write_text("from poke_env.player import RandomPlayer as MyPlayer\n", encoding="utf-8")
    (population,) = blocks("use-players-of-poke-env.md", "yaml")
    others = "seed: 1\ngame: showdown\noracle: tuned\nmeta_solver: nash\nevaluator: sampled\niterations: 0\n"
    (tmp_path / "players.yaml").write_text(others + population, encoding="utf-8")
    said = python(tmp_path, "from psrokit.cli import main; main()", "plan", "players.yaml")
    assert "simple_heuristics" in said


def test_train_with_gymnasium(tmp_path: Path) -> None:
    single, many, two, ladder = blocks("train-with-gymnasium.md", "python")
    install = "from psrokit_showdown.simulator.install import install; install(print)\n"
    said = python(tmp_path, install + single + many + two + ladder)
    assert re.search(r"in battle-gen1ou-1 after \d+ turns", said)
    assert "after 0 illegal indices" in said
    assert re.search(r"finished (8|9|1\d) of \(8, 48\)", said)
    assert "returns {'player_0': " in said


def test_a_package_with_a_solver_and_an_oracle(tmp_path: Path) -> None:
    page = "write-a-solver-and-share-it.md"
    code = [*blocks(page, "toml"), *blocks(page, "python"), *blocks(page, "yaml")]
    files = re.findall(r"`(my_psro/\S+\.py|pyproject\.toml|rps\.yaml)`[^`]*:\n\n```", (PAGES / page).read_text("utf-8"))
    for name, content in zip(files, code, strict=True):
        file = tmp_path / ("" if name == "rps.yaml" else "my-psro") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", site]
    subprocess.run([*pip, tmp_path / "my-psro"], check=True, capture_output=True, timeout=300)
    psrokit = "import sys; sys.path.insert(0, 'site'); from psrokit.cli import main; main()"
    assert "temperature: a number, default 0.5" in python(tmp_path, psrokit, "plugins", "info", "boltzmann")
    said = python(tmp_path, psrokit, "plugins", "check", "boltzmann", "best_of", "rps.yaml")
    assert re.findall(r"^(\S+) +(\S+)", said, re.MULTILINE) == [
        ("ok", "oracle/best_of"),
        ("ok", "oracle/best_of"),
        ("ok", "meta_solver/boltzmann"),
    ]
    pytest_ = "import sys, pytest; sys.path.insert(0, 'site'); sys.exit(pytest.main(sys.argv[1:]))"
    said = python(tmp_path, pytest_, "--psrokit-conformance", "-k", "boltzmann", "-q", "-p", "no:cacheprovider")
    assert "of kind meta_solver) on 1 components" in said
    assert "finished after iteration 4" in python(tmp_path, psrokit, "run", "rps.yaml")
