"""Small readers of values: each turns a piece of the tree into a value of the model, and back for printing.

A shape never raises on bad input: it records a problem with its place and returns `MISSING`, and reading goes on, so
that all errors of a file are told at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from kortisto.declaration.model import LANGUAGES, Node, Position, Text
from kortisto.declaration.periods import Period, parse_period
from kortisto.declaration.problems import ProblemList
from kortisto.declaration.tree import Mapping_, Scalar, Sequence, Tree


class _Missing:
    """What a shape returns when there was no good value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()

Plain = str | list["Plain"] | dict[str, "Plain"]
"""What is printed: the same three kinds of value as the tree has."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A word in the file that names something elsewhere; checked when the whole file has been read."""

    kind: str
    word: str
    position: Position


@dataclass(slots=True)
class Reading:
    """The state of reading one declaration."""

    problems: ProblemList
    references: list[Reference] = field(default_factory=list)
    promise_prefix: str = ""


class Shape:
    """Reads and prints one kind of value. `expects` is the code word of what it wants, for messages."""

    expects = "value"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        """Return the value, or MISSING after recording why not."""
        raise NotImplementedError

    def write(self, value: Any) -> Plain:
        """Return the value as it is written in a file."""
        return str(value)

    def _scalar(self, tree: Tree, reading: Reading) -> Scalar | None:
        if isinstance(tree, Scalar) and not tree.empty:
            return tree
        reading.problems.add("K202", tree.position, _shown(tree), expected=self.expects)
        return None


def _shown(tree: Tree) -> str:
    if isinstance(tree, Scalar):
        return tree.text
    return "[...]" if isinstance(tree, Sequence) else "{" + ", ".join(list(tree.entries)[:3]) + "}"


class Plainly(Shape):
    """A text in no language: a name, a version, a citation."""

    expects = "text"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(_in_no_language(tree), reading)
        if scalar is None:
            return MISSING
        if "\0" in scalar.text or not scalar.text.strip():
            reading.problems.add("K202", scalar.position, scalar.text, expected=self.expects)
            return MISSING
        return scalar.text.strip()


def _in_no_language(tree: Tree) -> Tree:
    """The open place of a template is in every language; where a text has none, it shows them side by side."""
    if not isinstance(tree, Mapping_) or set(tree.entries) != set(LANGUAGES):
        return tree
    blanks = [value.text for _, value in tree.entries.values() if isinstance(value, Scalar) and is_blank(value.text)]
    if len(blanks) < len(LANGUAGES):
        return tree
    return Scalar(f"[{' / '.join(dict.fromkeys(text[1:-1] for text in blanks))}]", plain=False, position=tree.position)


class Matching(Plainly):
    """A text of a form: `expects` names the form, `valid` tells whether a text has it."""

    def __init__(self, expects: str, valid: Callable[[str], bool]) -> None:
        self.expects = expects
        self._valid = valid

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        value = super().read(tree, reading, path)
        if value is MISSING or is_blank(value) or self._valid(value):
            return value
        reading.problems.add("K203", tree.position, value, expected=self.expects)
        return MISSING


def is_blank(text: str) -> bool:
    """Return True for the open place of a template: `[name]`."""
    return text.startswith("[") and text.endswith("]")


class YesNo(Shape):
    """`yes` or `no`."""

    expects = "yes or no"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        if scalar.text in {"yes", "true"}:
            return True
        if scalar.text in {"no", "false"}:
            return False
        reading.problems.add("K202", scalar.position, scalar.text, expected=self.expects)
        return MISSING

    def write(self, value: Any) -> Plain:
        return "yes" if value else "no"


class Whole(Shape):
    """A whole number within bounds."""

    expects = "whole number"

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        if re.fullmatch(r"[0-9]{1,6}", scalar.text) and self._least <= int(scalar.text) <= self._most:
            return int(scalar.text)
        reading.problems.add("K204", scalar.position, scalar.text, least=self._least, most=self._most)
        return MISSING


ALIKE: Final = Whole(2, 1000)
"""How many people have to agree in what anonymising leaves: one alone is no crowd, and a thousand is more than most."""


class Day(Shape):
    """A date, `2026-11-22`."""

    expects = "date"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        if re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", scalar.text):
            try:
                return date.fromisoformat(scalar.text)
            except ValueError:
                pass
        reading.problems.add("K205", scalar.position, scalar.text)
        return MISSING


class Lasting(Shape):
    """A period, `10 years`."""

    expects = "period"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        try:
            return parse_period(scalar.text)
        except ValueError:
            reading.problems.add("K206", scalar.position, scalar.text)
            return MISSING

    def write(self, value: Period) -> Plain:
        return str(value)


class InLanguages(Shape):
    """A text in every language."""

    expects = "text in fi, sv and en"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if not isinstance(tree, Mapping_):
            reading.problems.add("K207", tree.position, _shown(tree))
            return MISSING
        for key, (position, _) in tree.entries.items():
            if key not in LANGUAGES:
                reading.problems.add("K201", position, key, known="fi, sv, en", nearest=nearest(key, LANGUAGES))
        found = {}
        for language in LANGUAGES:
            value = tree.get(language)
            if value is None:
                reading.problems.add("K208", tree.position, path, language=language)
                continue
            found[language] = TEXT.read(value, reading, path)
        if len(found) < len(LANGUAGES) or any(value is MISSING for value in found.values()):
            return MISSING
        return Text(**found)

    def write(self, value: Text) -> Plain:
        return {"fi": value.fi, "sv": value.sv, "en": value.en}


class Either(Shape):
    """A text in every language where there is a mapping, else a plain text."""

    expects = "text"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        return (TEXTS if isinstance(tree, Mapping_) else TEXT).read(tree, reading, path)

    def write(self, value: Any) -> Plain:
        return TEXTS.write(value) if isinstance(value, Text) else str(value)


class OneOf(Shape):
    """A word of a closed enumeration."""

    def __init__(self, words: type[StrEnum]) -> None:
        self._words = words
        self.expects = ", ".join(words)

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        try:
            return self._words(scalar.text)
        except ValueError:
            known = [str(word) for word in self._words]
            reading.problems.add(
                "K209", scalar.position, scalar.text, known=", ".join(known), nearest=nearest(scalar.text, known)
            )
            return MISSING


class Naming(Shape):
    """A word that names something: a node of a section, or a word of an open vocabulary. Checked later."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.expects = kind

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:  # noqa: ARG002 - as every shape
        scalar = self._scalar(tree, reading)
        if scalar is None:
            return MISSING
        reading.references.append(Reference(self._kind, scalar.text, scalar.position))
        return scalar.text


class Listing(Shape):
    """A list of values; one value alone stands for a list of one."""

    def __init__(self, of: Shape) -> None:
        self._of = of
        self.expects = f"list of {of.expects}"

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if isinstance(tree, Scalar) and tree.plain and tree.text == "none":
            return ()
        trees: Iterable[Tree] = tree.values if isinstance(tree, Sequence) else (tree,)
        values = [self._of.read(value, reading, path) for value in trees]
        kept = [value for value in values if value is not MISSING]
        if isinstance(tree, Sequence):
            self._refuse_repeats(tree, reading)
        return tuple(kept) if len(kept) == len(values) else MISSING

    def _refuse_repeats(self, tree: Sequence, reading: Reading) -> None:
        seen: set[str] = set()
        for value in tree.values:
            if isinstance(value, Scalar):
                if value.text in seen:
                    reading.problems.add("K210", value.position, value.text)
                seen.add(value.text)

    def write(self, value: Any) -> Plain:
        return [self._of.write(one) for one in value]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like the given one, or an empty text when none is."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


TEXT: Final = Plainly()
TEXTS: Final = InLanguages()
YES_NO: Final = YesNo()
DAY: Final = Day()
PERIOD: Final = Lasting()

KEY_OF_FIELD: Final[Mapping[str, str]] = {"start": "from", "kind": "kind"}
_COMMON = frozenset({"id", "section", "position"})


def key_of(name: str) -> str:
    """Return the key in the file for a field of the model."""
    return KEY_OF_FIELD.get(name, name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a record: its shape, and whether its keys stand in the record itself."""

    shape: Shape
    flat: bool = False


class Record(Shape):
    """A mapping with known keys, read into a class of the model.

    A node gets its id, section and position from where it stands. A flat part (the reach of a rule) has its keys beside
    the record's own. `aliases` are keys that fill a field under another name, such as `keep` for `at_most`.
    """

    def __init__(self, cls: type, *, aliases: Mapping[str, str] | None = None, **parts: Shape | Part) -> None:
        self._cls = cls
        self._node = issubclass(cls, Node)
        self._aliases = dict(aliases or {})
        self._parts = {name: part if isinstance(part, Part) else Part(part) for name, part in parts.items()}
        self._fields: dict[str, Field[Any]] = {one.name: one for one in fields(cls)}
        if self._node:
            self._parts |= {"promises": Part(Listing(TEXT)), "ours": Part(TEXT)}
        unknown = set(self._parts) - set(self._fields)
        unread = {n for n, f in self._fields.items() if n not in self._parts and n not in _COMMON}
        if unknown or unread:  # a slip of the programmer, found at import
            raise TypeError(f"{cls.__name__}: unknown {sorted(unknown)}, unread {sorted(unread)}")
        self.expects = cls.__name__

    def keys(self) -> list[str]:
        """Return every key that may stand in the record, in the order of the model."""
        keys = []
        for name in self._fields:
            part = self._parts.get(name)
            if part is None:
                continue
            keys.extend(part.shape.keys() if part.flat and isinstance(part.shape, Record) else [key_of(name)])
        return [*keys, *self._aliases]

    def described(self) -> list[tuple[str, bool, str]]:
        """Return (key, whether it must be there, what it holds) for the reference in the docs."""
        found: list[tuple[str, bool, str]] = []
        for name, part in self._parts.items():
            if part.flat and isinstance(part.shape, Record):
                found.extend(part.shape.described())
            else:
                found.append((self._missing_key(name), self._must(name), part.shape.expects))
        return found

    def _must(self, name: str) -> bool:
        one = self._fields[name]
        return one.default is NO_DEFAULT and one.default_factory is NO_DEFAULT

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if not isinstance(tree, Mapping_):
            reading.problems.add("K211", tree.position, _shown(tree), where=path)
            return MISSING
        known = self.keys()
        for key, (position, _) in tree.entries.items():
            if key not in known:
                reading.problems.add("K201", position, key, known=", ".join(known), nearest=nearest(key, known))
        return self.read_parts(tree, reading, path)

    def read_parts(self, tree: Mapping_, reading: Reading, path: str) -> Any:
        """Read the fields; unknown keys have been told already."""
        values: dict[str, Any] = {}
        whole = True
        if self._node:
            section, _, id_ = path.rpartition("\n")
            values |= {"id": id_, "section": section, "position": tree.position}
            path = section if section in {"register", "rights", "automation"} else f"{section}.{id_}"
        for name, part in self._parts.items():
            found = self._value_of(name, part, tree, reading, path)
            if found is not None:
                values[name] = found
                whole = whole and found is not MISSING
            elif self._must(name):
                reading.problems.add("K212", tree.position, path.replace("\n", "."), key=self._missing_key(name))
                whole = False
        if self._node and "promises" in values and values["promises"] is not MISSING:
            values["promises"] = tuple(f"{reading.promise_prefix}-{row}" for row in values["promises"])
        return self._cls(**values) if whole else MISSING

    def _missing_key(self, name: str) -> str:
        return next((alias for alias, field_name in self._aliases.items() if field_name == name), key_of(name))

    def _value_of(self, name: str, part: Part, tree: Mapping_, reading: Reading, path: str) -> Any:
        if part.flat and isinstance(part.shape, Record):
            return part.shape.read_parts(tree, reading, path)
        keys = [key_of(name), *(alias for alias, target in self._aliases.items() if target == name)]
        given = [key for key in keys if tree.get(key) is not None]
        if len(given) > 1:
            position, _ = tree.entries[given[1]]
            reading.problems.add("K213", position, given[1], other=given[0])
        for key in given[:1]:
            value = tree.entries[key][1]
            if isinstance(part.shape, Nodes):
                return part.shape.read(value, reading, f"{path}.{key}")
            return part.shape.read(value, reading, path)
        return None

    def write(self, value: Any) -> Plain:
        written: dict[str, Plain] = {}
        for name, part in self._parts.items():
            held = getattr(value, name)
            spec = self._fields[name]
            if part.flat:
                inner = part.shape.write(held)
                written |= inner if isinstance(inner, dict) else {}
            elif held is not None and held != () and (spec.default is NO_DEFAULT or held != spec.default):
                written[key_of(name)] = part.shape.write(held)
        if "promises" in written:
            written["promises"] = [row.partition("-")[2] for row in value.promises]
        return written


class Nodes(Shape):
    """A section: ids and their records. Read into a dict, or into a tuple where it stands inside a node."""

    expects = "ids and what they say"

    def __init__(self, of: Record, *, inside: bool = False, id_kind: str | None = None) -> None:
        self.of, self._inside, self._id_kind = of, inside, id_kind

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if isinstance(tree, Scalar) and tree.plain and tree.text == "none":
            return () if self._inside else {}
        if not isinstance(tree, Mapping_):
            reading.problems.add("K214", tree.position, _shown(tree), where=path)
            return MISSING
        nodes: dict[str, Any] = {}
        whole = True
        for id_, (position, value) in tree.entries.items():
            if self._id_kind:
                reading.references.append(Reference(self._id_kind, id_, position))
            elif not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", id_):
                reading.problems.add("K215", position, id_)
            record: Tree = value
            if isinstance(value, Mapping_):  # a node stands where its id stands
                record = Mapping_(value.entries, position)
            elif isinstance(value, Scalar) and value.empty:
                record = Mapping_({}, position)
            node = self.of.read(record, reading, f"{path}\n{id_}")
            whole = whole and node is not MISSING
            nodes[id_] = node
        if not whole:
            return MISSING
        return tuple(nodes.values()) if self._inside else nodes

    def write(self, value: Any) -> Plain:
        nodes = value if self._inside else value.values()
        return {node.id: self.of.write(node) for node in nodes} or "none"
