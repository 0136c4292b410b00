"""Django's handle on people and their sign-in."""

from accord.ui.rooms import Room


class AccountsConfig(Room):
    """People who sign in, and the record of what was done."""

    name = "accord.accounts"
    label = "accounts"
    verbose_name = "People"
