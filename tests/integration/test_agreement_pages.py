"""Drawing up an agreement, signing it here and on paper, withdrawing, and who is shown any of it."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.queries.rights import rights_of
from accord.register.actions.group_lists import import_groups
from accord.register.models.groups import Group
from accord.sharing.models.agreements import Agreement, Version
from accord.sharing.models.signatures import Scan, Signature
from accord.sharing.queries.shown import Facts, shown
from tests.factories.agreements import AT, embargoed
from tests.factories.people import somebody
from tests.factories.register_schools import school

ELM, OAK, ASH, FAR = "100001", "100002", "100003", "200001"
PDF = b"%PDF-1.7\nsigned\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(home) -> None:
    for urn, name, authority in ((ELM, "Elm Primary", "501"), (OAK, "Oak Primary", "501"), (ASH, "Ash Primary", "501")):
        school(urn, name, la_code=authority)
    school(FAR, "Far Primary", la_code="502")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"Trees,alliance,{urn},,2020-09-01,," for urn in (ELM, OAK, ASH)]
    lines += [f"Hills,alliance,{FAR},,2020-09-01,,"]
    import_groups(text="\n".join(lines), by=None, at=AT)
    Group.objects.filter(slug="trees").update(belongs_to="authority:501")
    Group.objects.filter(slug="hills").update(belongs_to="authority:502")


def signed_in(right: str, name: str = "Reader") -> Client:
    person = somebody(f"{right.replace(' ', '.').replace(':', '.')}@example.org", right, name=name)
    client = Client()
    client.force_login(person)
    return client


def written(**values) -> dict[str, object]:
    today = timezone.localdate()
    last = today + timedelta(days=300)
    return {
        "name": "Trees: early results", "group": "trees", "schools": "", "purpose": "To plan help for September",
        "families": ["ks2_schools"], "fields_shared": [], "lawful_basis": "public_task", "condition": "none",
        "controller": "Each school", "processor": "Heron County Council", "dpia": "", "starts_on": f"{today:%d/%m/%Y}",
        "last_day": f"{last:%d/%m/%Y}", "review_on": f"{last:%d/%m/%Y}",
    } | values  # fmt: skip


def drawn_up(client: Client, **values) -> str:
    """The address of an agreement that was drawn up and put out to be signed."""
    answer = client.post("/agreements/new/", written(**values))
    assert answer.status_code == 302, answer.content.decode()
    client.post(f"{answer.url}put-out/")
    return answer.url


def sign(client: Client, address: str, urn: str) -> None:
    text_hash = Version.objects.get(agreement__public_id=address.split("/")[2], superseded_at=None).text_hash
    given = {"name": "Ann Head", "part": "Headteacher", "text": text_hash, "agree": "on"}
    answer = client.post(f"{address}schools/{urn}/sign/", given)
    assert answer.status_code == 302, answer.content.decode()


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def named(right: str) -> frozenset[str]:
    """Whose results somebody is shown today, of a release that has come to the members."""
    today = timezone.localdate()
    release = embargoed(AT.date(), AT.date())
    person = somebody(f"asks.{right.replace(' ', '.').replace(':', '.')}@example.org", right)
    found = shown(rights_of(person, today), {release: Facts("ks2_schools", False, ("501",))}, today)[release]
    person.grants.all().delete()
    person.delete()
    return found.urns


def test_from_a_draft_to_one_in_force() -> None:
    keeper = signed_in("school_improvement_officer authority:501")
    elm, oak = signed_in("headteacher school:100001"), signed_in("headteacher school:100002")
    made = keeper.post("/agreements/new/", written())
    assert "A draft between 3 schools of Trees" in words(keeper, made.url)
    assert elm.get(made.url).status_code == 404, "a draft is its keeper's"
    keeper.post(f"{made.url}put-out/")
    assert "fewer than two have signed. Ash Primary, Elm Primary and Oak Primary have not signed." in words(
        elm, made.url
    )
    sign(elm, made.url, ELM)
    assert named("headteacher school:100001") == {ELM}
    sign(oak, made.url, OAK)
    said = words(elm, made.url)
    assert "In force between 2 of the 3 schools of Trees, for Key Stage 2 school tables before they are public" in said
    assert "Ash Primary has not signed." in said
    assert named("headteacher school:100001") == {ELM, OAK} and named("headteacher school:100003") == {ASH}
    signature = Signature.objects.get(party__urn=ELM)
    assert signature.text_hash == Version.objects.get().text_hash and signature.person == signature.recorded_by
    verbs = list(Event.objects.filter(subject_kind="agreement").values_list("verb", flat=True))
    assert verbs == ["drew up", "put out to be signed", "signed", "signed"]


def test_withdrawing_holds_at_once_and_names_its_reason() -> None:
    keeper = signed_in("data_manager authority:501")
    elm, oak = signed_in("headteacher school:100001"), signed_in("headteacher school:100002")
    address = drawn_up(keeper)
    sign(elm, address, ELM)
    sign(oak, address, OAK)
    assert oak.post(f"{address}schools/{OAK}/withdraw/", {"because": ""}).status_code == 200
    assert named("headteacher school:100001") == {ELM, OAK}
    assert oak.post(f"{address}schools/{OAK}/withdraw/", {"because": "Governors decided"}).status_code == 302
    assert named("headteacher school:100001") == {ELM}
    assert "Governors decided" in words(elm, address)
    assert "withdrew from this version" in oak.post(f"{address}schools/{OAK}/sign/", {
        "name": "x", "part": "y", "agree": "on", "text": Version.objects.get().text_hash,
    }).content.decode()  # fmt: skip


def test_a_new_version_binds_those_who_sign_it_anew() -> None:
    keeper = signed_in("data_manager authority:501")
    elm, oak = signed_in("headteacher school:100001"), signed_in("headteacher school:100002")
    address = drawn_up(keeper)
    sign(elm, address, ELM)
    sign(oak, address, OAK)
    old = Version.objects.get().text_hash
    assert keeper.post(f"{address}new-version/").url == f"{address}change/"
    assert named("headteacher school:100001") == {ELM, OAK}, "the old one holds while the new one is a draft"
    changed = written(purpose="To plan help for January", schools=f"{ELM}\n{OAK}")
    assert keeper.post(f"{address}change/", changed).status_code == 302
    keeper.post(f"{address}put-out/")
    assert named("headteacher school:100001") == {ELM}
    stale = {"name": "Ann", "part": "Head", "text": old, "agree": "on"}
    assert "not the text that stands now" in elm.post(f"{address}schools/{ELM}/sign/", stale).content.decode()
    sign(elm, address, ELM)
    sign(oak, address, OAK)
    assert named("headteacher school:100001") == {ELM, OAK}
    assert [each.number for each in Version.objects.filter(superseded_at=None)] == [2]


def test_what_was_signed_on_paper_is_kept_with_its_scan(empty_home: Path) -> None:
    keeper, oak = signed_in("data_manager authority:501"), signed_in("headteacher school:100002")
    address = drawn_up(keeper)
    yesterday = timezone.localdate() - timedelta(days=1)
    given = {"name": "Bo Head", "part": "Head", "signed_on": f"{yesterday:%d/%m/%Y}"}
    paper = f"{address}schools/{OAK}/paper/"
    for content, wrong in ((b"MZ\x90 no scan", "no PDF, PNG or JPEG"), (b"", "The file is empty")):
        refused = keeper.post(paper, given | {"scan": SimpleUploadedFile("signed.pdf", content)})
        assert wrong in refused.content.decode() and not Scan.objects.exists()
    future = given | {"signed_on": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"}
    refused = keeper.post(paper, future | {"scan": SimpleUploadedFile("../../x.pdf", PDF)})
    assert "lies in the future" in refused.content.decode() and not Scan.objects.exists()
    assert keeper.post(paper, given | {"scan": SimpleUploadedFile("../../x.html", PDF)}).status_code == 302
    scan = Scan.objects.get()
    kept = empty_home / "scans" / scan.sha256
    assert kept.read_bytes() == PDF and stat.S_IMODE(kept.stat().st_mode) == 0o600
    answer = oak.get(f"{address}scans/{scan.public_id}.pdf")
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=\"agreement-")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert "html" not in answer["Content-Disposition"]
    assert oak.get(f"{address}scans/{scan.public_id}.png").status_code == 404
    far = signed_in("headteacher school:200001")
    assert far.get(f"{address}scans/{scan.public_id}.pdf").status_code == 404
    other = drawn_up(keeper, name="Another")
    assert keeper.get(f"{other}scans/{scan.public_id}.pdf").status_code == 404, "a scan of another agreement"


# right: the page of the agreement; its words; put out, change, new version; paper; sign for Elm; withdraw Elm
OK, GONE, NO, LED = 200, 404, 403, 302
WHO = {
    "data_manager everywhere": (OK, OK, OK, OK, NO, NO),
    "data_manager authority:501": (OK, OK, OK, OK, NO, NO),
    "data_manager authority:502": (GONE, GONE, GONE, GONE, NO, NO),
    "school_improvement_officer authority:501": (OK, OK, OK, OK, NO, NO),
    "head_of_school_improvement authority:501": (OK, OK, OK, OK, GONE, GONE),
    "head_of_school_improvement authority:502": (GONE, GONE, GONE, GONE, GONE, GONE),
    "director authority:501": (OK, OK, NO, NO, GONE, GONE),
    "data_protection_officer authority:501": (OK, OK, NO, NO, NO, NO),
    "data_protection_officer authority:502": (GONE, GONE, NO, NO, NO, NO),
    "alliance_lead group:trees": (OK, OK, OK, OK, NO, NO),
    "alliance_lead group:hills": (GONE, GONE, GONE, GONE, NO, NO),
    "alliance_member group:trees": (GONE, GONE, NO, NO, NO, NO),
    "headteacher school:100001": (OK, OK, NO, NO, OK, OK),
    "headteacher school:100002": (OK, OK, NO, NO, GONE, GONE),
    "headteacher school:200001": (GONE, GONE, NO, NO, GONE, GONE),
    "trust_officer group:trees": (OK, OK, NO, NO, OK, OK),
    "trust_officer group:hills": (GONE, GONE, NO, NO, GONE, GONE),
    "senior_leader school:100001": (GONE, GONE, NO, NO, NO, NO),
    "chair school:100001": (GONE, GONE, NO, NO, NO, NO),
    "teacher school:100001": (GONE, GONE, NO, NO, NO, NO),
    "councillor authority:501": (GONE, GONE, NO, NO, NO, NO),
    "platform_administrator everywhere": (GONE, GONE, NO, NO, NO, NO),
}


def test_an_agreement_that_is_not_the_readers_is_not_found() -> None:
    keeper = signed_in("data_manager authority:501", name="Keeper")
    address = drawn_up(keeper)
    cells = 0
    for right, expected in WHO.items():
        client = signed_in(right) if right != "data_manager authority:501" else keeper
        keeper.post(f"{address}new-version/")
        asked = (
            address, f"{address}words/", f"{address}change/", f"{address}schools/{ELM}/paper/",
            f"{address}schools/{ELM}/sign/", f"{address}schools/{ELM}/withdraw/",
        )  # fmt: skip
        got = tuple(client.get(each).status_code for each in asked)
        assert got == expected, right
        # What leaves the page, and what is sent to it, obey the same.
        page = expected[0]
        assert client.get(f"{address}schools.csv").status_code == page, right
        assert client.get(f"{address}schools.xlsx").status_code == page, right
        listed = client.get("/agreements/agreements.csv").content.decode()
        assert ("Trees: early results" in listed) is (page == OK), right
        before = Event.objects.count()
        for sent in ("put-out/", "new-version/", "change/") if expected[2] != OK else ():
            assert client.post(f"{address}{sent}", written()).status_code == expected[2], (right, sent)
        for each in (4, 5) if expected[4] != OK else ():
            assert client.post(asked[each], {"because": "x"}).status_code == expected[each], right
        assert Event.objects.count() == before, right
        cells += len(asked) + 3
    print(f"{cells} cells")
    assert cells == 9 * len(WHO) == 198


def test_what_is_wrong_with_a_draft_is_said_beside_it() -> None:
    keeper = signed_in("data_manager authority:501")
    today = timezone.localdate()
    for values, wrong in (
        ({"name": ""}, "Give the agreement a name"),
        ({"families": []}, "Choose at least one data set"),
        ({"group": "", "schools": ""}, "Name the schools, or choose a group"),
        ({"schools": "Elm"}, "“Elm” is no URN"),
        ({"schools": FAR}, "Far Primary (200001) is not in Trees today"),
        ({"group": "", "schools": f"{ELM} 999999"}, "The register knows no school with the URN 999999"),
        ({"group": "hills"}, "Select a valid choice"),
        ({"last_day": f"{today - timedelta(days=1):%d/%m/%Y}"}, "The last day lies before the first"),
        ({"families": ["census"], "fields_shared": ["ks2_rwm_expected"]}, "not in the data sets chosen"),
        ({"review_on": "1/1/2090"}, "after the last day"),
        ({"last_day": "31/12/9999"}, "too far away. Give a day of a year between 1500 and 2100"),
    ):
        answer = keeper.post("/agreements/new/", written(**values))
        assert answer.status_code == 200 and wrong in answer.content.decode(), wrong
    assert not Agreement.objects.exists()
    lead = signed_in("alliance_lead group:trees")
    refused = lead.post("/agreements/new/", written(group="", schools=f"{ELM} {OAK}"))
    assert "for your groups only" in refused.content.decode() and not Agreement.objects.exists()


def test_words_of_the_form_stand_in_the_text_and_open_no_braces() -> None:
    keeper = signed_in("data_manager authority:501")
    address = drawn_up(keeper, purpose="To see {controller} and <b>plan</b>")
    text = Version.objects.get().text
    assert "To see {controller} and <b>plan</b>" in text and "• Elm Primary (URN 100001)" in text
    assert "&lt;b&gt;plan&lt;/b&gt;" in words(keeper, f"{address}words/")
