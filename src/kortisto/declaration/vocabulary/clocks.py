"""The vocabulary of clocks: an event, and whose it is. The part before the dot is the owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortisto.declaration.model import Text

_ENDS = frozenset({"ended", "closed", "paid", "settled", "lifted", "delivered", "answered"})


@dataclass(frozen=True, slots=True)
class ClockWord:
    """One clock. `counted_from` completes "kept for ten years ..." in each language.

    `always_known` is true when the clock has struck for every datum the moment it is stored, so that a rule on it needs
    no fallback.
    """

    id: str
    name: Text
    counted_from: Text
    always_known: bool = False

    @property
    def owner(self) -> str:
        """Return whose clock it is."""
        return self.id.partition(".")[0]

    @property
    def may_go_on(self) -> bool:
        """Return whether it is the end of something that may go on for ever: a contract, a debt.

        The others strike, again and again perhaps; while they have not, nothing is known to go on.
        """
        return self.id.partition(".")[2] in _ENDS


_ROWS: tuple[tuple[str, Text, Text, bool], ...] = (
    ("item.collected", Text("tiedon keruu", "insamlingen av uppgiften", "collection of the data"),
     Text("tiedon keruusta", "från det att uppgiften samlades in", "from the collection of the data"), True),
    ("item.updated", Text("tiedon päivitys", "uppdateringen av uppgiften", "update of the data"),
     Text("tiedon viimeisestä päivityksestä", "från den senaste uppdateringen av uppgiften",
          "from the last update of the data"), False),
    ("person.last_activity", Text("henkilön viimeisin aktiviteetti", "personens senaste aktivitet",
                                  "last activity of the person"),
     Text("rekisteröidyn viimeisimmästä aktiviteetista", "från den registrerades senaste aktivitet",
          "from the last activity of the person"), False),
    ("organisation.last_activity", Text("edustetun organisaation viimeisin aktiviteetti",
                                        "den företrädda organisationens senaste aktivitet",
                                        "last activity of the represented organisation"),
     Text("rekisteröidyn edustaman organisaation viimeisimmästä aktiviteetista",
          "från den senaste aktiviteten hos den organisation som den registrerade företräder",
          "from the last activity of the organisation the person represents"), False),
    ("customership.ended", Text("asiakkuuden päättyminen", "kundförhållandets upphörande",
                                "end of the customer relationship"),
     Text("asiakkuuden päättymisestä", "från det att kundförhållandet upphörde",
          "from the end of the customer relationship"), False),
    ("contact.ended", Text("yhteyshenkilönä toimimisen päättyminen", "upphörandet av uppdraget som kontaktperson",
                           "end of the role as contact person"),
     Text("siitä, kun henkilö ei enää ole yhteyshenkilö", "från det att personen inte längre är kontaktperson",
          "from the end of the role as contact person"), False),
    ("service_history.ended", Text("asiakkaan palveluhistorian säilytyksen päättyminen",
                                   "upphörandet av lagringen av kundens tjänstehistorik",
                                   "end of the storage of the customer's service history"),
     Text("asiakkaan palveluhistorian säilytyksen päättymisestä",
          "från det att kundens tjänstehistorik inte längre lagras",
          "from the end of the storage of the customer's service history"), False),
    ("service.ended", Text("palvelun päättyminen", "tjänstens upphörande", "end of the service"),
     Text("palvelun päättymisestä", "från det att tjänsten upphörde", "from the end of the service"), False),
    ("service.used", Text("palvelun käyttö", "användningen av tjänsten", "use of the service"),
     Text("palvelun käytöstä", "från användningen av tjänsten", "from the use of the service"), False),
    ("contract.ended", Text("sopimuksen voimassaolon päättyminen", "avtalets upphörande", "end of the contract"),
     Text("sopimuksen voimassaolon päättymisestä", "från det att avtalet upphörde att gälla",
          "from the end of the contract"), False),
    ("contract.offered", Text("tarjouksen tekeminen", "lämnandet av anbudet", "submission of the offer"),
     Text("tarjouksen tekemisestä", "från det att anbudet lämnades", "from the submission of the offer"), False),
    ("project.ended", Text("projektin päättyminen", "projektets avslutande", "end of the project"),
     Text("projektin päättymisestä", "från det att projektet avslutades", "from the end of the project"), False),
    ("invoice.dated", Text("laskun päiväys", "fakturans datum", "date of the invoice"),
     Text("laskun päiväyksestä", "från fakturans datum", "from the date of the invoice"), False),
    ("invoice.paid", Text("laskun maksaminen", "betalningen av fakturan", "payment of the invoice"),
     Text("laskun maksamisesta", "från det att fakturan betalades", "from the payment of the invoice"), False),
    ("receivable.settled", Text("saatavan suorittaminen", "regleringen av fordran", "settlement of the receivable"),
     Text("saatavan suorittamisesta", "från det att fordran reglerades", "from the settlement of the receivable"),
     False),
    ("order.placed", Text("tilauksen tekeminen", "beställningen", "placing of the order"),
     Text("tilauksen tekemisestä", "från beställningen", "from the placing of the order"), False),
    ("order.delivered", Text("tilauksen toimitus", "leveransen av beställningen", "delivery of the order"),
     Text("tilauksen toimituksesta", "från leveransen av beställningen", "from the delivery of the order"), False),
    ("ticket.closed", Text("tiketin sulkeminen", "stängningen av ärendet", "closing of the ticket"),
     Text("tiketin sulkemisesta", "från det att ärendet stängdes", "from the closing of the ticket"), False),
    ("chat.ended", Text("chat-keskustelun päättyminen", "chattens avslutande", "end of the chat"),
     Text("chat-keskustelun päättymisestä", "från det att chatten avslutades", "from the end of the chat"), False),
    ("call.recorded", Text("puhelun tallentaminen", "inspelningen av samtalet", "recording of the call"),
     Text("puhelun tallentamisesta", "från inspelningen av samtalet", "from the recording of the call"), False),
    ("recording.made", Text("tallenteen tekeminen", "inspelningen", "making of the recording"),
     Text("tallenteen tekemisestä", "från inspelningen", "from the making of the recording"), False),
    ("message.sent", Text("viestin lähettäminen", "avsändandet av meddelandet", "sending of the message"),
     Text("viestin lähettämisestä", "från det att meddelandet sändes", "from the sending of the message"), False),
    ("feedback.given", Text("palautteen antaminen", "lämnandet av responsen", "giving of the feedback"),
     Text("palautteen antamisesta", "från det att responsen lämnades", "from the giving of the feedback"), False),
    ("form.submitted", Text("lomakkeen lähettäminen", "insändandet av formuläret", "submission of the form"),
     Text("lomakkeen lähettämisestä", "från det att formuläret sändes", "from the submission of the form"), False),
    ("visit.happened", Text("käynti verkkosivulla", "besöket på webbplatsen", "visit to the website"),
     Text("verkkosivulla käynnistä", "från besöket på webbplatsen", "from the visit to the website"), False),
    ("login.happened", Text("kirjautuminen", "inloggningen", "login"),
     Text("kirjautumisesta", "från inloggningen", "from the login"), False),
    ("account.closed", Text("käyttäjätilin sulkeminen", "stängningen av användarkontot",
                            "closing of the user account"),
     Text("käyttäjätilin sulkemisesta", "från det att användarkontot stängdes",
          "from the closing of the user account"), False),
    ("subscription.ended", Text("tilauksen tai listalla olon päättyminen", "prenumerationens upphörande",
                                "end of the subscription"),
     Text("postituslistan tilauksen päättymisestä", "från det att prenumerationen upphörde",
          "from the end of the subscription"), False),
    ("consent.given", Text("suostumuksen antaminen", "lämnandet av samtycket", "giving of the consent"),
     Text("suostumuksen antamisesta", "från det att samtycket gavs", "from the giving of the consent"), False),
    ("consent.ended", Text("suostumuksen päättyminen tai peruuttaminen", "samtyckets upphörande eller återkallande",
                           "end or withdrawal of the consent"),
     Text("suostumuksen päättymisestä tai peruuttamisesta", "från det att samtycket upphörde eller återkallades",
          "from the end or withdrawal of the consent"), False),
    ("objection.made", Text("kiellon tai vastustuksen ilmoittaminen", "anmälan om förbud eller invändning",
                            "notice of the opt-out or objection"),
     Text("kiellon ilmoittamisesta", "från det att förbudet anmäldes", "from the notice of the opt-out"), False),
    ("objection.lifted", Text("kiellon peruminen", "återtagandet av förbudet", "withdrawal of the opt-out"),
     Text("kiellon perumisesta", "från det att förbudet återtogs", "from the withdrawal of the opt-out"), False),
    ("request.answered", Text("pyyntöön vastaaminen", "besvarandet av begäran", "reply to the request"),
     Text("pyyntöön vastaamisesta", "från det att begäran besvarades", "from the reply to the request"), False),
    ("screening.done", Text("tarkistuksen tekeminen", "kontrollen", "the check"),
     Text("tarkistuksen tekemisestä", "från kontrollen", "from the check"), False),
    ("profile.formed", Text("profiilin muodostaminen", "skapandet av profilen", "creation of the profile"),
     Text("profiilin muodostamisesta", "från det att profilen skapades", "from the creation of the profile"), False),
    ("log.written", Text("lokimerkinnän tekeminen", "loggningen", "writing of the log entry"),
     Text("lokimerkinnän tekemisestä", "från det att loggposten skrevs", "from the writing of the log entry"), True),
    ("purpose.ended", Text("käyttötarkoituksen päättyminen", "ändamålets upphörande", "end of the purpose"),
     Text("käyttötarkoituksen päättymisestä", "från det att ändamålet upphörde", "from the end of the purpose"),
     False),
    ("incident.closed", Text("vahinkotapahtuman selvityksen päättyminen", "avslutandet av utredningen av incidenten",
                             "end of the investigation of the incident"),
     Text("selvityksen päättymisestä", "från det att utredningen avslutades", "from the end of the investigation"),
     False),
    ("claim.settled", Text("vaatimuksen ratkeaminen", "avgörandet av anspråket", "settlement of the claim"),
     Text("vaatimuksen ratkeamisesta", "från det att anspråket avgjordes", "from the settlement of the claim"),
     False),
    ("dispute.ended", Text("erimielisyyden ratkeaminen", "tvistens avgörande", "end of the dispute"),
     Text("erimielisyyden ratkeamisesta", "från det att tvisten löstes", "from the end of the dispute"), False),
    ("authority_order.ended", Text("viranomaisen määräyksen päättyminen", "upphörandet av myndighetens föreläggande",
                                   "end of the authority's order"),
     Text("viranomaisen määräyksen päättymisestä", "från det att myndighetens föreläggande upphörde",
          "from the end of the authority's order"), False),
    ("document.received", Text("asiakirjan vastaanotto", "mottagandet av dokumentet", "receipt of the document"),
     Text("asiakirjan vastaanotosta", "från mottagandet av dokumentet", "from the receipt of the document"), False),
    ("stay.ended", Text("majoituksen päättyminen", "vistelsens slut", "end of the stay"),
     Text("majoituksen päättymisestä", "från det att vistelsen avslutades", "from the end of the stay"), False),
    ("care.ended", Text("hoidon päättyminen", "vårdens slut", "end of the care"),
     Text("hoidon päättymisestä", "från det att vården avslutades", "from the end of the care"), False),
    ("relation.ended", Text("muun asiallisen yhteyden päättyminen", "upphörandet av annan saklig anknytning",
                            "end of another relevant relation"),
     Text("muun asiallisen yhteyden päättymisestä", "från det att den sakliga anknytningen upphörde",
          "from the end of the relation"), False),
)  # fmt: skip

# The event that brings the datum into being: it cannot be unknown for a datum that is there.
_BIRTHS = frozenset({
    "invoice.dated", "order.placed", "call.recorded", "recording.made", "message.sent", "feedback.given",
    "form.submitted", "visit.happened", "login.happened", "consent.given", "objection.made", "screening.done",
    "profile.formed", "document.received", "service.used",
})  # fmt: skip

CLOCKS: Mapping[str, ClockWord] = {
    id_: ClockWord(id_, name, start, known or id_ in _BIRTHS) for id_, name, start, known in _ROWS
}
"""Every clock."""
