"""The page about the command line, from the commands' own help."""

from __future__ import annotations

from collections.abc import Iterator

import click

from accord.cli.main import accord

WIDTH = 90
HEAD = """# The command line

`.venv/bin/accord` after `python3 run.py setup`. `ACCORD_HOME` names the folder that holds everything; without
it that is `~/.local/share/accord`. Exit status: 0 done, 1 refused with reasons, 2 wrong usage. The commands
are the operator's: they show every figure in the home."""


def command_line() -> str:
    """The help of every command, as it prints it."""
    context = click.Context(accord, info_name="accord", terminal_width=WIDTH)
    parts = [HEAD]
    for path, text in _helped(accord, context):
        parts.append(f"## {path}\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def _helped(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    lines = command.get_help(context).splitlines()
    yield context.command_path, "\n".join(line.rstrip() for line in lines)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _helped(inner, click.Context(inner, context, name, terminal_width=WIDTH))
