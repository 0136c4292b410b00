"""Own returns of a school and of a group's schools: what last year was, what was sent before, and who has sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accord.accounts.choices import Act, ScopeKind, Stage
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import Rights, Scope
from accord.intake.actions.own_returns import AboutSchool
from accord.intake.arithmetic import Before, Count
from accord.intake.queries.returns import (
    FAMILY,
    ages_by_urn,
    anything_sent,
    authorities_by_urn,
    in_force,
    newest_sending,
    reminders,
    return_forms,
)
from accord.meaning.return_forms import ReturnForm
from accord.performance import catalogue
from accord.performance.queries import school_figures
from accord.performance.selections import Selection, Who
from accord.register.models.groups import Group
from accord.register.queries.members import members_on
from accord.register.queries.reach import covers
from accord.register.queries.school_names import names_of
from accord.sharing.queries.shown import Facts, would_be_shown


@dataclass(frozen=True, slots=True)
class Due:
    """A form that a school is asked for, and when its numbers came last; None where they have not."""

    form: ReturnForm
    year: int
    urn: str
    name: str
    sent_at: datetime | None
    reminded_at: datetime | None = None

    @property
    def title(self) -> str:
        """``Key Stage 2 results, summer 2027``."""
        return self.form.titled(self.year)


@dataclass(frozen=True, slots=True)
class GroupReturns:
    """Who of a group has sent, of those whom the reader may see; ``hidden`` schools are nobody's to tell."""

    form: ReturnForm
    year: int
    schools: tuple[Due, ...]
    hidden: int

    @property
    def title(self) -> str:
        """``Key Stage 2 results, summer 2027``."""
        return self.form.titled(self.year)

    @property
    def sent(self) -> int:
        """How many are in."""
        return sum(each.sent_at is not None for each in self.schools)

    @property
    def everybody(self) -> str:
        """What the button sends that reminds all who are not in with this form."""
        return f"{self.form.code}-all"


def about_school(form: str, year: int, urn: str, today: date) -> AboutSchool | None:
    """What a form of a school is about; None for a form, a summer or a school that there is not."""
    asked = return_forms().get(form)
    authority = authorities_by_urn([urn]).get(urn)
    if asked is None or not authority or not _was_measured(asked, year, today):
        return None
    return AboutSchool(urn, authority, year, form)


def _was_measured(form: ReturnForm, year: int, today: date) -> bool:
    codes = [code for ask in form.asks for code in ask.measures]
    known = [each for code, each in catalogue.measures().items() if code in codes]
    return year <= today.year and any(each.gap(year) is None for each in known)


def may_send(rights: Rights, urn: str, today: date) -> bool:
    """Whether somebody may send a school's numbers."""
    return rights.allows(Act.SEND_RETURNS, lambda scope: covers(scope, Scope(ScopeKind.SCHOOL, urn), today))


def own_schools(rights: Rights, today: date) -> list[str]:
    """The schools whose numbers somebody may send by a right over each; none of those over whole authorities."""
    scopes = [held.scope for held in rights.by(Act.SEND_RETURNS) if held.scope.kind is ScopeKind.SCHOOL]
    return sorted({scope.id for scope in scopes if may_send(rights, scope.id, today)})


def due_of(urns: Sequence[str], today: date) -> list[Due]:
    """What some schools are asked for now, each with when it came."""
    names, ages, found = names_of(urns), ages_by_urn(urns), list[Due]()
    for form in return_forms().values():
        year = form.year_on(today)
        if not _was_measured(form, year, today):
            continue
        theirs = _asked(form, urns, ages)
        sent, asked = newest_sending(theirs, year, form.code), reminders(theirs, year, form.code)
        for urn in theirs:
            when, reminder = sent.get(urn), asked.get(urn)
            at = when.sent_at if when else None
            found.append(Due(form, year, urn, names[urn], at, reminder.reminded_at if reminder else None))
    order = {form.code: at for at, form in enumerate(_newest_first(today))}
    return sorted(found, key=lambda each: (order[each.form.code], each.name, each.urn))


def _newest_first(today: date) -> list[ReturnForm]:
    """The forms, those that were asked for last first."""
    return sorted(return_forms().values(), key=lambda form: form.asked_on(today), reverse=True)


def _asked(form: ReturnForm, urns: Sequence[str], ages: Mapping[str, tuple[int | None, int | None]]) -> list[str]:
    return [urn for urn in urns if form.asked_of(*ages.get(urn, (None, None)))]


def sent_before(about: AboutSchool) -> dict[str, int]:
    """The numbers of a form that are in force for a school, by field."""
    asked = return_forms()[about.form]
    found = {(line.measure, line.group): line for line in in_force(about.year, urns=[about.urn])}
    numbers: dict[str, int] = {}
    for each in asked.fields():
        if each.measure and (line := found.get((each.measure, each.ask.group))):
            numbers |= {f"{each.ask.code}-pupils": line.pupils, each.name: line.met}
    return numbers


def year_before(about: AboutSchool, reader: Reader, today: date) -> Mapping[tuple[str, str], Before]:
    """What the reader may be told of the school's summer before: one exact count, else a published percentage.

    What the school itself sent then is told to who may send for it, and not to who holds a link.
    """
    asked, year = return_forms()[about.form], about.year - 1
    found = dict[tuple[str, str], Before]()
    for ask in asked.asks:
        for measure in ask.measures:
            before = _figure_before(about.urn, measure, ask.group, year, reader)
            if before is not None:
                found[measure, ask.group] = before
    if may_send(reader.rights, about.urn, today):
        lines = in_force(year, urns=[about.urn])
        found |= {
            key: Before(Count(line.pupils, line.met)) for line in lines
            if (key := (line.measure, line.group)) not in found or found[key].count is None
        }  # fmt: skip
    return found


def _figure_before(urn: str, code: str, group: str, year: int, reader: Reader) -> Before | None:
    known = catalogue.measures()
    told = known[code].returned
    for measure in (code, told.last_year if told else ""):
        if measure not in known or known[measure].gap(year) is not None or group not in known[measure].pupils:
            continue
        for each in school_figures(Selection(Who.of_urns([urn]), (measure,), (year,), (group,), True), reader):
            figure = each.row.figure
            if figure.whole and figure.part_low is not None and figure.part_low == figure.part_high:
                return Before(Count(figure.whole, figure.part_low))
            if figure.value is not None and measure != code:
                return Before(percent=figure.value, name=known[measure].name)
    return None


def returns_of_group(group: Group, rights: Rights, today: date) -> list[GroupReturns]:
    """For every form that is asked for now of any of a group's schools, who of them has sent."""
    urns = members_on(group, today)
    seen = _seen(urns, rights, today)
    due = due_of([urn for urn in urns if urn in seen], today)
    ages, found = ages_by_urn(urns), []
    for form in _newest_first(today):
        every = len(_asked(form, urns, ages))
        schools = tuple(each for each in due if each.form == form)
        year = form.year_on(today)
        if every and _was_measured(form, year, today):
            found.append(GroupReturns(form, year, schools, every - len(schools)))
    return found


def any_sent(today: date) -> bool:
    """Whether anything came of what is asked for now, from anybody: asked before the rest, and mostly enough."""
    return anything_sent((form.code, form.year_on(today)) for form in return_forms().values())


def _seen(urns: Sequence[str], rights: Rights, today: date) -> set[str]:
    """Of some schools those whose own returns the reader sees, by a right or under an agreement."""
    authorities = authorities_by_urn(urns)
    found: set[str] = set()
    for authority in sorted(set(authorities.values())):
        told = would_be_shown(rights, Facts(FAMILY, False, (authority,)), Stage.MEMBERS, today)
        theirs = {urn for urn in urns if authorities.get(urn) == authority}
        found |= theirs if told.everything else theirs & (told.own | set(told.covers))
    return found
