"""Migrations go up, down and up on tables that are full, and what an older shape held comes back unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from accord.upkeep.dumps import lines, tables
from tests.factories.any_row import a_row

OLDER = [
    ("accounts", "0004_a_chained_record"),
    ("register", "0004_without_parents"),
    ("sharing", "0001_initial"),
    ("intake", "0001_initial"),
    ("performance", "0001_initial"),
]
"""An early shape of every app. Migrations before it carry rows over with new times and salts, tested by themselves."""

SET_UP_BY_DJANGO = ("django_migrations", "django_content_type", "auth_permission", "auth_group_permissions")
ROWS_EACH = 3


def dump(known: Apps) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and the hash of them."""
    found = {}
    for name, model in tables(known).items():
        if name not in SET_UP_BY_DJANGO:
            said = list(lines(model, "default"))
            found[name] = len(said) - 1, hashlib.sha256(b"".join(said)).hexdigest()
    return found


def migrate(targets: list[tuple[str, str]]) -> Apps:
    """Bring the database to a shape; its models."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(list(_reached(targets))).apps


def _reached(targets: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """The last applied migration of every app."""
    loader = MigrationExecutor(connection).loader
    applied = set(MigrationRecorder(connection).applied_migrations())
    return {
        node for node in applied
        if not any(each.key in applied and each.key[0] == node[0] for each in loader.graph.node_map[node].children)
    }  # fmt: skip


def leaves() -> list[tuple[str, str]]:
    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())


def planted(known: Apps) -> int:
    """Rows in every table of the older shape; how many."""
    count = 0
    for model in known.get_models(include_auto_created=True):
        if model._meta.db_table not in SET_UP_BY_DJANGO and not model._meta.proxy:
            for _ in range(ROWS_EACH):
                a_row(model)
                count += 1
    return count


@pytest.mark.once
def test_what_an_older_shape_held_comes_back(migrating: Callable[[], None], capsys: Any):
    steps = len(MigrationExecutor(connection).migration_plan(OLDER))
    try:
        older = migrate(OLDER)
        rows = planted(older)
        nesting = a_row(older.get_model("register", "Nesting"), starts_on=None, ends_before=None)
        first = dump(older)
        parents = migrate([("register", "0003_parents_become_nestings")]).get_model("register", "Group")
        migrate([("register", "0002_the_register")])
        assert parents._base_manager.get(pk=nesting.inner_id).parent_id == nesting.outer_id, "carried back"
        assert dump(migrate(OLDER)) == first, "what was carried back is there once"
        newest = migrate(leaves())
        above = dump(newest)
        again = dump(migrate(OLDER))
        assert again == first, "going up and down changes nothing of what was there"
        assert dump(migrate(leaves())) == above, "going up again gives the same"
        # A planted difference is seen.
        some = next(name for name, (many, _) in above.items() if many and name.startswith("register_"))
        model = tables(newest)[some]
        model._base_manager.filter(pk=model._base_manager.first().pk).delete()
        assert dump(newest) != above
    finally:
        migrate(leaves())
        migrating()
    with capsys.disabled():
        print(f"\n{connection.vendor}: {rows} rows in {len(first)} tables went up, down, up, {steps} migrations each")
    assert rows > 100 and len(above) > len(first) > 25
