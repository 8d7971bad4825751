"""Sentences of a notice: rights, requests, complaints."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- rights
    "rights.lead": T(
        "Se, mitkä oikeudet rekisteröidyllä on, riippuu käsittelyn oikeusperusteesta. Taulukko perustuu niihin "
        "perusteisiin, joita tässä rekisterissä käytetään.",
        "Vilka rättigheter den registrerade har beror på den rättsliga grunden för behandlingen. Tabellen utgår från "
        "de grunder som används i detta register.",
        "Which rights you have depends on the legal basis of the processing. The table covers the bases used in this "
        "register.",
    ),
    "rights.caption": T(
        "Oikeudet ja milloin ne ovat käytettävissä", "Rättigheterna och när de gäller", "Rights and when they apply"
    ),
    "rights.right": T("Oikeus", "Rättighet", "Right"),
    "rights.applies": T("Milloin", "När", "When"),
    "rights.always": T(
        "Aina: oikeus koskee kaikkea tämän rekisterin käsittelyä.",
        "Alltid: rätten gäller all behandling i detta register.",
        "Always: it covers all processing in this register.",
    ),
    "rights.no_decisions": T(
        "Tässä rekisterissä ei tehdä tällaisia päätöksiä.",
        "I detta register fattas inga sådana beslut.",
        "No such decisions are made in this register.",
    ),
    "rights.bases": T(
        "Kun oikeusperusteena on {bases}.", "När den rättsliga grunden är {bases}.", "Where the legal basis is {bases}."
    ),
    "rights.purposes": T("Tarkoitukset: {purposes}.", "Ändamål: {purposes}.", "Purposes: {purposes}."),
    "rights.not": T(
        "Näitä oikeuksia ei ole rekisterissä käytettyjen oikeusperusteiden nojalla: {rights}.",
        "Följande rättigheter följer inte av de rättsliga grunder som används i registret: {rights}.",
        "The following rights do not follow from the legal bases used in this register: {rights}.",
    ),
    "right.information": T(
        "Rekisteröidyllä on oikeus saada tietää, miten hänen henkilötietojaan käsitellään. Tiedot annetaan tässä "
        "{this.inessive}.",
        "Den registrerade har rätt att få veta hur hans eller hennes personuppgifter behandlas. Informationen ges i "
        "denna beskrivning.",
        "You have the right to know how your personal data are processed. This notice tells you.",
    ),
    "right.access": T(
        "Rekisteröidyllä on oikeus saada vahvistus siitä, käsitelläänkö hänen henkilötietojaan, ja saada jäljennös "
        "tiedoistaan sekä tiedot käsittelystä.",
        "Den registrerade har rätt att få bekräftat om hans eller hennes personuppgifter behandlas och att få en "
        "kopia av uppgifterna samt information om behandlingen.",
        "You have the right to be told whether your personal data are processed, and to receive a copy of them and "
        "information on the processing.",
    ),
    "right.rectification": T(
        "Rekisteröidyllä on oikeus vaatia, että epätarkat ja virheelliset tiedot oikaistaan ja puutteelliset "
        "täydennetään ilman aiheetonta viivytystä.",
        "Den registrerade har rätt att kräva att felaktiga uppgifter rättas och ofullständiga uppgifter kompletteras "
        "utan onödigt dröjsmål.",
        "You have the right to have inaccurate data corrected and incomplete data completed without undue delay.",
    ),
    "right.erasure": T(
        "Rekisteröidyllä on oikeus saada tietonsa poistetuiksi, jos niitä ei enää tarvita, jos suostumus peruutetaan "
        "eikä muuta perustetta ole, jos rekisteröity vastustaa käsittelyä eikä käsittelyyn ole perusteltua syytä, tai "
        "jos käsittely on lainvastaista. Tietoja ei poisteta siltä osin kuin niitä tarvitaan lakisääteisen velvoitteen "
        "noudattamiseen tai oikeusvaateen laatimiseen, esittämiseen tai puolustamiseen.",
        "Den registrerade har rätt att få sina uppgifter raderade om de inte längre behövs, om samtycket återkallas "
        "och det inte finns någon annan grund, om den registrerade invänder mot behandlingen och det saknas "
        "berättigade skäl för den, eller om behandlingen är olaglig. Uppgifterna raderas inte till den del de behövs "
        "för att uppfylla en rättslig förpliktelse eller för att fastställa, göra gällande eller försvara "
        "rättsliga anspråk.",
        "You have the right to have your data erased if they are no longer needed, if you withdraw your consent and "
        "there is no other basis, if you object and there are no overriding grounds, or if the processing is "
        "unlawful. Data are not erased to the extent that they are needed to comply with a legal obligation or for "
        "legal claims.",
    ),
    "right.restriction": T(
        "Rekisteröidyllä on oikeus vaatia käsittelyn rajoittamista, kun hän kiistää tietojen paikkansapitävyyden, kun "
        "käsittely on lainvastaista mutta hän ei halua tietoja poistettaviksi, kun hän tarvitsee tietoja "
        "oikeusvaadetta varten tai kun hänen vastustuksensa on käsiteltävänä.",
        "Den registrerade har rätt att kräva att behandlingen begränsas när han eller hon bestrider uppgifternas "
        "korrekthet, när behandlingen är olaglig men han eller hon inte vill att uppgifterna "
        "raderas, när han eller hon "
        "behöver uppgifterna för ett rättsligt anspråk eller medan en invändning prövas.",
        "You have the right to have processing restricted while the accuracy of the data is contested, where the "
        "processing is unlawful but you do not want erasure, where you need the data for a legal claim, or while your "
        "objection is being considered.",
    ),
    "right.portability": T(
        "Rekisteröidyllä on oikeus saada itse antamansa tiedot koneellisesti luettavassa muodossa ja siirtää ne "
        "toiselle rekisterinpitäjälle, kun tietoja käsitellään automaattisesti ja käsittely perustuu suostumukseen tai "
        "sopimukseen.",
        "Den registrerade har rätt att få ut de uppgifter som han eller hon själv har lämnat i maskinläsbart format "
        "och överföra dem till en annan personuppgiftsansvarig när behandlingen är automatiserad och grundar sig på "
        "samtycke eller avtal.",
        "You have the right to receive the data that you have given in a machine-readable form and to transmit them to "
        "another controller, where the processing is automated and based on consent or a contract.",
    ),
    "right.objection": T(
        "Rekisteröidyllä on oikeus henkilökohtaiseen tilanteeseensa liittyvällä perusteella vastustaa käsittelyä, joka "
        "perustuu {bases}. Suoramarkkinointia ja siihen liittyvää profilointia saa vastustaa milloin tahansa ilman "
        "perusteluja, ja käsittely lopetetaan silloin aina.",
        "Den registrerade har rätt att av skäl som hänför sig till hans eller hennes särskilda situation invända mot "
        "behandling som grundar sig på {bases}. Mot direktmarknadsföring och profilering i samband med den får man "
        "invända när som helst utan motivering, och behandlingen upphör då alltid.",
        "You have the right to object, on grounds relating to your particular situation, to processing based on "
        "{bases}. You may object to direct marketing and related profiling at any time without giving reasons, and "
        "the processing then always stops.",
    ),
    "right.objection.legitimate interest": T("oikeutettuun etuun", "berättigat intresse", "legitimate interest"),
    "right.objection.public task": T(
        "yleistä etua koskevaan tehtävään", "en uppgift av allmänt intresse", "a task in the public interest"
    ),
    "right.no automated decision": T(
        "Rekisteröidyllä on oikeus olla joutumatta pelkästään automaattiseen käsittelyyn perustuvan, häneen "
        "merkittävästi vaikuttavan päätöksen kohteeksi.",
        "Den registrerade har rätt att inte bli föremål för ett beslut som enbart grundas på automatiserad behandling "
        "och som i betydande grad påverkar honom eller henne.",
        "You have the right not to be subject to a decision based solely on automated processing that significantly "
        "affects you.",
    ),
    "right.withdraw consent": T(
        "Rekisteröidyllä on oikeus peruuttaa antamansa suostumus milloin tahansa. Ennen peruuttamista tehty käsittely "
        "pysyy lainmukaisena.",
        "Den registrerade har rätt att när som helst återkalla sitt samtycke. Behandling som skett före återkallandet "
        "förblir laglig.",
        "You have the right to withdraw your consent at any time. Processing carried out before the "
        "withdrawal remains lawful.",
    ),
    "right.complaint": T(
        "Rekisteröidyllä on oikeus tehdä valitus valvontaviranomaiselle, jos hän katsoo, että hänen henkilötietojensa "
        "käsittelyssä rikotaan tietosuojalainsäädäntöä.",
        "Den registrerade har rätt att lämna in klagomål till tillsynsmyndigheten om han eller hon anser att "
        "behandlingen av personuppgifter strider mot dataskyddslagstiftningen.",
        "You have the right to lodge a complaint with the supervisory authority if you consider that the processing of "
        "your personal data infringes data protection law.",
    ),
    "right.limited": T("Rajoitus: {text}", "Begränsning: {text}", "Limitation: {text}"),
    "right.limit_groups": T("Ryhmät: {groups}.", "Grupper: {groups}.", "Groups: {groups}."),
    "right.limit_hold": T(
        "Rajoitus on voimassa vain niin kauan kuin peruste kestää: {hold}.",
        "Begränsningen gäller bara så länge grunden består: {hold}.",
        "The limitation applies only as long as its ground exists: {hold}.",
    ),
    "objections.title": T("Kiellot ja vastustaminen", "Förbud och invändningar", "Opt-outs and objections"),
    "objections.caption": T(
        "Mitä rekisteröity voi kieltää", "Vad den registrerade kan förbjuda", "What you can opt out of or object to"
    ),
    "objections.ban": T("Kielto tai vastustus", "Förbud eller invändning", "Opt-out or objection"),
    "objections.stops": T("Mikä päättyy", "Vad som upphör", "What it stops"),
    "objections.how": T("Miten", "Hur", "How"),
    "objection.closes": T("Päättyy: {what}.", "Upphör: {what}.", "Stops: {what}."),
    "objection.channels": T("Kanavat: {channels}.", "Kanaler: {channels}.", "Channels: {channels}."),
    "objection.situation": T(
        "Pyynnössä on kerrottava henkilökohtainen tilanne, johon vastustaminen perustuu.",
        "I begäran ska anges den personliga situation som invändningen grundar sig på.",
        "Tell us the particular situation on which the objection is based.",
    ),
    "objection.no_reason": T("Syytä ei tarvitse kertoa.", "Något skäl behöver inte anges.", "No reason is needed."),
    "objection.told_to": T(
        "Kiellosta ilmoitetaan: {parties}.", "Förbudet meddelas: {parties}.", "The opt-out is passed on to: {parties}."
    ),
    "objection.suppression": T(
        "Jotta kielto pysyy voimassa, siitä säilytetään {items} {form}. Aika on enintään {period} {start}.",
        "För att förbudet ska fortsätta gälla lagras följande {form}: {items}. Tiden är högst {period} {start}.",
        "So that the opt-out stays in force, we keep the following {form}: {items}. The period is at most {period} "
        "{start}.",
    ),
    "objection.suppression_permanent": T(
        "Jotta kielto pysyy voimassa, siitä säilytetään {items} {form} pysyvästi.",
        "För att förbudet ska fortsätta gälla lagras följande permanent {form}: {items}.",
        "So that the opt-out stays in force, we keep the following {form} permanently: {items}.",
    ),
    # --- requests
    "requests.contact": T("Kenelle pyyntö tehdään", "Vem begäran riktas till", "Where to send a request"),
    "requests.channels": T("Kanavat", "Kanaler", "Channels"),
    "requests.languages": T("Kielet", "Språk", "Languages"),
    "requests.language_note": T(
        "Pyynnön voi tehdä millä tahansa näistä kielistä.",
        "Begäran kan göras på vilket som helst av dessa språk.",
        "A request may be made in any of these languages.",
    ),
    "requests.answer": T("Vastausaika", "Svarstid", "Response time"),
    "requests.within": T(
        "Pyyntöön vastataan ilman aiheetonta viivytystä ja viimeistään {period} kuluessa sen saapumisesta.",
        "Begäran besvaras utan onödigt dröjsmål och senast inom {period} från det att den har mottagits.",
        "A request is answered without undue delay and no later than {period} after its receipt.",
    ),
    "requests.extend": T(
        "Jos pyyntöjä on paljon tai asia on monimutkainen, määräaikaa voidaan pidentää. Pidennys on enintään {period}; "
        "siitä ja sen syistä kerrotaan ensimmäisen määräajan kuluessa.",
        "Om begärandena är många eller ärendet är komplicerat kan tiden förlängas. Förlängningen är högst {period}; "
        "den och skälen till den meddelas inom den första tidsfristen.",
        "If requests are numerous or complex, the time may be extended. The extension is at most {period}; you are "
        "told of it and of the reasons within the first time limit.",
    ),
    "requests.fee": T("Maksu", "Avgift", "Fee"),
    "requests.free": T(
        "Pyynnöt ovat maksuttomia. Ilmeisen perusteettomasta tai kohtuuttomasta pyynnöstä voidaan periä kohtuullinen "
        "maksu tai siitä voidaan kieltäytyä (12 artiklan 5 kohta).",
        "Begärandena är avgiftsfria. För en uppenbart ogrundad eller orimlig begäran kan en rimlig avgift tas ut eller "
        "begäran kan avslås (artikel 12.5).",
        "Requests are free of charge. For a manifestly unfounded or excessive request a reasonable fee may be "
        "charged, or the request may be refused (Article 12(5)).",
    ),
    "requests.not_free": T(
        "Pyynnöstä voidaan periä kohtuullinen maksu vain, kun se on ilmeisen perusteeton tai kohtuuton "
        "(12 artiklan 5 kohta).",
        "En rimlig avgift kan tas ut bara när begäran är uppenbart ogrundad eller orimlig (artikel 12.5).",
        "A reasonable fee may be charged only for a manifestly unfounded or excessive request (Article 12(5)).",
    ),
    "requests.identity": T("Henkilöllisyys", "Identitet", "Identity"),
    "requests.signature_none": T("Allekirjoitusta ei vaadita.", "Underskrift krävs inte.", "No signature is required."),
    "requests.signature_one_way": T(
        "Allekirjoitus on yksi tapa osoittaa henkilöllisyys, mutta sitä ei vaadita.",
        "Underskrift är ett sätt att styrka identiteten men krävs inte.",
        "A signature is one way to prove identity, but it is not required.",
    ),
    "requests.known_address": T(
        "Pyyntö on hyvä lähettää siitä sähköposti- tai postiosoitteesta, joka rekisterissä on; muusta osoitteesta "
        "lähetetty pyyntö käsitellään myös.",
        "Begäran bör helst sändas från den e-post- eller postadress som finns i registret; en begäran från en annan "
        "adress behandlas också.",
        "If possible, send the request from the e-mail or postal address that the register holds; requests from "
        "another address are handled too.",
    ),
    "requests.doubt": T(
        "Jos henkilöllisyydestä on perusteltua epäilystä, voidaan pyytää lisätietoja, joita sen varmistaminen "
        "edellyttää.",
        "Om det finns rimliga skäl att betvivla identiteten kan ytterligare information som behövs för att bekräfta "
        "den begäras.",
        "If there is reasonable doubt about identity, further information needed to confirm it may be requested.",
    ),
    "requests.refusal": T("Kieltäytyminen", "Avslag", "Refusal"),
    "requests.reasons": T(
        "Jos pyyntöön ei suostuta, syyt kerrotaan samassa määräajassa, ja samalla kerrotaan oikeudesta tehdä valitus "
        "valvontaviranomaiselle ja käyttää muita oikeussuojakeinoja.",
        "Om begäran inte bifalls meddelas skälen inom samma tid, liksom rätten att lämna in klagomål till "
        "tillsynsmyndigheten och att använda andra rättsmedel.",
        "If a request is not granted, the reasons are given within the same time, with information on the right to "
        "complain to the supervisory authority and on judicial remedies.",
    ),
    "requests.certificate": T(
        "Kieltäytymisestä annetaan kirjallinen todistus, jossa mainitaan syyt.",
        "Över avslaget ges ett skriftligt intyg där skälen anges.",
        "A written certificate of refusal that states the reasons is given.",
    ),
    "requests.notify": T("Ilmoitukset muille", "Underrättelser till andra", "Notifying others"),
    "requests.notify_recipients": T(
        "Oikaisusta, poistosta ja käsittelyn rajoittamisesta ilmoitetaan niille, joille tietoja on luovutettu, ellei "
        "se ole mahdotonta tai vaadi kohtuutonta vaivaa.",
        "Om rättelse, radering och begränsning underrättas de till vilka uppgifterna har lämnats ut, om det inte är "
        "omöjligt eller kräver en oproportionell insats.",
        "Rectification, erasure and restriction are notified to those to whom the data have been disclosed, unless "
        "this is impossible or involves disproportionate effort.",
    ),
    "requests.notify_sources": T(
        "Virheen oikaisemisesta ilmoitetaan myös sille, jolta virheellinen tieto on saatu.",
        "Om rättelsen underrättas också den som har lämnat den felaktiga uppgiften.",
        "The source of the inaccurate data is also told of the correction.",
    ),
    "requests.notify_back": T(
        "Ilmoitus koskee luovutuksia enintään {period} ajalta.",
        "Underrättelsen gäller utlämnanden under högst {period} bakåt i tiden.",
        "This covers disclosures made in at most the last {period}.",
    ),
    "requests.self_service": T("Itsepalvelu", "Självbetjäning", "Self-service"),
    "requests.self": T(
        "Verkkopalvelussa voi käyttää itse seuraavia oikeuksia: {rights}.",
        "I webbtjänsten kan följande rättigheter utövas direkt: {rights}.",
        "The following rights can be exercised directly in the online service: {rights}.",
    ),
    # --- complaint
    "complaint.own_state": T(
        "Valituksen voi tehdä myös sen EU:n jäsenvaltion valvontaviranomaiselle, jossa rekisteröity asuu tai "
        "työskentelee tai jossa väitetty rikkominen on tapahtunut. Oikeus muihin oikeussuojakeinoihin säilyy.",
        "Klagomål kan också lämnas in till tillsynsmyndigheten i den EU-medlemsstat där den registrerade bor eller "
        "arbetar eller där det påstådda intrånget har begåtts. Rätten till andra rättsmedel kvarstår.",
        "A complaint may also be lodged in the EU Member State where you live or work or where the alleged "
        "infringement took place. The right to other remedies remains.",
    ),
    "complaint.visiting": T("Käyntiosoite", "Besöksadress", "Visiting address"),
}
