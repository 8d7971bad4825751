"""What the demo company knows: invented from a seed and a day, as plain values, before anything is stored.

None of it can reach a real person or company:
- business ids have right check digits and running numbers from 9 900 001 up; they are given in ascending order, and in
  2026 the newest are below 4 000 000;
- mail and web addresses end in `.example`, which is nobody's (RFC 2606);
- telephone numbers are 019 000 xxxx, which the Finnish numbering plan does not have: no number begins with 0 after the
  area code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from kortisto.config.demo import names
from kortisto.config.demo.traders import become_sole_traders
from kortisto.lib.text_keys import fold

SEED = 20261122
FIRST_NUMBER = 9_900_001
YEAR, MONTH = 365, 30  # days: how far back the demo reaches, not how long anything is kept
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_NO_DIGIT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many there are of what.

    `overdue`, `soon`, `ended`: organisations whose people are overdue, fall due within weeks, and that are customers no
    more. `consumers`: people who are customers themselves. `moved`: who have changed jobs. `twice`,
    `organisations_twice`: who was entered twice, with a slip or a gap the second time.
    """

    organisations: int
    people: int
    overdue: int
    soon: int
    ended: int
    consumers: int
    moved: int
    twice: int
    organisations_twice: int

    @property
    def gone(self) -> int:
        """How many organisations are customers no more, or will soon be forgotten: the first ones."""
        return self.overdue + self.soon + self.ended


SHAPE = Shape(
    organisations=400, people=2000, overdue=6, soon=14, ended=50, consumers=150, moved=120, twice=40,
    organisations_twice=12,
)  # fmt: skip


@dataclass(slots=True)
class DemoOrganisation:
    """An organisation. `ended_on`: when its customership ended, None while it goes on. `parent`: place of its group."""

    name: str
    language: str
    trade: str
    business_id: str
    host: str
    phone: str
    street: str
    place: tuple[str, str]
    started_on: date
    ended_on: date | None
    parent: int | None = None
    size: str = ""
    sole_trader: bool = False
    orders: list[date] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DemoPost:
    """For which organisation somebody acts, as what, from when until when."""

    organisation: int
    title: str
    started_on: date
    ended_on: date | None = None


@dataclass(slots=True)
class DemoPerson:
    """A contact person, or a consumer: then there are no posts. `since`: when the data were collected.

    `emails`: addresses with the day until which they hold. `events`: kind, day, place of the organisation or None.
    """

    first_name: str
    last_name: str
    language: str
    posts: tuple[DemoPost, ...]
    emails: tuple[tuple[str, date | None], ...]
    phone: str
    since: date
    registered_themselves: bool
    consumer: tuple[date, date | None] | None = None
    street: str = ""
    place: tuple[str, str] = ("", "")
    notes: list[tuple[date, str]] = field(default_factory=list)
    events: list[tuple[str, date, int | None]] = field(default_factory=list)
    orders: list[date] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """Everything that is loaded."""

    organisations: Sequence[DemoOrganisation]
    people: Sequence[DemoPerson]


def invent(*, today: date, period_ends_after: int, seed: int = SEED, shape: Shape = SHAPE) -> DemoCompany:
    """Invent the customers as they stand on a day.

    `period_ends_after`: days from the end of a customership to the end of the declaration's period; some customerships
    are laid around it, so that a few people are overdue and some fall due within weeks.
    """
    chance = Random(seed)  # noqa: S311 (the same demo each time is the purpose)
    organisations = _organisations(chance, today, period_ends_after, shape)
    contacts = [
        _contact(chance, today, number, organisations, shape)
        for number in range(shape.people - shape.consumers - shape.twice)
    ]
    consumers = [
        _consumer(chance, today, shape.organisations + len(contacts) + number, period_ends_after)
        for number in range(shape.consumers)
    ]
    for person in chance.sample([one for one in contacts if _can_move(one, organisations, today)], shape.moved):
        _move(chance, today, person, organisations)
    _events(chance, today, organisations, [*contacts, *consumers])
    twins = [
        _twin(chance, one) for one in chance.sample([one for one in contacts if _is_current(one, shape)], shape.twice)
    ]
    _sort(Random(seed + 1), organisations, contacts)  # noqa: S311 (see above)
    people = [*contacts, *consumers, *twins]
    become_sole_traders(Random(seed + 2), organisations, people)  # noqa: S311 (see above)
    return DemoCompany(organisations, people)


def business_id(number: int) -> str | None:
    """Return the business id of a running number with its check digit; None for a number that cannot have one."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, f"{number:07}", strict=True)) % 11
    check = 11 - rest if rest else 0
    return None if check == _NO_DIGIT else f"{number:07}-{check}"


# --- organisations ---------------------------------------------------------------------------------------------------


def _organisations(chance: Random, today: date, period: int, shape: Shape) -> list[DemoOrganisation]:
    kinds = [
        (language, beginning, pattern, trade)
        for language in ("fi", "sv")
        for beginning in names.BEGINNINGS[language]
        for pattern, trade in names.ENDINGS[language]
    ]
    ids = (
        found
        for number in range(FIRST_NUMBER, FIRST_NUMBER + 2 * shape.organisations)
        if (found := business_id(number))
    )
    made: list[DemoOrganisation] = []
    for place, kind in enumerate(chance.sample(kinds, shape.organisations - shape.organisations_twice)):
        language, beginning, pattern, trade = kind
        started_ago, ended_ago = _lifetime(chance, place, period, shape)
        name = pattern.format(beginning)
        one = DemoOrganisation(
            name=name,
            language=language,
            trade=trade,
            business_id=next(ids),
            host=f"{_ascii(_core(name))}{place}.example",
            phone=_phone(place),
            street=f"{chance.choice(names.STREETS[language])} {chance.randint(1, 60)}",
            place=chance.choice(names.PLACES[language]),
            started_on=_ago(today, started_ago),
            ended_on=None if ended_ago is None else _ago(today, ended_ago),
        )
        if place > shape.gone and chance.random() < 0.06:  # noqa: PLR2004 (a few belong to a group)
            one.parent = chance.randrange(shape.gone, place)
        made.append(one)
    going_on = [one for one in made if one.ended_on is None]
    made += [
        _twin_organisation(chance, one, number)
        for number, one in enumerate(chance.sample(going_on, shape.organisations_twice))
    ]
    return made


def _lifetime(chance: Random, place: int, period: int, shape: Shape) -> tuple[int, int | None]:
    """How many days ago the customership began, and how many days ago it ended."""
    if place < shape.overdue:
        ended: int | None = period + chance.randint(10, 200)
    elif place < shape.overdue + shape.soon:
        ended = period - chance.randint(5, 50)
    elif place < shape.gone:
        ended = chance.randint(3 * MONTH, period - YEAR)
    else:
        ended = None
    started = (ended or 0) + chance.randint(YEAR, 9 * YEAR)
    return started, ended


def _twin_organisation(chance: Random, one: DemoOrganisation, number: int) -> DemoOrganisation:
    """The same organisation as somebody else wrote it: no business id, another form of the name, the same telephone."""
    core = _core(one.name)
    return DemoOrganisation(
        name=chance.choice((core.capitalize(), one.name.replace(" Oy", " Osakeyhtiö"), one.name.upper())),
        language=one.language,
        trade=one.trade,
        business_id="",
        host=one.host,
        phone=_written_otherwise(one.phone),
        street=one.street,
        place=one.place,
        started_on=date.fromordinal(one.started_on.toordinal() + 30 + number),
        ended_on=None,
    )


def _core(name: str) -> str:
    """What people call it: without the legal form."""
    for form in ("Kiinteistö Oy ", "As Oy ", "Bostads Ab ", "Fastighets Ab "):
        name = name.removeprefix(form)
    return name.split(" ")[0]


# --- people ----------------------------------------------------------------------------------------------------------


def _contact(
    chance: Random, today: date, number: int, organisations: Sequence[DemoOrganisation], shape: Shape
) -> DemoPerson:
    originals = shape.organisations - shape.organisations_twice
    # Everybody has somebody, and a few, whose customerships go on, have many.
    place = number if number < originals else originals - 1 - int(originals * chance.random() ** 1.6)
    home = organisations[place]
    language = home.language if chance.random() < 0.85 else "fi"  # noqa: PLR2004 (most speak its language)
    first, last = _pick(chance, names.FIRST_NAMES, language), _pick(chance, names.LAST_NAMES, language)
    until = home.ended_on or today
    since = _between(chance, home.started_on, until)
    posts = [DemoPost(place, chance.choice(names.TITLES[home.language][home.trade]), since)]
    if home.ended_on is None and chance.random() < 0.08:  # noqa: PLR2004 (some act for two organisations)
        other = chance.randrange(shape.gone, originals)
        if other != place:
            title = chance.choice(names.TITLES[organisations[other].language][organisations[other].trade])
            posts.append(DemoPost(other, title, since))
    return DemoPerson(
        first_name=first,
        last_name=_slip(chance, last) if chance.random() < 0.03 else last,  # noqa: PLR2004 (some are misspelt)
        language=language,
        posts=tuple(posts),
        emails=((f"{_ascii(first)}.{_ascii(last)}@{home.host}", None),),
        phone=_phone(shape.organisations + number),
        since=since,
        registered_themselves=chance.random() < 0.4,  # noqa: PLR2004 (the employer named the others)
    )


def _consumer(chance: Random, today: date, number: int, period: int) -> DemoPerson:
    language = "sv" if chance.random() < 0.2 else "fi"  # noqa: PLR2004 (one of five)
    first, last = _pick(chance, names.FIRST_NAMES, language), _pick(chance, names.LAST_NAMES, language)
    since = _ago(today, chance.randint(MONTH, period - YEAR))
    ended = None if chance.random() < 0.7 else _between(chance, since, today)  # noqa: PLR2004 (most stay)
    return DemoPerson(
        first_name=first,
        last_name=last,
        language=language,
        posts=(),
        emails=((f"{_ascii(first)}.{_ascii(last)}{number}@posti.example", None),),
        phone=_phone(number),
        since=since,
        registered_themselves=True,
        consumer=(since, ended),
        street=f"{chance.choice(names.STREETS[language])} {chance.randint(1, 60)} {chance.choice('ABCD')}",
        place=chance.choice(names.PLACES[language]),
    )


def _is_current(person: DemoPerson, shape: Shape) -> bool:
    return (
        len(person.posts) == 1
        and person.posts[0].ended_on is None
        and person.posts[0].organisation >= shape.overdue + shape.soon
    )


def _can_move(person: DemoPerson, organisations: Sequence[DemoOrganisation], today: date) -> bool:
    home = organisations[person.posts[0].organisation]
    return len(person.posts) == 1 and home.ended_on is None and (today - person.since).days > YEAR


def _move(chance: Random, today: date, person: DemoPerson, organisations: Sequence[DemoOrganisation]) -> None:
    """Let somebody leave an organisation for another; the old address holds no more."""
    (old,) = person.posts
    going_on = [
        place for place, one in enumerate(organisations)
        if one.ended_on is None and one.business_id and place != old.organisation
    ]  # fmt: skip
    place = chance.choice(going_on)
    new = organisations[place]
    left = _between(chance, _ago(old.started_on, -MONTH), _ago(today, MONTH))
    begun = max(_ago(left, -1), new.started_on)
    title = chance.choice(names.TITLES[new.language][new.trade])
    person.posts = (DemoPost(old.organisation, old.title, old.started_on, left), DemoPost(place, title, begun))
    ((address, _),) = person.emails
    person.emails = ((address, left), (f"{address.partition('@')[0]}@{new.host}", None))


def _twin(chance: Random, person: DemoPerson) -> DemoPerson:
    """The same person as a colleague wrote them later: a slip in the name, or one thing that is missing."""
    without_mail = chance.random() < 0.5  # noqa: PLR2004 (half and half)
    return DemoPerson(
        first_name=person.first_name if chance.random() < 0.7 else f"{person.first_name[0]}.",  # noqa: PLR2004
        last_name=_slip(chance, person.last_name) if chance.random() < 0.6 else person.last_name,  # noqa: PLR2004
        language=person.language,
        posts=person.posts,
        emails=() if without_mail else person.emails,
        phone=_written_otherwise(person.phone),
        since=person.since,
        registered_themselves=False,
    )


def _slip(chance: Random, name: str) -> str:
    """A slip of the fingers: a letter lost, doubled or swapped, or the dots forgotten."""
    if any(letter in name for letter in "äöåÄÖÅ") and chance.random() < 0.5:  # noqa: PLR2004 (half and half)
        return name.translate(str.maketrans("äöåÄÖÅ", "aoaAOA"))
    at = chance.randrange(1, len(name) - 2)
    return chance.choice((
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ))  # fmt: skip


# --- what happened ---------------------------------------------------------------------------------------------------


def _events(
    chance: Random, today: date, organisations: Sequence[DemoOrganisation], people: Sequence[DemoPerson]
) -> None:
    """Orders, meetings, calls and notes while the customership went on, not before the person was known."""
    for one in organisations:
        until = one.ended_on or today
        most = 14 if one.trade in {"public", "property"} else 9
        one.orders = sorted(_between(chance, one.started_on, until) for _ in range(chance.randint(2, most)))
    for person in people:
        for post in person.posts:
            until = post.ended_on or organisations[post.organisation].ended_on or today
            if until <= post.started_on:
                continue
            for _ in range(chance.randint(0, 3)):
                kind = chance.choice(("meeting", "call", "call"))
                person.events.append((kind, _between(chance, post.started_on, until), post.organisation))
        if person.consumer:
            until = person.consumer[1] or today
            person.orders = sorted(_between(chance, person.since, until) for _ in range(chance.randint(1, 4)))
            person.events.append(("call", _between(chance, person.since, until), None))
        else:
            until = organisations[person.posts[0].organisation].ended_on or person.posts[0].ended_on or today
        if chance.random() < 0.45:  # noqa: PLR2004 (a note about nearly every second)
            person.notes.append((_between(chance, person.since, until), chance.choice(names.NOTES[person.language])))


def _sort(chance: Random, organisations: Sequence[DemoOrganisation], contacts: Sequence[DemoPerson]) -> None:
    """Give those whose customership goes on the words and lists by which the company's staff find them."""
    evening, greetings = names.GROUPS
    key, service, reference = names.TAGS
    for one in organisations:
        if one.ended_on is not None or not one.business_id:
            continue
        one.size = chance.choice(("micro", "micro", "small", "small", "medium", "large"))
        one.tags += [key] if len(one.orders) > 10 else []  # noqa: PLR2004 (who orders often)
        one.tags += [word for word, share in ((service, 0.3), (reference, 0.05)) if chance.random() < share]
        one.groups += [greetings] if key in one.tags or chance.random() < 0.3 else []  # noqa: PLR2004 (and some others)
    for person in contacts:
        if key in organisations[person.posts[-1].organisation].tags and chance.random() < 0.5:  # noqa: PLR2004 (half)
            person.groups.append(evening)


def _pick(chance: Random, lists: dict[str, tuple[str, ...]], language: str) -> str:
    return chance.choice(lists[language])


def _ago(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() - days)


def _between(chance: Random, first: date, last: date) -> date:
    return date.fromordinal(chance.randint(first.toordinal(), max(first, last).toordinal()))


def _phone(number: int) -> str:
    return f"019 000 {number:04}"


def _written_otherwise(phone: str) -> str:
    """The same number in another writing."""
    return f"019-{phone.removeprefix('019 ').replace(' ', '')}"


def _ascii(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isascii() and letter.isalnum())
