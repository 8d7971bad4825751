"""Sentences of a notice: protection, the table of items, changes, version."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- security
    "security.lead": T(
        "Henkilötiedot suojataan luvattomalta käsittelyltä ja pääsyltä seuraavin toimenpitein (32 artikla).",
        "Personuppgifterna skyddas mot obehörig behandling och åtkomst genom följande åtgärder (artikel 32).",
        "Personal data are protected against unauthorised processing and access by the following measures (Article "
        "32).",
    ),
    "security.roles": T("Ketkä tietoja käsittelevät", "Vilka som behandlar uppgifterna", "Who processes the data"),
    "role.confidential": T(
        "Allekirjoittanut salassapitositoumuksen.",
        "Har undertecknat en sekretessförbindelse.",
        "Has signed a confidentiality undertaking.",
    ),
    "roles.confidential": T(
        "Jokainen, joka käsittelee tietoja, on allekirjoittanut salassapitositoumuksen.",
        "Alla som behandlar uppgifterna har undertecknat en sekretessförbindelse.",
        "Everyone who processes the data has signed a confidentiality undertaking.",
    ),
    "role.named": T("Vain nimetyt henkilöt.", "Bara namngivna personer.", "Named people only."),
    "role.logged": T("Käsittely kirjataan lokiin.", "Behandlingen loggas.", "Processing is logged."),
    "role.employer": T("Työnantaja: {party}.", "Arbetsgivare: {party}.", "Employer: {party}."),
    "role.grants": T("Myöntää käyttöoikeudet.", "Beviljar åtkomsträttigheter.", "Grants access rights."),
    "paper.none": T(
        "Rekisterissä ei ole manuaalista aineistoa.",
        "Registret innehåller inget manuellt material.",
        "The register holds no manual material.",
    ),
    "paper.some": T(
        "Manuaalinen aineisto suojataan samoin periaattein kuin muukin aineisto.",
        "Manuellt material skyddas enligt samma principer som övrigt material.",
        "Manual material is protected by the same principles as the rest.",
    ),
    "electronic.none": T(
        "Rekisterissä ei ole sähköistä aineistoa.",
        "Registret innehåller inget elektroniskt material.",
        "The register holds no electronic material.",
    ),
    "electronic.some": T(
        "Sähköinen aineisto suojataan edellä kuvatuin toimenpitein.",
        "Elektroniskt material skyddas genom de åtgärder som beskrivs ovan.",
        "Electronic material is protected by the measures described above.",
    ),
    "measure.places": T("Koskee: {places}.", "Gäller: {places}.", "Applies to: {places}."),
    # --- item by item
    "table.caption": T("Kukin tieto eriteltynä", "Varje uppgift specificerad", "Each item in detail"),
    "table.source": T("Lähde", "Källa", "Source"),
    "table.why": T("Tarkoitus ja oikeusperuste", "Ändamål och rättslig grund", "Purpose and legal basis"),
    "table.to": T("Vastaanottajat ja siirrot", "Mottagare och överföringar", "Recipients and transfers"),
    "table.keep": T("Säilytysaika", "Förvaringstid", "Period"),
    "table.transfer": T(
        "siirto EU:n tai ETA:n ulkopuolelle: {countries}",
        "överföring utanför EU eller EES: {countries}",
        "transferred outside the EU or the EEA: {countries}",
    ),
    "table.made_by_use": T(
        "Syntyy, kun rekisteriä käytetään", "Uppstår när registret används", "Arises when the register is used"
    ),
    "table.nobody": T("Ei luovuteta", "Lämnas inte ut", "Not disclosed"),
    "table.lead": T(
        "Tiedot, joita käsitellään samalla tavalla, ovat samalla rivillä. Numerot viittaavat tämän {this.genitive} "
        "kohtiin: lähteet ovat kohdassa {sources}, tarkoitukset kohdassa {purposes}, vastaanottajat kohdassa "
        "{recipients} ja säilytysajat alkamisineen kohdassa {retention}.",
        "Uppgifter som behandlas på samma sätt står på samma rad. Siffrorna hänvisar till punkter i denna beskrivning: "
        "källorna finns i punkt {sources}, ändamålen i punkt {purposes}, mottagarna i punkt {recipients} och "
        "förvaringstiderna med sin början i punkt {retention}.",
        "Data that are processed in the same way share a row. The numbers refer to sections of this notice: sources "
        "are in section {sources}, purposes in section {purposes}, recipients in section {recipients}, and retention "
        "periods and when they begin in section {retention}.",
    ),
    "table.basis": T("{basis}: {purposes}", "{basis}: {purposes}", "{basis}: {purposes}"),
    "table.rule_ends": T(
        "{name}: säilytysaikojen taulukossa kerrottuun tapahtumaan asti",
        "{name}: tills den händelse som anges i tabellen över förvaringstider",
        "{name}: until the event named in the table of retention periods",
    ),
    "table.rule": T("{name}: {period}", "{name}: {period}", "{name}: {period}"),
    "table.rule_most": T("{name}: enintään {period}", "{name}: högst {period}", "{name}: at most {period}"),
    # --- changes and version
    "changes.none": T(
        "Tämä on {this.genitive} ensimmäinen versio.",
        "Detta är beskrivningens första version.",
        "This is the first version of the notice.",
    ),
    "changes.undescribed": T(
        "Tässä versiossa ei ole kirjattu muutoksia edelliseen versioon verrattuna.",
        "I denna version har inga ändringar jämfört med den föregående versionen antecknats.",
        "No changes from the previous version are recorded for this version.",
    ),
    "changes.lead": T(
        "Muutokset edelliseen versioon verrattuna:",
        "Ändringar jämfört med den föregående versionen:",
        "Changes from the previous version:",
    ),
    "changes.line": T("{reason}: {what}", "{reason}: {what}", "{reason}: {what}"),
    "changes.computed": T("Muuttuneet kohdat", "Ändrade punkter", "Changed sections"),
    "changes.added": T("Lisätty: {what}.", "Tillagt: {what}.", "Added: {what}."),
    "changes.removed": T("Poistettu: {what}.", "Borttaget: {what}.", "Removed: {what}."),
    "changes.changed": T("Muutettu: {what}.", "Ändrat: {what}.", "Changed: {what}."),
    "changes.period": T(
        "Säilytysaika muuttui ({what}): {old} → {new}.",
        "Förvaringstiden ändrades ({what}): {old} → {new}.",
        "The period changed ({what}): {old} → {new}.",
    ),
    "version.version": T("Versio", "Version", "Version"),
    "version.drafted": T("Laadittu", "Upprättad", "Drawn up"),
    "version.valid": T("Voimassa alkaen", "Gäller från", "In force from"),
    "version.replaces": T("Korvaa", "Ersätter", "Replaces"),
    "version.replaced_bare": T("{notice} (päiväämätön).", "{notice} (odaterad).", "{notice} (undated)."),
    "version.replaced_only_dated": T(
        "{notice}, laadittu {date}.", "{notice}, upprättad {date}.", "{notice}, drawn up {date}."
    ),
    "version.replaced": T(
        "{notice}, versio {version}.", "{notice}, version {version}.", "{notice}, version {version}."
    ),
    "version.replaced_dated": T(
        "{notice}, versio {version}, laadittu {date}.",
        "{notice}, version {version}, upprättad {date}.",
        "{notice}, version {version}, drawn up {date}.",
    ),
    "version.told": T("Miten muutoksista kerrotaan", "Hur ändringar meddelas", "How we tell you about changes"),
    "told.on the page": T(
        "Muutokset julkaistaan {this.genitive} uutena versiona. Jos laki edellyttää, niistä kerrotaan myös suoraan "
        "rekisteröidyille.",
        "Ändringar publiceras som en ny version av beskrivningen. Om lagen kräver det meddelas de också direkt till de "
        "registrerade.",
        "Changes are published as a new version of this notice. Where the law requires it, you are also told directly.",
    ),
    "told.on the page, and in person when the law demands it": T(
        "Muutokset julkaistaan {this.genitive} uutena versiona. Rekisteröidyille kerrotaan muutoksista erikseen "
        "silloin, kun laki sitä edellyttää.",
        "Ändringar publiceras som en ny version av beskrivningen. De registrerade underrättas särskilt när lagen "
        "kräver det.",
        "Changes are published as a new version of this notice. You are told separately where the law requires it.",
    ),
    "told.in person": T(
        "Muutoksista kerrotaan suoraan rekisteröidyille.",
        "Ändringar meddelas direkt till de registrerade.",
        "You are told about changes directly.",
    ),
}
