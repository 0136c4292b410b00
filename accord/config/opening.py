"""Opening a home: Django started, and the database brought to the shape this version needs.

Every command begins here, so the usual case (nothing to do) costs a few file listings.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from accord.accounts.rules.roles import load_roles
from accord.config.homes import PRIVATE_FILE, RESTORING, lay_out, locked
from accord.config.viewer import wall_key
from accord.config.wall import has_wall, let_owner_through, raise_wall, shape


class HalfRestored(OSError):
    """A backup was being put back into the home, and that did not end."""


def open_home() -> Path:
    """Start Django on the home that ACCORD_HOME names and prepare it when it is new or older. Returns it.

    Raises OSError when the home cannot be written to, django.db.Error when the database cannot be reached, and
    `HalfRestored` where a backup is half put back.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    django.setup()
    prepare(settings.ACCORD_HOME)
    return settings.ACCORD_HOME


def prepare(home: Path) -> bool:
    """Lay out the home and migrate its database, if that has not been done yet. True when there was work.

    Several commands may start in an empty home together: one prepares it and the others wait.
    """
    lay_out(home)
    stamp, wanted = home / "prepared", _shape()
    if _already(stamp, wanted):
        return False
    with locked(home, "prepare"):
        if (home / RESTORING).exists():
            raise HalfRestored("a backup was being put back into it, and that did not end. Run accord restore again")
        if _already(stamp, wanted):
            return False
        let_owner_through(connections["default"])
        call_command("migrate", interactive=False, verbosity=0)
        raise_wall(connections["default"], load_roles(settings.ACCORD_DEFINITIONS), wall_key())
        _close_file_to_others()
        stamp.write_text(wanted, encoding="ascii")
    return True


def _already(stamp: Path, wanted: str) -> bool:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).exists():
        return False
    return stamp.exists() and stamp.read_text(encoding="ascii") == wanted


def _shape() -> str:
    """A hash that changes when a migration is added, the wall is to be another, or the home has another database."""
    database = settings.DATABASES["default"]
    address = "|".join(str(database.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    digest = hashlib.sha256(address.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path) / "migrations"
        names = sorted(p.name for p in folder.glob("[0-9]*.py")) if folder.is_dir() else []
        digest.update(f"{app.label}:{','.join(names)};".encode())
    if has_wall(connections["default"]):
        digest.update(shape(load_roles(settings.ACCORD_DEFINITIONS), wall_key()))
    return digest.hexdigest()


def _close_file_to_others() -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        connections["default"].close()
        Path(database["NAME"]).chmod(PRIVATE_FILE)
