"""The API, version 1: its parts, what goes wrong with them in one shape, and its description."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.schema import NinjaGenerateJsonSchema

from accord.accounts.programs import answers_programs
from accord.api.presenters.shapes import Problem
from accord.api.problems import Unanswerable
from accord.api.views.figures import router as figures
from accord.api.views.lists import router as lists
from accord.performance.frozen import WithdrawnSince
from accord.performance.selections import UnknownSelection
from accord.ui.openness import open_to_all
from accord.ui.problems import PROBLEM, problem

VERSION = "1.0.0"
ROOT = "/api/v1/"
ABOUT = (
    "Figures, groups, schools, measures and releases, to read. A program shows a token, as a bearer token or as the "
    "password of basic authentication with any name, and is given what the token's maker may pass on: what is public. "
    "Lists come in pages: follow “next” until it is null. A page's cursor keeps its place when rows are added; "
    "“edition_changed” says that the rows are made from something else than those of the page before. Send the ETag "
    "of an answer as If-None-Match, and you are told 304 where nothing is new."
)
PROBLEMS = {
    400: "The request cannot be understood",
    401: "No token, or one that is not known, has ended or was taken back",
    403: "The rights of whoever asks do not reach this",
    404: "There is no such thing",
    410: "The results behind this permanent link were withdrawn",
    422: "Something was asked wrongly; “errors” says what",
    429: "Too much was asked; wait as long as Retry-After says",
    500: "Accord failed to answer",
}
"""What can go wrong with any question, each told as problem details."""

v1 = NinjaAPI(
    title="Accord", version=VERSION, description=ABOUT, openapi_url=None, docs_url=None, urls_namespace="api"
)
v1.add_router("", lists)
v1.add_router("", figures)


@answers_programs
@open_to_all
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The API in its own words, as OpenAPI 3.1. It says nothing of anybody."""
    return JsonResponse(described())


def described() -> dict[str, Any]:
    """The description as plain values."""
    made: dict[str, Any] = dict(v1.get_openapi_schema(path_prefix=ROOT))
    schemas = made["components"].setdefault("schemas", {})
    shape = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}", schema_generator=NinjaGenerateJsonSchema
    )
    schemas |= shape.pop("$defs") | {"Problem": shape}
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "password": {"type": "http", "scheme": "basic"},
    }
    made["security"] = [{"token": []}, {"password": []}]
    told = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, methods in made["paths"].items():
        for operation in methods.values():
            operation["description"] = operation.get("description", "")
            answers = operation["responses"]
            answers |= {str(status): {"description": says, "content": told} for status, says in PROBLEMS.items()}
            answers["304"] = {"description": "Nothing is new since the answer with this ETag"}
            if path.endswith("/figures"):
                answers[200]["content"]["text/csv"] = {"schema": {"type": "string"}}
            operation["responses"] = {str(status): answer for status, answer in answers.items()}
    return made


@v1.exception_handler(Unanswerable)
def unanswerable(request: HttpRequest, error: Unanswerable) -> HttpResponse:
    """What a view refuses."""
    return problem(error.status, error.detail, error.errors)


@v1.exception_handler(ValidationError)
def not_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What cannot be read as what an address takes."""
    errors = [{"field": str(each["loc"][-1]), "message": each["msg"]} for each in error.errors]
    return problem(422, "; ".join(f"{each['field']}: {each['message']}" for each in errors), errors)


@v1.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """What there is not."""
    return problem(404, str(error))


@v1.exception_handler(WithdrawnSince)
def withdrawn(request: HttpRequest, error: WithdrawnSince) -> HttpResponse:
    """What was withdrawn."""
    return problem(410, str(error))


@v1.exception_handler(UnknownSelection)
def unknown_selection(request: HttpRequest, error: UnknownSelection) -> HttpResponse:
    """What there are no figures of."""
    return problem(422, str(error))


@v1.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Everything else is for Django to write down, and for `ProblemsInOneShape` to tell."""
    raise error
