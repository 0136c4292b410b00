"""The kinds of group and the parts that schools play in them."""

from django.db import models


class GroupKind(models.TextChoices):
    """What binds the schools of a group."""

    ALLIANCE = "alliance", "Alliance"
    AREA_PARTNERSHIP = "area_partnership", "Area partnership"
    TRUST = "trust", "Trust"
    FEDERATION = "federation", "Federation"
    DIOCESE = "diocese", "Diocese"
    DISTRICT = "district", "District"
    PROGRAMME = "programme", "Programme cohort"
    OWN_SELECTION = "own_selection", "Own selection"


class Role(models.TextChoices):
    """A school's part in a group."""

    MEMBER = "member", "Member"
    LEAD = "lead", "Lead school"
    ASSOCIATE = "associate", "Associate"
