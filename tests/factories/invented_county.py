"""An invented county of schools, and a messy list of them, for the rules that match lists. All from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from accord.demo.names import place_names
from accord.register.rules.matches import Given, Known

COUNTY = "999"
SAINTS = ("Aldhelm", "Birinus", "Cedd", "Dunstan", "Edith", "Frideswide", "Hilda", "Osyth", "Petroc", "Wulfstan")
LANES = ("Heron", "Orchard", "Mill Lane", "Beacon", "Kestrel", "Willow Brook", "Longacre", "Foundry", "Bridge Street")


def county(rng: random.Random) -> list[Known]:
    """About 400 establishments: twins, schools of one name in two towns, renamed and converted ones."""
    names = place_names()
    rng.shuffle(names)
    schools: list[tuple[str, str, str]] = []
    for number, town in enumerate(names[:150]):
        schools.append((f"{town} Primary School", town, "Primary"))
        if number % 5 == 0:
            schools += [(f"{town}side {each} School", town, "Primary") for each in ("Infant", "Junior")]
        if number % 3 == 0:
            saint = SAINTS[number // 3 % len(SAINTS)]
            schools.append((f"St {saint}'s Church of England Primary School", town, "Primary"))
        if number % 11 == 0:
            saint = SAINTS[number // 11 % len(SAINTS)]
            schools.append((f"St {saint}'s Catholic Primary School", town, "Primary"))
        if number % 6 == 0:
            schools.append((f"{LANES[number // 6 % len(LANES)]} Community Primary School", town, "Primary"))
        if number % 9 == 0:
            schools.append((f"{town}dean High School", town, "Secondary"))
    found = []
    for number, (name, town, phase) in enumerate(schools):
        found += _establishments(rng, number, name, town, phase)
    return found


def _establishments(rng: random.Random, number: int, name: str, town: str, phase: str) -> list[Known]:
    urn, estab = str(200_000 + number), str(2000 + number)
    postcode = f"ZX{number // 20 + 1} {number % 9 + 1}{'ABDEFGHJLN'[number % 10]}{'PQRSTUWXYZ'[number // 10 % 10]}"
    names: tuple[tuple[str, bool], ...] = ((name, True),)
    if number % 7 == 3:
        names += ((f"{town} {rng.choice(('County', 'Parochial', 'Board'))} {number} School", False),)
    now = Known(urn, names, COUNTY, estab, (), postcode, town, True, urn, phase)
    if number % 4 == 1:
        old = replace(now, urn=str(100_000 + number), estab=str(5000 + number), is_open=False, stands_for=urn)
        return [replace(now, names=((name.replace("School", "Academy"), True), *names[1:])), old]
    return [now]


def messy_list(rng: random.Random, knowns: list[Known], rows: int) -> list[tuple[Given, str]]:
    """A list as schools are written down in offices, each line with the URN it means."""
    living = rng.sample([each for each in knowns if each.is_open], rows)
    return [(_messy(rng, each, knowns), each.urn) for each in living]


def _messy(rng: random.Random, known: Known, knowns: list[Known]) -> Given:
    old = next((each for each in knowns if each.stands_for == known.urn != each.urn), known)
    former = [name for name, current in known.names if not current]
    name = known.names[0][0]
    draw = rng.random()
    if draw < 0.08:
        return Given(_abbreviated(rng, name), urn=old.urn)
    if draw < 0.16:
        return Given(_abbreviated(rng, name), dfe_number=f"{COUNTY}/{old.estab}")
    if former and draw < 0.6:
        return Given(former[0], la_code=COUNTY)
    for change in rng.sample(CHANGES, rng.choice((1, 2, 2, 3))):
        name = change(rng, name)
    if known.names[0][0].startswith(f"{known.town} Primary") and draw < 0.5:
        name = name if "pri" in name.lower() else f"{name} Primary"
        return Given(name, la_code=COUNTY)
    return Given(name, postcode=_postcode(rng, known.postcode), town=known.town, la_code=COUNTY)


def _postcode(rng: random.Random, postcode: str) -> str:
    return rng.choice((postcode, postcode, postcode.replace(" ", "").lower(), postcode.split()[0], postcode[:-2], ""))


def _abbreviated(rng: random.Random, name: str) -> str:
    for whole, short in (
        ("Church of England", ("CE", "C of E", "C.E.", "CofE", "C.of E.", "C/E")),
        ("Catholic", ("RC", "R.C.", "Roman Catholic", "Cath")),
        ("Primary", ("Prim", "Pri", "Primary", "Prim.")),
        ("Junior", ("Jun", "Jnr", "Juniors")),
        ("Infant", ("Inf", "Infants", "Infants'")),
        ("School", ("Sch", "Schl", "School", "")),
        ("Community", ("Comm", "Comm.", "")),
        ("Academy", ("Acad", "School", "")),
        ("Street", ("St", "St.")),
    ):
        name = name.replace(whole, rng.choice(short))
    return " ".join(name.split())


def _saint(rng: random.Random, name: str) -> str:
    name = name.replace("St ", rng.choice(("St. ", "Saint ", "ST ", "St ")), 1) if name.startswith("St ") else name
    return name.replace("'", rng.choice(("", "’", "'")))


def _mistyped(rng: random.Random, name: str) -> str:
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= 6]
    if not long:
        return name
    place = rng.choice(long)
    for _ in range(rng.choice((1, 1, 2)) if len(words[place]) > 7 else 1):
        at = rng.randrange(1, len(words[place]) - 1)
        word, letter = words[place], rng.choice("aeiourstln")
        words[place] = rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
    return " ".join(words)


def _shortened(rng: random.Random, name: str) -> str:
    for ending in (" Community Primary School", " Primary School", " Primary Academy", " School", " Academy"):
        name = name.removesuffix(ending)
    return name


def _without_faith(rng: random.Random, name: str) -> str:
    return name.replace("Church of England ", "").replace("Catholic ", "")


def _swapped(rng: random.Random, name: str) -> str:
    words = name.replace(" School", "").split()
    return " ".join([*words[1:], words[0]]) if len(words) == 2 and words[1] != "High" else name


def _shouted(rng: random.Random, name: str) -> str:
    return rng.choice((name.upper(), name.lower(), f"The {name}", f"  {name} "))


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _abbreviated,
    _saint,
    _mistyped,
    _shortened,
    _without_faith,
    _swapped,
    _shouted,
)
