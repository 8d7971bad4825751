"""`./kortisto notice init`: a new declaration from a template, by the questions that the template asks."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import yaml

from kortisto.declaration.grammar import BUSINESS_ID, COUNTRY, EMAIL, MONTH_AND_DAY, PHONE, WEB
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import loads
from kortisto.declaration.messages import format_problem
from kortisto.declaration.model import Position, Text
from kortisto.declaration.problems import ProblemList
from kortisto.declaration.shapes import DAY, MISSING, PERIOD, TEXT, Reading, Shape
from kortisto.declaration.tree import Mapping_, Scalar, Tree, read_tree
from kortisto.interfaces.cli.declarations import DayParameter, find, language_option, show, written

KINDS: dict[str, Shape] = {
    "text": TEXT,
    "email": EMAIL,
    "phone": PHONE,
    "web": WEB,
    "business id": BUSINESS_ID,
    "country": COUNTRY,
    "date": DAY,
    "period": PERIOD,
    "month and day": MONTH_AND_DAY,
}
"""The kinds of parameter that a template may ask for, and what an answer must be."""

_NAME = Text("Rekisterin lyhyt nimi (pienet kirjaimet, esim. asiakkaat)", "Registrets korta namn (små bokstäver)",
             "Short name of the register (lower case, e.g. customers)")  # fmt: skip
_BAD_NAME = Text("Nimessä voi olla pieniä kirjaimia a–z, numeroita ja alaviivoja, ja se alkaa kirjaimella.",
                 "Namnet får ha små bokstäver a–z, siffror och understreck och börjar med en bokstav.",
                 "Use lower-case letters a to z, digits and underscores; begin with a letter.")  # fmt: skip
_EXISTS = Text("{0} on jo olemassa. Valitse toinen nimi tai tiedosto (--output).",
               "{0} finns redan. Välj ett annat namn eller en annan fil (--output).",
               "{0} exists already. Choose another name or file (--output).")  # fmt: skip
_DONE = Text(
    "{0} on luotu luonnoksena. Seuraavaksi: ./kortisto notice check {0}, ja ./kortisto notice render {0}.",
    "{0} har skapats som utkast. Härnäst: ./kortisto notice check {0} och ./kortisto notice render {0}.",
    "{0} was made as a draft. Next: ./kortisto notice check {0}, and ./kortisto notice render {0}.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One parameter of a template, as it is asked."""

    name: str
    shape: Shape
    ask: str
    default: str | None


@click.command()
@click.option("--template", "template_name", default="asiakasrekisteri", show_default=True, help="Its name or path.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file to make.")
@click.option("--name", help="Short name of the register, so that it is not asked.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="An answer, so that it is not asked.")
@click.option("--drafted", type=DayParameter(), default="today", help="Date of the notice.")
@language_option
def init(
    template_name: str, output: Path | None, name: str | None, given: tuple[str, ...], drafted: date, lang: str
) -> None:
    """Make a declaration from a template by the questions that it asks; it starts as a draft."""
    template = find(template_name, lang)
    register = asked_name(name, lang)
    target = output or Path(f"{register}.yaml")
    if target.exists():
        raise click.UsageError(_EXISTS.in_language(lang).format(target))
    text = drafted_from(template, register=register, given=given, drafted=drafted, language=lang)
    loaded = loads(text, name=target.name, folder=template.parent)
    problems = loaded.problems + (lint(loaded.declaration, drafted) if loaded.declaration else ())
    written(target, text.encode())
    beside = target.parent / template.name
    if not beside.exists():
        written(beside, template.read_bytes())
    show(problems, lang)
    click.echo(_DONE.in_language(lang).format(target))


def asked_name(name: str | None, language: str) -> str:
    """Return the short name of the register, asked where it is not given; UsageError for one that cannot be one."""
    register = name or click.prompt(_NAME.in_language(language))
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", register):
        raise click.UsageError(_BAD_NAME.in_language(language))
    return str(register)


def drafted_from(
    template: Path, *, register: str, given: Sequence[str], drafted: date, language: str, ask: bool = True
) -> str:
    """Return the text of a new declaration that names the template; what is not `given` is asked, unless not to `ask`.

    Raises UsageError for a bad answer.
    """
    questions = _questions(template, language)
    answers = _given(given, questions)
    for question in questions:
        known = answers.get(question.name)
        if ask or known is not None:
            answers[question.name] = _answer(question, known, language)
    return written_instance(register, template, {name: value for name, value in answers.items() if value}, drafted)


def _questions(template: Path, language: str) -> list[Question]:
    problems = ProblemList()
    tree = read_tree(template, problems)
    if tree is None:
        show(problems.sorted(), language)
        sys.exit(2)
    parameters = tree.get("parameters")
    if not isinstance(parameters, Mapping_):
        return []
    return [_question(name, value, language) for name, (_, value) in parameters.entries.items()]


def _question(name: str, parameter: Tree, language: str) -> Question:
    def inside(key: str) -> Tree | None:
        return parameter.get(key) if isinstance(parameter, Mapping_) else None

    ask, default, kind = inside("ask"), inside("default"), inside("kind")
    if isinstance(default, Mapping_):  # a text in three languages
        default = default.get(language)
    asked = ask.get(language) if isinstance(ask, Mapping_) else None
    return Question(
        name,
        KINDS.get(kind.text, TEXT) if isinstance(kind, Scalar) else TEXT,
        asked.text if isinstance(asked, Scalar) else name,
        default.text if isinstance(default, Scalar) else None,
    )


def _given(given: Sequence[str], questions: list[Question]) -> dict[str, str]:
    known = {question.name for question in questions}
    answers = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or name not in known:
            message = f"--set {one!r}: write NAME=VALUE with one of: {', '.join(sorted(known))}."
            raise click.UsageError(message)
        answers[name] = value
    return answers


def _answer(question: Question, given: str | None, language: str) -> str:
    """Return a good answer; a bad one given by --set stops, a bad one typed is asked again."""
    while True:
        value = (
            given
            if given is not None
            else click.prompt(question.ask, default=question.default or "", show_default=bool(question.default))
        )
        if not value or (given is None and value == question.default):
            return ""  # a visible blank in the draft, or what the template says, in all languages
        problem = _problem(question, value, language)
        if problem is None:
            return str(value)
        if given is not None:
            raise click.UsageError(problem)
        click.echo(problem, err=True)


def _problem(question: Question, value: str, language: str) -> str | None:
    problems = ProblemList()
    at = Position(question.name, 1, 1)
    read = question.shape.read(Scalar(value, plain=True, position=at), Reading(problems), question.name)
    if read is not MISSING:
        return None
    return "\n".join(format_problem(problem, language, value) for problem in problems.sorted())


def written_instance(
    register: str,
    template: Path,
    answers: Mapping[str, str],
    drafted: date,
    laid_over: Mapping[str, object] | None = None,
) -> str:
    """Return a declaration that names its template, the answers, and the sections that are laid over it."""
    head: dict[str, object] = {
        "kortisto": 1,
        "template": template.name,
        **({"with": dict(answers)} if answers else {}),
        "register": {
            "id": register,
            "status": "draft",
            "version": "1.0",
            "drafted": drafted.isoformat(),
            "valid from": drafted.isoformat(),
        },
        **(laid_over or {}),
    }
    return yaml.dump(head, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    """Dates of this language are text: they need no quotes."""


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
