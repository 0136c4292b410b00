"""One file that holds a whole home: a ZIP whose last bytes are the hash of all before them.

Files are stored as they are, tables are packed. Each is hashed in the manifest too, and checked again as it is taken
out. A backup is written under a name of its own for the time being, flushed, read through, and then renamed.
"""

from __future__ import annotations

import errno
import fcntl
import glob
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

from accord.upkeep.manifests import FILES, MANIFEST, TABLES, Damaged, Manifest, Member, manifest_in, table_member

BLOCK = 1024 * 1024
SIGN = b"accord-backup "
HASH_LENGTH = 64
MOST_OF_MANIFEST = 256 * BLOCK
LONGEST_ROW = 64 * BLOCK
PRIVATE = 0o600
PARTIAL = ".part"
NO_BACKUP = "This is no whole backup of Accord: it was cut short, or something else wrote it. Use another backup."


class InTheWay(Exception):
    """Why no backup can be written to a name."""


class Writer:
    """Puts files and tables into a backup that is being made."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add_file(self, name: str, path: Path) -> Member:
        """Put a file of the home into it, as it is. Raises FileNotFoundError where there is none."""
        with path.open("rb") as source:
            blocks = iter(lambda: source.read(BLOCK), b"")
            return self._add(FILES + name, blocks, zipfile.ZIP_STORED)

    def add_text(self, name: str, content: bytes) -> Member:
        """Put a file of the home into it, with this content."""
        return self._add(FILES + name, [content], zipfile.ZIP_STORED)

    def add_table(self, table: str, lines: Iterable[bytes]) -> Member:
        """Put the rows of a table into it."""
        return self._add(table_member(table), lines, zipfile.ZIP_DEFLATED)

    def _add(self, name: str, blocks: Iterable[bytes], how: int) -> Member:
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name)
        entry.compress_type, entry.external_attr = how, PRIVATE << 16
        with self._archive.open(entry, "w", force_zip64=True) as inside:
            for block in blocks:
                digest.update(block)
                size += len(block)
                inside.write(block)
        self.members.append(Member(name, size, digest.hexdigest()))
        return self.members[-1]

    def add_manifest(self, manifest: Manifest) -> None:
        """Put in, at the end, what it says of itself."""
        self._archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.written())


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write a backup to a name that nothing has yet. After the block it is whole and there; else it is not there.

    Raises InTheWay where the name is taken.
    """
    if target.exists():
        raise InTheWay(f"{target} exists already, and a backup never takes the place of another. Choose a new name.")
    _clear_left_over(target)
    partial = target.with_name(f".{target.name}.{uuid4().hex}{PARTIAL}")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "w+b") as file:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            with zipfile.ZipFile(file, "w", allowZip64=True, compresslevel=3) as archive:
                yield Writer(archive)
                archive.comment = SIGN + b"0" * HASH_LENGTH
            _sign(file)
            os.fsync(descriptor)
            checked(partial)
            _name(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    try:
        flush(target.parent)
    except OSError:
        target.unlink()  # its name may not last, so it is said that there is none
        raise


def _clear_left_over(target: Path) -> None:
    """Remove what a killed backup to this name left; one that is being written is locked."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.*{PARTIAL}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _name(partial: Path, target: Path) -> None:
    """Give a whole backup its name. A hard link, unlike a rename, fails where somebody came first."""
    try:
        os.link(partial, target)
    except FileExistsError as error:
        raise InTheWay(f"{target} was written by somebody else meanwhile. Choose a new name.") from error
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        os.rename(partial, target)  # a disk without hard links


def _sign(file: IO[bytes]) -> None:
    file.flush()
    length = file.seek(0, os.SEEK_END) - HASH_LENGTH
    file.seek(0)
    digest = _hash_of(file, length)
    file.seek(length)
    file.write(digest.encode("ascii"))
    file.flush()


def _hash_of(file: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (block := file.read(min(BLOCK, length))):
        digest.update(block)
        length -= len(block)
    return digest.hexdigest()


class Backup:
    """A backup that was read through and found whole."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive, self.manifest = archive, manifest
        self._members = {each.name: each for each in manifest.members}

    def files(self) -> Iterator[str]:
        """The names, inside the home, of the files in it."""
        return (name.removeprefix(FILES) for name in self._members if name.startswith(FILES))

    def take_out(self, name: str, target: Path) -> None:
        """Write a file of the home to a place of the caller's, flushed. Raises Damaged."""
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            for block in self._blocks(self._members[FILES + name]):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    def lines(self, table: str) -> Iterator[bytes]:
        """The lines of a table, one after another. Raises Damaged."""
        ending = b""
        for block in self._blocks(self._members[table_member(table)]):
            *whole, ending = (ending + block).split(b"\n")
            yield from whole
            if len(ending) > LONGEST_ROW:
                raise Damaged(f"The backup has a row of {table} that is longer than any row is. Use another backup.")
        if ending:
            yield ending

    def look_through(self) -> None:
        """Read every file in it against its hash. Raises Damaged."""
        for member in self._members.values():
            for _ in self._blocks(member):
                pass

    def _blocks(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member: never more than it says, and at the end those of its hash."""
        digest, left = hashlib.sha256(), member.size
        try:
            with self._archive.open(member.name) as inside:
                while block := inside.read(BLOCK):
                    left -= len(block)
                    if left < 0:
                        break
                    digest.update(block)
                    yield block
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise Damaged(f"{member.name} in the backup cannot be read ({error}). Use another backup.") from error
        if left or digest.hexdigest() != member.sha256:
            raise Damaged(f"{member.name} in the backup is not as it was written. Use another backup.")


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup to read. Raises Damaged unless its bytes are those that were written and it holds what it says."""
    try:
        with path.open("rb") as file:
            _check_hash(file)
            with zipfile.ZipFile(file) as archive:
                yield Backup(archive, _manifest(archive, path))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, UnicodeDecodeError) as error:
        raise Damaged(NO_BACKUP) from error


def checked(path: Path) -> Manifest:
    """Read a backup through, every file in it; what it says of itself. Raises Damaged."""
    with opened(path) as backup:
        backup.look_through()
        return backup.manifest


def _check_hash(file: IO[bytes]) -> None:
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - HASH_LENGTH - len(SIGN)))
    sign = file.read(len(SIGN))
    if sign != SIGN:
        raise Damaged(NO_BACKUP)
    said = file.read(HASH_LENGTH)
    file.seek(0)
    if _hash_of(file, length - HASH_LENGTH).encode("ascii") != said:
        raise Damaged("The backup is damaged: its bytes are not those that were written. Use another backup.")


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    entries = archive.infolist()
    names = [each.filename for each in entries]
    if sum(each.compress_size for each in entries) > path.stat().st_size or len(set(names)) < len(names):
        raise Damaged("The parts of the backup lie over one another. Do not trust whoever made it.")
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > MOST_OF_MANIFEST:
        raise Damaged(NO_BACKUP)
    manifest = manifest_in(archive.read(MANIFEST))
    sizes = {each.name: each.size for each in manifest.members}
    for each in entries:
        if each.filename == MANIFEST:
            continue
        if sizes.pop(each.filename, None) != each.file_size:
            raise Damaged(f"The backup does not say what {each.filename[:100]!r} in it is. Use another backup.")
        if each.compress_type != (zipfile.ZIP_DEFLATED if each.filename.startswith(TABLES) else zipfile.ZIP_STORED):
            raise Damaged(f"{each.filename[:100]!r} in the backup is packed as nothing is here. Use another backup.")
    if sizes:
        raise Damaged(f"The backup lacks {next(iter(sizes))!r}. Use another backup.")
    return manifest


def flush(path: Path) -> None:
    """Have a folder, or a file, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
