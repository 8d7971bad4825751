"""Identifiers in their one stored form; each function raises ValueError when the text is not that identifier."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import phonenumbers
from stdnum import exceptions, iban
from stdnum.eu import nace, vat
from stdnum.fi import ytunnus

HOME_REGION = "FI"
"""Telephone numbers without a country code are read as Finnish."""
HOME_PREFIX = f"+{phonenumbers.country_code_for_region(HOME_REGION)}"

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s.\x00-\x1f]+")
_WEB = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", re.IGNORECASE)


def business_id(text: str) -> str:
    """Return a Finnish business id (Y-tunnus) as `1234567-1`; the check digit must be right."""
    try:
        digits = ytunnus.validate(text)
    except exceptions.ValidationError as error:
        raise ValueError(f"not a Finnish business id: {text!r}") from error
    return f"{digits[:-1]}-{digits[-1]}"


def vat_id(text: str) -> str:
    """Return a VAT id of the European Union as `FI12345671`; the check digit must be right."""
    try:
        return str(vat.validate(text)).upper()
    except exceptions.ValidationError as error:
        raise ValueError(f"not a VAT id of the European Union: {text!r}") from error


def industry_code(text: str) -> str:
    """Return a code of the industry classification TOL 2008 as its digits, `62010`; two to five of them.

    The first four are those of NACE Rev. 2 and must be one of its codes; the fifth is Finland's own.
    """
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{2,5}", digits):
        raise ValueError(f"not a code of the industry classification: {text!r}")
    try:
        nace.validate(digits[:4], revision="2.0")
    except exceptions.ValidationError as error:
        raise ValueError(f"not a code of the industry classification: {text!r}") from error
    return digits


_OVT = re.compile(r"0037([0-9]{8})[0-9A-Z]{0,5}")
_EINVOICE = re.compile(r"[0-9A-Z:_.-]{3,50}")


def einvoice_address(text: str) -> str:
    """Return an e-invoice address without blanks, in capitals: an OVT code, an IBAN, or what an operator has given.

    An OVT code is 0037, the digits of a business id, and up to five characters more; its check digit must be right.
    """
    address = re.sub(r"\s", "", text).upper()
    ovt = _OVT.fullmatch(address)
    right = ytunnus.is_valid(ovt[1]) if ovt else bool(_EINVOICE.fullmatch(address)) and not address.startswith("0037")
    if not right or (re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", address) and not iban.is_valid(address)):
        raise ValueError(f"not an e-invoice address: {text!r}")
    return address


def email(text: str) -> str:
    """Return an e-mail address in the form it is compared in: trimmed and in lower case."""
    address = text.strip().casefold()
    if not _EMAIL.fullmatch(address):
        raise ValueError(f"not an e-mail address: {text!r}")
    return address


class TooShortError(ValueError):
    """The number begins as one with an area or a country, and ends before it is one."""


_SHORTEST_IN_FULL = 7
"""Figures of the shortest number that begins with 0 or +; shorter ones, such as 112, begin otherwise."""


def full_phone(text: str, region: str = HOME_REGION) -> str:
    """Return a telephone number as `phone` does, if it can be all of one: for what somebody types in now.

    What stands in old files is taken as it is, by `phone`: refusing it would lose it. Raises ValueError, TooShortError.
    """
    number = phone(text, region)
    begins_in_full = number.startswith("0") or text.strip().startswith("+")
    if begins_in_full and not number.startswith("+") and len(number) < _SHORTEST_IN_FULL:
        raise TooShortError(f"too short for a telephone number: {text!r}")
    return number


def phone(text: str, region: str = HOME_REGION) -> str:
    """Return a telephone number as E.164 (`+358401234567`), or its bare digits where no country's plan fits: those of
    a Finnish number as they are dialled in Finland, so that it is one number however it is written.

    `region`: the country whose plan a number without a country code follows, ISO 3166-1 alpha-2; empty where unknown.
    Numbers from old files often lack a country code and match no plan; refusing them would lose them.
    """
    written = _HOME_NUMBER.fullmatch(text)
    if written and (region == HOME_REGION or text[0] == "+"):
        national = written[1].replace(" ", "").replace("-", "")
        if _home_plan().fullmatch(national):
            return HOME_PREFIX + national
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    at_home, unknown = region == HOME_REGION, not region
    if at_home and not digits.startswith("0"):
        region = ""  # a Finnish number is written with its 0: without it, it is some other country's
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_valid_number(number):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if len(digits) < 3:  # noqa: PLR2004 (the shortest numbers in use, such as 112)
        raise ValueError(f"not a telephone number: {text!r}")
    without_plus = (at_home or unknown) and is_home_without_plus(digits)
    if without_plus and _home_plan().fullmatch(national := digits.removeprefix(HOME_PREFIX[1:]).lstrip("0")):
        return HOME_PREFIX + national
    # Elsewhere a number may begin with the same figures: where the country is unknown, the plan alone tells.
    international = "+" in text.partition(digits[0])[0] or digits.startswith("00") or (at_home and without_plus)
    return (dialled_at_home(digits) if international else "") or digits


def is_home_without_plus(digits: str) -> bool:
    """Return whether digits that are written in Finland are a Finnish number with its country code, but without `+`.

    No Finnish number begins with a 3 as it is dialled at home, and none is so long.
    """
    return digits.startswith(HOME_PREFIX[1:]) and len(digits) >= _SHORTEST_WITH_CODE


def dialled_at_home(international: str) -> str:
    """Return the digits of a Finnish number with its country code as they are dialled in Finland (`0...`).

    Empty for a number of another country.
    """
    digits = international.removeprefix("00")
    national = digits.removeprefix(HOME_PREFIX[1:]).lstrip("0")
    return f"0{national}" if digits.startswith(HOME_PREFIX[1:]) and len(national) > 1 else ""


_SHORTEST_WITH_CODE = 9  # 358 and six figures
_HOME_NUMBER = re.compile(rf"(?:\{HOME_PREFIX}[ -]?|0)([1-9][0-9 -]*)")


@cache
def _home_plan() -> re.Pattern[str]:
    """Return the plan of Finnish numbers of phones and mobile phones: a tenth of the time of reading any number."""
    plan: Any = phonenumbers.PhoneMetadata.metadata_for_region(HOME_REGION)
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in (plan.fixed_line, plan.mobile)))


def web(text: str) -> str:
    """Return a web address with its scheme; `www.example.fi` becomes `https://www.example.fi`."""
    address = text.strip()
    if "://" not in address:
        address = f"https://{address}"
    if not _WEB.fullmatch(address):
        raise ValueError(f"not a web address: {text!r}")
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}".removesuffix("/")


def home_phone(normalised: str) -> str:
    """Return a stored telephone number as it is read in Finland: `040 1234567`, from abroad `+46 8 123 456`."""
    try:
        number = phonenumbers.parse(normalised, HOME_REGION)
    except phonenumbers.NumberParseException:
        return normalised
    home = number.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    kinds = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, kinds.NATIONAL if home else kinds.INTERNATIONAL))
