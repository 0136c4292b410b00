"""Backups that were tampered with and signed again, as whoever means harm would."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIGN = b"accord-backup "

Parts = dict[str, bytes]


def forge(source: Path, target: Path, change: Callable[[Parts, dict[str, Any]], None], hashed: bool = True) -> Path:
    """Write a backup again after a change of its parts and of what it says of itself; hashes follow, if asked."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(parts.pop("manifest.json"))
    before = dict(parts)
    change(parts, said)
    for each in said["members"]:
        content = parts.get(each["name"])
        if hashed and content is not None and content != before.get(each["name"]):
            each |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            packed = zipfile.ZIP_DEFLATED if name.startswith("database/") else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), content, packed)
        archive.writestr("manifest.json", json.dumps(said))
    return sign(target)


def sign(target: Path) -> Path:
    """Put the right hash at the end."""
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = SIGN + b"0" * 64
    content = target.read_bytes()[:-64]
    target.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return target


def add(parts: Parts, said: dict[str, Any], name: str, content: bytes) -> None:
    """A further part, as if it belonged there."""
    parts[name] = content
    said["members"].append({"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
