"""The parts of a page as requests of their own: a chart, a CSV, a spreadsheet. The same door as the page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.programs import answers_programs
from accord.dashboards.presenters.data_tables import as_json
from accord.dashboards.presenters.parts import SECTIONS, table
from accord.dashboards.presenters.sources import file_stem, frame_of, long_date, source_of
from accord.dashboards.queries.every_figure import every_figure
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import UnknownQuestion
from accord.dashboards.views.asking import asked
from accord.ui.answering import CSV, SPREADSHEET, sent
from accord.ui.charts.drawing import Drawing, png, svg
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Table


@needs(Act.LOOK)
@require_safe
def chart(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One picture as SVG, drawn once for each state of its data.

    ``whole=1`` asks for the one that travels alone, with its title, source and date inside, as a file.
    """
    looking = asked(request, room, key)
    travels = request.GET.get("whole") == "1"
    drawing = _drawing(request, looking, code, travels=travels)
    response = HttpResponse(svg(drawing), content_type="image/svg+xml")
    if travels:
        response["Content-Disposition"] = f'attachment; filename="{file_stem(looking, code)}.svg"'
    return response


@needs(Act.LOOK)
@require_safe
def png_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One picture in dots, to put into a document: its title, source and date are in it."""
    looking = asked(request, room, key)
    drawing = _drawing(request, looking, code, travels=True)
    return sent(png(drawing), "image/png", f"{file_stem(looking, code)}.png")


def _drawing(request: HttpRequest, looking: Looking, code: str, *, travels: bool) -> Drawing:
    part = SECTIONS[code](looking) if code in SECTIONS else None
    picture = part.picture if part else None
    if picture is None:
        raise Http404("There is nothing to draw here.")
    frame = frame_of(looking, on=timezone.localdate(), demonstration=_invented()) if travels else None
    return picture.drawing(narrow=request.GET.get("narrow") == "1", frame=frame)


@answers_programs
@needs(Act.LOOK)
@require_safe
def csv_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """The table of one part, one row a line, with codes."""
    looking = asked(request, room, key)
    found = _table(request, looking, code)
    return sent(as_csv(found), CSV, f"{file_stem(looking, found.code)}.csv")


@needs(Act.LOOK)
@require_safe
def xlsx_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """The same table as a spreadsheet with a sheet of notes."""
    looking = asked(request, room, key)
    found = _table(request, looking, code)
    source = source_of(looking, found, on=timezone.localdate(), demonstration=_invented())
    return sent(as_xlsx(found, source), SPREADSHEET, f"{file_stem(looking, found.code)}.xlsx")


@answers_programs
@needs(Act.LOOK)
@require_safe
def json_file(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Every figure of the subject as rows under the names that the command line promises."""
    looking = asked(request, room, key)
    source = source_of(looking, _table(request, looking, "data"), on=timezone.localdate(), demonstration=_invented())
    rows = as_json(looking, every_figure(looking), long_date(timezone.localdate()), source.licence)
    response = JsonResponse(rows)
    response["Content-Disposition"] = f'attachment; filename="{file_stem(looking, "everything")}.json"'
    return response


def _table(request: HttpRequest, looking: Looking, code: str) -> Table:
    try:
        found = table(looking, code, request.GET.dict())
    except UnknownQuestion as unknown:
        raise Http404(str(unknown)) from unknown
    if found is None:
        raise Http404("There is no such table.")
    return found


def _invented() -> bool:
    return bool(settings.ACCORD_DEMONSTRATION)
