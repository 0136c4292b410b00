"""A pack for a meeting: what to choose, and the paper itself as PDF, Word document or workbook."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.dashboards.presenters.pack_files import FORMS, pack_file
from accord.dashboards.presenters.packs import KINDS, WHOLE, Occasion
from accord.dashboards.presenters.page import opening
from accord.dashboards.presenters.sources import file_stem
from accord.dashboards.presenters.subject_pages import address
from accord.dashboards.queries.one_school import Looking, now
from accord.dashboards.queries.packs import has_whole, pack_of, schools_of_pack
from accord.dashboards.views.asking import asked
from accord.dashboards.views.subject_page import subject_page
from accord.ui.answering import sent

MOST_AT_ONCE = 9
"""So many schools are printed while somebody waits."""


@needs(Act.LOOK)
@require_safe
def packs(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """What a pack can hold, and in which files it leaves."""
    looking = asked(request, room, key)
    schools = len(schools_of_pack(looking))
    context = {
        "sentences": opening(looking, now(looking)),
        "schools": schools,
        "whole": has_whole(looking),
        "too_many": schools > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
    }
    return subject_page(request, looking, "subject_packs", context)


@needs(Act.LOOK)
@require_safe
def pack(request: HttpRequest, room: str, key: str, code: str, form: str) -> HttpResponse:
    """The paper, made for whoever asks from what they are shown."""
    looking = asked(request, room, key)
    if code not in KINDS or form not in FORMS:
        raise Http404("A pack is a summary or whole, as PDF, DOCX or XLSX.")
    whole = code == WHOLE
    if whole and (not has_whole(looking) or len(schools_of_pack(looking)) > MOST_AT_ONCE):
        raise Http404(f"A whole pack is made of at most {MOST_AT_ONCE} schools, from figures as they are today.")
    found = pack_file(pack_of(looking, whole=whole), form, _occasion(request, looking), timezone.now())
    return sent(found, FORMS[form], f"{file_stem(looking, f'pack-{code}')}.{form}")


def _occasion(request: HttpRequest, looking: Looking) -> Occasion:
    page = request.build_absolute_uri(address(looking, "one_school"))
    return Occasion(str(request.user), timezone.localdate(), page, bool(settings.ACCORD_DEMONSTRATION))
