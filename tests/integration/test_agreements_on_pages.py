"""Every state of an agreement on every page and in every file about its schools: no other school's number too many.

Each school's percentage of the summer that is not public stands nowhere else, so that it is found wherever it leaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accord.register.models.groups import Membership
from accord.register.models.schools import Establishment
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.models.agreements import Version
from accord.sharing.rules.stages import Terms
from tests.factories import alliances
from tests.factories.agreements import agreement
from tests.factories.people import somebody
from tests.factories.school_tables import authority, publish, school
from tests.fixtures.skipping import thorough

ELM, OAK, ASH, YEW = URNS = ("100001", "100002", "100003", "100004")
SHARES = {ELM: "13%", OAK: "53%", ASH: "73%", YEW: "97%"}
"""Of thirty pupils each; no two children more or fewer, no interval and no sum of them is another of these."""
AT = datetime(2026, 9, 1, 9, tzinfo=ZoneInfo("Europe/London"))
EVERY_PAGE = (
    "", "how/", "measures/", "trend/", "pupils/", "schools/", "coverage/", "history/", "data/", "governors/",
    "everything.json", "everything.csv", "everything.xlsx", "schools.csv", "funnel.svg", "trend.svg", "movers.svg",
    "carrying.csv", "made-of.csv",
)  # fmt: skip
TELL_MOST = ("schools/", "everything.json")
PAGES = EVERY_PAGE if thorough() else TELL_MOST
OF_A_SCHOOL = EVERY_PAGE if thorough() else ("everything.json",)
OF_OTHERS = ("", "everything.json") if thorough() else ()
OF_THE_AUTHORITY = ("schools/", "groups/", "everything.json") if thorough() else ()
MORE = ("/groups/", "/measures/", "/data/", "/schools/") if thorough() else ()
FOR_PROGRAMS = "/api/v1/figures?of=groups/coast&measures=ks2_rwm_expected&each=school"
OTHERS = ("/", "/compare/?with=groups/coast&with=schools/100002", FOR_PROGRAMS, *MORE)
EVERY_STATE, PLACES = 17, 50 if thorough() else 6

pytestmark = pytest.mark.once


@pytest.fixture
def coast(home: Path, tmp_path: Path) -> None:
    """Four schools of an alliance; the summer of 2019 has come to the members, 2018 is public."""
    alliances.coast(URNS, AT)
    for year, shares in ((2018, dict.fromkeys(URNS, "50%")), (2019, SHARES)):
        rows = [*(school(urn, "501", 30, share) for urn, share in shares.items()), authority("501", 120, "50%")]
        release = publish(tmp_path, rows, year)
    long_ago = timezone.localdate() - timedelta(days=30)
    terms = Terms(Source.AUTHORITY, long_ago, long_ago)
    set_terms(release=release.public_id, terms=terms, reason="a test", by=None, at=AT)


def said(client: Client, addresses: list[str]) -> dict[str, str]:
    """What each page and file says; a workbook as the text of its parts."""
    found = {}
    for each in addresses:
        answer = client.get(each)
        assert answer.status_code in (200, 302, 404), each
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[each] = unzipped(content) if content.startswith(b"PK") else content.decode()
    return found


def unzipped(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def everywhere() -> list[str]:
    """The pages and files that tell most; all of the group and of a school where there is time."""
    rooms = [*(f"groups/coast/{page}" for page in PAGES), *(f"schools/{OAK}/{page}" for page in OF_A_SCHOOL)]
    rooms += [f"schools/{urn}/{page}" for urn in (ELM, ASH, YEW) for page in OF_OTHERS]
    rooms += [f"authorities/501/{page}" for page in OF_THE_AUTHORITY]
    return [*(f"/{room}?year=2019" for room in rooms), *OTHERS]


def told(client: Client) -> tuple[set[str], int]:
    """The schools whose percentage stands anywhere that somebody can look, and at how many places was looked."""
    texts = said(client, everywhere())
    return {urn for urn, share in SHARES.items() for text in texts.values() if stands(share, text)}, len(texts)


def stands(share: str, text: str) -> bool:
    """Whether a percentage stands in a text, as people or as machines read it."""
    number = share.rstrip("%")
    return bool(re.search(rf"(?<![\d.]){number}%|(?<![\d.\w#-]){number}\.0(?![\d])", text))


def _update(**values) -> Callable[[Version], object]:
    return lambda version: Version.objects.filter(pk=version.pk).update(**values)


def _withdraw(urn: str) -> Callable[[Version], object]:
    return lambda version: version.parties.filter(urn=urn).update(withdrawn_at=timezone.now())


def _leave(version: Version) -> None:
    Membership.objects.filter(urn=OAK).update(ends_before=timezone.localdate())


def _close(version: Version) -> None:
    Establishment.objects.filter(urn=OAK).update(closed_on=timezone.localdate())


def _nothing(version: Version) -> None:
    pass


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


OWN, ALL = {ELM}, {ELM, OAK, ASH}
STATES: list[tuple[str, dict[str, object], tuple[int, int], Callable[[Version], object], set[str]]] = [
    # what; how it is drawn up; first day and day after the last, from today; what happened; whom the head of Elm sees
    ("all signed", {}, (-10, 200), _nothing, ALL),
    ("draft", {"issued": False, "signed": ()}, (-10, 200), _nothing, OWN),
    ("none has signed", {"signed": ()}, (-10, 200), _nothing, OWN),
    ("one signature", {"signed": (ELM,)}, (-10, 200), _nothing, OWN),
    ("the others signed", {"signed": (OAK, ASH)}, (-10, 200), _nothing, OWN),
    ("two signatures", {"signed": (ELM, ASH)}, (-10, 200), _nothing, {ELM, ASH}),
    ("begins tomorrow", {}, (1, 200), _nothing, OWN),
    ("first day", {}, (0, 200), _nothing, ALL),
    ("last day", {}, (-10, 1), _nothing, ALL),
    ("ended yesterday", {}, (-10, 0), _nothing, OWN),
    ("Oak withdrew", {}, (-10, 200), _withdraw(OAK), {ELM, ASH}),
    ("Elm withdrew", {}, (-10, 200), _withdraw(ELM), OWN),
    ("Oak left", {}, (-10, 200), _leave, {ELM, ASH}),
    ("Oak closed", {}, (-10, 200), _close, {ELM, ASH}),
    ("another data set", {"families": ("absence",)}, (-10, 200), _nothing, OWN),
    ("another measure", {"fields": ("ks2_maths_progress",)}, (-10, 200), _nothing, OWN),
    ("superseded", {}, (-10, 200), _update(superseded_at=AT), OWN),
]


def drawn_up(state) -> None:
    _, drawn, (first, after), happened, _ = state
    happened(agreement(ALL, group="coast", starts_on=day(first), ends_before=day(after), **drawn))


def head() -> Client:
    client = Client()
    client.force_login(somebody("head@example.org", "headteacher school:100001"))
    return client


SELDOM = {"draft", "none has signed", "the others signed", "first day", "Elm withdrew", "Oak closed",
          "another data set", "superseded"}  # fmt: skip
"""States that the usual run leaves to the thorough one: `test_shown.py` has them all, without pages."""


@pytest.mark.parametrize(
    "state", [pytest.param(each, id=each[0], marks=[pytest.mark.thorough] * (each[0] in SELDOM)) for each in STATES]
)
def test_a_head_is_told_whom_the_agreement_lets_her_see_and_nobody_else(coast, state) -> None:
    drawn_up(state)
    found, looked = told(head())
    print(f"{state[0]}: {looked} pages and files, {len(found)} schools told, {len(found - state[-1])} leaks")
    assert looked == PLACES
    assert found == state[-1]


def test_whoever_has_no_part_in_it_is_told_nobody(coast) -> None:
    drawn_up(STATES[0])
    looked = 0
    for right in ("teacher school:100001", "councillor authority:501", "alliance_lead group:coast-2"):
        client = Client()
        client.force_login(somebody(f"{right.split()[0]}@example.org", right))
        found, pages = told(client)
        looked += pages
        assert found == set(), right
    print(f"{looked} pages and files, nobody told")
    assert looked == 3 * PLACES


def test_a_planted_leak_is_found(coast, monkeypatch) -> None:
    """With a rule that forgets who signed, the same pages tell of schools that have not."""
    monkeypatch.setattr("accord.sharing.queries.shown.sharing", lambda facts, on: frozenset(ALL))
    monkeypatch.setattr("accord.sharing.queries.shown.ever_signed", lambda facts, on: frozenset(ALL))
    drawn_up(next(each for each in STATES if each[0] == "one signature"))
    found, _ = told(head())
    assert found - OWN == {OAK, ASH}


def test_no_state_is_left_out() -> None:
    assert len(STATES) == EVERY_STATE and {each[0] for each in STATES} > SELDOM
