"""Sentences for what people do with accounts: how they come in, what they prove themselves with, who is invited."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

ACCOUNTS: dict[str, T] = {
    "factor.add_passkey": T(
        "{who} otti käyttöön pääsyavaimen.", "{who} tog en lösennyckel i bruk.", "{who} added a passkey."
    ),
    "factor.drop_all": T(
        "{who} poisti käyttäjältä kirjautumisen toisen vaiheen.",
        "{who} tog bort en användares andra inloggningssteg.",
        "{who} removed a user's second step.",
    ),
    "factor.drop_passkey": T(
        "{who} poisti pääsyavaimen.", "{who} tog bort en lösennyckel.", "{who} removed a passkey."
    ),
    "factor.drop_totp": T(
        "{who} poisti kertakäyttökoodit käytöstä.",
        "{who} tog engångskoderna ur bruk.",
        "{who} switched one-time codes off.",
    ),
    "factor.offer_totp": T(
        "{who} aloitti kertakäyttökoodien käyttöönoton.",
        "{who} började ta engångskoder i bruk.",
        "{who} began to set up one-time codes.",
    ),
    "factor.recovery_codes": T(
        "{who} teki uudet palautuskoodit.",
        "{who} skapade nya återställningskoder.",
        "{who} made new recovery codes.",
    ),
    "factor.use_totp": T(
        "{who} otti kertakäyttökoodit käyttöön.",
        "{who} tog engångskoder i bruk.",
        "{who} took one-time codes into use.",
    ),
    "invitation.make": T("{who} kutsui käyttäjän.", "{who} bjöd in en användare.", "{who} invited a user."),
    "invitation.new_password": T(
        "{who} teki linkin uuteen salasanaan.",
        "{who} skapade en länk till ett nytt lösenord.",
        "{who} made a link to a new password.",
    ),
    "invitation.withdraw": T(
        "{who} perui kutsun.", "{who} drog tillbaka en inbjudan.", "{who} withdrew an invitation."
    ),
    "login.code": T(
        "{who} kirjautui kertakäyttökoodilla.", "{who} loggade in med en engångskod.", "{who} logged in by code."
    ),
    "login.confirm": T(
        "{who} vahvisti salasanansa.", "{who} bekräftade sitt lösenord.", "{who} confirmed the password."
    ),
    "login.passkey": T(
        "{who} kirjautui pääsyavaimella.", "{who} loggade in med en lösennyckel.", "{who} logged in by passkey."
    ),
    "login.password": T(
        "{who} antoi oikean salasanan; toinen vaihe on vielä edessä.",
        "{who} angav rätt lösenord; det andra steget återstår.",
        "{who} gave the right password; the second step is still to come.",
    ),
    "login.provider": T(
        "{who} kirjautui yrityksen kirjautumisella.",
        "{who} loggade in med företagets inloggning.",
        "{who} logged in by the company's log-in.",
    ),
    "login.recovery_code": T(
        "{who} kirjautui palautuskoodilla.",
        "{who} loggade in med en återställningskod.",
        "{who} logged in by recovery code.",
    ),
}
