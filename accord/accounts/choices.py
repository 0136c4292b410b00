"""What people may do, over what, and from which stage of an embargo."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """Something a role lets people do. A page names the act it needs."""

    LOOK = "look"
    SEE_RESULTS = "see_results"
    KEEP_GROUPS = "keep_groups"
    CORRECT_REGISTER = "correct_register"
    BRING_LISTS = "bring_lists"
    SEND_DATA = "send_data"
    ACCEPT_DATA = "accept_data"
    SEND_RETURNS = "send_returns"
    KEEP_AGREEMENTS = "keep_agreements"
    SIGN_AGREEMENTS = "sign_agreements"
    GIVE_ROLES = "give_roles"
    VIEW_AS = "view_as"
    READ_RECORD = "read_record"
    READ_OWN_RECORD = "read_own_record"
    EXPORT_HELD = "export_held"
    KEEP_RETENTION = "keep_retention"
    HOLD_TOKENS = "hold_tokens"
    READ_BY_TOKEN = "read_by_token"


MEANING = {
    Act.LOOK: "look at published figures, the register and the groups",
    Act.SEE_RESULTS: "see results that are not yet public, of the schools in the right's scope",
    Act.KEEP_GROUPS: "change groups and who belongs to them",
    Act.CORRECT_REGISTER: "correct what the register says of a school",
    Act.BRING_LISTS: "bring lists of groups and members",
    Act.SEND_DATA: "send files, and see those sent",
    Act.ACCEPT_DATA: "accept, embargo and withdraw releases",
    Act.SEND_RETURNS: "send a school's own numbers before results are published",
    Act.KEEP_AGREEMENTS: "draw up data-sharing agreements",
    Act.SIGN_AGREEMENTS: "sign data-sharing agreements, and withdraw from them",
    Act.GIVE_ROLES: "invite people, give them rights, confirm and end them",
    Act.VIEW_AS: "look at pages as somebody else sees them",
    Act.READ_RECORD: "read the record of what was done and looked at",
    Act.READ_OWN_RECORD: "see who looked at their own school's restricted figures",
    Act.EXPORT_HELD: "export everything that is held on a person or a school",
    Act.KEEP_RETENTION: "see to what is kept for how long",
    Act.HOLD_TOKENS: "make tokens for programs",
    Act.READ_BY_TOKEN: "read published figures by a program",
}
"""Each act in the words of a page: "you may …"."""


class ScopeKind(StrEnum):
    """What a grant is over."""

    EVERYWHERE = "everywhere"
    AUTHORITY = "authority"
    GROUP = "group"
    SCHOOL = "school"
    CHALLENGE = "challenge"


class Stage(StrEnum):
    """How far an embargoed release has been let out, the narrowest first."""

    AUTHORITY = "authority"
    SCHOOL = "school"
    MEMBERS = "members"
    PUBLIC = "public"


class Confirmed(StrEnum):
    """How often a grant has to be confirmed, or it lapses."""

    OCTOBER = "october"
    TERM = "term"
    NEVER = "never"
