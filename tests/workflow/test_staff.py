"""What staff do, through their pages: done once, written down once, on both databases."""

from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, func, select

from tests import applications as rows
from tests.cast import NOW, PASSWORD, account, code, company
from tests.visits import Browser, Stage
from web.accounts.tables import Account, ContactRequest, InvitationCode, SignedIn
from web.companies.tables import Company
from web.offers.tables import Offer, State
from web.outbox.tables import Channel, Message, Status
from web.staff.tables import Act, StaffAct


@pytest.fixture
def stage(database_url: str) -> Any:
    with Stage(database_url) as stage:
        yield stage


@pytest.fixture
def desk(stage: Stage) -> Browser:
    return stage.signed_in(stage.cast.staff.email)


def acts(stage: Stage) -> list[str]:
    with stage.database.reading() as session:
        return list(session.exec(select(StaffAct.act).order_by(col(StaffAct.id))))


def one(stage: Stage, table: type[SQLModel], **known: Any) -> Any:
    with stage.database.reading() as session:
        return session.exec(select(table).filter_by(**known)).one()


def twice(desk: Browser, path: str, data: dict[str, str], shown_on: str) -> None:
    """Press the same button two times."""
    for _ in range(2):
        assert desk.post(path, data, shown_on).status_code == 303


def test_a_code_is_issued_shown_and_revoked_once(stage: Stage, desk: Browser) -> None:
    wanted = {"utilisations": "3", "jours": "10", "note": "Salon de Lille"}
    answer = desk.post("/equipe/codes", wanted)
    assert answer.status_code == 303
    assert "Salon de Lille" in desk.get(answer.headers["location"]).text
    issued = one(stage, InvitationCode, note="Salon de Lille")
    assert (issued.uses_left, (issued.expires_at - stage.now).days) == (3, 10)
    twice(desk, f"/equipe/codes/{issued.id}/revoquer", {}, "/equipe/codes")
    assert acts(stage) == [Act.CODE_ISSUED, Act.CODE_REVOKED]


def test_mistakes_are_told_and_nothing_is_written(stage: Stage, desk: Browser) -> None:
    answer = desk.post("/equipe/codes", {"utilisations": "beaucoup", "jours": ""})
    assert answer.status_code == 400
    assert 'value="beaucoup"' in answer.text
    assert acts(stage) == []


def test_a_request_is_answered_once_with_a_code(stage: Stage, desk: Browser) -> None:
    asked = {"nom": "Zoé Roux", "mail": "zoe@ailleurs.example", "message": "Dix soudeurs à Lens."}
    stage.browser().post("/contact", asked)
    request = one(stage, ContactRequest, name="Zoé Roux")
    page = f"/equipe/demandes/{request.ref}"
    assert "Dix soudeurs à Lens." in desk.get(page).text
    assert "Zoé Roux" in desk.get("/equipe/demandes?statut=ouvertes&q=soudeurs").text
    reply = {"reponse": "Bienvenue !", "avec_code": "oui", "utilisations": "1", "jours": "15"}
    assert desk.post(page, reply).status_code == 303
    (mail,) = stage.mails("contact-answer")
    assert mail.address == "zoe@ailleurs.example"
    assert "Bienvenue !" in mail.body.text
    assert one(stage, ContactRequest, name="Zoé Roux").code_id is not None
    # The form is gone: a second window sends the same again.
    assert desk.post(page, reply, "/equipe/codes").status_code == 303
    assert len(stage.mails("contact-answer")) == 1
    assert acts(stage) == [Act.REQUEST_ANSWERED]


def test_somebody_is_accepted_then_blocked_and_their_sessions_end(stage: Stage, desk: Browser) -> None:
    newcomer = stage.cast.newcomer
    page = f"/equipe/entreprises/{stage.cast.company.ref}"
    assert "En attente depuis" in desk.get(page).text
    twice(desk, f"/equipe/comptes/{newcomer.ref}/accepter", {}, page)
    assert one(stage, Account, ref=newcomer.ref).member_since == stage.now
    theirs = stage.signed_in(newcomer.email)
    twice(desk, f"/equipe/comptes/{newcomer.ref}/bloquer", {}, page)
    assert theirs.get("/offres").status_code == 303
    again = stage.browser().post("/connexion", {"mail": newcomer.email, "mot_de_passe": PASSWORD})
    assert again.status_code != 303
    twice(desk, f"/equipe/comptes/{newcomer.ref}/debloquer", {}, page)
    stage.signed_in(newcomer.email)
    assert acts(stage) == [Act.MEMBER_ACCEPTED, Act.ACCOUNT_BLOCKED, Act.ACCOUNT_UNBLOCKED]
    with stage.database.reading() as session:
        wanted = select(func.count()).select_from(SignedIn).where(SignedIn.account_id == newcomer.id)
        assert session.exec(wanted).one() == 1


def test_a_company_is_corrected_but_never_made_another_one(stage: Stage, desk: Browser) -> None:
    page = f"/equipe/entreprises/{stage.cast.company.ref}"
    siret = stage.cast.company.siret
    twice(desk, page, {"nom": "Les Grands Ateliers", "siret": siret}, page)
    assert one(stage, Company, siret=siret).name == "Les Grands Ateliers"
    taken = desk.post(page, {"nom": "x", "siret": stage.cast.other_company.siret})
    assert taken.status_code == 400
    assert "porte déjà ce SIREN" in taken.text
    assert acts(stage) == [Act.COMPANY_CORRECTED]


def dead(session: Session, number: int) -> None:
    session.add(
        Message(
            key=f"test:{number}",
            channel=Channel.MAIL,
            kind="reset",
            subject_id=number,
            status=Status.DEAD,
            due_at=NOW,
            attempts=9,
            error="550 boîte inconnue",
            created_at=NOW,
        )
    )


def test_dead_letters_are_sent_again_or_given_up(stage: Stage, desk: Browser) -> None:
    with stage.database.writing() as session:
        for number in range(4):
            dead(session, number)
    assert "550 boîte inconnue" in desk.get("/equipe/messages").text
    first = one(stage, Message, key="test:0")
    twice(desk, f"/equipe/messages/{first.id}/renvoyer", {}, "/equipe/messages")
    second = one(stage, Message, key="test:1")
    twice(desk, f"/equipe/messages/{second.id}/abandonner", {}, "/equipe/messages")
    twice(desk, "/equipe/messages/renvoyer", {"canal": "mail", "type": "reset"}, "/equipe/messages")
    assert one(stage, Message, key="test:0").status == Status.WAITING
    with stage.database.reading() as session:
        left = session.exec(select(Message.key).where(Message.status == Status.DEAD)).all()
    assert left == []
    assert acts(stage) == [Act.MESSAGE_SENT_AGAIN, Act.MESSAGE_DROPPED, Act.MESSAGES_SENT_AGAIN]


def test_an_offer_is_closed_with_a_reason_that_its_author_reads(stage: Stage, desk: Browser) -> None:
    with stage.database.writing() as session:
        offer = rows.offer(session, stage.cast.owner)
    page = f"/equipe/offres/{offer.ref}"
    assert desk.post(f"{page}/fermer", {"motif": ""}, page).status_code == 400
    assert desk.post(f"{page}/fermer", {"motif": "Poste déjà pourvu."}, page).status_code == 303
    assert desk.post(f"{page}/fermer", {"motif": "Encore."}, "/equipe/codes").status_code == 303
    assert one(stage, Offer, ref=offer.ref).state == State.CLOSED
    (mail,) = stage.mails("offer-closed")
    assert mail.address == stage.cast.owner.email
    assert "Poste déjà pourvu." in mail.body.text
    assert acts(stage) == [Act.OFFER_CLOSED]
    journal = desk.get("/equipe/journal").text
    assert "Offre fermée" in journal
    assert page in journal


def test_long_lists_turn_page_by_page_and_repeat_nobody(stage: Stage, desk: Browser) -> None:
    with stage.database.writing() as session:
        for number in range(60):
            code(session, f"{number:010}".translate(str.maketrans("0123456789", "ABCDEFGHJK")), now=NOW)
        theirs = company(session, "55208131766522", "Au Loin")
        account(session, "loin@loin.example", theirs)
    first = desk.get("/equipe/codes").text
    following = first.split('href="/equipe/codes?apres=')[1].split('"')[0]
    second = desk.get(f"/equipe/codes?apres={following}").text

    def shown(page: str) -> set[str]:
        return {part.split("</strong>")[0] for part in page.split('<strong class="code">')[1:]}

    assert len(shown(first)) == 50
    assert len(shown(second)) == 11
    assert not shown(first) & shown(second)
