"""The tables there are, as the models say, with what is said of their fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.conf import settings
from django.db import models

from accord.accounts.rules.field_classes import Classes, TableClass, load_classes


def every_model() -> list[type[models.Model]]:
    """Every table that Accord or a package it is built on fills, those between two others too."""
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def fields_there() -> dict[str, Sequence[str]]:
    """The names of the fields of every table."""
    return {model._meta.label_lower: [f.name for f in model._meta.concrete_fields] for model in every_model()}


def classes() -> Classes:
    """What is said of them here."""
    return load_classes(settings.ACCORD_DEFINITIONS)


def classed_models() -> Iterator[tuple[type[models.Model], TableClass]]:
    """Every table with what is said of it; one that nothing is said of is a `KeyError`, not a gap."""
    said = classes()
    for model in every_model():
        yield model, said[model._meta.label_lower]
