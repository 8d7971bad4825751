from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kortisto.declaration.civil_time import end_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.disclosing import Cause, Outcome, disclose
from kortisto.declaration.letters import answer_letter
from kortisto.declaration.model import Item, Objection, Party, Recipient, Suppression, Text
from kortisto.declaration.periods import parse_period
from kortisto.declaration.remainders import remainder
from kortisto.declaration.subjects import ConsentWithdrawn, Datum, ErasureAsked, Objected, SubjectState
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import MinimisedForm, ObjectionKind, PartyRole, RecipientRole
from tests.declaration.building import clock, declaration, purpose, row, rule, text

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EMAIL, NOTE = "person.contact.email", "person.note"
OBJECTION = Objection(
    id="no_marketing",
    section="objections",
    kind=ObjectionKind.DIRECT_MARKETING,
    name=Text("markkinointikielto", "marknadsföringsförbud", "ban on marketing"),
    closes=("mailing",),
    told_to=("printer",),
    suppression=Suppression(
        items=(EMAIL,), form=MinimisedForm.HASH, keep=parse_period("10 years"), start=clock("objection.made")
    ),
)
PRINTER = Party(id="printer", section="parties", roles=(PartyRole.PROCESSOR,), name="Paino Esimerkki Oy", country="US")


def register() -> Compiled:
    return compile_declaration(
        declaration(
            parties=(PRINTER,),
            purposes=(purpose("service"), purpose("marketing")),
            items=(Item(id="person.contact", section="items"), Item(id=NOTE, section="items")),
            processing=(
                row("serving", "service", items=(EMAIL,)),
                row("mailing", "marketing", items=(EMAIL, NOTE)),
            ),
            retention=(rule("2 years", "customership.ended"),),
            objections=(OBJECTION,),
            recipients=(
                Recipient(
                    id="printer",
                    section="recipients",
                    name=text("printer"),
                    role=RecipientRole.PROCESSOR,
                    purposes=("marketing",),
                    items=("person.contact",),
                    party="printer",
                ),
            ),
        )
    )


SUBJECT = SubjectState(
    data=(Datum(item=EMAIL, collected=date(2025, 1, 1)), Datum(item=NOTE, collected=date(2025, 1, 1))),
    clocks={"customership.ended": ClockState(running=True)},
)


def test_an_objection_closes_its_rows_and_leaves_what_others_justify() -> None:
    found = remainder(register(), subject=SUBJECT, event=Objected("no_marketing"), at=NOW)
    assert found.closed == ("processing.mailing",)
    assert [(stay.item, stay.purpose, stay.until) for stay in found.stays] == [(EMAIL, "service", None)]
    assert [loss.item for loss in found.lost] == [NOTE]
    assert found.told_to == ("printer",)
    assert [(kept.form, kept.until) for kept in found.suppressed] == [
        (MinimisedForm.HASH, end_of_day(date(2036, 11, 22)))
    ]
    assert answer_letter(found, "fi")[:-1] == (
        "Olette kieltänyt tietojenne käsittelyn: markkinointikielto. Kielto on kirjattu 22.11.2026.",
        "Emme enää käytä tietojanne näihin tarkoituksiin: marketing.",
        "Seuraavien tietojen säilyttämiseen ei ole enää perustetta, joten ne poistetaan: muistiinpanot.",
        (
            "Säilytämme seuraavat tiedot: sähköpostiosoite. Tarkoitus: service. Säilytysaika: 2 vuotta asiakkuuden "
            "päättymisestä; päättymispäivä ei ole vielä tiedossa. Oikeusperuste: oikeutettu etu."
        ),
        "Jotta kiellon noudattaminen on mahdollista, kieltomerkintä säilytetään (vain tiivisteenä): sähköpostiosoite.",
        "Ilmoitamme asiasta seuraaville: Paino Esimerkki Oy.",
    )


def test_nothing_changes_for_what_the_event_does_not_concern() -> None:
    again = replace(SUBJECT, data=SUBJECT.data[:1])
    found = remainder(register(), subject=again, event=Objected("no_marketing"), at=NOW)
    assert found.lost == ()
    erased = remainder(register(), subject=again, event=ErasureAsked(), at=NOW)
    assert [loss.item for loss in erased.lost] == [EMAIL]
    assert erased.suppressed == ()


def test_a_consent_that_was_never_given_cannot_be_withdrawn() -> None:
    with pytest.raises(ValueError, match="never given"):
        remainder(register(), subject=SUBJECT, event=ConsentWithdrawn("newsletter"), at=NOW)


def test_a_recipient_outside_the_eea_needs_a_ground_of_transfer() -> None:
    def sent(compiled: Compiled) -> object:
        found = disclose(compiled, recipient="printer", purpose="marketing", items=[EMAIL], at=NOW)
        return found.cause or found.outcome

    compiled = register()
    assert sent(compiled) is Cause.TRANSFER
    here = replace(compiled.declaration, parties={"printer": replace(PRINTER, country="SE")})
    assert sent(compile_declaration(here)) is Outcome.DISCLOSE
