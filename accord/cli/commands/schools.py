"""``accord schools``: find schools, show one, and count those in none of a kind of group."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from django.utils import timezone

from accord.cli.printing import print_json, print_table
from accord.config.opening import open_home
from accord.register.choices import GroupKind, Phase
from accord.register.models.schools import Establishment
from accord.register.queries.coverage import coverage, establishments
from accord.register.queries.school_records import GroupOfSchool, SchoolRecord, school_record
from accord.register.queries.schools import (
    SchoolLine,
    Wanted,
    lines,
    resolve,
    schools_wanted,
)

STATUSES = ("open", "closed", "proposed", "any")


@click.group()
def schools() -> None:
    """Schools of the register."""


@schools.command("find")
@click.argument("text")
@click.option("--authority", default="", metavar="CODE", help="One authority only: 850.")
@click.option("--status", type=click.Choice(STATUSES), default="any", help="Any, if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def find_command(text: str, authority: str, status: str, as_json: bool) -> None:
    """Find schools by a name, number, postcode or place, old or new."""
    open_home()
    today = timezone.localdate()
    wanted = Wanted(text=text, authority=authority, status=status)
    found = lines(list(schools_wanted(wanted, today)), text, today)
    if as_json:
        print_json([_found(each) for each in found])
        return
    of = Establishment.objects.filter(stands=True).count()
    click.echo(f"{len(found):,} of {of:,} schools in the register: “{text}”.")
    rows = [
        (each.address, each.establishment.name, each.establishment.dfe_number)
        + (each.establishment.get_status_display(), each.found_by, ", ".join(name for name, _ in each.groups))
        for each in found
    ]
    if rows:
        print_table(("school", "name", "DfE number", "status", "found by", "groups kept here"), rows)


@schools.command("show")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show_command(number: str, as_json: bool) -> None:
    """Show the school that goes or went by a URN: what it is, what it was, its groups."""
    open_home()
    address = resolve(number)
    record = school_record(address) if address else None
    if record is None:
        click.echo(f"No school goes or went by {number}. `accord schools find TEXT` looks for names too.", err=True)
        raise SystemExit(1)
    if as_json:
        print_json(_shown(record))
        return
    each = record.standing
    where = f", in {record.authority}" if record.authority else ""
    click.echo(f"{each.name}, {each.get_phase_display().lower()}, {each.get_status_display().lower()}{where}.")
    if number not in (each.urn, record.address):
        click.echo(f"{number} is a number of it that is no longer used; now it goes by {each.urn}.")
    rows = [
        (one.urn, one.name, one.dfe_number, _iso(one.opened_on) or "", _iso(one.closed_on) or "")
        for one in record.establishments
    ]
    print_table(("number", "name", "DfE number", "opened", "closed"), rows)
    for link in record.links:
        click.echo(link.text)
    for group in record.groups:
        click.echo(f"{group.kind}: {group.name}, {_since(group)}.")


@schools.command("coverage")
@click.option("--kind", type=click.Choice(GroupKind.values), metavar="KIND", default=GroupKind.ALLIANCE.value,
              help="The kind of group: alliance, if not given.")  # fmt: skip
@click.option("--authority", default="", metavar="CODE", help="One authority only: 850.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def coverage_command(kind: str, authority: str, as_json: bool) -> None:
    """Count open schools in none of a kind of group, and in several, and list those in none."""
    open_home()
    today = timezone.localdate()
    covered = coverage(kind, authority, today)
    found, none = covered.by_phase, establishments(covered.in_none)
    if as_json:
        phases = [
            {"phase": each.phase, "schools": each.schools, "in_none": each.in_none, "in_several": each.in_several}
            for each in found
        ]
        print_json({"kind": kind, "phases": phases, "none": [{"urn": each.urn, "name": each.name} for each in none]})
        return
    total, outside_all = sum(each.schools for each in found), sum(each.in_none for each in found)
    click.echo(f"Open schools in no {GroupKind(kind).label.lower()}: {outside_all:,} of {total:,}.")
    counts = [(each.schools, each.in_none, each.in_several) for each in found]
    rows = [(Phase(each.phase).label, *map(str, count)) for each, count in zip(found, counts, strict=True)]
    if rows:
        print_table(("phase", "open schools", "in none", "in more than one"), rows)
    for each in none:
        click.echo(f"{each.urn}  {each.name}")


def _found(line: SchoolLine) -> dict[str, Any]:
    each = line.establishment
    return {
        "address": line.address,
        "urn": each.urn,
        "name": each.name,
        "dfe_number": each.dfe_number,
        "status": each.status,
        "phase": each.phase,
        "found_by": line.found_by,
        "groups": [slug for _, slug in line.groups],
    }


def _shown(record: SchoolRecord) -> dict[str, Any]:
    each = record.standing
    return {
        "address": record.address,
        "urn": each.urn,
        "numbered_by": each.numbered_by,
        "name": each.name,
        "status": each.status,
        "phase": each.phase,
        "authority": {"code": each.la_code, "name": record.authority},
        "establishments": [_establishment(one) for one in record.establishments],
        "links": [{"on": _iso(link.on), "text": link.text} for link in record.links],
        "groups": [
            {"slug": group.slug, "name": group.name, "kind": group.kind, "role": group.role}
            | {"starts_on": _iso(group.starts_on), "ends_before": _iso(group.ends_before)}
            for group in record.groups
        ],
        "corrections": [
            {"what": one.what, "published": one.published, "value": one.value, "because": one.because}
            for one in record.corrections
        ],
    }


def _establishment(each: Establishment) -> dict[str, Any]:
    return {
        "urn": each.urn,
        "numbered_by": each.numbered_by,
        "name": each.name,
        "dfe_number": each.dfe_number,
        "former_names": each.former_names,
        "former_numbers": each.former_numbers,
        "status": each.status,
        "opened_on": _iso(each.opened_on),
        "closed_on": _iso(each.closed_on),
    }


def _since(group: GroupOfSchool) -> str:
    begun = f"since {group.starts_on.isoformat()}" if group.starts_on else "since a day not known"
    return f"{begun}, until {group.ends_before.isoformat()}" if group.ends_before else begun


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
