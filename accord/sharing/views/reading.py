"""Agreements to read: the list, one of them, its words, its schools and its scans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.register.queries.groups import groups_called
from accord.sharing.models.agreements import Agreement, Version
from accord.sharing.presenters.agreements import (
    COLOURS,
    Line,
    facts_list,
    list_sentence,
    list_table,
    one_sentence,
    parties_table,
    scans_list,
)
from accord.sharing.presenters.history import history
from accord.sharing.presenters.words import parts_of
from accord.sharing.queries.agreements import may_keep, may_sign, newest, readable, scan_of, scans_of
from accord.sharing.queries.scans import scan_path
from accord.sharing.queries.standing import facts_of
from accord.sharing.queries.wording import wording
from accord.sharing.rules.agreements import can_issue, can_sign, can_withdraw
from accord.sharing.rules.clauses import one_text
from accord.sharing.rules.scans import MIME
from accord.ui.answering import sent, table_answer


@needs(Act.LOOK)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements that the reader keeps, signs, or reads the record of."""
    today = timezone.localdate()
    lines = _lines(request, readable(rights(request), today), today)
    context = {"sentence": list_sentence(lines, today), "table": list_table(lines, today), "section": "groups"}
    return render(request, "sharing/agreements.html", context)


@needs(Act.LOOK)
@require_safe
def agreements_file(request: HttpRequest, form: str) -> HttpResponse:
    """The list, to take away."""
    today = timezone.localdate()
    lines = _lines(request, readable(rights(request), today), today)
    return table_answer(list_table(lines, today), form, "agreements", "Data-sharing agreements", ())


@needs(Act.LOOK)
@require_safe
def agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One agreement: what stands, who signed, and what the reader may do."""
    today, found = timezone.localdate(), found_for(request, public_id)
    line = _line(request, found, today)
    keeps = keeper(request, found)
    state = line.state_on(today)
    return render(
        request,
        "sharing/agreement.html",
        {
            "section": "groups",
            "agreement": found,
            "line": line,
            "sentence": one_sentence(line, today),
            "state": state.label,
            "colour": COLOURS[state],
            "facts": facts_list(line.version),
            "table": parties_table(line.version, line.facts, today),
            "mine": _mine(request, line, today),
            "unsigned": [each for each in _parties(line, today) if each["signs"]] if keeps else [],
            "keeps": keeps,
            "draft": draft_of(found) if keeps else None,
            "can_issue": keeps and line.version.issued_at is None and can_issue(line.facts, today),
            "scans": scans_list(scans_of(found)),
            "history": history(found) if keeps else [],
        },
    )


@needs(Act.LOOK)
@require_safe
def parties_file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """The schools of an agreement, to take away."""
    today, found = timezone.localdate(), found_for(request, public_id)
    line = _line(request, found, today)
    asked = (("Agreement", found.name), ("Version", str(line.version.number)))
    table = parties_table(line.version, line.facts, today)
    return table_answer(table, form, f"agreement-{found.public_id}", "Schools of the agreement", asked)


@needs(Act.LOOK)
@require_safe
def words(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The agreement word for word, to read, to print and to sign on paper."""
    found = found_for(request, public_id)
    line = _line(request, found, timezone.localdate())
    draft = line.version.issued_at is None
    text = one_text(wording(line.version)) if draft else line.version.text
    context = {"section": "groups", "agreement": found, "version": line.version, "draft": draft}
    told = {"parts": parts_of(text), "parties": line.version.parties.all()}
    return render(request, "sharing/words.html", context | told)


@needs(Act.LOOK)
@require_safe
def scan(request: HttpRequest, public_id: UUID, scan_id: UUID, form: str) -> HttpResponse:
    """A scan, to keep; never shown inside the page."""
    kept = scan_of(found_for(request, public_id), scan_id)
    path = scan_path(kept.sha256) if kept else None
    if kept is None or kept.kind != form or path is None or not path.is_file():
        raise Http404("There is no such scan.")
    response = sent(path.read_bytes(), MIME[kept.kind], f"agreement-{kept.sha256[:12]}.{kept.kind}")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def found_for(request: HttpRequest, public_id: UUID) -> Agreement:
    """The agreement at an address; not found where it is not the reader's."""
    found = readable(rights(request), timezone.localdate()).filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no agreement of yours at this address.")
    return found


def keeper(request: HttpRequest, found: Agreement) -> bool:
    """Whether the reader keeps an agreement."""
    return may_keep(rights(request), group=found.group, belongs_to=found.belongs_to)


def draft_of(found: Agreement) -> Version | None:
    """The version that is being written."""
    return found.versions.filter(issued_at=None).first()


def _lines(request: HttpRequest, found: Iterable[Agreement], on: date) -> list[Line]:
    """Agreements with the version that stands; where none does, keepers see the draft and others the last one."""
    found = list(found)
    versions = newest(found)
    chosen = {each.pk: _tells(versions[each.pk], keeper(request, each)) for each in found}
    facts = facts_of([version for version in chosen.values() if version], on)
    groups = groups_called({each.group for each in found} - {""})
    return [
        Line(each, version, facts[version.pk], str(groups.get(each.group, each.group)))
        for each in found
        if (version := chosen[each.pk]) is not None
    ]


def _line(request: HttpRequest, found: Agreement, on: date) -> Line:
    """One agreement; not found for those who see no drafts, where it is nothing else yet."""
    lines = _lines(request, [found], on)
    if not lines:
        raise Http404("There is no agreement of yours at this address.")
    return lines[0]


def _tells(versions: list[Version], keeps: bool) -> Version | None:
    standing = [each for each in versions if each.issued_at and not each.superseded_at]
    signed = [each for each in versions if each.issued_at]
    return next(iter([*standing, *(versions if keeps else signed)]), None)


def _mine(request: HttpRequest, line: Line, on: date) -> list[dict[str, object]]:
    """The schools in whose name the reader may sign or withdraw."""
    if not rights(request).may(Act.SIGN_AGREEMENTS):
        return []
    return [
        each
        for each in _parties(line, on)
        if (each["signs"] or each["leaves"]) and may_sign(rights(request), str(each["urn"]), on)
    ]


def _parties(line: Line, on: date) -> list[dict[str, object]]:
    names = {each.urn: each.name for each in line.version.parties.all()}
    return [
        {
            "urn": each.urn,
            "name": names[each.urn],
            "signs": can_sign(line.facts, each, on),
            "leaves": can_withdraw(line.facts, each),
        }
        for each in line.facts.parties
    ]
