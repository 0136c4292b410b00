"""The API is as its description says: schemathesis asks what that allows, and what it does not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accord.api.views.v1 import described
from tests.factories.people import somebody
from tests.factories.programs import COAST, URNS, Program, publish_three_summers, token_of
from tests.factories.register_schools import school as listed
from tests.factories.school_tables import RWM
from tests.fixtures.described import Site
from tests.fixtures.skipping import thorough

pytestmark = pytest.mark.once

TIMES = 500 if thorough() else 12
SEED = 20261201
MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REAL: dict[str, dict[str, str]] = {
    "figures": {"of": "groups/coast", "measures": RWM, "years": "2017-2019", "pupils": "all"},
    "members": {},
    "schools": {"authority": "201"},
    "releases": {"year": "2018"},
}
"""What there is something of, so that not every question is of nothing."""


@pytest.fixture
def program(home: Path, tmp_path: Path, settings: Any) -> Program:
    publish_three_summers(tmp_path)
    for urn in URNS:
        listed(urn, f"School {urn}", la_code="201")
    settings.ACCORD_API_A_MINUTE = 1_000_000
    return Program(token_of(somebody()))


@pytest.fixture
def operations(program: Program, connection_kept: None, hypothesis_kept: None) -> list[APIOperation]:
    """The API as it describes itself, to schemathesis."""
    schema = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig.from_dict({}))
    schema.app = Site()
    return [each.ok() for each in schema.get_all_operations()]


def ask(operation: APIOperation, program: Program, statuses: Counter[int]) -> list[str]:
    """Ask one operation so often; what was not as described."""
    wrong: list[str] = []
    label = operation.definition.raw["operationId"]

    @seed(f"{SEED} {label}")
    @settings(max_examples=TIMES, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategies.sampled_from(MODES).flatmap(operation.as_strategy), strategies.booleans())
    def asking(case: Case, real: bool) -> None:
        if real:
            case.query = {**(case.query or {}), **REAL.get(label, {})}
            case.path_parameters = {"key": "coast"} if label == "members" else case.path_parameters
        answer = case.call("http://localhost", headers={"Authorization": program.head})
        statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, CHECKS)
        except FailureGroup as group:
            wrong.extend(f"{each.title}: {each.message} <- {case.as_curl_command()}" for each in group.exceptions)

    asking()
    return wrong


def test_every_answer_is_as_described(operations: list[APIOperation], program: Program):
    statuses: Counter[int] = Counter()
    wrong = [told for operation in operations for told in ask(operation, program, statuses)]
    print(f"{statuses.total()} requests to {len(operations)} operations: {dict(statuses)}")
    assert wrong == [] and len(operations) == 6
    assert statuses[200] > 10 and statuses[422] > 5 and statuses.total() >= 6 * TIMES * 0.8


def test_an_answer_that_is_not_as_described_is_noticed(operations: list[APIOperation], program: Program):
    (operation,) = [each for each in operations if each.definition.raw["operationId"] == "groups"]
    shape = operation.definition.raw["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape["$ref"].endswith("/Groups")
    raw = described()
    raw["components"]["schemas"]["Group"]["required"].append("planted")
    schema = schemathesis.openapi.from_dict(raw, config=SchemathesisConfig.from_dict({}))
    schema.app = Site()
    (planted,) = [each.ok() for each in schema.get_all_operations() if each.ok().label.endswith("/groups")]
    assert any("planted" in told for told in ask(planted, program, Counter()))


def test_what_is_given_has_the_shape_that_is_described_and_nothing_else(program: Program):
    whole = described()
    of_figures = (COAST, f"{COAST}&each=school", f"{COAST}&years=2023")
    for address in (*of_figures, "measures", "groups", "groups/coast/members", "schools", "releases"):
        name = address.partition("?")[0].rpartition("/")[2].capitalize()
        answer = program.get(address).json()
        shape = {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
        assert list(Draft202012Validator(shape).iter_errors(answer)) == []
        item = whole["components"]["schemas"][name[:-1]]
        assert answer["items"] and set(answer["items"][0]) <= set(item["properties"])
        assert set(item["required"]) <= set(answer["items"][0])


def test_every_problem_is_described_in_one_shape():
    for path, methods in described()["paths"].items():
        assert list(methods) == ["get"], path
        answers = methods["get"]["responses"]
        assert {"200", "304", "401", "403", "404", "422", "429", "500"} <= set(answers)
        for status, answer in answers.items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]
        assert all(each.get("description") for each in methods["get"]["parameters"] if each["in"] == "query")
