"""Which rows of which tables PostgreSQL itself gives to whom: the second wall, as data.

The first wall is the application's own filter. A row has to pass both, so what stands here may be wider than the first
and must not be narrower. Words of SQL in it: `accord_viewer()` is the person signed in, `accord_held()` the acts and
scopes that they hold today, `accord_may(act)` whether they hold an act over anything.
"""

from __future__ import annotations

from dataclasses import dataclass

# Excused in this module: B608, since nothing but the words that stand here goes into these questions.

_VIEWER = "(SELECT accord_viewer())"
_HISTORIES = (
    "authority", "correction", "establishment", "group", "groups", "list", "page", "reads", "register", "release",
    "school_year",
)  # fmt: skip
"""Kinds of thing whose history is on pages that everybody who looks may read."""


def _may(act: str) -> str:
    return f"(SELECT accord_may('{act}'))"


def _within(*acts: str) -> str:
    """That the viewer holds one of some acts over the scope that a row names: the same, or a wider one.

    The same school under another of its numbers is the same: the head of one that became an academy keeps her right.
    """
    named = ", ".join(f"'{act}'" for act in acts)
    return f"""EXISTS (
        SELECT FROM (SELECT DISTINCT kind, id FROM accord_held() WHERE act IN ({named})) AS held
        WHERE held.kind = 'everywhere'
           OR (held.kind = scope_kind AND held.id = scope_id)
           OR (held.kind = 'school' AND scope_kind = 'school' AND EXISTS (
                SELECT FROM register_establishment AS one JOIN register_establishment AS other
                ON other.school_id = one.school_id WHERE one.urn = held.id AND other.urn = scope_id))
           OR (held.kind = 'authority' AND scope_kind = 'challenge')
           OR (held.kind = 'authority' AND scope_kind = 'school' AND EXISTS (
                SELECT FROM register_establishment AS e WHERE e.urn = scope_id AND e.la_code = held.id))
           OR (held.kind = 'authority' AND scope_kind = 'group' AND EXISTS (
                SELECT FROM register_group AS g JOIN register_membership AS m ON m.group_id = g.id
                JOIN register_establishment AS e ON e.urn = m.urn WHERE g.slug = scope_id AND e.la_code = held.id)))"""  # nosec B608


def _over(act: str) -> str:
    """That the viewer holds an act over the authority that a row belongs to; `belonging_to` of the application."""
    return f"""EXISTS (
        SELECT FROM (SELECT kind, id FROM accord_held() WHERE act = '{act}') AS held
        WHERE held.kind = 'everywhere'
           OR (held.kind = 'authority' AND belongs_to IN ('', 'authority:' || held.id)))"""  # nosec B608


def _part_of(whole: str, column: str) -> str:
    """That a row's whole is shown, which has a policy of its own."""
    return f"EXISTS (SELECT FROM {whole} AS whole WHERE whole.id = {column})"  # nosec B608


_AGREED = """EXISTS (
    SELECT FROM (SELECT DISTINCT kind, id FROM accord_held() WHERE act IN
        ('see_results', 'keep_agreements', 'sign_agreements', 'read_record')) AS held
    WHERE held.kind = 'everywhere'
       OR (held.kind = 'authority' AND belongs_to IN ('', 'authority:' || held.id))
       OR (held.kind = 'group' AND held.id = sharing_agreement.group)
       OR sharing_agreement.id IN (SELECT accord_agreements_with(held.kind, held.id))
    ) OR sharing_agreement.id > (SELECT accord_last_agreement())"""
"""An agreement is its parties', their group's, and of those who keep it and answer for the parties' schools."""


@dataclass(frozen=True, slots=True)
class Protection:
    """Whom a table gives its rows to. ``adds`` is asked of a row that is added.

    ``kept`` means that the site may neither change nor delete a row, only add one.
    """

    shows: str
    adds: str = "true"
    kept: bool = False


_HELD = _may("export_held")
"""Whoever answers requests for what is held on somebody sees all of it."""
_OWN = Protection(shows=f"person_id = {_VIEWER} OR {_HELD}", adds=f"person_id = {_VIEWER}")

PROTECTED: dict[str, Protection] = {
    "accounts_grant": Protection(
        # Who accepts an invitation is nobody yet; what is just being added is above the last one there was.
        shows=f"""person_id = {_VIEWER} OR given_by_id = {_VIEWER}
        OR person_id IN (SELECT accord_done_for())
        OR {_within("give_roles", "view_as", "read_record", "export_held")}
        OR id > (SELECT accord_last_grant())
        OR ({_VIEWER} IS NULL AND person_id IN (SELECT given_by_id FROM accounts_waitinggrant))"""  # nosec B608
        # The last: when an invitation is accepted it is asked whether whoever gave may still give.
    ),
    "accounts_invitation": Protection(
        # Who opens a link has not signed in: the application finds their invitation by the digest of its secret.
        shows=f"""{_VIEWER} IS NULL OR {_VIEWER} IN (person_id, invited_by_id) OR {_may("give_roles")} OR {_HELD}
        OR becomes = (SELECT public_id FROM accounts_person WHERE id = accord_viewer())"""  # nosec B608
    ),
    "accounts_waitinggrant": Protection(shows=_part_of("accounts_invitation", "invitation_id")),
    "accounts_apitoken": Protection(
        # A program shows a secret, by whose digest the application finds the token, before anybody is known.
        shows=f"{_VIEWER} IS NULL OR person_id = {_VIEWER} OR {_HELD}",
        adds=f"person_id = {_VIEWER}",
    ),
    "accounts_legalhold": Protection(shows=f"{_may('keep_retention')} OR {_HELD}"),
    "accounts_event": Protection(
        # A row that is just being added is above the last one there was: its number is given back.
        shows=f"""subject_kind IN ({", ".join(f"'{kind}'" for kind in _HISTORIES)}) OR person_id = {_VIEWER}
        OR {_may("read_record")}
        OR (subject_kind = 'agreement' AND {_may("keep_agreements")})
        OR (subject_kind = 'release terms' AND {_may("accept_data")})
        OR sequence > (SELECT sequence FROM accord_end_of_record('done'))""",  # nosec B608
        adds=f"person_id IS NULL OR {_VIEWER} IS NULL OR person_id = {_VIEWER}",
        kept=True,
    ),
    "accounts_reading": Protection(
        shows=f"""person_id = {_VIEWER} OR {_may("read_record")}
        OR (kind IN ('school', 'establishment') AND subject_id IN (SELECT accord_own_schools()))
        OR sequence > (SELECT sequence FROM accord_end_of_record('reads'))""",  # nosec B608
        kept=True,
    ),
    "accounts_followed": _OWN,
    "accounts_savedview": _OWN,
    "accounts_visits": _OWN,
    "register_broughtlist": Protection(shows=f"brought_by_id = {_VIEWER} OR {_over('bring_lists')} OR {_HELD}"),
    "register_broughtrow": Protection(shows=_part_of("register_broughtlist", "brought_id")),
    "intake_release": Protection(
        shows=f"accepted_at IS NOT NULL OR {_may('send_data')} OR {_may('accept_data')}",
    ),
    "intake_intake": Protection(
        # Behind every figure stands who sent its file; a file that came to nothing is for those who see to files.
        shows=f"""received_by_id = {_VIEWER} OR {_over("send_data")} OR {_over("accept_data")} OR {_HELD}
        OR EXISTS (SELECT FROM intake_release AS r
            WHERE r.intake_id = intake_intake.id AND r.accepted_at IS NOT NULL)"""  # nosec B608
    ),
    "intake_returnlink": Protection(
        # Whoever opens a link has not signed in: the application finds it by the signed number in its address.
        shows=f"{_VIEWER} IS NULL OR {_may('send_returns')} OR {_HELD}",
        adds=_may("send_returns"),
    ),
    "intake_returnsent": Protection(
        # Who has sent is on the page of a group; whoever sends by a link is nobody, and sees nothing that was sent.
        shows=f"{_may('look')} OR {_may('send_returns')} OR {_HELD}",
        adds=f"sent_by_id = {_VIEWER} OR (sent_by_id IS NULL AND {_VIEWER} IS NULL)",
        kept=True,
    ),
    "intake_returnedcount": Protection(
        shows=f"""{_HELD} OR EXISTS (
        SELECT FROM (SELECT DISTINCT kind, id FROM accord_held() WHERE act = 'send_returns') AS held
        JOIN intake_returnsent AS sent ON sent.id = sent_id
        WHERE held.kind = 'everywhere'
           OR (held.kind = 'authority' AND held.id = sent.authority)
           OR (held.kind = 'school' AND held.id = sent.urn))""",  # nosec B608
        kept=True,
    ),
    "intake_returnreminder": Protection(shows=_may("look")),
    "performance_frozenpage": Protection(shows=_may("look")),
    "sharing_agreement": Protection(shows=_AGREED),
    "sharing_version": Protection(shows=_part_of("sharing_agreement", "agreement_id")),
    "sharing_party": Protection(shows=_part_of("sharing_version", "version_id")),
    "sharing_scan": Protection(shows=_part_of("sharing_version", "version_id")),
    "sharing_signature": Protection(shows=_part_of("sharing_party", "party_id")),
}
"""Tables with rows that are not everybody's."""

OPEN: dict[str, str] = {
    "accounts_person": "names stand on many pages, and sign-in looks people up before anybody is known",
    "accounts_person_groups": "not used",
    "accounts_person_user_permissions": "not used",
    "accounts_confirminground": "when rights are confirmed; names nobody",
    "account_emailaddress": "sign-in looks people up before anybody is known",
    "accounts_tries": "keyed digests of what was tried, from which nobody is told",
    "account_emailconfirmation": "sign-in looks people up before anybody is known",
    "auth_group": "not used",
    "auth_group_permissions": "not used",
    "auth_permission": "not used",
    "django_content_type": "not used",
    "django_migrations": "names of migrations",
    "django_session": "read by an unguessable key before anybody is known; holds no figures",
    "django_tasks_database_dbtaskresult": "long work and its state, without results of schools",
    "intake_fetch": "what publishers were asked for and answered; names nobody",
    "intake_sourcefile": "a name and a hash; what was sent stands in intake_intake",
    "mfa_authenticator": "sign-in asks for it before anybody is known; secrets in it are of no use without a password",
    "sharing_poolshown": "pools that must not be told apart: a row that was hidden would let one more be shown",
    "sharing_releaseterms": "when a release is let out: a row that was hidden would make the release look published",
    "socialaccount_socialaccount": "sign-in looks people up before anybody is known",
    "socialaccount_socialapp": "not used: providers are configuration",
    "socialaccount_socialtoken": "not used: no tokens of providers are kept",
    "usersessions_usersession": "a list of sessions, kept and asked for at every sign-in",
    "register_boundary": "outlines of areas, which are published",
    "register_change": "what an extract of the national register changed",
    "register_correction": "corrections of the register, shown with what they correct",
    "register_establishment": "the national register",
    "register_group": "groups and their members are open to all who look",
    "register_groupsuccession": "groups and their members are open to all who look",
    "register_link": "the national register",
    "register_membership": "groups and their members are open to all who look",
    "register_nesting": "groups and their members are open to all who look",
    "register_school": "the national register",
    "register_succession": "the national register",
}
"""Tables whose rows everybody may have whom the application lets in, each with the reason."""
