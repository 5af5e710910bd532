"""The root command: a verb is a file in `verbs/`, found by its name and imported when it is asked for."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from psrokit import __version__
from psrokit.cli import verbs
from psrokit.cli.failures import report_failure
from psrokit.cli.output import warn
from psrokit.errors import unknown

_LONGEST_SENTENCE = 200


class Verbs(click.Group):
    """psrokit's own verbs and those that plugins add. Plugins load only where their commands can matter."""

    _extended = False

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb by its name. Groups may have been extended by plugins."""
        own = own_verb(cmd_name)
        if own is not None and not isinstance(own, click.Group):
            return own
        self._extend()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, those of plugins included."""
        self._extend()
        return super().list_commands(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that `args` begin with; an unknown one is answered with the nearest."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(unknown("command", args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """What the verb returns. SystemExit in the context of a BrokenPipeError if nobody reads the output any more.

        That is how rich says it; click would end the program without a word of why.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise SystemExit(0)  # noqa: B904 # its context says why

    def _extend(self) -> None:
        if self._extended:
            return
        self._extended = True
        for name in own_names():
            command = own_verb(name)
            assert command is not None
            self.add_command(command, name)
        from psrokit.plugins.loading import load_plugins  # noqa: PLC0415 # only where a plugin's command can matter

        plugins = load_plugins()
        for problem in (*plugins.warnings, *plugins.hooks.commands(self)):
            warn(str(problem))
        _say_whole_sentences(self)


def _say_whole_sentences(group: click.Group) -> None:
    """Lists of commands show the first sentence of each, on two lines if need be; click would cut it off."""
    for command in group.commands.values():
        command.short_help = command.get_short_help_str(_LONGEST_SENTENCE)
        if isinstance(command, click.Group):
            _say_whole_sentences(command)


def own_names() -> list[str]:
    """The names of psrokit's own verbs."""
    return [module.name for module in pkgutil.iter_modules(verbs.__path__)]


def own_verb(name: str) -> click.Command | None:
    """One of psrokit's own verbs, or None."""
    if name not in own_names():
        return None
    command = importlib.import_module(f"{verbs.__name__}.{name}").verb
    assert isinstance(command, click.Command)
    return command


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="psrokit %(version)s")
def app() -> None:
    """Find and measure equilibria of games too large to solve, by Policy Space Response Oracles (PSRO).

    An experiment file names a game, policies, an oracle and a solver; `psrokit run FILE` plays, solves and measures,
    and can be stopped and continued at any moment. `psrokit demo` shows it in a few seconds.
    """


def main() -> None:
    """What the command `psrokit` runs."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; whatever went wrong has been said."""
    try:
        code = app.main(list(arguments), prog_name="psrokit", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 # all that is not ours to explain is raised again
        return report_failure(error, arguments)
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            return report_failure(error.__context__, arguments)
        # no verb ends so: a plugin's code did, and may not end the program in silence
        raise RuntimeError(f"the code of a plugin called sys.exit({error.code!r})") from error
    return code if isinstance(code, int) else 0
