"""What was done, by whom and when: the one history of the house."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models


class Chained(models.Model):
    """An entry of a record that carries the digest of the one before it (`accord.accounts.rules.chain`).

    ``sealed`` is the salted digest of what is personal of it; ``salt`` is empty once that was forgotten.
    """

    sequence = models.BigIntegerField(unique=True, editable=False)
    before = models.CharField("Digest of the entry before", max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    sealed = models.CharField("Salted digest of what is personal", max_length=64, editable=False)
    salt = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        abstract = True


class Event(Chained):
    """One act. Written once, by an action, in the transaction of what it describes; never changed.

    ``person`` is empty for the operator at the command line and for a visitor who has not signed in: ``actor``
    tells them apart. ``subject_id`` is the public id of the subject (a UUID or a slug), so that the record
    outlives the row it speaks of. ``on_behalf_of`` are the public ids of those whose work a person of business
    support does.
    """

    class Actor(models.TextChoices):
        """What kind of somebody did it."""

        OPERATOR = "operator", "The command line"
        PERSON = "person", "A person signed in"
        VISITOR = "visitor", "Somebody not signed in"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    actor = models.CharField(max_length=8, choices=Actor)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.JSONField(default=list, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="accounts_event_subject"),
            models.Index(fields=["-at"], name="accounts_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Reading(Chained):
    """One page, or file, that showed somebody figures that are not for everybody.

    ``rows`` is how many were shown about the subject; ``grant`` and ``agreement`` are the public ids of what let
    the person see them; ``page`` is the name of the route. Written in its own transaction after the answer was
    made and before it is given.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=8, choices=Event.Actor)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.JSONField(default=list, blank=True)
    grant = models.CharField(max_length=36, blank=True)
    agreement = models.CharField(max_length=36, blank=True)
    kind = models.CharField("Kind of subject", max_length=60)
    subject_id = models.CharField(max_length=200)
    release = models.CharField(max_length=36, blank=True)
    rows = models.PositiveIntegerField()
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["kind", "subject_id", "-at"], name="accounts_reading_subject"),
            models.Index(fields=["-at"], name="accounts_reading_at"),
        ]

    def __str__(self) -> str:
        return f"{self.rows} rows of {self.kind} {self.subject_id}"
