"""Settings with which nobody should be served."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from accord.config.starting import reasons_not_to_start
from accord.config.wall_standing import faults_of_the_wall
from accord.upkeep.findings import Asked, Finding, many

OF_THE_ROLE = "DATABASE_URL_WEB"


def unsafe_settings(asked: Asked) -> Iterator[Finding]:
    """Each setting that keeps the site from starting."""
    found = reasons_not_to_start()
    if found:
        yield Finding(
            f"{many(len(found), 'setting')} not safe",
            "The site does not start with them.",
            "Each says what to do. docs/how-to/put-accord-on-a-server-safely.md has them in order.",
            [str(each) for each in found],
        )


def fallen_wall(asked: Asked) -> Iterator[Finding]:
    """What is wrong with the second wall of PostgreSQL. The operator's own role is not asked to stay behind it."""
    faults = [each for each in faults_of_the_wall(connection) if each.setting != OF_THE_ROLE]
    if faults:
        yield Finding(
            "The second wall of the database does not stand",
            "Only the application's own filter keeps rows from those who may not see them.",
            "As the owner of the tables, run `accord database wall`.",
            [str(each) for each in faults],
        )
