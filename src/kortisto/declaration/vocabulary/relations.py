"""The vocabulary of relations between stored things: what erasing one end must say about the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortisto.declaration.model import Text


@dataclass(frozen=True, slots=True)
class RelationWord:
    """A relation. A declaration that declares an item under each of `needs` must say what the relation does."""

    id: str
    name: Text
    needs: tuple[str, ...]


_ROWS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("person.represents", "henkilön edustussuhteet", "personens uppdrag", "roles of the person",
     ("person.name", "person.represents")),
    ("person.contact_points", "henkilön yhteystiedot", "personens kontaktuppgifter",
     "contact points of the person", ("person.name", "person.contact")),
    ("person.activities", "henkilön tapahtumat", "personens händelser", "activities of the person",
     ("person.name", "person.activity")),
    ("person.notes", "henkilöä koskevat muistiinpanot", "anteckningar om personen", "notes on the person",
     ("person.name", "person.note")),
    ("person.orders", "henkilön tilaukset", "personens beställningar", "orders of the person",
     ("person.name", "order.history")),
    ("person.invoices", "henkilön laskut", "personens fakturor", "invoices of the person",
     ("person.name", "invoice")),
    ("person.contracts", "henkilön sopimukset", "personens avtal", "contracts of the person",
     ("person.name", "contract")),
    ("person.projects", "henkilön projektit", "personens projekt", "projects of the person",
     ("person.name", "project")),
    ("person.services", "henkilön palvelut", "personens tjänster", "services of the person",
     ("person.name", "service")),
    ("person.tickets", "henkilön tiketit", "personens ärenden", "tickets of the person", ("person.name", "ticket")),
    ("person.chats", "henkilön chat-keskustelut", "personens chattar", "chats of the person",
     ("person.name", "chat.transcript")),
    ("person.calls", "henkilön puhelutallenteet", "personens samtalsinspelningar", "call recordings of the person",
     ("person.name", "call.recording")),
    ("person.messages", "henkilön viestit", "personens meddelanden", "messages of the person",
     ("person.name", "message")),
    ("person.visits", "henkilöön liitetyt verkkokäynnit", "webbesök kopplade till personen",
     "web visits linked to the person", ("person.name", "visit")),
    ("person.subscriptions", "henkilön postituslistat", "personens sändlistor", "mailing lists of the person",
     ("person.name", "marketing.subscription")),
    ("person.consents", "henkilön suostumukset", "personens samtycken", "consents of the person",
     ("person.name", "consent.record")),
    ("person.requests", "henkilön pyynnöt", "personens begäranden", "requests of the person",
     ("person.name", "rights.record")),
    ("person.screenings", "henkilöä koskevat tarkistukset", "kontroller av personen", "checks on the person",
     ("person.name", "screening")),
    ("person.documents", "henkilöä koskevat paperiasiakirjat", "pappersdokument om personen",
     "paper documents on the person", ("person.name", "document.paper")),
    ("person.tags", "henkilön tunnisteet", "personens etiketter", "tags of the person", ("person.name", "person.tag")),
    ("person.groups", "henkilön ryhmät", "personens grupper", "groups of the person",
     ("person.name", "person.group")),
    ("person.files", "henkilön tiedostot", "personens filer", "files of the person",
     ("person.name", "document.file")),
    ("organisation.represents", "organisaation edustajat", "organisationens företrädare",
     "representatives of the organisation", ("organisation.name", "person.represents")),
    ("organisation.contact_points", "organisaation yhteystiedot", "organisationens kontaktuppgifter",
     "contact points of the organisation", ("organisation.name", "organisation.contact")),
    ("organisation.activities", "organisaation tapahtumat", "organisationens händelser",
     "activities of the organisation", ("organisation.name", "person.activity")),
    ("organisation.relationship", "organisaation asiakkuus", "organisationens kundförhållande",
     "customer relationship of the organisation", ("organisation.name", "organisation.customership")),
    ("organisation.orders", "organisaation tilaukset", "organisationens beställningar",
     "orders of the organisation", ("organisation.name", "order.history")),
    ("organisation.tags", "organisaation tunnisteet", "organisationens etiketter", "tags of the organisation",
     ("organisation.name", "person.tag")),
    ("organisation.groups", "organisaation ryhmät", "organisationens grupper", "groups of the organisation",
     ("organisation.name", "person.group")),
    ("organisation.files", "organisaation tiedostot", "organisationens filer", "files of the organisation",
     ("organisation.name", "document.file")),
    ("organisation.parent", "organisaation konserni", "organisationens koncern", "group of the organisation",
     ()),
    ("merge.steps", "yhdistämisen vaiheet", "sammanslagningens steg", "steps of a merge", ()),
    ("batch.rows", "tuontierän rivit", "importpartiets rader", "rows of an import", ()),
    # What the program itself ties together: no declaration can choose, so none is asked.
    ("person.changes", "henkilön muutoshistoria", "personens ändringshistorik", "history of changes of the person", ()),
    ("organisation.changes", "organisaation muutoshistoria", "organisationens ändringshistorik",
     "history of changes of the organisation", ()),
    ("person.own_values", "henkilön omat kentät", "personens egna fält", "own fields of the person", ()),
    ("organisation.own_values", "organisaation omat kentät", "organisationens egna fält",
     "own fields of the organisation", ()),
    ("person.objections", "henkilön kiellot", "personens förbud", "bans of the person", ()),
    ("person.customership", "henkilön oma asiakkuus", "personens eget kundförhållande",
     "customer relationship of the person", ()),
    ("person.guardians", "henkilön huoltajat", "personens vårdnadshavare", "guardians of the person", ()),
    ("person.wards", "henkilön huollettavat", "barn som personen är vårdnadshavare för",
     "children in the care of the person", ()),
    ("organisation.former_names", "organisaation aiemmat nimet", "organisationens tidigare namn",
     "earlier names of the organisation", ()),
)  # fmt: skip

RELATIONS: Mapping[str, RelationWord] = {
    id_: RelationWord(id_, Text(fi, sv, en), needs) for id_, fi, sv, en, needs in _ROWS
}
"""Every relation."""
