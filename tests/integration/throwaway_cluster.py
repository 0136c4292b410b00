#!/usr/bin/env python3
"""Run a command with DATABASE_URL pointing to a PostgreSQL that exists only meanwhile.

python tests/integration/throwaway_cluster.py COMMAND...

The server listens on a Unix socket only. Its program refuses to run as root, so root runs it as the system's
`postgres` in a folder of its own. The application's role is not a superuser; it may create databases, because
the test database has to be created by somebody. Where the machine has no PostgreSQL, this says so and ends
with status 0.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "accord_owner"
"""Owns the tables and runs the tests; requests in tests take on the site's role (tests/integration/conftest.py)."""
ROLES = (
    f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER",
    "CREATE ROLE accord_operator LOGIN NOSUPERUSER",
    "CREATE ROLE accord_web LOGIN NOSUPERUSER",
    f"GRANT accord_operator, accord_web TO {ROLE}",
    f"CREATE DATABASE accord OWNER {ROLE}",
)
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, beside each other; the newest version the machine has."""
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates = sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    found = shutil.which("pg_ctl")
    if found:
        candidates.insert(0, Path(found).resolve().parent)
    return next((p for p in candidates if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


def user() -> str | None:
    """Who runs the server: nobody else unless this is root; None when root finds no `postgres`."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


def call(owner: str, *command: object) -> None:
    """Run quietly as the owner of the cluster; on failure show what it said."""
    account = pwd.getpwnam(owner)
    other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/tmp"}
    answer = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        stdin=subprocess.DEVNULL, cwd="/", env=plain, **other,
    )  # fmt: skip
    if answer.returncode:
        raise RuntimeError(f"{' '.join(str(part) for part in command)} failed:\n{answer.stdout}")


@contextmanager
def cluster(bin_folder: Path, owner: str) -> Iterator[str]:
    """A running server; yields the DATABASE_URL of the application's role. Nothing of it remains."""
    folder = Path(tempfile.mkdtemp(prefix="accord-pg-", dir="/tmp"))
    shutil.chown(folder, owner)
    data, log = folder / "cluster", folder / "log"
    pg_ctl = bin_folder / "pg_ctl"
    try:
        call(owner, bin_folder / "initdb", "-D", data, "-U", "administrator", "--auth=trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        call(owner, pg_ctl, "-D", data, "-l", log, "-w", "-o", f"{SERVER_OPTIONS} -k {folder}", "start")
        try:
            ask = (bin_folder / "psql", "-h", folder, "-U", "administrator", "-d", "postgres", "-c")
            for each in ROLES:
                call(owner, *ask, each)
            yield f"postgres://{ROLE}@/{folder}/accord"
        finally:
            call(owner, pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command inside a cluster and give its exit status; 5 (pytest: no tests) counts as done."""
    bin_folder, owner = programs(), user()
    if bin_folder is None or owner is None:
        print("  skipped: this machine has no PostgreSQL (Debian: apt-get install postgresql)", flush=True)
        return 0
    with cluster(bin_folder, owner) as url:
        others = {f"DATABASE_URL_{part}": url.replace(ROLE, f"accord_{part.lower()}") for part in ("WEB", "OPERATOR")}
        status = subprocess.call(command, env={**os.environ, "DATABASE_URL": url, **others})
    return 0 if status == 5 else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
