"""Groups as a tree, as a list, and side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accord.register.choices import Category, KeptBy, Phase
from accord.register.presenters.days import counted, day_cell
from accord.register.queries.group_pages import Makeup, Sized, Wanted
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Branch:
    """A group in the tree, with those inside it."""

    group: Sized
    address: str
    schools: str
    inside: tuple[Branch, ...]


def tree(groups: Sequence[Sized]) -> tuple[list[Branch], list[Branch]]:
    """Groups that hold others, each with those inside it; then those that neither hold nor lie in any."""
    slugs = {each.slug for each in groups}
    holds: dict[str, list[Sized]] = {}
    for each in groups:
        for outer in each.lies_in:
            holds.setdefault(outer, []).append(each)
    roots = [each for each in groups if not slugs & set(each.lies_in)]
    holding = [_branch(each, holds) for each in roots if each.slug in holds]
    return holding, [_branch(each, holds) for each in roots if each.slug not in holds]


def _branch(group: Sized, holds: Mapping[str, Sequence[Sized]]) -> Branch:
    # Places in one another make no circles: none can be recorded.
    inside = tuple(_branch(each, holds) for each in holds.get(group.slug, ()))
    return Branch(group, address_of(group.slug), counted(group.schools, "school"), inside)


def address_of(slug: str) -> str:
    """Where a group is kept."""
    return reverse("register:group", args=[slug])


def list_sentence(wanted: Wanted, found: int, today: date) -> str:
    """How many groups were found, of what kind, on which day."""
    whose = "kept by people here" if wanted.kept_by == KeptBy.PEOPLE else "taken from the national register"
    named = f" whose name has “{wanted.text}”" if wanted.text else ""
    day = "today" if wanted.on == today else f"on {spelled(wanted.on)}"
    verb = "is" if found == 1 else "are"
    if not found:
        return (
            f"No group {whose}{named} was found for {day}." if day != "today" else f"No group {whose}{named} was found."
        )
    return (
        f"There {verb} {counted(found, 'group')} {whose}{named}, with {'its' if found == 1 else 'their'} schools {day}."
    )


LIST = (
    Column("group", "Group", "The name of the group"),
    Column("slug", "Address", "The last part of its address here", file_only=True),
    Column("kind", "Kind", "What binds its schools", words=True),
    Column("schools", "Schools", "Schools in it, or in a group inside it, on the day asked for", numeric=True),
    Column("inside", "Inside", "The groups that it lies in on that day", words=True),
    Column("starts_on", "Since", "Its first day, empty where nobody knows"),
    Column("ends_before", "Until", "The first day without it, empty while it goes on"),
)


def list_table(groups: Sequence[Sized], caption: str) -> Table:
    """The groups, one row each."""
    rows = [
        (
            Cell(each.name, each.name, address_of(each.slug)),
            said(each.slug),
            said(each.kind_name),
            Cell(f"{each.schools:,}", each.schools),
            said(", ".join(each.lies_in_names)),
            day_cell(each.starts_on),
            day_cell(each.ends_before),
        )
        for each in groups
    ]
    return Table("groups", caption, LIST, tuple((row, False) for row in rows))


COMPARED = (
    Column("group", "Group", "The name of the group"),
    Column("slug", "Address", "The last part of its address here", file_only=True),
    Column("kind", "Kind", "What binds its schools"),
    Column("schools", "Schools", "Schools in it, or in a group inside it, on the day asked for", numeric=True),
    Column("pupils", "Pupils", "Pupils on roll in the schools for which the register has the number", numeric=True),
    Column("pupils_known_for", "Pupils known for", "Schools whose pupils the register has", numeric=True),
    Column("phases", "Phases", "Schools of each phase", words=True),
    Column("maintained", "Maintained", "Maintained mainstream schools", numeric=True),
    Column("academies", "Academies", "Mainstream academies and free schools", numeric=True),
    Column("other", "Other types", "Special, alternative, nursery, post-16, independent and other", numeric=True),
    Column("religious", "Religious", "Schools with a religious character", numeric=True),
    Column("districts", "Districts", "Districts that its schools lie in", words=True),
    Column("smallest", "Smallest school", "The school with the fewest pupils on roll", words=True),
    Column("smallest_pupils", "", "Pupils of the smallest school", file_only=True),
    Column("largest", "Largest school", "The school with the most pupils on roll", words=True),
    Column("largest_pupils", "", "Pupils of the largest school", file_only=True),
    Column("described", "Described", "Schools that the register describes", numeric=True),
    Column("closed", "Closed", "Schools that the register has as closed by now", numeric=True, file_only=True),
)
SORTS = {
    "group": lambda each: each.group.name.lower(),
    "kind": lambda each: each.group.kind_name,
    "schools": lambda each: each.group.schools,
    "pupils": lambda each: -1 if each.pupils is None else each.pupils,
    "pupils_known_for": lambda each: each.with_pupils,
    "maintained": lambda each: each.categories.get(Category.MAINTAINED, 0),
    "academies": lambda each: each.categories.get(Category.ACADEMY, 0),
    "religious": lambda each: each.religious or 0,
    "smallest": lambda each: each.smallest[1] if each.smallest else -1,
    "largest": lambda each: each.largest[1] if each.largest else -1,
    "described": lambda each: each.known,
}
"""By what the groups may be put in order; a minus before the name turns it round."""


def compare_sentence(found: Sequence[Makeup], on: date, today: date) -> str:
    """The largest and the smallest of the groups, by schools."""
    counts = [each.group.schools for each in found]
    day = "today" if on == today else f"on {spelled(on)}"
    if not found:
        return "No group was found."
    if min(counts) == max(counts):
        has = "it has" if len(found) == 1 else "each has"
        return f"{counted(len(found), 'group')}: {has} {counted(counts[0], 'school')} {day}."
    return f"The {len(found):,} groups have from {min(counts):,} to {counted(max(counts), 'school')} {day}."


def compare_table(found: Sequence[Makeup], sort: str, asked: str) -> Table:
    """The groups by size and make-up. What the register does not know is said, never counted as nothing."""
    by, falling = sort.removeprefix("-"), sort.startswith("-")
    if by in SORTS:
        found = sorted(found, key=SORTS[by], reverse=falling)
    columns = tuple(_sortable(column, by, falling, asked) for column in COMPARED)
    notes = (
        "Pupils, phases, types and districts are those that the register has now, whatever the day asked for.",
        "“Pupils known for” says how many schools the sum of pupils is over.",
    )
    return Table("compare", "Size and make-up", columns, tuple((_compared(each), False) for each in found), notes)


def _sortable(column: Column, by: str, falling: bool, asked: str) -> Column:
    if column.code not in SORTS:
        return column
    here = column.code == by
    turn = "-" if (here and not falling) or (not here and column.numeric) else ""
    state = ("descending" if falling else "ascending") if here else ""
    href = f"?{asked}&sort={turn}{column.code}"
    return Column(
        column.code, column.title, column.meaning, column.numeric, column.words, state, href, column.file_only
    )


def _compared(each: Makeup) -> tuple[Cell, ...]:
    main = {Category.MAINTAINED, Category.ACADEMY}
    other = sum(number for category, number in each.categories.items() if category not in main)
    return (
        Cell(each.group.name, each.group.name, address_of(each.group.slug)),
        said(each.group.slug),
        said(each.group.kind_name),
        _number(each.group.schools),
        _number(each.pupils),
        Cell(f"{each.with_pupils} of {each.group.schools}", each.with_pupils),
        said(_phases(each)),
        _number(each.categories.get(Category.MAINTAINED, 0) if each.known else None),
        _number(each.categories.get(Category.ACADEMY, 0) if each.known else None),
        _number(other if each.known else None),
        _number(each.religious),
        said(", ".join(each.districts) or NOT_KNOWN),
        *_extreme(each.smallest),
        *_extreme(each.largest),
        Cell(f"{each.known} of {each.group.schools}", each.known),
        _number(each.closed),
    )


def _phases(each: Makeup) -> str:
    return ", ".join(f"{number} {Phase(phase).label.lower()}" for phase, number in each.phases.items()) or NOT_KNOWN


def _extreme(school: tuple[str, int] | None) -> tuple[Cell, Cell]:
    if school is None:
        return Cell(NOT_KNOWN, None), Cell("", None)
    return Cell(f"{school[0]} ({school[1]:,})", school[0]), Cell(f"{school[1]:,}", school[1])


def _number(number: int | None) -> Cell:
    return Cell(NOT_KNOWN if number is None else f"{number:,}", number)
