"""The catalog: finding components without importing them, and isolating what is broken."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest
from drafts import LUCKY, PARTS, python

from psrokit import api, hookspecs
from psrokit.catalog import load_catalog
from psrokit.component import KINDS
from psrokit.errors import EnvironmentFault, InputError, unknown
from psrokit.hooks import Hooks
from psrokit.plugins.discovery import discover
from psrokit.plugins.loading import load_plugins
from psrokit.plugins.packages import how_to_install

HEAVY = ("torch", "pyspiel", "open_spiel", "plotly", "poke_env", "pandas", "scipy", "pydantic", "jinja2", "highspy")
Install = Callable[..., Path]

OFFERING = """
    from psrokit.api import discover, hookimpl

    @hookimpl
    def psrokit_components():
        return [discover(__name__)]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs a distribution: its files, its entry point (named like it) and its metadata, found on sys.path."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    before = set(sys.modules)

    def install_one(name: str, files: dict[str, str], *, metadata: str = "") -> Path:
        package = site / name
        for file, content in files.items():
            path = package / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content))
        info = site / f"{name}_dist-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-dist\nVersion: 1.0\n{metadata}")
        (info / "entry_points.txt").write_text(f"[psrokit]\n{name} = {name}\n")
        return package

    yield install_one
    for module in set(sys.modules) - before:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]


# listing


def test_psrokits_own_components_are_listed_once_and_defined_where_they_say() -> None:
    catalog = load_catalog()
    assert catalog.warnings == ()
    assert {"exact", "tabular_q"} <= set(catalog.names("oracle"))
    assert {entry.kind for entry in catalog.entries} == set(KINDS)
    assert [entry for entry in catalog.checked() if entry.error] == []
    for entry in catalog.entries:
        assert Path(entry.file).is_file()
        assert Path(entry.file).stem == entry.name
        assert entry.origin.startswith("psrokit ")


def test_listing_imports_nothing_heavy() -> None:
    loaded = python("""
        import sys
        from psrokit.catalog import load_catalog
        assert len(load_catalog().entries) > 5
        print(*(name for name in sys.modules if "." not in name))
    """)
    assert set(HEAVY) & set(loaded.split()) == set()


def test_plugins_that_add_commands_do_not_wait_for_numpy() -> None:
    loaded = python("""
        import sys
        from psrokit.plugins.loading import load_plugins
        assert len(load_plugins().loaded) >= 2
        print(*sys.modules)
    """)
    assert {"numpy", "psrokit.component", *HEAVY} & set(loaded.split()) == set()


def test_folders_are_kinds_and_files_are_names(install: Install) -> None:
    install(
        "guild",
        {
            "__init__.py": OFFERING.replace("__name__", '__name__, masters="policy"'),
            "oracles/lucky.py": LUCKY,
            "oracles/_shared.py": "raise RuntimeError",
            "oracles/deep/__init__.py": LUCKY.replace("lucky", "deep"),
            "masters/wise.py": "raise RuntimeError",
            "helpers/tools.py": "raise RuntimeError",
        },
    )
    catalog = load_catalog()
    found = [(entry.kind, entry.name, entry.module) for entry in catalog.entries if entry.origin == "guild-dist 1.0"]
    assert found == [
        ("oracle", "deep", "guild.oracles.deep"),
        ("oracle", "lucky", "guild.oracles.lucky"),
        ("policy", "wise", "guild.masters.wise"),
    ]
    assert "guild.oracles.lucky" not in sys.modules, "a component is imported when it is named"
    assert catalog.component("oracle", "lucky").__name__ == "Lucky"
    assert "guild.oracles.lucky" in sys.modules
    assert catalog.build("oracle", {"use": "deep", "guesses": 5}).guesses == 5


def test_components_may_be_given_as_classes_and_modules(install: Install) -> None:
    install(
        "given",
        {
            "__init__.py": """
                from psrokit.api import hookimpl
                @hookimpl
                def psrokit_components():
                    from given import one, two
                    return [one.Lucky, [two], two]
            """,
            "one.py": LUCKY,
            "two.py": LUCKY.replace("lucky", "second") + LUCKY.replace("lucky", "third").replace("Lucky", "Third"),
        },
    )
    assert {"lucky", "second", "third"} <= set(load_catalog().names("oracle"))


def test_discover_takes_a_module_or_its_name() -> None:
    import psrokit_plugins  # noqa: PLC0415 # only here

    assert discover(psrokit_plugins) == discover("psrokit_plugins")


def test_an_unknown_name_is_answered_with_the_nearest_and_with_all() -> None:
    catalog = load_catalog([PARTS])
    with pytest.raises(InputError, match=r"unknown oracle 'serch'. Did you mean 'search'\? There are: .*exact.*search"):
        catalog.component("oracle", "serch")
    with pytest.raises(InputError, match=r"unknown kind of component 'orcale'\. Did you mean 'oracle'"):
        catalog.build("orcale", "search")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LUCKY.replace('"lucky"', '"luky"'), "should define oracle 'lucky' and defines oracle 'luky'"),
        (LUCKY.replace("oracle", "policy"), "should define oracle 'lucky' and defines policy 'lucky'"),
        (LUCKY + LUCKY.replace("lucky", "other").replace("Lucky", "Other"), "and defines oracle 'other'"),
        (LUCKY + LUCKY.replace("class Lucky", "class Twin"), "defines oracle 'lucky' twice"),
        ("x = 1", "should define oracle 'lucky' and defines none"),
    ],
)
def test_a_file_defines_what_its_name_says(content: str, words: str, install: Install) -> None:
    package = install("guild", {"__init__.py": OFFERING, "oracles/lucky.py": content})
    with pytest.raises(InputError) as caught:
        load_catalog().component("oracle", "lucky")
    assert words in str(caught.value)
    assert caught.value.place == str(package / "oracles" / "lucky.py")
    errors = {entry.name: entry.error for entry in load_catalog().checked() if entry.kind == "oracle"}
    assert words in str(errors["lucky"])
    assert errors["exact"] is None


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


# what plugins see


def test_every_hook_has_a_typed_method() -> None:
    for name, hook in vars(hookspecs).items():
        if name.startswith("psrokit_"):
            method = getattr(Hooks, name.removeprefix("psrokit_"))
            own = [] if name == "psrokit_components" else list(inspect.signature(hook).parameters)
            assert [
                parameter for parameter in inspect.signature(method).parameters if parameter not in {"self", "plugin"}
            ] == own


def test_the_api_has_every_name_it_lists_and_no_other() -> None:
    names = dir(api)
    assert {"build", "discover", "hookimpl", "oracle", "Policy", "plugin_files", "spec"} <= set(names)
    for name in names:
        assert getattr(api, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'orcale'"):
        getattr(api, "orcale")  # noqa: B009 # a type checker knows that it is not there


def test_kinds_have_protocols_that_fields_can_name() -> None:
    catalog = load_catalog([PARTS])
    assert catalog.build("policy", {"use": "blend", "parts": ["still", {"use": "still"}]}).parts[0].patience == 0


def test_a_name_that_differs_in_case_and_underscores_is_meant() -> None:
    known = ["gen_boss", "gen1_boss_ai", "bossy"]
    assert "Did you mean 'gen1_boss_ai'?" in unknown("policy", "Gen1BossAI", known)
    assert "Did you mean 'bossy'?" in unknown("policy", "bosy", known)
    assert "Did you mean 'max_bp'?" in unknown("policy", "MaxBPBaseline", ["max", "max_bp"])


def test_an_error_with_a_place_of_its_own_needs_no_other(install: Install) -> None:
    refusing = "    def __post_init__(self):\n        from psrokit.api import InputError\n"
    refusing += "        raise InputError('it is damaged', place='weights.bin')\n"
    install("guild", {"__init__.py": OFFERING, "oracles/lucky.py": dedent(LUCKY).rstrip() + "\n" + refusing})
    for place, said in ((None, "weights.bin: it is damaged"), ("a.yaml:1", "a.yaml:1: weights.bin: it is damaged")):
        with pytest.raises(InputError) as caught:
            load_catalog().build("oracle", "lucky", place=place)
        assert str(caught.value) == said
