"""``accord groups``: take in a list of groups, list and show them, and keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from accord.cli.commands.matching import match_command
from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.register.actions.group_lists import ListRefused, import_groups
from accord.register.actions.groups import KINDS_KEPT_HERE, end, make
from accord.register.actions.memberships import join
from accord.register.actions.several import leave_several
from accord.register.choices import GroupKind, KeptBy, Role
from accord.register.models.groups import Group
from accord.register.queries.group_history import history_of
from accord.register.queries.group_members import Member, ever_members, members_of, memberships_of
from accord.register.queries.group_pages import Wanted, groups_wanted, sized
from accord.register.queries.groups import group_called
from accord.register.rules.history_words import sentence_of
from accord.register.rules.memberships import NotSense, spelled
from accord.register.rules.periods import contains

DAY = click.DateTime(formats=["%Y-%m-%d"])
Command = Callable[..., Any]


@click.group()
def groups() -> None:
    """Groups of schools."""


groups.add_command(match_command)


@groups.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(file: Path) -> None:
    """Take in a CSV of groups: group, kind, urn, role, starts_on, ends_before, parent.

    All of it is taken in, or nothing; the same file twice changes nothing.
    """
    open_home()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        click.echo(f"{file.name} is not UTF-8 text. Save it as CSV UTF-8 and try again.", err=True)
        raise SystemExit(1) from None
    try:
        taken = import_groups(text=text, by=None, at=timezone.now())
    except ListRefused as error:
        for each in error.problems:
            where = f"line {each.line}" if each.line else "the list"
            column = f", {each.column}" if each.column else ""
            click.echo(f"{file.name}, {where}{column}: {each.message} {each.fix}", err=True)
        raise SystemExit(1) from error
    click.echo(
        f"{taken.groups_added} groups added; memberships: {taken.memberships_added} added,"
        f" {taken.memberships_changed} changed, {taken.memberships_unchanged} as they were."
    )


@groups.command("list")
@click.option("--kind", type=click.Choice(GroupKind.values), metavar="KIND", help="One kind only: trust, ward ….")
@click.option("--on", "day", type=DAY, help="The day, as 2026-09-01; today if not given.")
@click.option("--all", "everything", is_flag=True, help="Those of the national register too, and ended ones.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_command(kind: str | None, day: datetime | None, everything: bool, as_json: bool) -> None:
    """List the groups and how many schools are in each on a day."""
    open_home()
    on = _day(day) or timezone.localdate()
    found = []
    for kept_by in KeptBy if kind or everything else (KeptBy.PEOPLE,):
        wanted = Wanted(on=on, kept_by=kept_by, kind=kind or "", ended=everything)
        found += sized(list(groups_wanted(wanted)), on)
    if as_json:
        print_json(
            [
                {"slug": each.slug, "name": each.name, "kind": each.kind, "schools": each.schools}
                | {"parent": ", ".join(each.lies_in_names)}
                for each in found
            ]
        )
        return
    if not found:
        click.echo("There are no groups yet. `accord groups import FILE` takes in a list of them.")
        return
    rows = [(each.slug, each.name, each.kind_name, ", ".join(each.lies_in_names), str(each.schools)) for each in found]
    print_table(("group", "name", "kind", "in", f"schools on {on.isoformat()}" if day else "schools today"), rows)


@groups.command("show")
@click.argument("slug")
@click.option("--on", "day", type=DAY, help="The day, as 2026-09-01; today if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def show_command(slug: str, day: datetime | None, as_json: bool) -> None:
    """Show the schools of a group on a day."""
    group = _called(slug)
    on = _day(day) or timezone.localdate()
    found = members_of(group, on)
    if as_json:
        print_json({"slug": group.slug, "name": group.name, "kind": group.kind, "on": on.isoformat()}
                   | {"members": [_plain(each) for each in found]})  # fmt: skip
        return
    click.echo(f"{group.name}, {group.get_kind_display().lower()}, on {spelled(on)}: {len(found)} schools.")
    headings = ("urn", "school", "part", "since", "until", "through")
    rows = [
        (each.urn, each.name, each.role_name, _iso(each.period[0]), _iso(each.period[1]), each.through)
        for each in found
    ]
    if rows:
        print_table(headings, rows)


@groups.command("history")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def history_command(slug: str, as_json: bool) -> None:
    """Print every change to a group and who made it, the latest first, and every membership there was."""
    group = _called(slug)
    history, ever = history_of(group), ever_members(group)
    if as_json:
        acts = [
            {"at": each.at.isoformat(), "by": each.by, "sentence": sentence_of(each, history)}
            | {"verb": each.verb, "detail": dict(each.detail)}
            for each in history.acts
        ]
        print_json({"slug": group.slug, "changes": acts, "memberships": [_plain(each) for each in ever]})
        return
    for each in history.acts:
        click.echo(f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}  {each.by}: {sentence_of(each, history)}")
    for one in ever:
        click.echo(f"{one.urn}  {one.name}: {_iso(one.period[0]) or 'the beginning'} to {_iso(one.period[1]) or 'now'}")


@groups.command("make")
@click.argument("name")
@click.option("--kind", type=click.Choice([each.value for each in KINDS_KEPT_HERE]), default="alliance")
@click.option("--from", "starts_on", type=DAY, help="Its first day, as 2026-09-01.")
def make_command(name: str, kind: str, starts_on: datetime | None) -> None:
    """Make a group without schools."""
    open_home()
    made = _done(lambda: make(name=name, kind=kind, starts_on=_day(starts_on), by=None, at=timezone.now()))
    click.echo(f"{made.name} was made: {made.slug}.")


@groups.command("join")
@click.argument("slug")
@click.argument("urn")
@click.option("--role", type=click.Choice(Role.values), default=Role.MEMBER.value)
@click.option("--from", "starts_on", type=DAY, help="Its first day in the group; from the beginning if not given.")
@click.option("--until", type=DAY, help="The first day on which it is no longer in the group.")
def join_command(slug: str, urn: str, role: str, starts_on: datetime | None, until: datetime | None) -> None:
    """A school joins a group."""
    group = _called(slug)
    if not (urn.isdecimal() and len(urn) == 6):
        raise click.BadParameter("A URN has six digits.", param_hint="URN")
    period = {"starts_on": _day(starts_on), "ends_before": _day(until)}
    _done(lambda: join(group=group, urn=urn, role=role, **period, by=None, at=timezone.now()))
    click.echo(f"{urn} joined {group.name}.")


@groups.command("leave")
@click.argument("slug")
@click.argument("urn")
@click.option("--on", "day", type=DAY, required=True, help="The first day on which it is no longer in the group.")
@click.option("--because", default="", help="Why; kept in the history.")
def leave_command(slug: str, urn: str, day: datetime, because: str) -> None:
    """A school leaves a group."""
    group, on = _called(slug), _day(day)
    kept = [each for each in memberships_of(group) if each.urn == urn]
    holds = [each for each in kept if contains((each.starts_on, each.ends_before), on)]
    if not holds:
        click.echo(f"{urn} is not in {group.name} on {on.isoformat()}.", err=True)
        raise SystemExit(1)
    _done(lambda: leave_several(memberships=holds, on=on, because=because, by=None, at=timezone.now()))
    click.echo(f"{urn} left {group.name}.")


@groups.command("end")
@click.argument("slug")
@click.option("--on", "day", type=DAY, required=True, help="The first day without the group.")
@click.option("--because", default="", help="Why; kept in the history.")
@click.option("--followed-by", multiple=True, metavar="SLUG", help="A group that carries on; may be given again.")
def end_command(slug: str, day: datetime, because: str, followed_by: tuple[str, ...]) -> None:
    """End a group with its memberships."""
    group = _called(slug)
    newer = [_called(each) for each in followed_by]
    act = {"on": _day(day), "because": because, "followed_by": newer}
    ended = _done(lambda: end(group=group, **act, by=None, at=timezone.now()))
    click.echo(f"{group.name} ends on {act['on'].isoformat()}, and {ended} memberships with it.")


def _called(slug: str) -> Group:
    open_home()
    found = group_called(slug)
    if found is None:
        click.echo(f"There is no group {slug}. `accord groups list` names them.", err=True)
        raise SystemExit(1)
    return found


def _done(act: Command) -> Any:
    try:
        return act()
    except NotSense as reason:
        click.echo(f"{reason.message} {reason.fix}", err=True)
        raise SystemExit(1) from reason


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(each: Member) -> dict[str, Any]:
    starts_on, ends_before = each.period
    return {
        "urn": each.urn,
        "name": each.name,
        "role": each.role,
        "starts_on": _iso(starts_on) or None,
        "ends_before": _iso(ends_before) or None,
        "left_because": each.left_because,
        "through": each.through,
    }
