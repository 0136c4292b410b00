"""Own returns as they come: from files and forms to one release, what is refused, and what survives a kill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accord.accounts.models.events import Event
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.own_returns import AboutSchool, send_counts
from accord.intake.actions.putting_together import put_all_together, put_together
from accord.intake.actions.releases import withdraw
from accord.intake.actions.return_links import (
    TooOften,
    count_use,
    link_behind,
    make_return_link,
    remind,
    revoke_links,
    token_of,
)
from accord.intake.arithmetic import Count
from accord.intake.models.releases import Release
from accord.intake.models.returns import ReturnSent
from accord.intake.queries.returns import in_force, not_put_together
from accord.warehouse.returned_rows import returned_rows
from tests.factories.own_returns import line, send, write_returns
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import RWM, publish, school

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
URNS = ("100001", "100002", "100003")
HIGHER = "ks2_rwm_higher"


@pytest.fixture
def schools(home: Path) -> Path:
    for urn in URNS:
        registered(urn, f"School {urn}", la_code="501")
    registered("200001", "Elsewhere", la_code="502")
    return home


def about(urn: str = URNS[0], year: int = 2019) -> AboutSchool:
    return AboutSchool(urn, "501", year, "ks2")


def sends(urn: str, pupils: int, met: int, minutes: int = 0, group: str = "all") -> ReturnSent:
    at = AT + timedelta(minutes=minutes)
    return send_counts(about=about(urn), counts={(RWM, group): Count(pupils, met)}, by=None, at=at)


def held(home: Path) -> dict[str, tuple[int | None, int | None]]:
    """What the release that answers now holds, by school."""
    release = Release.objects.filter(family="own_returns", withdrawn_at=None).order_by("-accepted_at", "-pk").first()
    rows = returned_rows(home / "releases" / str(release.public_id)) if release else []
    return {row.urn: (row.pupils, row.met) for row in rows}


def test_numbers_of_a_form_become_one_release_with_those_before(schools: Path):
    sends(URNS[0], 30, 20)
    assert not_put_together() == [("501", 2019)]
    assert put_all_together(at=AT) == 1
    assert held(schools) == {URNS[0]: (30, 20)}
    assert not_put_together() == [], "nothing is made twice"
    sends(URNS[1], 25, 15, 1)
    sends(URNS[0], 30, 21, 2)
    put_together(authority="501", year=2019, at=AT + timedelta(minutes=3))
    assert held(schools) == {URNS[0]: (30, 21), URNS[1]: (25, 15)}
    # And back to what was sent first: it is the newest again, and not “nothing new”.
    sends(URNS[0], 30, 20, 4)
    put_together(authority="501", year=2019, at=AT + timedelta(minutes=5))
    assert held(schools) == {URNS[0]: (30, 20), URNS[1]: (25, 15)}
    verbs = list(Event.objects.filter(subject_kind="own return").values_list("verb", flat=True))
    assert verbs.count("sent") == 4


def test_a_kill_between_the_numbers_and_the_release_loses_nothing(schools: Path, monkeypatch: pytest.MonkeyPatch):
    sends(URNS[0], 30, 20)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("accord.intake.actions.putting_together.take_in", killed)
        with pytest.raises(KeyboardInterrupt):
            put_all_together(at=AT)
    assert held(schools) == {}
    assert put_all_together(at=AT + timedelta(minutes=1)) == 1
    assert held(schools) == {URNS[0]: (30, 20)}


def test_a_file_and_forms_stand_in_one_release_and_the_later_counts(schools: Path, tmp_path: Path):
    sends(URNS[0], 30, 20)
    put_all_together(at=AT)
    path = write_returns(tmp_path, [line(URNS[1], 25, 15), line(URNS[2], 10, 5)])
    sent = take_in(path=path, name=path.name, asked=Asked(), by=None, at=AT + timedelta(minutes=8))
    assert sent.progress == "published", sent.problems
    put_all_together(at=AT + timedelta(minutes=9))
    assert held(schools) == {URNS[0]: (30, 20), URNS[1]: (25, 15), URNS[2]: (10, 5)}
    withdraw(release=sent.releases.get(), because="a test", by=None, at=AT + timedelta(minutes=10))
    assert not_put_together() == [("501", 2019)]
    put_all_together(at=AT + timedelta(minutes=11))
    assert held(schools) == {URNS[0]: (30, 20)}


@pytest.mark.parametrize(
    ("lines", "code", "row", "column"),
    [
        ([line("100009", 30, 20)], "unknown_school", 2, "URN"),
        ([line(URNS[0], 30, 20), line("200001", 30, 20)], "school_of_another_authority", 3, "LA"),
        ([line(URNS[0], 30, 20, measure="ks2_maths_scaled")], "unknown_measure", 2, "MEASURE"),
        ([line(URNS[0], 30, 20, "left-handed")], "unknown_pupil_group", 2, "PUPIL_GROUP"),
        ([line(URNS[0], 30, 20, year=2020)], "not_measured", 2, "YEAR"),
        ([line(URNS[0], 30, 20, year=2031)], "returns_of_the_future", None, None),
        ([line(URNS[0], 30, 31)], "counts_contradict", 2, "MET"),
        (
            [line(URNS[0], 30, 20), line(URNS[0], 14, 9, "boys"), line(URNS[0], 15, 11, "girls")],
            "counts_contradict", 4, "PUPILS",
        ),
        ([line(URNS[0], 30, 20), line(URNS[0], 31, 9, "disadvantaged")], "counts_contradict", 3, "PUPILS"),
        ([line(URNS[0], 30, 20), line(URNS[0], 30, 21, measure=HIGHER)], "counts_contradict", 3, "MET"),
        ([line(URNS[0], 30, 20), line(URNS[0], 30, 21)], "twice_with_different_figures", 3, "MET"),
        ([line(URNS[0], 30, "")], "count_missing", 2, "MET"),
        ([line(URNS[0], 30, "some")], "unreadable_cell", 2, "MET"),
        ([line(URNS[0], 30, "-1")], "below_zero", 2, "MET"),
        ([line(URNS[0], 30, 20, la="")], "returns_without_authority", 2, "LA"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_row_and_column(
    schools: Path, tmp_path: Path, lines: list[tuple[object, ...]], code: str, row: int | None, column: str | None
):
    sent = send(tmp_path, *lines)
    assert sent.progress == "refused"
    found = [each for each in sent.problems if each["code"] == code]
    assert [(each["row"], each["column"]) for each in found[:1]] == [(row, column)], sent.problems
    assert found[0]["message"] and found[0]["fix"]
    assert not ReturnSent.objects.exists(), "nothing of a refused file counts"


def test_parts_that_add_up_and_a_third_that_need_not_are_taken(schools: Path, tmp_path: Path):
    sent = send(
        tmp_path,
        line(URNS[0], 30, 20), line(URNS[0], 14, 9, "boys"), line(URNS[0], 16, 11, "girls"),
        line(URNS[0], 5, 1, "prior_low"), line(URNS[0], 10, 6, "prior_middle"), line(URNS[0], 12, 12, "prior_high"),
        line(URNS[0], 6, 2, "Disadvantaged"), line(URNS[0], 30, 4, "All pupils", measure="KS2 RWM Higher"),
    )  # fmt: skip
    assert sent.progress == "published", sent.problems
    assert len(in_force(2019)) == 8


def test_a_change_that_chance_does_not_make_is_told_and_not_refused(schools: Path, tmp_path: Path):
    first = send(tmp_path, *(line(urn, 40, met, year=2018) for urn, met in zip(URNS, (34, 20, 30), strict=True)))
    assert first.progress == "published", first.problems
    later = send(tmp_path, line(URNS[0], 40, 4), line(URNS[1], 40, 22), line(URNS[2], 9, 8))
    assert later.progress == "published"
    told = [(each["row"], each["message"]) for each in later.warnings if each["code"] == "unlike_last_year"]
    assert [row for row, _ in told] == [2, 4], told
    assert "4 of 40 met it, and 34 of 40 the year before" in told[0][1]
    assert "9 pupils, and 40 the year before" in told[1][1]


def test_a_file_is_held_against_what_was_published_the_year_before(schools: Path, tmp_path: Path):
    shares = zip(URNS, ("90%", "55%", "SUPP"), strict=True)
    publish(tmp_path, [school(urn, "501", 40, share) for urn, share in shares], 2018)
    sent = send(tmp_path, *(line(urn, 40, 20) for urn in URNS))
    assert sent.progress == "published"
    told = [(each["row"], each["message"]) for each in sent.warnings if each["code"] == "unlike_last_year"]
    assert [row for row, _ in told] == [2], told
    assert "20 of 40 met it, and 36 of 40 the year before: a larger change than chance makes." in told[0][1]


def test_a_file_on_terms_of_its_own_is_refused(schools: Path, tmp_path: Path):
    path = write_returns(tmp_path, [line(URNS[0], 30, 20)])
    for source in ("published", "authority"):
        sent = take_in(path=path, name=path.name, asked=Asked(source=source), by=None, at=AT)
        assert [each["code"] for each in sent.problems] == ["returns_on_other_terms"]


def test_a_link_opens_one_form_until_it_ends_or_is_taken_back(schools: Path):
    link = make_return_link(about=about(), by=None, at=AT)
    token = token_of(link)
    assert URNS[0] not in token
    assert link_behind(token, AT) == link
    assert link_behind(token[:-1] + ("A" if token[-1] != "A" else "B"), AT) is None
    assert link_behind("nonsense", AT) is None
    assert link_behind(token, AT + timedelta(days=28)) is None
    again = make_return_link(about=about(), by=None, at=AT + timedelta(days=1))
    assert link_behind(token, AT + timedelta(days=1)) is None, "a new link takes the place of the one before"
    for _ in range(10):
        count_use(link=again, at=AT)
    with pytest.raises(TooOften):
        count_use(link=again, at=AT + timedelta(minutes=59))
    count_use(link=again, at=AT + timedelta(hours=1))
    assert revoke_links(about=about(), by=None, at=AT + timedelta(days=2)) == 1
    assert link_behind(token_of(again), AT + timedelta(days=2)) is None


def test_a_school_is_reminded_once_a_day_and_it_is_recorded(schools: Path):
    assert remind(about=about(), by=None, at=AT)
    assert not remind(about=about(), by=None, at=AT + timedelta(hours=3))
    assert remind(about=about(), by=None, at=AT + timedelta(days=1))
    assert Event.objects.filter(subject_kind="own return", verb="reminded").count() == 2
