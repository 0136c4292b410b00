"""What each extract of the national register changed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.register.choices import ChangeKind
from accord.register.presenters.changes import changes_table, effects_table, sentence
from accord.register.queries.changes import ExtractLine, changes_of, counts_of, effects, extracts, told
from accord.register.rules.memberships import spelled
from accord.register.views.files import table_file

PAGE = 50


@needs(Act.LOOK)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The extracts that changed something, and what the latest of them changed."""
    listed = extracts()
    if not listed:
        return render(request, "register/changes.html", {"section": "data", "extracts": []})
    return _page(request, listed[0], listed)


@needs(Act.LOOK)
@require_safe
def changes_of_extract(request: HttpRequest, release: UUID) -> HttpResponse:
    """What one extract changed."""
    listed = extracts()
    return _page(request, _extract(str(release), listed), listed)


@needs(Act.LOOK)
@require_safe
def changes_file(request: HttpRequest, release: UUID, code: str, form: str) -> HttpResponse:
    """The changes of an extract, or the groups it touches, to take away."""
    on = _extract(str(release), extracts()).on
    kind = _kind(request)
    if code == "changes":
        table = changes_table(told(list(changes_of(str(release), kinds=kind)), timezone.localdate()))
    elif code == "groups":
        table = effects_table(effects([str(release)], timezone.localdate()))
    else:
        raise Http404("There is no such table.")
    asked = (("Extract of", spelled(on)), ("Kind", ChangeKind(kind[0]).label if kind else "every kind"))
    return table_file(table, form, f"register-{code}-{on}", f"{table.caption}, {spelled(on)}", asked)


def _page(request: HttpRequest, shown: ExtractLine, listed: Sequence[ExtractLine]) -> HttpResponse:
    kind, release = _kind(request), shown.release
    page = Paginator(changes_of(release, kinds=kind), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    counts = counts_of(release)
    return render(
        request,
        "register/changes.html",
        {
            "section": "data",
            "extracts": listed,
            "release": release,
            "sentence": sentence(shown.on, counts),
            "kinds": [(each, ChangeKind(each).label, n) for each, n in counts.items()],
            "kind": kind[0] if kind else "",
            "page": page,
            "table": changes_table(told(list(page), today)),
            "effects": effects_table(effects([release], today)),
        },
    )


def _kind(request: HttpRequest) -> tuple[str, ...]:
    kind = request.GET.get("kind", "")
    return (kind,) if kind in ChangeKind.values else ()


def _extract(release: str, listed: Sequence[ExtractLine]) -> ExtractLine:
    found = next((each for each in listed if each.release == release), None)
    if found is None:
        raise Http404("No extract under this address changed anything.")
    return found
