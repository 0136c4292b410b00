"""What the files say about the places themselves: schools, authorities and England."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.demo.cells import Column, Flags
from accord.demo.names import postcode, telephone
from accord.demo.schools import School
from accord.demo.world import World

AUTHORITY, ENGLAND_ALL, ENGLAND = "3", "4", "5"
"""RECTYPE of the rows that are not schools; 1 is a mainstream and 2 a special school."""
_YEARS_OF_AGE = {"4-11": 7, "7-11": 4, "4-7": 3, "4-16": 6, "11-16": 5, "2-5": 2}


@dataclass(frozen=True, slots=True)
class Places:
    """Every place of a world, in the order of its counts: schools, authorities, England."""

    world: World

    @property
    def school(self) -> Flags:
        """Which places are schools."""
        total = len(self.world.schools) + len(self.world.authorities) + 1
        return np.arange(total) < len(self.world.schools)

    def about(self, name: str, year: int) -> Column | None:
        """The column that describes the places under this published name; None if there is none."""
        makers = {
            "RECTYPE": lambda school: "2" if school.special else "1",
            "ALPHAIND": lambda school: str(2 * (school.urn - 900_000)),
            "LEA": lambda school: school.la,
            "ESTAB": lambda school: str(school.estab),
            "URN": lambda school: str(school.urn),
            "SCHNAME": lambda school: school.name,
            "ADDRESS1": lambda school: school.street,
            "ADDRESS2": lambda school: "",
            "ADDRESS3": lambda school: "",
            "TOWN": lambda school: school.town,
            "PCODE": lambda school: postcode(school.urn),
            "TELNUM": lambda school: telephone(school.urn),
            "URN_AC": lambda school: "0",
            "NFTYPE": lambda school: school.school_type,
            "LAESTAB": lambda school: f"{school.la}{school.estab}",
            "ICLOSE": lambda school: "1" if school.closes(year) else "0",
            "RELDENOM": lambda school: school.faith,
            "AGERANGE": lambda school: school.ages,
            "TAB15": lambda school: "1" if school.special else "0",
            "TAB1618": lambda school: "0",
        }
        maker = makers.get(name.upper())
        if maker is None:
            return None
        texts = [maker(school) for school in self.world.schools]
        others = len(self.world.authorities) + 1
        column = np.array([*texts, *([" "] * others)], dtype=object)
        codes = {"LEA": [each.code for each in self.world.authorities], "RECTYPE": [AUTHORITY] * (others - 1)}
        codes["SCHNAME"] = [each.name for each in self.world.authorities]
        if name.upper() in codes:
            column[len(texts) : -1] = codes[name.upper()]
        return column

    def on_roll(self, year: int) -> Column:
        """Pupils of all ages: of a school, its authority and England; NEW for a new school."""
        rolls = np.array([roll(school) if school.is_listed(year) else 0 for school in self.world.schools])
        order = {each.code: at for at, each in enumerate(self.world.authorities)}
        homes = np.array([order[school.la] for school in self.world.schools])
        sums = np.bincount(homes, rolls, minlength=len(order)).astype(int).tolist()
        column = np.array([*map(str, rolls), *map(str, sums), str(rolls.sum())], dtype=object)
        for place, school in enumerate(self.world.schools):
            if school.is_new(year):
                column[place] = "NEW"
        return column


def roll(school: School) -> int:
    """Pupils of all ages on a school's roll."""
    return school.cohort * _YEARS_OF_AGE[school.ages] + school.urn % 7
