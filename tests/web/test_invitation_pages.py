"""The pages behind the links of an invitation, and the local mailbox."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import select

from search_api.engine.settings import EngineSettings
from tests import cast
from tests.offers import TERMS
from tests.site import serving, site_settings
from tests.workflow.outbox import Hands
from web.accounts.passwords import Passwords
from web.app import create_app
from web.candidates.tables import Candidate
from web.db import Database
from web.invitations import inviting, rules
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.outbox import mailbox
from web.outbox.mails import Mail, Rendered
from web.outbox.mime import Writer
from web.settings import MailSettings, SiteSettings
from web.tokens import Tokens

# None of it may reach a candidate.
HIDDEN = ("47", "CE", "nuit", "télétravail", "Secrète", "Lomme")


def published(database: Database, now: Any = cast.NOW, standing: bool = False, **terms: Any) -> Offer:
    """An offer of the cast's company, open."""
    with database.writing() as session:
        company = cast.company(session)
        author = cast.account(session, "owner@ateliers.example", company)
        offer = Offer(
            company_id=company.id or 0,
            author_id=author.id or 0,
            state=State.PUBLISHED,
            occupation="aide-soignant",
            occupation_label="Mécanicien cycles / Mécanicienne cycles",
            citycode="59350",
            place_label="Lille",
            search={
                "occupation": "aide-soignant",
                "citycode": "59350",
                "radius_km": 30,
                "required": [],
                "excluded": [],
            },
            answers={},
            terms=replace(TERMS, **terms).to_json(),
            standing=standing,
            created_at=now,
            updated_at=now,
            published_at=now,
        )
        session.add(offer)
        session.flush()
        return offer


@dataclass
class Visit:
    """A site, its database, and one person invited to one offer."""

    client: httpx.Client
    settings: SiteSettings
    database: Database
    clock: Hands
    offer: Offer
    person: Candidate

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.settings.secret)

    def invitation(self) -> Invitation:
        with self.database.reading() as session:
            return session.exec(select(Invitation)).one()

    def link(self, purpose: str = "invitation") -> str:
        ref = self.invitation().ref if purpose == "invitation" else self.person.ref
        return self.tokens.make(purpose, ref, self.clock())

    def change(self, row: Any, **values: Any) -> None:
        with self.database.writing() as session:
            found = session.get(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    nowhere = EngineSettings(hosts=("http://127.0.0.1:9",), external=True, home=tmp_path)
    settings = site_settings(nowhere, tmp_path)
    clock = Hands(cast.NOW)
    with ExitStack() as stack:
        database = Database(settings.database)
        stack.callback(database.close)
        offer = published(database)
        with database.writing() as session:
            person = cast.candidate(session, 1)
            assert inviting.invite_person(session, offer.id or 0, person.id or 0, clock())
        url = stack.enter_context(serving(create_app(settings, clock=clock, passwords=Passwords(cast.HASTY))))
        client = stack.enter_context(httpx.Client(base_url=url, timeout=20))
        yield Visit(client, settings, database, clock, offer, person)


def test_the_link_shows_the_offer_and_none_of_its_hidden_criteria(visit: Visit) -> None:
    answer = visit.client.get(f"/invitation/{visit.link()}")
    assert answer.status_code == 200
    for told in ("Mécanicienne cycles", "à Lille", "CDI", "35", "Les Ateliers", "Que réparez-vous en premier"):
        assert told in answer.text
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")].replace(visit.link(), "")
    for hidden in HIDDEN[2:]:
        assert hidden not in main
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_opening_the_link_is_noted_the_first_time(visit: Visit) -> None:
    path = f"/invitation/{visit.link()}"
    visit.client.get(path)
    visit.clock.turn(days=2)
    visit.client.get(path)
    assert visit.invitation().opened_at == cast.NOW


def test_a_closed_offer_is_told_kindly(visit: Visit) -> None:
    visit.change(visit.offer, state=State.CLOSED)
    answer = visit.client.get(f"/invitation/{visit.link()}")
    assert answer.status_code == 200
    assert "n'est plus ouverte" in answer.text.replace("&#39;", "'")
    assert "Décliner" not in answer.text


@pytest.mark.parametrize("how", ["other purpose", "nonsense", "too old", "revoked"])
def test_a_link_that_opens_nothing_says_so_and_nothing_else(visit: Visit, how: str) -> None:
    token = {"other purpose": visit.link("unsubscribe"), "nonsense": "abc"}.get(how) or visit.link()
    if how == "too old":
        visit.clock.turn(days=rules.LINK_LIFE.days + 1)
    if how == "revoked":
        visit.change(visit.invitation(), revoked_at=cast.NOW)
    answer = visit.client.get(f"/invitation/{token}")
    assert answer.status_code == 404
    assert "Les Ateliers" not in answer.text


def test_somebody_may_say_no_with_a_reason(visit: Visit) -> None:
    path = f"/invitation/{visit.link()}"
    answer = cast.post(visit.client, f"{path}/refuser", {"motif": "Trop loin."}, shown_on=path)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    invitation = visit.invitation()
    assert (invitation.declined_at, invitation.reason) == (cast.NOW, "Trop loin.")
    assert "C&#39;est noté" in visit.client.get(path).text or "C'est noté" in visit.client.get(path).text


def test_a_no_that_our_page_did_not_send_is_refused(visit: Visit) -> None:
    assert visit.client.post(f"/invitation/{visit.link()}/refuser", data={"motif": ""}).status_code == 403
    assert visit.invitation().declined_at is None


def test_following_the_link_that_stops_mails_only_asks(visit: Visit) -> None:
    answer = visit.client.get(f"/desinscription/{visit.link('unsubscribe')}")
    assert answer.status_code == 200
    with visit.database.reading() as session:
        assert session.exec(select(Candidate)).one().unsubscribed_at is None


def test_a_mail_program_stops_the_mails_by_one_post_without_cookies(visit: Visit) -> None:
    path = f"/desinscription/{visit.link('unsubscribe')}"
    for _ in range(2):
        answer = httpx.post(str(visit.client.base_url) + path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    with visit.database.reading() as session:
        assert session.exec(select(Candidate)).one().unsubscribed_at == cast.NOW


def test_the_link_of_an_invitation_stops_no_mails(visit: Visit) -> None:
    assert visit.client.post(f"/desinscription/{visit.link()}").status_code == 404


def keep_a_mail(visit: Visit) -> str:
    body = Rendered("Bonjour <b>", "Texte <i>", "<!doctype html><html><head></head><body><h1>Corps</h1></body></html>")
    mail = Writer(MailSettings()).write(Mail("alex@people.example", body), "key", cast.NOW)
    mailbox.keep(visit.settings.home, "key", mail, cast.NOW)
    return next(mailbox.latest(visit.settings.home)).name


def test_the_mailbox_lists_and_shows_mails_in_a_frame_that_can_do_nothing(visit: Visit) -> None:
    name = keep_a_mail(visit)
    assert "Bonjour &lt;b&gt;" in visit.client.get("/boite-locale").text
    shown = visit.client.get(f"/boite-locale/{name}").text
    assert "Texte &lt;i&gt;" in shown
    assert "<h1>Corps" not in shown
    framed = visit.client.get(f"/boite-locale/{name}/html")
    assert "<h1>Corps" in framed.text
    policy = framed.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("name", ["rien", "..%2f..%2fsecret", "20260302-090000-0000000000000000"])
def test_the_mailbox_shows_nothing_but_its_mails(visit: Visit, name: str) -> None:
    assert visit.client.get(f"/boite-locale/{name}").status_code == 404


def test_the_mailbox_is_not_there_under_another_name(visit: Visit) -> None:
    assert visit.client.get("/boite-locale", headers={"host": "rebound.example"}).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"host": "0.0.0.0"},  # noqa: S104
        {"public_url": "https://vivier.example"},
        {"https": True},
        {"mail": MailSettings(smtp_url="smtp://mail.example")},
    ],
)
def test_the_mailbox_is_there_for_developers_only(visit: Visit, elsewhere: dict[str, Any]) -> None:
    app = create_app(replace(visit.settings, **elsewhere))

    async def get() -> int:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
        ):
            return (await client.get("/boite-locale")).status_code

    assert asyncio.run(get()) == 404
