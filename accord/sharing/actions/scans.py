"""Keeping scans of what was signed on paper."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.sharing.models.agreements import Version
from accord.sharing.models.signatures import Scan
from accord.sharing.queries.scans import scan_path
from accord.sharing.rules.agreements import NotAgreed
from accord.sharing.rules.scans import kind_of

OWNER_ONLY, FOLDER = 0o600, 0o700


def add_scan(*, version: Version, content: bytes, by: Person | None, at: datetime) -> Scan:
    """Keep the bytes under their hash, for their owner's eyes only, and say who added them; once for each version.

    Raises `NotAgreed` for what is no scan. The file is there before the row that points at it.
    """
    kind = kind_of(content)
    if version.issued_at is None:
        raise NotAgreed("scan", "It is a draft, so nobody can have signed it. Put it out to be signed first.")
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(scan_path(sha256), content)
    with transaction.atomic():
        scan, new = Scan.objects.get_or_create(
            version=version, sha256=sha256,
            defaults={"kind": kind, "size": len(content), "added_at": at, "added_by": by},
        )  # fmt: skip
        if new:
            told = {"version": version.number, "sha256": sha256}
            record("added scan", kind="agreement", subject=version.agreement.public_id, by=by, at=at, detail=told)
    return scan


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=FOLDER, exist_ok=True)
    if path.exists():
        return
    draft = Path(settings.ACCORD_STAGING) / f"scan-{uuid4().hex}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
