"""What every app of the house shares with Django: its models live one noun to a module."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig


class Room(AppConfig):
    """An app whose ``models`` package stays empty and whose model modules are found by their names.

    Django only imports ``<app>.models`` itself; here each module inside it is imported too, so that
    packages need not re-export anything.
    """

    default = False
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls, **options: object) -> None:
        """Let Django choose the app's own class: it sees this one too where the module imports it."""
        super().__init_subclass__(**options)
        cls.default = True

    def import_models(self) -> None:
        """Import every module of ``<app>.models``, then let Django register what they declare."""
        found = find_spec(f"{self.name}.models")
        for module in iter_modules(found.submodule_search_locations or ()) if found else ():
            import_module(f"{self.name}.models.{module.name}")
        super().import_models()
