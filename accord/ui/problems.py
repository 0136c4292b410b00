"""What a program is told that cannot be answered: one shape for all of it, RFC 9457's problem details."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

PROBLEM = "application/problem+json"


def problem(status: int, detail: str, errors: Sequence[dict[str, Any]] = ()) -> JsonResponse:
    """A refusal that says why and what to do; ``errors`` name what was asked wrongly: ``{"field", "message"}``."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    answer = JsonResponse(told | ({"errors": list(errors)} if errors else {}), status=status)
    answer["Content-Type"] = PROBLEM
    return answer
