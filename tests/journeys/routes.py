"""Every address of the site, from its own configuration, and where an example of each is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Link:
    """The first link on a page whose address fits; ``then`` goes on from there."""

    on: str | Link
    fits: str
    then: str = ""

    def to(self, rest: str) -> Link:
        """A page below the one that the link leads to."""
        return Link(self.on, self.fits, rest)


Example = str | Link

GROUP = Link("/groups/", r"/groups/(?!new)[\w-]+/")
AUTHORITY = Link("/groups/", r"/authorities/\d{3}/")
SCHOOL = Link("/schools/", r"/schools/\d{6}/")
MEASURE = Link("/measures/", r"/measures/[\w-]+/")
KEPT = Link("/register/groups/?kind=alliance", r"/register/groups/(?!new|compare)[\w-]+/")
MEMBERSHIP = Link(KEPT, r"/register/groups/[\w-]+/memberships/\d+/")
PLACE = Link(KEPT, r"/register/groups/[\w-]+/places/\d+/")
SENT = Link("/data/", r"/data/sent/[0-9a-f-]{36}/")
RELEASE = Link("/data/", r"/data/releases/[0-9a-f-]{36}/")
BROUGHT = Link("/register/lists/", r"/register/lists/[0-9a-f-]{36}/")
ROW = Link(BROUGHT, r"/register/lists/[0-9a-f-]{36}/rows/\d+/")
PERSON = Link("/people/", r"/people/[0-9a-f-]{36}/")
OF_SCHOOL = Link(Link("/people/?role=headteacher", r"/people/[0-9a-f-]{36}/"), r"/people/over/school/\d{6}/")
FROZEN = Link("made by the run itself", r"/frozen/[\w-]+/")
EXTRACT = Link("/register/changes/", r"/register/changes/[0-9a-f-]{36}/")
RESULTS = Link(GROUP.to("how/"), r"/data/releases/[0-9a-f-]{36}/")
AGREEMENT = Link("/agreements/", r"/agreements/[0-9a-f-]{36}/")
SIGNS = Link(AGREEMENT, r"/agreements/[0-9a-f-]{36}/schools/\d+/sign/")
LEAVES = Link(AGREEMENT, r"/agreements/[0-9a-f-]{36}/schools/\d+/withdraw/")
ON_PAPER = Link(AGREEMENT, r"/agreements/[0-9a-f-]{36}/schools/\d+/paper/")
COMPARED = "with=groups/heron-alliance&with=groups/kestrel-alliance&with=authorities/501&find=alliance"
QUESTIONS = ("year=2018&pupils=disadvantaged", "measure=ks2_reading_progress&year=2019&special=include", "year=2020")
"""Pupils of one kind, scores instead of rates, and a summer without results."""


def of_each_subject(below: str = "") -> tuple[Example, ...]:
    """A page of a group, of an authority and of a school."""
    return (GROUP.to(below), AUTHORITY.to(below), SCHOOL.to(below))


PAGES: dict[str, tuple[Example, ...]] = {
    "account_change_password": ("/accounts/password/change/",),
    "account_inactive": ("/accounts/inactive/",),
    "account_login": ("/accounts/login/",),
    "account_logout": ("/accounts/logout/",),
    "account_reauthenticate": ("/accounts/reauthenticate/",),
    "account_reset_password": ("/accounts/password/reset/",),
    "account_reset_password_done": ("/accounts/password/reset/sent/",),
    "account_reset_password_from_key": (f"/accounts/password/reset/key/{'0' * 32}/used-before/",),
    "account_reset_password_from_key_done": ("/accounts/password/reset/done/",),
    "accounts:invitations": ("/accounts/invitations/",),
    "accounts:invite_somebody": ("/accounts/invitations/new/",),
    "accounts:recovery_codes": ("/accounts/second-factor/recovery-codes/",),
    "accounts:sessions": ("/accounts/sessions/",),
    "accounts:tokens": ("/accounts/tokens/",),
    "dashboards:authority_groups": (AUTHORITY.to("groups/"),),
    "dashboards:compare": ("/compare/", f"/compare/?{COMPARED}"),
    "dashboards:finding": (Link(AUTHORITY, r"/authorities/\d{3}/findings/[\w-]+/"),),
    "dashboards:frozen": (FROZEN,),
    "dashboards:governors": (GROUP.to("governors/"), SCHOOL.to("governors/")),
    "dashboards:group_returns": (GROUP.to("returns/"),),
    "dashboards:groups": ("/groups/",),
    "dashboards:held": ("/record/held/",),
    "dashboards:home": ("/",),
    "dashboards:measure": (MEASURE,),
    "dashboards:measures": ("/measures/",),
    "dashboards:one_school": (*of_each_subject(), *(GROUP.to(f"?{question}") for question in QUESTIONS)),
    "dashboards:own_return": ("/returns/ks2/2019/900001/",),
    "dashboards:returns": ("/returns/",),
    "dashboards:saved": ("/saved/", "/saved/?page=/groups/%3Fkind%3Dalliance"),
    "dashboards:subject_chart": (GROUP.to("chart/trend/"),),
    "dashboards:subject_coverage": of_each_subject("coverage/"),
    "dashboards:subject_data": of_each_subject("data/"),
    "dashboards:subject_help": of_each_subject("help/"),
    "dashboards:subject_history": of_each_subject("history/"),
    "dashboards:subject_measures": (*of_each_subject("measures/"), GROUP.to("measures/?year=2019&counts=yes")),
    "dashboards:subject_packs": of_each_subject("packs/"),
    "dashboards:subject_pupils": of_each_subject("pupils/"),
    "dashboards:subject_similar": (SCHOOL.to("similar/"),),
    "dashboards:subject_schools": of_each_subject("schools/"),
    "dashboards:subject_trend": of_each_subject("trend/"),
    "dashboards:workings": of_each_subject("how/"),
    "intake:release": (RELEASE,),
    "intake:releases": ("/data/",),
    "intake:sent": (SENT,),
    "intake:terms": (RESULTS.to("terms/"),),
    "intake:upload": ("/data/send/",),
    "intake:withdraw": (RELEASE.to("withdraw/"),),
    "mfa_activate_totp": ("/accounts/second-factor/app/",),
    "mfa_add_webauthn": ("/accounts/second-factor/passkeys/new/",),
    "mfa_index": ("/accounts/second-factor/",),
    "register:changes": ("/register/changes/",),
    "register:changes_of": (EXTRACT,),
    "register:compare": ("/register/groups/compare/",),
    "register:correct": (SCHOOL.to("correct/"),),
    "register:coverage": ("/schools/coverage/",),
    "register:end_group": (KEPT.to("end/"),),
    "register:group": (KEPT,),
    "register:group_history": (KEPT.to("history/"),),
    "register:groups": ("/register/groups/",),
    "register:join": (KEPT.to("add/"),),
    "register:list": (BROUGHT,),
    "register:list_row": (ROW,),
    "register:lists": ("/register/lists/",),
    "register:membership": (MEMBERSHIP,),
    "register:new_group": ("/register/groups/new/",),
    "register:new_list": ("/register/lists/new/",),
    "register:place_group": (KEPT.to("place/"),),
    "register:lift_hold": (Link("/record/retention/", r"/record/retention/holds/[0-9a-f-]{36}/lift/"),),
    "register:new_hold": ("/record/retention/hold/",),
    "register:reads": ("/record/reads/",),
    "register:record": ("/record/", "/record/?kind=group&first=1/9/2025"),
    "register:rename_group": (KEPT.to("rename/"),),
    "register:change_end": (Link(PERSON, r"/people/[0-9a-f-]{36}/rights/[0-9a-f-]{36}/change/"),),
    "register:bring_people": ("/people/list/",),
    "register:confirm_rights": ("/people/confirm/",),
    "register:end_right": (Link(PERSON, r"/people/[0-9a-f-]{36}/rights/[0-9a-f-]{36}/end/"),),
    "register:give": ("/people/give/",),
    "register:give_to": (PERSON.to("give/"),),
    "register:hand_over": (Link(OF_SCHOOL, r"/people/over/school/\d{6}/hand-over/[0-9a-f-]{36}/"),),
    "register:own_rights": ("/people/me/",),
    "register:people": ("/people/", "/people/?which=ended"),
    "register:people_over": (OF_SCHOOL, Link("/people/over/", r"/people/over/authority/\d{3}/")),
    "register:people_places": ("/people/over/", "/people/over/?over=primary"),
    "register:person": (PERSON,),
    "register:retention": ("/record/retention/",),
    "register:who_looked": (SCHOOL.to("looked/"),),
    "register:reset_sign_in": (PERSON.to("reset-sign-in/"),),
    "register:why": ("/why/?page=/groups/", "/why/?page=/no/such/page/"),
    "register:school_by_number": ("/schools/number/900001/",),
    "register:school_map": ("/schools/map/",),
    "register:school_year": ("/register/school-year/?on=2025-09-01",),
    "register:schools": ("/schools/",),
    "register:take_group_out": (PLACE,),
    "sharing:agreement": (AGREEMENT,),
    "sharing:agreements": ("/agreements/",),
    "sharing:change": (AGREEMENT.to("change/"),),
    "sharing:leave": (LEAVES,),
    "sharing:new": ("/agreements/new/",),
    "sharing:paper": (ON_PAPER,),
    "sharing:sign": (SIGNS,),
    "sharing:words": (AGREEMENT.to("words/"),),
    "socialaccount_login_cancelled": ("/accounts/elsewhere/stopped/",),
    "ui:components": ("/components/",),
    "ui:glossary": ("/glossary/",),
}
"""Examples of every page; a route that is neither here nor below fails its test."""

FILES = frozenset(
    {
        "accounts:recovery_codes_file",
        "dashboards:authority_groups_file",
        "dashboards:chart",
        "dashboards:compare_file",
        "dashboards:csv",
        "dashboards:frozen_changes",
        "dashboards:governors_csv",
        "dashboards:governors_xlsx",
        "dashboards:group_returns_file",
        "dashboards:json",
        "dashboards:measure_file",
        "dashboards:measures_file",
        "dashboards:pack",
        "dashboards:png",
        "dashboards:returns_file",
        "dashboards:xlsx",
        "intake:release_file",
        "intake:releases_file",
        "intake:sent_file",
        "register:changes_file",
        "register:compare_file",
        "register:coverage_by_phase_file",
        "register:coverage_file",
        "register:group_file",
        "register:groups_file",
        "register:list_file",
        "register:lists_file",
        "register:people_file",
        "register:record_file",
        "register:retention_file",
        "register:who_looked_file",
        "register:school_map_picture",
        "register:schools_file",
        "sharing:agreements_file",
        "sharing:parties_file",
        "sharing:scan",
        "ui:brand",
    }
)
"""Routes that answer with a file: their addresses end in its kind."""

FOR_PROGRAMS: dict[str, str] = {
    "api:description": "/api/v1/openapi.json",
    "api:figures": "/api/v1/figures?of=groups/heron-alliance&measures=ks2_rwm_expected",
    "api:groups": "/api/v1/groups",
    "api:measures": "/api/v1/measures",
    "api:members": "/api/v1/groups/heron-alliance/members",
    "api:releases": "/api/v1/releases",
    "api:schools": "/api/v1/schools?limit=5",
}
"""Routes that programs ask."""

SENT_TO = frozenset(
    {
        "accounts:end_other_sessions", "accounts:end_session", "accounts:invite_again",
        "accounts:revoke_token", "accounts:withdraw_invitation",
        "dashboards:follow", "dashboards:freeze", "dashboards:freeze_comparison", "dashboards:freeze_groups",
        "dashboards:delete_saved", "dashboards:rename_saved", "dashboards:return_link",
        "dashboards:stop_following", "intake:accept", "intake:watch", "register:accept_close", "register:apply_list",
        "register:find_people", "register:stop_viewing_as", "register:take_back", "register:undo_list",
        "register:view_as",
        "sharing:new_version", "sharing:put_out",
    }
)  # fmt: skip
"""Routes that forms are sent to and that answer 405 to whoever only looks."""

LEADS_ELSEWHERE = frozenset(
    {
        "accounts:accept_invitation", "accounts:accept_with_passkey", "accounts:accept_with_password",
        "accounts:open_invitation", "dashboards:return_by_link",
        "mfa_authenticate", "mfa_deactivate_totp", "mfa_login_webauthn",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "openid_connect_callback",
        "openid_connect_login", "register:several",
    }
)  # fmt: skip
"""Routes that forms are sent to and that lead whoever only looks to the page the form stands on, and pages of ways to
sign in that nobody of the demonstration has: tests/journeys/test_signing_in.py looks at those; and the page behind a
link for own returns, which tests/journeys/test_results_morning.py opens."""


def routes(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every route of the site."""
    for entry in (resolver or get_resolver("accord.config.urls")).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", pattern
        else:
            yield from routes(entry, pattern, f"{entry.namespace}:" if entry.namespace else space)


def without_example(names: set[str]) -> set[str]:
    """Routes that nobody said anything about."""
    return names - PAGES.keys() - FOR_PROGRAMS.keys() - FILES - SENT_TO - LEADS_ELSEWHERE


def sample(pattern: str) -> str:
    """An address of this shape that leads to nothing in particular."""
    samples = {"uuid": "00000000-0000-0000-0000-000000000001", "int": "1", "room": "groups"}
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: samples.get(part.group(1) or "", "nothing"), pattern)
