"""Reads the settings: variables KORTISTO_* and the file kortisto.toml of the data folder.

Each setting is known by name, and an unknown one is refused with the nearest known name. In the file a setting is
written without its beginning and in small letters (`hosts`, `database_url`). A variable wins over the file.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kortisto.config.telling import ToldError
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

PREFIX = "KORTISTO_"
FILE = "kortisto.toml"
KNOWN = {
    "KORTISTO_DATA": "folder of the installation's variable data; var/ beside the program unless set",
    "KORTISTO_DATABASE_URL": "PostgreSQL as the runtime role sees it; the embedded server unless set",
    "KORTISTO_OWNER_DATABASE_URL": "the same database as its owner, for migrations only",
    "KORTISTO_POSTGRES_BIN": "folder with the programs of the embedded server; found by itself unless set",
    "KORTISTO_TEST_DATABASE_URL": "a superuser of the server on which the tests run; an embedded one unless set",
    "KORTISTO_FUZZ": "how many mutated declarations the tests try; a few hundred unless set",
    "KORTISTO_DECLARATION": "the declaration (YAML file) that this installation runs on",
    "KORTISTO_ACCESS": "folder with roles.yaml and permissions.yaml; notices/access/ unless set",
    "KORTISTO_SECRET_KEY": "key that signs sessions; made and kept in the data folder unless set",
    "KORTISTO_HOSTS": "host names under which the pages are served, separated by commas",
    "KORTISTO_TLS": "yes when the pages are served over https, itself or by a proxy in front",
    "KORTISTO_LANGUAGE": "language of what commands print: fi, sv or en; that of the terminal unless set",
    "KORTISTO_NOTICES": "folder in which commands look for declarations by name; notices/ unless set",
    "KORTISTO_MAIN_USER": "e-mail address of the main user, who is made at the first start",
    "KORTISTO_MAIN_PASSWORD": "password of the main user; made up and shown once unless set",
    "KORTISTO_AUDIT_WITNESSES": "files or folders, separated by commas, that remember the checkpoints of the log; "
    "best on another machine. A file in the data folder is always one",
    "KORTISTO_LEDGER_COPIES": "folders, separated by commas, that hold a copy of the ledger of erasures; at least one "
    "on another machine",
    "KORTISTO_BACKUPS": "folder of the backups; backups/ in the data folder unless set, best on another disk",
    "KORTISTO_BACKUP_HOUR": "hour of the Finnish day, 0 to 23, at which the worker makes a backup; none unless set",
    "KORTISTO_ARCHIVE": "folder in which the embedded server archives its log of writes, for point-in-time recovery; "
    "of the user who runs the server; none unless set",
    "KORTISTO_BACKUP_SECRET": "what backups are sealed with, 20 characters at least; made and kept in the data folder "
    "unless set",
    "KORTISTO_BACKUP_DATABASE_URL": "a server of your own as a role that may read everything (bypassrls), for backups",
    "KORTISTO_FILE_MEGABYTES": "size that an uploaded file may have, in millions of bytes; 20 unless set",
    "KORTISTO_SCANNER": "scanner of uploaded files: unix:PATH or tcp:HOST:PORT of clamd, run:COMMAND; none unless set",
    "KORTISTO_SMTP_HOST": "server through which mail is sent; none is sent unless set",
    "KORTISTO_SMTP_PORT": "its port; 587 unless set",
    "KORTISTO_SMTP_USER": "name with which to log in there",
    "KORTISTO_SMTP_PASSWORD": "password with which to log in there",
    "KORTISTO_SMTP_TLS": "yes to encrypt the connection (STARTTLS); yes on port 587 unless set",
    "KORTISTO_MAIL_FROM": "address from which mail is sent",
    "KORTISTO_ADDRESS": "address under which staff open the pages, for links in mail",
    "KORTISTO_PROXIES": "addresses or networks of proxies in front, whose X-Forwarded-For is believed; none unless set",
    "KORTISTO_OIDC_ISSUER": "address of the company's own identity provider (OpenID Connect issuer); none unless set",
    "KORTISTO_OIDC_CLIENT_ID": "the name by which that provider knows this installation",
    "KORTISTO_OIDC_CLIENT_SECRET": "the secret that it has given to this installation",
    "KORTISTO_OIDC_NAME": "what its log-in is called on the log-in page; its host name unless set",
    "KORTISTO_LEAKED_PASSWORDS": "file of SHA-1 hashes of leaked passwords, sorted, one a line; none unless set",
    "KORTISTO_DEBUG": "yes shows tracebacks in the browser; never where others reach it",
}
SECRET = (
    "KORTISTO_DATABASE_URL",
    "KORTISTO_OWNER_DATABASE_URL",
    "KORTISTO_SECRET_KEY",
    "KORTISTO_BACKUP_SECRET",
    "KORTISTO_BACKUP_DATABASE_URL",
    "KORTISTO_MAIN_PASSWORD",
    "KORTISTO_SMTP_PASSWORD",
    "KORTISTO_OIDC_CLIENT_SECRET",
)
"""Settings that may stand in a file of their own, which NAME_FILE names."""
NOT_IN_FILE = {
    "KORTISTO_DATA",
    "KORTISTO_TEST_DATABASE_URL",
    "KORTISTO_FUZZ",
    "KORTISTO_MAIN_USER",
    "KORTISTO_MAIN_PASSWORD",
}
"""Settings of one command or one machine, which the settings file of an installation cannot hold."""
PATHS = {"KORTISTO_DECLARATION", "KORTISTO_ACCESS", "KORTISTO_NOTICES", "KORTISTO_POSTGRES_BIN", "KORTISTO_BACKUPS"}
"""Settings that are paths; in the file they count from its folder."""
NAMES = (*KNOWN, *(f"{name}_FILE" for name in SECRET))
_LAST_HOUR = 23
_YES, _NO = {"1", "yes", "true", "on"}, {"", "0", "no", "false", "off"}

_UNKNOWN = T("{0} ei ole asetus. Tarkoititko {1}? ({2})", "{0} är ingen inställning. Menade du {1}? ({2})",
             "{0} is not a setting. Did you mean {1}? ({2})")  # fmt: skip
_NOT_HERE = T("{0}: asetusta {1} ei voi antaa tiedostossa. Anna se ympäristömuuttujana {2}.",
              "{0}: inställningen {1} kan inte ges i filen. Ge den som miljövariabeln {2}.",
              "{0}: {1} cannot be set in the file. Set it as the environment variable {2}.")  # fmt: skip
_YES_OR_NO = T("{0}: kirjoita yes tai no, ei {1!r}.", "{0}: skriv yes eller no, inte {1!r}.",
               "{0}: say yes or no, not {1!r}.")  # fmt: skip
_NO_NUMBER = T("{0}: kirjoita kokonaisluku, joka on suurempi kuin 0, ei {1!r}.",
               "{0}: skriv ett heltal som är större än 0, inte {1!r}.",
               "{0}: write a whole number above 0, not {1!r}.")  # fmt: skip
_NO_HOUR = T("{0}: kirjoita tunti 0–23, ei {1!r}.", "{0}: skriv en timme 0–23, inte {1!r}.",
             "{0}: write an hour from 0 to 23, not {1!r}.")  # fmt: skip
_NO_NETWORK = T("{0}: kirjoita IP-osoitteita tai verkkoja, esimerkiksi 10.0.0.0/8, ei {1!r}.",
                "{0}: skriv IP-adresser eller nät, till exempel 10.0.0.0/8, inte {1!r}.",
                "{0}: write IP addresses or networks, for example 10.0.0.0/8, not {1!r}.")  # fmt: skip
_CANNOT_READ = T("{0}: tiedostoa {1} ei voi lukea: {2}.", "{0}: filen {1} kan inte läsas: {2}.",
                 "{0}: {1} cannot be read: {2}.")  # fmt: skip
_TWICE = T("{0} ja {0}_FILE on annettu molemmat. Jätä toinen pois.",
           "Både {0} och {0}_FILE är givna. Ta bort den ena.",
           "Both {0} and {0}_FILE are set. Leave one out.")  # fmt: skip
_NOT_TOML = T(
    'Asetustiedosto {0} on rikki: {1}. Kirjoita rivit näin: hosts = ["crm.yritys.example"]',
    'Inställningsfilen {0} är trasig: {1}. Skriv raderna så här: hosts = ["crm.foretag.example"]',
    'The settings file {0} is broken: {1}. Write lines such as: hosts = ["crm.company.example"]',
)
_BAD_KIND = T("{0}: asetuksen {1} arvon on oltava teksti, luku, true, false tai luettelo tekstejä.",
              "{0}: inställningen {1} ska vara en text, ett tal, true, false eller en lista med texter.",
              "{0}: the value of {1} must be a text, a number, true, false or a list of texts.")  # fmt: skip


class SettingsError(ToldError, ImproperlyConfigured):
    """A setting is wrong; the message names it and says what to do."""


class Environment:
    """The variables of one process; raises SettingsError with a sentence that says what to do."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
        for name in sorted(self._variables.keys() - set(NAMES)):
            near = _nearest(name)
            raise SettingsError(_UNKNOWN, name, near, KNOWN[near.removesuffix("_FILE")])

    def text(self, name: str, default: str = "") -> str:
        """Return the value, trimmed; the default where the variable is absent or empty."""
        if name not in NAMES:
            raise KeyError(name)
        return self._variables.get(name, "").strip() or default

    def number(self, name: str, default: int) -> int:
        """Return the value as a whole number above nought."""
        value = self.text(name, str(default))
        if not value.isdecimal() or not int(value):
            raise SettingsError(_NO_NUMBER, name, value)
        return int(value)

    def hour(self, name: str) -> int | None:
        """Return the value as an hour of the day; None where none is set."""
        value = self.text(name, "")
        if not value:
            return None
        if not value.isdecimal() or int(value) > _LAST_HOUR:
            raise SettingsError(_NO_HOUR, name, value)
        return int(value)

    def yes(self, name: str, *, default: bool = False) -> bool:
        """Return whether the variable says yes; the default where it is absent or empty."""
        value = self.text(name, "yes" if default else "").lower()
        if value not in _YES | _NO:
            raise SettingsError(_YES_OR_NO, name, value)
        return value in _YES

    def words(self, name: str, default: str) -> list[str]:
        """Return the parts between commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def networks(self, name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        """Return the addresses and networks between commas."""
        try:
            return [ipaddress.ip_network(word) for word in self.words(name, "")]
        except ValueError as error:
            raise SettingsError(_NO_NETWORK, name, self.text(name)) from error

    def secret(self, name: str) -> str:
        """Return the value, or what stands in the file that NAME_FILE names."""
        given, file = self.text(name), self.text(f"{name}_FILE")
        if given and file:
            raise SettingsError(_TWICE, name)
        if not file:
            return given
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(_CANNOT_READ, f"{name}_FILE", file, _reason(error)) from error


def given(name: str) -> str:
    """Return a setting that may be secret, before Django is there to be asked; empty when it is not set."""
    return Environment(os.environ).secret(name)


def data_folder() -> Path:
    """Return the folder of the installation's variable data."""
    named = os.environ.get("KORTISTO_DATA", "").strip()
    return Path(named or Path(__file__).resolve().parents[3] / "var").resolve()


def adopt(variables: MutableMapping[str, str] = os.environ) -> None:
    """Take what the settings file says for variables that are not set. Raises SettingsError."""
    for name, value in read_file(data_folder() / FILE).items():
        bare = name.removesuffix("_FILE")
        # The environment decides alone, whether it names the secret or the file with it; also when it says nothing.
        if name not in variables and bare not in variables and f"{bare}_FILE" not in variables:
            variables[name] = value


def read_file(file: Path) -> dict[str, str]:
    """Return the settings of a file as variables; none where there is no file. Raises SettingsError."""
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(_CANNOT_READ, FILE, file, _reason(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_NOT_TOML, file, error) from error
    return dict(_setting(key, value, file) for key, value in read.items())


def key_in_file(name: str) -> str:
    """Return how the file writes a setting."""
    return name.removeprefix(PREFIX).lower()


def _variable(key: str, file: Path) -> str:
    name = PREFIX + key.upper()
    if key != key.lower() or name not in NAMES:
        near = _nearest(name)
        raise SettingsError(_UNKNOWN, f"{file}: {key}", key_in_file(near), KNOWN[near.removesuffix("_FILE")])
    if name.removesuffix("_FILE") in NOT_IN_FILE:
        raise SettingsError(_NOT_HERE, file, key, name)
    return name


def _setting(key: str, value: object, file: Path) -> tuple[str, str]:
    name, text = _variable(key, file), _value(key, value, file)
    if name in PATHS or name.endswith("_FILE"):
        text = str(file.parent / text)  # so that the folder can be moved with what is in it
    return name, text


def _value(key: str, value: object, file: Path) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    raise SettingsError(_BAD_KIND, file, key)


def _nearest(name: str) -> str:
    return difflib.get_close_matches(name, NAMES, n=1, cutoff=0)[0]


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "UTF-8"
