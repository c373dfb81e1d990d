"""Command lines of `bellwire` as its own parser takes them, run by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from bellwire.cli.main import register

COMMAND: Any = typer.main.get_command(register())


def parse(words: Sequence[str]) -> str:
    """The command that these words (behind `bellwire`) name, as one text. Raises click's UsageError where a command,
    option or argument is none."""
    command, context, path, rest = COMMAND, None, [], list(words)
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        context = command.make_context("bellwire", [], parent=context, resilient_parsing=True)
        path.append(rest[0])
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context(" ".join(words), rest, parent=context)
    return " ".join(path)


def takes(words: Sequence[str], option: str) -> bool:
    """Whether the command that these words name has such an option."""
    command = COMMAND
    for word in parse(words).split():
        command = command.commands[word]
    return any(option in one.opts for one in command.params)
