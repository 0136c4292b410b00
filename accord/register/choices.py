"""The kinds of group, the parts that schools play in them, and what may be said of an establishment."""

from django.db import models


class GroupKind(models.TextChoices):
    """What binds the schools of a group."""

    ALLIANCE = "alliance", "Alliance"
    AREA_PARTNERSHIP = "area_partnership", "Area partnership"
    TRUST = "trust", "Multi-academy trust"
    SINGLE_TRUST = "single_trust", "Single-academy trust"
    FEDERATION = "federation", "Federation"
    DIOCESE = "diocese", "Diocese"
    AUTHORITY = "authority", "Local authority"
    DISTRICT = "district", "District"
    DIVISION = "division", "County division"
    WARD = "ward", "Ward"
    CONSTITUENCY = "constituency", "Constituency"
    SPONSOR = "sponsor", "Academy sponsor"
    FOUNDATION_TRUST = "foundation_trust", "Foundation trust"
    UMBRELLA_TRUST = "umbrella_trust", "Umbrella trust"
    CHILDRENS_CENTRES = "childrens_centres", "Children’s centres"
    PROGRAMME = "programme", "Programme cohort"
    OWN_SELECTION = "own_selection", "Own selection"


class KeptBy(models.TextChoices):
    """Who says which schools are in a group."""

    PEOPLE = "people", "People here"
    GIAS = "gias", "The national register"


class Role(models.TextChoices):
    """A school's part in a group."""

    MEMBER = "member", "Member"
    LEAD = "lead", "Lead school"
    ASSOCIATE = "associate", "Associate"


class NumberedBy(models.TextChoices):
    """Whose number an establishment goes by: the two series collide."""

    GIAS = "gias", "URN"
    OFSTED = "ofsted", "Ofsted number"


class Status(models.TextChoices):
    """Whether an establishment is open."""

    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    CLOSED = "closed", "Closed"
    PROPOSED = "proposed", "Proposed to open"
    UNKNOWN = "unknown", "Not known"


IS_OPEN = (Status.OPEN, Status.CLOSING)


class Category(models.TextChoices):
    """What a type of establishment comes down to."""

    MAINTAINED = "maintained", "Maintained school"
    ACADEMY = "academy", "Academy or free school"
    SPECIAL = "special", "Special school"
    ALTERNATIVE = "alternative", "Alternative provision"
    NURSERY = "nursery", "Nursery school"
    POST_16 = "post_16", "Post-16"
    INDEPENDENT = "independent", "Independent school"
    EARLY_YEARS = "early_years", "Early years setting"
    OTHER = "other", "Other"


class Phase(models.TextChoices):
    """Phases of education."""

    NURSERY = "nursery", "Nursery"
    INFANT = "infant", "Infant"
    JUNIOR = "junior", "Junior"
    PRIMARY = "primary", "Primary"
    MIDDLE = "middle", "Middle"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    POST_16 = "post_16", "Post-16"
    NONE = "none", "Not applicable"


class ChangeKind(models.TextChoices):
    """What an extract of the national register says anew."""

    ADDED = "added", "New in the register"
    OPENED = "opened", "Opened"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Open again"
    CONVERTED = "converted", "Became another school"
    RENAMED = "renamed", "Renamed"
    RENUMBERED = "renumbered", "New DfE number"
    MOVED_AUTHORITY = "moved_authority", "Moved authority"
    JOINED_GROUP = "joined_group", "Joined"
    LEFT_GROUP = "left_group", "Left"
    NEW_PHASE = "new_phase", "New phase or ages"
    NEW_TYPE = "new_type", "New type"
    OTHER = "other", "Other change"
    MISSING = "missing", "No longer in the extract"
