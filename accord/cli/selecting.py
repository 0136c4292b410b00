"""The options that say which figures are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import click

from accord.cli.days import Day
from accord.performance.frozen import frozen as frozen_page
from accord.performance.selections import Selection, Who
from accord.register.rules.clocks import Clock

_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
LONGEST_RANGE = 50


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose whose figures, measures, years and pupils."""
    options = [
        click.option("--group", "group", metavar="SLUG", help="A group in the register."),
        click.option("--urns", metavar="A,B", help="Schools by URN; needs no register."),
        click.option("--la", metavar="850", help="The schools of a local authority, and its published row."),
        click.option("--england", is_flag=True, help="The schools of England, and its published row."),
        click.option("--measures", metavar="A,B", help="`accord measures` lists them."),
        click.option("--years", metavar="2017-2019", help="Summers: 2018 is 2017/18."),
        click.option("--pupils", default="all", metavar="all,disadvantaged", help="Pupil groups."),
        click.option(
            "--special",
            type=click.Choice(["include", "exclude"]),
            help="Special schools; an authority's and England's totals have them in, groups not.",
        ),
        click.option(
            "--members",
            type=click.Choice([each.value for each in Clock]),
            help="Today's members carried back, those of the time of each year, or those who were always members.",
        ),
        click.option(
            "--on",
            "day",
            type=Day(),
            metavar="YYYY-MM-DD",
            help="The day whose members are carried back; today unless given.",
        ),
        click.option("--span", type=click.IntRange(1, 5), default=1, help="Pool so many years into each."),
        click.option(
            "--frozen",
            metavar="KEY",
            help="From the releases and members of a permanent link; by itself, the question of its page.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def selection_from(
    *,
    group: str | None,
    urns: str | None,
    la: str | None,
    england: bool,
    measures: str | None,
    years: str | None,
    pupils: str,
    special: str | None,
    span: int,
    members: str | None,
    day: date | None,
    frozen: str | None,
) -> Selection | None:
    """The selection that the options make; None where a permanent link alone is given: it has a question of its own.

    Raises `click.UsageError` for options that make none.
    """
    if frozen is not None and not any((group, urns, la, england, measures, years)):
        return None
    chosen = [each for each in (group, urns, la, england or None) if each is not None]
    if len(chosen) != 1:
        raise click.UsageError("Say whose figures: one of --group, --urns, --la or --england.")
    if measures is None or years is None:
        raise click.UsageError(f"Missing option '{'--measures' if measures is None else '--years'}'.")
    if day is not None and members not in (None, Clock.TODAY):
        raise click.UsageError("--on names the day whose members are carried back; it goes with --members today.")
    return Selection(
        who=_who(group, urns, la),
        measures=listed(measures, "--measures"),
        years=years_of(years),
        pupils=listed(pupils, "--pupils"),
        special=None if special is None else special == "include",
        span=span,
        members=Clock(members) if members else None,
        on=day,
        frozen=frozen or "",
    )


def question_of(link: str) -> Selection:
    """What the page of a permanent link asks, asked of what was frozen; raises `UnknownSelection` for no link."""
    return replace(frozen_page(link).asked, frozen=link)


def _who(group: str | None, urns: str | None, la: str | None) -> Who:
    if group is not None:
        return Who.group(group)
    if la is not None:
        if not re.fullmatch(r"[0-9]{3}", la):
            raise click.UsageError(f"--la takes the three digits of an authority, such as 850; not {la}.")
        return Who.authority(la)
    if urns is not None:
        codes = listed(urns, "--urns")
        wrong = [code for code in codes if not re.fullmatch(r"[0-9]{6}", code)]
        if wrong:
            raise click.UsageError(f"--urns takes URNs of six digits; not {wrong[0]}.")
        return Who.of_urns(codes)
    return Who.england()


def listed(text: str, option: str) -> tuple[str, ...]:
    """What an option lists, each once. Raises `click.UsageError` where it names nothing."""
    found = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    if not found:
        raise click.UsageError(f"{option} names nothing.")
    return found


def years_of(text: str) -> tuple[int, ...]:
    """The summers that an option names, in order. Raises `click.UsageError` for what is none."""
    years: set[int] = set()
    for piece in listed(text, "--years"):
        match = _YEARS.fullmatch(piece)
        if match is None:
            raise click.UsageError(f"--years takes summers such as 2019, or 2017-2019; not {piece}.")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > LONGEST_RANGE:
            raise click.UsageError(f"--years {piece} is not a range of years.")
        years.update(range(first, last + 1))
    return tuple(sorted(years))
