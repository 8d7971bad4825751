"""Reads the short files of `notices/access`: roles, permissions, and the confidentiality undertaking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from kortisto.declaration.model import LANGUAGES, Position, Text
from kortisto.declaration.problems import ProblemList
from kortisto.declaration.tree import Mapping_, Scalar, Sequence, Tree, read_tree


class RulebookError(ValueError):
    """One of the files cannot be used. Says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One thing to do in the program. `only`: the role to which it is reserved; empty: levels may hold it."""

    id: str
    name: Text
    why: Text
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNote:
    """What roles.yaml says of a role: what it is for, and its permissions in the order of the file."""

    id: str
    text: Text
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingText:
    """The confidentiality undertaking in force."""

    version: str
    opening: Text
    points: tuple[Text, ...]

    def in_language(self, language: str) -> str:
        """Return the words that are signed, one line for each statement."""
        return "\n".join(text.in_language(language) for text in (self.opening, *self.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All files. `elevation_minutes`: how long a borrowed role may last at most; `second_step`: roles whose members log
    in in two steps.
    """

    permissions: Mapping[str, Permission]
    roles: Mapping[str, RoleNote]
    elevation_roles: tuple[str, ...]
    elevation_minutes: int
    undertaking: UndertakingText
    second_step: frozenset[str] = frozenset()

    def known(self, permission: str) -> str:
        """Return the permission. Raises KeyError for a word that permissions.yaml does not have."""
        return self.permissions[permission].id


def rulebook() -> Rulebook:
    """Return the files in force, read once. Raises RulebookError."""
    return _read(str(settings.KORTISTO_ACCESS))


@cache
def _read(name: str) -> Rulebook:
    folder = Path(name)
    permissions = {
        id_: _permission(id_, _mapping(tree, position))
        for id_, (position, tree) in _file(folder / "permissions.yaml").entries.items()
    }
    file = _file(folder / "roles.yaml")
    roles = {
        id_: _role(id_, _mapping(tree, position), permissions)
        for id_, (position, tree) in _mapping(file.get("roles"), file.position).entries.items()
    }
    elevation = _mapping(file.get("elevation"), file.position)
    return Rulebook(
        permissions=permissions,
        roles=roles,
        elevation_roles=tuple(name for name, _place in _words(elevation.get("roles"), elevation.position)),
        elevation_minutes=_number(elevation.get("longest minutes"), elevation.position),
        undertaking=_undertaking(_file(folder / "undertaking.yaml")),
        second_step=_second_step(file, roles),
    )


def _second_step(file: Mapping_, roles: Mapping[str, RoleNote]) -> frozenset[str]:
    words = file.get("second step")
    named = _words(words, file.position) if words is not None else []
    for name, position in named:
        if name not in roles:
            _refuse(position, f"{name} is no role of this file")
    return frozenset(name for name, _place in named)


def _undertaking(tree: Mapping_) -> UndertakingText:
    version, points = tree.get("version"), tree.get("points")
    if not isinstance(version, Scalar) or not version.text.strip():
        _refuse(tree.position, "the undertaking needs a version")
    if not isinstance(points, Sequence):
        _refuse(tree.position, "expected a list of points")
    return UndertakingText(
        version=version.text.strip(),
        opening=_text(tree.get("opening"), tree.position),
        points=tuple(_text(point, tree.position) for point in points.values),
    )


def _permission(id_: str, tree: Mapping_) -> Permission:
    only = tree.get("only")
    return Permission(
        id=id_,
        name=_text(tree.get("name"), tree.position),
        why=_text(tree.get("why"), tree.position),
        only=only.text if isinstance(only, Scalar) else "",
    )


def _role(id_: str, tree: Mapping_, permissions: Mapping[str, Permission]) -> RoleNote:
    may = _words(tree.get("may"), tree.position)
    for name, position in may:
        if name not in permissions:
            _refuse(position, f"{name} is no permission of permissions.yaml")
        if permissions[name].only not in {"", id_}:
            _refuse(position, f"{name} is reserved to {permissions[name].only}")
    return RoleNote(id=id_, text=_text(tree.get("text"), tree.position), may=tuple(name for name, _place in may))


def _file(path: Path) -> Mapping_:
    problems = ProblemList()
    tree = read_tree(path, problems)
    if tree is None:
        places = "; ".join(f"{problem.position} ({problem.code})" for problem in problems.sorted())
        raise RulebookError(f"{path} cannot be read: {places}")
    return tree


def _mapping(tree: Tree | None, position: Position) -> Mapping_:
    if not isinstance(tree, Mapping_):
        _refuse(position, "expected keys and values here")
    return tree


def _text(tree: Tree | None, position: Position) -> Text:
    languages = _mapping(tree, position)
    texts = {}
    for language in LANGUAGES:
        value = languages.get(language)
        if not isinstance(value, Scalar) or value.empty or not value.text.strip():
            _refuse(languages.position, f"the text is missing in {language}")
        texts[language] = value.text
    return Text(**texts)


def _words(tree: Tree | None, position: Position) -> list[tuple[str, Position]]:
    if not isinstance(tree, Sequence):
        _refuse(position, "expected a list here")
    return [(value.text, value.position) for value in tree.values if isinstance(value, Scalar)]


def _number(tree: Tree | None, position: Position) -> int:
    if not isinstance(tree, Scalar) or not tree.text.isdigit():
        _refuse(position, "expected a whole number")
    return int(tree.text)


def _refuse(position: Position, reason: str) -> NoReturn:
    raise RulebookError(f"{position}: {reason}")
