"""What leaves, and what is shown, is written down before it does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.actions.reading import page_that_notes, write_reads

FILES = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "image/png": "png",
}
"""Kinds of answer that are files to keep, whether they say so or not."""


class WhatLeavesIsRecorded:
    """Middleware around everything that asks the database for figures: writes reads and exports down.

    Outside the page's own transaction, so that what was shown stays recorded when the page took its changes back.
    Where it cannot be written, the error takes the place of the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; write down what it shows and whether it is a file."""
        with page_that_notes() as page:
            response = self.get_response(request)
        match = request.resolver_match
        page.name = match.view_name if match is not None else ""
        write_reads(page)
        form = file_form(response)
        if form and match is not None and response.status_code == 200 and request.method != "HEAD":
            _record_export(request, response, form)
        return response


def file_form(response: HttpResponse) -> str:
    """The kind of file an answer is; empty for a page or a picture inside one."""
    kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in FILES:
        return FILES[kind]
    attached = response.get("Content-Disposition", "").lower().startswith("attachment")
    return kind.rpartition("/")[2].partition("+")[0] or "file" if attached else ""


@transaction.atomic
def _record_export(request: HttpRequest, response: HttpResponse, form: str) -> None:
    signed_in = request.user.is_authenticated
    detail: dict[str, object] = {
        "route": request.resolver_match.view_name if request.resolver_match else "",
        "form": form,
        "bytes": len(response.content),
        "sha256": hashlib.sha256(response.content).hexdigest(),
    }
    token = getattr(request, "token", None)
    if token is not None:
        detail["token"] = str(token.public_id)
    viewed = getattr(request, "looking_as", None)
    if viewed is not None:
        detail["looking_as"] = str(viewed.public_id)
    record(
        "exported",
        kind="file",
        subject=request.path[:200],
        by=request.user if signed_in else None,
        at=timezone.now(),
        detail=detail,
        visitor=not signed_in,
    )
