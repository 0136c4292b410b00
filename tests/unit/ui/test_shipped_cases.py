"""Our components beside every case that GOV.UK Frontend ships for its own; what is not compared is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.ui.left_out import CASES, COMPONENTS
from tests.unit.ui.outlines import outline
from tests.unit.ui.shipped_fields import FIELD_ADAPTERS
from tests.unit.ui.shipped_options import ADAPTERS, LeftOut

FOLDER = Path(__file__).resolve().parents[3] / "node_modules/govuk-frontend/dist/govuk/components"
if not FOLDER.is_dir():
    pytest.skip("no govuk-frontend in node_modules: python3 run.py setup", allow_module_level=True)

DRAWN_BY = {**ADAPTERS, **FIELD_ADAPTERS}
SHIPPED = {
    path.parent.name: {case["name"]: case for case in json.loads(path.read_text("utf-8"))["fixtures"]}
    for path in FOLDER.glob("*/fixtures.json")
}
NAMED = {component: {name for names in reasons.values() for name in names} for component, reasons in CASES.items()}
COMPARED = [
    (component, name)
    for component in sorted(DRAWN_BY)
    for name in SHIPPED[component]
    if name not in NAMED.get(component, ())
]


@pytest.mark.parametrize(("component", "name"), COMPARED, ids=lambda each: each)
def test_ours_is_what_is_shipped(component, name):
    case = SHIPPED[component][name]
    assert outline(DRAWN_BY[component](case["options"])) == outline(case["html"])


def test_every_case_is_compared_or_left_out_by_name():
    assert SHIPPED.keys() == DRAWN_BY.keys() | COMPONENTS.keys()
    assert not DRAWN_BY.keys() & COMPONENTS.keys()
    for component, names in NAMED.items():
        assert names <= SHIPPED[component].keys(), component
    everything = sum(len(cases) for cases in SHIPPED.values())
    elsewhere = sum(len(SHIPPED[component]) for component in COMPONENTS)
    by_name = sum(len(names) for names in NAMED.values())
    print(f"\n{everything} cases: {len(COMPARED)} compared, {by_name} left out by name, {elsewhere} of no counterpart")
    assert len(COMPARED) + by_name + elsewhere == everything
    assert len(COMPARED) > 150


@pytest.mark.parametrize("component", sorted(CASES))
def test_a_case_is_left_out_for_the_reason_given(component):
    found: dict[str, set[str]] = {}
    for name in NAMED[component]:
        with pytest.raises(LeftOut) as because:
            DRAWN_BY[component](SHIPPED[component][name]["options"])
        found.setdefault(str(because.value), set()).add(name)
    assert found == {reason: set(names) for reason, names in CASES[component].items()}


@pytest.mark.parametrize(
    ("before", "after"), [("govuk-tag--grey", "govuk-tag--green"), ("Grey", "Gray"), ("strong", "b")]
)
def test_a_difference_is_found(before, after):
    shipped = SHIPPED["tag"]["grey"]["html"]
    assert outline(shipped) != outline(shipped.replace(before, after))


def test_only_a_hidden_drawing_is_passed_over():
    assert outline('<p>a<svg aria-hidden="true"><path d="m0"></path></svg>b</p>') == outline("<p>a</p>")[:-1] + [
        "b",
        "/p",
    ]
    assert outline("<p>a<svg></svg></p>") != outline("<p>a</p>")
