"""Tables of the register that leave as files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from accord.register.presenters.sources import source_of
from accord.ui.answering import CSV, SPREADSHEET, sent
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Table


def table_file(table: Table, form: str, stem: str, title: str, asked: tuple[tuple[str, str], ...]) -> HttpResponse:
    """A table as ``csv`` or ``xlsx``, named after what was asked."""
    if form == "csv":
        return sent(as_csv(table), CSV, f"{stem}.csv")
    if form != "xlsx":
        raise Http404("Tables leave as CSV and XLSX.")
    demonstration = bool(settings.ACCORD_DEMONSTRATION)
    source = source_of(title, asked, on=timezone.localdate(), demonstration=demonstration)
    return sent(as_xlsx(table, source), SPREADSHEET, f"{stem}.xlsx")
