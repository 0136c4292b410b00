"""What was done, by whom and when: the one history of the house."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One act. Written once, by an action, in the transaction of what it describes; never changed.

    ``person`` is empty for the operator at the command line. ``subject_id`` is the public id of the
    subject (a UUID or a slug), so that the record outlives the row it speaks of.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=200)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="accounts_event_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
