"""`accord serve`: the web server and the worker, both kept alive, both stopped together."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from accord.cli.processes import Program, stop, watch
from accord.config.database_urls import environment_of
from accord.config.homes import locked
from accord.config.opening import open_home
from accord.config.safety import stop_if
from accord.config.starting import reasons_not_to_start

WEB_WORKERS = 2
SECONDS_TO_ANSWER = 60.0
GIVE_UP_AFTER = 3
"""Deaths in a row before the first answer that show the server will not start at all."""

# Method, path without its query (which may name schools and people), status, size, microseconds.
LOG_FORMAT = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(D)s'


class CannotServe(click.ClickException):
    """The address cannot be served; says why and what to do."""


def web_server(host: str, port: int, access_log: str) -> Program:
    """gunicorn, whose workers load the site themselves: the chart engine does not survive a fork."""
    command = [
        sys.executable, "-m", "gunicorn", "accord.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(WEB_WORKERS), "--worker-class", "sync",
        "--no-control-socket", "--timeout", "60", "--graceful-timeout", "15", "--log-level", "warning",
        "--access-logfile", access_log, "--access-logformat", LOG_FORMAT,
        "--logger-class", "accord.config.access_log.NamesNoKeys",
    ]  # fmt: skip
    return Program(name="web server", command=command, environment=environment_of("web", os.environ))


def worker() -> Program:
    """The one background worker."""
    command = [sys.executable, "-m", "accord.cli.worker"]
    return Program(name="worker", command=command, environment=environment_of("operator", os.environ))


def check_free(host: str, port: int) -> None:
    """Raise CannotServe when another program has this port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} on {host} cannot be used: {error.strerror}. Stop the program that has it, "
                f"or choose another with --port."
            ) from error


def gather_static_files(home: Path) -> bool:
    """Bring the static files into the home under hashed names. False when none has changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            digest.update(f"{path}|{file.stat().st_size}|{file.stat().st_mtime_ns};".encode())
    stamp = home / "state" / "static"
    with locked(home, "static"):
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest(), encoding="ascii")
    return True


def answers(host: str, port: int) -> bool:
    """Whether the site answers a request now, with anything but an error of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_for_answer(
    programs: Sequence[Program], host: str, port: int, say: Callable[[str], None]
) -> None:
    """Watch the programs until the site answers. Raises CannotServe when it does not come up."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not answers(host, port):
        watch(programs, say)
        if programs[0].deaths >= GIVE_UP_AFTER:
            raise CannotServe("The web server does not start; the lines above say why.")
        if time.monotonic() > deadline:
            raise CannotServe(f"No answer within {SECONDS_TO_ANSWER:.0f} s; the lines above may say why.")
        time.sleep(0.1)


def greeting(home: Path, port: int) -> str:
    """What a person needs to begin: the address and, in the demonstration, how to sign in."""
    lines = [f"Accord is at http://127.0.0.1:{port}/", f"Everything is kept in {home}"]
    sign_in = home / "demonstration-sign-in"
    if sign_in.exists():
        lines += ["Everything shown is invented. Sign in with:", sign_in.read_text(encoding="utf-8").rstrip()]
    return "\n".join([*lines, "Stop with Ctrl-C."])


def supervise(programs: Sequence[Program], host: str, port: int, home: Path) -> None:
    """Run the programs until interrupted or told to end; then stop them all."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # Named here too: a shell starts background jobs deaf to Ctrl-C.
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        watch(programs, click.echo)
        wait_for_answer(programs, host, port, click.echo)
        click.echo(greeting(home, port))
        while True:
            time.sleep(0.5)
            watch(programs, click.echo)
    except KeyboardInterrupt:
        click.echo("Stopping.")
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with suppress(KeyboardInterrupt):
            stop(programs, click.echo)


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option("--access-log", default="-", help="A file for one line per request; - is the terminal.")
def serve_command(port: int, host: str, access_log: str) -> None:
    """Serve the site: the web server and one worker, until Ctrl-C."""
    check_free(host, port)
    open_home()
    stop_if(reasons_not_to_start(host), lambda words: click.echo(words, err=True))
    home: Path = settings.ACCORD_HOME
    gather_static_files(home)
    supervise([web_server(host, port, access_log), worker()], host, port, home)
    click.echo("Stopped.")
