"""Settings from the environment: known by name, and mistakes are told."""

from __future__ import annotations

import importlib
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import formats, translation

from kortisto.config import settings as module
from kortisto.config.environment import KNOWN, Environment

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("KORTISTO_DATABASE", "KORTISTO_DATABASE_URL"), ("KORTISTO_DECLARATON", "KORTISTO_DECLARATION")],
)
def test_an_unknown_variable_is_refused_with_the_nearest_known_name(wrong: str, meant: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"{wrong} is not a setting\. Did you mean {meant}\?"):
        Environment({wrong: "x", "PATH": "/bin"})


@pytest.mark.parametrize(("value", "yes"), [("yes", True), ("1", True), ("TRUE", True), ("no", False), ("", False)])
def test_yes_and_no(value: str, *, yes: bool) -> None:
    assert Environment({"KORTISTO_TLS": value}).yes("KORTISTO_TLS") is yes


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="KORTISTO_TLS: say yes or no, not 'maybe'"):
        Environment({"KORTISTO_TLS": "maybe"}).yes("KORTISTO_TLS")


@pytest.mark.parametrize(("value", "hour"), [("", None), ("0", 0), ("23", 23)])
def test_an_hour_of_the_day(value: str, hour: int | None) -> None:
    assert Environment({"KORTISTO_BACKUP_HOUR": value}).hour("KORTISTO_BACKUP_HOUR") == hour


@pytest.mark.parametrize("value", ["24", "4.30", "four"])
def test_what_is_no_hour_is_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KORTISTO_BACKUP_HOUR: write an hour from 0 to 23, not"):
        Environment({"KORTISTO_BACKUP_HOUR": value}).hour("KORTISTO_BACKUP_HOUR")


def test_lists_and_secrets(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(" salainen \n", encoding="utf-8")

    assert Environment({"KORTISTO_HOSTS": "a, b ,"}).words("KORTISTO_HOSTS", "x") == ["a", "b"]
    assert Environment({}).words("KORTISTO_HOSTS", "x") == ["x"]
    assert Environment({"KORTISTO_SECRET_KEY_FILE": str(file)}).secret("KORTISTO_SECRET_KEY") == "salainen"
    assert Environment({"KORTISTO_SECRET_KEY": "b"}).secret("KORTISTO_SECRET_KEY") == "b"
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        Environment({"KORTISTO_SECRET_KEY_FILE": str(tmp_path / "none")}).secret("KORTISTO_SECRET_KEY")


def test_the_program_asks_for_known_variables_only() -> None:
    with pytest.raises(KeyError):
        Environment({}).text("KORTISTO_COLOUR")


def test_every_known_variable_is_explained() -> None:
    assert all(KNOWN.values())


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DATA", tmp_path / "data")

    first, second = module._secret_key(), module._secret_key()

    assert first == second
    assert len(first) > 50
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_broken_database_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_environment", Environment({"KORTISTO_DATABASE_URL": "nonsense"}))

    with pytest.raises(ImproperlyConfigured, match="KORTISTO_DATABASE_URL is no PostgreSQL address"):
        module._database("KORTISTO_DATABASE_URL")


def test_an_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://app:s%20x@/kortisto?host=%2Ftmp%2Fs&port=5433&sslmode=disable"
    monkeypatch.setattr(module, "_environment", Environment({"KORTISTO_DATABASE_URL": address}))

    database = module._database("KORTISTO_DATABASE_URL")

    assert [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "kortisto", "app", "s x", "/tmp/s", "5433",
    ]  # fmt: skip
    assert database["OPTIONS"] == {"sslmode": "disable"}


def test_without_an_address_no_other_server_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_environment", Environment({}))

    assert not Path(module._database("KORTISTO_DATABASE_URL")["HOST"]).exists()


def test_over_tls_cookies_belong_to_this_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_TLS", "yes")
    monkeypatch.setenv("KORTISTO_SECRET_KEY", "x" * 50)
    loaded = importlib.util.module_from_spec(module.__spec__)
    module.__spec__.loader.exec_module(loaded)  # type: ignore[union-attr]

    assert (loaded.SESSION_COOKIE_NAME, loaded.CSRF_COOKIE_NAME) == ("__Host-session", "__Host-csrf")
    assert loaded.SESSION_COOKIE_SECURE
    assert loaded.CSRF_COOKIE_SECURE


def test_scripts_and_styles_come_from_files_of_ours_only() -> None:
    directives = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_dates_and_numbers_are_written_as_in_finland(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 12, 4)) == "4.12.2026"
        assert formats.date_format(datetime(2026, 12, 4, 8, 5), "DATETIME_FORMAT") == "4.12.2026 08.05"  # noqa: DTZ001 (a time of day only)
        assert formats.number_format(1234.5, 2, use_l10n=True, force_grouping=True) == "1\xa0234,50"
        assert formats.get_format("DATE_INPUT_FORMATS") == ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
