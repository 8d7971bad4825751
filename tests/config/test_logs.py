"""Log lines tell where and what kind of error, never the values."""

from __future__ import annotations

import logging
import sys

import pytest

from kortisto.config.logs import LOGGING, WithoutValues

pytestmark = pytest.mark.unit


def line_of(error_in: object) -> str:
    try:
        assert callable(error_in)
        error_in()
    except ValueError:
        record = logging.LogRecord("kortisto", logging.ERROR, __file__, 1, "Broke: %s", ("/people/",), sys.exc_info())
        return WithoutValues().format(record)
    pytest.fail("it was to raise")


def refuse() -> None:
    known: dict[str, int] = {}
    try:
        known["maija@firm.example"]
    except KeyError as error:
        raise ValueError("Key (email)=(maija@firm.example) exists") from error


def test_an_exception_is_told_without_its_message() -> None:
    told = line_of(refuse)
    assert told.startswith("Broke: /people/\n")
    assert "maija" not in told
    assert "builtins.KeyError\n" in told
    assert told.endswith("builtins.ValueError")
    assert f'File "{__file__}"' in told
    assert "in refuse" in told


def test_the_settings_use_it() -> None:
    assert LOGGING["formatters"]["plain"]["()"] == f"{WithoutValues.__module__}.{WithoutValues.__name__}"
    assert {handler["formatter"] for handler in LOGGING["handlers"].values()} == {"plain"}
