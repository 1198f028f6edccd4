"""`/recherche`: what was found, and how it follows the recruiter's choices."""

import re
from typing import Any

import httpx2 as httpx
import pytest

from tests.site import Site

SEARCH = "/recherche?metier=aide-soignant&lieu=59350&rayon=30"


def _api(site: Site, **more: object) -> dict[str, object]:
    body = {"occupation": "aide-soignant", "place": {"citycode": "59350"}, **more}
    answer: dict[str, object] = httpx.post(f"{site.url}/api/candidates/count", json=body).json()
    return answer


def _sentence(page: str) -> str:
    found = re.search(r'role="status" id="annonce">([^<]*)<', page)
    assert found
    return found[1].replace("\u202f", "").replace("\u00a0", " ")


def _skills(page: str) -> list[str]:
    return re.findall(r'<fieldset class="skill skill-\w+" id="c-([\w-]+)">', page)


def _told(count: object) -> str:
    return "Moins de 5 personnes" if count is None else f"Environ {count} personnes"


def test_the_count_is_that_of_the_api(site: Site) -> None:
    page = site.get(SEARCH).text
    assert _sentence(page) == _told(_api(site)["count"])


def test_a_required_skill_narrows_and_the_page_says_what_it_costs(site: Site) -> None:
    skill = _skills(site.get(SEARCH).text)[-1]
    page = site.get(f"{SEARCH}&indispensable={skill}").text
    assert _sentence(page) == _told(_api(site, skills={"required": [skill], "excluded": []})["count"])
    assert f'id="c-{skill}-indispensable" name="competence.{skill}" value="indispensable" checked' in page
    assert "Sans exiger" in page
    assert 'id="retablir"' in page


def test_the_form_of_a_browser_without_scripts_ends_under_the_one_address(site: Site) -> None:
    first, second, *_ = _skills(site.get(SEARCH).text)
    answer = site.get(f"{SEARCH}&competence.{first}=indispensable&competence.{second}=sans")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{SEARCH}&indispensable={first}&sans={second}"


def test_htmx_gets_the_page_and_the_address_that_goes_with_it(site: Site) -> None:
    skill = _skills(site.get(SEARCH).text)[0]
    answer = httpx.get(f"{site.url}{SEARCH}&competence.{skill}=sans", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.headers["hx-replace-url"] == f"{SEARCH}&sans={skill}"
    assert answer.text == site.get(f"{SEARCH}&sans={skill}").text


def test_wider_circles_bring_what_the_api_says(site: Site) -> None:
    answer = _api(site, radius_km=10, place={"citycode": "75056"})
    page = site.get("/recherche?metier=aide-soignant&lieu=75056&rayon=10").text
    rows = re.findall(r'id="r-(\d+)" value="\d+"( checked)?>(.*?)</label>', page, re.S)
    assert [int(km) for km, _, _ in rows] == [5, 10, 20, 30, 50, 75, 100]
    assert [km for km, checked, _ in rows if checked] == ["10"]
    told = {int(km): text for km, _, text in rows}
    what_if: Any = answer["what_if"]
    radii = {one["value"]: one for one in what_if if one["kind"] == "radius"}
    assert radii
    for km, one in radii.items():
        assert (f"environ {one['count']}" if one["count"] else "moins de 5") in told[km]
        assert ("de plus" in told[km]) == bool(km > 10 and answer["count"] and one["gain"])


def test_a_radius_of_ones_own_is_offered_among_the_others(site: Site) -> None:
    page = site.get("/recherche?metier=aide-soignant&lieu=59350&rayon=42").text
    assert 'id="r-42" value="42" checked' in page


def test_few_people_are_not_counted_and_a_way_out_is_shown(site: Site) -> None:
    # Saint-Pierre in the Atlantic is too far from anybody who was drawn.
    page = site.get("/recherche?metier=aide-soignant&lieu=2A041&rayon=1").text
    assert _sentence(page) == "Moins de 5 personnes"
    assert "Un rayon plus large" in page


def test_the_map_has_its_table_and_no_area_under_five(site: Site) -> None:
    page = site.get("/recherche?metier=aide-soignant&lieu=75056&rayon=50").text
    assert '<svg class="map"' in page
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td class="num">(.*?)</td></tr>', page)
    assert rows
    assert all(int(count.replace("\u202f", "")) >= 5 for _, _, count in rows)


def test_the_occupation_is_named_in_both_genders_and_described(site: Site) -> None:
    page = site.get(SEARCH).text
    assert "Aide-soignant / Aide-soignante" in page
    assert "En savoir plus" in page
    assert 'class="keywords"' in page
    assert len(_skills(page)) >= 6


def test_continuing_keeps_the_search(site: Site) -> None:
    skill = _skills(site.get(SEARCH).text)[0]
    page = site.get(f"{SEARCH}&sans={skill}").text
    assert f'href="/inscription?metier=aide-soignant&amp;lieu=59350&amp;rayon=30&amp;sans={skill}"' in page


@pytest.mark.parametrize("citycode", ["75111", "69381", "13208", "97411", "2A004"])
def test_arrondissements_overseas_and_corsica_have_a_page(site: Site, citycode: str) -> None:
    assert site.get(f"/recherche?metier=aide-soignant&lieu={citycode}").status_code == 200
