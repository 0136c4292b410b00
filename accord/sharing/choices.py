"""Where results come from, on what basis they are shared, and how far an agreement has come."""

from __future__ import annotations

from django.db import models


class Source(models.TextChoices):
    """Where the figures of a release come from, and so who may see them before they are public."""

    PUBLISHED = "published", "Published: anybody may see them"
    OWN = "own", "The schools’ own"
    AUTHORITY = "authority", "Loaded by the authority"
    NATIONAL = "national", "The national pupil database"


class LawfulBasis(models.TextChoices):
    """Why sharing is lawful: Article 6 of the UK GDPR, in plain words."""

    PUBLIC_TASK = "public_task", "Public task: the schools need it for what the law asks of them"
    LEGAL_OBLIGATION = "legal_obligation", "Legal obligation: a law says that it must be shared"
    RECOGNISED_INTEREST = "recognised_interest", "Recognised legitimate interest, such as safeguarding children"
    LEGITIMATE_INTERESTS = "legitimate_interests", "Legitimate interests, weighed against those of the pupils"
    CONSENT = "consent", "Consent of the people whom the data are about"


class Condition(models.TextChoices):
    """What else is needed for special-category data: Article 9 of the UK GDPR, in plain words."""

    NONE = "none", "No special-category data are shared"
    PUBLIC_INTEREST = "public_interest", "Substantial public interest, with a basis in law"
    RESEARCH = "research", "Statistics and research in the public interest"
    CONSENT = "consent", "Explicit consent of the people whom the data are about"


class State(models.TextChoices):
    """How far a version of an agreement has come on a day."""

    DRAFT = "draft", "Draft"
    SUPERSEDED = "superseded", "Replaced by a newer version"
    EXPIRED = "expired", "Ended"
    NOT_BEGUN = "not_begun", "Signed, not begun"
    AWAITING = "awaiting", "Waiting for signatures"
    IN_FORCE = "in_force", "In force"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PartyState(models.TextChoices):
    """Whether a school is bound by a version on a day, or why not."""

    BOUND = "bound", "Signed"
    NOT_SIGNED = "not_signed", "Has not signed"
    WITHDRAWN = "withdrawn", "Withdrew"
    LEFT = "left", "Left the group"
    CLOSED = "closed", "Closed, or became another school"


class SignedHow(models.TextChoices):
    """How a signature came about."""

    HERE = "here", "Here"
    PAPER = "paper", "On paper"
