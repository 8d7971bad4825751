"""The engines are tried on the cast of the register's tests."""

from tests.register.conftest import declaration_of_tests, esimerkki_oy, maija

__all__ = ["declaration_of_tests", "esimerkki_oy", "maija"]
