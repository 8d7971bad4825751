"""From a file to a declaration: templates are filled in, names are looked up, and every error is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kortisto.declaration.grammar import AUTOMATION, NEEDED, REGISTER, RIGHTS, SECTIONS
from kortisto.declaration.model import LANGUAGES, Declaration, Position
from kortisto.declaration.problems import Problem, ProblemList, Severity
from kortisto.declaration.references import check_references
from kortisto.declaration.shapes import MISSING, Reading, Record, Shape, key_of, nearest
from kortisto.declaration.tree import Mapping_, Scalar, Sequence, Tree, parse_tree, read_tree
from kortisto.declaration.words import Status

VERSION = "1"
"""The version of the language, which every file states first: `kortisto: 1`."""

_SINGLE: Mapping[str, Record] = {"register": REGISTER, "rights": RIGHTS, "automation": AUTOMATION}
_ORDER = [one.name for one in fields(Declaration) if one.name not in {"template", "file"}]
_TOP = ["kortisto", "template", "with", "parameters", *(key_of(name) for name in _ORDER)]
_OF_ONE_VERSION = ("id", "version", "status", "drafted", "valid from", "replaces", "changes")
"""Keys of the register that a file says itself: a notice must not inherit the date or the status of its template."""
_OPEN = re.compile(r"\$\{([^${}]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of reading one file: a declaration unless an error stands in `problems`."""

    file: str
    declaration: Declaration | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what keeps the declaration from starting."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


class CannotLoadError(ValueError):
    """A declaration that a running system needs has errors; `problems` tells them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems for whoever shows them."""
        super().__init__("; ".join(f"{p.position} {p.code} {p.offending}" for p in problems[:3]))
        self.problems = problems


def load(path: Path) -> Loaded:
    """Read, fill in and look up one file. The linter's checks are in `linter`; this is structure alone."""
    problems = ProblemList()
    tree = read_tree(path, problems)
    return _load(tree, path, str(path), problems)


def loads(text: str | bytes, *, name: str = "declaration.yaml", folder: Path | None = None) -> Loaded:
    """Read a declaration from memory; `folder` is where its template is looked for."""
    problems = ProblemList()
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    tree = parse_tree(raw, name, problems)
    return _load(tree, (folder or Path()) / name, name, problems)


def sources(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the files that a declaration is made of, by name: its own first, then the templates under it.

    Raises CannotLoadError when one of them cannot be read; whether they say something sound is for `load` to tell.
    """
    problems = ProblemList()
    found: dict[str, str] = {}
    while path.name not in found:
        tree = read_tree(path, problems)
        if tree is None:
            raise CannotLoadError(problems.sorted())
        found[path.name] = path.read_text(encoding="utf-8")
        named = tree.get("template")
        if not isinstance(named, Scalar) or not _is_plain_name(named):
            break
        path = path.parent / named.text
    return tuple(found.items())


def load_sources(files: Sequence_[tuple[str, str]]) -> Loaded:
    """Read a declaration from the texts of its files, as `sources` returned them."""
    problems = ProblemList()
    texts = {name: text.encode("utf-8", "surrogatepass") for name, text in files}
    name = files[0][0]
    return _load(parse_tree(texts[name], name, problems), Path(name), name, problems, texts)


def _load(
    tree: Mapping_ | None, path: Path, name: str, problems: ProblemList, files: Mapping[str, bytes] | None = None
) -> Loaded:
    declaration = None
    if tree is not None:
        whole = _with_template(tree, path, problems, chain=(path.resolve(),), files=files)
        if whole is not None:
            declaration = _read(whole, name, problems)
    found = problems.sorted()
    failed = any(problem.severity is Severity.ERROR for problem in found)
    return Loaded(name, None if failed else declaration, found)


def _read(tree: Mapping_, name: str, problems: ProblemList) -> Declaration | None:
    reading = Reading(problems)
    for key, (position, _) in tree.entries.items():
        if key not in _TOP:
            problems.add("K201", position, key, known=", ".join(_TOP), nearest=nearest(key, _TOP))
    version = tree.get("kortisto")
    if not isinstance(version, Scalar) or version.text != VERSION:
        problems.add("K218", version.position if version else tree.position, _text(version), version=VERSION)
    register = tree.get("register")
    if isinstance(register, Mapping_):
        reading.promise_prefix = _text(register.get("promise prefix"))
    values: dict[str, Any] = {}
    for section in _ORDER:
        values[section] = _section(section, tree, reading)
    check_references(values, reading)
    template = tree.get("template")
    if any(value is MISSING for value in values.values()):
        return None
    return Declaration(**values, file=name, template=_text(template) or None)


def _section(section: str, tree: Mapping_, reading: Reading) -> Any:
    found = tree.get(key_of(section))
    if found is None and (section in _SINGLE or section in NEEDED):
        reading.problems.add("K212", tree.position, "", key=key_of(section))
        return MISSING
    if found is None:
        return {}
    if section in _SINGLE:
        id_ = section
        if section == "register":
            id_ = _text(found.get("id")) if isinstance(found, Mapping_) else ""
            if isinstance(found, Mapping_) and not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", id_):
                reading.problems.add("K215", found.position, id_)
                return MISSING
            found = _without(found, "id")
        return _SINGLE[section].read(found, reading, f"{section}\n{id_}")
    shape: Shape = SECTIONS[section]
    nodes = shape.read(found, reading, section)
    if nodes == {} and section in NEEDED:
        reading.problems.add("K219", found.position, key_of(section))
        return MISSING
    return nodes


def _without(tree: Tree, key: str) -> Tree:
    if not isinstance(tree, Mapping_):
        return tree
    return Mapping_({name: entry for name, entry in tree.entries.items() if name != key}, tree.position)


def _text(tree: Tree | None) -> str:
    return tree.text if isinstance(tree, Scalar) else ""


# --- templates -----------------------------------------------------------------------------------------------------


def _with_template(
    tree: Mapping_,
    path: Path,
    problems: ProblemList,
    chain: tuple[Path, ...],
    files: Mapping[str, bytes] | None = None,
) -> Mapping_ | None:
    """Fill the open places of the file, and of the template that it names, and lay the file over the template.

    `files`: the texts by name, where they do not lie on the disk.
    """
    named = tree.get("template")
    if named is None:
        return _filled(tree, {}, problems)
    if not isinstance(named, Scalar) or not _is_plain_name(named):
        problems.add("K220", named.position, _text(named))
        return None
    below = (path.parent / named.text).resolve()
    if below in chain:
        problems.add("K221", named.position, named.text, chain=" > ".join(one.name for one in (*chain, below)))
        return None
    if named.text not in files if files is not None else not below.is_file():
        problems.add("K222", named.position, named.text, folder=str(path.parent))
        return None
    shown_as = str(path.parent / named.text)
    if files is not None:
        template = parse_tree(files[named.text], shown_as, problems)
    else:
        template = read_tree(below, problems, shown_as=shown_as)
    if template is None:
        return None
    given = tree.get("with") or Mapping_({}, named.position)
    values: dict[str, Tree] = {}
    if isinstance(given, Mapping_):
        values = {key: value for key, (_, value) in given.entries.items()}
    else:
        problems.add("K211", given.position, "", where="with")
    if template.get("template") is not None:
        filled = _with_template(template, below, problems, (*chain, below), files)
    else:
        filled = _filled(
            template,
            values,
            problems,
            given=given if isinstance(given, Mapping_) else None,
            severity=Severity.ERROR if _is_published(tree) else Severity.WARNING,
        )
    own = _filled(_without_keys(tree, "with"), values, problems, quiet=True)
    return None if filled is None or own is None else _laid_over(filled, own)


def _is_plain_name(named: Scalar) -> bool:
    name = named.text
    return not named.empty and name == Path(name).name and name != ".." and name.isprintable()


def _is_published(tree: Mapping_) -> bool:
    register = tree.get("register")
    status = register.get("status") if isinstance(register, Mapping_) else None
    return _text(status) not in {Status.DRAFT, Status.TEMPLATE}


def _without_keys(tree: Mapping_, *keys: str) -> Mapping_:
    return Mapping_({name: entry for name, entry in tree.entries.items() if name not in keys}, tree.position)


def _laid_over(below: Mapping_, above: Mapping_) -> Mapping_:
    """Sections merge: single ones key by key, the others node by node. What stands above wins."""
    entries = dict(below.entries)
    for section, (position, value) in above.entries.items():
        under = entries.get(section)
        if under is not None and isinstance(under[1], Mapping_) and isinstance(value, Mapping_):
            inherited = _without_keys(under[1], *_OF_ONE_VERSION) if section == "register" else under[1]
            value = Mapping_({**inherited.entries, **value.entries}, value.position)  # noqa: PLW2901 - the merged value
        entries[section] = (position, value)
    return Mapping_(entries, above.position)


def _filled(
    tree: Mapping_,
    values: Mapping[str, Tree],
    problems: ProblemList,
    *,
    given: Mapping_ | None = None,
    severity: Severity = Severity.ERROR,
    quiet: bool = False,
) -> Mapping_ | None:
    """Replace `${name}` by what was given, by the parameter's default, or by a visible blank."""
    declared = tree.get("parameters")
    if declared is None and not values:
        return tree
    parameters = declared.entries if isinstance(declared, Mapping_) else {}
    known = dict(values)
    left_out: set[str] = set()
    if not quiet:
        for key, (position, _) in given.entries.items() if given else ():
            if key not in parameters:
                problems.add("K223", position, key, known=", ".join(parameters), nearest=nearest(key, parameters))
        for key, (position, value) in parameters.items():
            if given is not None and key not in values and _may_be_left_out(value):
                left_out.add(key)
                continue
            if key not in known:
                known[key] = _default(key, value, position)
            has_default = isinstance(value, Mapping_) and "default" in value.entries
            if given is not None and key not in values and not has_default:
                problems.add("K224", given.position, key, severity=severity)
    filler = _Filler(known, problems, frozenset(left_out))
    return filler.mapping(_without_keys(tree, "parameters"))


def _may_be_left_out(parameter: Tree) -> bool:
    """Whether a parameter without a value takes the key that it stands in with it: `optional: yes`."""
    return isinstance(parameter, Mapping_) and _text(parameter.get("optional")) == "yes"


def _default(name: str, parameter: Tree, position: Position) -> Tree:
    """Return the default of a parameter, or a blank in each language from its `ask`."""
    if isinstance(parameter, Mapping_):
        default = parameter.get("default")
        if default is not None:
            return default
        ask = parameter.get("ask")
        if isinstance(ask, Mapping_):
            blanks: dict[str, tuple[Position, Tree]] = {
                language: (at, Scalar(f"[{_text(text)}]", plain=False, position=at))
                for language, (at, text) in ask.entries.items()
            }
            return Mapping_(blanks, ask.position)
    return Scalar(f"[{name}]", plain=False, position=position)


class _Filler:
    """Puts values in the open places of a tree."""

    def __init__(
        self, values: Mapping[str, Tree], problems: ProblemList, left_out: frozenset[str] = frozenset()
    ) -> None:
        self._values, self._problems, self._left_out = values, problems, left_out

    def mapping(self, tree: Mapping_) -> Mapping_:
        return Mapping_(
            {
                key: (position, self._fill(value, key))
                for key, (position, value) in tree.entries.items()
                if not self._is_left_out(value)
            },
            tree.position,
        )

    def _is_left_out(self, tree: Tree) -> bool:
        whole = _OPEN.fullmatch(tree.text) if isinstance(tree, Scalar) else None
        return whole is not None and whole[1] in self._left_out

    def _fill(self, tree: Tree, key: str) -> Tree:
        if isinstance(tree, Mapping_):
            return self.mapping(tree)
        if isinstance(tree, Sequence):
            return Sequence(tuple(self._fill(value, key) for value in tree.values), tree.position)
        if "${" not in tree.text:
            return tree
        whole = _OPEN.fullmatch(tree.text)
        if whole and whole[1] in self._values:
            return self._spoken(self._values[whole[1]], key)
        return Scalar(_OPEN.sub(lambda match: self._word(match, tree, key), tree.text), tree.plain, tree.position)

    def _spoken(self, value: Tree, key: str) -> Tree:
        """Return the part in the language of the text, where a parameter has several languages."""
        if isinstance(value, Mapping_) and set(value.entries) <= set(LANGUAGES):
            inside = value.get(key) if key in LANGUAGES else None
            if inside is not None:
                return inside
        return value

    def _word(self, match: re.Match[str], tree: Scalar, key: str) -> str:
        value = self._values.get(match[1])
        if value is None:
            known = ", ".join(self._values)
            self._problems.add("K225", tree.position, match[0], known=known, nearest=nearest(match[1], self._values))
            return match[0]
        spoken = self._spoken(value, key)
        if isinstance(spoken, Scalar):
            return spoken.text
        self._problems.add("K226", tree.position, match[0])
        return match[0]
