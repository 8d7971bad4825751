"""Introduction, controller, register, subject groups."""

from __future__ import annotations

from kortisto.declaration.model import Address, Party, SubjectGroup, Text
from kortisto.declaration.printing.content.parts import facts, free_texts, paragraph, with_texts
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Bullets, Paragraph, Section, Sentence, Sentences, Table
from kortisto.declaration.printing.terms.words import MEDIUM, PARTY_ROLE, PLACE
from kortisto.declaration.words import PartyRole

CONTROLLERS = (PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER)
_SHOWN = (*CONTROLLERS, PartyRole.REPRESENTATIVE, PartyRole.DPO, PartyRole.CONTACT)


def introduction(c: Context) -> tuple[Block, ...]:
    """The free texts, who the controller is, and the law."""
    register = c.declaration.register
    named = tuple(
        c.say(party, "intro.controller", controller=c.party(party.id))
        for party in c.declaration.parties.values()
        if c.officer and set(party.roles) & set(CONTROLLERS)  # the summary names them to everybody else
    )
    about = Paragraph((c.say(register, "intro.about"), *named))
    return (*free_texts(c, "introduction"), about, Paragraph((c.say(register, "intro.law"),)))


def controller(c: Context) -> tuple[Block, ...]:
    """Each party that people may turn to, with its contact data; who of joint controllers answers for what."""
    parties = c.declaration.parties.values()
    blocks: list[Block] = list(free_texts(c, "controller"))
    register = c.declaration.register
    if register.register_per_member:
        blocks += paragraph(c.say(register, "party.family"))
    if any(PartyRole.JOINT_CONTROLLER in party.roles for party in parties):
        blocks += paragraph(c.say(register, "party.joint"))
    shown: set[str] = set()
    titles: set[str] = set()
    for role in _SHOWN:
        for party in parties:
            if role in party.roles and party.id not in shown:
                shown.add(party.id)
                roles = [c.word(PARTY_ROLE[one]) for one in _SHOWN if one in party.roles]
                title = roles[0] + "".join(f", {one[:1].lower()}{one[1:]}" for one in roles[1:])
                if title in titles:
                    title = f"{title}: {c.party(party.id)}"
                titles.add(title)
                blocks.append(Section(f"party-{party.id}", title, contact(c, party)))
    if not any(PartyRole.DPO in party.roles for party in parties):
        blocks += paragraph(c.say(register, "party.no_dpo"))
    return tuple(blocks)


def contact(c: Context, party: Party) -> tuple[Block, ...]:
    """Name and contact data of a party."""

    def value(text: str | Text | None) -> Sentences:
        return (c.put(party, c.text(text)),) if text else ()

    def as_is(text: str | None) -> Sentences:  # addresses of mail and web keep their small letter
        made = value(text)
        return tuple(Sentence(c.text(text or ""), one.node) for one in made)

    more: Sentences = ()
    if party.member_of:
        more += (c.say(party, "party.member", party=c.party(party.member_of)),)
    if party.deputies:
        more += (c.say(party, "party.deputies"),)
    if party.receives_requests:
        more += (c.say(party, "party.receives"),)
    answers = (c.put(party, c.purposes(party.answers_for)),) if party.answers_for else ()
    return (
        *facts(
            (c.term("party.name"), value(party.name)),
            (c.term("party.business_id"), value(party.business_id)),
            (c.term("party.office"), value(party.office)),
            (c.term("party.address"), (c.put(party, postal(c, party.address)),) if party.address else ()),
            (c.term("party.email"), as_is(party.email)),
            (c.term("party.phone"), value(party.phone)),
            (c.term("party.web"), as_is(party.web)),
            (c.term("party.answers_for"), answers),
        ),
        *paragraph(*more),
    )


def postal(c: Context, address: Address) -> str:
    """Return an address on one line, with the country when it is another than Finland."""
    line = f"{c.text(address.street)}, {c.text(address.postal_code)} {c.text(address.city)}"
    return line if address.country == "FI" else f"{line}, {c.country(address.country)}"


def register(c: Context) -> tuple[Block, ...]:
    """Name and object of the register, where it lies, what it feeds."""
    node = c.declaration.register
    blocks: list[Block] = [
        *facts(
            (c.term("register.name"), (c.put(node, c.text(node.name)),)),
            (c.term("register.covers"), tuple(c.put(node, c.text(one)) for one in node.covers)),
        ),
        *paragraph(*c.free(node, node.about), Sentence(c.word(MEDIUM[node.medium]), node.ref)),
    ]
    if node.places:
        blocks.append(_places(c))
    feeds = tuple(
        (
            c.say(feed, "feed.to", register=feed.to, items=c.items(feed.items), purpose=c.purpose(feed.purpose)),
            *c.free(feed, feed.text),
        )
        for feed in node.feeds
    )
    return with_texts(c, "register", tuple(blocks), (Bullets(feeds),) if feeds else ())


def _places(c: Context) -> Table:
    rows = []
    for place in c.declaration.register.places:
        where: Sentences = (c.say(place, "place.country", country=c.country(place.country)),)
        if place.held_by:
            where += (c.say(place, "place.held_by", party=c.party(place.held_by)),)
        if place.locked:
            where += (c.only_say(place, "place.locked"),)
        if place.fireproof:
            where += (c.only_say(place, "place.fireproof"),)
        if place.items:
            where += (c.say(place, "place.items", items=c.items(place.items)),)
        kind = c.put(place, c.word(PLACE[place.kind]))
        rows.append(((c.put(place, c.text(place.name)),), (kind,), where))
    columns = (c.term("places.place"), c.term("places.kind"), c.term("places.where"))
    return Table("places", c.term("places.caption"), columns, tuple(rows))


def subjects(c: Context) -> tuple[Block, ...]:
    """The groups, whom they represent, children."""
    groups = tuple(_group(c, group) for group in c.declaration.subject_groups.values())
    lead = paragraph(c.say(c.declaration.register, "groups.lead"))
    traders = [group for group in c.declaration.subject_groups.values() if group.sole_trader_is_personal]
    personal: tuple[Block, ...] = ()
    if traders:
        refs = " ".join(group.ref for group in traders)
        numbers = c.listing(c.group_numbers[group.id] for group in traders)
        personal = paragraph(c.say(refs, "group.sole_trader", groups=numbers))
    return with_texts(c, "subjects", lead, (Bullets(groups),), personal)


def _group(c: Context, group: SubjectGroup) -> Sentences:
    name = f"{c.group_numbers[group.id]} {capital(c.text(group.name)).rstrip('.')}."
    made: Sentences = (Sentence(name, group.ref), *c.free(group, group.description))
    for key in ("represents", "guardian_of", "employed_by", "household_of"):
        others: tuple[str, ...] = getattr(group, key)
        if others:
            made += (c.say(group, f"group.{key}", groups=c.groups(others)),)
    if group.minors is not None:
        key = "group.minors" if group.minors.guardian else "group.minors_without"
        made += (c.say(group, key, age=str(group.minors.below)), *c.free(group, group.minors.text))
    return made
