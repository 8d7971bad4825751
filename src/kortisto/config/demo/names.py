"""Parts of names, combined at random: common first and last names, and invented names of organisations."""

from __future__ import annotations

FIRST_NAMES = {
    "fi": (
        "Aino", "Anna", "Anneli", "Antti", "Arto", "Eero", "Eeva", "Elina", "Emilia", "Hanna", "Heikki", "Helena",
        "Henna", "Ilkka", "Irma", "Jaana", "Janne", "Jari", "Jenni", "Juha", "Jukka", "Kaarina", "Kaisa", "Kalle",
        "Kari", "Katja", "Kirsi", "Lauri", "Leena", "Liisa", "Maija", "Marja", "Markku", "Matti", "Mika", "Mikko",
        "Minna", "Niina", "Noora", "Olli", "Outi", "Päivi", "Pasi", "Pekka", "Pentti", "Pirjo", "Raija", "Reijo",
        "Riikka", "Risto", "Saara", "Sami", "Sari", "Satu", "Seppo", "Sirpa", "Tapio", "Tarja", "Tero", "Tiina",
        "Timo", "Tuomas", "Tuula", "Väinö", "Veera", "Vesa", "Ville",
    ),
    "sv": (
        "Anders", "Annika", "Åsa", "Benita", "Björn", "Camilla", "Carita", "Christer", "Göran", "Gunilla", "Håkan",
        "Henrik", "Ingrid", "Johan", "Karin", "Kristina", "Lars", "Linnéa", "Magnus", "Maria", "Mats", "Monica",
        "Niklas", "Pernilla", "Peter", "Sofia", "Stefan", "Sven", "Ulla", "Viveca",
    ),
}  # fmt: skip
LAST_NAMES = {
    "fi": (
        "Aaltonen", "Ahonen", "Anttila", "Hakala", "Hämäläinen", "Heikkilä", "Heinonen", "Hiltunen", "Hirvonen",
        "Jokinen", "Järvinen", "Kallio", "Karjalainen", "Kettunen", "Kinnunen", "Koivisto", "Korhonen", "Koskinen",
        "Laakso", "Laaksonen", "Lahtinen", "Laine", "Laitinen", "Lehtinen", "Lehto", "Lehtonen", "Leppänen", "Mäkelä",
        "Mäkinen", "Manninen", "Miettinen", "Mustonen", "Mäenpää", "Niemi", "Nieminen", "Nurmi", "Ojala", "Peltola",
        "Pitkänen", "Rantanen", "Räsänen", "Saarinen", "Salminen", "Salo", "Salonen", "Savolainen", "Toivonen",
        "Tuominen", "Turunen", "Väisänen", "Virtanen", "Ylönen",
    ),
    "sv": (
        "Andersson", "Backman", "Blomqvist", "Björklund", "Eklund", "Engström", "Eriksson", "Forsman", "Fredriksson",
        "Gustafsson", "Hägglund", "Holmström", "Häggblom", "Johansson", "Karlsson", "Lindholm", "Lindqvist",
        "Lindström", "Mattsson", "Nordström", "Nyman", "Sandberg", "Sjöblom", "Söderholm", "Sundqvist", "Wikström",
        "Åkerlund", "Österlund",
    ),
}  # fmt: skip

# A beginning and an end that no real company, as far as we know, puts together.
BEGINNINGS = {
    "fi": (
        "Kaamos", "Hehku", "Lauha", "Routa", "Keli", "Tuisku", "Auringonkukka", "Pouta", "Lumme", "Kanerva", "Hilla",
        "Merituuli", "Halla", "Kipinä", "Suvi", "Talvi", "Räntä", "Kaste", "Utu", "Nietos", "Ruska", "Valkama",
        "Kaarna", "Pihka", "Vaahtera", "Riite", "Loimu", "Säihke", "Myrsky", "Aalto", "Tyrni", "Sammal", "Havu",
    ),
    "sv": (
        "Frost", "Gnist", "Skärgårds", "Sommar", "Ljung", "Vinter", "Måne", "Hjortron", "Dimma", "Rim", "Norrsken",
        "Barr",
    ),
}  # fmt: skip
ENDINGS = {
    "fi": (
        ("As Oy {0}rinne", "housing"), ("As Oy {0}kartano", "housing"), ("As Oy {0}pihlaja", "housing"),
        ("Kiinteistö Oy {0}halli", "property"), ("{0}leipomo Oy", "trade"), ("{0}kodit Oy", "trade"),
        ("{0}mökit Ky", "trade"), ("{0}puutarha Oy", "trade"), ("{0}hoiva Oy", "care"),
        ("As Oy {0}mäki", "housing"), ("As Oy {0}lehto", "housing"), ("{0}metalli Oy", "trade"),
        ("{0}autot Oy", "trade"),
        ("{0}hotelli Oy", "trade"), ("{0}niemen koulutuskuntayhtymä", "public"), ("{0}taimisto Ky", "trade"),
        ("{0}rannan seurakuntayhtymä", "public"), ("{0}järven kunta", "public"), ("{0}saunat Osk", "trade"),
    ),
    "sv": (
        ("Bostads Ab {0}gården", "housing"), ("{0}bageriet Ab", "trade"), ("{0}stugor Kb", "trade"),
        ("Fastighets Ab {0}huset", "property"), ("{0}hemmet Rf", "care"), ("{0}trädgården Ab", "trade"),
    ),
}  # fmt: skip

STREETS = {
    "fi": ("Pihlajakuja", "Koivutie", "Rantakatu", "Myllytie", "Satamakatu", "Kirkkotie", "Puistokatu", "Ruukintie"),
    "sv": ("Rönnvägen", "Björkstigen", "Strandgatan", "Kvarnvägen", "Hamngatan", "Kyrkvägen", "Parkgatan"),
}
PLACES = {
    "fi": (
        ("20100", "Turku"), ("20540", "Turku"), ("21200", "Raisio"), ("20780", "Kaarina"), ("21100", "Naantali"),
        ("24100", "Salo"), ("28100", "Pori"), ("26100", "Rauma"), ("23500", "Uusikaupunki"), ("33100", "Tampere"),
    ),
    "sv": (("21600", "Pargas"), ("25900", "Kimito"), ("10600", "Ekenäs"), ("65100", "Vasa"), ("22100", "Mariehamn")),
}  # fmt: skip

TITLES = {
    "fi": {
        "housing": ("Isännöitsijä", "Hallituksen puheenjohtaja", "Kiinteistönhoitaja"),
        "property": ("Kiinteistöpäällikkö", "Huoltomestari", "Toimitusjohtaja"),
        "trade": ("Toimitusjohtaja", "Talouspäällikkö", "Ostaja", "Tuotantopäällikkö"),
        "care": ("Johtaja", "Talouspäällikkö", "Huoltovastaava"),
        "public": ("Tekninen johtaja", "Kiinteistöpäällikkö", "Hankinta-asiantuntija"),
    },
    "sv": {
        "housing": ("Disponent", "Styrelseordförande", "Fastighetsskötare"),
        "property": ("Fastighetschef", "Verkställande direktör"),
        "trade": ("Verkställande direktör", "Ekonomichef", "Inköpare"),
        "care": ("Föreståndare", "Ekonomichef"),
        "public": ("Teknisk direktör", "Fastighetschef"),
    },
}

INDUSTRIES = {"housing": "68202", "property": "68209", "care": "87301", "public": "84110"}
"""Of some trades the code of TOL 2008; the shops and workshops are of too many kinds."""

TAGS = {"Avainasiakas": "blue", "Huoltosopimus": "green", "Viitekohde": "purple"}
"""Words on organisations, and the colours in which they are shown."""
GROUPS = ("Asiakasilta", "Joulutervehdykset")
"""Lists of people, and of organisations."""

SAID = {
    ("call", "fi"): (
        "Kysyi huoltoajankohtaa, sovittiin ensi viikon tiistaista.", "Pumppu hälyttää pakkasella, lähetetään asentaja.",
        "Tarjous saatu, hallitus käsittelee sen kuun lopussa.", "Vastaaja, jätettiin soittopyyntö.",
        "Lasku oli mennyt väärään osoitteeseen, korjattu.", "Haluaa vertailun maalämmön ja kaukolämmön kuluista.",
        "Tilaus vahvistettu, toimitus kahden viikon kuluttua.", "Kiitti ripeästä huollosta.",
    ),
    ("call", "sv"): (
        "Frågade om servicetid, vi kom överens om tisdag nästa vecka.", "Pumpen larmar vid köld, en montör skickas.",
        "Offerten har kommit fram, styrelsen behandlar den i slutet av månaden.",
        "Fakturan hade gått till fel adress, rättad.", "Telefonsvarare, lämnade en ringbegäran.",
    ),
    ("meeting", "fi"): (
        "Käytiin läpi lämmönjakohuoneen tilat ja mitat.", "Esiteltiin kolme vaihtoehtoa, toivovat edullisinta.",
        "Vuosikatsaus: kulutus laskenut viidenneksen.", "Allekirjoitettiin huoltosopimus kahdeksi vuodeksi.",
        "Sovittiin asennuksen aikataulu ja pysäköinti.",
    ),
    ("meeting", "sv"): (
        "Gick igenom utrymmen och mått i värmecentralen.", "Presenterade tre alternativ, önskar det förmånligaste.",
        "Kom överens om tidtabellen för installationen.",
    ),
}  # fmt: skip
"""What was said in calls and meetings."""

NOTES = {
    "fi": (
        "Haluaa tarjouksen maalämmöstä kesäksi.", "Soittaa mieluiten aamupäivällä.",
        "Kattilahuoneen avain on huoltoyhtiöllä.", "Kysyi ilma-vesilämpöpumpun melutasosta, lähetetty esite.",
        "Huoltosopimus uusitaan vuodenvaihteessa.", "Hallitus päättää hankinnasta seuraavassa kokouksessa.",
        "Toivoo laskun eriteltynä asunnoittain.", "Vanha öljykattila poistettiin käytöstä.",
    ),
    "sv": (
        "Vill ha en offert på bergvärme till sommaren.", "Tar helst emot samtal på förmiddagen.",
        "Frågade om ljudnivån hos luft-vattenvärmepumpen.", "Serviceavtalet förnyas vid årsskiftet.",
        "Styrelsen besluter om anskaffningen på nästa möte.",
    ),
}  # fmt: skip
