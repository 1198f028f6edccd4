"""Free text in the two fields: straight to the results when it is clear, else a question back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.site import Site


def _choices(page: str) -> dict[str, str]:
    found = re.findall(
        r'<li><a href="([^"]*)"><span class="choice-label">(.*?)</span>(?: <span[^>]*>(.*?)</span>)?', page
    )
    return {f"{label} ({detail})": url.replace("&amp;", "&") for url, label, detail in found}


@pytest.mark.parametrize(
    ("metier", "ville", "code", "citycode"),
    [
        ("aide-soignante", "Lille", "aide-soignant", "59350"),
        ("Aide-soignant / Aide-soignante", "lille 59000", "aide-soignant", "59350"),
        ("aide-soignant", "Saint-Denis (974)", "aide-soignant", "97411"),
        ("aide-soignant", "paris 11", "aide-soignant", "75111"),
        ("aide soignant", "paris", "aide-soignant", "75056"),
        ("aide-soignant", "LE HAVRE", "aide-soignant", "76351"),
    ],
)
def test_one_meaning_leads_to_the_results(site: Site, metier: str, ville: str, code: str, citycode: str) -> None:
    answer = site.get("/recherche", metier=metier, ville=ville)
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (asked["metier"], asked["lieu"], asked["rayon"]) == ([code], [citycode], ["30"])


@pytest.mark.parametrize(("masculine", "feminine"), [("aide-soignant", "aide-soignante"), ("caissier", "caissière")])
def test_masculine_and_feminine_lead_to_the_same_page(site: Site, masculine: str, feminine: str) -> None:
    one, other = (site.follow("/recherche", metier=text, ville="Lille") for text in (masculine, feminine))
    assert one.status_code == 200
    if urlsplit(str(one.url)).query.startswith("metier=" + masculine):
        assert str(one.url) == str(other.url)
    assert re.sub(masculine, "", one.text, flags=re.I).count("<li>") == re.sub(
        feminine, "", other.text, flags=re.I
    ).count("<li>")


def test_homonyms_are_offered_and_lead_on(site: Site) -> None:
    page = site.get("/recherche", metier="aide-soignant", ville="saint denis", rayon=50)
    assert page.status_code == 200
    assert "Vouliez-vous dire" in page.text
    choices = _choices(page.text)
    assert any("La Réunion" in label for label in choices)
    assert any("Seine-Saint-Denis" in label for label in choices)
    reunion = next(url for label, url in choices.items() if "La Réunion" in label)
    results = site.get(reunion)
    assert results.status_code == 200
    assert "rayon=50" in reunion
    assert "Saint-Denis" in results.text


def test_an_open_occupation_is_asked_first_and_the_town_kept(site: Site) -> None:
    page = site.get("/recherche", metier="vendeur", ville="Lille")
    choices = _choices(page.text)
    assert len(choices) > 3
    answer = site.get(next(iter(choices.values())))
    assert answer.status_code == 303
    assert "lieu=59350" in answer.headers["location"]


def test_nothing_found_says_so_and_keeps_the_words(site: Site) -> None:
    for params in ({"metier": "zzzzqqqq", "ville": "Lille"}, {"metier": "aide-soignant", "ville": "zzzzqqqq"}):
        answer = site.get("/recherche", **params)
        assert answer.status_code == 404
        assert "Nous ne trouvons pas" in answer.text
        assert 'value="zzzzqqqq"' in answer.text
