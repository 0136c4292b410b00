"""Data arrive by themselves: asked for, checked, held or accepted by rule, and told once; whatever ends the night."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from accord.accounts.actions.watching import follow
from accord.accounts.models.events import Event
from accord.cli.commands import fetch as commands
from accord.fetching.asking import Patience
from accord.fetching.downloading import Download
from accord.intake.actions import arrivals, fetches, intakes
from accord.intake.choices import Outcome
from accord.intake.models.fetches import Fetch
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.queries.fetches import WATCHED
from tests.factories.nightly import only_from, table
from tests.factories.people import nobody, somebody
from tests.factories.publisher import Publisher, file, publishing, stalls, status
from tests.factories.school_tables import publish, school

Command = Callable[..., Result]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def night(home: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr(commands, "open_home", lambda: None)

    def run(*words: str, command: str = "nightly") -> Result:
        called = commands.nightly_command if command == "nightly" else commands.fetch_command
        result = CliRunner().invoke(called, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def published() -> list[Release]:
    return list(Release.objects.exclude(accepted_at=None))


def waiting(home: Path) -> list[str]:
    """What lies on its way; nothing, once a night is over."""
    return sorted(each.name for each in (home / "state" / "fetching").iterdir())


def test_what_came_is_checked_and_waits_and_says_where_it_is_from(publisher, night, home, tmp_path):
    year = only_from(publisher, home)
    body = table(tmp_path)
    address = publisher.at(f"/{year}/ks2", file(body, '"v1"', Content_Disposition="attachment; filename=ks2final.csv"))
    assert "1 asked, 1 taken in, 0 letters" in night().output
    row, intake = Fetch.objects.get(), Intake.objects.get()
    assert (row.intake, row.address, row.etag, row.sha256) == (intake, address, '"v1"', intake.file.sha256)
    assert (intake.progress, intake.name, intake.received_by, published()) == ("held", "ks2final.csv", None, [])
    assert "nobody has said yet that its address works" in row.reason
    assert waiting(home) == []
    event = Event.objects.get(verb="asked_publishers")
    assert event.detail["new"] == 1 and event.detail["taken_in"] == 1


@pytest.mark.once
def test_nothing_new_is_nothing_new_by_tag_and_by_hash(publisher, night, home, tmp_path):
    year = only_from(publisher, home)
    body = table(tmp_path)
    publisher.at(f"/{year}/ks2", file(body, '"v1"'), file(body, '"v1"'), file(body, '"v2"'))
    for _ in range(3):
        night()
    assert [each.outcome for each in Fetch.objects.order_by("pk")] == ["new", "unchanged", "unchanged"]
    assert [each[1].get("if-none-match") for each in publisher.heard] == [None, '"v1"', '"v1"']
    assert Intake.objects.count() == 1 and waiting(home) == []


def test_by_rule_it_counts_at_once_where_it_is_like_the_one_before(publisher, night, home, tmp_path):
    year = only_from(publisher, home, verified="today")
    publish(tmp_path, [school(str(100001 + each), "201", 30, "40%") for each in range(12)], year - 1)
    publisher.at(f"/{year}/ks2", file(table(tmp_path)))
    assert "published" in night().output
    assert {each.year for each in published()} == {year - 1, year}
    assert Event.objects.get(verb="accepted_by_rule").detail["rule"][0] == "same form"


UNLIKE = {
    "never tried": ({"verified": "never"}, {}, {}, "address works"),
    "no rule": ({"rules": []}, {}, {}, "names no rule"),
    "far fewer": ({}, {"schools": 9}, {}, "9 schools or rows, and the one before 12"),
    "far more": ({}, {"schools": 15}, {}, "15 schools or rows"),
    "a column nobody knows": ({}, {"NEW_COLUMN": "1"}, {}, "worth knowing"),
    "other authorities": ({}, {"LEA": "202"}, {}, "other authorities"),
    "nothing before": ({}, {}, {"none": True}, "no ks2_schools was published before"),
}


@pytest.mark.once
@pytest.mark.parametrize("case", UNLIKE)
def test_by_rule_it_waits_where_anything_is_otherwise(publisher, night, home, tmp_path, case):
    source, sent, before, words = UNLIKE[case]
    year = only_from(publisher, home, **{"verified": "today", **source})
    if not before:
        publish(tmp_path, [school(str(100001 + each), "201", 30, "40%") for each in range(12)], year - 1)
    publisher.at(f"/{year}/ks2", file(table(tmp_path, **sent)))
    night()
    assert words in Fetch.objects.get().reason
    assert Intake.objects.get(received_by=None, fetches__isnull=False).progress == "held"
    assert all(each.year == year - 1 for each in published())


def watching(email: str, *rights: str) -> Any:
    person = somebody(email, *rights) if rights != ("none",) else nobody(email)
    follow(address=WATCHED, name="Data", by=person, at=timezone.now())
    return person


def test_those_who_watch_are_told_once_and_nobody_else(publisher, night, home, tmp_path, letters):
    year = only_from(publisher, home)
    watching("dana@county.example", "data_manager everywhere")
    watching("head@elm.example", "headteacher school:100001")
    watching("left@county.example", "none")
    somebody("other@county.example")
    publisher.at(f"/{year}/ks2", file(table(tmp_path), '"v1"'))
    assert "1 letters" in night().output
    assert "0 letters" in night().output and "0 letters" in night().output
    [letter] = letters
    assert letter.to == ["dana@county.example"] and letter.subject == "Data: something waits for somebody"
    assert f"county_ks2 {year}" in letter.body and "100001" not in letter.body
    assert not Fetch.objects.filter(told_at=None).exists()


def test_the_same_failure_is_told_once_and_another_again(publisher, night, home, tmp_path, letters):
    year = only_from(publisher, home)
    watching("dana@county.example")
    page = file(b"<!doctype html><title>Sign in</title>")
    publisher.at(f"/{year}/ks2", page, page, status(403), status(404), file(table(tmp_path)))
    told = [night().output.rpartition(", ")[2].strip() for _ in range(5)]
    assert told == ["1 letters.", "0 letters.", "1 letters.", "0 letters.", "1 letters."]
    assert "a page that asks to sign in" in letters[0].body and "(403)" in letters[1].body
    assert [each.outcome for each in Fetch.objects.order_by("pk")] == ["failed", "failed", "failed", "absent", "new"]
    assert waiting(home) == []


@pytest.mark.once
def test_what_was_refused_is_not_sent_again_every_night(publisher, night, home, tmp_path, letters):
    year = only_from(publisher, home)
    watching("dana@county.example")
    publisher.at(f"/{year}/ks2", file(table(tmp_path, percent="160%"), '"v1"'))
    for _ in range(3):
        night()
    assert Intake.objects.get().progress == "refused" and len(letters) == 1
    assert "160" not in letters[0].body and "refused" in letters[0].body
    assert night(command="fetch").exit_code == 1 and Intake.objects.count() == 2


def test_what_is_here_is_asked_for_once_a_week(publisher, night, home, tmp_path):
    year = only_from(publisher, home)
    publish(tmp_path, [school("100001", "201", 30, "40%")], year)
    publisher.at(f"/{year}/ks2", status(404))
    night()
    night()
    assert len(publisher.heard) == 1
    Fetch.objects.update(asked_at=timezone.now() - timedelta(days=7))
    night()
    assert len(publisher.heard) == 2


def test_two_nights_at_once_exclude_each_other(publisher, night, home):
    only_from(publisher, home)
    with arrivals.alone():
        second = night()
    assert second.exit_code == 1 and "Another run" in second.output
    assert publisher.heard == [] and Fetch.objects.count() == 0
    night()
    assert len(publisher.heard) == 1


class Killed(BaseException):
    """The night ends here."""


STEPS = {
    "while it comes": (fetches.Download, "fetch"),
    "when it is whole": (fetches, "_note"),
    "before it is received": (fetches, "receive"),
    "as its bytes are kept": (intakes, "keep_raw"),
    "before it is checked": (fetches, "check"),
    "as it is read": (intakes, "prepare"),
    "as it is placed": (intakes, "place"),
    "before it is accepted": (fetches, "accept"),
    "before it is told": (arrivals, "tell"),
}


USUAL = ("while it comes before", "as its bytes are kept after", "as it is placed before", "before it is told before")
"""Which ends of a night the usual run has; the thorough one has all."""


@pytest.mark.parametrize(
    ("step", "after"),
    [
        pytest.param(step, after, id=name, marks=() if name in USUAL else pytest.mark.thorough)
        for step in STEPS for after in (False, True)
        for name in (f"{step} {'after' if after else 'before'}",)
    ],
)  # fmt: skip
def test_the_next_night_goes_on_wherever_one_ended(
    publisher, night, home, tmp_path, monkeypatch, letters, step, after
):
    year = only_from(publisher, home, verified="today")
    watching("dana@county.example")
    publish(tmp_path, [school(str(100001 + each), "201", 30, "40%") for each in range(12)], year - 1)
    publisher.at(f"/{year}/ks2", file(table(tmp_path), '"v1"'))
    where, name = STEPS[step]
    really, died = getattr(where, name), []

    def ends(*words: Any, **more: Any) -> Any:
        if after:
            really(*words, **more)
        died.append(step)
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(where, name, ends)
        night()
    assert died == [step]
    night()
    assert sorted(each.year for each in published()) == [year - 1, year]
    assert len(letters) == 1 and "Arrived" in letters[0].body
    assert Fetch.objects.exclude(outcome__in=(Outcome.NEW, Outcome.UNCHANGED)).count() == 0
    assert not Intake.objects.filter(progress="received").exists() and waiting(home) == []


@pytest.mark.once
def test_a_stalled_file_is_gone_on_with_the_next_night(publisher, night, home, tmp_path, monkeypatch):
    year, body = only_from(publisher, home), table(tmp_path, 400)
    monkeypatch.setattr(commands, "Download", partial(Download, patience=Patience(2.0, 0.2)))
    publisher.at(f"/{year}/ks2", stalls(body, 3000, '"v1"'))
    night()
    assert Fetch.objects.get().outcome == "failed" and len(waiting(home)) == 2
    publisher.at(f"/{year}/ks2", file(body, '"v1"'))
    night()
    assert publisher.heard[-1][1]["range"].startswith("bytes=") and Intake.objects.get().progress == "held"
    assert waiting(home) == []


@pytest.mark.once
def test_the_operator_asks_for_families_and_summers(publisher, night, home, tmp_path):
    year = only_from(publisher, home)
    for each in (year - 2, year - 1):
        publisher.at(f"/{each}/ks2", file(table(tmp_path, percent=f"{each % 40 + 10}%")))
    listed = night("ks2_schools", "--years", f"{year - 2}-{year - 1}", "--list", command="fetch").output
    assert f"/{year - 2}/ks2" in listed and "never" in listed and publisher.heard == []
    told = night("ks2_schools", "--years", f"{year - 2}-{year - 1},{year}", "--json", command="fetch")
    rows = json.loads(told.output)
    assert [(each["year"], each["outcome"], each["progress"]) for each in rows] == [
        (year - 2, "new", "held"), (year - 1, "new", "held"), (year, "absent", None),
    ]  # fmt: skip
    assert night("nothing", command="fetch").exit_code == 2
    for wrong in ("18", "2018-", "two", "2018-2019-2020", "２０１８"):
        assert night("--years", wrong, command="fetch").exit_code == 2, wrong


@pytest.mark.once
def test_the_demonstration_fetches_nothing(publisher, night, home, settings):
    only_from(publisher, home)
    settings.ACCORD_DEMONSTRATION = True
    for command in ("nightly", "fetch"):
        refused = night(command=command)
        assert refused.exit_code == 1 and "invented files only" in refused.output
    assert publisher.heard == []
