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
ALLIANCES = (
    "Heron", "Beacon", "Kestrel", "Longacre", "Larkrise", "Foundry", "Skylark", "Orchard", "Warren", "Willow Brook",
    "Saltmill", "Curlew", "Ropewalk", "Millrace", "Lapwing", "Limekiln", "Packhorse", "Bellwether", "Drovers",
    "Tidemill", "Coppice", "Wheatear", "Long Furrow", "Sheepwash",
)  # fmt: skip
"""Names of alliances: the last four are of those that merged, split or faded."""
PARTNERSHIPS = ("Estuary", "Downland", "Moorside", "Riverside", "Fenside")
TRUSTS = (
    "Larkrise Learning Trust", "Kestrel Schools Trust", "The Sundew Learning Trust", "Three Larches Trust",
    "The Hesperdale Trust", "Wayfinders Learning Trust", "The Saltmill Trust", "The Garrowmere Trust",
)  # fmt: skip
DIOCESES = {
    "Church of England": "Diocese of Invention", "Roman Catholic": "Catholic Diocese of Invention",
}  # fmt: skip
_STREETS = ("School Lane", "Church Road", "Station Road", "The Green", "Mill Lane", "High Street")

NO_FAITH = "Does not apply"
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


def kind_word(rng: np.random.Generator, kind: str, *, academy: bool = False) -> str:
    """The words that say what a school is at the end of its name."""
    fixed = {"nursery": "Nursery School", "special": "School", "alternative provision": "Pupil Referral Unit"}
    if kind in fixed:
        return fixed[kind]
    if kind in ("secondary", "all-through"):
        return "Academy" if academy else str(rng.choice(["High School", "School", "Community College"]))
    word = kind.capitalize()
    return f"{word} Academy" if academy and rng.random() < 0.4 else f"{word} School"


def school_name(rng: np.random.Generator, town: str, words: str, faith: str, *, plain: bool = False) -> str:
    """What a school in this town is called; `words` say what it is. A plain name is that of the only one there."""
    if faith != NO_FAITH:
        saint = _SAINTS[rng.integers(len(_SAINTS))]
        church = "Catholic" if faith == "Roman Catholic" else "CofE"
        return f"{town} {church} {words}" if plain and church == "CofE" else f"St {saint}'s {church} {words} {town}"
    if plain or rng.random() < 0.5:
        return f"{town} {words}"
    return f"{_FEATURES[rng.integers(len(_FEATURES))]} {words} {town}"


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
