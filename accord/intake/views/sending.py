"""Sending a file and seeing what became of it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.intake.actions.intakes import Asked, accept, receive
from accord.intake.actions.terms import has_terms, terms_asked
from accord.intake.choices import Progress
from accord.intake.forms.sending import SendForm
from accord.intake.forms.terms import DAYS, TermsForm, as_written
from accord.intake.models.files import Intake
from accord.intake.presenters.problems import problems_table
from accord.intake.presenters.releases import TAG_COLOURS, releases_table
from accord.intake.presenters.sent_files import file_facts
from accord.intake.queries.intakes import intake
from accord.intake.rules import NotNow, can_accept
from accord.intake.tasks import check_intake
from accord.sharing.rules.stage_words import terms_sentence
from accord.sharing.rules.stages import PUBLISHED, Terms
from accord.ui.answering import table_answer
from accord.ui.installation import worker_lives
from accord.ui.tables.tables import Table


@needs(Act.SEND_DATA)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form to send a file with. The token is checked in `_upload`, once the file goes to disk."""
    # Handlers can only be chosen before the body is read, and checking the token reads it.
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = SendForm(request.POST or None, request.FILES or None) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        try:
            sent = _receive(request, form)
        except NotNow as error:
            form.add_error("file", str(error))
        else:
            check_intake.enqueue(str(sent.public_id))
            return redirect("intake:sent", sent.public_id)
    return render(request, "intake/upload.html", {"section": "data", "form": form})


def _receive(request: HttpRequest, form: SendForm) -> Intake:
    file: UploadedFile = form.cleaned_data["file"]
    asked = Asked(
        family=form.cleaned_data["family"] or None,
        year=form.cleaned_data["year"],
        settled=form.cleaned_data["settled"],
        hold=form.cleaned_data["hold"],
        as_of=form.cleaned_data["as_of"],
        **{name: form.cleaned_data[name] for name in ("source", *DAYS)},
        belongs_to=rights(request).home(Act.SEND_DATA),
    )
    path = Path(file.temporary_file_path())  # type: ignore[attr-defined]
    return receive(path=path, name=str(file.name), asked=asked, by=request.user, at=timezone.now())


@needs(Act.SEND_DATA)
@require_safe
def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What became of a file: on its way, refused with its problems, held, or published."""
    found = _found(request, public_id)
    return _page(request, found, _terms_form(found) if _may_accept(request, found) else None)


def _page(request: HttpRequest, found: Intake, terms_form: TermsForm | None) -> HttpResponse:
    tables = _tables(found)
    return render(
        request,
        "intake/sent.html",
        {
            "section": "data",
            "intake": found,
            "facts": file_facts(found),
            "colour": TAG_COLOURS[Progress(found.progress)],
            "waiting": found.progress == Progress.RECEIVED,
            "worker": worker_lives(timezone.now()),
            **tables,
            "has_error": bool(found.problems or (terms_form and terms_form.errors)),
            "acceptable": _may_accept(request, found),
            "terms_form": terms_form,
        },
    )


def _may_accept(request: HttpRequest, found: Intake) -> bool:
    return can_accept(found.progress) and rights(request).over(Act.ACCEPT_DATA, found.belongs_to)


def _terms_form(found: Intake, data: QueryDict | None = None) -> TermsForm | None:
    """Who may see what was held, as its sender asked; None for what describes the register and no school's results."""
    held = [each for each in found.releases.all() if has_terms(each)]
    return TermsForm(data, initial=as_written(terms_asked(found, held[0].family))) if held else None


@needs(Act.SEND_DATA)
@require_safe
def sent_file(request: HttpRequest, public_id: UUID, code: str, form: str) -> HttpResponse:
    """What is wrong with a file, what is worth knowing of it, or what came of it: to take away, and to pass on."""
    found = _found(request, public_id)
    table = _tables(found).get(code)
    if table is None:
        raise Http404("There is no such table.")
    asked = (("File", found.name), ("SHA-256", found.file.sha256))
    return table_answer(table, form, f"{code}-{found.public_id}", table.caption, asked)


def _tables(found: Intake) -> dict[str, Table]:
    """The tables of its page that have anything in them."""
    published = list(found.releases.all())
    tables = {
        "problems": problems_table("problems", "What is wrong", found.problems) if found.problems else None,
        "warnings": problems_table("warnings", "Worth knowing", found.warnings) if found.warnings else None,
        "releases": releases_table(published) if published else None,
    }
    return {code: table for code, table in tables.items() if table is not None}


@needs(Act.ACCEPT_DATA)
@require_POST
def accept_sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish what was held."""
    found = _found(request, public_id)
    if not rights(request).over(Act.ACCEPT_DATA, found.belongs_to):
        raise Refused(Act.ACCEPT_DATA)
    form = _terms_form(found, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, found, form)
    try:
        terms = form.terms if form else None
        accept(intake=found, terms=terms, by=request.user, at=timezone.now())
        messages.success(request, f"Accepted. {_seen(terms)}")
    except NotNow as reason:
        messages.warning(request, str(reason))
    return redirect("intake:sent", public_id)


def _seen(terms: Terms | None) -> str:
    if terms is None or terms == PUBLISHED:
        return "The figures can be seen from now on."
    return terms_sentence(terms, timezone.localdate())


def _found(request: HttpRequest, public_id: UUID) -> Intake:
    found = intake(public_id, rights(request))
    if found is None:
        raise Http404("No file was sent under this address.")
    return found
