"""Counts in, sentences out: each worked example says just what is printed in the reference."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference import reading
from tests.spec.sentences import COMPUTED, SAID, Kind, Worked, computed, load, said

KINDS = load()
ROOMS = Path(__file__).resolve().parents[2] / "accord" / "insight" / "sentences"
WITHOUT_A_TABLE = {
    "headline": "level, coverage and comparison in that order",
    "to_ask": "questions put together from several figures (tests/unit/insight/test_asking.py)",
    "who_is_missing": "needs names and reasons only (tests/unit/insight)",
}


def every() -> Iterator[tuple[Kind, Worked]]:
    for kind in KINDS:
        for example in kind.examples:
            yield kind, example


@pytest.mark.parametrize(("kind", "example"), list(every()), ids=lambda each: getattr(each, "call", ""))
def test_the_sentence_is_the_one_written_down(kind: Kind, example: Worked) -> None:
    assert said(kind, example) == example.sentence
    assert reading.wrong_words(example.sentence) == []


@pytest.mark.parametrize(("kind", "example"), [pair for pair in every() if pair[1].numbers],
                         ids=lambda each: getattr(each, "call", ""))  # fmt: skip
def test_the_numbers_are_those_worked_by_hand(kind: Kind, example: Worked) -> None:
    found = computed(kind, example)
    assert example.working and example.numbers.keys() == found.keys() | example.numbers.keys()
    for name, text in example.numbers.items():
        decimals = len(text.partition(".")[2])
        assert abs(float(text) - found[name]) <= 0.5000001 * 10**-decimals, (name, text, found[name])


def test_every_kind_has_examples_and_some_are_worked_by_hand() -> None:
    assert {kind.call for kind in KINDS} == set(SAID)
    assert all(kind.examples for kind in KINDS)
    assert {kind.call for kind, example in every() if example.numbers} == set(COMPUTED)


def test_every_function_that_pages_may_call_is_shown() -> None:
    """Those that take a topic or somebody named, and the two that put others together."""
    offered = set()
    for path in ROOMS.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = [ast.unparse(each.annotation) for each in node.args.args[:1] if each.annotation]
                gives = ast.unparse(node.returns) if node.returns else ""
                if gives in ("str", "list[str]") and first and first[0] in ("Topic", "Named", "Sequence[Asked]"):
                    offered.add(node.name)
    pieces = {"the_figure", "begun", "with_count", "without_value"}
    of_no_topic = {"by_how_much", "how_many_moved"}
    assert offered - pieces - WITHOUT_A_TABLE.keys() == set(SAID) - of_no_topic and of_no_topic <= set(SAID)
    assert WITHOUT_A_TABLE
