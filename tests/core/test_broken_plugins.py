"""What is broken in one plugin is told, and touches nothing else."""

from __future__ import annotations

import json
from textwrap import dedent

import jsonschema
import pytest
from drafts import LUCKY, PARTS
from installing import OFFERING, Install

from psrokit.catalog import load_catalog
from psrokit.errors import EnvironmentFault, InputError
from psrokit.plugins.loading import load_plugins
from psrokit.plugins.packages import how_to_install

# isolation

BROKEN = {
    "import error": ("from psrokit.api import gone", "ImportError", "__init__.py:1", "pip install -U broken-dist"),
    "any error": ("x = 1\n1 / 0", "ZeroDivisionError: division by zero", "__init__.py:2", "PSROKIT_PLUGINS"),
    "exit": ("import sys; sys.exit(3)", "SystemExit: 3", "__init__.py:1", "PSROKIT_PLUGINS"),
    "syntax": ("def", "SyntaxError", "", "PSROKIT_PLUGINS"),
    "missing package": ("import cupboard", "cupboard", "__init__.py:1", 'pip install "broken-dist[wood]"'),
    "misspelt hook": (
        "from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_componets(): ...",
        "unknown hook 'psrokit_componets'. Did you mean 'psrokit_components'?",
        "",
        "pip install -U broken-dist",
    ),
    "wrong signature": (
        "from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_check(plan, mood): ...",
        "a hook does not fit",
        "mood",
        "pip install -U broken-dist",
    ),
    "hook raises": (
        "from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_components(): raise ValueError('no')",
        "its components cannot be listed: no",
        "",
        "Update or remove broken-dist 1.0",
    ),
    "rubbish": (
        "from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_components(): return [7]",
        "psrokit_components returned 7",
        "",
        "Update or remove broken-dist 1.0",
    ),
    "unknown kind of folder": (
        "from psrokit.api import *\n@hookimpl\ndef psrokit_components(): return [discover(__name__, oracles='orakle')]",
        "unknown kind of component 'orakle'. Did you mean 'oracle'?",
        "",
        "Update or remove broken-dist 1.0",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_a_warning_and_the_rest_works(name: str, install: Install) -> None:
    content, reason, more, remedy = BROKEN[name]
    wood = 'Provides-Extra: wood\nRequires-Dist: cupboard>=2 ; extra == "wood"\n'
    install("broken", {"__init__.py": content, "oracles/lucky.py": LUCKY}, metadata=wood)
    install("good", {"__init__.py": OFFERING, "oracles/fine.py": LUCKY.replace("lucky", "fine")})
    catalog = load_catalog()
    assert {"fine", "exact"} <= set(catalog.names("oracle"))
    assert "lucky" not in catalog.names("oracle")
    assert catalog.component("oracle", "fine")().guesses == 3
    (warning,) = catalog.warnings
    text = str(warning)
    assert text.startswith("plugin 'broken' of broken-dist 1.0 is left out: ")
    assert reason in text
    assert more in text
    assert remedy in text
    with pytest.raises(InputError, match=r"left out: broken \(`psrokit plugins list` says why\)"):
        catalog.component("oracle", "lucky")


def test_equal_names_from_two_plugins_are_refused_naming_both_files(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = install("first", {"__init__.py": OFFERING, "oracles/lucky.py": LUCKY})
    second = install("second", {"__init__.py": OFFERING, "oracles/lucky.py": LUCKY})
    with pytest.raises(InputError) as caught:
        load_catalog().names("oracle")
    for part in (first / "oracles" / "lucky.py", second / "oracles" / "lucky.py", "first-dist 1.0", "second-dist 1.0"):
        assert str(part) in str(caught.value)
    monkeypatch.setenv("PSROKIT_PLUGINS", "second")
    assert load_catalog().component("oracle", "lucky").__module__ == "second.oracles.lucky"


def test_the_environment_chooses_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSROKIT_PLUGINS", "plugins")
    assert [plugin.name for plugin in load_plugins().loaded] == ["plugins"]
    monkeypatch.setenv("PSROKIT_PLUGINS", " plugins, shodown")
    chosen = load_plugins()
    assert [plugin.name for plugin in chosen.loaded] == ["plugins"]
    (warning,) = chosen.warnings
    assert "unknown plugin 'shodown'. Did you mean 'showdown'?" in str(warning)
    monkeypatch.setenv("PSROKIT_PLUGINS", "")
    assert load_catalog().entries == ()


# missing packages


def test_a_component_whose_package_is_missing_says_how_to_install_it(install: Install) -> None:
    metadata = "".join(
        f"Provides-Extra: {extra}\nRequires-Dist: {name}>=1 ; extra == '{extra}'\n"
        for extra, name in {"deep": "Deep_Net", "art": "paint"}.items()
    )
    files = {
        "__init__.py": OFFERING,
        "oracles/early.py": "import deep_net.layers\n" + dedent(LUCKY.replace("lucky", "early")),
        "oracles/late.py": LUCKY.replace("lucky", "late").replace(
            "guesses: int = 3", "def __post_init__(self):\n            import deep_net"
        ),
        "oracles/unknown.py": "import nobody_knows\n" + dedent(LUCKY.replace("lucky", "unknown")),
        "oracles/own.py": "import guild.gone\n" + dedent(LUCKY.replace("lucky", "own")),
    }
    install("guild", files, metadata=metadata)
    catalog = load_catalog()
    with pytest.raises(EnvironmentFault) as caught:
        catalog.component("oracle", "early")
    assert str(caught.value) == "oracle 'early' needs deep_net\n  pip install \"guild-dist[deep]\""
    assert caught.value.exit_code == 3
    with pytest.raises(EnvironmentFault, match="oracle 'late' needs deep_net"):
        catalog.build("oracle", "late")
    with pytest.raises(EnvironmentFault, match="Install the package that provides 'nobody_knows'"):
        catalog.build("oracle", "unknown")
    with pytest.raises(
        EnvironmentFault, match=r"cannot be imported: ModuleNotFoundError: No module named 'guild\.gone'"
    ):
        catalog.build("oracle", "own")
    errors = {entry.name: entry.error for entry in catalog.checked() if entry.origin == "guild-dist 1.0"}
    assert errors["late"] is None, "only building it shows what it lacks"
    assert "needs deep_net" in str(errors["early"])


def test_psrokits_extras_are_read_from_its_metadata() -> None:
    assert how_to_install("poke_env") == 'pip install "psrokit[poke-env]"'
    assert how_to_install("numpy") == 'pip install "numpy"'
    assert "nonsense" in how_to_install("nonsense")
    assert "other" in how_to_install("other", "no-such-distribution")


def test_components_that_cannot_be_used_here_stay_in_the_schema(install: Install) -> None:
    install("guild", {"__init__.py": OFFERING, "oracles/lucky.py": "import nobody_knows"})
    made = load_catalog([PARTS]).schema()
    jsonschema.Draft202012Validator.check_schema(made)
    oracle = made["$defs"]["oracle"]
    assert jsonschema.Draft202012Validator(oracle).is_valid({"use": "lucky", "guesses": 3})
    assert "cannot be used here: oracle 'lucky' needs nobody_knows" in json.dumps(made)
