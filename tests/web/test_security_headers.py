"""Every answer carries the headers that keep a browser from doing harm."""

import re

import pytest

from tests.site import Site, ask
from web.app import create_app
from web.settings import SiteSettings

PATHS = ["/", "/recherche?metier=aide-soignant&lieu=59350", "/rien", "/connexion", "/api/occupations?q=a", "/api/rien"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_them(site: Site, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_browsers_are_told_to_stay_with_https_where_there_is_https() -> None:
    answer = ask(create_app(SiteSettings(https=True)), "/")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/", "/recherche?metier=aide-soignant&lieu=59350", "/rien", "/connexion"])
def test_no_page_holds_a_script_a_style_or_an_address_of_elsewhere(site: Site, path: str) -> None:
    page = site.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert set(re.findall(r'(?:src|href|action)="([^"]*)"', page)) == {
        url for url in re.findall(r'(?:src|href|action)="([^"]*)"', page) if url.startswith(("/", "#"))
    }
    assert not re.search(r'(?:src|href)="//', page)
