"""Schools as places through time, and their dated establishments."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from accord.register.choices import IS_OPEN, Category, NumberedBy, Phase, Status


class School(models.Model):
    """A place through time. ``address`` is the number of the establishment that stands for it.

    An establishment of Ofsted's series has ``ofsted-`` before its number. The address follows conversions; the
    public id never changes.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    address = models.CharField(max_length=24, unique=True)

    def __str__(self) -> str:
        return self.address


class Establishment(models.Model):
    """A legal establishment with a number of its own, as the national register last described it.

    Values are those in force here: the register's, with local corrections laid over them. ``details`` holds
    what pages only show. ``extract_on`` is the day of the extract that described it last; None for one that no
    extract describes.
    """

    numbered_by = models.CharField(max_length=8, choices=NumberedBy, default=NumberedBy.GIAS)
    urn = models.CharField("URN", max_length=12)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="establishments")
    stands = models.BooleanField("Stands for its school", default=True)
    name = models.CharField(max_length=250)
    former_names = models.JSONField(default=list, blank=True)
    """``[name, until]``, where known; the newest first."""
    la_code = models.CharField("Authority", max_length=3, blank=True)
    estab = models.CharField("Establishment number", max_length=4, blank=True)
    former_numbers = models.JSONField(default=list, blank=True)
    """``845/2001`` …, the newest first."""
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNKNOWN)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.NONE)
    type_code = models.CharField(max_length=3, blank=True)
    type_name = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=12, choices=Category, default=Category.OTHER)
    opened_on = models.DateField(null=True, blank=True)
    reason_opened = models.CharField(max_length=80, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reason_closed = models.CharField(max_length=80, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    religious_character = models.CharField(max_length=100, blank=True)
    diocese = models.CharField(max_length=120, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField("Pupils on roll", null=True, blank=True)
    district = models.CharField(max_length=120, blank=True)
    ward = models.CharField(max_length=120, blank=True)
    constituency = models.CharField(max_length=120, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=9, blank=True)
    details = models.JSONField(default=dict, blank=True)
    searchable = models.TextField(blank=True)
    """Every name and number it goes or went by, its town and postcode, in small letters."""
    extract_on = models.DateField(null=True, blank=True)
    release = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["name", "urn"]
        constraints = [
            models.UniqueConstraint(fields=["numbered_by", "urn"], name="register_establishment_number_once"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(status__in=list(IS_OPEN)), name="register_school_one_living"
            ),
            models.UniqueConstraint(fields=["school"], condition=Q(stands=True), name="register_school_one_stands"),
        ]
        # Lists ask for those that stand for their school: SQLite takes an index for that only where it is partial.
        indexes = [
            models.Index(fields=["urn"], name="register_estab_urn"),
            # With what coverage counts by, so that all schools are counted in order without reading their rows.
            models.Index(
                fields=["name", "urn", "status", "numbered_by", "phase", "school"],
                condition=Q(stands=True),
                name="register_estab_standing",
            ),
            models.Index(fields=["la_code", "name"], condition=Q(stands=True), name="register_estab_authority"),
            models.Index(fields=["district"], condition=Q(stands=True), name="register_estab_district"),
            models.Index(fields=["religious_character"], condition=Q(stands=True), name="register_estab_religious"),
            models.Index(
                fields=["phase", "status", "numbered_by", "la_code"],
                condition=Q(stands=True),
                name="register_estab_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"

    @property
    def is_open(self) -> bool:
        """Whether it has pupils today, as far as the register knows."""
        return self.status in IS_OPEN

    @property
    def dfe_number(self) -> str:
        """``845/2001``, empty where it has none."""
        return f"{self.la_code}/{self.estab}" if self.la_code and self.estab else ""
