"""The lines that the web server writes of requests: no address in them opens anything."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from accord.config.keys_in_addresses import without_keys


class NamesNoKeys(Logger):
    """Writes lines as gunicorn does, without what opens something."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What a line may be made of."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**found, "U": without_keys(str(found.get("U")))}
