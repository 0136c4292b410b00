"""PostgreSQL keeps from people what is not theirs, even where the application would not; a hole in that is found."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.accounts.actions.events import record
from accord.accounts.actions.watching import follow
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed
from accord.config.viewer import token, wall_key
from accord.config.wall import WEB
from accord.config.wall_policies import OPEN, PROTECTED
from accord.config.wall_standing import faults_of_the_wall
from accord.register.choices import Status
from tests.factories.people import AT, KEEPER, grant, nobody, somebody
from tests.factories.register_schools import school
from tests.factories.wall import as_the_site, rows_behind_the_wall

pytestmark = pytest.mark.usefixtures("postgresql")


def test_every_table_is_protected_or_says_why_not():
    tables = set(connection.introspection.table_names()) - {"accord_wall_key", "accord_wall_act"}
    known = PROTECTED.keys() | OPEN.keys()
    assert len(tables) >= 30
    assert tables - known == set(), "say in accord/config/wall_policies.py whose the rows of these tables are"
    assert known - tables == set(), "tables that are gone"
    assert not PROTECTED.keys() & OPEN.keys() and all(OPEN.values())


@pytest.fixture
def people() -> dict[str, Person]:
    """Two heads of neighbouring schools, a data protection officer, a data manager, and somebody with no right."""
    return {
        "anna": somebody("anna@example.org", "headteacher school:900001", name="Anna"),
        "ben": somebody("ben@example.org", "headteacher school:900002", name="Ben"),
        "dora": somebody("dora@example.org", "data_protection_officer everywhere", name="Dora"),
        "max": somebody("max@example.org", KEEPER, name="Max"),
        "nia": nobody("nia@example.org", name="Nia"),
    }


def test_each_sees_their_own_rights_and_those_that_they_may_give(people):
    grant(people["nia"], "teacher school:900001")
    seen = {name: rows_behind_the_wall(person, Grant, "person__name") for name, person in people.items()}
    assert seen["ben"] == {"Ben"}
    assert seen["anna"] == {"Anna", "Nia"}, "a head may give rights at her own school"
    assert seen["nia"] == {"Nia"}
    assert rows_behind_the_wall(None, Grant, "person__name") == set()
    boss = somebody("boss@example.org", "platform_administrator everywhere", name="Boss")
    assert rows_behind_the_wall(boss, Grant, "person__name") == {*map(str.title, people), "Boss"}


def test_a_head_of_a_school_that_got_another_number_sees_the_rights_given_over_the_new_one(people):
    old = school("900001", "Ash Church School", status=Status.CLOSED)
    school("900101", "Ash Primary School", place=old.school)
    school("900002", "Birch Primary School")
    grant(people["nia"], "teacher school:900101")
    seen = {name: rows_behind_the_wall(people[name], Grant, "person__name") for name in ("anna", "ben")}
    assert seen == {"anna": {"Anna", "Nia"}, "ben": {"Ben"}}


def test_a_right_that_ended_or_has_not_begun_shows_nothing(people):
    today = date.today()
    for name, starts, ends in (("Past", date(2012, 1, 1), today), ("Future", today + timedelta(2), None)):
        person = nobody(f"{name}@example.org", name=name)
        grant(person, "platform_administrator everywhere", starts=starts, ends=ends)
        assert rows_behind_the_wall(person, Grant, "person__name") == {name}
    Person.objects.filter(name="Dora").update(is_active=False)
    record("renamed", kind="person", subject="x", by=people["max"], at=AT)
    assert rows_behind_the_wall(people["dora"], Event, "subject_kind") == set()


def test_the_record_is_for_who_reads_it_and_for_who_did_it(people):
    record("went", kind="person", subject="x", by=people["ben"], at=AT)
    record("renamed", kind="group", subject="elm-alliance", by=people["ben"], at=AT)
    kinds = {name: rows_behind_the_wall(person, Event, "verb") for name, person in people.items()}
    assert kinds["ben"] == {"went", "renamed"}
    assert kinds["anna"] == {"renamed"}, "the history of a group is everybody's who looks"
    assert {"went", "renamed", "given"} <= kinds["dora"]


def test_what_a_person_follows_is_theirs(people):
    for name in ("anna", "ben"):
        follow(address=f"groups/{name}", name=name, by=people[name], at=AT)
    assert rows_behind_the_wall(people["anna"], Followed, "name") == {"anna"}
    assert rows_behind_the_wall(people["dora"], Followed, "name") == {"anna", "ben"}, "who hands over what is held"
    with as_the_site(people["anna"]):
        Followed.objects.all().delete()
    assert set(Followed.objects.values_list("name", flat=True)) == {"ben"}


@pytest.mark.parametrize("model", [Event, Reading])
def test_the_record_cannot_be_changed_by_the_site(people, model):
    for change in (lambda: model.objects.update(salt=""), lambda: model.objects.all()._raw_delete(model.objects.db)):
        with pytest.raises(DatabaseError, match="permission denied"), as_the_site(people["dora"]):
            change()


def test_nobody_writes_the_record_in_the_name_of_another(people):
    with as_the_site(people["anna"]):
        assert record("went", kind="person", subject="x", by=people["anna"], at=AT).pk
    with pytest.raises(DatabaseError, match="row-level security"), as_the_site(people["anna"]):
        record("went", kind="person", subject="x", by=people["ben"], at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM accord_wall_key",
        "SELECT * FROM accord_wall_act",
        "SELECT * FROM accord_standing()",
        "INSERT INTO accord_wall_act VALUES ('teacher', 'read_record')",
        "ALTER TABLE accounts_grant DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE accounts_grant NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY shown ON accounts_grant",
        "CREATE POLICY open ON accounts_grant USING (true)",
        "CREATE OR REPLACE FUNCTION accord_may(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE TABLE kept_aside AS SELECT * FROM accounts_grant",
        "CREATE VIEW open AS SELECT * FROM accounts_grant",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY accounts_person TO PROGRAM 'cat'",
    ],
)
def test_the_site_can_not_take_the_wall_down(people, statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be superuser"),
        as_the_site(people["anna"]),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def viewer() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accord_viewer()")
        return cursor.fetchone()[0]


@contextmanager
def told(value: str) -> Iterator[None]:
    """The site, with this written where the signed name stands."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {WEB}")
        cursor.execute("SELECT set_config('accord.viewer', %s, true)", [value])
        yield
        cursor.execute("SET LOCAL ROLE NONE")


def test_nobody_is_believed_without_the_key(people):
    anna, key = people["anna"].pk, wall_key()
    here, now = connection.connection.info.backend_pid, time.time()
    good = token(anna, here, now, key)
    with told(good):
        assert viewer() == anna
    forged = {
        "another person": good.replace(f"{anna}.", f"{people['ben'].pk}.", 1),
        "another connection": token(anna, here + 1, now, key),
        "another key": token(anna, here, now, bytes(32)),
        "two hours old": token(anna, here, now - 7200, key),
        "of tomorrow": token(anna, here, now + 86400, key),
        "a bare number": str(anna),
        "no digest": good.rpartition(".")[0] + ".",
        "nothing": "",
    }
    believed = {}
    for how, value in forged.items():
        with told(value):
            believed[how] = (viewer(), Grant.objects.count())
    assert believed == dict.fromkeys(forged, (None, 0))


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=120))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_there_is_nobody_and_no_error(value):
    with told(value):
        assert viewer() is None and Grant.objects.count() == 0


def test_the_name_does_not_outlive_its_transaction(client, people):
    client.force_login(people["anna"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/groups/").status_code == 200
    assert viewer() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("accord_owner",)


def test_even_the_owner_is_kept_off_where_it_does_not_operate(people):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in PROTECTED:
            cursor.execute(f"DROP POLICY operates ON {table}")
        counted = [table for table in PROTECTED if _count(cursor, table)]
        transaction.set_rollback(True)
    assert Grant.objects.exists() and counted == []


def _count(cursor: Any, table: str) -> int:
    try:
        with transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])
    except DatabaseError as error:  # the functions themselves are refused the rights they ask for
        assert "stack depth" in str(error)
        return 0


def faults_after(statement: str) -> list[str]:
    """What the site's role finds of its wall after a statement of the owner's, which is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if statement:
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {WEB}")
        found = [str(each) for each in faults_of_the_wall(connection)]
        transaction.set_rollback(True)
    return found


def test_a_wall_that_stands_has_no_fault(people):
    assert faults_after("") == []
    owner = [str(each) for each in faults_of_the_wall(connection)]
    assert any("owns" in each and "accord database roles" in each for each in owner)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP POLICY shown ON accounts_grant", "accounts_grant lacks a policy for SELECT"),
        ("DROP POLICY deleted ON accounts_followed", "accounts_followed lacks a policy for DELETE"),
        ("ALTER TABLE accounts_event NO FORCE ROW LEVEL SECURITY", "not forced on accounts_event"),
        ("ALTER TABLE accounts_grant DISABLE ROW LEVEL SECURITY", "not forced on accounts_grant"),
        ("CREATE POLICY open ON accounts_grant USING (true)", "accounts_grant lacks a policy for each command"),
        ("CREATE VIEW planted AS SELECT * FROM accounts_grant", "The view planted shows rows by its owner's rights"),
        ("CREATE MATERIALIZED VIEW planted AS SELECT * FROM accounts_grant", "The view planted"),
        ("GRANT UPDATE ON accounts_event TO accord_web", "may change or delete what accounts_event records"),
        ("UPDATE accord_wall_key SET inner_pad = outer_pad", "does not believe whom the site says"),
    ],
)
def test_a_hole_in_it_is_found(people, statement, said):
    assert any(said in each for each in faults_after(statement)), faults_after(statement)


def test_a_view_by_the_askers_rights_is_none():
    assert faults_after("CREATE VIEW fine WITH (security_invoker = true) AS SELECT * FROM accounts_grant") == []


def test_the_site_is_served_by_its_own_role_and_by_no_other(tmp_path):
    home = {"ACCORD_HOME": str(tmp_path / "home"), "ACCORD_BEHIND_TLS": "true", "ACCORD_HOSTS": "accord.example.gov.uk"}
    owner, site = (os.environ[name] for name in ("DATABASE_URL", "DATABASE_URL_WEB"))

    def run(program: str, address: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, **home, "DATABASE_URL": address}
        return subprocess.run([sys.executable, "-c", program], env=env, text=True, capture_output=True, timeout=120)

    opened = run("from accord.config.opening import open_home; open_home()", owner)
    assert opened.returncode == 0, opened.stderr
    by_owner, by_site = run("import accord.config.wsgi", owner), run("import accord.config.wsgi", site)
    assert by_owner.returncode == 3 and "The role accord_owner owns" in by_owner.stderr, by_owner.stderr
    assert by_site.returncode == 0, by_site.stderr
    key = "Zq3vT8wYb1LmXk7RdN5cHs0PfGj2UaE9oQiS4nB6tKxVyWzCeA8u"
    other_key = run(f"import os; os.environ['ACCORD_SECRET_KEY'] = '{key}'; import accord.config.wsgi", site)
    assert other_key.returncode == 3 and "does not believe whom the site says" in other_key.stderr, other_key.stderr
