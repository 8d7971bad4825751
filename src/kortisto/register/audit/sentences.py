"""A sentence for each kind of line of the log. A test fails for an action that has none.

The people concerned stand beside the sentence, not in it: Finnish would bend their names.
"""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.register.audit.account_sentences import ACCOUNTS
from kortisto.register.audit.ledger_sentences import LEDGER
from kortisto.register.audit.retention_sentences import RETENTION

SENTENCES: dict[str, T] = {
    **ACCOUNTS,
    **LEDGER,
    **RETENTION,
    "access.elevated": T(
        "{who} käytti poikkeuspääsyä.", "{who} använde undantagsåtkomst.", "{who} used elevated access."
    ),
    "activity.add": T("{who} kirjasi tapahtuman.", "{who} antecknade en händelse.", "{who} noted an event."),
    "activity.edit": T("{who} muutti tapahtumaa.", "{who} ändrade en händelse.", "{who} changed an event."),
    "api.unchanged": T(
        "{who} lähetti tiedon, joka oli jo ennestään.",
        "{who} skickade en uppgift som redan fanns.",
        "{who} sent what was there already.",
    ),
    "audit.export": T(
        "{who} vei lokin tiedostoon.", "{who} exporterade loggen till en fil.", "{who} exported the log to a file."
    ),
    "audit.new_key": T(
        "{who} vaihtoi lokin allekirjoitusavaimen.",
        "{who} bytte loggens signeringsnyckel.",
        "{who} changed the key that signs the log.",
    ),
    "audit.prune": T(
        "{who} poisti lokista rivit, joiden määräaika on ohi.",
        "{who} raderade de loggrader vars tid har löpt ut.",
        "{who} removed the lines of the log whose period is over.",
    ),
    "audit.read": T("{who} luki lokia.", "{who} läste loggen.", "{who} read the log."),
    "audit.verify": T("{who} tarkisti lokin.", "{who} kontrollerade loggen.", "{who} verified the log."),
    "batch.count": T("{who} päätti tuonnin.", "{who} avslutade en import.", "{who} finished an import."),
    "batch.open": T("{who} aloitti tuonnin.", "{who} påbörjade en import.", "{who} began an import."),
    "batch.read": T("{who} katsoi tuontia.", "{who} tittade på en import.", "{who} looked at an import."),
    "calendar.make": T(
        "{who} otti käyttöön kalenterisyötteen.", "{who} tog i bruk ett kalenderflöde.", "{who} set up a calendar feed."
    ),
    "calendar.off": T(
        "{who} poisti kalenterisyötteen käytöstä.",
        "{who} stängde av sitt kalenderflöde.",
        "{who} switched a calendar feed off.",
    ),
    "duplicates.cancel": T(
        "{who} keskeytti kaksoiskappaleiden haun.",
        "{who} avbröt sökningen efter dubbletter.",
        "{who} broke off the search for duplicates.",
    ),
    "duplicates.compare": T(
        "{who} vertasi tuonnissa tulleita rekisterissä jo olleisiin.",
        "{who} jämförde dem som kom in med en import med dem som redan fanns i registret.",
        "{who} compared those whom an import brought with those who were in the register.",
    ),
    "duplicates.dismiss": T(
        "{who} totesi, että kyse ei ole samasta.",
        "{who} konstaterade att de inte är samma.",
        "{who} found that they differ.",
    ),
    "duplicates.list": T(
        "{who} katsoi mahdollisia kaksoiskappaleita.",
        "{who} tittade på möjliga dubbletter.",
        "{who} looked at possible duplicates.",
    ),
    "duplicates.scan": T(
        "{who} etsi kaksoiskappaleita koko rekisteristä.",
        "{who} sökte dubbletter i hela registret.",
        "{who} searched the whole register for duplicates.",
    ),
    "merges.list": T("{who} katsoi yhdistämisiä.", "{who} tittade på sammanslagningar.", "{who} looked at merges."),
    "retention.forecast": T(
        "{who} laski kalenteriin, mitä milloinkin erääntyy.",
        "{who} beräknade för kalendern vad som ska gallras när.",
        "{who} counted for the calendar what falls due when.",
    ),
    "notice.adopt": T(
        "{who} otti käyttöön selosteen uuden version.",
        "{who} tog i bruk en ny version av beskrivningen.",
        "{who} adopted a new version of the notice.",
    ),
    "notice.preview": T(
        "{who} katsoi, mitä selosteen uusi versio muuttaisi.",
        "{who} tittade på vad en ny version av beskrivningen skulle ändra.",
        "{who} looked at what a new version of the notice would change.",
    ),
    "organisation.compare": T(
        "{who} vertasi kahta organisaatiota.", "{who} jämförde två organisationer.", "{who} compared two organisations."
    ),
    "organisation.merge": T(
        "{who} yhdisti kaksi organisaatiota.", "{who} slog ihop två organisationer.", "{who} merged two organisations."
    ),
    "organisation.part": T(
        "{who} perui organisaatioiden yhdistämisen.",
        "{who} ångrade en sammanslagning av organisationer.",
        "{who} undid a merge of organisations.",
    ),
    "person.compare": T("{who} vertasi kahta henkilöä.", "{who} jämförde två personer.", "{who} compared two people."),
    "person.merge": T("{who} yhdisti kaksi henkilöä.", "{who} slog ihop två personer.", "{who} merged two people."),
    "person.part": T(
        "{who} perui henkilöiden yhdistämisen.",
        "{who} ångrade en sammanslagning av personer.",
        "{who} undid a merge of people.",
    ),
    "erasure.do": T(
        "{who} poisti tietoja pysyvästi.", "{who} raderade uppgifter permanent.", "{who} erased data for good."
    ),
    "erasure.plan": T(
        "{who} katsoi, mitä poistaminen poistaisi.",
        "{who} tittade på vad en radering skulle radera.",
        "{who} looked at what an erasure would erase.",
    ),
    "file.add": T("{who} liitti tiedoston.", "{who} bifogade en fil.", "{who} added a file."),
    "file.destroy_orphans": T(
        "{who} hävitti tiedostot, joita mikään ei enää käytä.",
        "{who} förstörde filer som ingenting längre använder.",
        "{who} destroyed files that nothing uses any more.",
    ),
    "file.list": T(
        "{who} katsoi tiedostojen luetteloa.", "{who} tittade på fillistan.", "{who} saw the list of files."
    ),
    "file.read": T("{who} avasi tiedoston.", "{who} öppnade en fil.", "{who} opened a file."),
    "file.remove": T("{who} poisti tiedoston.", "{who} tog bort en fil.", "{who} removed a file."),
    "file.restore": T("{who} palautti tiedoston.", "{who} återställde en fil.", "{who} restored a file."),
    "form.open": T(
        "{who} avasi lomakkeen uutta varten.",
        "{who} öppnade ett formulär för en ny.",
        "{who} opened a form for a new one.",
    ),
    "group.add": T("{who} teki ryhmän.", "{who} skapade en grupp.", "{who} made a group."),
    "group.edit": T("{who} muutti ryhmää.", "{who} ändrade en grupp.", "{who} changed a group."),
    "group.list": T(
        "{who} katsoi ryhmien luetteloa.", "{who} tittade på grupplistan.", "{who} saw the list of groups."
    ),
    "group.read": T(
        "{who} katsoi ryhmän jäseniä.", "{who} såg en grupps medlemmar.", "{who} saw the members of a group."
    ),
    "group.remove": T("{who} poisti ryhmän.", "{who} tog bort en grupp.", "{who} removed a group."),
    "groups.edit": T(
        "{who} muutti ryhmiin kuulumista.", "{who} ändrade grupptillhörighet.", "{who} changed who is in groups."
    ),
    "import.bans": T(
        "{who} toi tiedostosta suoramarkkinointikieltoja.",
        "{who} importerade förbud mot direktmarknadsföring från en fil.",
        "{who} brought in opt-outs from direct marketing from a file.",
    ),
    "import.preview": T(
        "{who} katsoi, mitä tiedostosta tuotaisiin.",
        "{who} tittade på vad en fil skulle importera.",
        "{who} looked at what a file would bring in.",
    ),
    "import.rows": T(
        "{who} toi tietoja tiedostosta.", "{who} importerade uppgifter.", "{who} brought in data from a file."
    ),
    "labels.read": T(
        "{who} katsoi tunnisteita ja ryhmiä.", "{who} tittade på etiketter och grupper.", "{who} saw tags and groups."
    ),
    "list.follow": T(
        "{who} päivitti luetteloiden järjestyksen osoitteiden päätyttyä.",
        "{who} uppdaterade listornas ordning när adresser hade upphört.",
        "{who} renewed the order of lists after addresses had ended.",
    ),
    "login": T("{who} kirjautui sisään.", "{who} loggade in.", "{who} logged in."),
    "logout": T("{who} kirjautui ulos.", "{who} loggade ut.", "{who} logged out."),
    "note.add": T("{who} kirjoitti muistiinpanon.", "{who} skrev en anteckning.", "{who} wrote a note."),
    "note.edit": T("{who} muutti muistiinpanoa.", "{who} ändrade en anteckning.", "{who} changed a note."),
    "order.add": T("{who} kirjasi tilauksen.", "{who} antecknade en beställning.", "{who} noted an order."),
    "organisation.add": T(
        "{who} lisäsi organisaation.", "{who} lade till en organisation.", "{who} added an organisation."
    ),
    "organisation.edit": T(
        "{who} muutti organisaation tietoja.",
        "{who} ändrade uppgifter om en organisation.",
        "{who} changed the data of an organisation.",
    ),
    "organisation.read": T(
        "{who} katsoi organisaation tietoja.",
        "{who} tittade på uppgifter om en organisation.",
        "{who} saw the data of an organisation.",
    ),
    "own_values.edit": T("{who} muutti lisäkenttiä.", "{who} ändrade extrafält.", "{who} changed further fields."),
    "parties.look_alikes": T(
        "{who} näki, ketkä muistuttavat kirjattavaa.",
        "{who} såg vilka som liknar den som antecknas.",
        "{who} saw who resembles the one being added.",
    ),
    "parties.names": T(
        "{who} näki nimet lokin yhteydessä.",
        "{who} såg namnen i samband med loggen.",
        "{who} saw the names in the log.",
    ),
    "parties.search": T("{who} näki luettelon.", "{who} såg en lista.", "{who} saw a list."),
    "person.add": T("{who} lisäsi henkilön.", "{who} lade till en person.", "{who} added a person."),
    "person.edit": T(
        "{who} muutti henkilön tietoja.", "{who} ändrade uppgifter om en person.", "{who} changed the data of a person."
    ),
    "person.read": T(
        "{who} katsoi henkilön tietoja.", "{who} tittade på uppgifter om en person.", "{who} saw the data of a person."
    ),
    "relationship.add": T(
        "{who} lisäsi asiakkuuden.", "{who} lade till ett kundförhållande.", "{who} added a relationship."
    ),
    "relationship.end": T(
        "{who} päätti asiakkuuden.", "{who} avslutade ett kundförhållande.", "{who} ended a relationship."
    ),
    "removed.forget": T(
        "{who} hävitti poistetun lopullisesti.",
        "{who} förstörde det borttagna slutgiltigt.",
        "{who} destroyed for good what had been removed.",
    ),
    "removed.restore": T(
        "{who} palautti poistetun.", "{who} återställde det borttagna.", "{who} restored what had been removed."
    ),
    "representation.add": T(
        "{who} merkitsi, ketä henkilö edustaa.",
        "{who} antecknade vem en person företräder.",
        "{who} noted whom a person represents.",
    ),
    "representation.edit": T(
        "{who} muutti tietoa siitä, ketä henkilö edustaa.",
        "{who} ändrade vem en person företräder.",
        "{who} changed whom a person represents.",
    ),
    "representation.end": T(
        "{who} merkitsi edustamisen päättyneeksi.",
        "{who} antecknade att en person inte längre företräder någon.",
        "{who} noted that a person no longer represents somebody.",
    ),
    "representation.remove": T(
        "{who} poisti virheellisen tiedon siitä, ketä henkilö edustaa.",
        "{who} tog bort en felaktig uppgift om vem en person företräder.",
        "{who} removed a mistake about whom a person represents.",
    ),
    "representation.restore": T(
        "{who} palautti tiedon siitä, ketä henkilö edustaa.",
        "{who} återställde uppgiften om vem en person företräder.",
        "{who} restored whom a person represents.",
    ),
    "person.count": T("{who} laski henkilöiden määrän.", "{who} räknade personer.", "{who} counted people."),
    "person.edit_many": T(
        "{who} muutti monen henkilön tietoja.",
        "{who} ändrade uppgifter om flera personer.",
        "{who} changed the data of many people.",
    ),
    "person.undo_many": T(
        "{who} kumosi monen henkilön tietojen muutoksen.",
        "{who} ångrade en ändring av flera personers uppgifter.",
        "{who} took back a change of the data of many people.",
    ),
    "person.export": T(
        "{who} vei henkilöiden tietoja tiedostoon.",
        "{who} exporterade uppgifter om personer.",
        "{who} exported the data of people.",
    ),
    "person.export_refused": T(
        "{who} ei saanut viedä henkilöiden tietoja.",
        "{who} fick inte exportera uppgifter om personer.",
        "{who} was not let export the data of people.",
    ),
    "person.list": T(
        "{who} näki henkilöiden luettelon.", "{who} såg en lista över personer.", "{who} saw a list of people."
    ),
    "organisation.count": T(
        "{who} laski organisaatioiden määrän.", "{who} räknade organisationer.", "{who} counted organisations."
    ),
    "organisation.edit_many": T(
        "{who} muutti monen organisaation tietoja.",
        "{who} ändrade uppgifter om flera organisationer.",
        "{who} changed the data of many organisations.",
    ),
    "organisation.undo_many": T(
        "{who} kumosi monen organisaation tietojen muutoksen.",
        "{who} ångrade en ändring av flera organisationers uppgifter.",
        "{who} took back a change of the data of many organisations.",
    ),
    "organisation.export": T(
        "{who} vei organisaatioiden tietoja tiedostoon.",
        "{who} exporterade uppgifter om organisationer.",
        "{who} exported the data of organisations.",
    ),
    "organisation.export_refused": T(
        "{who} ei saanut viedä organisaatioiden tietoja.",
        "{who} fick inte exportera uppgifter om organisationer.",
        "{who} was not let export the data of organisations.",
    ),
    "organisation.list": T(
        "{who} näki organisaatioiden luettelon.",
        "{who} såg en lista över organisationer.",
        "{who} saw a list of organisations.",
    ),
    "regular_run.ask": T(
        "{who} päivitti säännöllisten tarkistusten määräpäivät.",
        "{who} uppdaterade datumen för de regelbundna kontrollerna.",
        "{who} brought the dates of the regular runs up to date.",
    ),
    "regular_run.done": T(
        "{who} kirjasi säännöllisen tarkistuksen tehdyksi.",
        "{who} antecknade en regelbunden kontroll som gjord.",
        "{who} recorded a regular run as done.",
    ),
    "retention.ask": T(
        "{who} pyysi erääntyneiden tietojen poistoa.",
        "{who} bad om gallring av uppgifter vars tid har gått ut.",
        "{who} asked for the erasure of what is due.",
    ),
    "retention.cancel": T(
        "{who} pyysi keskeyttämään poistoajon.",
        "{who} bad att gallringen avbryts.",
        "{who} asked to cancel the erasure run.",
    ),
    "retention.certify": T(
        "{who} kirjasi poistotodistuksen tiivisteen.",
        "{who} förde in kontrollsumman för ett gallringsintyg.",
        "{who} entered the hash of a certificate of erasure.",
    ),
    "retention.due": T(
        "{who} katsoi, kenen tiedot ovat erääntyneet.",
        "{who} tittade på vems uppgifter som ska gallras.",
        "{who} looked at whose data are due.",
    ),
    "retention.erase": T(
        "{who} poisti erääntyneet tiedot.",
        "{who} gallrade uppgifter vars tid hade gått ut.",
        "{who} erased data that were due.",
    ),
    "retention.interrupt": T(
        "{who} huomasi, että poistoajo oli pysähtynyt.",
        "{who} märkte att gallringen hade stannat.",
        "{who} noticed that the erasure run had stopped.",
    ),
    "retention.list": T(
        "{who} etsi erääntyneet tiedot.",
        "{who} sökte uppgifter som ska gallras.",
        "{who} looked for data that are due.",
    ),
    "retention.resume": T(
        "{who} jatkoi pysähtynyttä poistoajoa.",
        "{who} återupptog gallringen.",
        "{who} went on with the erasure run.",
    ),
    "retention.settle": T(
        "{who} laski säilytysajat ajan tasalle.",
        "{who} räknade om bevarandetiderna.",
        "{who} brought the retention dates up to date.",
    ),
    "retention.simulate": T(
        "{who} kokeili poistoa poistamatta mitään.",
        "{who} provade gallringen utan att gallra något.",
        "{who} tried the erasure without erasing anything.",
    ),
    "retention.start": T(
        "{who} aloitti erääntyneiden tietojen poiston.",
        "{who} började gallra uppgifter vars tid har gått ut.",
        "{who} began to erase what is due.",
    ),
    "retention.stuck": T(
        "{who} katsoi, kenen tietoja ei ole saatu poistettua.",
        "{who} tittade på vems uppgifter som inte har kunnat gallras.",
        "{who} looked at whose data could not be erased.",
    ),
    "retention.why": T(
        "{who} katsoi, miksi tiedot säilyvät.",
        "{who} tittade på varför uppgifterna finns kvar.",
        "{who} looked at why data are kept.",
    ),
    "tag.add": T("{who} teki tunnisteen.", "{who} skapade en etikett.", "{who} made a tag."),
    "tag.edit": T("{who} muutti tunnistetta.", "{who} ändrade en etikett.", "{who} changed a tag."),
    "tag.list": T("{who} katsoi tunnisteita.", "{who} tittade på etiketterna.", "{who} saw the tags."),
    "tag.remove": T("{who} poisti tunnisteen.", "{who} tog bort en etikett.", "{who} removed a tag."),
    "tags.edit": T("{who} muutti tunnisteita.", "{who} ändrade etiketter.", "{who} changed tags."),
    "task.add": T("{who} lisäsi tehtävän.", "{who} lade till en uppgift.", "{who} added a task."),
    "task.edit": T("{who} muutti tehtävää.", "{who} ändrade en uppgift.", "{who} changed a task."),
    "task.remind": T("{who} muistutti tehtävistä.", "{who} påminde om uppgifter.", "{who} reminded of tasks."),
    "timeline.read": T("{who} katsoi aikajanaa.", "{who} tittade på tidslinjen.", "{who} saw the timeline."),
    "elevation.end": T(
        "{who} päätti poikkeuspääsyn.", "{who} avslutade undantagsåtkomst.", "{who} ended elevated access."
    ),
    "elevation.see": T(
        "{who} kuittasi nähneensä poikkeuspääsyn.",
        "{who} kvitterade att undantagsåtkomsten har setts.",
        "{who} confirmed having seen an elevated access.",
    ),
    "elevation.open": T(
        "{who} avasi poikkeuspääsyn.", "{who} öppnade undantagsåtkomst.", "{who} opened elevated access."
    ),
    "invitation.use": T("{who} otti kutsun vastaan.", "{who} tog emot en inbjudan.", "{who} took up an invitation."),
    "level.compose": T(
        "{who} koosti käyttöoikeustason.", "{who} satte ihop en behörighetsnivå.", "{who} composed a level."
    ),
    "level.remove": T(
        "{who} poisti käyttöoikeustason.", "{who} tog bort en behörighetsnivå.", "{who} removed a level."
    ),
    "login.token": T("{who} kirjautui avaimella.", "{who} loggade in med en nyckel.", "{who} logged in with a key."),
    "session.end": T("{who} päätti istunnon.", "{who} avslutade en session.", "{who} ended a session."),
    "session.end_all": T(
        "{who} päätti kaikki istunnot.", "{who} avslutade alla sessioner.", "{who} ended all sessions."
    ),
    "session.expire": T("{who}: istunto vanheni.", "{who}: sessionen gick ut.", "{who}: the session ran out."),
    "token.make": T("{who} teki avaimen ohjelmalle.", "{who} skapade en nyckel för ett program.", "{who} made a key."),
    "token.revoke": T("{who} mitätöi ohjelman avaimen.", "{who} återkallade en nyckel.", "{who} revoked a key."),
    "user.change_password": T("{who} vaihtoi salasanan.", "{who} bytte lösenord.", "{who} changed a password."),
    "user.close": T("{who} sulki käyttäjätunnuksen.", "{who} stängde ett användarkonto.", "{who} closed an account."),
    "user.language": T("{who} vaihtoi kielensä.", "{who} bytte sitt språk.", "{who} changed their language."),
    "user.new_password": T(
        "{who} asetti uuden salasanan.", "{who} ställde in ett nytt lösenord.", "{who} set a new password."
    ),
    "user.place": T(
        "{who} muutti käyttäjän roolia tai käyttöoikeustasoa.",
        "{who} ändrade en användares roll eller behörighetsnivå.",
        "{who} changed a user's role or access level.",
    ),
    "user.rename": T(
        "{who} muutti käyttäjän nimeä.", "{who} ändrade en användares namn.", "{who} changed a user's name."
    ),
    "user.reopen": T(
        "{who} avasi käyttäjätunnuksen.", "{who} öppnade ett användarkonto på nytt.", "{who} reopened an account."
    ),
    "activity.begin": T(
        "{who} avasi tapahtumalomakkeen.", "{who} öppnade händelseformuläret.", "{who} opened an event form."
    ),
    "batch.remove": T("{who} poisti tuodun erän.", "{who} tog bort en importerad sats.", "{who} removed a batch."),
    "batch.sign": T(
        "{who} merkitsi, ketkä kirjasivat tuodun erän tapahtumat.",
        "{who} antecknade vem som hade skrivit händelserna i en importerad sats.",
        "{who} noted who had written down the events of a batch.",
    ),
    "batch.undo": T("{who} perui tuonnin.", "{who} ångrade en import.", "{who} undid an import."),
    "calendar.settings": T(
        "{who} katsoi kalenterin asetuksia.",
        "{who} tittade på kalenderinställningarna.",
        "{who} saw calendar settings.",
    ),
    "companions.read": T(
        "{who} katsoi, ketkä olivat mukana.", "{who} tittade på vilka som var med.", "{who} saw who took part."
    ),
    "import.remove": T(
        "{who} poisti tuodut tiedot.", "{who} tog bort importerade uppgifter.", "{who} removed imported data."
    ),
    "import.restore": T(
        "{who} palautti tuonnin muuttamat tiedot.",
        "{who} återställde uppgifter som en import hade ändrat.",
        "{who} restored what an import had changed.",
    ),
    "labels.list": T(
        "{who} katsoi tunnisteiden ja ryhmien luetteloa.",
        "{who} tittade på listan över etiketter och grupper.",
        "{who} saw the list of tags and groups.",
    ),
    "task.begin": T("{who} avasi tehtävälomakkeen.", "{who} öppnade uppgiftsformuläret.", "{who} opened a task form."),
    "task.saved": T("{who} tallensi tehtävän.", "{who} sparade en uppgift.", "{who} saved a task."),
    "timeline.edit": T("{who} muutti aikajanaa.", "{who} ändrade tidslinjen.", "{who} changed the timeline."),
    "upload.add": T(
        "{who} lähetti tiedoston tuontia varten.",
        "{who} laddade upp en fil för import.",
        "{who} sent a file to import.",
    ),
    "upload.answer": T(
        "{who} vastasi tuonnin kysymyksiin.",
        "{who} svarade på frågorna i en import.",
        "{who} answered the questions of an import.",
    ),
    "upload.cancel": T("{who} keskeytti tuonnin.", "{who} avbröt en import.", "{who} broke off an import."),
    "upload.remove_left": T(
        "{who} poisti tuonneista jääneitä tiedostoja, joita ei enää tarvita.",
        "{who} tog bort filer som hade blivit kvar efter importer och inte längre behövs.",
        "{who} removed files that imports had left behind and nobody needs.",
    ),
    "upload.discard": T(
        "{who} hylkäsi tuotavan tiedoston.", "{who} kastade en uppladdad fil.", "{who} discarded a file."
    ),
    "upload.rejected": T(
        "{who} haki rivit, joita ei voitu tuoda.",
        "{who} hämtade raderna som inte kunde importeras.",
        "{who} fetched the rows that could not be imported.",
    ),
    "upload.resume": T("{who} jatkoi tuontia.", "{who} återupptog en import.", "{who} went on with an import."),
    "upload.stop": T("{who} pysäytti tuonnin.", "{who} stoppade en import.", "{who} stopped an import."),
    "user.remove": T(
        "{who} poisti käyttäjätunnuksen.", "{who} tog bort ett användarkonto.", "{who} removed an account."
    ),
    "view.open": T("{who} avasi näkymän.", "{who} öppnade en vy.", "{who} opened a view."),
    "view.remove": T("{who} poisti näkymän.", "{who} tog bort en vy.", "{who} removed a view."),
    "view.save": T("{who} tallensi näkymän.", "{who} sparade en vy.", "{who} saved a view."),
    "day.read": T("{who} katsoi päivänsä asioita.", "{who} tittade på sin dag.", "{who} saw what the day brings."),
    "organisation.former_name.add": T(
        "{who} lisäsi organisaation aiemman nimen.",
        "{who} lade till ett tidigare namn på en organisation.",
        "{who} added a former name of an organisation.",
    ),
    "organisation.former_name.remove": T(
        "{who} poisti organisaation aiemman nimen.",
        "{who} tog bort ett tidigare namn på en organisation.",
        "{who} removed a former name of an organisation.",
    ),
    "reminders.read": T("{who} katsoi muistutuksia.", "{who} tittade på påminnelserna.", "{who} saw the reminders."),
    "user.add": T("{who} teki käyttäjätunnuksen.", "{who} skapade ett användarkonto.", "{who} made an account."),
    "user.sign_undertaking": T(
        "{who} allekirjoitti salassapitositoumuksen.",
        "{who} undertecknade sekretessförbindelsen.",
        "{who} signed the confidentiality undertaking.",
    ),
}
"""By action. `{who}` stands in the nominative, at the beginning."""

DENIED: dict[str, T] = {
    "login": T("Kirjautuminen epäonnistui: {who}.", "Inloggningen misslyckades: {who}.", "A log-in failed: {who}."),
}
_REFUSED_ACCESS = T(
    "{who} ei päässyt tietoihin, koska seloste ei salli sitä.",
    "{who} fick inte se uppgifterna, eftersom beskrivningen inte tillåter det.",
    "{who} was not let to the data, because the notice does not permit it.",
)
_REFUSED_PERMISSION = T(
    "{who} yritti sivulle, johon ei ole lupaa.",
    "{who} försökte öppna en sida utan tillstånd.",
    "{who} tried a page without permission.",
)
FAMILIES = {"access.": _REFUSED_ACCESS, "permission.": _REFUSED_PERMISSION}
"""Refusals, by the beginning of the action; its rest names the operation or the permission."""

# What several kinds of things share: `note.read`, `task.remove`.
_THINGS = {
    "address": T("osoitteen", "en adress", "an address"),
    "business_relation": T("liikesuhteen", "en affärsrelation", "a business relation"),
    "contact_point": T("yhteystiedon", "en kontaktuppgift", "a contact"),
    "customership": T("asiakkuuden", "ett kundförhållande", "a customership"),
    "activity": T("tapahtuman", "en händelse", "an event"),
    "calendar": T("kalenterin", "en kalender", "a calendar"),
    "file": T("tiedoston", "en fil", "a file"),
    "guardianship": T("huoltajuuden", "ett vårdnadsförhållande", "a guardianship"),
    "relationship": T("asiakkuuden", "ett kundförhållande", "a relationship"),
    "meeting": T("tapaamisen", "ett möte", "a meeting"),
    "former_name": T("organisaation aiemman nimen", "ett tidigare namn på en organisation", "a former name"),
    "note": T("muistiinpanon", "en anteckning", "a note"),
    "order": T("tilauksen", "en beställning", "an order"),
    "task": T("tehtävän", "en uppgift", "a task"),
}
_DEEDS = {
    "add": T("{who} lisäsi {thing}.", "{who} lade till {thing}.", "{who} added {thing}."),
    "edit": T("{who} päivitti {thing}.", "{who} uppdaterade {thing}.", "{who} updated {thing}."),
    "end": T("{who} poisti käytöstä {thing}.", "{who} tog {thing} ur bruk.", "{who} took {thing} out of use."),
    "read": T("{who} avasi {thing}.", "{who} öppnade {thing}.", "{who} opened {thing}."),
    "remove": T("{who} poisti {thing}.", "{who} tog bort {thing}.", "{who} removed {thing}."),
    "restore": T("{who} palautti {thing}.", "{who} återställde {thing}.", "{who} restored {thing}."),
}
_UNKNOWN = T("{who}: {action}", "{who}: {action}", "{who}: {action}")


def has_sentence(action: str) -> bool:
    """Return whether an action is told in words."""
    thing, _dot, deed = action.partition(".")
    return action in SENTENCES or action.startswith(tuple(FAMILIES)) or (thing in _THINGS and deed in _DEEDS)


def sentence(*, action: str, denied: bool, who: str, language: str) -> str:
    """Return what a line says, in `fi`, `sv` or `en`; an action of an older version as it is written in the log."""
    thing, _dot, deed = action.partition(".")
    family = next((text for beginning, text in FAMILIES.items() if action.startswith(beginning)), None)
    text = (DENIED.get(thing) if denied else None) or SENTENCES.get(action) or family
    if text is None and thing in _THINGS and deed in _DEEDS:
        return _DEEDS[deed].in_language(language).format(who=who, thing=_THINGS[thing].in_language(language))
    return (text or _UNKNOWN).in_language(language).format(who=who, action=action)
