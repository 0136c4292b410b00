"""A school as the register has it: one sentence, its identity, what it was and became, its groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accord.dashboards.queries.one_school import Beside
from accord.register.choices import Category, ChangeKind, KeptBy, NumberedBy, Phase
from accord.register.models.schools import Establishment
from accord.register.queries.school_records import SchoolRecord
from accord.register.rules.corrections import CORRECTABLE
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

Row = tuple[str, str] | tuple[str, str, str]
FEW_PUPILS = 11


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a school; ``day`` is empty where nobody knows it."""

    day: str
    text: str


def about(record: SchoolRecord | None) -> dict[str, object] | None:
    """Everything a page says of a school besides its results; None for one that the register does not know."""
    if record is None:
        return None
    return {
        "sentence": what_it_is(record),
        "identity": identity_rows(record),
        "corrections": correction_rows(record),
        "correctable": record.standing.numbered_by == NumberedBy.GIAS,
        "timeline": timeline(record),
        "groups": groups_table(record),
    }


def has_few_pupils(now: Beside) -> bool:
    """Whether so few pupils stand behind the figure that each of them is many points."""
    return any(row.figure.value is not None and (row.figure.whole or 0) < FEW_PUPILS for row in now.group)


def what_it_is(record: SchoolRecord) -> str:
    """The school in a sentence or two."""
    each = record.standing
    kind = (each.type_name or Category(each.category).label).lower()
    state = {"open": "an open", "closing": "an open", "closed": "a closed", "proposed": "a proposed"}
    ages = f" for ages {each.low_age} to {each.high_age}" if each.low_age is not None and each.high_age else ""
    where = f" in {record.authority}" if record.authority else ""
    parts = [f"{each.name} is {state.get(each.status, 'a')} {kind}{ages}{where}."]
    if each.pupils is not None and each.is_open:
        places = f" for {each.capacity:,} places" if each.capacity else ""
        parts.append(f"It has {each.pupils:,} pupils{places}.")
    if each.status == "closing":
        parts.append("It is proposed to close.")
    if each.status == "closed" and each.closed_on:
        parts.append(f"It closed on {spelled(each.closed_on)}.")
    return " ".join(parts)


def identity_rows(record: SchoolRecord) -> list[Row]:
    """What the register says of it, and where that came from; what it does not say is left out."""
    each, more = record.standing, record.standing.details
    area = [(each.ward, "ward"), (each.constituency, "constituency"), (each.district, "district")]
    address = [more.get("street"), more.get("locality"), more.get("address3"), each.town, each.postcode]
    rows: list[tuple[str, str]] = [
        ("URN" if each.numbered_by == NumberedBy.GIAS else "Ofsted number", each.urn),
        ("DfE number", each.dfe_number),
        ("UKPRN", each.ukprn),
        ("Phase", Phase(each.phase).label if each.phase != Phase.NONE else ""),
        ("Type", each.type_name),
        ("Status", each.get_status_display()),
        ("Opened", _day_and_why(each.opened_on, each.reason_opened)),
        ("Closed", _day_and_why(each.closed_on, each.reason_closed)),
        ("Admissions", str(more.get("admissions", ""))),
        ("Gender of entry", str(more.get("gender", ""))),
        ("Nursery classes", str(more.get("nursery", ""))),
        ("Sixth form", str(more.get("sixth_form", ""))),
        ("Religious character", each.religious_character),
        ("Diocese", each.diocese),
        ("Resourced provision", str(more.get("resourced_provision", ""))),
        ("Led by", str(more.get("head_role", ""))),
        ("Address", ", ".join(str(part) for part in address if part)),
        ("Area", "; ".join(f"{name} {kind}" for name, kind in area if name)),
        ("On the national grid", f"{each.easting}, {each.northing}" if each.easting and each.northing else ""),
        ("Former names", ", ".join(f"{name} (until {until})" for name, until in each.former_names)),
        ("Former DfE numbers", ", ".join(each.former_numbers)),
    ]
    found: list[Row] = [row for row in rows if row[1] and row[1].lower() != "not applicable"]
    return [*found, *_source(each)]


def _source(each: Establishment) -> Iterator[Row]:
    if each.extract_on is not None:
        href = reverse("intake:release", args=[each.release]) if each.release else ""
        yield "Where this came from", f"The extract of {spelled(each.extract_on)}", href


def _day_and_why(day: date | None, why: str) -> str:
    return "; ".join(part for part in (spelled(day) if day else "", why) if part)


def correction_rows(record: SchoolRecord) -> list[Row]:
    """What is corrected here, beside what the register says, by whom and why."""
    return [
        (
            CORRECTABLE[each.what][0],
            f"{each.value or 'nothing'} instead of {each.published or 'nothing'}: {each.because}"
            f" ({each.made_by or 'the command line'}, {spelled(each.made_at.date())})",
        )
        for each in record.corrections
    ]


def timeline(record: SchoolRecord) -> list[Moment]:
    """What it was and became, oldest first; what has no date comes first."""
    moments: list[tuple[date | None, str]] = []
    for each in record.establishments:
        number = f"URN {each.urn}" if each.numbered_by == NumberedBy.GIAS else f"Ofsted number {each.urn}"
        if each.opened_on:
            why = f" ({each.reason_opened.lower()})" if each.reason_opened else ""
            moments.append((each.opened_on, f"{each.name} opened as {number}{why}."))
        if each.closed_on:
            why = f" ({each.reason_closed.lower()})" if each.reason_closed else ""
            moments.append((each.closed_on, f"{each.name}, {number}, closed{why}."))
        for name, until in each.former_names:
            moments.append((date.fromisoformat(until), f"{name} had another name by then."))
    moments += [(link.on, link.text) for link in record.links]
    for change in record.changes:
        if change.kind in (ChangeKind.JOINED_GROUP, ChangeKind.LEFT_GROUP):
            moments.append((change.on, f"{change.get_kind_display()} {change.after or change.before}."))
    ordered = sorted(moments, key=lambda moment: (moment[0] is not None, moment[0] or date.min))
    return [Moment(spelled(day) if day else "", text) for day, text in ordered]


def groups_table(record: SchoolRecord) -> Table:
    """The groups it is and was in."""
    columns = (
        Column("group", "Group", words=True),
        Column("kind", "Kind"),
        Column("role", "Part in it"),
        Column("since", "Since"),
        Column("until", "Until"),
        Column("because", "Why it left", words=True),
        Column("kept_by", "Kept by"),
    )
    rows = tuple(
        (
            (
                Cell(each.name, each.name, reverse("register:group", args=[each.slug])),
                said(each.kind),
                said(each.role),
                Cell(spelled(each.starts_on) if each.starts_on else "not known", _iso(each.starts_on)),
                Cell(spelled(each.ends_before) if each.ends_before else "", _iso(each.ends_before)),
                said(each.left_because),
                said(KeptBy(each.kept_by).label),
            ),
            False,
        )
        for each in record.groups
    )
    return Table("groups", "Groups it is and was in", columns, rows)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
