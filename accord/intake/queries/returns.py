"""Own returns: what is asked for, what was sent, and which numbers are in force."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import grants_on
from accord.accounts.rules.roles import load_roles
from accord.intake.arithmetic import Words
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.models.returns import ReturnedCount, ReturnLink, ReturnReminder, ReturnSent
from accord.meaning.return_forms import ReturnForm, load_return_forms
from accord.register.choices import NumberedBy
from accord.register.models.schools import Establishment
from accord.register.queries.portions import portions
from accord.warehouse.reportable import Reportable, reportable
from accord.warehouse.returned_rows import FAMILY, returned_rows


def return_forms() -> dict[str, ReturnForm]:
    """What schools are asked for, by code of the form."""
    return _forms(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


@functools.lru_cache(maxsize=4)
def _forms(folders: tuple[Path, ...]) -> dict[str, ReturnForm]:
    return load_return_forms(folders)


def what_is_reportable() -> Reportable:
    """The measures that schools may report themselves."""
    return reportable(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


def form_of(measure: str) -> str:
    """The code of the form that asks for a measure, or for others of its stage; empty where none does."""
    known, forms = what_is_reportable(), return_forms().values()
    asked = [each.code for each in forms if any(measure in ask.measures for ask in each.asks)]
    alike = [each.code for each in forms if measure in known.measures and each.stage == known.stage(measure)]
    return next(iter([*asked, *alike]), "")


def words_of(measures: Iterable[str]) -> dict[str, Words]:
    """What the two numbers of measures are in a sentence, and when a change of them is asked about."""
    known, found = what_is_reportable(), dict[str, Words]()
    for code in measures:
        told = known.returned(code)
        found[code] = Words(told.of, told.did, told.ask_beyond, known.school_year_sd(code))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers in force: a school's pupils of a group and those of them who met a measure, or sessions and missed ones.
    """

    urn: str
    measure: str
    group: str
    pupils: int
    met: int
    sent_at: datetime


def in_force(year: int, *, authority: str | None = None, urns: Iterable[str] | None = None) -> list[Line]:
    """The numbers of a summer that count: of each school, measure and group those sent last.

    What came in a file that was withdrawn since counts no more.
    """
    rows = ReturnedCount.objects.filter(sent__year=year).exclude(sent__in=_taken_back(year))
    if authority is not None:
        rows = rows.filter(sent__authority=authority)
    if urns is not None:
        rows = rows.filter(sent__urn__in=list(urns))
    newest: dict[tuple[str, str, str], Line] = {}
    values = rows.order_by("sent__sent_at", "sent").values_list(
        "sent__urn", "measure", "pupil_group", "pupils", "met", "sent__sent_at"
    )
    for urn, measure, group, pupils, met, at in values:
        newest[urn, measure, group] = Line(urn, measure, group, pupils, met, at)
    return sorted(newest.values(), key=lambda each: (each.urn, each.measure, each.group))


def _taken_back(year: int) -> QuerySet[ReturnSent]:
    gone = Release.objects.filter(family=FAMILY, year=year, withdrawn_at__isnull=False, intake__compiled=False)
    return ReturnSent.objects.filter(year=year, intake__in=gone.values("intake")).values("pk")


def newest_sending(urns: Iterable[str], year: int, form: str) -> dict[str, ReturnSent]:
    """Of each school the sending of a form that came last; schools that sent nothing are not in."""
    found: dict[str, ReturnSent] = {}
    for some in portions(sorted(set(urns))):
        rows = ReturnSent.objects.filter(urn__in=some, year=year, form=form).exclude(pk__in=_taken_back(year))
        for each in rows.select_related("sent_by").order_by("sent_at"):
            found[each.urn] = each
    return found


def anything_sent(forms: Iterable[tuple[str, int]]) -> bool:
    """Whether any school at all sent any of some forms, each of a summer: one question for all."""
    asked = [Q(form=form, year=year) for form, year in forms]
    return bool(asked) and ReturnSent.objects.filter(functools.reduce(operator.or_, asked)).exists()


def reminders(urns: Iterable[str], year: int, form: str) -> dict[str, ReturnReminder]:
    """Of each school the last reminder."""
    rows = ReturnReminder.objects.filter(urn__in=sorted(set(urns)), year=year, form=form)
    return {each.urn: each for each in rows.select_related("reminded_by").order_by("reminded_at")}


def return_link(public_id: str) -> ReturnLink | None:
    """The link of a number, whatever became of it."""
    return ReturnLink.objects.filter(public_id=public_id).first()


def links_of(urn: str, year: int, form: str, at: datetime) -> QuerySet[ReturnLink]:
    """The links to a school's form that open it now."""
    return ReturnLink.objects.filter(urn=urn, year=year, form=form, revoked_at=None, expires_at__gt=at)


def authorities_by_urn(urns: Iterable[str]) -> dict[str, str]:
    """The authority of each school that the register knows."""
    found: dict[str, str] = {}
    for some in portions(sorted(set(urns))):
        rows = Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS)
        found |= dict(rows.values_list("urn", "la_code"))
    return found


def ages_by_urn(urns: Iterable[str]) -> dict[str, tuple[int | None, int | None]]:
    """From and to which age each school that the register knows has pupils."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for some in portions(sorted(set(urns))):
        rows = Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS)
        found |= {urn: (low, high) for urn, low, high in rows.values_list("urn", "low_age", "high_age")}
    return found


def senders_of(urn: str, on: date) -> list[Person]:
    """The people of a school who may send its numbers on a day, by name."""
    roles = [code for code, role in load_roles(settings.ACCORD_DEFINITIONS).items() if Act.SEND_RETURNS in role.may]
    held = grants_on(on).filter(scope_kind=ScopeKind.SCHOOL, scope_id=urn, role__in=roles)
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "pk"))


LATE = timedelta(days=1)
"""How much later numbers may be there than they say: a request takes its time, and clocks are put right."""


def perhaps_not_put_together() -> list[tuple[str, int]]:
    """Authorities and summers of which something came, or was taken back, about since their numbers were put together.
    """
    came = ReturnSent.objects.order_by().values_list("authority", "year").annotate(last=Max("sent_at"))
    gone = Release.objects.filter(family=FAMILY, intake__compiled=False, withdrawn_at__isnull=False)
    made = Intake.objects.filter(compiled=True).order_by().values_list("belongs_to", "asked_year")
    last_made = {(owner.partition(":")[2], year): at for owner, year, at in made.annotate(last=Max("received_at"))}
    last: dict[tuple[str, int], datetime] = {(authority, year): at for authority, year, at in came}
    for release in gone:
        for authority in release.authorities:
            if release.withdrawn_at is not None:
                key = authority, release.year
                last[key] = max(last.get(key, release.withdrawn_at), release.withdrawn_at)
    return sorted(key for key, at in last.items() if key not in last_made or last_made[key] < at + LATE)


def not_put_together() -> list[tuple[str, int]]:
    """Authorities and summers of which the release that stands holds other numbers than are in force."""
    return [(authority, year) for authority, year in perhaps_not_put_together() if not _stands(authority, year)]


def _stands(authority: str, year: int) -> bool:
    lines = in_force(year, authority=authority)
    release = current_release(authority, year)
    if release is None:
        return not lines
    held = returned_rows(Path(settings.ACCORD_RELEASES) / str(release.public_id))
    known = what_is_reportable()
    told = {(row.urn, known.measure(row.measure), row.group, row.pupils, row.met) for row in held}
    wanted = {(each.urn, each.measure, each.group.replace("_", " ").upper(), each.pupils, each.met) for each in lines}
    return told == wanted


def current_release(authority: str, year: int) -> Release | None:
    """The release in which an authority's own returns of a summer stand."""
    found = Release.objects.filter(family=FAMILY, year=year, accepted_at__isnull=False, withdrawn_at=None)
    made = found.filter(intake__compiled=True, intake__belongs_to=f"authority:{authority}")
    return made.order_by("-accepted_at", "-pk").first()

