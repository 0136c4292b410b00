"""The members of a group in a sentence and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accord.register.models.groups import Group
from accord.register.presenters.days import counted, day_cell
from accord.register.queries.group_members import Member
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said


def opening(group: Group, members: Sequence[Member], on: date, today: date) -> str:
    """How many schools a group has on a day, who leads it, and whether it goes on."""
    kind = group.get_kind_display()
    what = f"{group.name} is {'an' if kind[0] in 'AEIOU' else 'a'} {kind[0].lower()}{kind[1:]}"
    if group.ends_before is not None and group.ends_before <= on:
        why = f": {group.ended_because}" if group.ended_because else ""
        return f"{what} that ended on {spelled(group.ends_before)}{why}."
    schools = {each.address for each in members}
    day = "today" if on == today else f"on {spelled(on)}"
    if not schools:
        return f"{what} without schools {day}."
    leads = sorted({each.name for each in members if each.role == "lead"})
    led = f", led by {' and '.join(leads)}" if leads else ""
    return f"{what} of {counted(len(schools), 'school')} {day}{led}."


COLUMNS = (
    Column("school", "School", "The name the register has for it"),
    Column("urn", "URN", "The number the school went by when this was recorded"),
    Column("school_address", "Goes by today", "The URN that stands for the place today", file_only=True),
    Column("role", "Part", "Member, lead school or associate"),
    Column("starts_on", "Since", "Its first day in the group, empty for from the beginning"),
    Column("ends_before", "Until", "The first day on which it is no longer in the group, empty while it stays"),
    Column("left_because", "Why it left", "The reason for leaving", words=True),
    Column("through", "Through", "The group inside this one that brings it; empty for its own members", words=True),
    Column("recorded", "Recorded by", "Who wrote this last, and when", words=True),
)


def members_table(code: str, members: Sequence[Member], caption: str) -> Table:
    """Memberships, one row each."""
    rows = [
        (
            said(each.name),
            said(each.urn),
            said(each.address),
            said(each.role_name),
            day_cell(each.period[0], "the beginning"),
            day_cell(each.period[1]),
            said(each.left_because),
            said(each.through),
            Cell(each.recorded, each.recorded or None),
        )
        for each in members
    ]
    # A column that is empty throughout is left to the files.
    told = {
        "left_because": any(each.left_because for each in members),
        "through": any(each.through for each in members),
    }
    columns = tuple(
        replace(column, file_only=column.file_only or not told.get(column.code, True)) for column in COLUMNS
    )
    return Table(code, caption, columns, tuple((row, False) for row in rows))


def own_columns(*, can_tick: bool, editable: bool) -> list[str]:
    """The heads of the table of a group's own schools, with what can be done to them."""
    known = ["School", "URN", "Part", "Since", "Until", "Recorded by"]
    return [*(["Tick"] if can_tick else []), *known, *(["Change"] if editable else [])]
