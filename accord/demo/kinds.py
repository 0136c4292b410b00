"""What schools of each kind are like: their ages, how large they are, who keeps them."""

from __future__ import annotations

import numpy as np

from accord.demo.names import NO_FAITH
from accord.demo.schools import Kind

AGES = {
    Kind.NURSERY: "2-5", Kind.INFANT: "4-7", Kind.JUNIOR: "7-11", Kind.PRIMARY: "4-11", Kind.SECONDARY: "11-16",
    Kind.ALL_THROUGH: "4-16", Kind.SPECIAL: "4-16", Kind.ALTERNATIVE: "11-16",
}  # fmt: skip
FIRST_ESTAB = {
    "VA": 3300, "VC": 3000, "FD": 5200, "CYS": 7000, "ACS": 7000, "NUR": 1000, "PRU": 1100, "FAP": 1100,
}  # fmt: skip
"""Where the numbers of schools of a type begin; those of others begin at 2000, of secondary schools at 4000."""
WAS = {"ACC": "CY", "AC": "CY", "ACS": "CYS"}
"""What a school of this type was before it became an academy."""
_SECONDARY_TYPES, _SECONDARY_CHANCES = ("CY", "ACC", "AC", "VA", "FD", "F"), (0.18, 0.44, 0.16, 0.10, 0.07, 0.05)
_TYPES, _CHANCES = ("CY", "ACC", "AC", "VC", "VA", "FD"), (0.42, 0.24, 0.05, 0.13, 0.12, 0.04)
_OTHERS = {
    Kind.NURSERY: ("NUR",), Kind.ALTERNATIVE: ("PRU", "PRU", "PRU", "FAP"), Kind.SPECIAL: ("CYS", "CYS", "CYS", "ACS"),
}  # fmt: skip


def usual_cohort(rng: np.random.Generator, kind: Kind) -> int:
    """How many pupils a school of this kind usually has in its last year of Key Stage 2 (else of its own)."""
    if kind is Kind.SPECIAL:
        return int(rng.integers(3, 18))
    if kind is Kind.JUNIOR:
        return int(np.clip(rng.normal(72, 20), 25, 130))
    if kind in (Kind.SECONDARY, Kind.ALTERNATIVE, Kind.NURSERY):
        usual = {Kind.SECONDARY: 175, Kind.ALTERNATIVE: 14, Kind.NURSERY: 40}[kind]
        return int(np.clip(rng.normal(usual, usual / 4), 6, 270))
    forms = rng.choice([0.25, 0.5, 1.0, 1.5, 2.0, 3.0], p=[0.06, 0.16, 0.40, 0.12, 0.22, 0.04])
    return int(np.clip(rng.normal(29.0 * forms, 2.5 + forms), 3, 120))


def type_and_faith(rng: np.random.Generator, kind: Kind) -> tuple[str, str]:
    """A code of the school type, for most as DfE writes it in its tables, and the religious denomination."""
    if kind in _OTHERS:
        return str(rng.choice(_OTHERS[kind])), NO_FAITH
    upper = kind in (Kind.SECONDARY, Kind.ALL_THROUGH)
    kinds, chances = (_SECONDARY_TYPES, _SECONDARY_CHANCES) if upper else (_TYPES, _CHANCES)
    school_type = str(rng.choice(kinds, p=chances))
    if school_type == "VA":
        return school_type, str(rng.choice(["Church of England", "Roman Catholic"]))
    if school_type == "VC" or (school_type == "ACC" and rng.random() < 0.25):
        return school_type, "Church of England"
    return school_type, NO_FAITH
