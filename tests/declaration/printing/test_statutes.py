import pytest

from kortisto.declaration.printing.statutes import article, article_of_ground, statute

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "fi", "sv", "en"),
    [
        ("6(1)(b)", "6 artiklan 1 kohdan b alakohta", "artikel 6.1 b", "Article 6(1)(b)"),
        ("7(3)", "7 artiklan 3 kohta", "artikel 7.3", "Article 7(3)"),
        ("15", "15 artikla", "artikel 15", "Article 15"),
        ("13-14", "13–14 artikla", "artiklarna 13–14", "Articles 13–14"),
    ],
)
def test_articles(written: str, fi: str, sv: str, en: str) -> None:
    assert [article(written, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


@pytest.mark.parametrize(
    ("citation", "fi", "sv", "en"),
    [
        ("kirjanpitolaki 1336/1997 2:10", "kirjanpitolaki (1336/1997) 2 luku 10 §",
         "bokföringslagen (1336/1997) 2 kap. 10 §", "Accounting Act (1336/1997) chapter 2, section 10"),
        ("kirjanpitolaki 1336/1997 2:7 ja 2:10", "kirjanpitolaki (1336/1997) 2 luku 7 § ja 2 luku 10 §",
         "bokföringslagen (1336/1997) 2 kap. 7 § och 2 kap. 10 §",
         "Accounting Act (1336/1997) chapter 2, section 7 and chapter 2, section 10"),
        ("arvonlisäverolaki 1501/1993 209 n §", "arvonlisäverolaki (1501/1993) 209 n §",
         "mervärdesskattelagen (1501/1993) 209 n §", "Value Added Tax Act (1501/1993) section 209 n"),
        ("laki 917/2014 200-203 §", "laki sähköisen viestinnän palveluista (917/2014) 200–203 §",
         "lagen om tjänster inom elektronisk kommunikation (917/2014) 200–203 §",
         "Act on Electronic Communications Services (917/2014) sections 200–203"),
        ("asetus (EU) 2016/679 17(3)(e)", "17 artiklan 3 kohdan e alakohta", "artikel 17.3 e", "Article 17(3)(e)"),
        ("asetus (EU) 2016/679 17 artikla 3 kohta b alakohta", "17 artiklan 3 kohdan b alakohta", "artikel 17.3 b",
         "Article 17(3)(b)"),
        ("(EU) 2016/679 5(2), 7(3), 12-22 ja 32", "5 artiklan 2 kohta, 7 artiklan 3 kohta, 12–22 artikla ja 32 artikla",
         "artikel 5.2, artikel 7.3, artiklarna 12–22 och artikel 32",
         "Article 5(2), Article 7(3), Articles 12–22 and Article 32"),
        ("asetus (EU) 2016/679 44–49 artikla", "44–49 artikla", "artiklarna 44–49", "Articles 44–49"),
        ("laki 1/2020", "laki (1/2020)", "lag (1/2020)", "Act (1/2020)"),
        ("tapaoikeus", "tapaoikeus", "tapaoikeus", "tapaoikeus"),
    ],
)  # fmt: skip
def test_statutes(citation: str, fi: str, sv: str, en: str) -> None:
    assert [statute(citation, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def test_grounds_of_transfer() -> None:
    assert article_of_ground("A46-2-c", "fi") == "46 artiklan 2 kohdan c alakohta"
    assert article_of_ground("A45-3", "sv") == "artikel 45.3"
    assert article_of_ground("none", "en") is None
