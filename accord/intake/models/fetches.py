"""Each time a publisher was asked for a file, and what came of it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from accord.intake.choices import Outcome, Settled
from accord.intake.models.files import Intake


class Fetch(models.Model):
    """One question to a publisher. ``offered`` is the code of the file in ``definitions/sources``.

    What came is an intake from the moment it was received; what is still coming when something ends the run is gone on
    with by the next.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    offered = models.CharField(max_length=60)
    publication = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    settled = models.CharField("Edition that was due", max_length=12, choices=Settled)
    edition_told = models.BooleanField("The edition is told, not guessed from the month", default=False)
    asked_at = models.DateTimeField()
    address = models.CharField("Address that was asked", max_length=2000)
    answered_from = models.CharField("Address that answered", max_length=2000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField("Why it did not come, or why it waits", max_length=1000, blank=True)
    status = models.PositiveSmallIntegerField("Answer of the web server", default=0)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField("File name", max_length=255, blank=True)
    intake = models.ForeignKey(Intake, null=True, blank=True, on_delete=models.SET_NULL, related_name="fetches")
    told_at = models.DateTimeField("When those who watch were told", null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["offered", "year", "-asked_at"], name="intake_fetch_of")]
        verbose_name_plural = "fetches"

    def __str__(self) -> str:
        return f"{self.offered} {self.year}, {self.get_outcome_display().lower()}"
