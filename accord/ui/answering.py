"""Charts and tables as answers to requests: files to keep, and pictures for pages, the same from every room."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accord.ui.charts.drawing import Drawing, png, svg
from accord.ui.charts.framed import Frame
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Source, Table

CSV = "text/csv; charset=utf-8"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
PUBLISHER = "Source: Department for Education, school performance tables."
INVENTED = "Demonstration: every school, pupil count and figure in this file is invented."
FORMS = ("csv", "xlsx")
PICTURES = ("svg", "png")


def table_answer(table: Table, form: str, stem: str, title: str, asked: tuple[tuple[str, str], ...]) -> HttpResponse:
    """A table as CSV, or as a spreadsheet that says what was asked."""
    if form == "csv":
        return sent(as_csv(table), CSV, f"{stem}.csv")
    if form != "xlsx":
        raise Http404("Tables leave as CSV and as XLSX.")
    source = Source(title, asked, _today(), INVENTED if settings.ACCORD_DEMONSTRATION else LICENCE)
    return sent(as_xlsx(table, source), SPREADSHEET, f"{stem}.xlsx")


def picture_answer(
    request: HttpRequest, draw: Callable[[Frame | None], Drawing], form: str, stem: str, asked: tuple[str, ...]
) -> HttpResponse:
    """A picture for the page, or one that leaves it with its title, what was asked, source and date inside itself.

    In dots it always leaves; as SVG with ``whole=1``.
    """
    if form not in PICTURES:
        raise Http404("Pictures leave as SVG and as PNG.")
    leaves = form == "png" or request.GET.get("whole") == "1"
    drawing = draw(frame(asked) if leaves else None)
    if form == "png":
        return sent(png(drawing), "image/png", f"{stem}.png")
    if leaves:
        return sent(svg(drawing).encode(), "image/svg+xml", f"{stem}.svg")
    return HttpResponse(svg(drawing), content_type="image/svg+xml")


def frame(asked: tuple[str, ...]) -> Frame:
    """The words around a picture that travels alone."""
    source = INVENTED.replace("in this file", "here") if settings.ACCORD_DEMONSTRATION else f"{PUBLISHER} {LICENCE}"
    return Frame(asked, (f"{source} Made on {_today()}.",))


def _today() -> str:
    today = timezone.localdate()
    return f"{today.day} {today:%B %Y}"


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
