"""Tables of the register that leave as files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from accord.register.presenters.sources import source_of
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Table

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(table: Table, form: str, stem: str, title: str, asked: tuple[tuple[str, str], ...]) -> HttpResponse:
    """A table as ``csv`` or ``xlsx``, named after what was asked."""
    if form == "csv":
        response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        demonstration = bool(settings.ACCORD_DEMONSTRATION)
        source = source_of(title, asked, on=timezone.localdate(), demonstration=demonstration)
        response = HttpResponse(as_xlsx(table, source), content_type=SPREADSHEET)
    else:
        raise Http404("Tables leave as CSV and XLSX.")
    response["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return response
