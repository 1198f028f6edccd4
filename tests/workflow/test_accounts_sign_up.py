"""From a code to an open account, on both databases: nobody learns who has one, nobody opens another's."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import func, select

from tests.cast import CODE, NOW, PASSWORD, SIRET, THIRD_SIRET, account, cast, code, hashed
from tests.visits import Browser, Stage
from web.accounts import codes, forms, links, service
from web.accounts.tables import Account, CodeUse, InvitationCode, SignedIn
from web.companies.tables import Company
from web.db import Database

FORM = {
    "prenom": "Marie",
    "nom": "Martin",
    "mail": "Marie.Martin@Nouvelle.example",
    "telephone": "+33 (0)3 20 12 34 56",
    "siret": "552 081 317 66522",
    "mot_de_passe": PASSWORD,
    "code": "abcde-fghjk",
}
EMAIL = "marie.martin@nouvelle.example"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


def sign_up(browser: Browser, **other: str) -> Any:
    return browser.post("/inscription", FORM | other)


def find(stage: Stage, email: str = EMAIL) -> Account | None:
    with stage.database.reading() as session:
        return service.by_mail(session, email)


def uses_left(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(InvitationCode.uses_left).where(InvitationCode.code == CODE)).one()


def test_the_browser_that_signed_up_confirms_by_one_button(stage: Stage) -> None:
    browser = stage.browser()
    answer = sign_up(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inscription/envoyee")
    made = find(stage)
    assert made
    assert (made.first_name, made.phone, made.email_confirmed_at) == ("Marie", "0320123456", None)
    path = stage.link("confirm")
    page = browser.get(path)
    assert "Marie Martin" in page.text
    assert 'type="password"' not in page.text
    confirmed = browser.post(path)
    assert (confirmed.status_code, confirmed.headers["location"]) == (303, "/offres")
    assert "Marie Martin" in browser.get("/compte").text
    made = find(stage)
    assert made
    assert made.member_since == made.email_confirmed_at == NOW
    with stage.database.reading() as session:
        assert session.exec(select(CodeUse.account_id)).all() == [made.id]
        assert session.exec(select(Company.siret).where(Company.id == made.company_id)).one() == THIRD_SIRET


def test_another_browser_needs_the_password(stage: Stage) -> None:
    sign_up(stage.browser())
    path, other = stage.link("confirm"), stage.browser()
    assert 'type="password"' in other.get(path).text
    for wrong in ("", "quatre petits cailloux"):
        assert other.post(path, {"mot_de_passe": wrong}).status_code == 400
    made = find(stage)
    assert made
    assert made.email_confirmed_at is None
    assert other.post(path, {"mot_de_passe": PASSWORD}).status_code == 303
    assert other.get("/compte").status_code == 200


def test_a_program_that_opens_the_links_of_mails_confirms_nothing(stage: Stage) -> None:
    sign_up(stage.browser())
    stage.browser().get(stage.link("confirm"))
    made = find(stage)
    assert made
    assert made.email_confirmed_at is None


def test_an_address_that_has_an_account_is_answered_alike(stage: Stage) -> None:
    known, unknown = stage.browser(), stage.browser()
    answers = [sign_up(known, mail="owner@ateliers.example"), sign_up(unknown)]
    shown = [browser.get(answer.headers["location"]) for browser, answer in zip((known, unknown), answers, strict=True)]

    def constant(answer: Any) -> Any:
        # What is random differs, but not its length.
        cookies = [
            re.sub(r"=[\w-]{60,}", lambda one: str(len(one[0])), one) for one in answer.headers.get_list("set-cookie")
        ]
        return answer.status_code, answer.headers.get("location"), cookies, len(answer.text)

    assert constant(answers[0]) == constant(answers[1])
    assert constant(shown[0]) == constant(shown[1])
    # A use is taken in both cases, or the code would tell.
    assert uses_left(stage.database) == 1
    (mail,) = stage.mails("already")
    assert mail.address == "owner@ateliers.example"
    assert mail.body.subject == "Vous avez déjà un compte Vivier"
    owner = find(stage, "owner@ateliers.example")
    assert owner
    assert (owner.first_name, owner.password_hash) == ("Olive", hashed(PASSWORD))


def test_signing_up_again_before_confirming_replaces_what_was_typed(stage: Stage) -> None:
    first, second = stage.browser(), stage.browser()
    sign_up(first, mot_de_passe="un autre mot de passe long", siret=SIRET)
    old = stage.link("confirm")
    stage.later(minutes=5)
    sign_up(second, prenom="Marion")
    # The first one's link and browser open nothing any more: what they know is no longer the password.
    assert first.get(old).status_code == 410
    path = stage.link("confirm")
    assert 'type="password"' in first.get(path).text
    assert second.post(path).status_code == 303
    made = find(stage)
    assert made
    assert made.first_name == "Marion"
    with stage.database.reading() as session:
        assert session.exec(select(Company.siret).where(Company.id == made.company_id)).one() == THIRD_SIRET


def test_the_link_is_good_for_three_days_and_can_be_had_again(stage: Stage) -> None:
    browser = stage.browser()
    sign_up(browser)
    path = stage.link("confirm")
    stage.later(days=3, seconds=1)
    dead = browser.get(path)
    assert dead.status_code == 410
    answer = browser.post("/confirmation", {"mail": EMAIL}, shown_on=path)
    assert answer.headers["location"] == "/inscription/envoyee"
    assert len(stage.mails("confirm")) == 2
    fresh = stage.link("confirm")
    assert browser.post(fresh, {"mot_de_passe": PASSWORD}).status_code == 303
    assert browser.get(fresh).status_code == 200
    assert stage.mails("confirm") == []


@pytest.mark.parametrize("email", ["owner@ateliers.example", "nobody@nowhere.example", "pas une adresse"])
def test_asking_for_the_link_again_tells_nothing(stage: Stage, email: str) -> None:
    answer = stage.browser().post("/confirmation", {"mail": email}, shown_on="/inscription/envoyee")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inscription/envoyee")
    assert stage.mails() == []


def test_mistakes_are_named_and_nothing_typed_is_lost_but_the_password(stage: Stage) -> None:
    page = sign_up(stage.browser(), siret="73282932000075", telephone="12", mot_de_passe="motdepasse123", code="")
    assert page.status_code == 400
    assert "4 réponses sont à revoir" in page.text
    assert 'value="Marie.Martin@Nouvelle.example"' in page.text
    assert "motdepasse123" not in page.text
    assert find(stage) is None
    assert uses_left(stage.database) == 3


@pytest.mark.parametrize("spoil", ["expired", "revoked", "used up", "unknown"])
def test_a_code_that_is_no_good_is_refused_alike(stage: Stage, spoil: str) -> None:
    with stage.database.writing() as session:
        one = session.get_one(InvitationCode, stage.cast.code.id)
        if spoil == "expired":
            one.expires_at = NOW
        if spoil == "revoked":
            codes.revoke(session, one, NOW)
        if spoil == "used up":
            one.uses_left = 0
    page = sign_up(stage.browser(), **({"code": "ZZZZZ-ZZZZZ"} if spoil == "unknown" else {}))
    assert page.status_code == 400
    assert "Ce code n&#39;est pas valable" in page.text
    assert find(stage) is None
    with stage.database.reading() as session:
        assert session.exec(select(Company).where(Company.siret == THIRD_SIRET)).all() == []


def test_a_lone_account_opens_once_however_often_one_clicks(stage: Stage) -> None:
    browser = stage.browser()
    sign_up(browser)
    path = stage.link("confirm")
    browser.post(path)
    browser.get(path)
    with stage.database.reading() as session:
        assert session.exec(select(func.count()).select_from(SignedIn)).one() == 1


def test_a_person_who_is_signed_in_needs_no_second_account(stage: Stage) -> None:
    answer = stage.signed_in("owner@ateliers.example").get("/inscription")
    assert (answer.status_code, answer.headers["location"]) == (303, "/offres")


# What two threads do at once.


def at_once(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Run `work(number)` in threads that start together; what they raised."""
    barrier, raised = threading.Barrier(count), []

    def run(number: int) -> None:
        barrier.wait()
        try:
            work(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def wanted(email: str) -> forms.SignUp:
    return forms.SignUp("Marie", "Martin", email, "0320123456", THIRD_SIRET, PASSWORD, CODE)


def test_of_people_who_race_for_the_last_use_one_wins(database: Database) -> None:
    with database.writing() as session:
        code(session, uses=1)

    def race(number: int) -> None:
        with database.writing() as session:
            service.sign_up(session, wanted(f"racer{number}@x.example"), "hash", "", "", NOW)

    raised = at_once(4, race)
    assert [type(error) for error in raised] == [codes.CodeRefused] * 3
    assert uses_left(database) == 0
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Account)).one() == 1
        assert session.exec(select(func.count()).select_from(CodeUse)).one() == 1


def test_one_address_that_signs_up_twice_at_once_is_one_account(database: Database) -> None:
    with database.writing() as session:
        code(session, uses=9)

    def race(number: int) -> None:
        with database.writing() as session:
            service.sign_up(session, wanted(EMAIL), f"hash {number}", "", "", NOW + timedelta(seconds=number))

    assert at_once(3, race) == []
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Account)).one() == 1


def test_of_two_first_colleagues_who_confirm_at_once_one_is_first(database: Database) -> None:
    ours = cast(database)
    with database.writing() as session:
        company = Company(siren=THIRD_SIRET[:9], siret=THIRD_SIRET, created_at=NOW)
        session.add(company)
        session.flush()
        both = [account(session, f"new{n}@x.example", company, member=False, confirmed=False) for n in range(2)]
        subjects = [links.subject(one) for one in both]

    def race(number: int) -> None:
        with database.writing() as session:
            assert service.confirm(session, subjects[number], NOW, None)

    assert at_once(2, race) == []
    with database.reading() as session:
        members = session.exec(select(Account).where(Account.company_id == company.id)).all()
    assert sorted(one.member_since is not None for one in members) == [False, True]
    assert ours.company.id != company.id
