"""Settings of the application: assembles the layers and holds no rule. Variables are listed in `environment`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kortisto.config import environment, logs, setting_texts
from kortisto.config.environment import Environment, SettingsError
from kortisto.lib.catalogues import compile_stale
from kortisto.lib.private_files import make_once

environment.adopt()
_environment = Environment(os.environ)

ROOT = Path(__file__).resolve().parents[3]
DATA = environment.data_folder()

# --- what this installation is ---------------------------------------------------------------------------------------

KORTISTO_DECLARATION = _environment.text("KORTISTO_DECLARATION", str(ROOT / "notices" / "ivt.yaml"))
# So long a process goes on with the version of the notice that it knows before it looks whether another was adopted;
# None: it never looks, and the file itself is in force.
KORTISTO_NOTICE_SECONDS: float | None = 1.0
KORTISTO_ACCESS = _environment.text("KORTISTO_ACCESS", str(ROOT / "notices" / "access"))
DEBUG = _environment.yes("KORTISTO_DEBUG")
TLS = _environment.yes("KORTISTO_TLS")
ALLOWED_HOSTS = _environment.words("KORTISTO_HOSTS", "127.0.0.1,localhost,[::1]")


def _secret_key() -> str:
    """The given key, or one made at the first start and kept in the data folder, readable by its owner only."""
    given = _environment.secret("KORTISTO_SECRET_KEY")
    if given:
        return given
    file = DATA / "secret-key"
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        make_once(file, secrets.token_urlsafe(64))
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(setting_texts.NO_KEY, file, error.strerror) from error


SECRET_KEY = _secret_key()

# --- database --------------------------------------------------------------------------------------------------------


def _database(name: str) -> dict[str, Any]:
    """One connection. Whoever starts the embedded server sets the variable; until then the address leads nowhere, so
    that nothing is written by mistake into another PostgreSQL of this machine.
    """
    try:
        given = conninfo_to_dict(_environment.secret(name))
    except ProgrammingError as error:
        raise SettingsError(setting_texts.NO_ADDRESS, name) from error
    known = {key: given.pop(key, "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "kortisto.register.statements.postgres",
        "NAME": known["dbname"] or "kortisto",
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"] or str(DATA / "no-database-address-given"),
        "PORT": str(known["port"] or ""),
        "OPTIONS": given,
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    # The runtime role: cannot alter tables, and can only insert into the audit log. A request is one transaction, so
    # that the audit rows are committed before the first byte of the answer, and an answer without them never leaves.
    "default": {**_database("KORTISTO_DATABASE_URL"), "ATOMIC_REQUESTS": True, "CONN_MAX_AGE": None},
    # The owner: migrations only (kortisto.config.database).
    "owner": {**_database("KORTISTO_OWNER_DATABASE_URL")},
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications and the way of a request ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "kortisto.register.audit",
    "kortisto.register.access",
    "kortisto.register.ledger",
    "kortisto.register.parties",
    "kortisto.privacy.retention",
    "kortisto.interfaces.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kortisto.interfaces.web.middleware.OnePolicy",
    "kortisto.register.access.middleware.OneNotice",
    "kortisto.register.access.middleware.PrivateByDefault",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kortisto.config.shut.DoorsStayShut",
    "kortisto.interfaces.web.middleware.WhereFrom",
    "kortisto.interfaces.web.middleware.RefuseUnstorableText",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kortisto.interfaces.web.sessions.SessionsEnd",
    "kortisto.interfaces.web.middleware.LogInFirst",
    "kortisto.interfaces.web.middleware.SecondStepIsDemanded",
    "kortisto.interfaces.web.middleware.KeepWhatWasTyped",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kortisto.register.access.middleware.RefusalsAreRecorded",
]
ROOT_URLCONF = "kortisto.config.urls"
WSGI_APPLICATION = "kortisto.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kortisto.interfaces.web.context.frame",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    },
]

# --- the audit log ---------------------------------------------------------------------------------------------------

# The key that signs its checkpoints, and the first of the witnesses: beside the database, never in it.
AUDIT_FOLDER = DATA / "audit"
AUDIT_WITNESSES = [AUDIT_FOLDER / "checkpoints", *map(Path, _environment.words("KORTISTO_AUDIT_WITNESSES", ""))]

# --- the ledger of erasures ------------------------------------------------------------------------------------------

# Beside the database and never in its backups: what was erased since a backup is erased again after it is restored.
LEDGER_FOLDER = DATA / "ledger"
BACKUP_FOLDER = Path(_environment.text("KORTISTO_BACKUPS", str(DATA / "backups")))
# The hour at which the worker makes one, and what it calls for that: it lies above the jobs, so it is named as text.
BACKUP_HOUR = _environment.hour("KORTISTO_BACKUP_HOUR")
BACKUP_MAKER = "kortisto.config.backup.scheduled.make_tonight"
LEDGER_COPIES = [*map(Path, _environment.words("KORTISTO_LEDGER_COPIES", ""))]

# --- background jobs and logs ----------------------------------------------------------------------------------------

# The one list of what happens by itself, and the tasks that it names.
PROCRASTINATE_IMPORT_PATHS = ["kortisto.interfaces.jobs.tasks", "kortisto.interfaces.jobs.schedule"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
LOGGING = logs.LOGGING

# --- people who log in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["kortisto.register.access.backend.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kortisto.register.access.passwords.LengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "kortisto.register.access.passwords.LikenessValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {"NAME": "kortisto.register.access.passwords.GuessableValidator"},
    {"NAME": "kortisto.register.access.passwords.LeakedValidator"},
]
KORTISTO_LEAKED_PASSWORDS = _environment.text("KORTISTO_LEAKED_PASSWORDS")
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
# After so many failures within the window, an account or an address waits until the window has passed.
LOGIN_FAILURES_PER_ACCOUNT = 5
LOGIN_FAILURES_PER_ADDRESS = 50
LOGIN_FAILURE_WINDOW_SECONDS = 1800

# A link to an account works for three days, once. What is sensitive asks for the password again after a quarter of an
# hour. A key for a program lasts a year at most.
INVITATION_SECONDS = 259_200
CONFIRMED_SECONDS = 900
TOKEN_LONGEST_SECONDS = 31_536_000
# So long a call of a program may be sent again with its Idempotency-Key and does nothing twice.
API_ANSWERS_KEPT_SECONDS = 86_400

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 43_200  # seconds: a working day, however busy
SESSION_IDLE_SECONDS = 10_800  # without a request
SESSION_SEEN_SECONDS = 60  # how exactly that is kept
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kortisto.interfaces.web.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The company's own identity provider (OpenID Connect); none unless set.
OIDC_ISSUER = _environment.text("KORTISTO_OIDC_ISSUER")
OIDC_CLIENT_ID = _environment.text("KORTISTO_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = _environment.secret("KORTISTO_OIDC_CLIENT_SECRET")
OIDC_NAME = _environment.text("KORTISTO_OIDC_NAME", urlsplit(OIDC_ISSUER).hostname or "")
TRUSTED_PROXIES = _environment.networks("KORTISTO_PROXIES")

# --- protection of the pages -----------------------------------------------------------------------------------------

if TLS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --- what staff write down and upload --------------------------------------------------------------------------------

# For so long what was removed can be put back; then it is gone.
UNDO_SECONDS = 600
KORTISTO_FILES = DATA / "files"
KORTISTO_FILE_BYTES = _environment.number("KORTISTO_FILE_MEGABYTES", 20) * 1_000_000
# What is within the limit is never written to the disk as it is, only enciphered.
FILE_UPLOAD_MAX_MEMORY_SIZE = KORTISTO_FILE_BYTES + 1
KORTISTO_SCANNER = _environment.text("KORTISTO_SCANNER")
# Mail, for reminders. Without a server none is sent.
SUBMISSION = 587
EMAIL_HOST = _environment.text("KORTISTO_SMTP_HOST")
EMAIL_PORT = _environment.number("KORTISTO_SMTP_PORT", SUBMISSION)
EMAIL_HOST_USER = _environment.text("KORTISTO_SMTP_USER")
EMAIL_HOST_PASSWORD = _environment.secret("KORTISTO_SMTP_PASSWORD")
EMAIL_USE_TLS = _environment.yes("KORTISTO_SMTP_TLS", default=EMAIL_PORT == SUBMISSION)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _environment.text("KORTISTO_MAIL_FROM", "kortisto@localhost")
KORTISTO_ADDRESS = _environment.text("KORTISTO_ADDRESS").rstrip("/")

# --- languages, dates, files -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
FORMAT_MODULE_PATH = ["kortisto.config.formats"]
# Django reads the catalogues of the default language while it loads models: they are brought up to date before that.
for _folder in (ROOT / "src" / "kortisto").glob("*/*/locale"):
    compile_stale(_folder)
LANGUAGE_COOKIE_SAMESITE = "Lax"
# 30 000 as it is read in Finland; in attributes of pages numbers stand without it.
USE_THOUSAND_SEPARATOR = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
STATIC_URL = "/static/"
# Files are served from where the packages keep them: nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
KORTISTO_LARGEST_UPLOAD = 500_000_000  # bytes of a file that a page brings in; the command takes larger ones
