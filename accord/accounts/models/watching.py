"""What a person keeps an eye on, and when they were last here."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Followed(models.Model):
    """Something a person follows: the address of its page (``groups/elm-alliance``) and the name it had then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    address = models.CharField(max_length=200)
    name = models.CharField(max_length=250)
    since = models.DateTimeField()

    class Meta:
        ordering = ["name", "address"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="accounts_followed_once")]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A page with its filters that a person saved under a name of their own. It gives no right to what stands there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=100)
    address = models.CharField("Page, with its question", max_length=2000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="accounts_saved_view_named_once")]

    def __str__(self) -> str:
        return self.name


class Visits(models.Model):
    """When a person was here on this day and on the day before it that they came, each at its first moment.

    Two moments are kept, and no more: enough to say what is new, too little to watch anybody by.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    latest = models.DateTimeField("First moment of the last day here")
    before = models.DateTimeField("First moment of the day here before that", null=True, blank=True)

    class Meta:
        verbose_name_plural = "visits"

    def __str__(self) -> str:
        return f"{self.person}, {self.latest:%Y-%m-%d}"
