"""Plugins that are one file beside an experiment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from drafts import LUCKY, changed, python, reading

from psrokit.catalog import build, load_catalog, plugin_files
from psrokit.component import spec
from psrokit.errors import EnvironmentFault, InputError


@pytest.fixture
def loose(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a loose plugin file."""

    def write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(dedent(content))
        return path

    return write


def test_a_new_oracle_is_one_file_beside_the_experiment(tmp_path: Path, loose: Callable[[str, str], Path]) -> None:
    file = loose("my_oracle.py", LUCKY)
    text = changed("[parts.py]", "[parts.py, my_oracle.py]").replace(
        "oracle:\n  use: search\n  budget: 10\n", "oracle: {use: lucky, guesses: 7}\n"
    )
    found = reading(tmp_path, text)
    assert found.experiment.oracle.guesses == 7
    (entry,) = [entry for entry in found.catalog.entries if entry.name == "lucky"]
    assert (entry.file, entry.origin) == (str(file), str(file))
    assert not (tmp_path / "__pycache__").exists()
    assert plugin_files(found.experiment.oracle) == (str(file),)


def test_a_loose_file_is_loaded_only_where_it_is_named(
    tmp_path: Path, loose: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loose("my_oracle.py", LUCKY)
    monkeypatch.chdir(tmp_path)
    assert "lucky" not in load_catalog().names("oracle")


def test_components_of_loose_files_are_rebuilt_in_another_process(tmp_path: Path) -> None:
    blend = reading(tmp_path, changed("[still]", "[{use: blend, parts: [still, {use: still, patience: 4}]}]"))
    (policy,) = blend.experiment.population
    written, files = spec(policy), plugin_files(policy)
    assert files == (str(tmp_path / "parts.py"),)
    assert build("policy", written, files) == policy
    answer = python(
        """
        import json, sys
        from psrokit.api import build, plugin_files, spec
        again = build("policy", json.loads(sys.argv[1]), json.loads(sys.argv[2]))
        print(json.dumps([spec(again), plugin_files(again)]))
        """,
        json.dumps(written),
        json.dumps(files),
    )
    assert json.loads(answer) == [written, list(files)]


def test_the_same_file_gives_the_same_class_until_it_changes(loose: Callable[[str, str], Path]) -> None:
    file = loose("my_oracle.py", LUCKY)
    first = load_catalog([file]).component("oracle", "lucky")
    assert load_catalog([file, file]).component("oracle", "lucky") is first
    loose("my_oracle.py", LUCKY.replace("guesses: int = 3", "guesses: int = 4"))
    assert load_catalog([file]).component("oracle", "lucky")().guesses == 4


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("x = 1\n1 / 0\n", 2, "raised ZeroDivisionError: division by zero"),
        ("def f():\n    raise ValueError('inner')\nf()\n", 2, "raised ValueError: inner"),
        ("x = (\n", 1, "raised SyntaxError"),
        ("import sys\nsys.exit('bye')\n", 2, "raised SystemExit: bye"),
        ("from psrokit.api import gone\n", 1, "raised ImportError: cannot import name 'gone'"),
        ("from psrokit.api import oracle\n@oracle('x')\nclass X: ...\n", None, "is not a frozen dataclass"),
        (
            "from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_chek(plan): ...\n",
            None,
            "Did you mean 'psrokit_check'?",
        ),
        ("from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_check(mood): ...\n", None, "a hook does not fit"),
        ("from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_components(): 1 / 0\n", None, "cannot be listed"),
        (dedent(LUCKY).replace("lucky", "exact"), None, "two files define oracle 'exact'"),
    ],
)
def test_a_loose_file_that_fails_is_refused_with_its_line(
    content: str, line: int | None, words: str, tmp_path: Path, loose: Callable[[str, str], Path]
) -> None:
    file = loose("bad.py", content)
    with pytest.raises(InputError) as caught:
        reading(tmp_path, changed("[parts.py]", "[parts.py, bad.py]"))
    assert words in str(caught.value)
    assert f"{file}:{line}" in str(caught.value) if line else str(file) in str(caught.value)
    with pytest.raises(InputError) as again:
        load_catalog([file]).names("oracle")
    assert words in str(again.value)


def test_a_loose_file_that_lacks_a_package_is_a_fault_of_the_environment(
    tmp_path: Path, loose: Callable[[str, str], Path]
) -> None:
    loose("bad.py", "import nobody_knows\n")
    with pytest.raises(EnvironmentFault, match="this plugin file needs nobody_knows") as caught:
        reading(tmp_path, changed("[parts.py]", "[bad.py]"))
    assert "draft.yaml:1:10: " in str(caught.value)


def test_a_policy_may_be_a_reference_that_a_plugin_resolves(tmp_path: Path, loose: Callable[[str, str], Path]) -> None:
    loose(
        "opener.py",
        """
        from psrokit.api import hookimpl

        @hookimpl
        def psrokit_open(ref):
            scheme, _, patience = ref.partition(":")
            return {"use": "still", "patience": int(patience)} if scheme == "still" else None
        """,
    )
    text = changed("[parts.py]", "[parts.py, opener.py]").replace("[still]", "[still, 'still:7', {use: 'still:8'}]")
    assert [policy.patience for policy in reading(tmp_path, text).experiment.population] == [0, 7, 8]
    with pytest.raises(InputError, match="no plugin knows what 'other:1' refers to"):
        reading(tmp_path, text.replace("still:7", "other:1"))
