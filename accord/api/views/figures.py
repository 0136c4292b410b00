"""Figures for programs: as JSON in pages, or whole as tidy CSV, by the same door as every page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.api.door import known_already, not_modified, tag
from accord.api.forms.asked import FiguresAsked
from accord.api.paging import Paging
from accord.api.presenters import shapes
from accord.api.presenters.addresses import Addresses
from accord.api.presenters.figures import figures_as_json
from accord.api.presenters.tidy import Places, meta_rows, tidy
from accord.api.problems import wrong
from accord.api.queries.figures import EVERY, Given, Question, given, given_by_school, is_open, selections, state_of
from accord.api.queries.places import areas, numbers_of
from accord.api.rules.lists import NotRead, unknown, words, years
from accord.api.views.asking import refuse_unknown
from accord.performance import catalogue
from accord.performance.selections import Who, WhoKind
from accord.performance.subjects import Subject, subject
from accord.register.queries.schools import resolve
from accord.register.rules.clocks import Clock
from accord.ui.answering import CSV, sent
from accord.ui.tables.files import rows_as_csv

router = Router()
WHOLE = "CSV comes whole: leave “after” and “limit” out, or ask for fewer measures or years."


@router.get("/figures", url_name="figures", operation_id="figures", response=shapes.Figures)
def figures(request: HttpRequest, asked: Query[FiguresAsked]) -> HttpResponse:
    """Figures of a group, an authority, a school or England: values or the reasons why not, and what they rest on."""
    refuse_unknown(request, list(FiguresAsked.model_fields))
    kind = asked.format or ("csv" if _wants_csv(request) else "json")
    if kind == "meta":
        return sent(rows_as_csv(meta_rows()), CSV, "figures.meta.csv")
    whose, reader = _whose(asked.of), Reader.asking(request)
    question = _question(asked, whose)
    chosen = selections(question, reader)
    state = state_of(chosen, reader)
    mark = tag(request, [state])
    # Where what is shown has to be noted down, it is looked for, so that it is.
    if known_already(request, mark) and is_open(reader, question.frozen):
        return not_modified(mark)
    found = (given_by_school if asked.each else given)(chosen, reader)
    addresses = Addresses(whose, question, request.build_absolute_uri)
    if kind == "csv":
        answer = _csv(request, asked, found, question, addresses)
    else:
        paging = Paging.of(request, asked.limit, state)
        rows = paging.cut(found, _key)
        answer = paging.answer(rows, _key, figures_as_json(rows, addresses))
    answer["ETag"] = mark
    return answer


def _csv(
    request: HttpRequest, asked: FiguresAsked, found: Sequence[Given], question: Question, addresses: Addresses
) -> HttpResponse:
    paged = [name for name in ("after", "limit") if name in request.GET]
    if paged:
        raise wrong(paged[0], WHOLE)
    who = question.who
    urns = {each.school.urn for each in found if each.school} | set(who.urns)
    numbers = numbers_of(urns)
    codes = {each.school.authority for each in found if each.school and each.school.authority}
    codes |= {la for la, _ in numbers.values()} | ({who.name} if who.kind is WhoKind.AUTHORITY else set())
    places = Places(who.kind, who.urns[0] if who.urns else who.name, areas(codes), numbers)
    rows = tidy(found, places, addresses, standard=asked.columns == "standard")
    return sent(rows_as_csv(rows), CSV, f"figures-{asked.of.replace('/', '-')}.csv")


def _wants_csv(request: HttpRequest) -> bool:
    """Whether CSV is asked for by name; a program that takes anything gets JSON."""
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def _whose(of: str) -> Subject | None:
    """The subject at an address; None for England. Raises `Http404` where there is none."""
    room, _, key = of.partition("/")
    if room == "england":
        return None
    found = subject(room, (resolve(key) or key) if room == "schools" else key)
    if found is None:
        raise Http404(f"There is nothing called {of}. Groups and schools are listed under /api/v1/groups and schools.")
    return found


def _question(asked: FiguresAsked, whose: Subject | None) -> Question:
    who = whose.who if whose else Who.england()
    known = catalogue.measures()
    measures, pupils = words(asked.measures), words(asked.pupils) or ("all",)
    if strange := unknown(measures, known):
        raise wrong("measures", f"There is no measure {strange[0]}. They are listed under /api/v1/measures.")
    groups = {code for each in known.values() for code in each.pupils}
    if pupils != EVERY and (strange := unknown(pupils, groups)):
        raise wrong("pupils", f"There is no pupil group {strange[0]}. Each measure lists its own.")
    if asked.each and (whose is None or len(measures) != 1):
        raise wrong("each", "Schools one by one are given for one measure at a time, and not of all England.")
    special = {"include": True, "exclude": False}.get(asked.special, whose.is_school or None if whose else None)
    return Question(
        who, measures, _years(asked.years), pupils, Clock(asked.members) if asked.members else None, asked.on,
        special, Basis(asked.basis) if asked.basis else None, asked.frozen,
    )  # fmt: skip


def _years(text: str) -> tuple[int, ...]:
    try:
        return years(text)
    except NotRead as error:
        raise wrong("years", str(error)) from error


def _key(each: Given) -> tuple[str | int, ...]:
    return each.key
