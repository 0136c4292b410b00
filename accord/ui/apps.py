"""Django's handle on the components, tables and charts."""

from accord.ui.rooms import Room


class UiConfig(Room):
    """Components, tables and charts; no models."""

    name = "accord.ui"
    label = "ui"
    verbose_name = "Components"
