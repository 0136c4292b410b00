"""How settled a release is, and how far an intake has come."""

from django.db import models


class Settled(models.TextChoices):
    """How settled a release is; the values are those of the warehouse."""

    PROVISIONAL = "provisional", "Provisional"
    REVISED = "revised", "Revised"
    FINAL = "final", "Final"


class Progress(models.TextChoices):
    """How far an intake has come."""

    RECEIVED = "received", "Received, not checked yet"
    REFUSED = "refused", "Refused"
    HELD = "held", "Checked, waiting to be accepted"
    PUBLISHED = "published", "Published"
    UNCHANGED = "unchanged", "Nothing new in it"


class Outcome(models.TextChoices):
    """What came of asking a publisher for a file."""

    COMING = "coming", "Came, and is being taken in"
    NEW = "new", "A file came"
    UNCHANGED = "unchanged", "Nothing new"
    ABSENT = "absent", "Not there, or not yet"
    FAILED = "failed", "Did not come"


class SentHow(models.TextChoices):
    """How a school's own return came."""

    FORM = "form", "By somebody who had signed in"
    LINK = "link", "By a link"
    FILE = "file", "In a file"
