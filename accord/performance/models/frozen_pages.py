"""Pages of figures that somebody froze, each with everything its figures are made from."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FrozenPage(models.Model):
    """A permanent link. Written once and never changed.

    ``releases`` are the public ids of all that was published that day, whatever the page used; ``members`` has what
    the register knew of each subject (`Recorded`); ``measures`` the version of each definition. ``asked`` is what the
    page asks and ``beside`` what it asks of further subjects; ``figures`` what they were answered with, in that order,
    so that a later difference can be told.
    """

    key = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=300)
    address = models.CharField("Page, with its question", max_length=2000)
    on = models.DateField("Day it was frozen")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked = models.JSONField()
    beside = models.JSONField(default=list)
    releases = models.JSONField(default=list)
    members = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    figures = models.JSONField(default=list)

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return f"{self.title}, frozen on {self.on}"
