"""The `bellwire` executable: which commands there are, and what becomes of errors. One module a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer
import typer.core

from bellwire import __version__
from bellwire.cli.examples import epilog
from bellwire.errors import BellwireError
from bellwire.processes import multiply_in_one_thread

#: Commands in the order of `--help`, a newcomer's first. Each is a function or a Typer group named as its module.
COMMANDS = (
    "up",
    "read",
    "times",
    "backtest",
    "intake",
    "feeds",
    "init",
    "worker",
    "desk",
    "subscribe",
    "subscriptions",
    "deliveries",
    "topics",
    "audit",
    "review",
    "replay",
    "dead-letters",
    "tokens",
)


class _InOrder(typer.core.TyperGroup):
    """Lists commands as COMMANDS has them; Typer would have all functions before all groups."""

    def list_commands(self, ctx: object) -> list[str]:
        return [name for name in COMMANDS if name in self.commands]


app = typer.Typer(
    cls=_InOrder,
    help="Reads wire copy as it arrives and publishes sourced, de-duplicated alerts.",
    no_args_is_help=True,
    epilog=epilog(""),
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from bellwire.reading import METHOD
        from bellwire.settings import chosen_settings

        typer.echo(f"bellwire {__version__} (method {METHOD}, model {_release(chosen_settings().model)})")
        raise typer.Exit


def _release(model: str) -> str:
    """The spaCy pipeline with its version, if it is installed."""
    try:
        return f"{model} {version(model)}"
    except PackageNotFoundError:
        return f"{model}, which is not installed"


@app.callback()
def options(
    shown: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the versions of Bellwire, method and model."
        ),
    ] = False,
) -> None:
    """Reads wire copy as it arrives and publishes sourced, de-duplicated alerts."""


def register(wanted: Collection[str] = COMMANDS) -> typer.Typer:
    """The whole executable, or some commands of it. Command modules keep their heavy imports to their inside."""
    for name in wanted:
        module = name.replace("-", "_")
        command = getattr(import_module(f"bellwire.cli.{module}"), module)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, epilog=epilog(name))
            for one in command.registered_commands:
                assert one.callback is not None
                one.epilog = epilog(f"{name} {one.name or one.callback.__name__}")
        else:
            app.command(name, epilog=epilog(name))(command)
    return app


def run() -> None:
    """Exit 0 on success, 2 on bad use, 1 on failure with one line on stderr; 130 on Ctrl-C, as shells expect."""
    multiply_in_one_thread()
    called = sys.argv[1:2]
    try:
        register(called if called and called[0] in COMMANDS else COMMANDS)()
    except BellwireError as error:
        typer.echo(f"bellwire: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
