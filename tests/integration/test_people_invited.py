"""Rights for people who are not known yet, letters about posts, and reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accord.accounts.actions.invitations import accept
from accord.accounts.models.grants import Grant
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.tasks import send_letter
from accord.cli.commands.confirmations import confirmations_command
from accord.register.actions.reminding import confirm_daily
from accord.register.queries.confirming import owners
from tests.factories.people import somebody
from tests.factories.register_schools import school

OAK, ELM = "100001", "100002"


@pytest.fixture
def chief(home) -> Person:
    school(OAK, "Oak Primary School", la_code="501")
    school(ELM, "Elm Primary School", la_code="501")
    return named("Chief", "head_of_school_improvement authority:501")


def named(name: str, *rights: str) -> Person:
    return somebody(f"{name.lower()}@example.org", *rights, name=name)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def letters(settings):
    """This site sends letters."""
    settings.ACCORD_SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def test_a_right_for_somebody_unknown_waits_with_an_invitation(chief) -> None:
    sent = {"email": "New.Head@example.org", "role": "headteacher", "over": OAK}
    sent |= {"starts_on": "1/9/2026", "reason": "new"}
    client = signed_in(chief)
    assert "Give their full name, to invite them" in client.post("/people/give/", sent).content.decode()
    text = client.post("/people/give/", sent | {"name": "New Head"}).content.decode()
    assert "Hand over these links" in text and "/accounts/invitation" in text
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.brings.get().scope_id) == ("new.head@example.org", OAK)
    new = accept(invitation=invitation, name="New Head", password="a long password", at=timezone.now())
    assert [str(each.scope) for each in rights_of(new, date(2026, 9, 1)).held] == [f"school:{OAK}"]


def test_nobody_is_invited_with_a_right_that_one_may_not_give(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    sent = {"email": "x@example.org", "name": "X", "role": "senior_leader", "over": ELM}
    sent |= {"starts_on": "1/9/2026", "reason": "x"}
    assert signed_in(ada).post("/people/give/", sent).status_code == 200
    assert not Invitation.objects.exists()


def test_a_headship_is_handed_over_to_somebody_unknown(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    path = f"/people/over/school/{OAK}/hand-over/{ada.grants.get().public_id}/"
    day = timezone.localdate() + timedelta(days=30)
    sent = {"on": day.strftime("%d/%m/%Y"), "email": "bea@example.org", "name": "Bea", "because": "Ada retires"}
    text = signed_in(chief).post(path, sent).content.decode()
    assert "Hand over these links" in text and "Bea, bea@example.org" in text
    assert not rights_of(ada, day).held and rights_of(ada, day - timedelta(days=1)).held
    bea = accept(invitation=Invitation.objects.get(), name="Bea", password="a long password", at=timezone.now())
    assert not rights_of(bea, day - timedelta(days=1)).held
    assert rights_of(bea, day).held[0].role.code == "headteacher"


def test_leavers_and_joiners_may_be_invited(chief) -> None:
    named("Ada", f"headteacher school:{OAK}")
    path = f"/people/over/school/{OAK}/"
    sent = {"email_1": "gov@example.org", "name_1": "Gov", "role_1": "chair", "reason": "elected"}
    client = signed_in(chief)
    checked = client.post(path, sent).content.decode()
    assert "Gov (gov@example.org) is invited, and becomes chair of governors" in checked
    assert not Invitation.objects.exists(), "looking at what would be done does nothing"
    assert "Hand over these links" in client.post(path, sent | {"step": "confirm"}).content.decode()
    assert Invitation.objects.get().brings.get().role == "chair"


def test_both_are_told_of_a_post_that_is_handed_over(chief, letters, django_capture_on_commit_callbacks) -> None:
    ada, bea = named("Ada", f"headteacher school:{OAK}"), named("Bea", f"teacher school:{ELM}")
    path = f"/people/over/school/{OAK}/hand-over/{ada.grants.get().public_id}/"
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(chief).post(path, {"on": "1/1/2027", "email": "bea@example.org", "because": "Ada retires"})
    waiting = list(DBTaskResult.objects.filter(task_path__endswith="send_letter").order_by("enqueued_at"))
    assert [each.args_kwargs["args"][1] for each in waiting] == [str(ada.public_id), str(bea.public_id)]
    assert "example.org" not in str([each.args_kwargs for each in waiting]), "no address waits in the queue"
    for each in waiting:
        assert send_letter.func(*each.args_kwargs["args"], **each.args_kwargs["kwargs"]) == "sent"
    assert [each.to for each in letters] == [["ada@example.org"], ["bea@example.org"]]
    assert "From 1 January 2027 somebody else is headteacher of Oak Primary School" in letters[0].body
    assert "Bea" not in letters[0].body and "Ada" not in letters[1].body
    assert "From 1 January 2027 you are headteacher of Oak Primary School" in letters[1].body


def test_owners_are_reminded_twice_of_what_they_may_confirm(chief, letters) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    for name in ("Bob", "Cy"):
        named(name, f"teacher school:{OAK}")
    Grant.objects.filter(person__name="Bob").update(given_by=ada)
    named("Chair", f"chair school:{ELM}")
    Grant.objects.update(confirmed_at=datetime(2025, 12, 1, tzinfo=timezone.get_default_timezone()))
    for day in (8, 9, 22, 23):
        on = date(2026, 10, day)
        confirm_daily(on=on, at=datetime(2026, 10, day, 3, tzinfo=timezone.get_default_timezone()))
    told = [(each.to[0], each.subject) for each in letters]
    # Ada may confirm two teachers; the head of school improvement Ada and the chair, and not the teachers.
    once = [
        ("ada@example.org", "2 rights to confirm in Accord"),
        ("chief@example.org", "2 rights to confirm in Accord"),
    ]
    assert sorted(told) == sorted(once * 2)
    assert "Bob" not in letters[0].body and "by 31 October 2026" in letters[0].body


def test_who_gave_a_right_owns_it_while_they_still_could(chief) -> None:
    ada, other = named("Ada", f"headteacher school:{OAK}"), named("Other", f"headteacher school:{OAK}")
    bob = named("Bob", f"teacher school:{OAK}").grants.get()
    today = timezone.localdate()
    assert owners([bob], today) == {ada: 1, other: 1}
    bob.given_by = ada
    assert owners([bob], today) == {ada: 1}
    ada.grants.update(ends_before=today)
    assert owners([bob], today) == {other: 1}


def test_the_command_lists_what_waits_and_takes_the_steps_of_a_day(chief, monkeypatch) -> None:
    named("Bob", f"teacher school:{OAK}")
    Grant.objects.update(confirmed_at=datetime(2025, 12, 1, tzinfo=timezone.get_default_timezone()))
    monkeypatch.setattr("accord.cli.commands.confirmations.open_home", lambda: None)
    run = CliRunner().invoke
    listed = run(confirmations_command, ["--on", "2026-10-08"])
    assert listed.exit_code == 0, listed.output
    assert f"bob@example.org  teacher school:{OAK}  October" in listed.output
    assert "2 rights wait to be confirmed on 2026-10-08." in listed.output
    assert "October 2026 (october): remind. 2 rights wait; 0 letters sent." in run(
        confirmations_command, ["--on", "2026-10-08", "--do"]
    ).output
    assert "Confirmed 2 rights." in run(confirmations_command, ["--on", "2026-10-09", "--confirm-all"]).output
    assert "0 rights wait" in run(confirmations_command, ["--on", "2026-10-10"]).output
