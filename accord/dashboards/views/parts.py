"""The parts of a page as requests of their own: a chart, a CSV, a spreadsheet. The same door as the page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accord.dashboards.presenters.page import PARTS, part
from accord.dashboards.presenters.school_record import groups_table
from accord.dashboards.presenters.sources import file_stem, source_of
from accord.dashboards.presenters.workings import schools_behind_table
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.workings import explained
from accord.dashboards.views.asking import asked
from accord.register.queries.school_records import school_record
from accord.ui.charts.drawing import Drawing, png, svg
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Table

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def chart(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One picture as SVG; a browser that has it already is told so before anything is drawn."""
    drawing = _drawing(request, asked(request, room, key), code)
    etag = f'"{drawing.fingerprint}"'
    known = get_conditional_response(request, etag=etag)
    unchanged = isinstance(known, HttpResponseNotModified)
    response = known if unchanged else HttpResponse(svg(drawing), content_type="image/svg+xml")
    response["ETag"] = etag
    # Kept by the reader's own browser only, and asked about each time: rights and releases may change.
    response["Cache-Control"] = "private, no-cache, max-age=0"
    return response


@require_safe
def png_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One picture in dots, to put into a document."""
    looking = asked(request, room, key)
    drawing = _drawing(request, looking, code)
    return _sent(png(drawing), "image/png", f"{file_stem(looking, code)}.png")


def _drawing(request: HttpRequest, looking: Looking, code: str) -> Drawing:
    picture = part(looking, code)[0] if code in PARTS else None
    if picture is None:
        raise Http404("There is nothing to draw here.")
    return picture.drawing(narrow=request.GET.get("narrow") == "1")


@require_safe
def csv_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """The table of one part, one row a line, with codes."""
    looking = asked(request, room, key)
    table = _table(looking, code)
    return _sent(as_csv(table), "text/csv; charset=utf-8", f"{file_stem(looking, table.code)}.csv")


@require_safe
def xlsx_file(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """The same table as a spreadsheet with a sheet of notes."""
    looking = asked(request, room, key)
    table = _table(looking, code)
    demonstration = bool(settings.ACCORD_DEMONSTRATION)
    source = source_of(looking, table, on=timezone.localdate(), demonstration=demonstration)
    return _sent(as_xlsx(table, source), SPREADSHEET, f"{file_stem(looking, table.code)}.xlsx")


def _table(looking: Looking, code: str) -> Table:
    if code in PARTS:
        return part(looking, code)[1]
    if code == "groups" and looking.subject.is_school:
        record = school_record(looking.subject.key)
        if record is not None:
            return groups_table(record)
    made = explained(looking) if code == "workings" else None
    if made is None:
        raise Http404("There is no such table.")
    return schools_behind_table(made.own)


def _sent(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
