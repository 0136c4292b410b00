"""In-year attendance by own returns: sessions missed of sessions possible, added up and divided once; and pupils."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.dashboards.queries.returns import returns_of_group
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.own_returns import AboutSchool
from accord.intake.actions.putting_together import put_all_together
from accord.intake.actions.return_links import make_return_link, token_of
from accord.intake.models.returns import ReturnSent
from accord.intake.queries.returns import in_force, return_forms
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.queries.groups import group_called
from tests.factories import alliances
from tests.factories.people import somebody
from tests.factories.school_tables import take
from tests.integration.test_other_families import ABSENCE, CENSUS

AT = datetime(2026, 1, 14, 9, tzinfo=UTC)
URNS = tuple(f"10000{at}" for at in range(1, 4))
RATE, PERSISTENT = "absence_autumn", "absence_persistent_autumn"
HEADERS = ("URN", "LA", "YEAR", "MEASURE", "PUPIL_GROUP", "PUPILS", "MET", "SESSIONS_POSSIBLE", "SESSIONS_MISSED")


@pytest.fixture
def coast(home: Path) -> None:
    alliances.coast(URNS, AT)


def sessions(urn: str, possible: object, missed: object, year: int = 2026) -> tuple[object, ...]:
    return urn, "501", year, RATE, "all", "", "", possible, missed


def pupils(urn: str, number: object, met: object, year: int = 2026) -> tuple[object, ...]:
    return urn, "501", year, PERSISTENT, "all", number, met, "", ""


def send(folder: Path, *rows: tuple[object, ...]):
    path = folder / "attendance.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    return take(path)


def one(measure: str) -> FigureRow:
    rows = figures(Selection(Who.group("coast"), (measure,), (2026,), ("all",)), Reader.operator())
    assert len(rows) == 1, rows
    return rows[0]


def page(rights: str, path: str) -> str:
    client = Client()
    client.force_login(somebody(f"{rights.replace(' ', '').replace(':', '')}@example.org", rights))
    return client.get(path).content.decode()


def test_sessions_are_added_up_and_divided_once(coast: None, tmp_path: Path):
    sent = send(tmp_path, sessions(URNS[0], 28_000, 1_400), pupils(URNS[0], 200, 24), sessions(URNS[1], 7_000, 700),
                pupils(URNS[1], 50, 10))  # fmt: skip
    assert sent.progress == "published", sent.problems
    rate, persistent = one(RATE), one(PERSISTENT)
    # 2,100 of 35,000 sessions are 6%; the mean of 5% and 10% would be 7.5%.
    assert (str(rate.figure.status), rate.figure.value, rate.figure.whole) == ("measured", 6.0, 250)
    assert rate.figure.interval_low is None, "sessions are no sample of anything"
    seen = rate.figure.coverage
    assert (seen.schools_counted, seen.schools_expected, seen.schools_reported) == (2, 3, 2)
    assert (persistent.figure.part_low, persistent.figure.whole, persistent.figure.value) == (34, 250, 13.6)
    forms = ReturnSent.objects.values_list("form", flat=True).distinct()
    assert list(forms) == ["attendance_autumn"], "a file counts as the form that asks for its measures"
    put_all_together(at=timezone.now())
    assert one(RATE).figure.value == 6.0, "the release that is put together holds the same"
    told = page("school_improvement_officer authority:501", f"/groups/coast/?measure={RATE}&year=2026")
    assert (
        "The absence rate of the autumn term in the school year 2025/26 was 6.0%, from 250 pupils, in 2 of 3 schools, "
        "as reported by the schools themselves." in told
    )
    assert "SESSIONS_MISSED" in page("data_manager authority:501", f"/groups/coast/how/?measure={RATE}&year=2026")


def test_one_school_of_three_is_too_few_whatever_its_sessions(coast: None, tmp_path: Path):
    send(tmp_path, sessions(URNS[0], 28_000, 1_400), pupils(URNS[0], 200, 24))
    assert str(one(RATE).figure.status) == "incomplete"


@pytest.mark.parametrize(
    ("rows", "code", "row", "column", "said"),
    [
        ([sessions(URNS[0], 28_000, 28_001), pupils(URNS[0], 200, 24)], "counts_contradict", 2, "SESSIONS_MISSED",
         "28,001 missed of 28,000 sessions, which cannot be."),
        ([sessions(URNS[0], 28_000, 1_400), pupils(URNS[0], 200, 201)], "counts_contradict", 3, "MET",
         "201 were persistently absent of 200 pupils, which cannot be."),
        ([sessions(URNS[0], 28_000, 1_400)], "pupils_unknown", 2, "MEASURE", "of how many pupils"),
        ([sessions(URNS[0], 28_000, ""), pupils(URNS[0], 200, 24)], "count_missing", 2, "SESSIONS_MISSED", "no number"),
        ([(URNS[0], "501", 2026, RATE, "all", 200, 10, 28_000, 1_400)], "count_elsewhere", 2, "PUPILS",
         "told in SESSIONS_POSSIBLE and SESSIONS_MISSED"),
        ([(URNS[0], "501", 2026, RATE, "all", 200, 10, "", "")], "count_missing", 2, "SESSIONS_POSSIBLE", "no number"),
        ([(URNS[0], "501", 2026, PERSISTENT, "all", "", "", 10, 1)], "count_missing", 2, "PUPILS", "no number"),
        ([sessions(URNS[0], 1_200_001, 5), pupils(URNS[0], 200, 24)], "out_of_range", 2, "SESSIONS_POSSIBLE", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_of_its_unit(
    coast: None, tmp_path: Path, rows: list[tuple[object, ...]], code: str, row: int, column: str, said: str
):
    sent = send(tmp_path, *rows)
    assert sent.progress == "refused"
    found = [each for each in sent.problems if each["code"] == code]
    assert [(each["row"], each["column"]) for each in found[:1]] == [(row, column)], sent.problems
    assert said in found[0]["message"] and found[0]["fix"]


def test_a_phone_sends_four_numbers_and_says_what_they_are(coast: None):
    form = return_forms()["attendance_autumn"]
    assert form.year_on(datetime(2026, 11, 30, tzinfo=UTC).date()) == 2026, "the autumn term of 2025/26"
    assert form.year_on(datetime(2027, 1, 8, tzinfo=UTC).date()) == 2027
    client = Client()
    client.force_login(somebody("head@example.org", f"headteacher school:{URNS[0]}"))
    path = f"/returns/attendance_autumn/2026/{URNS[0]}/"
    shown = client.get(path).content.decode()
    for words in ("Sessions that pupils could have attended", "Of these sessions, those missed", "Pupils, not session"):
        assert words in shown, words
    assert "Nothing of this is published by school, so they stand." in shown
    numbers = {"sessions-pupils": "28000", f"sessions-{RATE}": "1400", "pupils-pupils": "200"}
    wrong = client.post(path, numbers | {f"sessions-{RATE}": "30000", f"pupils-{PERSISTENT}": "24"}).content.decode()
    assert "30,000 missed of 28,000 sessions, which cannot be." in wrong
    assert client.post(path, numbers | {f"pupils-{PERSISTENT}": "24"}).status_code == 302
    kept = {line.measure: (line.pupils, line.met) for line in in_force(2026)}
    assert kept == {RATE: (28_000, 1_400), PERSISTENT: (200, 24)}
    assert 'value="28000"' in client.get(path).content.decode()


def test_a_rate_far_from_what_was_published_of_the_year_before_is_asked_about(coast: None, tmp_path: Path):
    for name, text in (("census", CENSUS), ("absence", ABSENCE)):
        published = tmp_path / f"{name}.csv"
        published.write_text(text, encoding="utf-8")
        taken = take_in(path=published, name=published.name, asked=Asked(year=2025), by=None, at=timezone.now())
        assert taken.progress == "published", taken.problems
    # Published are 4.0% and 8.0% of the first school, 5.5% and 12.5% of the second.
    sent = send(tmp_path, sessions(URNS[0], 28_000, 1_400), pupils(URNS[0], 200, 24), sessions(URNS[1], 7_000, 700),
                pupils(URNS[1], 50, 15))  # fmt: skip
    told = [each["message"] for each in sent.warnings if each["code"] == "unlike_last_year"]
    assert told == [
        "Row 4: 700 of 7,000 missed (10.0%), and absence over the whole of the year before was 5.5%. Is that right?",
        "Row 5: 15 of 50 were persistently absent (30.0%), and persistent absence over the whole of the year before "
        "was 12.5%. Is that right?",
    ], told
    link = make_return_link(about=AboutSchool(URNS[1], "501", 2026, "attendance_autumn"), by=None, at=timezone.now())
    numbers = {"sessions-pupils": "7000", f"sessions-{RATE}": "700", "pupils-pupils": "50", f"pupils-{PERSISTENT}": "6"}
    asked = Client().post(f"/returns/by/{token_of(link)}/", numbers).content.decode()
    assert "absence over the whole of the year before was 5.5%. Is that right?" in asked
    assert "the year before was 12.5%" not in asked, "12% is like it"


def test_a_rate_far_from_last_autumns_is_asked_about_and_not_refused(coast: None, tmp_path: Path):
    send(tmp_path, sessions(URNS[0], 28_000, 1_400, 2025), pupils(URNS[0], 200, 24, 2025))
    sent = send(tmp_path, sessions(URNS[0], 28_000, 2_100), pupils(URNS[0], 200, 24))
    assert sent.progress == "published"
    told = [each["message"] for each in sent.warnings if each["code"] == "unlike_last_year"]
    assert told == [
        "Row 2: 2,100 of 28,000 missed (7.5%), and 1,400 of 28,000 the year before. Is that right?"
    ], sent.warnings
    alike = send(tmp_path, sessions(URNS[0], 28_000, 1_900), pupils(URNS[0], 200, 30))
    assert [each for each in alike.warnings if each["code"] == "unlike_last_year"] == []


def test_a_term_is_named_after_its_school_year_and_what_was_asked_last_stands_first(coast: None):
    form = return_forms()["attendance_autumn"]
    assert form.titled(2027) == "Attendance in the autumn term, school year 2026/27"
    assert return_forms()["ks2"].titled(2027) == "Key Stage 2 results, summer 2027"
    told = page(f"headteacher school:{URNS[0]}", f"/returns/attendance_autumn/2026/{URNS[0]}/")
    assert "Attendance in the autumn term, school year 2025/26</h1>" in told
    group, everything = group_called("coast"), Reader.operator().rights
    for day, first in ((date(2027, 1, 11), "attendance_autumn"), (date(2027, 4, 12), "attendance_autumn_spring")):
        assert returns_of_group(group, everything, day)[0].form.code == first, day
