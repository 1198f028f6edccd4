"""Signing in and out, on both databases: one answer for whatever is wrong, sessions that end, no way elsewhere."""

from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from tests.cast import PASSWORD, csrf
from tests.visits import Browser, Stage
from web.accounts.passwords import Passwords
from web.accounts.tables import Account, SignedIn
from web.outbox.tables import Message

OWNER = "owner@ateliers.example"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


def sign_in(browser: Browser, email: str = OWNER, password: str = PASSWORD, **more: str) -> httpx.Response:
    return browser.post("/connexion", {"mail": email, "mot_de_passe": password, **more})


def change(stage: Stage, account: Account, **values: Any) -> None:
    with stage.database.writing() as session:
        row = session.get_one(Account, account.id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def is_in(browser: Browser) -> bool:
    return browser.get("/compte").status_code == 200


def test_signing_in_and_out(stage: Stage) -> None:
    browser = stage.browser()
    assert browser.get("/compte").headers["location"] == "/connexion?suite=%2Fcompte"
    answer = sign_in(browser, " Owner@Ateliers.example ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/offres")
    page = browser.get("/").text
    assert "Olive Perrin" in page
    assert "Mes offres" in page
    assert "Me connecter" not in page
    token = browser.cookies["session"]
    answer = browser.post("/deconnexion", shown_on="/compte")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "session" not in browser.cookies
    # Nor does a copy of the cookie open anything.
    browser.cookies.set("session", token, domain="site.local")
    assert not is_in(browser)


def test_staff_go_to_their_own_pages(stage: Stage) -> None:
    answer = sign_in(stage.browser(), "staff@vivier.example")
    assert answer.headers["location"] == "/equipe"
    page = stage.signed_in("staff@vivier.example").get("/compte").text
    assert 'href="/equipe"' in page
    assert "Mes offres" not in page


def test_whatever_is_wrong_is_answered_alike(stage: Stage) -> None:
    """A wrong password, no account, a blocked one, one whose mail was not confirmed: the very same page."""
    change(stage, stage.cast.teammate, blocked_at=stage.now)
    change(stage, stage.cast.stranger, email_confirmed_at=None)
    attempts = [
        (OWNER, "quatre petits cailloux"),
        ("nobody@nowhere.example", PASSWORD),
        (stage.cast.teammate.email, PASSWORD),
        (stage.cast.stranger.email, PASSWORD),
    ]
    told = set()
    for email, password in attempts:
        answer = sign_in(stage.browser(), email, password)
        assert answer.status_code == 400
        assert "set-cookie" not in answer.headers
        told.add(answer.text.replace(email, "").replace(csrf(answer.text), ""))
    assert len(told) == 1
    # Only the mailbox learns that the address waits to be confirmed.
    assert [mail.address for mail in stage.mails()] == [stage.cast.stranger.email]


def test_the_work_is_the_same_whether_there_is_an_account(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hashed: str, password: str) -> bool:
        verified.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    stage.app.state.passwords = Passwords()
    change(stage, stage.cast.owner, password_hash=stage.app.state.passwords.hash_now(PASSWORD))
    for email in (OWNER, "nobody@nowhere.example"):
        sign_in(stage.browser(), email, "quatre petits cailloux")
    # One verification each, with the same parameters.
    assert len(verified) == 2
    assert len(set(verified)) == 1
    assert verified[0].startswith("$argon2id$v=19$m=65536,t=3,p=4")


def test_a_hash_of_other_parameters_is_renewed(stage: Stage) -> None:
    # The cast's hashes are hasty ones.
    stage.app.state.passwords = Passwords()
    assert sign_in(stage.browser()).status_code == 303
    with stage.database.reading() as session:
        renewed = session.get_one(Account, stage.cast.owner.id).password_hash
    assert "m=65536,t=3,p=4" in renewed
    assert sign_in(stage.browser()).status_code == 303


def test_a_session_is_new_each_time_and_none_is_taken_over(stage: Stage) -> None:
    browser = stage.browser()
    browser.cookies.set("session", "planted", domain="site.local")
    page = browser.get("/connexion").text
    visit, token = browser.cookies["visite"], csrf(page)
    sign_in(browser)
    with stage.database.reading() as session:
        assert len(session.exec(select(SignedIn)).all()) == 1
    planted = stage.browser()
    planted.cookies.set("session", "planted", domain="site.local")
    assert not is_in(planted)
    # The visit begins anew, so that a token known before is worth nothing.
    assert browser.cookies["visite"] != visit
    assert browser.send("/deconnexion", {"csrf": token}).status_code == 403
    assert is_in(browser)


def test_signing_in_again_ends_the_session_before(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    token = browser.cookies["session"]
    page = browser.get("/compte").text
    browser.send("/connexion", {"csrf": csrf(page), "mail": OWNER, "mot_de_passe": PASSWORD})
    assert browser.cookies["session"] != token
    with stage.database.reading() as session:
        assert len(session.exec(select(SignedIn)).all()) == 1


def test_a_session_ends_by_itself_after_thirty_days(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    stage.later(days=29, hours=23)
    assert is_in(browser)
    stage.later(hours=1)
    assert not is_in(browser)


def test_a_blocked_account_is_out_at_once(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    change(stage, stage.cast.owner, blocked_at=stage.now)
    assert not is_in(browser)


def test_the_database_holds_no_token_that_could_be_used(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    with stage.database.reading() as session:
        digest = session.exec(select(SignedIn.digest)).one()
    assert browser.cookies["session"].encode() not in digest
    assert len(digest) == 32


@pytest.mark.parametrize("https", [False, True])
def test_cookies_are_out_of_reach(database_url: str, https: bool) -> None:
    with Stage(database_url, https=https) as stage:
        browser = stage.browser()
        answer = sign_in(browser)
        set_cookies = answer.headers.get_list("set-cookie")
        names = {one.partition("=")[0].removeprefix("__Host-") for one in set_cookies}
        assert names == {"visite", "session", "appareil"}
        for one in set_cookies:
            assert one.startswith("__Host-") == https
            parts = one.split("; ")
            assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= set(parts)
            assert ("Secure" in parts) == https
            assert not any(part.startswith("Domain") for part in parts)
        assert is_in(browser)


@pytest.mark.parametrize("path", ["/compte", "/offres/abc?etape=2", "/offres/l%C3%A9a"])
def test_one_is_led_back_to_where_one_was_going(stage: Stage, path: str) -> None:
    assert sign_in(stage.browser(), suite=path).headers["location"] == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\r\nLocation: https://evil.example",
        "@evil.example",
        "/" + "a" * 3_000,
    ],
)
def test_nobody_is_led_elsewhere(stage: Stage, elsewhere: str) -> None:
    browser = stage.browser()
    page = browser.get(f"/connexion?{httpx.QueryParams({'suite': elsewhere})}")
    assert 'name="suite"' not in page.text
    assert sign_in(browser, suite=elsewhere).headers["location"] == "/offres"
    again = browser.get(f"/connexion?{httpx.QueryParams({'suite': elsewhere})}")
    assert (again.status_code, again.headers["location"]) == (303, "/offres")


def test_a_form_of_another_site_is_refused(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    token = csrf(browser.get("/compte").text)
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        # Even with the right token, should it leak: who is asked is nobody.
        answer = browser.send("/deconnexion", {"csrf": token}, headers)
        assert answer.status_code == 403
    assert is_in(browser)


def test_too_many_failures_are_slowed_down(stage: Stage) -> None:
    attacker = stage.browser()
    answers = [sign_in(attacker, password=f"mauvais mot de passe {n}") for n in range(11)]
    assert [one.status_code for one in answers] == [400] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "Réessayez dans 1" in answers[-1].text
    # Whether the address has an account makes no difference.
    answers = [sign_in(attacker, "nobody@nowhere.example", f"mauvais mot de passe {n}") for n in range(11)]
    assert [one.status_code for one in answers] == [400] * 10 + [429]
    stage.later(minutes=1)
    assert sign_in(attacker).status_code == 303


def test_one_address_of_the_network_cannot_try_every_account(stage: Stage) -> None:
    attacker = stage.browser("203.0.113.5")
    codes = [sign_in(attacker, f"someone{n}@x.example").status_code for n in range(31)]
    assert codes == [400] * 30 + [429]
    assert sign_in(stage.browser("203.0.113.6")).status_code == 303


def test_nobody_can_keep_somebody_else_out(stage: Stage) -> None:
    own = stage.signed_in(OWNER)
    own.post("/deconnexion", shown_on="/compte")
    for number in range(30):
        sign_in(stage.browser(f"203.0.113.{number}"), password="mauvais mot de passe")
    # A browser that nobody knows is slowed down, one that was here before is not.
    assert sign_in(stage.browser()).status_code == 429
    assert sign_in(own).status_code == 303


def test_the_cookie_of_a_browser_speaks_for_its_own_account_only(stage: Stage) -> None:
    other = stage.signed_in(stage.cast.stranger.email)
    other.post("/deconnexion", shown_on="/compte")
    answers = [sign_in(other, password=f"mauvais mot de passe {n}") for n in range(11)]
    assert answers[-1].status_code == 429


def test_successes_are_not_counted(stage: Stage) -> None:
    for _ in range(12):
        assert sign_in(stage.browser()).status_code == 303


def test_nothing_that_was_typed_is_written_to_the_outbox(stage: Stage) -> None:
    stage.browser().post("/mot-de-passe-oublie", {"mail": OWNER})
    with stage.database.reading() as session:
        message = session.exec(select(Message)).one()
    assert "owner" not in f"{message.key} {message.data}"
