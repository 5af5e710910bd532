"""The catalog: finding components without importing them."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from drafts import LUCKY, PARTS, python
from installing import OFFERING, Install

from psrokit import api, hookspecs
from psrokit.catalog import load_catalog
from psrokit.component import KINDS
from psrokit.errors import InputError, unknown
from psrokit.hooks import Hooks
from psrokit.plugins.discovery import discover

HEAVY = ("torch", "pyspiel", "open_spiel", "plotly", "poke_env", "pandas", "scipy", "pydantic", "jinja2", "highspy")


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
