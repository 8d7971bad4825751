"""`./kortisto init`: an installation for a real organisation: its declaration, its settings, its main user.

Everything is made or nothing: what was written is removed again when a later step fails. What is there already is
never overwritten.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from kortisto.config import settings_file
from kortisto.config.environment import FILE, data_folder, given
from kortisto.config.settings_file import Value
from kortisto.config.starting import init_texts as texts
from kortisto.config.starting.asking import ask_email, ask_password, tell_weak
from kortisto.config.telling import ToldError, told
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Text
from kortisto.declaration.problems import ProblemList
from kortisto.declaration.tree import Mapping_, Scalar, read_tree
from kortisto.interfaces.cli.declarations import DayParameter, find, language_option, notices_folder, show
from kortisto.interfaces.cli.installed import installation
from kortisto.interfaces.cli.notice_init import asked_name, drafted_from, written_instance
from kortisto.lib import identifiers

TEMPLATE = "asiakasrekisteri"
FOLDER = "declaration"


@click.command()
@click.option("--declaration", "chosen", metavar="NAME|FILE", help="A declaration of notices/, or a file; else asked.")
@click.option("--name", help="Short name of your register; else asked.")
@click.option("--controller", help="Name of your organisation, who answers for the data; else asked.")
@click.option("--set", "answers", multiple=True, metavar="NAME=VALUE", help="An answer to a question of the template.")
@click.option("--drafted", type=DayParameter(), default="today", help="Date of the notice.")
@click.option("--main-user", envvar="KORTISTO_MAIN_USER", metavar="EMAIL", help="E-mail of the main user; else asked.")
@click.option("--host", "hosts", multiple=True, help="Host name under which others reach the pages, over https.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: what is not given is left blank in the draft.")
@language_option
def init(  # noqa: PLR0917 (click passes them by name)
    chosen: str | None,
    name: str | None,
    controller: str | None,
    answers: tuple[str, ...],
    drafted: date,
    main_user: str | None,
    hosts: tuple[str, ...],
    no_questions: bool,  # noqa: FBT001 (click passes it by name)
    lang: str,
) -> None:
    """Make an installation for your organisation: choose a declaration, name the controller, make the main user.

    The password of the main user is asked; without a terminal it is taken from KORTISTO_MAIN_PASSWORD (or the file that
    KORTISTO_MAIN_PASSWORD_FILE names), or made up and shown once.
    """
    making = _Making(lang, ask=sys.stdin.isatty() and not no_questions)
    try:
        making.require_new()
        with making.undone_on_failure():
            making.declaration(chosen, name, controller, answers, drafted)
            making.settings(hosts)
            making.main_user(main_user)
    except ToldError as error:
        raise click.ClickException(told(error, lang)) from error
    making.tell()


class _Making:
    """One installation on its way."""

    def __init__(self, language: str, *, ask: bool) -> None:
        self._language, self._ask = language, ask
        self._data = data_folder()
        self._folder = self._data / FOLDER
        self._target = self._folder
        self._parties: tuple[str, ...] = ()  # whom the declaration names
        self._user = ("", "")  # e-mail, and the password where it was made up
        self._settings_before: str | None = None

    def require_new(self) -> None:
        """Refuse where there is an installation already."""
        if self._folder.exists():
            self._fail(texts.THERE, self._folder)
        settings_file.require_absent(self._data, ("declaration", "hosts", "tls"))
        file = self._data / FILE
        self._settings_before = file.read_text("utf-8") if file.exists() else None

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Remove what was written when the block fails, so that it can be run again."""
        try:
            yield
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            file = self._data / FILE
            if self._settings_before is None:
                file.unlink(missing_ok=True)
            elif file.exists():
                settings_file.write_private(file, self._settings_before)
            raise

    # --- declaration -------------------------------------------------------------------------------------------------

    def declaration(
        self, chosen: str | None, name: str | None, controller: str | None, answers: Sequence[str], drafted: date
    ) -> None:
        """Write the declaration, and beside it the templates that it names."""
        source = find(chosen or self._choose(), self._language)
        tree = read_tree(source, problems := ProblemList())
        if not isinstance(tree, Mapping_):
            show(problems.sorted(), self._language)
            self._fail(texts.BAD_DECLARATION, source)
        if name is None and not self._ask:
            self._fail(texts.NO_NAME)
        register = asked_name(name, self._language)
        controller = controller or self._asked_controller()
        self._folder.mkdir(mode=0o700, parents=True)
        self._target = self._folder / f"{register}.yaml"
        if tree.get("parameters") is not None:
            named = any(answer.startswith("controller_name=") for answer in answers)
            text = drafted_from(
                source, register=register, drafted=drafted, language=self._language, ask=self._ask,
                given=answers if named else [*answers, f"controller_name={controller}"],
            )  # fmt: skip
        else:
            # The whole statement is laid over, so that no address of another organisation is left beside this name.
            parties = {"parties": {"controller": {"roles": "controller", "name": controller}}}
            text = written_instance(register, source, {}, drafted, parties)
        if self._target.name == source.name:
            self._fail(texts.SAME_NAME, register)
        self._copy_templates(source)
        self._target.write_text(text, "utf-8")
        loaded = load(self._target)
        if loaded.declaration is None or loaded.errors:
            show(loaded.problems, self._language)
            self._fail(texts.BAD_DECLARATION, self._target)
        show(tuple(lint(loaded.declaration, drafted)), self._language)
        names = (party.name for party in loaded.declaration.parties.values())
        spoken = (name.in_language(self._language) if isinstance(name, Text) else name for name in names)
        self._parties = tuple(dict.fromkeys(filter(None, spoken)))

    def _choose(self) -> str:
        if not self._ask:
            return TEMPLATE
        names = sorted(path.stem for path in notices_folder().glob("*.yaml"))
        click.echo(texts.CHOICES.in_language(self._language))
        for one in names:
            click.echo(f"  {one:<20} {self._title(one)}")
        return str(click.prompt(texts.CHOOSE.in_language(self._language), default=TEMPLATE))

    def _title(self, name: str) -> str:
        if name == TEMPLATE:
            return texts.TEMPLATE.in_language(self._language)
        loaded = load(notices_folder() / f"{name}.yaml")
        return loaded.declaration.register.name.in_language(self._language) if loaded.declaration else ""

    def _asked_controller(self) -> str:
        if not self._ask:
            self._fail(texts.NO_CONTROLLER)
        return str(click.prompt(texts.ASK_CONTROLLER.in_language(self._language)))

    def _copy_templates(self, source: Path) -> None:
        while True:
            shutil.copyfile(source, self._folder / source.name)
            tree = read_tree(source, ProblemList())
            further = tree.get("template") if isinstance(tree, Mapping_) else None
            if not isinstance(further, Scalar):
                return
            source = source.parent / further.text

    # --- settings and main user --------------------------------------------------------------------------------------

    def settings(self, hosts: Sequence[str]) -> None:
        """Write what the installation must know at every start."""
        if not hosts and self._ask:
            answer = click.prompt(texts.ASK_HOST.in_language(self._language), default="", show_default=False)
            hosts = [answer] if answer else []
        values: dict[str, Value] = {"declaration": f"{FOLDER}/{self._target.name}"}
        if hosts:
            values |= {"hosts": list(hosts), "tls": True}
        settings_file.add(self._data, values)

    def main_user(self, email: str | None) -> None:
        """Bring the tables up to date and make the first user."""
        if not email and not self._ask:
            self._fail(texts.NO_MAIN_USER)
        try:
            email = identifiers.email(email) if email else ask_email(self._language)
        except ValueError:
            self._fail(texts.BAD_EMAIL, email)
        with installation():
            self._make_user(email, given("KORTISTO_MAIN_PASSWORD"))

    def _make_user(self, email: str, said: str) -> None:
        from django.core.exceptions import ValidationError  # noqa: PLC0415 (needs Django set up)
        from django.utils import translation  # noqa: PLC0415 (see above)

        from kortisto.config.starting import logins  # noqa: PLC0415 (see above)
        from kortisto.register.access.operations import MainUserExistsError  # noqa: PLC0415 (see above)

        while True:
            chosen = said or (ask_password(self._language) if self._ask else "")
            password = chosen or logins.invent_password()
            try:
                with translation.override(self._language):  # in which a password is told to be weak
                    logins.make_main(email=email, password=password, language=self._language, at=datetime.now(UTC))
                break
            except ValidationError as error:
                if said or not self._ask:
                    self._fail(texts.WEAK_PASSWORD, " ".join(error.messages))
                tell_weak(self._language, error.messages)
            except MainUserExistsError:
                self._fail(texts.USERS_THERE, self._data)
        self._user = (email, "" if chosen else password)

    def tell(self) -> None:
        """Say what was made, and what comes next."""
        self._say(texts.MADE, self._target, self._data / FILE)
        email, password = self._user
        self._say(texts.MAIN_USER, email)
        if password:
            self._say(texts.PASSWORD_ONCE, password)
        self._say(texts.PARTIES, ", ".join(self._parties))
        # A folder that was named for this command alone: without it `up` would begin another installation.
        folder = os.environ.get("KORTISTO_DATA", "")
        self._say(texts.NEXT, self._target, f"KORTISTO_DATA={shlex.quote(folder)} " if folder else "")

    def _say(self, text: Text, *values: object) -> None:
        click.echo(text.in_language(self._language).format(*values))

    def _fail(self, text: Text, *values: object) -> NoReturn:
        raise click.ClickException(text.in_language(self._language).format(*values))
