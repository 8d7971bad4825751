"""The sentences on holds, reviews and restrictions; see `sentences`."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

RETENTION: dict[str, T] = {
    "hold.count": T(
        "{who} katsoi, montako poistamisen estettä odottaa tarkistusta.",
        "{who} såg hur många hinder för radering som väntar på en översyn.",
        "{who} saw how many holds wait for a review.",
    ),
    "hold.end": T(
        "{who} päätti poistamisen esteen.", "{who} avslutade ett hinder för radering.", "{who} ended a hold."
    ),
    "hold.expire": T(
        "{who} päätti poistamisen esteen, jonka enimmäisaika oli kulunut.",
        "{who} avslutade ett hinder för radering vars längsta tid hade gått ut.",
        "{who} ended a hold whose maximum was over.",
    ),
    "hold.export": T(
        "{who} vei poistamisen esteet tiedostoon.",
        "{who} exporterade hindren för radering till en fil.",
        "{who} exported the holds to a file.",
    ),
    "hold.list": T(
        "{who} katsoi poistamisen esteitä.", "{who} tittade på hindren för radering.", "{who} looked at the holds."
    ),
    "hold.look_over": T(
        "{who} kävi poistamisen esteet läpi.", "{who} gick igenom hindren för radering.", "{who} went over the holds."
    ),
    "hold.open": T(
        "{who} asetti poistamisen esteen.", "{who} införde ett hinder för radering.", "{who} opened a hold."
    ),
    "hold.postpone": T(
        "{who} tarkisti poistamisen esteen ja siirsi seuraavaa tarkistusta.",
        "{who} såg över ett hinder för radering och sköt upp följande översyn.",
        "{who} reviewed a hold and postponed the next review.",
    ),
    "hold.read": T(
        "{who} katsoi, mikä estää poistamisen.",
        "{who} tittade på vad som hindrar raderingen.",
        "{who} looked at what blocks an erasure.",
    ),
    "review.count": T(
        "{who} katsoi, montako vahvistusta odottaa.",
        "{who} såg hur många bekräftelser som väntar.",
        "{who} saw how many confirmations are awaited.",
    ),
    "review.export": T(
        "{who} vei vahvistusta odottavat tiedostoon.",
        "{who} exporterade dem som väntar på bekräftelse till en fil.",
        "{who} exported what awaits confirmation to a file.",
    ),
    "review.list": T(
        "{who} katsoi, mitkä tiedot odottavat vahvistusta.",
        "{who} tittade på vilka uppgifter som väntar på bekräftelse.",
        "{who} looked at which data await confirmation.",
    ),
    "review.preview": T(
        "{who} katsoi, mitä vahvistuksesta seuraisi.",
        "{who} tittade på vad en bekräftelse skulle leda till.",
        "{who} looked at what a confirmation would lead to.",
    ),
    "review.confirm": T(
        "{who} vahvisti, ettei tietoja enää tarvita.",
        "{who} bekräftade att uppgifterna inte längre behövs.",
        "{who} confirmed that data are no longer needed.",
    ),
    "review.keep": T(
        "{who} totesi, että tietoja tarvitaan yhä.",
        "{who} konstaterade att uppgifterna fortfarande behövs.",
        "{who} found that data are still needed.",
    ),
    "trial.ask": T(
        "{who} pyysi laskemaan, mitä poistoajo poistaisi.",
        "{who} bad om en beräkning av vad gallringen skulle radera.",
        "{who} asked what an erasure run would erase.",
    ),
    "trial.cancel": T(
        "{who} pyysi keskeyttämään poistoajon kokeilun.",
        "{who} bad att provgallringen avbryts.",
        "{who} asked to cancel the trial of an erasure run.",
    ),
    "trial.end": T(
        "{who} sai valmiiksi laskelman siitä, mitä poistoajo poistaisi.",
        "{who} blev klar med beräkningen av vad gallringen skulle radera.",
        "{who} found out what an erasure run would erase.",
    ),
    "trial.samples": T(
        "{who} katsoi esimerkkejä siitä, kenen tietoja poistoajo poistaisi.",
        "{who} tittade på exempel på vems uppgifter gallringen skulle radera.",
        "{who} looked at examples of whose data an erasure run would erase.",
    ),
    "restriction.begin": T(
        "{who} rajoitti tietojen käsittelyä.",
        "{who} begränsade behandlingen av uppgifter.",
        "{who} restricted the processing of data.",
    ),
    "restriction.lift": T(
        "{who} poisti käsittelyn rajoituksen.",
        "{who} hävde en begränsning av behandlingen.",
        "{who} lifted a restriction.",
    ),
    "restriction.end": T(
        "{who} kävi läpi rajoitukset, joiden viimeinen päivä oli ohi.",
        "{who} gick igenom de begränsningar vars sista dag var förbi.",
        "{who} went over the restrictions whose last day was over.",
    ),
    "restriction.tell": T(
        "{who} merkitsi, että henkilölle on kerrottu rajoituksen päättymisestä.",
        "{who} antecknade att personen har underrättats om att begränsningen upphör.",
        "{who} recorded that the person was told that a restriction will be lifted.",
    ),
    "restriction.list": T(
        "{who} katsoi, keiden tietojen käsittelyä on rajoitettu.",
        "{who} tittade på vems uppgifter som är begränsade.",
        "{who} looked at whose data are restricted.",
    ),
    "restriction.read": T(
        "{who} katsoi rajoitettuja tietoja.",
        "{who} tittade på begränsade uppgifter.",
        "{who} looked at restricted data.",
    ),
}
