"""Own returns: what schools say themselves, as it was sent. Rows are only ever added; the newest is in force."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accord.intake.choices import SentHow


class ReturnLink(models.Model):
    """A link that opens one form for one school and summer, for whoever holds it, until it ends or is taken back.

    Its address carries a signature and its number, and no school. How often it was used in this hour is counted, so
    that nobody floods a school's numbers with it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    urn = models.CharField("URN", max_length=12, db_index=True)
    authority = models.CharField("Authority of the school", max_length=3)
    year = models.PositiveSmallIntegerField("Summer")
    form = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    hour_began_at = models.DateTimeField(null=True, blank=True)
    sent_in_hour = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link for school {self.urn}, summer {self.year}"


class ReturnSent(models.Model):
    """One sending of a school's numbers of a summer: who, when and how. ``authority`` is the school's of that moment.

    ``intake`` is the file it came in. Without a person it came by a link, or from the command line.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    urn = models.CharField("URN", max_length=12)
    authority = models.CharField("Authority of the school", max_length=3)
    year = models.PositiveSmallIntegerField("Summer")
    form = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=8, choices=SentHow)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(ReturnLink, null=True, blank=True, on_delete=models.PROTECT, related_name="sent")
    intake = models.ForeignKey("intake.Intake", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["authority", "year", "urn"], name="intake_returns_of_authority")]

    def __str__(self) -> str:
        return f"School {self.urn}, summer {self.year}"


class ReturnedCount(models.Model):
    """One line of a sending: the pupils of a group, and those of them who met a measure."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sent = models.ForeignKey(ReturnSent, on_delete=models.CASCADE, related_name="counts")
    measure = models.CharField(max_length=60)
    pupil_group = models.CharField(max_length=40)
    pupils = models.PositiveIntegerField()
    met = models.PositiveIntegerField("Pupils who met the measure")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sent", "measure", "pupil_group"], name="intake_returned_once"),
            models.CheckConstraint(condition=Q(met__lte=F("pupils")), name="intake_returned_met_within_pupils"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.pupil_group}: {self.met} of {self.pupils}"


class ReturnReminder(models.Model):
    """That a school was asked for its numbers of a summer."""

    urn = models.CharField("URN", max_length=12)
    year = models.PositiveSmallIntegerField("Summer")
    form = models.CharField(max_length=40)
    reminded_on = models.DateField()
    reminded_at = models.DateTimeField()
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-reminded_at"]
        constraints = [
            models.UniqueConstraint(fields=["urn", "year", "form", "reminded_on"], name="intake_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"School {self.urn}, summer {self.year}"
