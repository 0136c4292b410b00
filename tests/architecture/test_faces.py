"""An app's views, forms and presenters are its own. (An import-linter wildcard would let others in.)"""

from __future__ import annotations

import grimp

PRIVATE = frozenset({"views", "forms", "presenters"})
# Settings name views by hand in one place only: the root of the addresses.
ROOT = "accord.config.urls"
# The components' own form classes are made to be used by every app.
SHARED = frozenset({"ui"})


def app_and_room(module: str) -> tuple[str, str]:
    """`accord.intake.views.uploads` is in the app intake, in its room views."""
    _, app, room = [*module.split("."), "", ""][:3]
    return app, room


def intrusions(graph: grimp.ImportGraph) -> list[str]:
    """Imports of one app's private room by another app."""
    found = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            owner, room = app_and_room(imported)
            strange = owner not in SHARED and app_and_room(importer)[0] != owner and importer != ROOT
            if room in PRIVATE and strange:
                found.append(f"{importer} -> {imported}")
    return sorted(found)


def test_a_planted_intrusion_is_found():
    graph = grimp.ImportGraph()
    for module in ("accord.dashboards.views.groups", "accord.intake.forms.uploads", "accord.intake.urls"):
        graph.add_module(module)
    graph.add_import(importer="accord.intake.urls", imported="accord.intake.forms.uploads")
    assert intrusions(graph) == []
    graph.add_import(importer="accord.dashboards.views.groups", imported="accord.intake.forms.uploads")
    assert intrusions(graph) == ["accord.dashboards.views.groups -> accord.intake.forms.uploads"]


def test_views_forms_and_presenters_are_their_apps_own():
    graph = grimp.build_graph("accord", cache_dir=None)
    assert len(graph.modules) > 50
    assert intrusions(graph) == []
