"""What usually comes when, held against what is here: pure, on plain releases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.intake.models.releases import Release
from accord.intake.queries.calendar import (
    MONTHS_AHEAD,
    MONTHS_BACK,
    Expected,
    Standing,
    expected,
    missing,
    publications,
)
from accord.meaning.definitions import DefinitionError
from accord.meaning.publications import Of, Publication, Rhythm, UsualEdition, load_publications

YEARLY = Publication(
    "ks2", "Key Stage 2", ("ks2_schools",), Of.SUMMER, Rhythm.YEARLY, (2021,),
    (UsualEdition("provisional", 9, 0, ""), UsualEdition("revised", 12, 0, ""), UsualEdition("final", 4, 1, "")), "",
)  # fmt: skip
MONTHLY = Publication(
    "register", "Register", ("gias_establishments",), Of.DAY, Rhythm.MONTHLY, (), (UsualEdition("final", 0, 0, ""),), ""
)
TODAY = date(2026, 11, 30)


def release(family: str = "ks2_schools", year: int = 2026, settled: str = "provisional", **more: object) -> Release:
    at = datetime(2026, 9, 10, tzinfo=UTC)
    return Release(pk=1, family=family, year=year, settled=settled, england=True, accepted_at=at, **more)


def standing(found: list[Expected]) -> dict[tuple[int, str], Standing]:
    return {(each.year, each.edition.settled): each.standing for each in found}


def test_what_came_what_did_not_and_what_comes_next():
    here = [release(year=2025, settled="final"), release(year=2026)]
    assert standing(expected([YEARLY], here, TODAY)) == {
        (2025, "provisional"): Standing.PASSED_BY,
        (2025, "revised"): Standing.PASSED_BY,
        (2025, "final"): Standing.HERE,
        (2026, "provisional"): Standing.HERE,
        (2026, "revised"): Standing.LATER,
        (2026, "final"): Standing.LATER,
    }
    assert standing(expected([YEARLY], [], TODAY))[2026, "provisional"] is Standing.NOT_HERE
    assert standing(expected([YEARLY], here, date(2026, 12, 1)))[2026, "revised"] is Standing.DUE
    assert standing(expected([YEARLY], here, date(2027, 1, 1)))[2026, "revised"] is Standing.NOT_HERE


def test_of_a_year_only_the_last_edition_waited_for_is_missing():
    found = expected([YEARLY], [], TODAY)
    assert [(each.year, each.edition.settled) for each in missing(found)] == [(2025, "final"), (2026, "provisional")]
    assert missing(expected([YEARLY], [release(year=2025, settled="final"), release()], TODAY)) == []


def test_a_summer_without_results_is_never_missed():
    assert {each.year for each in expected([YEARLY], [], date(2021, 12, 1))} == {2020}
    assert {each.year for each in expected([YEARLY], [], date(2022, 12, 1))} == {2022}


def test_an_extract_is_here_once_one_describes_this_month():
    old = release("gias_establishments", as_of=date(2026, 10, 31))
    new = release("gias_establishments", as_of=date(2026, 11, 1))
    assert [each.standing for each in expected([MONTHLY], [old], TODAY)] == [Standing.DUE]
    assert [(each.standing, each.release) for each in expected([MONTHLY], [old, new], TODAY)] == [
        (Standing.HERE, new)
    ]


SETTLED = st.sampled_from(("provisional", "revised", "final"))
RELEASES = st.lists(st.tuples(st.integers(2010, 2035), SETTLED), max_size=8)


@given(RELEASES, st.dates(date(2015, 1, 1), date(2030, 12, 31)))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_edition_is_told_once_in_order_and_only_what_answers_makes_it_stand(drawn, today):
    here = [release(year=year, settled=settled) for year, settled in drawn]
    found = expected([YEARLY], here, today)
    assert [each.month for each in found] == sorted(each.month for each in found)
    assert max(Counter((each.year, each.edition.settled) for each in found).values(), default=1) == 1
    rank = ("provisional", "revised", "final").index
    for each in found:
        answers = [one for one in here if one.year == each.year and rank(one.settled) >= rank(each.edition.settled)]
        assert (each.standing in (Standing.HERE, Standing.PASSED_BY)) == bool(answers)
        assert (each.release is not None) == bool(answers)
        if not answers and each.month > today:
            assert each.standing is Standing.LATER
    distance = [12 * (each.month.year - today.year) + each.month.month - today.month for each in found]
    assert all(-MONTHS_BACK <= each <= MONTHS_AHEAD for each in distance)


def test_definitions_shipped_are_read_and_say_where_months_come_from():
    shipped = publications()
    assert {"ks2_results", "register"} <= {each.code for each in shipped}
    assert all(each.source for each in shipped)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("month: 9", "month: 13"),
        ("settled: provisional", "settled: guessed"),
        ("rhythm: yearly", "rhythm: weekly"),
        ("families: [ks2_schools]", "families: []"),
        ("of: summer", "off: summer"),
    ],
)
def test_a_definition_that_is_wrong_is_named(tmp_path, line, words):
    text = (
        "publication: x\nname: X\nfamilies: [ks2_schools]\nof: summer\nrhythm: yearly\n"
        "editions:\n  - settled: provisional\n    month: 9\nsource: A guess\n"
    )
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "x.yaml").write_text(text)
    assert [each.code for each in load_publications([tmp_path])] == ["x"]
    (folder / "x.yaml").write_text(text.replace(line, words))
    with pytest.raises(DefinitionError, match="x.yaml"):
        load_publications([tmp_path])
