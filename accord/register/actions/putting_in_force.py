"""A brought list is put in force as a whole, undone as a whole, and put in force again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.actions.group_lists import ListRefused
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import Book, take_turns
from accord.register.actions.undoing import Steps, take_back
from accord.register.choices import GroupKind
from accord.register.models.groups import Group, Nesting
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.queries.brought_lists import standing_of
from accord.register.queries.members import on_day
from accord.register.rules.brought_rows import WAITING, Standing
from accord.register.rules.group_lists import ListProblem
from accord.register.rules.memberships import NotSense
from accord.register.rules.periods import Period, contains


@dataclass(frozen=True, slots=True)
class Applied:
    """What putting a list in force did."""

    groups_made: int = 0
    memberships_added: int = 0
    memberships_changed: int = 0
    memberships_unchanged: int = 0


@transaction.atomic
def apply(*, brought: BroughtList, by: Person | None, at: datetime) -> Applied:
    """Put a list in force: groups that are not known are made, schools join or change, groups are placed.

    Raises `NotSense` for a list that is in force or has rows that wait for somebody, and `ListRefused` with
    every row that makes no sense; then nothing is kept.
    """
    brought = BroughtList.objects.select_for_update().get(pk=brought.pk)
    rows = _rows_to_apply(brought)
    work = _Work(brought, by, at)
    work.groups_of(rows)
    work.members_of([row for row in rows if row.urn])
    work.places_of(rows)
    if work.problems:
        raise ListRefused(sorted(work.problems, key=lambda each: each.line or 0))
    brought.undoing, brought.state = work.steps.as_json(), BroughtList.State.APPLIED
    brought.save(update_fields=["undoing", "state"])
    applied = work.applied()
    record("applied", kind="list", subject=brought.public_id, by=by, at=at, detail=asdict(applied))
    return applied


@transaction.atomic
def undo(*, brought: BroughtList, by: Person | None, at: datetime) -> None:
    """Take a list back: everything is as it was before. Raises `NotSense` where something later builds on it."""
    brought = BroughtList.objects.select_for_update().get(pk=brought.pk)
    if brought.state != BroughtList.State.APPLIED:
        raise NotSense("The list is not in force.", "There is nothing to undo.")
    take_back(brought.undoing, because=f"The list “{brought.name}” was undone.", by=by, at=at)
    brought.undoing, brought.state = {}, BroughtList.State.UNDONE
    brought.save(update_fields=["undoing", "state"])
    record("undone", kind="list", subject=brought.public_id, by=by, at=at)


def _rows_to_apply(brought: BroughtList) -> list[BroughtRow]:
    if brought.state == BroughtList.State.APPLIED:
        raise NotSense("The list is in force already.", "Undo it first to put it in force again.")
    if brought.state == BroughtList.State.FINDING:
        raise NotSense("The schools of the list are still being looked for.", "Wait until they are found.")
    rows = list(brought.rows.all())
    waiting = sum(standing_of(row) in WAITING for row in rows)
    if waiting:
        are = "1 row waits" if waiting == 1 else f"{waiting:,} rows wait"
        raise NotSense(f"{are} for somebody to decide.", "Decide them, or leave them out.")
    return [row for row in rows if standing_of(row) != Standing.LEFT_OUT]


class _Work:
    """One pass over a list; what cannot be is noted with its line, and the pass goes on."""

    def __init__(self, brought: BroughtList, by: Person | None, at: datetime) -> None:
        self._from: date | None = brought.starts_on
        self._belongs_to = brought.belongs_to
        self._by, self._at = by, at
        self._groups: dict[str, Group] = {}
        self._counts = {"made": 0, "added": 0, "changed": 0, "unchanged": 0}
        self.steps = Steps()
        self.problems: list[ListProblem] = []

    def applied(self) -> Applied:
        """What was done."""
        return Applied(*(self._counts[each] for each in ("made", "added", "changed", "unchanged")))

    def groups_of(self, rows: Sequence[BroughtRow]) -> None:
        """Find or make the group of every row."""
        slugs = {slugify(row.group) for row in rows} | {slugify(row.parent) for row in rows if row.parent}
        known = {group.slug: group for group in Group.objects.filter(slug__in=slugs)}
        kinds = {slugify(row.group): row.kind for row in rows}
        for row in rows:
            self._group(row, row.group, row.kind, known, "group")
            if row.parent:
                kind = kinds.get(slugify(row.parent), GroupKind.AREA_PARTNERSHIP)
                self._group(row, row.parent, kind, known, "parent")
        take_turns(self._groups.values())  # all of them at once: what is done to one of them later waits for nobody

    def _group(self, row: BroughtRow, name: str, kind: str, known: dict[str, Group], column: str) -> None:
        slug = slugify(name)
        found = known.get(slug)
        if found is None:
            try:
                known[slug] = found = make(
                    name=name, kind=kind, belongs_to=self._belongs_to, by=self._by, at=self._at
                )
            except NotSense as reason:
                self._note(row, column, name, reason)
                return
            self.steps.group_made(found)
            self._counts["made"] += 1
        elif self._belongs_to and found.belongs_to not in ("", self._belongs_to):
            message = f"{found.name} is kept by another authority."
            self._note(row, column, name, NotSense(message, "Call the group otherwise, or ask that authority."))
        elif column == "group" and found.kind != kind:
            message = f"{found.name} is already known as {found.get_kind_display().lower()}."
            self._note(row, column, name, NotSense(message, "Call the group otherwise, or bring it as that kind."))
        self._groups[name] = found

    def members_of(self, rows: Sequence[BroughtRow]) -> None:
        """Every school joins, or its membership is changed to what the list says."""
        book = Book(self._groups.values(), {row.urn for row in rows})
        seen: dict[int, tuple[BroughtRow, Period]] = {}
        for row in rows:
            group = self._groups.get(row.group)
            if group is None:
                continue
            try:
                self._member(book, group, row, seen)
            except NotSense as reason:
                self._note(row, "school", book.name_of(row.urn), reason)

    def _member(
        self, book: Book, group: Group, row: BroughtRow, seen: dict[int, tuple[BroughtRow, Period]]
    ) -> None:
        period = self._period(row)
        kept = book.of(group, row.urn)
        same = next((one for one in kept if _is_meant((one.starts_on, one.ends_before), row, period)), None)
        if same is None:
            made = book.join(group, row.urn, row.role, period, by=self._by, at=self._at)
            self.steps.joined(made)
            self._counts["added"] += 1
            seen[made.pk] = row, period
            return
        if same.pk in seen:
            other = seen[same.pk][0]
            raise NotSense(
                f"{book.name_of(row.urn)} is in {group.name} twice: line {other.line} is the same school.",
                "Leave one of the two rows out, or choose another school.",
            )
        seen[same.pk] = row, period
        before = self.steps.before(same)
        ends = row.ends_before or same.ends_before
        changed = book.change(same, role=row.role, ends_before=ends, by=self._by, at=self._at)
        if changed:
            self.steps.changed(same, before)
        self._counts["changed" if changed else "unchanged"] += 1

    def _period(self, row: BroughtRow) -> Period:
        """The row's days; where it gives no start, that of the list, unless the row had ended by then."""
        if row.starts_on is not None:
            return row.starts_on, row.ends_before
        if row.ends_before is not None and self._from is not None and row.ends_before <= self._from:
            return None, row.ends_before
        return self._from, row.ends_before

    def places_of(self, rows: Sequence[BroughtRow]) -> None:
        """Every group lies where the list says."""
        for row in rows:
            inner, outer = self._groups.get(row.group), self._groups.get(row.parent)
            if inner is None or outer is None:
                continue
            lies = Nesting.objects.filter(on_day(self._from or self._at.date()), inner=inner, outer=outer)
            if lies.exists():
                continue
            try:
                made = place(inner=inner, outer=outer, starts_on=self._from, by=self._by, at=self._at)
                self.steps.placed(made)
            except NotSense as reason:
                self._note(row, "parent", row.parent, reason)

    def _note(self, row: BroughtRow, column: str, value: str, reason: NotSense) -> None:
        self.problems.append(ListProblem(row.line, column, value, reason.message, reason.fix))


def _is_meant(kept: Period, row: BroughtRow, period: Period) -> bool:
    """Whether a row means a membership that is kept: the same start or, where it gives none, one that holds then."""
    if kept[0] == period[0]:
        return True
    return row.starts_on is None and period[0] is not None and contains(kept, period[0])
