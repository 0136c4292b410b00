"""The files that the database names, as they lie in the home: missing, altered, or with nobody who names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accord.intake.models.files import SourceFile
from accord.intake.models.releases import Release
from accord.warehouse.hashes import faults_of, has_hashes, hash_of
from accord.warehouse.publishing import ORPHANS_ARE_KEPT_SECONDS, PARTIAL


@dataclass(frozen=True, slots=True)
class Faulty:
    """A file that is not as it was kept: its name inside the home, what is wrong, and what it is of."""

    name: str
    what: str
    of: str

    def __str__(self) -> str:
        return f"{self.name} {self.what}"


def faulty_releases() -> Iterator[Faulty]:
    """What is wrong with the files of releases; of those published before hashes were kept, only what is missing."""
    for release in Release.objects.select_related("intake").order_by("pk"):
        of = f"{release.family} {release.about} from {release.intake.name}"
        folder = release_folder(str(release.public_id))
        name = f"releases/{release.public_id}"
        if not folder.is_dir() or not any(folder.iterdir()):
            yield Faulty(name, "is missing", of)
        elif has_hashes(folder):
            yield from (Faulty(f"{name}/{file}", what, of) for file, _, what in _parted(folder))


def _parted(folder: Path) -> Iterator[tuple[str, str, str]]:
    return (fault.partition(" ") for fault in faults_of(folder))


def faulty_raw() -> Iterator[Faulty]:
    """What is wrong with the files that were sent; each is kept under the hash of its bytes."""
    for file in SourceFile.objects.order_by("pk"):
        path = Path(settings.ACCORD_RAW) / file.sha256
        try:
            if hash_of(path) != file.sha256:
                yield Faulty(f"raw/{file.sha256}", "was altered", file.name)
        except OSError:
            yield Faulty(f"raw/{file.sha256}", "is missing", file.name)


def without_hashes() -> list[Path]:
    """The folders of releases of which nobody wrote down what their files are."""
    folders = (release_folder(str(id_)) for id_ in Release.objects.order_by("pk").values_list("public_id", flat=True))
    return [folder for folder in folders if folder.is_dir() and any(folder.iterdir()) and not has_hashes(folder)]


def orphans(now: float) -> list[Path]:
    """What lies in the home for over an hour with nobody who names it: releases, half copies, what readings left."""
    known = {str(each) for each in Release.objects.values_list("public_id", flat=True)}
    found = [path for path in Path(settings.ACCORD_RELEASES).iterdir() if path.name not in known]
    found += [*Path(settings.ACCORD_RAW).glob(f"*{PARTIAL}"), *Path(settings.ACCORD_STAGING).iterdir()]
    return sorted(path for path in found if path.lstat().st_mtime < now - ORPHANS_ARE_KEPT_SECONDS)


def release_folder(public_id: str) -> Path:
    """Where the files of a release lie."""
    return Path(settings.ACCORD_RELEASES) / public_id
