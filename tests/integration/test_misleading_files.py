"""Files that load well and would mislead: cut short, of a year without results, a short list without authorities."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.intake.actions.intakes import accept
from accord.performance.selections import Who
from tests.factories.school_tables import ask_one, publish, pupils_2025, result, school, take, write

TWELVE = [school(f"1001{at:02d}", "201", 40, "50%") for at in range(12)]
A, B = "100201", "100202"
INFORMATION = ("time_period", "geographic_level", "school_urn", "telig")
ATTAINMENT = (
    "time_period", "geographic_level", "school_urn", "breakdown_topic", "breakdown", "subject",
    "expected_standard_pupil_percent",
)  # fmt: skip


def codes(intake) -> list[str]:
    return [problem["code"] for problem in intake.problems]


def test_a_file_cut_short_does_not_take_the_place_of_a_whole_one(home: Path, tmp_path: Path):
    assert take(write(tmp_path / "whole.csv", TWELVE), 2018).progress == "published"
    cut = write(tmp_path / "cut.csv", TWELVE[:5])
    assert codes(take(cut, 2018)) == ["far_fewer_schools"]
    assert ask_one(Who.authority("201"), 2018).figure.coverage.schools_expected == 12
    # Somebody who knows better may hold it and accept it.
    waiting = take(cut, 2018, hold=True)
    assert accept(intake=waiting, by=None, at=waiting.received_at).progress == "published"
    assert ask_one(Who.authority("201"), 2018).figure.coverage.schools_expected == 5


def test_half_of_the_schools_is_not_far_fewer(home: Path, tmp_path: Path):
    take(write(tmp_path / "whole.csv", TWELVE), 2018)
    assert take(write(tmp_path / "half.csv", TWELVE[:6]), 2018).progress == "published"


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_a_year_without_results_is_refused(home: Path, tmp_path: Path, year: int):
    path = write(tmp_path / "sent.csv", [school(A, "201", 40)])
    assert codes(take(path, year)) == ["year_without_results"]
    assert take(path, 2023).progress == "published"


def test_schools_without_any_authority_are_not_england(home: Path, tmp_path: Path):
    def sent(urn: str) -> None:
        for rows, always in (
            ([pupils_2025(urn, "", 40, tfsm6cla1a="10")], INFORMATION),
            ([result(urn, "55"), result(urn, "60", breakdown_topic="Disadvantaged status",
                                        breakdown="Not known to be disadvantaged")], ATTAINMENT),
        ):  # fmt: skip
            release = publish(tmp_path, rows, None, always=always)
            assert (release.england, release.authorities) == (False, [])

    sent(A)
    sent(B)
    both = ask_one(Who.of_urns([A, B]), 2025).figure
    assert (both.part_low, both.whole, both.coverage.schools_counted) == (44, 80, 2)
    assert ask_one(Who.england(), 2025).figure.status == "not_released"
    # All but the disadvantaged, where the file gives only their number: 60% of 40 − 10.
    others = ask_one(Who.of_urns([A]), 2025, pupils=("other",)).figure
    assert (others.part_low, others.part_high, others.whole) == (18, 18, 30)
