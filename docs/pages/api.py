"""The page about the API, printed from its own description and from the columns of its CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accord.api.presenters.tidy import BESIDE, FILTERS, INDICATORS, SYMBOLS, WHEN_AND_WHERE
from accord.api.views.v1 import PROBLEMS, described
from docs.pages.markdown import code, table

Schema = Mapping[str, Any]

OPENING = """# The API

{about}

Every site serves this description as OpenAPI 3.1 at `/api/v1/openapi.json`. How-to guides:
[refresh an Excel workbook](../how-to/refresh-excel-from-accord.md),
[refresh Power BI](../how-to/refresh-power-bi-from-accord.md). Why it is so:
[decision 44](../decisions/0044-programs-are-answered-like-pages.md).

Addresses answer to GET and HEAD alone. A name that an address does not take is refused, and not passed over; so is one
that is given twice. One person's programs together may ask 120 times in a minute unless the operator says otherwise
(`ACCORD_API_A_MINUTE`); beyond that they are told 429 and how long to wait. Figures are those of the site's pages, by
the same rights, embargoes and protections; what their keys mean is in [keys of figures](figures-json.md)."""
PROBLEM = """## What can go wrong

Each refusal has one shape, problem details by RFC 9457, as `application/problem+json`: `type`, `title`, `status`,
`detail` in words and, for 422, `errors` with the `field` and the `message` of each."""
TIDY = """## Tidy CSV

`format=csv` (or `Accept: text/csv`) gives all figures of a question at once, one row a time, place and combination of
filters, by the open data standard of the Department for Education. `format=meta` says which columns are filters and
which indicators: packed into one ZIP with the CSV of `columns=standard`, Accord's own reader of that standard takes it
in, and a test does so.

Where it departs from the standard: a group of schools has no geographic level there, so its rows say `School group` and
carry `group_code` and `group_name`; `new_la_code` is left out, because the register does not keep it; one indicator,
`value`, holds figures of several units, told apart by the filter `measure`."""


def api() -> str:
    """Each address, what it takes and gives; problems; the columns and symbols of the CSV."""
    made = described()
    parts = [OPENING.format(about=made["info"]["description"])]
    for path, methods in made["paths"].items():
        parts += _operation(path, methods["get"], made["components"]["schemas"])
    problems = [(status, f"{says}.") for status, says in PROBLEMS.items()]
    parts += [PROBLEM, table(("status", "when"), problems), TIDY]
    kinds = {"when and where": WHEN_AND_WHERE, "filter": FILTERS, "indicator": INDICATORS, "beside": BESIDE}
    columns = [(code(each.code), kind, each.meaning or each.title) for kind, some in kinds.items() for each in some]
    parts += [table(("column", "is", "meaning"), columns), "Symbols stand where there is no number:"]
    symbols = [(code(each), code(sign)) for each, sign in SYMBOLS.items()]
    return "\n\n".join([*parts, table(("status", "symbol"), symbols)])


def _operation(path: str, operation: Schema, schemas: Schema) -> Iterator[str]:
    yield f"## {code(path)}"
    yield str(operation["description"] or operation["summary"])
    taken = [(code(each["name"]), _values(each), each.get("description", "")) for each in operation["parameters"]]
    yield table(("takes", "as", "meaning"), taken)
    shape = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    page, item = schemas[shape], schemas[shape]["properties"]["items"]["items"]["$ref"].rpartition("/")[2]
    beside = [name for name in page["properties"] if name != "items"]
    yield f"Gives `items`, and beside them {', '.join(code(name) for name in beside)}. Each item has:"
    fields = schemas[item]["properties"].items()
    yield table(("key", "as"), [(code(name), _type(each)) for name, each in fields])


def _values(parameter: Schema) -> str:
    schema = parameter["schema"]
    usual = schema.get("default")
    words = _type(schema) + (", needed" if parameter["required"] else "")
    return words + (f"; {code(usual)} unless given" if usual not in (None, "") else "")


def _type(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return code(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(code(each) for each in schema["enum"] if each)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("format") or schema.get("type") or schema.get("const"))
