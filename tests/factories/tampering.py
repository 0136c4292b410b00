"""A record, and the ways in which somebody who can write to the database might change it."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.reference.naive_record import Entry, append, dumped, sha


@dataclass
class Record:
    """Both chains, and the heads that were kept elsewhere."""

    done: list[Entry] = field(default_factory=list)
    reads: list[Entry] = field(default_factory=list)
    heads: list[tuple[str, int, str]] = field(default_factory=list)

    def chain(self, name: str) -> list[Entry]:
        return self.done if name == "done" else self.reads


def act(record: Record, chance: random.Random, verb: str, kind: str, detail: dict[str, Any]) -> None:
    n = len(record.done) + 1
    plain = {"public_id": f"id-{n}", "at": f"2026-11-30T09:{n % 60:02d}:00.000000+00:00", "actor": "person",
             "verb": verb, "kind": kind}  # fmt: skip
    personal = {"person": f"person-{chance.randrange(5)}", "on_behalf_of": [], "subject": f"subject-{n}",
                "detail": detail}  # fmt: skip
    append(record.done, f"{chance.getrandbits(128):032x}", plain, personal)


def read(record: Record, chance: random.Random) -> None:
    n = len(record.reads) + 1
    plain = {"at": f"2026-11-30T10:{n % 60:02d}:00.000000+00:00", "actor": "person", "agreement": "", "kind": "school",
             "subject": f"9000{chance.randrange(10, 30)}", "release": "r", "rows": chance.randrange(1, 50),
             "page": "dashboards:one_school"}  # fmt: skip
    personal = {"person": f"person-{chance.randrange(5)}", "on_behalf_of": [], "grant": f"grant-{n}"}
    append(record.reads, f"{chance.getrandbits(128):032x}", plain, personal)


def seal(record: Record, chance: random.Random, first: int) -> int:
    last = len(record.reads)
    detail = {"first": first, "last": last, "reads": last - first + 1, "digest": record.reads[-1]["digest"]}
    act(record, chance, "sealed", "reads", detail)
    return last + 1


def empty(entry: Entry) -> None:
    entry["salt"] = ""
    nothing = {"person": "", "subject": "", "on_behalf_of": [], "detail": {}, "grant": ""}
    entry["personal"] = {name: nothing[name] for name in entry["personal"]}


def a_record(chance: random.Random, acts: int = 24, reads: int = 24) -> Record:
    """Acts, reads sealed now and then, a few of each forgotten with a record of it, and heads kept apart."""
    record, first = Record(), 1
    for n in range(1, max(acts, reads) + 1):
        if n <= acts:
            act(record, chance, "renamed", "group", {"name": f"Alliance {n}", "schools": n})
        if n <= reads:
            read(record, chance)
        if n % 7 == 0 and n <= reads:
            first = seal(record, chance, first)
        if n % 9 == 0:
            record.heads.append(("done", len(record.done), record.done[-1]["digest"]))
    old = [2, 3, 5]
    act(record, chance, "forgot", "record", {"record": "done", "entries": [[2, 3], [5, 5]], "rows": 3})
    act(record, chance, "forgot", "record", {"record": "reads", "entries": [[1, 4]], "rows": 4})
    for number in old:
        empty(record.done[number - 1])
    for number in (1, 2, 3, 4):
        empty(record.reads[number - 1])
    record.heads += [(name, len(record.chain(name)), record.chain(name)[-1]["digest"]) for name in ("done", "reads")]
    return record


def rehash(entry: Entry) -> None:
    """Make an entry right in itself again, as somebody would who knows how digests are made."""
    if entry["salt"]:
        entry["sealed"] = sha(entry["salt"], dumped(entry["personal"]))
    entry["digest"] = sha(entry["before"], dumped([entry["sequence"], entry["plain"], entry["sealed"]]))


def rechain(chain: list[Entry], start: int) -> None:
    """Number and chain everything from here on anew."""
    for at in range(start, len(chain)):
        chain[at]["sequence"] = at + 1
        chain[at]["before"] = chain[at - 1]["digest"] if at else "0" * 64
        rehash(chain[at])


def other(value: Any, chance: random.Random) -> Any:
    """Another value of the same sort."""
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 7))
    if isinstance(value, dict):
        return {**value, "more": chance.randrange(9)} if not value or chance.random() < 0.5 else {}
    if isinstance(value, list):
        return [*value, "somebody else"]
    return value[:-1] + ("x" if value[-1:] != "x" else "y") if value else "something"


def edit(chain: list[Entry], chance: random.Random) -> int:
    """Change one field of one entry; returns where."""
    at = chance.randrange(len(chain))
    entry = chain[at]
    part = chance.choice(("plain", "personal", "personal", "sequence", "before", "digest", "sealed", "salt"))
    if part in ("plain", "personal"):
        name = chance.choice(sorted(entry[part]))
        entry[part][name] = other(entry[part][name], chance)
    else:
        entry[part] = other(entry[part], chance)
    return at


def edited(chain: list[Entry], chance: random.Random) -> None:
    edit(chain, chance)


def edited_and_made_right(chain: list[Entry], chance: random.Random) -> None:
    entry = chance.choice([each for each in chain if each["salt"]])
    name = chance.choice(sorted(entry["plain"]))
    entry["plain"][name] = other(entry["plain"][name], chance)
    rehash(entry)


def edited_and_chained_anew(chain: list[Entry], chance: random.Random) -> None:
    at = chance.choice([at for at, each in enumerate(chain) if each["salt"]])
    entry = chain[at]
    part = chance.choice(("plain", "personal"))
    name = chance.choice(sorted(entry[part]))
    entry[part][name] = other(entry[part][name], chance)
    rechain(chain, at)


def deleted(chain: list[Entry], chance: random.Random) -> None:
    del chain[chance.randrange(len(chain))]


def deleted_and_chained_anew(chain: list[Entry], chance: random.Random) -> None:
    at = chance.randrange(len(chain))
    del chain[at]
    rechain(chain, at)


def swapped(chain: list[Entry], chance: random.Random) -> None:
    """Two entries take each other's place, number and all."""
    one, two = chance.sample(range(len(chain)), 2)
    chain[one], chain[two] = chain[two], chain[one]
    chain[one]["sequence"], chain[two]["sequence"] = chain[two]["sequence"], chain[one]["sequence"]


def reordered(chain: list[Entry], chance: random.Random) -> None:
    """A run of entries is shuffled and chained anew."""
    at = chance.randrange(len(chain) - 3)
    before = [dumped(entry) for entry in chain]
    while [dumped(entry) for entry in chain] == before:
        run = chain[at : at + 3]
        chance.shuffle(run)
        chain[at : at + 3] = run
    rechain(chain, at)


def inserted(chain: list[Entry], chance: random.Random) -> None:
    at = chance.randrange(len(chain))
    chain.insert(at, deepcopy(chance.choice(chain)))


def inserted_and_chained_anew(chain: list[Entry], chance: random.Random) -> None:
    at = chance.randrange(len(chain))
    new = deepcopy(chance.choice([each for each in chain if each["salt"]]))
    new["salt"] = f"{chance.getrandbits(128):032x}"
    chain.insert(at, new)
    rechain(chain, at)


def tail_cut(chain: list[Entry], chance: random.Random) -> None:
    del chain[chance.randrange(len(chain)) :]


def head_cut(chain: list[Entry], chance: random.Random) -> None:
    del chain[: chance.randrange(1, len(chain))]
    if chance.random() < 0.5:
        rechain(chain, 0)


def emptied(chain: list[Entry], chance: random.Random) -> None:
    """Made to look as if its time had been over."""
    empty(chance.choice([each for each in chain if each["salt"]]))


def batch_changed(record: Record, chance: random.Random) -> None:
    """What a batch says of itself, or a read inside it with everything of the reads made right again."""
    seals = [each for each in record.done if each["plain"]["verb"] == "sealed"]
    if chance.random() < 0.5:
        detail = chance.choice(seals)["personal"]["detail"]
        name = chance.choice(("first", "last", "reads", "digest"))
        detail[name] = other(detail[name], chance)
    else:
        inside = range(4, seals[-1]["personal"]["detail"]["last"])
        at = chance.choice(inside)
        record.reads[at]["plain"]["rows"] += 1
        rechain(record.reads, at)
        record.heads = [head for head in record.heads if head[0] != "reads"]  # only the seal is left to tell


WAYS: tuple[Callable[[list[Entry], random.Random], None], ...] = (
    edited, edited_and_made_right, edited_and_chained_anew, deleted, deleted_and_chained_anew, swapped, reordered,
    inserted, inserted_and_chained_anew, tail_cut, head_cut, emptied,
)  # fmt: skip


def tampered(record: Record, chance: random.Random) -> tuple[str, Record]:
    """A copy that somebody changed in one way, and which."""
    changed = deepcopy(record)
    way = chance.choice((*WAYS, batch_changed))
    if way is batch_changed:
        batch_changed(changed, chance)
    else:
        way(changed.chain(chance.choice(("done", "reads"))), chance)  # type: ignore[arg-type]
    return way.__name__, changed
