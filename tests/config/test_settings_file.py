"""The settings file: read beside the environment, mistakes told with the nearest name, nothing overwritten."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kortisto.config import environment, settings_file
from kortisto.config.environment import KNOWN, NOT_IN_FILE, SECRET, Environment, SettingsError, adopt, read_file
from kortisto.config.settings_file import AlreadySetError
from kortisto.config.telling import ToldError, told
from kortisto.declaration.model import LANGUAGES, Text

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KORTISTO_DATA", str(tmp_path))
    return tmp_path


def file_of(folder: Path, text: str) -> Path:
    file = folder / "kortisto.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_it_says_holds_where_the_environment_is_silent(folder: Path) -> None:
    file_of(folder, 'tls = true\nhosts = ["a.example", "b.example"]\nlanguage = "fi"\n')
    variables = {"KORTISTO_LANGUAGE": "sv"}

    adopt(variables)

    assert variables == {"KORTISTO_LANGUAGE": "sv", "KORTISTO_TLS": "yes", "KORTISTO_HOSTS": "a.example,b.example"}
    assert Environment(variables).yes("KORTISTO_TLS")


def test_a_secret_of_the_environment_wins_however_either_is_given(folder: Path) -> None:
    file_of(folder, 'database_url_file = "/from/file"\nsecret_key = "from file"\n')
    variables = {"KORTISTO_DATABASE_URL": "from environment", "KORTISTO_SECRET_KEY_FILE": "/from/environment"}
    before = dict(variables)

    adopt(variables)

    assert variables == before


def test_a_variable_that_is_set_to_nothing_hides_what_the_file_says(folder: Path) -> None:
    file_of(folder, 'owner_database_url_file = "/etc/owner"\n')
    variables = {"KORTISTO_OWNER_DATABASE_URL": ""}

    adopt(variables)

    assert Environment(variables).secret("KORTISTO_OWNER_DATABASE_URL") == ""


def test_paths_count_from_the_folder_of_the_file(folder: Path) -> None:
    read = read_file(
        file_of(folder, 'declaration = "d/x.yaml"\naccess = "/etc/a"\nsecret_key_file = "key"\nhosts = "h"')
    )

    assert list(read.values()) == [f"{folder}/d/x.yaml", "/etc/a", f"{folder}/key", "h"]


def test_no_file_says_nothing(folder: Path) -> None:
    assert read_file(folder / "kortisto.toml") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("host = 'x'", r"kortisto\.toml: host is not a setting\. Did you mean hosts\? \(host names"),
        ("TLS = true", r"TLS is not a setting\. Did you mean tls\?"),
        ("[web]\nhosts = 'x'", r"web is not a setting\."),
        ("data = '/srv'", r"data cannot be set in the file\. Set it as the environment variable KORTISTO_DATA"),
        ("main_password_file = 'x'", "main_password_file cannot be set in the file"),
        ("hosts = [1]", "the value of hosts must be a text, a number"),
        ("hosts", "is broken: Expected"),
        ("hosts = 'a'\nhosts = 'b'", "is broken: "),
    ],
)
def test_mistakes_are_told(folder: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_file(file_of(folder, text))


def test_a_file_that_is_no_text_is_told(folder: Path) -> None:
    (folder / "kortisto.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read: UTF-8"):
        read_file(folder / "kortisto.toml")


def test_a_secret_and_its_file_at_once_are_refused(tmp_path: Path) -> None:
    both = {"KORTISTO_SECRET_KEY": "x", "KORTISTO_SECRET_KEY_FILE": str(tmp_path)}
    with pytest.raises(SettingsError, match=r"Both KORTISTO_SECRET_KEY and KORTISTO_SECRET_KEY_FILE are set"):
        Environment(both).secret("KORTISTO_SECRET_KEY")


@pytest.mark.parametrize("name", SECRET)
def test_every_secret_may_stand_in_a_file_of_its_own(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("salaisuus\n", encoding="utf-8")

    assert Environment({f"{name}_FILE": str(file)}).secret(name) == "salaisuus"


def test_whatever_holds_a_password_or_key_is_a_secret() -> None:
    secret = {name for name in KNOWN if name.endswith(("_KEY", "_PASSWORD", "_SECRET", "_URL"))}
    assert secret - {"KORTISTO_TEST_DATABASE_URL"} == set(SECRET)
    assert set(KNOWN) >= NOT_IN_FILE


def test_lines_are_added_for_their_owner_alone_and_read_back(folder: Path) -> None:
    first = settings_file.add(folder / "new", {"tls": True, "hosts": ["a.example"], "language": 'C:\\"ä".yaml'})
    settings_file.add(folder / "new", {"debug": False})

    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert read_file(first) == {
        "KORTISTO_TLS": "yes",
        "KORTISTO_HOSTS": "a.example",
        "KORTISTO_LANGUAGE": 'C:\\"ä".yaml',
        "KORTISTO_DEBUG": "no",
    }
    assert sorted(path.name for path in first.parent.iterdir()) == ["kortisto.toml"]


def test_a_line_that_is_there_is_not_overwritten(folder: Path) -> None:
    file = settings_file.add(folder, {"tls": True})
    before = file.read_bytes()

    with pytest.raises(AlreadySetError, match=r"has tls already\. Change or remove the line first"):
        settings_file.add(folder, {"language": "fi", "tls": False})

    assert file.read_bytes() == before


def test_an_obstacle_is_told_in_the_readers_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_LANGUAGE", "fi")
    with pytest.raises(SettingsError, match=r"ei ole asetus\. Tarkoititko hosts\?") as raised:
        read_file(file_of(folder, "host = 'x'"))
    assert "Menade du hosts?" in told(raised.value, "sv")
    assert told(ValueError("x"), "sv") == "x"


@pytest.mark.parametrize(
    "module", ["environment", "setting_texts", "postgres_texts", "settings_file", "starting.init_texts"]
)
def test_every_message_takes_the_same_values_in_each_language(module: str) -> None:
    import importlib  # noqa: PLC0415 (here only)
    import string  # noqa: PLC0415 (here only)

    texts = [
        one for one in vars(importlib.import_module(f"kortisto.config.{module}")).values() if isinstance(one, Text)
    ]
    assert texts
    for text in texts:
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(text.in_language(language)) if field is not None}
            for language in LANGUAGES
        ]
        assert fields[0] == fields[1] == fields[2], text
        assert all(text.in_language(language).strip() for language in LANGUAGES)


def test_obstacles_read_as_their_message() -> None:
    error = ToldError(Text("{0} suomeksi", "{0} på svenska", "{0} in English"), 1)
    assert [error.in_language(language) for language in LANGUAGES] == ["1 suomeksi", "1 på svenska", "1 in English"]


def test_the_data_folder_is_var_unless_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KORTISTO_DATA", raising=False)
    assert environment.data_folder().name == "var"
    monkeypatch.setenv("KORTISTO_DATA", f" {tmp_path} ")
    assert environment.data_folder() == Path(os.path.realpath(tmp_path))
