"""Settings of the application.

What differs between machines comes from the environment and is read at the top, once. A setting
that is missing or cannot be read stops the start, by name and with a hint: never a silent default.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment -------------------------------------------------------------------------

_problems: list[str] = []


def _text(name: str, *, default: str | None = None, example: str = "") -> str:
    """Return a variable of the environment; empty counts as missing."""
    value = os.environ.get(name, "").strip()
    if not value and default is None:
        _problems.append(f"{name} ontbreekt. Zet deze in de omgeving, bijvoorbeeld: export {name}={example}")
    return value or default or ""


def _list(name: str, *, default: str | None = None, example: str = "") -> list[str]:
    """Return a variable with parts separated by commas."""
    value = _text(name, default=default, example=example)
    return [part.strip() for part in value.split(",") if part.strip()]


def _flag(name: str) -> bool:
    """Return a variable that is on or off; off when it is missing."""
    value = _text(name, default="0").lower()
    if value not in {"0", "1", "false", "true"}:
        _problems.append(f"{name}={value} is onleesbaar. Gebruik 1 (aan) of 0 (uit).")
    return value in {"1", "true"}


def _whole(name: str, *, default: int, unit: str, least: int = 0) -> int:
    """Return a variable that is a whole number of something."""
    value = _text(name, default=str(default))
    if not value.isdecimal() or int(value) < least:
        _problems.append(f"{name}={value} is onleesbaar. Gebruik een heel aantal {unit}, {least} of hoger.")
        return default
    return int(value)


def _choice(name: str, *, default: str, choices: tuple[str, ...]) -> str:
    """Return a variable that is one of a few words, in capitals."""
    value = _text(name, default=default).upper()
    if value not in choices:
        _problems.append(f"{name}={value} is onleesbaar. Kies uit: {', '.join(choices)}.")
    return value


def _database(name: str, *, default: str) -> dict[str, Any]:
    """Return the database that a URL names: SQLite or PostgreSQL, and no other."""
    url = _text(name, default=default)
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        database = {}
    options = database.setdefault("OPTIONS", {})
    match database.get("ENGINE"):
        case "django.db.backends.postgresql":
            database.update(
                CONN_MAX_AGE=_whole("CONN_MAX_AGE", default=60, unit="seconden"), CONN_HEALTH_CHECKS=True
            )
        case "django.db.backends.sqlite3" if not database.get("HOST"):
            options.update(_SQLITE_OPTIONS)
            if database["NAME"] != ":memory:":
                database["NAME"] = BASE_DIR / database["NAME"]
                database["NAME"].parent.mkdir(exist_ok=True)
        case _:
            # The URL itself stays out of the message: it may hold a password.
            _problems.append(
                f"{name} is onleesbaar. Gebruik postgres://gebruiker:wachtwoord@machine:5432/naam "
                "of sqlite:///var/ibt.sqlite3 (drie schuine strepen)."
            )
    return database


def _mail(name: str) -> dict[str, Any]:
    """Return Django's settings of the mail server that a URL names; none without one."""
    value = _text(name, default="")
    url = urlsplit(value)
    sender = parse_qs(url.query).get("from", [""])[0]
    if not value:
        return {}
    try:
        port = url.port
    except ValueError:
        port = None
    if url.scheme not in _MAIL_SCHEMES or not url.hostname or not port or "@" not in sender:
        # The URL itself stays out of the message: it may hold a password.
        _problems.append(
            f"{name} is onleesbaar. Gebruik submission://gebruiker:wachtwoord@machine:587/?from=ibt@provincie.nl "
            "(of smtps:// met poort 465, smtp:// zonder versleuteling)."
        )
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
        **_MAIL_SCHEMES.get(url.scheme, {}),
    }


_MAIL_SCHEMES = {"smtp": {}, "submission": {"EMAIL_USE_TLS": True}, "smtps": {"EMAIL_USE_SSL": True}}

# Django's own transaction mode makes two writers refuse each other ("database is locked").
# Without recursive_triggers an INSERT OR REPLACE deletes a row without firing its triggers.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON"
    ),
}

SECRET_KEY = _text("SECRET_KEY", example='"$(python3 -c "import secrets; print(secrets.token_urlsafe(50))")"')
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", example="ibt.example.nl,www.ibt.example.nl")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS", default="")
DATABASES = {
    "default": _database("DATABASE_URL", default=f"sqlite:///{quote(f'{BASE_DIR}/var/ibt.sqlite3')}")
}
LOG_LEVEL = _choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))

# How large a file may be that goes with a talk, a plan or a reply.
ATTACHMENT_MB = _whole("ATTACHMENT_MB", default=10, unit="megabytes", least=1)

# Without EMAIL_URL no mail is ever sent.
EMAIL = _mail("EMAIL_URL")
HAS_MAIL = bool(EMAIL)
vars().update(EMAIL)
SITE_URL = _text("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "").rstrip("/")

# Only to develop, on this machine.
DEBUG = _flag("DEBUG")

# Only for a demonstration on this machine: no redirect to https, no secure cookies, no HSTS.
INSECURE_HTTP = _flag("INSECURE_HTTP")

# Only behind a proxy that sets X-Forwarded-Proto itself and drops what the visitor sent in it.
TRUST_PROXY = _flag("TRUST_PROXY")

# Every address answers with a notice, and the database is left alone.
MAINTENANCE = _flag("MAINTENANCE")

if not all(origin.startswith(("https://", "http://")) for origin in CSRF_TRUSTED_ORIGINS):
    _problems.append("CSRF_TRUSTED_ORIGINS is onleesbaar. Begin elk adres met https://.")
if (DEBUG or INSECURE_HTTP) and not set(ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
    _problems.append(
        "DEBUG=1 en INSECURE_HTTP=1 mogen alleen op deze machine: "
        "zet ze uit, of gebruik ALLOWED_HOSTS=localhost,127.0.0.1."
    )
if _problems:
    raise ImproperlyConfigured("\n".join(_problems))

# --- The application -------------------------------------------------------------------------

INSTALLED_APPS = [
    "ibt.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "accounts",
    "audit",
    "municipalities",
    "assessments",
    "example",
]

# No LocaleMiddleware: the application is Dutch, whatever the browser asks for.
MIDDLEWARE = [
    "ibt.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ibt.middleware.maintenance",
    "ibt.middleware.refuse_nul",
    "audit.middleware.remember_origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ReaderRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ibt.middleware.explain_method",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ibt.urls"
WSGI_APPLICATION = "ibt.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["assessments.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.permissions",
                "assessments.context.example_figures",
                "ibt.menu.menu",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "components/table.html"

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED_STATIC_FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN_STATIC_FILES if DEBUG else HASHED_STATIC_FILES},
}

# --- Who may come in -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "assessments:work_list"
LOGOUT_REDIRECT_URL = "login"

# A working day; and gone when the browser closes.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Security --------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_HTTP
SECURE_HSTS_PRELOAD = not INSECURE_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not INSECURE_HTTP
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
# Templates print 1778 as 1.778, and so also the year 2023 as 2.023: print years with the date filter.
USE_THOUSAND_SEPARATOR = True

# --- Logging ---------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "incident": {"()": "ibt.errors.IncidentFilter"},
        "unexpected": {"()": "ibt.errors.UnexpectedFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django hangs handlers of its own on this logger; ours is on the root.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.request": {"filters": ["unexpected", "incident"]},
    },
}
