"""Which groups of pupils add up to which."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from accord.meaning.definitions import DefinitionError
from accord.meaning.pupil_sums import AddsUp
from accord.sharing.rules.pupil_parts import load_sums, made_of


def test_the_last_part_is_the_whole_less_the_rest():
    sums = load_sums(settings.ACCORD_DEFINITIONS[:1])
    assert made_of(["all", "girls", "other", "prior_high", "eal"], sums) == {
        "all": {"all": 1},
        "girls": {"all": 1, "boys": -1},
        "other": {"all": 1, "disadvantaged": -1},
        "prior_high": {"all": 1, "prior_low": -1, "prior_middle": -1},
        "eal": {"eal": 1},
    }


def test_a_sum_of_sums_is_followed_and_a_circle_ends():
    nested = (AddsUp("all", ("boys", "girls")), AddsUp("girls", ("big", "small")))
    assert made_of(["small"], nested) == {"small": {"all": 1, "boys": -1, "big": -1}}
    assert made_of(["a"], (AddsUp("b", ("c", "a")), AddsUp("a", ("d", "b")))) == {"a": {"a": 1, "d": -1, "c": -1}}


@pytest.mark.parametrize("sums", ["{whole: all, parts: [boys]}", "{whole: all, parts: [all, boys]}"])
def test_a_sum_that_is_none_is_refused(tmp_path: Path, sums: str):
    folder = tmp_path / "stages"
    folder.mkdir()
    (folder / "own.yaml").write_text(f"stage: own\nadds_up:\n  - {sums}\n")
    with pytest.raises(DefinitionError, match="own.yaml: adds_up"):
        load_sums([tmp_path])
