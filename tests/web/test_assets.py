"""Static files: kept for ever under a URL that changes with them."""

import gzip

import pytest

from tests.site import Site
from web import assets


def test_a_file_is_kept_for_ever_and_compressed(site: Site) -> None:
    answer = site.get(assets.load().url("css/site.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_a_file_of_another_version_is_kept_for_a_minute_only(site: Site) -> None:
    answer = site.get("/static/0000/css/site.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("path", ["css/none.css", "..%2fapp.py", "%2e%2e/app.py", "css/", ".stamp", "vendor/.stamp"])
def test_nothing_but_the_files_of_the_folder_is_served(site: Site, path: str) -> None:
    assert site.get(f"/static/{assets.load().version}/{path}").status_code == 404


def test_pages_load_little(site: Site) -> None:
    page = site.get("/recherche", metier="aide-soignant", lieu="59350")
    assert len(gzip.compress(page.content)) < 20_000
    files = assets.load()
    scripts = ("vendor/htmx.js", "vendor/combobox-nav.js", "js/combobox.js", "js/search.js", "js/results.js")
    assert sum(len(site.get(files.url(path)).content) for path in scripts) < 70_000
