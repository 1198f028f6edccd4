"""A candidate's space, on both databases: who gets a link, what it opens and how often, and whose devices are whose."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests import applications as rows
from tests import cast
from tests.push_service import AUTH, PushService, encoded
from tests.visits import Browser, Stage
from tests.web.test_invitation_pages import TERMS
from web.candidates import devices, space
from web.candidates.tables import Candidate, CandidateLink, CandidateSession, Device
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.outbox.tables import Channel, Message

HOME, DOOR = "/candidat/espace", "/candidat"
_KEYS = {"p256dh": PushService().p256dh, "auth": encoded(AUTH)}
FIREFOX = {"user-agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"}


def told(number: int = 1) -> dict[str, str]:
    """What a browser says of its subscription."""
    return {"endpoint": f"https://push.example/{number}", **_KEYS}


class People(Stage):
    """A stage with two candidates."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        with self.database.writing() as session:
            self.one, self.two = (cast.candidate(session, number, self.now) for number in (1, 2))

    def ask(self, email: str, browser: Browser | None = None) -> str:
        """Where asking for a link leads."""
        answer = (browser or self.browser()).post(DOOR, {"mail": email})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def inside(self, person: Candidate) -> Browser:
        """A browser in which the space of this person is open."""
        self.ask(person.email)
        path, browser = self.link(space.LINK), self.browser()
        answer = browser.post(path)
        assert (answer.status_code, answer.headers["location"]) == (303, HOME)
        return browser

    def rows(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.exec(select(table).order_by(col(table.id))))


@pytest.fixture
def stage(database_url: str) -> Iterator[People]:
    with People(database_url) as stage:
        yield stage


def is_in(browser: Browser) -> bool:
    return browser.get(HOME).status_code == 200


# ---- The link ----


def test_a_link_opens_the_space_once_for_who_asked(stage: People) -> None:
    assert stage.ask(" Candidate1@People.Example ") == "/candidat/envoye"
    (mail,) = stage.mails(space.LINK)
    assert mail.address == stage.one.email
    path, browser = stage.link(space.LINK), stage.browser()
    # A program that opens the links of mails does not use it up.
    for _ in range(2):
        assert stage.one.email in browser.get(path).text
        assert not is_in(browser)
    assert browser.post(path).status_code == 303
    assert "Bonjour Alex" in browser.get(HOME).text
    assert browser.get(DOOR).headers["location"] == HOME
    assert stage.browser().get(path).status_code == 410
    # The mail is not sent any more either, should it still lie in the outbox.
    assert stage.mails(space.LINK) == []


def test_the_answer_is_the_same_whether_we_know_the_address_or_not(stage: People) -> None:
    known, unknown = stage.browser(), stage.browser()
    assert stage.ask(stage.one.email, known) == stage.ask("nobody@people.example", unknown)
    assert known.get("/candidat/envoye").text == unknown.get("/candidat/envoye").text
    assert len(stage.mails(space.LINK)) == 1


def test_an_address_that_is_none_is_said(stage: People) -> None:
    answer = stage.browser().post(DOOR, {"mail": "nobody"})
    assert answer.status_code == 400
    assert "Une adresse mail, comme" in answer.text


def test_a_link_dies_after_half_an_hour(stage: People) -> None:
    stage.ask(stage.one.email)
    path = stage.link(space.LINK)
    stage.later(minutes=29)
    assert stage.browser().get(path).status_code == 200
    browser = stage.browser()
    browser.get(path)
    stage.later(minutes=2)
    answer = stage.browser().get(path)
    assert answer.status_code == 410
    assert 'href="/candidat"' in answer.text
    # Nor is a mail sent that waited for so long.
    assert stage.mails(space.LINK) == []


def test_of_two_who_use_a_link_at_once_one_enters(stage: People) -> None:
    stage.ask(stage.one.email)
    (link,) = stage.rows(CandidateLink)

    def use(_: int) -> str | None:
        with stage.database.writing() as session:
            return space.enter(session, link.ref, stage.now)

    with ThreadPoolExecutor(4) as pool:
        assert sum(token is not None for token in pool.map(use, range(4))) == 1


def test_entering_makes_the_other_links_useless(stage: People) -> None:
    stage.ask(stage.one.email)
    first = stage.link(space.LINK)
    stage.ask(stage.one.email)
    second = stage.link(space.LINK)
    stage.ask(stage.two.email)
    others = stage.link(space.LINK)
    assert stage.browser().post(second).status_code == 303
    assert stage.browser().get(first).status_code == 410
    assert stage.browser().get(others).status_code == 200


def test_no_mailbox_can_be_flooded(stage: People) -> None:
    for _ in range(5):
        stage.ask(stage.one.email)
    answer = stage.browser("198.51.100.7").post(DOOR, {"mail": stage.one.email})
    assert (answer.status_code, int(answer.headers["retry-after"]) > 60) == (429, True)
    stage.ask(stage.two.email)


@pytest.mark.parametrize("token", ["nothing", "gAAAAA", "é"])
def test_a_token_that_is_not_ours_opens_nothing(stage: People, token: str) -> None:
    assert stage.browser().get(f"/candidat/entrer/{token}").status_code == 410


def test_a_token_made_for_something_else_opens_nothing(stage: People) -> None:
    stage.ask(stage.one.email)
    (link,) = stage.rows(CandidateLink)
    other = stage.app.state.tokens.make("invitation", link.ref, stage.now)
    assert stage.browser().get(f"/candidat/entrer/{other}").status_code == 410


# ---- The session ----


def test_the_space_closes_here_and_a_copied_cookie_opens_nothing(stage: People) -> None:
    browser = stage.inside(stage.one)
    token = browser.cookies[space.COOKIE]
    assert token.encode() not in {one.digest for one in stage.rows(CandidateSession)}
    answer = browser.post("/candidat/quitter", shown_on=HOME)
    assert answer.headers["location"] == DOOR
    assert space.COOKIE not in browser.cookies
    browser.cookies.set(space.COOKIE, token, domain="site.local")
    assert not is_in(browser)


def test_the_space_closes_by_itself_after_two_months(stage: People) -> None:
    browser = stage.inside(stage.one)
    stage.later(days=59)
    assert is_in(browser)
    stage.later(days=2)
    assert browser.get(HOME).headers["location"] == DOOR


def test_a_person_who_was_erased_is_nowhere(stage: People) -> None:
    browser = stage.inside(stage.one)
    with stage.database.writing() as session:
        session.delete(session.get_one(Candidate, stage.one.id))
    assert not is_in(browser)
    assert stage.rows(CandidateSession) == []


def test_candidates_and_recruiters_have_nothing_of_each_other(stage: People) -> None:
    recruiter = stage.signed_in(stage.cast.owner.email)
    assert recruiter.get(HOME).headers["location"] == DOOR
    person = stage.inside(stage.one)
    assert person.get("/offres").headers["location"].startswith("/connexion")
    # Nor does the one's cookie do under the other's name.
    for name, token in (("session", person.cookies[space.COOKIE]), (space.COOKIE, recruiter.cookies["session"])):
        browser = stage.browser()
        browser.cookies.set(name, token, domain="site.local")
        assert not is_in(browser)
        assert browser.get("/offres").status_code == 303


def test_what_is_personal_is_kept_by_no_cache(stage: People) -> None:
    assert stage.inside(stage.one).get(HOME).headers["cache-control"] == "no-store"


def test_the_cookie_is_out_of_reach(stage: People, database_url: str) -> None:
    stage.ask(stage.one.email)
    cookie = stage.browser().post(stage.link(space.LINK)).headers.get_list("set-cookie")
    (found,) = [one for one in cookie if one.startswith(f"{space.COOKIE}=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(found.split("; "))


# ---- What it shows ----


def invited(stage: People, person: Candidate, **offer: Any) -> Invitation:
    with stage.database.writing() as session:
        to = rows.offer(session, stage.cast.owner, stage.now, terms=TERMS.to_json(), **offer)
        one = Invitation(offer_id=id_of(to), candidate_id=id_of(person), created_at=stage.now)
        session.add(one)
    return one


def test_the_space_lists_ones_own_invitations_and_links_to_them(stage: People) -> None:
    mine = invited(stage, stage.one)
    invited(stage, stage.two, occupation_label="Boulanger / Boulangère")
    browser = stage.inside(stage.one)
    text = browser.get(HOME).text
    assert "Aide-soignant / Aide-soignante" in text
    assert "Boulanger" not in text
    path = text[text.index("/invitation/") :].split('"')[0]
    token = path.removeprefix("/invitation/")
    assert stage.app.state.tokens.read("invitation", token, timedelta(days=1), stage.now) == mine.ref
    assert stage.browser().get(path).status_code == 200
    for hidden in ("Secrète", "Lomme", mine.ref):
        assert hidden not in text


def test_the_space_says_what_became_of_an_invitation(stage: People) -> None:
    one = invited(stage, stage.one)
    browser = stage.inside(stage.one)
    for table, change, said in (
        (Offer, {"state": State.CLOSED}, "L&#39;offre n&#39;est plus ouverte."),
        (Invitation, {"declined_at": stage.now}, "Vous avez décliné."),
        (Invitation, {"revoked_at": stage.now}, "Aucune pour l'instant."),
    ):
        with stage.database.writing() as session:
            row = session.get_one(table, one.offer_id if table is Offer else one.id)
            for name, value in change.items():
                setattr(row, name, value)
            session.add(row)
        assert said in browser.get(HOME).text


# ---- Devices ----


def add(browser: Browser, number: int = 1, **more: str) -> Any:
    return browser.send(
        "/candidat/appareils", {"csrf": cast.csrf(browser.get(HOME).text), **told(number), **more}, FIREFOX
    )


def index_messages(stage: People) -> int:
    return sum(one.channel == Channel.INDEX for one in stage.rows(Message))


def test_a_device_is_added_once_named_and_removed(stage: People) -> None:
    browser = stage.inside(stage.one)
    for _ in range(2):
        assert add(browser).headers["location"].startswith(f"{HOME}?fait=appareil")
    (device,) = stage.rows(Device)
    assert (device.candidate_id, device.name) == (stage.one.id, "Firefox sur Android")
    # The index learns that the person can be reached by it, once.
    assert index_messages(stage) == 1
    text = browser.get(HOME).text
    assert device.endpoint not in text
    assert devices.digest(device.endpoint) in text
    browser.post(f"/candidat/appareils/{device.ref}/nom", {"nom": "<b>Le mien</b>"}, shown_on=HOME)
    assert "&lt;b&gt;Le mien&lt;/b&gt;" in browser.get(HOME).text
    assert browser.post(f"/candidat/appareils/{device.ref}/nom", {"nom": " "}, shown_on=HOME).status_code == 400
    answer = browser.post(f"/candidat/appareils/{device.ref}/retirer", shown_on=HOME)
    assert answer.headers["location"].startswith(f"{HOME}?fait=retire")
    assert stage.rows(Device) == []
    assert index_messages(stage) == 2


def test_a_stranger_reaches_nobodys_device(stage: People) -> None:
    add(stage.inside(stage.one))
    (device,) = stage.rows(Device)
    other = stage.inside(stage.two)
    for act in ("nom", "retirer"):
        assert other.post(f"/candidat/appareils/{device.ref}/{act}", {"nom": "x"}, shown_on=HOME).status_code == 404
    (kept,) = stage.rows(Device)
    assert kept.name == "Firefox sur Android"


def test_a_browser_that_two_people_use_is_the_last_ones(stage: People) -> None:
    add(stage.inside(stage.one))
    add(stage.inside(stage.two))
    (device,) = stage.rows(Device)
    assert device.candidate_id == stage.two.id


def test_there_is_a_limit_to_devices(stage: People) -> None:
    browser = stage.inside(stage.one)
    for number in range(devices.MOST):
        assert add(browser, number).status_code == 303
    answer = add(browser, devices.MOST)
    assert answer.status_code == 409
    assert "Retirez-en un" in answer.text
    assert len(stage.rows(Device)) == devices.MOST


@pytest.mark.parametrize("wrong", [{"endpoint": "https://10.0.0.1/x"}, {"p256dh": "AAAA"}, {"auth": ""}])
def test_a_subscription_that_cannot_be_is_refused(stage: People, wrong: dict[str, str]) -> None:
    answer = add(stage.inside(stage.one), **wrong)
    assert answer.status_code == 400
    assert "Essayez-en un autre" in answer.text
    assert stage.rows(Device) == []


def test_the_old_endpoint_is_the_proof_for_a_new_one(stage: People) -> None:
    add(stage.inside(stage.one), 1)
    add(stage.inside(stage.two), 2)
    change, anybody = "/candidat/appareils/changement", stage.browser()
    # The answer tells nobody which endpoints we know.
    for old, new in (("https://push.example/none", 3), ("https://push.example/1", 2), ("", 3)):
        assert anybody.send(change, {"ancien": old, **told(new)}).status_code == 204
        assert [one.endpoint for one in stage.rows(Device)] == ["https://push.example/1", "https://push.example/2"]
    assert anybody.send(change, {"ancien": "https://push.example/1", **told(3)}).status_code == 204
    assert {one.endpoint: one.candidate_id for one in stage.rows(Device)} == {
        "https://push.example/3": stage.one.id,
        "https://push.example/2": stage.two.id,
    }
    bad = {**told(4), "endpoint": "https://127.0.0.1/x"}
    assert anybody.send(change, {"ancien": "https://push.example/3", **bad}).status_code == 400


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Firefox/140.0", "Firefox sur Mac"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Safari", "Samsung Internet sur Android"),
        ("curl/8.0", "Navigateur"),
        ("", "Navigateur"),
    ],
)
def test_a_device_is_called_by_its_browser(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name


# ---- The shell ----


def test_the_shell_is_the_same_for_everybody_and_always_fresh(stage: People) -> None:
    inside, outside = stage.inside(stage.one), stage.browser()
    recruiter = stage.signed_in(stage.cast.owner.email)
    for path, media_type in (
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/hors-ligne", "text/html; charset=utf-8"),
        ("/apple-touch-icon.png", "image/png"),
    ):
        answers = [browser.get(path) for browser in (inside, outside, recruiter)]
        assert len({answer.content for answer in answers}) == 1
        assert {answer.headers["content-type"] for answer in answers} == {media_type}
        assert {answer.headers["cache-control"] for answer in answers} == {"no-cache"}
        assert not any("set-cookie" in answer.headers for answer in answers)
    assert "Olive" not in answers[2].text


def test_everything_that_the_shell_names_is_there(stage: People) -> None:
    browser = stage.browser()
    shell = json.loads(browser.get("/sw.js").text.partition(";\n")[0].removeprefix("const SHELL = "))
    icons = [one["src"] for one in browser.get("/manifest.webmanifest").json()["icons"]]
    assert len(shell["files"]) >= 3
    for path in [shell["offline"], shell["icon"], *shell["files"], *icons]:
        assert browser.get(path).status_code == 200, path
