"""A real browser on the real site."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.site import Site

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# 1280 pixels at 400 %: WCAG 1.4.10.
ZOOMED = {"width": 320, "height": 256}
_QUIET = (
    "--no-sandbox",
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Not for the session: while Playwright runs, its event loop is that of this thread, and other tests have their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    assert program, "no Chromium here: .ci/system installs it, or CHROMIUM names it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """`open_page("/", viewport=PHONE, java_script_enabled=False)`: a page of the site in a browser of its own.

    At the end of the test nothing may have been asked of any other server, and no script may have failed.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(path: str, **options: Any) -> Page:
        # Without motion: axe would measure a colour on its way to another.
        usual = {"viewport": WIDE, "locale": "fr-FR", "base_url": site.url, "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda one: one.url.startswith(site.url) or faults.append(f"asked elsewhere: {one.url}"))
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console", lambda line: line.type == "error" and "status of" not in line.text and faults.append(line.text)
        )
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults


def axe(page: Page, *rules: str) -> list[str]:
    """What axe-core finds wrong (by these rules; by all), one line a rule. The page's context needs `bypass_csp`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("(only) => axe.run(document, { resultTypes: ['violations'], ...only })", only)
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]
    ]


def flaws(page: Page) -> list[str]:
    """What is wrong with a page as it stands, unfolded: what axe-core finds, in the light and in the dark, and the
    windows (a phone's, one at 400 %) that it is wider than."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    # The scheme changes colours and nothing else.
    found += [f"dark: {one}" for one in axe(page, "color-contrast", "link-in-text-block")]
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    for window in (PHONE, ZOOMED):
        page.set_viewport_size(window)
        if sideways(page) > 0:
            found.append(f"wider than {window['width']}")
    if size:
        page.set_viewport_size(size)
    return found


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
