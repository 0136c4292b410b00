"""Which database role each part of Accord signs in to PostgreSQL with.

`DATABASE_URL` is the owner's, who migrates. Whoever is given no address of their own uses that one.
"""

from __future__ import annotations

from collections.abc import Mapping

OWN_ADDRESS = {"web": "DATABASE_URL_WEB", "operator": "DATABASE_URL_OPERATOR"}


def environment_of(part: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the web server (`web`) or the worker (`operator`): it never learns the addresses of others."""
    own = environ.get(OWN_ADDRESS[part], "").strip()
    kept = {name: value for name, value in environ.items() if name not in OWN_ADDRESS.values()}
    return {**kept, "DATABASE_URL": own} if own else kept
