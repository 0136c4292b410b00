"""Starting a school year: everything that is decided for the day is done, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.accounts.queries.belonging import EVERY
from accord.register.actions.groups import end, make, place, take_out
from accord.register.actions.memberships import Book
from accord.register.actions.several import give_role_to, leave_one, move_one
from accord.register.choices import KeptBy, Role
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.queries.members import on_day
from accord.register.rules.memberships import NotSense, spelled
from accord.register.rules.school_years import Act, Choice, Plan


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What cannot be, and the field of the page that it is about (``m12``, ``end-coast``)."""

    field: str
    message: str
    fix: str


class PlanRefused(Exception):
    """Nothing was done; ``problems`` say why."""

    def __init__(self, problems: Sequence[PlanProblem]) -> None:
        super().__init__(f"{len(problems)} problems in the plan of a school year")
        self.problems = tuple(problems)


class _Rehearsed(Exception):
    """Carries what was done out of a transaction that is taken back."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self.done = done


@transaction.atomic
def start_year(
    *, plan: Plan, keeps: Q = EVERY, belongs_to: str = "", by: Person | None, at: datetime
) -> list[str]:  # fmt: skip
    """Carry out a plan among the groups that its author keeps; what was done, a sentence each.

    Raises `PlanRefused` with everything that makes no sense.
    """
    work = _Year(plan, Group.objects.filter(keeps, kept_by=KeptBy.PEOPLE), belongs_to, by, at)
    done = work.carry_out()
    if work.problems:
        raise PlanRefused(work.problems)
    record("started", kind="school_year", subject=plan.on.isoformat(), by=by, at=at, detail={"done": done})
    return done


def rehearse(
    *, plan: Plan, keeps: Q = EVERY, belongs_to: str = "", by: Person | None, at: datetime
) -> list[str]:  # fmt: skip
    """What `start_year` would do, with nothing kept. Raises `PlanRefused`."""
    try:
        with transaction.atomic():
            raise _Rehearsed(start_year(plan=plan, keeps=keeps, belongs_to=belongs_to, by=by, at=at))
    except _Rehearsed as rehearsed:
        return rehearsed.done


class _Year:
    """One pass over a plan; what cannot be is noted with its field, and the pass goes on."""

    def __init__(
        self, plan: Plan, kept: Iterable[Group], belongs_to: str, by: Person | None, at: datetime
    ) -> None:
        self._plan, self._belongs_to, self._by, self._at = plan, belongs_to, by, at
        self.problems: list[PlanProblem] = []
        self._done: list[str] = []
        self._groups: dict[str, Group] = {each.slug: each for each in kept}
        self._follow: dict[str, dict[str, Group]] = {}

    def carry_out(self) -> list[str]:
        """Begin, move, end, place, in this order; what was done, a sentence each."""
        for slug, name in self._plan.begins.items():
            self._try(f"begins-{slug}", lambda slug=slug, name=name: self._begin(slug, name))
        self._memberships()
        for slug, because in self._plan.ends.items():
            self._try(f"end-{slug}", lambda slug=slug, because=because: self._end(slug, because))
        for slug, outer in self._plan.lies_in.items():
            self._try(f"place-{slug}", lambda slug=slug, outer=outer: self._place(slug, outer))
        return self._done

    def _try(self, field: str, act: Callable[[], None]) -> None:
        try:
            act()
        except NotSense as reason:
            self.problems.append(PlanProblem(field, reason.message, reason.fix))

    def _begin(self, slug: str, name: str) -> None:
        made = make(
            name=name, kind=self._plan.kind, starts_on=self._plan.on, belongs_to=self._belongs_to,
            by=self._by, at=self._at,
        )  # fmt: skip
        self._groups[slug] = made
        self._done.append(f"{name} begins on {spelled(self._plan.on)}.")

    def _memberships(self) -> None:
        acting = {pk: choice for pk, choice in self._plan.choices.items() if choice.act is not Act.STAYS}
        found = Membership.objects.filter(pk__in=acting).select_related("group")
        rows: Mapping[int, Membership] = {each.pk: each for each in found}
        groups = {each.group for each in rows.values()} | set(self._groups.values())
        book = Book(groups, {each.urn for each in rows.values()})
        for pk, choice in acting.items():
            if pk not in rows:
                gone = NotSense("This membership has been taken away meanwhile.", "Look at the page anew.")
                self.problems.append(PlanProblem(f"m{pk}", gone.message, gone.fix))
                continue
            one = next(each for each in book.of(rows[pk].group, rows[pk].urn) if each.pk == pk)
            self._try(f"m{pk}", lambda one=one, choice=choice: self._member(book, one, choice))

    def _member(self, book: Book, one: Membership, choice: Choice) -> None:
        on, school, group = self._plan.on, book.name_of(one.urn), one.group
        if choice.act is Act.ROLE:
            if give_role_to(book, one, choice.to, on, by=self._by, at=self._at):
                self._done.append(f"{school} becomes {Role(choice.to).label.lower()} of {group.name}.")
        elif choice.act is Act.MOVES:
            to = self._groups.get(choice.to)
            if to is None:
                raise NotSense("The group to move to is not there.", "Choose another group.")
            because = choice.because or f"Moved to {to.name}"
            move_one(book, one, to, on, because, by=self._by, at=self._at)
            if choice.to in self._plan.begins:
                self._follow.setdefault(group.slug, {})[to.slug] = to
            self._done.append(f"{school} moves from {group.name} to {to.name}.")
        else:
            closed = book.closed_on(one.urn) if choice.act is Act.CLOSED else None
            leave_one(book, one, closed or on, choice.because, by=self._by, at=self._at)
            why = f": {choice.because}" if choice.because else ""
            self._done.append(f"{school} leaves {group.name} on {spelled(closed or on)}{why}.")

    def _end(self, slug: str, because: str) -> None:
        group = self._groups[slug]
        following = list(self._follow.get(slug, {}).values())
        on = self._plan.on
        ended = end(group=group, on=on, because=because, followed_by=following, by=self._by, at=self._at)
        names = ", ".join(each.name for each in following)
        with_it = f", and {ended} membership{'s' if ended != 1 else ''} with it" if ended else ""
        after = f"; it is followed by {names}" if names else ""
        self._done.append(f"{group.name} ends on {spelled(on)}{with_it}{after}.")

    def _place(self, slug: str, outer: str) -> None:
        inner, on = self._groups.get(slug), self._plan.on
        if inner is None:
            return
        lies = Nesting.objects.filter(on_day(on), inner=inner).select_related("inner", "outer")
        for each in lies:
            if each.outer.slug != outer:
                take_out(nesting=each, on=on, by=self._by, at=self._at)
                self._done.append(f"{inner.name} lies no longer in {each.outer.name}.")
        if outer and not any(each.outer.slug == outer for each in lies):
            where = self._groups.get(outer)
            if where is None:
                raise NotSense("The group to lie in is not there.", "Choose another group.")
            place(inner=inner, outer=where, starts_on=on, by=self._by, at=self._at)
            self._done.append(f"{inner.name} lies in {where.name}.")
