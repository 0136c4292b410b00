"""A publisher on this machine: each path is answered by a list of turns, one a request, and the last again and again.

It can stall, break off, lead elsewhere, lie about what it sends, and serve a page of the web for a table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Turn = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request to the publisher."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        """Answer by the next turn of the path."""
        self.publisher.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        turns = self.publisher.turns.get(self.path, [status(404)])
        turn = turns.pop(0) if len(turns) > 1 else turns[0]
        with suppress(ConnectionError):
            turn(self)
        self.close_connection = True

    def say(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        """Send headers and a body as they are, whatever they say of each other."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Publisher:
    """What it answers and what it heard."""

    port: int = 0
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    going: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """Its host with its port."""
        return f"127.0.0.1:{self.port}"

    def at(self, path: str, *turns: Turn) -> str:
        """Have a path answered so; its address."""
        self.turns[path] = list(turns)
        return f"http://{self.host}{path}"


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher that lives as long as the block."""
    publisher = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Asked,), {"publisher": publisher}))
    server.daemon_threads = True
    publisher.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.going.set()
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, **headers: str) -> Turn:
    """An answer without a file."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked: asked.say(code, {"Content-Length": "0", **named})


def file(body: bytes, etag: str = "", stops_after: int | None = None, **headers: str) -> Turn:
    """A file, with ranges and tags honoured; ``stops_after`` so many bytes of an answer the connection breaks off."""

    def turn(asked: Asked) -> None:
        wanted, start, code = asked.headers, 0, 200
        named = {name.replace("_", "-"): value for name, value in headers.items()} | ({"ETag": etag} if etag else {})
        if etag and wanted.get("If-None-Match") == etag:
            asked.say(304, {"ETag": etag})
            return
        if wanted.get("Range") and wanted.get("If-Range") == etag:
            start, code = int(wanted["Range"].removeprefix("bytes=").rstrip("-")), 206
            if start >= len(body):
                asked.say(416, {"Content-Range": f"bytes */{len(body)}", "Content-Length": "0"})
                return
            named["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        sent = body[start:]
        asked.say(code, {"Content-Length": str(len(sent)), **named}, sent[:stops_after])

    return turn


def stalls(body: bytes, after: int, etag: str = "") -> Turn:
    """Sends some bytes and then nothing more, until the test is over."""

    def turn(asked: Asked) -> None:
        asked.say(200, {"Content-Length": str(len(body))} | ({"ETag": etag} if etag else {}), body[:after])
        asked.wfile.flush()
        asked.publisher.going.wait(30)

    return turn


def leads_to(address: str, code: int = 302) -> Turn:
    """Leads elsewhere."""
    return status(code, Location=address)
