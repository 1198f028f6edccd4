"""`/`: two fields, usable as plain HTML."""

import re

from tests.site import Site


def test_the_form_works_without_a_script(site: Site) -> None:
    page = site.get("/").text
    assert '<form class="search" action="/recherche" method="get"' in page
    for name in ("metier", "ville"):
        assert f'<label for="{name}">' in page
        assert re.search(rf'<input type="text" id="{name}" name="{name}" value="" required', page)
    assert "Lancer la recherche" in page


def test_signing_in_is_one_click_away(site: Site) -> None:
    assert '<a class="button button-quiet" href="/connexion">Me connecter</a>' in site.get("/").text


def test_an_empty_field_is_named_and_the_other_kept(site: Site) -> None:
    answer = site.get("/recherche", metier="cariste", ville=" ")
    assert answer.status_code == 400
    assert "Indiquez une ville." in answer.text
    assert "Indiquez un métier." not in answer.text
    assert 'value="cariste"' in answer.text
    assert 'aria-describedby="ville-aide ville-erreur" aria-invalid="true" autofocus' in answer.text
    both = site.get("/recherche").text
    assert "Indiquez un métier." in both
    assert both.count("autofocus") == 1


def test_what_people_type_is_escaped(site: Site) -> None:
    attack = '"><script>alert(1)</script>'
    for params in (
        {"metier": attack, "ville": ""},
        {"metier": attack, "ville": attack},
        {"metier": "", "ville": attack},
    ):
        page = site.get("/recherche", **params).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_every_page_is_in_french_with_a_title_and_one_heading(site: Site) -> None:
    for path in ("/", "/connexion", "/inscription", "/rien", "/recherche?metier=aide-soignant&lieu=59350"):
        page = site.get(path).text
        assert '<html lang="fr">' in page
        assert re.search(r"<title>[^<]{8,} – Vivier</title>", page)
        assert len(re.findall("<h1", page)) == 1
        assert "None" not in page
