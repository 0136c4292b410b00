"""How an installation behaves. Everything that differs between installations comes from the environment."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from accord.config.homes import authority_name, home_path, lay_out, marked_as_demonstration, secret_key
from accord.config.providers import allauth_apps, origins, providers

env = environ.Env()

ACCORD_HOME = lay_out(home_path())
ACCORD_RELEASES = ACCORD_HOME / "releases"
ACCORD_RAW = ACCORD_HOME / "raw"
ACCORD_STAGING = ACCORD_HOME / "staging"
ACCORD_STATE = ACCORD_HOME / "state"
ACCORD_AUTHORITY = env.str("ACCORD_AUTHORITY", default=authority_name(ACCORD_HOME))
"""Whose site this is, as the top of every page says; and its colour, as #rrggbb."""
ACCORD_COLOUR = env.str("ACCORD_COLOUR", default="#12436d")
ACCORD_DEMONSTRATION = marked_as_demonstration(ACCORD_HOME)

_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED = next(p for p in (_PACKAGE.parent / "definitions", _PACKAGE / "definitions") if p.is_dir())
ACCORD_DEFINITIONS = [_SHIPPED, ACCORD_HOME / "definitions"]
"""Where meanings are read from; a file in a later folder takes the place of one of the same name."""

DEBUG = env.bool("ACCORD_DEBUG", default=False)
BEHIND_TLS = env.bool("ACCORD_BEHIND_TLS", default=False)
SECRET_KEY = secret_key(ACCORD_HOME)
# After a change of key: the ones before, with which second factors and sessions can still be read.
SECRET_KEY_FALLBACKS = env.list("ACCORD_SECRET_KEYS_BEFORE", default=[])
ALLOWED_HOSTS = env.list("ACCORD_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    # Ours come before allauth, so that our pages take the place of its own.
    "accord.ui",
    "accord.accounts",
    "accord.register",
    "accord.sharing",
    "accord.intake",
    "accord.performance",
    "accord.dashboards",
    "accord.api",
    "accord.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # First, so that nothing that is answered, a redirect or a static file either, lacks its policy.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "accord.config.privacy.KeptByNobody",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accord.config.viewer.ToldWhoIsSignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accord.api.problems.ProblemsInOneShape",
    "accord.accounts.programs.ProgramsShowTokens",
    # Around all that shows figures: what was shown and what left is written down first.
    "accord.accounts.recording.WhatLeavesIsRecorded",
    # Every page asks for sign-in unless its view says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # Every page says what it needs, or answers nobody.
    # A second factor is asked for before a page is refused; it reads the rights that the next one finds.
    "accord.accounts.second_factors.SecondFactorFirst",
    "accord.accounts.permission.EveryPageAsksForRights",
    "accord.accounts.looking.PagesLookedAtAsSomebodyElse",
    "accord.dashboards.views.permanent.PagesWithoutFigures",
    "accord.performance.standing.OneStateForAPage",
]

ROOT_URLCONF = "accord.config.urls"
WSGI_APPLICATION = "accord.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accord.accounts.permission.what_the_reader_may",
                "accord.dashboards.views.permanent.not_public_notice",
                "accord.dashboards.views.permanent.page_notice",
                "accord.dashboards.views.saved.save_link",
            ]
        },
    }
]
if find_spec("accord.ui.forms"):
    FORM_RENDERER = "accord.ui.forms.GovukRenderer"

# Storage ------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{ACCORD_HOME / 'accord.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A release exists from the moment one transaction points at it, so that commit has to survive a power
    # cut: synchronous is FULL, which the write-ahead log would otherwise not wait for.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Questions behind the second wall look expensive and are not: compiling them took a hundred times their time.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Nothing a person uploads is served back, so uploads pass through the home and nowhere else.
FILE_UPLOAD_TEMP_DIR = str(ACCORD_STAGING)
FILE_UPLOAD_PERMISSIONS = 0o600
# What one person may send in 24 hours.
ACCORD_FILES_A_DAY = env.int("ACCORD_FILES_A_DAY", default=200)
ACCORD_BYTES_A_DAY = env.int("ACCORD_MIB_A_DAY", default=4096) * 2**20
# How often one person's programs may ask the API in a minute.
ACCORD_API_A_MINUTE = env.int("ACCORD_API_A_MINUTE", default=120)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The page that starts a school year has two fields for each membership.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# People and sign-in ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "accord.accounts.adapters.ClosedSignup"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Wrong passwords and codes are counted by accord.accounts.actions.tries, for all processes together and so that
# nobody is kept out by somebody else; what remains here only slows one address down.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": None,
    "reset_password_from_key": "60/m/ip",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

MFA_ADAPTER = "accord.accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_FORMS = {
    "authenticate": "accord.accounts.forms.second_factors.CodeForm",
    "authenticate_webauthn": "accord.accounts.forms.passkeys.UsePasskeyForm",
    "reauthenticate": "accord.accounts.forms.second_factors.CodeAgainForm",
    "reauthenticate_webauthn": "accord.accounts.forms.passkeys.UsePasskeyAgainForm",
    "activate_totp": "accord.accounts.forms.second_factors.FirstCodeForm",
    "login_webauthn": "accord.accounts.forms.passkeys.SignInWithPasskeyForm",
    "add_webauthn": "accord.accounts.forms.passkeys.AddPasskeyForm",
}

# Other organisations whose sign-in this site accepts (docs/how-to/let-people-sign-in.md).
ACCORD_SIGN_IN_PROVIDERS = providers(env.str("ACCORD_SIGN_IN_PROVIDERS", default=""), ACCORD_HOME)
SOCIALACCOUNT_ADAPTER = "accord.accounts.elsewhere.KnownElsewhere"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": allauth_apps(ACCORD_SIGN_IN_PROVIDERS)}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True

# Behind a proxy, an address is the last one that the proxy itself wrote down: how many proxies there are.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ACCORD_PROXIES", default=1 if BEHIND_TLS else 0)

# Letters: nothing is sent until somebody says by which server, and never from a demonstration.
ACCORD_SENDS_EMAIL = bool(env.str("ACCORD_EMAIL_URL", default="")) and not ACCORD_DEMONSTRATION
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if ACCORD_SENDS_EMAIL:
    globals().update(env.email_url("ACCORD_EMAIL_URL"))
EMAIL_TIMEOUT = 20
ACCOUNT_EMAIL_NOTIFICATIONS = ACCORD_SENDS_EMAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "accord.accounts.forms.passwords.PasswordForm",
    "reauthenticate": "accord.accounts.forms.passwords.PasswordAgainForm",
    "change_password": "accord.accounts.forms.passwords.NewPasswordForm",
    "reset_password": "accord.accounts.forms.passwords.ForgottenPasswordForm",
    "reset_password_from_key": "accord.accounts.forms.passwords.PasswordByLinkForm",
    "user_token": "accord.accounts.forms.resets.ResetLinkForm",
}
PASSWORD_RESET_TIMEOUT = 60 * 60
DEFAULT_FROM_EMAIL = env.str("ACCORD_EMAIL_FROM", default="accord@localhost")

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The prefix has browsers refuse the cookie from another path, another name or without HTTPS.
SESSION_COOKIE_NAME = "__Host-accord_session" if BEHIND_TLS else "accord_session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if BEHIND_TLS else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BEHIND_TLS

# What a browser may do with our pages ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # Only what our own page names with this answer's nonce: nonce="{{ request.csp_nonce }}".
        "script-src": [NONCE],
        "style-src": [NONCE],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *origins(ACCORD_SIGN_IN_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000

SILENCED_SYSTEM_CHECKS = [
    # Whether every other site under the authority's domain speaks HTTPS is not ours to promise to browsers.
    "security.W005",
    # Nor is it ours to enter the authority's domain into the lists that browsers ship with.
    "security.W021",
]

# Language, time, static files -----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

PLAIN_STATIC = env.bool("ACCORD_PLAIN_STATIC", default=False)
STATIC_URL = "/static/"
STATIC_ROOT = ACCORD_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "accord.config.static_files.HashedNames"
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_AUTOREFRESH = PLAIN_STATIC

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "accord.config.keys_in_addresses.WithoutKeys",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
