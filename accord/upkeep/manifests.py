"""What a backup says of itself: which files and tables are in it, how long each is, and the hash of its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
"""The number of the form in which backups are written. It changes when an older Accord could not read them."""

MANIFEST = "manifest.json"
TABLES = "database/"
FILES = "home/"
ROOMS = ("releases", "raw", "scans", "definitions", "demonstration")
"""Folders of a home that are in a backup."""

HEADS = "state/record-heads.txt"
SINGLE_FILES = (
    "authority",
    "DEMONSTRATION",
    "secret_key",
    "sign-in-providers.yaml",
    "demonstration-sign-in",
    HEADS,
)
"""Files of a home that are in a backup beside those of its rooms."""

SECRETS = ("secret_key", "sign-in-providers.yaml", "demonstration-sign-in")
_HASH = frozenset("0123456789abcdef")


class Damaged(Exception):
    """A backup that cannot be used, in words: what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. ``rows`` is by table, ``migrations`` by app, ``numbers`` the last key given out by table.

    ``left_out`` names what was missing or altered in the home and is therefore not in it.
    """

    made_at: str
    accord: str
    database: str
    rows: Mapping[str, int]
    migrations: Mapping[str, list[str]]
    numbers: Mapping[str, int]
    members: tuple[Member, ...]
    left_out: tuple[str, ...] = field(default=())
    format: int = FORMAT

    @property
    def bytes_unpacked(self) -> int:
        """How much room everything in it takes."""
        return sum(each.size for each in self.members)

    def written(self) -> bytes:
        """As it stands in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def manifest_in(content: bytes) -> Manifest:
    """A manifest as it stands in a backup. Raises Damaged where it is none, or of another form."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said["format"] != FORMAT:
            raise Damaged(
                f"The backup is of form {said['format']!r}, and this Accord reads form {FORMAT}."
                " Restore it with the version of Accord that made it."
            )
        members = tuple(Member(str(each["name"]), int(each["size"]), str(each["sha256"])) for each in said["members"])
        manifest = Manifest(
            made_at=str(said["made_at"]), accord=str(said["accord"]), database=str(said["database"]),
            rows={str(table): int(rows) for table, rows in said["rows"].items()},
            migrations={str(app): [str(each) for each in names] for app, names in said["migrations"].items()},
            numbers={str(table): int(last) for table, last in said["numbers"].items()},
            members=members, left_out=tuple(map(str, said["left_out"])),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("What the backup says of itself cannot be read. Use another backup.") from error
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    seen: set[str] = set()
    for each in manifest.members:
        if each.name.casefold() in seen:
            raise Damaged(f"The backup has {each.name[:100]!r} twice. Use another backup.")
        seen.add(each.name.casefold())
        if not may_be_inside(each.name):
            raise Damaged(
                f"The backup wants to write to {each.name[:100]!r}, where no backup of Accord puts anything."
                " Do not trust whoever made it."
            )
        if each.size < 0 or len(each.sha256) != 64 or not set(each.sha256) <= _HASH:
            raise Damaged(f"What the backup says of {each.name[:100]!r} makes no sense. Use another backup.")
    missing = [table for table in manifest.rows if table_member(table) not in seen]
    if missing or not manifest.rows:
        raise Damaged(f"The backup lacks {', '.join(missing) or 'its database'}. Use another backup.")


def table_member(table: str) -> str:
    """The name of the file inside a backup that holds a table."""
    return f"{TABLES}{table}.jsonl"


def may_be_inside(name: str) -> bool:
    """Whether a backup may hold a file of this name: one of its own places, and no way out of them."""
    if name.startswith(TABLES):
        table = name.removeprefix(TABLES).removesuffix(".jsonl")
        return name == table_member(table) and table.isidentifier() and table.isascii()
    path = name.removeprefix(FILES)
    parts = path.split("/")
    plain = all(part not in ("", ".", "..") and part.isprintable() and not set(part) & {"\\", ":"} for part in parts)
    return name.startswith(FILES) and plain and (path in SINGLE_FILES or (parts[0] in ROOMS and len(parts) > 1))
