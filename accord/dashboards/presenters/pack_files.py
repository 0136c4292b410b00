"""A pack in one of its three files."""

from __future__ import annotations

from datetime import datetime

from accord.dashboards.presenters.pack_tables import sheets_of
from accord.dashboards.presenters.packs import KINDS, SUMMARY, WHOLE, Occasion, notes_of, pack_document, sentences_of
from accord.dashboards.presenters.sources import long_date, made_on
from accord.dashboards.queries.packs import Pack
from accord.reports.pdf import as_pdf
from accord.reports.word import as_docx
from accord.ui.answering import INVENTED, LICENCE, SPREADSHEET
from accord.ui.charts.drawing import dots
from accord.ui.tables.files import as_workbook
from accord.ui.tables.tables import Source

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": SPREADSHEET,
}
"""The files that a pack leaves in, and the kind of content of each."""


def pack_file(pack: Pack, form: str, occasion: Occasion, at: datetime) -> bytes:
    """The content of the file. Raises `KeyError` for a form that is none of `FORMS`."""
    return _MAKERS[form](pack, occasion, at)


def _pdf(pack: Pack, occasion: Occasion, at: datetime) -> bytes:
    return as_pdf(pack_document(pack, occasion))


def _docx(pack: Pack, occasion: Occasion, at: datetime) -> bytes:
    return as_docx(pack_document(pack, occasion), dots=dots, made_at=at)


def _xlsx(pack: Pack, occasion: Occasion, at: datetime) -> bytes:
    sheets, looking = sheets_of(pack), pack.looking
    source = Source(
        title=f"{looking.subject.name}: {KINDS[WHOLE if pack.whole else SUMMARY].lower()}",
        asked=tuple(notes_of(looking, occasion)),
        made_on=long_date(made_on(looking, occasion.on)),
        licence=INVENTED if occasion.demonstration else LICENCE,
    )
    return as_workbook(sheets, source, sentences_of(pack))


_MAKERS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
