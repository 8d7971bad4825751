"""vCard 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.listing import ContactPerson, ListColumn, ListRow

_LINE = 75  # octets: longer lines are folded


def write_cards(file: BinaryIO, rows: Iterable[ListRow], *, version: str, purpose: str) -> None:
    """Write one card a party with what its line holds, and after an organisation's those of its contact persons.

    `version`: `3.0` or `4.0`. `purpose`: what the file is for. Cards have no head, and address books part them: it
    stands in each, as a property that a program which does not know it passes over (RFC 6350 3.3), and that no note of
    the user is lost for.
    """
    for row in rows:
        file.writelines(_folded(line) for line in _card(row, version, purpose))
        for one in row.contacts:
            file.writelines(_folded(line) for line in _card(_of_contact(one, row), version, purpose))


def _of_contact(one: ContactPerson, organisation: ListRow) -> ListRow:
    cells = {ListColumn(column.value): value for column, value in one.cells.items()}
    cells[ListColumn.REPRESENTS] = organisation.name
    return ListRow(id=one.id, kind=PartyKind.PERSON, name=one.name, cells=cells, parts=one.parts)


def _card(row: ListRow, version: str, purpose: str) -> list[str]:
    cells = {column: str(value) for column, value in row.cells.items() if value}
    person = row.kind is PartyKind.PERSON
    first, last = row.parts if person else ("", "")
    lines = ["BEGIN:VCARD", f"VERSION:{version}", f"UID:urn:uuid:{row.id}", f"FN:{_escaped(row.name)}"]
    if version == "4.0":
        lines.append(f"KIND:{'individual' if person else 'org'}")
    if person or version == "3.0":  # which demands a name of parts
        lines.append(f"N:{_escaped(last if person else row.name)};{_escaped(first)};;;")
    organisation = cells.get(ListColumn.REPRESENTS, "") if person else row.name
    known = {
        "ORG": organisation,
        "TITLE": cells.get(ListColumn.TITLE, ""),
        "EMAIL;TYPE=work": cells.get(ListColumn.EMAIL, ""),
        "LANG": cells.get(ListColumn.LANGUAGE, "") if version == "4.0" else "",
    }
    lines += [f"{name}:{_escaped(value)}" for name, value in known.items() if value]
    if phone := cells.get(ListColumn.PHONE):
        lines.append(f"TEL;VALUE=uri;TYPE=work:tel:{phone}" if version == "4.0" else f"TEL;TYPE=work:{_escaped(phone)}")
    street, postal_code, city = (
        _escaped(cells.get(column, "")) for column in (ListColumn.STREET, ListColumn.POSTAL_CODE, ListColumn.CITY)
    )
    if street or postal_code or city:
        lines.append(f"ADR;TYPE=work:;;{street};{city};;{postal_code};")
    # A name that begins with X- is anybody's (RFC 6350 6.10): own.heat_pump stands as X-OWN-HEAT-PUMP.
    own = {re.sub(r"[^A-Z0-9]", "-", f"X-{item.upper()}"): value for item, value in row.own.items() if value}
    own["X-KORTISTO-PURPOSE"] = purpose
    return [*lines, *(f"{name}:{_escaped(value)}" for name, value in own.items()), "END:VCARD"]


def _escaped(text: str) -> str:
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(letter, written)
    return "".join(letter for letter in text if letter.isprintable() or letter == "\t")


def _folded(line: str) -> bytes:
    """The line with a break and a space wherever it grows too long, and never inside a letter."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts).encode() + b"\r\n"
