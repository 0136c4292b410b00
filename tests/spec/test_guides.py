"""What the guides say holds: links lead somewhere, commands exist, the tutorial's figures are those invented."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import click
import pytest

from accord.cli.main import accord
from accord.demo.commands import SEED
from accord.demo.world import invent

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
TUTORIAL = REPOSITORY / "docs" / "tutorials" / "a-first-hour.md"
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^\.venv/bin/accord (.+?)(?: > .*)?$", re.MULTILINE)
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LARGEST_SUPPRESSED = 5
TOLD_ON = date(2026, 11, 30)


def broken_links(page: Path, text: str) -> list[str]:
    """The links of a page to files that are not there."""
    links = [link.partition("#")[0] for link in LINK.findall(text) if not link.startswith(("http", "#"))]
    return [link for link in links if not (page.parent / link).exists()]


def unknown(words: list[str]) -> str | None:
    """Why a command as written is none of ours; None if it is."""
    command: click.Command = accord
    context = click.Context(accord, info_name="accord")
    while isinstance(command, click.Group):
        if command.invoke_without_command and (not words or words[0].startswith("-")):
            break
        name, *words = words or [""]
        found = command.get_command(context, name)
        if found is None:
            return f"no command {name}"
        command, context = found, click.Context(found, context, name)
    try:
        command.make_parser(context).parse_args(list(words))
    except click.UsageError as error:
        return error.message
    return None


def commands() -> list[tuple[str, str]]:
    """Every accord command that a guide tells its reader to type, with the guide's name."""
    return [
        (page.name, line)
        for page in PAGES
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in COMMAND.findall(block)
    ]


def test_a_broken_link_and_a_wrong_command_are_found() -> None:
    links = "[a](../reference/glossary.md) [b](nowhere.md#x) [c](https://x.example)"
    assert broken_links(TUTORIAL, links) == ["nowhere.md"]
    assert unknown(["figures", "--la", "850", "--measure", "x"]) is not None
    assert unknown(["applaud"]) == "no command applaud"
    assert unknown(["groups", "list", "--json"]) is None
    assert unknown(["releases"]) is None and unknown(["releases", "--json"]) is None
    assert unknown(["releases", "applaud"]) == "no command applaud"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


def test_the_commands_in_the_guides_exist() -> None:
    assert len(commands()) > 15
    assert [(page, line, why) for page, line in commands() if (why := unknown(shlex.split(line)))] == []


def test_the_tutorial_tells_the_invented_figures() -> None:
    world = invent(SEED)
    with_results = {school.urn for school in world.schools}
    members = [urn for urn in world.members("Heron Alliance", TOLD_ON) if urn in with_results]
    counts = [world.truth(urn, 2025, "ks2_rwm_expected") for urn in members]
    counted = [count for count in counts if count.whole > LARGEST_SUPPRESSED]
    part, whole = sum(int(count.part) for count in counted), sum(count.whole for count in counted)
    text = TUTORIAL.read_text(encoding="utf-8")
    assert f"{part} of {whole}, in {len(counted)} of {len(counts)} schools" in text
    assert f"{100 * part / whole:.2f}  " in text
