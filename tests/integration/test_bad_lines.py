"""Bad files of every family, made by hand: each is refused with the problem, the place and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from accord.warehouse.outcomes import Outcome
from tests.factories.every_family import Sample, samples
from tests.factories.faults import EVERYWHERE, OF_FIGURES, Spoilt, cell
from tests.factories.preparing import forget, of_bytes
from tests.fixtures.skipping import thorough

LINES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("bad_lines.yaml").read_text(encoding="utf-8"))
USUALLY = 80


def bad_files() -> list[Spoilt]:
    """Every fault of every family."""
    found: list[Spoilt] = []
    for family, said in LINES.items():
        sample: Sample = samples()[family]
        found += [cell(sample, *line) for line in said.get("cells", ())]
        faults = (*EVERYWHERE, *OF_FIGURES) if sample.figures else EVERYWHERE
        found += [fault(sample, said["needs"]) for fault in faults]
    return found


def faults_of(bad: Spoilt, outcome: Outcome) -> list[str]:
    """In what the refusal of a bad file is not what it should be."""
    if outcome.candidates or not outcome.problems:
        return ["it was loaded"]
    first = outcome.problems[0]
    found = [
        f"{name} is {getattr(first, name)!r}, not {getattr(bad, name)!r}"
        for name in ("code", "row", "value")
        if getattr(first, name) != getattr(bad, name)
    ]
    if bad.column is not None and first.column != bad.column:
        found.append(f"column is {first.column!r}, not {bad.column!r}")
    if bad.words not in first.message:
        found.append(f"the message is {first.message!r}")
    for each in outcome.problems:
        if not (each.file.startswith(bad.name) and each.message.endswith(".") and each.fix.endswith(".")):
            found.append(f"no file or no sentence: {each}")
    return found


def test_every_bad_file_is_refused_for_its_very_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    every = bad_files()
    assert len({bad.title for bad in every}) == len(every) >= 300
    assert {bad.title.partition(":")[0] for bad in every} == set(samples())
    chosen = every if thorough() else every[:: len(every) // USUALLY]
    wrong: dict[str, list[str]] = {}
    for bad in chosen:
        outcome = of_bytes(bad.content, tmp_path, bad.name, year=bad.year)
        if found := faults_of(bad, outcome):
            wrong[bad.title] = found
        forget(tmp_path)
    with capsys.disabled():
        print(f"\n  {len(chosen)} of {len(every)} bad files made by hand: {len(wrong)} not refused as they should be")
    assert not wrong, "\n".join(f"{title}: {found}" for title, found in wrong.items())
    assert len(chosen) >= USUALLY


def test_a_good_file_is_seen_not_to_be_refused(tmp_path: Path):
    for sample in samples().values():
        outcome = of_bytes(sample.content, tmp_path, sample.name, year=sample.year)
        assert outcome.candidates, (sample.family, outcome.problems)
        bad = Spoilt(sample.family, sample.name, sample.content, "no_rows", "")
        assert faults_of(bad, outcome) == ["it was loaded"]
        forget(tmp_path)


def test_a_refusal_for_another_place_is_seen(tmp_path: Path):
    bad = cell(samples()["absence"], 2, "PERCTOT", "104", "percent_out_of_range", "from 0 to 100")
    outcome = of_bytes(bad.content, tmp_path, bad.name, year=bad.year)
    assert faults_of(bad, outcome) == []
    for changed in ({"row": 3}, {"column": "PPERSABS10"}, {"value": "10"}, {"code": "not_whole"}, {"words": "pupils"}):
        said = {name: getattr(bad, name) for name in bad.__dataclass_fields__} | changed
        assert len(faults_of(Spoilt(**said), outcome)) == 1
