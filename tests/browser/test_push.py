"""A candidate's space as an app: notifications asked for, shown and followed, and what a phone keeps of it (nothing).

Chromium's own push service is out of reach here: subscribing is played in the page, pushes are handed to the real
service worker by the browser's debugging protocol.
"""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Worker, expect
from sqlmodel import select

from tests import cast
from tests.browser.conftest import PHONE, WIDE, Open, flaws
from tests.push_service import AUTH, PushService, encoded
from tests.site import Site
from web.candidates import space
from web.candidates.tables import Candidate, CandidateLink, Device
from web.db import Database
from web.outbox.vapid import Vapid
from web.tokens import Tokens

ENDPOINT = "https://push.example/browser-one"
# What a browser with a push service does, as far as our page can see. Kept from page to page, as subscriptions are.
PLAYED = """
const made = (key) => ({
  endpoint: ENDPOINT,
  options: { applicationServerKey: key },
  toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: P256DH, auth: AUTH } }),
  unsubscribe: async () => { localStorage.removeItem("played"); return true; },
});
PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
  if (!userVisibleOnly || localStorage.getItem("broken")) throw new DOMException("no", "AbortError");
  localStorage.setItem("played", [...new Uint8Array(applicationServerKey)].join());
  return made(applicationServerKey);
};
PushManager.prototype.getSubscription = async () => {
  const kept = localStorage.getItem("played");
  return kept && made(Uint8Array.from(kept.split(","), Number).buffer);
};
"""


@pytest.fixture
def database(site: Site) -> Iterator[Database]:
    database = Database(site.own.database)
    yield database
    database.close()


@pytest.fixture
def person(database: Database) -> Iterator[Candidate]:
    """A candidate of the site, who is gone after the test."""
    with database.writing() as session:
        found = session.exec(select(Candidate).order_by(Candidate.id)).first()  # type: ignore[arg-type]
        number = (found.id or 0) if found else 0
        one = cast.candidate(session, 8_000_000 + number, datetime.now(UTC))
    yield one
    with database.writing() as session:
        session.delete(session.get_one(Candidate, one.id))


def link(site: Site, database: Database, person: Candidate) -> str:
    """The path of a link that opens the person's space."""
    now = datetime.now(UTC)
    with database.writing() as session:
        space.ask(session, [person.email], now)
        row = session.exec(select(CandidateLink).where(CandidateLink.candidate_id == person.id)).one()
    return f"/candidat/entrer/{Tokens(site.own.secret).make(space.LINK, row.ref, now)}"


Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: Open, site: Site, database: Database, person: Candidate) -> Enter:
    """`enter(viewport=PHONE)`: the space of the person, in a browser that has a push service."""

    def enter_one(push: bool = True, permissions: tuple[str, ...] = ("notifications",), **options: Any) -> Page:
        page = open_page(link(site, database, person), **options)
        if permissions:
            page.context.grant_permissions(list(permissions), origin=site.url)
        if push:
            names = {"ENDPOINT": ENDPOINT, "P256DH": PushService().p256dh, "AUTH": encoded(AUTH)}
            known = "".join(f"const {name} = {json.dumps(value)};" for name, value in names.items())
            page.add_init_script(f"{{ {known} {PLAYED} }}")
        page.get_by_role("button", name="Ouvrir mon espace").click()
        page.wait_for_url("**/candidat/espace")
        return page

    return enter_one


def devices(database: Database, person: Candidate) -> list[Device]:
    with database.reading() as session:
        return list(session.exec(select(Device).where(Device.candidate_id == person.id)))


def test_a_device_is_added_and_taken_away(enter: Enter, site: Site, database: Database, person: Candidate) -> None:
    page = enter(viewport=PHONE)
    page.get_by_role("button", name="Activer les notifications ici").click()
    expect(page.get_by_role("status")).to_contain_text("aussi sur cet appareil")
    expect(page.get_by_text("Les notifications sont activées sur cet appareil.")).to_be_visible()
    expect(page.get_by_role("button", name="Activer les notifications ici")).to_be_hidden()
    (device,) = devices(database, person)
    assert (device.endpoint, device.name) == (ENDPOINT, "Chrome sur Linux")
    # The key that the page subscribed with is the one that pushes are signed with.
    used = page.evaluate("localStorage.played").split(",")
    assert encoded(bytes(map(int, used))) == Vapid(site.own).public_key
    # The endpoint is as good as a key.
    assert ENDPOINT not in page.content()

    page.locator("summary", has_text="Renommer").click()
    page.get_by_label("Nom de l'appareil").fill("Mon téléphone")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".people strong")).to_have_text("Mon téléphone")
    page.get_by_role("button", name="Retirer Mon téléphone").click()
    expect(page.get_by_role("status")).to_contain_text("plus aucune notification")
    expect(page.get_by_role("button", name="Activer les notifications ici")).to_be_visible()
    assert devices(database, person) == []
    assert page.evaluate("localStorage.getItem('played')") is None


def test_a_subscription_of_another_key_counts_for_nothing(enter: Enter) -> None:
    page = enter()
    page.get_by_role("button", name="Activer les notifications ici").click()
    expect(page.get_by_text("Les notifications sont activées sur cet appareil.")).to_be_visible()
    page.evaluate("localStorage.played = '4,1,2,3'")
    page.reload()
    expect(page.get_by_role("button", name="Activer les notifications ici")).to_be_visible()


def test_what_a_browser_cannot_or_may_not_do_is_said(enter: Enter, site: Site) -> None:
    page = enter()
    page.evaluate("localStorage.broken = '1'")
    page.get_by_role("button", name="Activer les notifications ici").click()
    expect(page.get_by_role("alert")).to_contain_text("n'ont pas pu être activées")
    button = page.get_by_role("button", name="Activer les notifications ici")
    expect(button).to_be_enabled()

    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.reload()
    expect(page.get_by_text("Votre navigateur bloque les notifications")).to_be_visible()
    expect(button).to_be_hidden()

    page.add_init_script("delete window.PushManager")
    page.reload()
    expect(page.get_by_text("Ce navigateur ne sait pas recevoir")).to_be_visible()

    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    page.reload()
    expect(page.get_by_text("Sur iPhone et iPad")).to_be_visible()


def test_nothing_is_asked_before_the_button_is_pressed(enter: Enter) -> None:
    page = enter()
    page.add_init_script("Notification.requestPermission = () => { document.title = 'asked'; return 'default'; }")
    page.reload()
    expect(page.get_by_role("button", name="Activer les notifications ici")).to_be_visible()
    assert page.title() != "asked"


def test_without_a_script_the_space_says_that_mails_come_anyway(enter: Enter) -> None:
    page = enter(push=False, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Alex")
    # Chromium reads <noscript> as if scripts ran: the protocol turns them off too late for it.
    assert "Les invitations vous arrivent de toute façon par mail." in page.locator("noscript").inner_text()
    expect(page.get_by_role("button", name="Activer les notifications ici")).to_be_hidden()
    page.get_by_role("button", name="Refermer mon espace").click()
    page.goto("/candidat/espace")
    assert page.url.endswith("/candidat")


def test_axe_finds_nothing_in_the_space(enter: Enter) -> None:
    page = enter(bypass_csp=True, viewport=PHONE)
    page.get_by_role("button", name="Activer les notifications ici").click()
    expect(page.get_by_text("Les notifications sont activées sur cet appareil.")).to_be_visible()
    page.locator("summary", has_text="Renommer").click()
    assert flaws(page) == []


# ---- The service worker itself ----


def worker_of(page: Page) -> Worker:
    """The service worker of the page, active."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    (found,) = page.context.service_workers
    return found


def deliver(page: Page, site: Site, data: str) -> None:
    """Have the browser hand a push to the service worker."""
    session: CDPSession = page.context.new_cdp_session(page)
    registrations: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    while not registrations:
        page.wait_for_timeout(20)
    registration = registrations[-1]["registrationId"]
    session.send("ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": registration, "data": data})
    session.detach()


def listen(worker: Worker) -> None:
    """Keep what the worker shows: Chromium without a screen forgets its notifications whenever it likes."""
    worker.evaluate(
        """() => {
          self.kept = [];
          const show = ServiceWorkerRegistration.prototype.showNotification;
          ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
            self.kept.push({ title, ...options });
            return show.call(this, title, options);
          };
        }"""
    )


def shown(page: Page, worker: Worker, count: int = 1) -> dict[str, Any]:
    """The last of so many notifications that the worker showed, once it did."""
    end = time.monotonic() + 15
    while len(found := worker.evaluate("() => self.kept")) < count:
        assert time.monotonic() < end, found
        page.wait_for_timeout(20)
    assert len(found) == count
    last: dict[str, Any] = found[-1]
    return last


def click(worker: Worker) -> dict[str, Any]:
    """Press the last notification; what was opened or brought to the front, and whether it went away."""
    done: dict[str, Any] = worker.evaluate(
        """async () => {
          const done = { opened: null, focused: null, closed: false };
          // Only a real press may open windows.
          self.clients.openWindow = async (url) => { done.opened = url; };
          WindowClient.prototype.focus = async function () { done.focused = this.url; };
          const event = new ExtendableEvent("notificationclick");
          event.notification = { ...self.kept.at(-1), close: () => { done.closed = true; } };
          const waits = [];
          event.waitUntil = (promise) => waits.push(promise);
          self.dispatchEvent(event);
          await Promise.all(waits);
          return done;
        }"""
    )
    return done


def test_a_push_shows_and_a_press_opens_its_invitation(enter: Enter, site: Site) -> None:
    page = enter()
    worker = worker_of(page)
    listen(worker)
    url = f"{site.url}/invitation/abc"
    told = {"title": "Aide-soignant à Lille", "body": "Les Ateliers vous invite à candidater.", "url": url, "tag": "t1"}
    deliver(page, site, json.dumps(told))
    one = shown(page, worker)
    assert (one["title"], one["body"], one["tag"], one["lang"]) == (told["title"], told["body"], "t1", "fr")
    assert click(worker) == {"opened": url, "focused": None, "closed": True}


def test_the_same_push_twice_shows_once(enter: Enter, site: Site) -> None:
    page = enter()
    worker = worker_of(page)
    listen(worker)
    for title in ("Une offre", "Une offre, revue"):
        deliver(page, site, json.dumps({"title": title, "body": "b", "url": "/invitation/abc", "tag": "t1"}))
    # A browser shows one of each tag.
    last = shown(page, worker, 2)
    assert (last["title"], last["tag"]) == ("Une offre, revue", "t1")
    assert {one["tag"] for one in worker.evaluate("() => self.kept")} == {"t1"}


def test_a_page_that_is_open_already_comes_to_the_front(enter: Enter, site: Site) -> None:
    page = enter()
    worker = worker_of(page)
    listen(worker)
    deliver(page, site, json.dumps({"title": "t", "body": "b", "url": "/candidat/espace", "tag": "t"}))
    shown(page, worker)
    assert click(worker) == {"opened": None, "focused": f"{site.url}/candidat/espace", "closed": True}


@pytest.mark.parametrize("data", ["", "not json", '{"url": "https://elsewhere.example/"}', '{"url": "javascript:0"}'])
def test_a_strange_push_shows_something_and_leads_to_the_space(enter: Enter, site: Site, data: str) -> None:
    page = enter()
    worker = worker_of(page)
    listen(worker)
    deliver(page, site, data)
    one = shown(page, worker)
    assert one["title"] == "Vivier"
    assert one["data"]["url"] == f"{site.url}/candidat/espace"
    assert click(worker)["focused"] == f"{site.url}/candidat/espace"


def test_a_browser_that_gets_another_subscription_tells_us(
    enter: Enter, site: Site, database: Database, person: Candidate
) -> None:
    page = enter()
    page.get_by_role("button", name="Activer les notifications ici").click()
    expect(page.get_by_text("Les notifications sont activées sur cet appareil.")).to_be_visible()
    fresh = PushService()
    worker_of(page).evaluate(
        """async ([old, fresh, p256dh, auth]) => {
          const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")),
            (letter) => letter.charCodeAt(0)).buffer;
          const keys = { p256dh: bytes(p256dh), auth: bytes(auth) };
          const event = new ExtendableEvent("pushsubscriptionchange");
          event.oldSubscription = { endpoint: old };
          event.newSubscription = { endpoint: fresh, getKey: (name) => keys[name] };
          const waits = [];
          event.waitUntil = (promise) => waits.push(promise);
          self.dispatchEvent(event);
          await Promise.all(waits);
        }""",
        [ENDPOINT, "https://push.example/browser-two", fresh.p256dh, encoded(AUTH)],
    )
    (device,) = devices(database, person)
    assert (device.endpoint, device.p256dh) == ("https://push.example/browser-two", fresh.p256dh)


def test_the_space_can_be_installed(enter: Enter) -> None:
    page = enter(viewport=PHONE)
    worker_of(page)
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/candidat", "/candidat/espace", "/")
    # Playwright's contexts are those of private windows, in which nothing is installed: the only complaint.
    errors = {one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}


def test_without_a_network_a_page_says_so_and_nothing_personal_was_kept(
    browser: Browser, site: Site, database: Database, person: Candidate
) -> None:
    context: BrowserContext = browser.new_context(viewport=WIDE, locale="fr-FR", base_url=site.url)
    page = context.new_page()
    page.goto(link(site, database, person))
    page.get_by_role("button", name="Ouvrir mon espace").click()
    page.wait_for_url("**/candidat/espace")
    worker_of(page)
    kept = page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
              found[new URL(request.url).pathname] = await (await caches.match(request)).text();
          return found;
        }"""
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/hors-ligne"}
    assert not any(person.first_name in text or person.email in text for text in kept.values())
    context.set_offline(True)
    page.goto("/candidat/espace")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes hors ligne")
    # With its style, which comes from the cache as well.
    assert page.locator("h1").evaluate("one => getComputedStyle(document.querySelector('.top')).borderBottomStyle") == (
        "solid"
    )
    context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Alex")
    context.close()
