"""Who may see a release from when: said as it is sent or accepted, changed on a page and by command, never too late."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.test import Client

from accord.accounts.choices import Stage
from accord.accounts.models.events import Event
from accord.cli.main import accord
from accord.config import opening
from accord.intake.actions.intakes import Asked, accept, take_in
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.sharing.choices import Source
from accord.sharing.models.terms import ReleaseTerms
from accord.sharing.queries.terms import terms_for
from accord.sharing.rules.stages import Terms, stage_on
from tests.factories.agreements import AFTER, AT, FIRST
from tests.factories.people import somebody
from tests.factories.school_tables import authority, school, write

ROWS = [school("100001", "201", 40, "55%"), school("100002", "201", 10, "80%"), authority("201", 50, "61%")]
EMBARGO = {"source": "authority", "to_schools_on": FIRST, "to_public_on": AFTER}


def sent(folder: Path, name: str = "tables.csv", **asked) -> Intake:
    path = write(folder / name, ROWS)
    return take_in(path=path, name=name, asked=Asked(year=2018, **asked), by=None, at=AT)


def signed_in(right: str) -> Client:
    client = Client()
    client.force_login(somebody(f"{right.split()[0]}@example.org", right))
    return client


def test_what_is_sent_with_an_embargo_has_it_from_the_start(home: Path, tmp_path: Path) -> None:
    release = sent(tmp_path, **EMBARGO).releases.get()
    assert terms_for(release.public_id) == Terms(Source.AUTHORITY, FIRST, None, AFTER)
    told = Event.objects.get(subject_kind="release terms")
    assert told.subject_id == str(release.public_id) and told.detail["after"]["to_schools_on"] == "2026-09-01"


def test_what_is_sent_without_a_word_is_published(home: Path, tmp_path: Path) -> None:
    release = sent(tmp_path).releases.get()
    assert stage_on(terms_for(release.public_id), FIRST) is Stage.PUBLIC and not ReleaseTerms.objects.exists()


def test_a_release_that_cannot_be_pointed_at_leaves_no_terms(home: Path, tmp_path: Path, monkeypatch) -> None:
    def fails(*args: object, **options: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("accord.intake.actions.intakes.follow_published", fails)
    with pytest.raises(OSError, match="the disk is gone"):
        sent(tmp_path, **EMBARGO)
    assert not Release.objects.exists() and not ReleaseTerms.objects.exists()


def test_what_is_accepted_has_its_terms_before_anybody_sees_it(home: Path, tmp_path: Path) -> None:
    intake = sent(tmp_path, hold=True, **EMBARGO)
    release = intake.releases.get()
    assert stage_on(terms_for(release.public_id), FIRST) is Stage.SCHOOL, "held, and embargoed already"
    accept(intake=intake, terms=Terms(Source.OWN), by=None, at=AT)
    assert terms_for(release.public_id) == Terms(Source.OWN)


def page_of(release: Release) -> str:
    return f"/data/releases/{release.public_id}/terms/"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_a_change_is_shown_first_and_saved_by_a_second_button(home: Path, tmp_path: Path) -> None:
    release = sent(tmp_path).releases.get()
    keeper = signed_in("data_manager everywhere")
    assert "Anybody may see these results." in text(keeper, page_of(release))
    given = {"source": "own", "to_schools_on": "12/7/2099", "to_members_on": "", "to_public_on": "", "reason": "agreed"}
    said = "Only the authority sees these results. From 12 July 2099 the schools see their own."
    tried = keeper.post(page_of(release), given | {"act": "try"}).content.decode()
    assert f"If you save this:</strong> {said}" in tried and not ReleaseTerms.objects.exists()
    assert keeper.post(page_of(release), given | {"act": "save"}).status_code == 302
    after = text(keeper, page_of(release))
    assert f"{said} No day is set on which they become public." in after and "agreed By Reader" in after
    row = ReleaseTerms.objects.get(release=release.public_id)
    assert row.source == "own" and row.reason == "agreed" and row.set_by is not None
    wrong = keeper.post(page_of(release), given | {"to_members_on": "1/7/2099", "act": "save"}).content.decode()
    assert "would see them before the schools. Give a day from 12 July 2099 on." in wrong


def test_only_those_who_accept_data_change_terms(home: Path, tmp_path: Path) -> None:
    release = sent(tmp_path, belongs_to="authority:201").releases.get()
    for right, status in (
        ("data_manager authority:201", 200),
        ("head_of_school_improvement authority:201", 403),
        ("headteacher school:100001", 403),
        ("councillor authority:201", 403),
    ):
        assert signed_in(right).get(page_of(release)).status_code == status, right
    other = Client()
    other.force_login(somebody("other@example.org", "data_manager authority:202"))
    assert other.get(page_of(release)).status_code == 404
    assert other.post(page_of(release), {"source": "published", "reason": "x", "act": "save"}).status_code == 404
    assert other.get("/data/releases/00000000-0000-0000-0000-000000000001/terms/").status_code == 404


def test_accepting_on_the_page_says_who_may_see_it(home: Path, tmp_path: Path) -> None:
    intake = sent(tmp_path, hold=True)
    release = intake.releases.get()
    keeper = signed_in("data_manager everywhere")
    address = f"/data/sent/{intake.public_id}/"
    assert "Who may see the figures" in text(keeper, address)
    wrong = keeper.post(f"{address}accept/", {"source": "published", "to_public_on": "1/9/2099"})
    assert "have no dates" in wrong.content.decode()
    release.refresh_from_db()
    assert release.accepted_at is None
    assert keeper.post(f"{address}accept/", {"source": "own", "to_public_on": "1/9/2099"}).status_code == 302
    assert "Accepted. Only the authority sees these results. From 1 September 2099 anybody may see them." in text(
        keeper, address
    )
    release.refresh_from_db()
    assert release.accepted_at is not None
    assert terms_for(release.public_id).source == Source.OWN


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(accord, [str(word) for word in words], prog_name="accord")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def test_terms_by_command(home: Path, tmp_path: Path) -> None:
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    file = write(tmp_path / "tables.csv", ROWS)
    assert run("intake", file, "--year", 2018, "--public-on", "2099-01-01")[0] == 2
    code, said = run("intake", file, "--year", 2018, "--source", "own", "--schools-on", "2099-07-12")
    assert code == 0, said
    release = Release.objects.get()
    assert "From 12 July 2099 the schools see their own." in run("releases", "terms", release.public_id)[1]
    code, said = run("releases", "terms", release.public_id, "--source", "published", "--because", "it came out")
    assert (code, said.strip()) == (0, "Anybody may see these results.")
    assert run("releases", "terms", release.public_id, "--source", "own")[0] == 2, "no reason given"
    assert run("releases", "terms", UUID(int=1))[0] == 1
    assert run("releases")[0] == 0
