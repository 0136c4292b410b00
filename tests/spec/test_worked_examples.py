"""Tables in, figures out: each worked example goes through the real door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.releases import withdraw
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from tests.spec.examples import Example, Question, Sending, Withdrawal, load

EXAMPLES = load()


def send(step: Sending, folder: Path) -> Intake:
    """Write the table as CSV and take it in."""
    path = folder / step.name
    path.write_text(step.as_csv(), encoding="utf-8")
    asked = Asked(year=step.year, settled=step.status)
    intake = take_in(path=path, name=step.name, asked=asked, by=None, at=timezone.now())
    assert intake.progress == Progress.PUBLISHED, intake.problems
    return intake


def selection(ask: Mapping[str, Any]) -> Selection:
    """The selection a question makes; `years` is a list, `special` is include or exclude."""
    who = Who.authority(ask["la"]) if "la" in ask else Who.of_urns(ask["urns"])
    special = {"include": True, "exclude": False}[ask["special"]] if "special" in ask else None
    return Selection(
        who=who,
        measures=(ask["measure"],),
        years=tuple(int(year) for year in ask["years"]),
        pupils=tuple(ask.get("pupils", ["all"])),
        special=special,
        span=int(ask.get("span", 1)),
    )


def disagreements(expected: Mapping[str, str], row: FigureRow) -> list[str]:
    """Where a figure is not what was worked by hand, to the decimals that were written."""
    plain = row.as_json() | {"flags": list(row.figure.flags)}
    return [
        f"{name}: {text} expected, {plain.get(name)} given"
        for name, text in expected.items()
        if not agrees(text, plain.get(name))
    ]


def agrees(text: str | list[str], given: Any) -> bool:
    """Whether a given value is the expected one; `none` stands for no value."""
    if isinstance(text, list):
        return text == [str(each) for each in given or []]
    if text == "none" or given is None:
        return (text == "none") == (given is None)
    if isinstance(given, float):
        decimals = len(text.partition(".")[2])
        return abs(float(text) - given) <= 0.5000001 * 10**-decimals
    return text == str(given)


def answer(step: Question) -> list[str]:
    """All that is wrong with the answer to a question."""
    rows = figures(selection(step.ask), Reader.operator())
    if len(rows) != len(step.figures):
        return [f"{len(step.figures)} figures expected, {len(rows)} given"]
    pairs = zip(step.figures, rows, strict=True)
    return [each for expected, row in pairs for each in disagreements(expected, row)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_the_figures_are_those_worked_by_hand(example: Example, home: Path, tmp_path: Path) -> None:
    sent: dict[str, Intake] = {}
    for step in example.steps:
        if isinstance(step, Sending):
            sent[step.name] = send(step, tmp_path)
        elif isinstance(step, Withdrawal):
            for release in sent[step.name].releases.all():
                withdraw(release=release, because="the example says so", by=None, at=timezone.now())
        else:
            assert answer(step) == []


def test_there_are_examples_and_each_asks_something() -> None:
    assert len(EXAMPLES) >= 12
    assert [each.title for each in EXAMPLES if not any(isinstance(s, Question) for s in each.steps)] == []


def test_a_wrong_figure_is_noticed() -> None:
    assert agrees("60.53", 60.526) and not agrees("60.53", 60.52)
    assert agrees("none", None) and not agrees("none", 0) and not agrees("0", None)
    assert agrees("4", 4) and not agrees("4", 5)
    assert agrees(["2018"], [2018]) and not agrees([], [2018])
