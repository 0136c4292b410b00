"""Sets the scene before Django starts. What a test may ask for is in tests/fixtures."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings
from hypothesis import settings as hypothesis_settings

# No test is timed: a busy machine is no fault of ours.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

# What a person has set for their own installation is no business of the tests.
for name in [name for name in os.environ if name.startswith("ACCORD_")]:
    if name not in ("ACCORD_REAL_DATA", "ACCORD_THOROUGH"):
        del os.environ[name]

# Small tables are read with far less work by one thread than by many that wait for one another: measured, thirty
# files take 0.7 s of processor time instead of 1.8. Polars reads this when it is first imported.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# Playwright's synchronous interface runs an event loop, in which Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ["DJANGO_SETTINGS_MODULE"] = "accord.config.settings"
os.environ["ACCORD_PLAIN_STATIC"] = "true"

# No test may touch the home of the person who runs it.
SESSION_HOME = Path(tempfile.mkdtemp(prefix="accord-tests-"))
os.environ["ACCORD_HOME"] = str(SESSION_HOME)
atexit.register(shutil.rmtree, SESSION_HOME, ignore_errors=True)

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use, rather than memory: the live server's threads and other processes see the same rows.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(SESSION_HOME / "tests.sqlite3")}
    options = settings.DATABASES["default"]["OPTIONS"]
    # Nobody needs the rows of a test after a power cut.
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

django.setup()

pytest_plugins = [
    "tests.fixtures.homes",
    "tests.fixtures.backed_up",
    "tests.fixtures.reading",
    "tests.fixtures.browsers",
    "tests.fixtures.described",
    "tests.fixtures.elsewhere",
    "tests.fixtures.letters",
    "tests.fixtures.signing_in",
    "tests.fixtures.skipping",
]
