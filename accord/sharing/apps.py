"""What a reader may be shown of results that are not yet public."""

from accord.ui.rooms import Room


class SharingConfig(Room):
    """Terms of source, embargoes, data-sharing agreements, and the pools that were shown."""

    name = "accord.sharing"
    label = "sharing"
    verbose_name = "Sharing"
    default = True
