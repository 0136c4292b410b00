"""Outlines of areas, for maps that need no network."""

from __future__ import annotations

from django.db import models


class Boundary(models.Model):
    """An area's outlines: lists of ``[easting, northing]`` in metres of the national grid."""

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    outlines = models.JSONField(default=list)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="register_boundary_once")]

    def __str__(self) -> str:
        return self.name
