"""Charts and tables as answers to requests: files to keep, and pictures for pages, the same from every room."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accord.ui.charts.drawing import Drawing, png, svg
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Source, Table

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
INVENTED = "Demonstration: every school, pupil count and figure in this file is invented."
FORMS = ("csv", "xlsx")
PICTURES = ("svg", "png")


def table_answer(table: Table, form: str, stem: str, title: str, asked: tuple[tuple[str, str], ...]) -> HttpResponse:
    """A table as CSV, or as a spreadsheet that says what was asked."""
    if form == "csv":
        return sent(as_csv(table), "text/csv; charset=utf-8", f"{stem}.csv")
    if form != "xlsx":
        raise Http404("Tables leave as CSV and as XLSX.")
    today = timezone.localdate()
    licence = INVENTED if settings.ACCORD_DEMONSTRATION else LICENCE
    source = Source(title, asked, f"{today.day} {today:%B %Y}", licence)
    return sent(as_xlsx(table, source), SPREADSHEET, f"{stem}.xlsx")


def picture_answer(request: HttpRequest, drawing: Drawing, form: str, stem: str) -> HttpResponse:
    """A picture for the page, or in dots for a document; a browser that has it already is told so."""
    if form == "png":
        return sent(png(drawing), "image/png", f"{stem}.png")
    if form != "svg":
        raise Http404("Pictures leave as SVG and as PNG.")
    etag = f'"{drawing.fingerprint}"'
    known = get_conditional_response(request, etag=etag)
    unchanged = isinstance(known, HttpResponseNotModified)
    response = known if unchanged else HttpResponse(svg(drawing), content_type="image/svg+xml")
    response["ETag"] = etag
    # Kept by the reader's own browser only, and asked about each time: rights and releases may change.
    response["Cache-Control"] = "private, no-cache, max-age=0"
    return response


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
