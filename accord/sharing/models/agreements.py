"""Data-sharing agreements: what schools promised one another, in words that stand once they are signed."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accord.sharing.choices import Condition, LawfulBasis


class Agreement(models.Model):
    """An agreement between the schools of a group (its slug), or between named schools where there is none.

    ``belongs_to`` is the authority whose keepers keep it (``authority:501``), or empty for the whole installation.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    group = models.CharField("Address of the group", max_length=120, blank=True, db_index=True)
    belongs_to = models.CharField("Authority it belongs to", max_length=40, blank=True)
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What is agreed. A draft may change; once ``issued_at`` it stands, under the hash of its text.

    ``families`` are codes of data sets and ``fields`` codes of measures; without fields all of the data sets is shared.
    A version put out to be signed takes the place of the one before, which binds nobody from then on.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField(max_length=2000)
    families = models.JSONField(default=list)
    fields = models.JSONField(default=list, blank=True)
    lawful_basis = models.CharField(max_length=30, choices=LawfulBasis)
    condition = models.CharField("Condition for special-category data", max_length=30, choices=Condition)
    controller = models.CharField(max_length=300)
    processor = models.CharField(max_length=300)
    dpia = models.CharField("Impact assessment", max_length=300, blank=True)
    review_on = models.DateField()
    starts_on = models.DateField("First day")
    ends_before = models.DateField("Day after the last")
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField("Put out to be signed", null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    text_hash = models.CharField("SHA-256 of the text", max_length=64, blank=True)

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="sharing_version_once"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="sharing_version_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(issued_at__isnull=False, superseded_at=None),
                name="sharing_one_version_stands",
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(issued_at=None), name="sharing_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"


class Party(models.Model):
    """A school that a version is for, under the name by which it signs.

    A school that becomes another has to sign anew: another body answers for its data.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parties")
    urn = models.CharField("URN", max_length=12, db_index=True)
    name = models.CharField("Name as signed", max_length=250)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "urn"]
        constraints = [models.UniqueConstraint(fields=["version", "urn"], name="sharing_party_once")]

    def __str__(self) -> str:
        return f"{self.name} in {self.version}"
