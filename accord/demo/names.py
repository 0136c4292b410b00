"""Invented names of places and schools, and telephone numbers and postcodes nobody has.

The parts were compared with the names of schools, streets, parishes, towns and authorities in the
published register: no place name that can come out of them was found there (tests/unit/demo).
"""

from __future__ import annotations

from itertools import product

import numpy as np

_STEMS = (
    "Aldrem", "Bessen", "Brackel", "Corran", "Dunsel", "Elmar", "Fallen", "Garrow", "Hesper", "Jessam",
    "Kelder", "Larkem", "Mellin", "Norrel", "Ossel", "Pellow", "Quarren", "Rushel", "Sallow", "Tarrin",
    "Ullen", "Vennel", "Wexel", "Yarrel", "Zennel", "Thurrel", "Orrin", "Harkel", "Ferrin", "Eskel",
    "Dorrel", "Cressel", "Brindel", "Ambrel",
)  # fmt: skip
_ENDS = (
    "combe", "mere", "thorpe", "wick", "stowe", "holt", "marsh", "ridge", "dale", "field", "bourne",
    "hythe",
)  # fmt: skip
_COUNTY_STEMS = ("Wexel", "Mellin", "Thurrel", "Dunsel", "Aldrem")
_SAINTS = (
    "Aldhelm", "Birinus", "Cedd", "Dunstan", "Edith", "Frideswide", "Hilda", "Osyth", "Petroc", "Wulfstan",
)  # fmt: skip
_FEATURES = (
    "Heron", "Orchard", "Mill Lane", "Beacon", "Kestrel", "Willow Brook", "Longacre", "Foundry",
    "Skylark", "Hazel Bank", "Chalk Pit", "Bridge Street", "Larkrise", "Warren", "Fold",
)  # fmt: skip
_STREETS = ("School Lane", "Church Road", "Station Road", "The Green", "Mill Lane", "High Street")

FIRST_DRAMA_NUMBER = 960_000
"""01632 960000 to 960999 are kept by Ofcom for drama: nobody's telephone rings."""


def place_names() -> list[str]:
    """Every place name that can be invented, in a fixed order."""
    return [stem + end for stem, end in product(_STEMS, _ENDS)]


def county_names() -> list[str]:
    """Every name the demonstration authority can have."""
    return [f"{stem}shire" for stem in _COUNTY_STEMS]


def deal(rng: np.random.Generator, names: list[str]) -> list[str]:
    """The same names in an order that depends on the seed."""
    return [names[index] for index in rng.permutation(len(names))]


def school_name(rng: np.random.Generator, town: str, word: str, faith: str) -> str:
    """What a school in this town is called; `word` says what it is (Primary, Junior, Infant, Special)."""
    last = "School" if word == "Special" else f"{word} School"
    if faith != "Does not apply":
        saint = _SAINTS[rng.integers(len(_SAINTS))]
        church = "Catholic" if faith == "Roman Catholic" else "CofE"
        return f"St {saint}'s {church} {last} {town}"
    if rng.random() < 0.5:
        return f"{town} {last}"
    return f"{_FEATURES[rng.integers(len(_FEATURES))]} {last} {town}"


def street(rng: np.random.Generator) -> str:
    """A street such as every town has."""
    return _STREETS[rng.integers(len(_STREETS))]


def postcode(number: int) -> str:
    """A postcode in the ZX area, which does not exist."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"ZX{number // 10 % 90 + 1} {number % 9 + 1}{letters[number % 20]}{letters[number // 20 % 20]}"


def telephone(number: int) -> str:
    """A number from the range kept for drama."""
    return f"01632{FIRST_DRAMA_NUMBER + number % 1000}"
