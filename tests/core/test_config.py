"""Experiment files: what is wrong in one is told at its place, in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import OPTION, WHOLE, changed, draft, reading, refusal

from psrokit.catalog.building import InputErrors
from psrokit.errors import InputError
from psrokit.plan.config import read_experiment

LAST = "iterations: 3\n"


def option(line: str) -> str:
    return changed(OPTION, f"{OPTION}  {line}\n")


def key(line: str) -> str:
    return changed(LAST, f"{LAST}{line}\n")


BAD = {
    # not YAML
    "empty": ("", "1:1", "the file is empty"),
    "only a comment": ("# nothing\n", "1:1", "the file is empty"),
    "a list": ("- rps\n", "1:1", "an experiment is a mapping, not a list of 1"),
    "a word": ("kuhn\n", "1:1", "an experiment is a mapping, not the text 'kuhn'"),
    "tab as indentation": (changed("  use: search", "\tuse: search"), "5:1", "a tab where only spaces may stand"),
    "tab after a value": (key("seed: 1\t2"), "12:8", "a tab where only spaces may stand"),
    "byte order mark": (b"\xef\xbb\xbf" + WHOLE.encode(), "1:1", "byte order mark"),
    "UTF-16": (WHOLE.encode("utf-16"), "1:1", "UTF-16"),
    "UTF-16 without mark": (WHOLE.encode("utf-16-be"), "1:1", "UTF-16"),
    "Latin-1": (key("name: é").encode("latin-1"), "12:7", "byte 0xe9 is not UTF-8"),
    "NUL": (key("name: a\0b"), "12:8", "U+0000"),
    "escape character": (key("name: \x1b[1m"), "12:7", "U+001B"),
    "line separator": (key("name: a\u2028b"), "12:8", "U+2028"),
    "too large": (b"#" * 1_000_001, "", "larger than 1 MB"),
    "duplicate key": (key("iterations: 4"), "12:1", "'iterations' is written twice, first at draft.yaml:11:1"),
    "duplicate option": (option("budget: 11"), "7:3", "'budget' is written twice"),
    "merge key": (option("<<: {rate: 1}"), "7:3", "merge keys (<<) are not part of YAML 1.2"),
    "tag": (key("seed: !!int '3'"), "12:7", "tags such as 'tag:yaml.org,2002:int'"),
    "python tag": (key("name: !!python/object/apply:os.system [true]"), "12:7", "tags such as"),
    "unknown alias": (key("seed: *number"), "12:7", "an alias (*)"),
    "anchor twice": (key("seed: &a 1\nname: &a b"), "13:7", "an anchor (&) whose name is taken"),
    "alias of itself": (option("limits: &a {x: *a}"), "7:11", "contains itself"),
    "list as key": (key("[1, 2]: 3"), "12:1", "a key must be a word"),
    "open bracket": (changed("[distance]", "[distance"), "10:10", "a '[' opened here is never closed"),
    "open brace": (changed("sides: 2}", "sides: 2"), "2:7", "a '{' opened here is never closed"),
    "open quote": (key("name: 'abc"), "12:7", "a quote opened here is never closed"),
    "bad escape": (key('name: "a\\qb"'), "12:10", "an unknown escape"),
    "half a surrogate pair": (key('name: "\\ud800"'), "12:7", "half of a surrogate pair"),
    "escape out of range": (key('name: "\\UFFFFFFFF"'), "12:10", "out of range"),
    "missing entry": (changed("[distance]", "[distance,,]"), "10:20", "a value is missing before this"),
    "second colon": (key("name: a: b"), "12:8", "a ':' that is not expected here"),
    "key without colon": (key("seed\nname: a"), "12:1", "a key without ':'"),
    "bad indentation": (changed("  budget: 10", "   budget: 10"), "6:10", "a ':' that is not expected here"),
    "list in a mapping": (changed(OPTION, f"{OPTION}  - x\n"), "7:3", "indented unlike its neighbours"),
    "dash after a key": (key("metrics2: - distance"), "12:11", "a '-' that is not expected here"),
    "unquoted at": (key("name: @home"), "12:7", "may not start with '@'"),
    "two documents": (f"{WHOLE}---\n{WHOLE}", "12:1", "a second document starts here"),
    "more behind the end": (f"{{{'a: 1'}}}}}\n", "1:7", "something follows the end"),
    "YAML 3": (f"%YAML 3.0\n---\n{WHOLE}", "1:1", "this is not YAML 1.2"),
    "number without end": (key(f"seed: {'9' * 400}"), "12:7", "a number of 400 characters is too long"),
    # not an experiment
    "unknown key": (changed("iterations", "iteratons"), "11:1", "Did you mean 'iterations'?"),
    "key without space": (changed("meta_solver: flat", "{meta_solver:flat"), "7:1", "a key without ':'"),
    "missing key": (changed(LAST, ""), "1:1", "needs the option 'iterations'"),
    "unknown component": (changed("search", "saerch"), "5:8", "unknown oracle 'saerch'. Did you mean 'search'?"),
    "component of another kind": (changed("flat", "count"), "7:14", "There is one of kind evaluator"),
    "no use": (changed("  use: search\n", ""), "5:3", "does not say which oracle to use"),
    "number for a component": (changed("flat", "5"), "7:14", "must be a meta_solver (its NAME"),
    "nothing for a component": (changed(" flat", ""), "7:13", "not nothing (null)"),
    "number for use": (changed("use: coin", "use: 1"), "2:13", "must be a game (its NAME"),
    "list for a component": (changed("flat", "[flat]"), "7:14", "must be a meta_solver (its NAME"),
    "unknown option": (changed("budget", "bugdet"), "6:3", "Did you mean 'budget'?"),
    "missing option": (changed(OPTION, ""), "5:3", "oracle 'search' needs the option 'budget'"),
    "missing option of a name": (changed("  use: search\n  budget: 10\n", "  search\n"), "5:3", "needs the option"),
    "word for an integer": (changed("10", "ten"), "6:11", "must be an integer, not the text 'ten'"),
    "quoted integer": (changed("10", "'10'"), "6:11", "Write 10, without quotes"),
    "old thousands": (changed("10", "1_000"), "6:11", "Write 1000, without quotes or underscores"),
    "float for an integer": (changed("10", "1e3"), "6:11", "Write 1000."),
    "fraction for an integer": (changed("10", "1.5"), "6:11", "must be an integer, not 1.5"),
    "truth for an integer": (changed("10", "true"), "6:11", "must be an integer, not true"),
    "minutes": (changed("10", "12:30"), "6:11", "must be an integer, not the text '12:30'"),
    "no for a boolean": (option("verbose: no"), "7:12", "Write false: in YAML 1.2 'no' is text"),
    "on for a boolean": (option("verbose: On"), "7:12", "Write true: in YAML 1.2 'On' is text"),
    "one for a boolean": (option("verbose: 1"), "7:12", "must be true or false, not 1"),
    "number for text": (option("label: 5"), "7:10", "must be text, not 5"),
    "not a choice": (option("mode: slow"), "7:9", "must be 'fast' or 'thorough', not the text 'slow'"),
    "infinite": (option("rate: .inf"), "7:9", "must be finite, not inf"),
    "not a number": (option("rate: .NaN"), "7:9", "must be finite, not nan"),
    "overflow": (option("rate: 1e999"), "7:9", "must be finite, not inf"),
    "nan inside": (option("limits: {a: 1, b: .nan}"), "7:21", "must be finite, not nan"),
    "word inside a list": (option("seeds: [1, x]"), "7:14", "entry 1, must be an integer"),
    "word inside a mapping": (option("limits: {a: x}"), "7:15", "entry a, must be a number"),
    "number for a list": (option("seeds: 1"), "7:10", "must be a list, not 1\n  Write [1]."),
    "short pair": (option("pair: [1]"), "7:9", "must be a list of 2, not a list of 1"),
    "long pair": (option("pair: [1, 2, 3]"), "7:9", "at most 2 items"),
    "word for an optional": (option("ceiling: x"), "7:12", "must be an integer or null"),
    "nested unknown": (option("fallback: {use: stil}"), "7:19", "Did you mean 'still'?"),
    "nested option": (option("fallback: {use: still, patience: x}"), "7:36", "'patience' of policy 'still'"),
    "nested list": (option("fallback: {use: blend, parts: still}"), "7:33", "a list of policies, not the text 'still'"),
    "nested in a list": (option("fallback: {use: blend, parts: [{use: stil}]}"), "7:40", "Did you mean 'still'?"),
    "group": (option("schedule: {start: 1, dcay: 2}"), "7:24", "Did you mean 'decay'?"),
    "group incomplete": (option("schedule: {decay: 2}"), "7:13", "needs the option 'start'"),
    "word for a group": (option("schedule: fast"), "7:13", "must be a mapping of options"),
    "out of range": (changed("sides: 2", "sides: 1"), "2:26", "must be at least 2, not 1"),
    "its own check": (changed("sides: 2", "sides: 2000"), "2:7", "a coin has fewer sides"),
    "its own check of an option": (changed("sides: 2", "payoffs: [[1, 2], [3]]"), "2:28", "different lengths"),
    "its own ValueError": (changed("sides: 2", "sides: 13"), "2:7", "refuses its options: 13 sides bring bad luck"),
    "deep in a table": (changed("sides: 2", "payoffs: [[1, 2], [3, x]]"), "2:41", "entry 1.1, must be a number"),
    "no such path": (changed("sides: 2", "table: nope.csv"), "2:26", "there is no nope.csv"),
    "game without seats": (changed("sides: 2", "roles: []"), "2:7", "this game has no seats"),
    "negative iterations": (changed("iterations: 3", "iterations: -1"), "11:13", "must be at least 0, not -1"),
    "negative failures": (key("max_failures: -1"), "12:15", "must be at least 0, not -1"),
    "negative seed": (key("seed: -1"), "12:7", "must be at least 0, not -1"),
    "large seed": (key(f"seed: {2**63}"), "12:7", "must be less than 9223372036854775808"),
    "path as name": (key("name: ../other"), "12:7", "'../other' cannot be the name of a run"),
    "empty population": (changed("[still]", "[]"), "3:13", "needs at least one policy"),
    "population by a word": (changed("[still]", "still"), "3:13", "must be a list of policies or a mapping of lists"),
    "missing role": (changed("[still]", "{thrower: [still]}"), "3:13", "lacks the role 'guesser'"),
    "unknown role": (changed("[still]", "{thrower: [still], gueser: [still]}"), "3:32", "Did you mean 'guesser'?"),
    "empty role": (changed("[still]", "{thrower: [still], guesser: []}"), "3:41", "needs at least one policy"),
    "the same twice": (changed("[still]", "[still, still]"), "3:21", "in the population twice"),
    "unknown reference": (changed("[still]", "['hub:kuhn/1']"), "3:14", "no plugin knows what 'hub:kuhn/1' refers to"),
    "reference to nothing": (changed("[still]", "['run:kuhn/1']"), "3:14", "'run:kuhn/1' names no run"),
    "until unknown": (key("until: {distanse: 1}"), "12:8", "Did you mean 'distance'?"),
    "metric twice": (changed("[distance]", "[distance, distance]"), "10:10", "a metric is in the list twice"),
    "until a word": (key("until: {distance: low}"), "12:19", "must be a number"),
    "until without metrics": (changed("[distance]", "[]") + "until: {distance: 1}\n", "12:8", "unknown metric"),
    "missing plugin": (changed("[parts.py]", "[prats.py]"), "1:11", "there is no prats.py"),
    "plugin by a word": (changed("[parts.py]", "parts.py"), "1:10", "Write [parts.py]."),
    "folder as plugin": (changed("[parts.py]", "[.]"), "1:11", "a plugin is a Python file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_at_their_place(name: str, tmp_path: Path) -> None:
    content, position, words = BAD[name]
    text = refusal(tmp_path, content)
    assert text.startswith(f"draft.yaml:{position}: " if position else "draft.yaml: "), text
    assert words in text
    assert "Traceback" not in text
    assert len(text.splitlines()) <= 2, "one sentence and one remedy"


def test_the_whole_experiment_is_accepted(tmp_path: Path) -> None:
    found = reading(tmp_path)
    assert found.experiment.name == "draft"
    assert (found.experiment.seed, found.experiment.iterations, found.experiment.max_failures) == (1, 3, 0)
    assert found.population.names("thrower") == found.population.names("guesser") == ("still",)
    assert found.text == WHOLE
    assert isinstance(found.tree.value, dict)
    assert found.tree.value["oracle"].place == f"{tmp_path}/draft.yaml:5:3"
    assert found.tree.key_place("oracle") == f"{tmp_path}/draft.yaml:4:1"


def test_several_errors_are_told_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = changed("10", "x\n  rate: y").replace("iterations: 3", "iterations: z\nnonsense: 1")
    with pytest.raises(InputErrors) as caught:
        reading(tmp_path, content)
    places = [str(error.place).partition("draft.yaml:")[2] for error in caught.value.errors]
    assert places == ["6:11", "7:9", "12:13", "13:1"]
    assert str(caught.value).count("draft.yaml:") == 4


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    draft(tmp_path)
    for name, words in {
        "drafft.yaml": "Did you mean",
        "none/x.yaml": "no such file",
        "x" * 300: "cannot be read",
    }.items():
        with pytest.raises(InputError, match=words) as caught:
            read_experiment(tmp_path / name)
        assert caught.value.place == str(tmp_path / name)


def test_members_are_named_like_their_components(tmp_path: Path) -> None:
    members = "[still, {use: still, patience: 1}, {use: blend, parts: [still]}, {use: still, patience: 2}]"
    found = reading(tmp_path, changed("[still]", members))
    assert found.population.names("guesser") == ("still", "still-2", "blend", "still-3")
    split = reading(tmp_path, changed("[still]", "{guesser: [{use: still, patience: 9}], thrower: [still]}"))
    assert list(split.population.members) == ["thrower", "guesser"], "in the order of the game's seats"
    assert split.population["guesser"][0].policy.patience == 9


def test_the_executor_may_be_left_out(tmp_path: Path) -> None:
    found = reading(tmp_path, changed("executor: here\n", "")).experiment
    assert type(found.executor).__name__ == "Serial"
    assert reading(tmp_path, changed("executor: here\n", ""), "executor.in_flight=7").experiment.executor.in_flight == 7


def test_values_take_the_types_of_the_options(tmp_path: Path) -> None:
    search = reading(tmp_path, option("rate: 1\n  pair: [3, 4]\n  seeds: [1, 2]\n  ceiling: ~")).experiment.oracle
    assert (search.rate, search.pair, search.seeds, search.ceiling) == (1.0, (3, 4.0), (1, 2), None)
    assert isinstance(search.rate, float)
    table = tmp_path / "table.csv"
    table.write_text("1")
    coin = reading(tmp_path, changed("sides: 2", "table: table.csv, payoffs: [[1, 2], [3, 4]]")).experiment.game
    assert (coin.table, coin.payoffs) == (table, ((1.0, 2.0), (3.0, 4.0)))
