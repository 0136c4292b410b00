"""What schools report themselves in figures: where it counts, whose it is, how it is marked, and who is shown it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone

from accord.accounts.queries.rights import rights_of
from accord.accounts.readers import Reader
from accord.intake.actions.putting_together import put_all_together
from accord.intake.models.releases import Release
from accord.performance.catalogue import years_with_releases
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures, school_figures
from accord.performance.selections import Selection, Who
from accord.sharing.models.terms import ReleaseTerms
from tests.factories import alliances
from tests.factories.agreements import agreement
from tests.factories.own_returns import HEADERS, line, send
from tests.factories.people import somebody
from tests.factories.school_tables import RWM, publish, school, take

URNS = tuple(f"10000{at}" for at in range(1, 5))
AT = datetime(2026, 11, 1, tzinfo=UTC)
GROUP = Who.group("coast")
EVERYBODY = Reader.operator()


@pytest.fixture
def coast(home: Path) -> None:
    """Coast has four schools of authority 501; nothing is published of any summer."""
    alliances.coast(URNS, AT)


def one(who: Who, year: int = 2019, pupils: str = "all", reader: Reader = EVERYBODY) -> FigureRow:
    rows = [row for row in figures(Selection(who, (RWM,), (year,), (pupils,)), reader) if row.basis == "pooled"]
    assert len(rows) == 1, rows
    return rows[0]


def counted(row: FigureRow) -> tuple[object, ...]:
    figure, seen = row.figure, row.figure.coverage
    schools = seen.schools_counted, seen.schools_expected, seen.schools_reported
    return str(figure.status), figure.part_low, figure.part_high, figure.whole, *schools


def test_before_anything_is_published_a_figure_is_made_of_own_returns_and_says_so(coast: None, tmp_path: Path):
    sent = send(tmp_path, line(URNS[0], 30, 20), line(URNS[1], 140, 91), line(URNS[2], 20, 9))
    assert sent.progress == "published", sent.problems
    row = one(GROUP)
    # 140 pupils: counts are exact, where a published whole percentage would leave a range.
    assert counted(row) == ("measured", 120, 120, 190, 3, 4, 3)
    assert row.as_json()["schools_reported"] == 3
    assert row.releases == (str(sent.releases.get().public_id),)
    alone = {each.urn: each for each in school_figures(Selection(GROUP, (RWM,), (2019,)), EVERYBODY)}
    assert [str(alone[urn].state) for urn in URNS] == ["counted", "counted", "counted", "not_released"]
    assert [alone[urn].row.figure.coverage.schools_reported for urn in URNS] == [1, 1, 1, 0]


def test_published_results_take_the_place_of_own_returns_school_by_school(coast: None, tmp_path: Path):
    own = send(tmp_path, *(line(urn, 30, 20) for urn in URNS)).releases.get()
    assert counted(one(GROUP))[-1] == 4
    published = publish(tmp_path, [school(URNS[0], "501", 30, "50%"), school(URNS[1], "501", 30, "60%")], 2019)
    row = one(GROUP)
    # The file has its authority whole: who is not in it has no pupils there, whatever was sent in July.
    assert counted(row) == ("measured", 33, 33, 60, 2, 2, 0)
    assert row.releases == (str(published.public_id),)
    assert str(own.public_id) not in row.releases, "nobody reads what does not count"


def test_an_own_return_fills_what_is_suppressed_and_no_more(coast: None, tmp_path: Path):
    hidden = {"TFSM6CLA1A": "4", "PTRWM_EXP_FSM6CLA1A": "SUPP"}
    told = {"TFSM6CLA1A": "20", "PTRWM_EXP_FSM6CLA1A": "50%"}
    rows = zip(URNS, (told, hidden, hidden, hidden), strict=True)
    publish(tmp_path, [school(urn, "501", 30, "60%", **more) for urn, more in rows], 2019)
    assert counted(one(GROUP, pupils="disadvantaged"))[:4] == ("measured", 10, 10, 20)
    send(
        tmp_path,
        line(URNS[0], 20, 11, "disadvantaged"),
        line(URNS[1], 4, 3, "disadvantaged"),
        line(URNS[1], 30, 11),
        line(URNS[2], 4, 1, "disadvantaged"),
    )
    row = one(GROUP, pupils="disadvantaged")
    assert counted(row) == ("measured", 14, 14, 28, 3, 4, 2), "the published 50% of the first school stands"
    assert counted(one(GROUP)) == ("measured", 72, 72, 120, 4, 4, 0), "what is published of all pupils stands"


def test_a_school_that_reports_no_such_pupils_is_not_waited_for(coast: None, tmp_path: Path):
    send(tmp_path, line(URNS[0], 30, 20), line(URNS[1], 0, 0), line(URNS[2], 30, 10))
    assert counted(one(GROUP)) == ("measured", 30, 30, 60, 2, 3, 2)


def test_own_returns_name_no_schools_of_an_authority(coast: None, tmp_path: Path):
    send(tmp_path, line(URNS[0], 30, 20))
    assert counted(one(Who.authority("501")))[0] == "not_released", "one school is no authority"
    release = Release.objects.get()
    assert (release.england, release.authorities) == (False, ["501"]), "nor is one authority England"


def reader(email: str, *rights: str) -> Reader:
    person = somebody(email, *rights)
    return Reader.person(person, rights_of(person, timezone.localdate()))


def test_own_returns_are_for_the_authority_the_school_and_members_under_an_agreement(coast: None, tmp_path: Path):
    sent = send(tmp_path, *(line(urn, 30, 20) for urn in URNS)).releases.get()
    terms = ReleaseTerms.objects.get(release=sent.public_id)
    assert (terms.source, terms.to_schools_on, terms.to_members_on, terms.to_public_on) == (
        "own", date(2026, 11, 1), date(2026, 11, 1), None,
    )  # fmt: skip
    officer = reader("officer@example.org", "school_improvement_officer authority:501")
    head = reader("head@example.org", f"headteacher school:{URNS[0]}")
    lead = reader("lead@example.org", "alliance_lead group:coast")
    public = reader("councillor@example.org", "councillor authority:501")
    assert counted(one(GROUP, reader=officer))[-3:] == (4, 4, 4)
    assert counted(one(GROUP, reader=head))[-3:] == (1, 4, 1)
    # Without an agreement neither members nor sums of them: they come one by one, and sums would tell the last.
    assert counted(one(GROUP, reader=lead))[0] == "not_released"
    assert counted(one(GROUP, reader=public))[0] == "not_released"
    assert 2019 not in years_with_releases(RWM, public)
    agreement(URNS[:3], group="coast", families=("own_returns",))
    assert counted(one(GROUP, reader=lead))[-3:] == (3, 4, 3)
    assert counted(one(GROUP, reader=head))[-3:] == (3, 4, 3)
    assert counted(one(GROUP, reader=public))[0] == "not_released"


def test_workbook_and_csv_give_the_same_release(coast: None, tmp_path: Path):
    lines = [line(urn, 30, 20 + at) for at, urn in enumerate(URNS)]
    first = send(tmp_path, *lines).releases.get()
    put_all_together(at=AT + timedelta(days=2))
    path = tmp_path / "returns.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Returns")
        for at, row in enumerate([HEADERS, *reversed(lines)]):
            sheet.write_row(at, 0, row)
    again = take(path)
    assert again.progress == "unchanged", again.problems
    assert {each.fingerprint for each in Release.objects.all()} == {first.fingerprint}
