"""What holds for every act of staff, and for their log: one line an act, whoever races, and never changed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, func, select, update

from tests import applications
from tests.cast import NOW, THIRD_SIRET, account
from tests.offers import TERMS
from tests.visits import Browser, Stage
from web.accounts.tables import ContactRequest
from web.invitations.tables import Sending
from web.outbox.tables import Channel, Message, Status
from web.staff import overview, pages, service
from web.staff.forms import Answer
from web.staff.tables import Act, Indelible, StaffAct

POSTS = {route.path for route in pages.routes if "POST" in (route.methods or ())}
SEARCH = "metier=aide-soignant&lieu=59350&rayon=30"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


def scene(stage: Stage) -> dict[str, tuple[str, dict[str, str], str]]:
    """A row for each route that changes something: route -> (path, form, page that shows it)."""
    people = stage.cast
    with stage.database.writing() as session:
        request = asking(session)
        offer = applications.offer(session, people.owner, terms=TERMS.to_json())
        letters = [dead(session, number) for number in range(3)]
        blocked = account(session, "bloque@ateliers.example", people.company, blocked_at=NOW)
        refused = account(session, "autre@ateliers.example", people.company, member=False)
        ids = [letter.id for letter in letters]
    home, company = "/equipe/codes", f"/equipe/entreprises/{people.company.ref}"
    return {
        "/equipe/codes": (home, {"utilisations": "1", "jours": "30"}, home),
        "/equipe/codes/{id:int}/revoquer": (f"/equipe/codes/{people.code.id}/revoquer", {}, home),
        "/equipe/demandes/{ref}": (f"/equipe/demandes/{request.ref}", {"reponse": "Bonjour."}, home),
        "/equipe/entreprises/{ref}": (company, {"nom": "Autre nom", "siret": THIRD_SIRET}, company),
        "/equipe/comptes/{ref}/accepter": (f"/equipe/comptes/{people.newcomer.ref}/accepter", {}, company),
        "/equipe/comptes/{ref}/refuser": (f"/equipe/comptes/{refused.ref}/refuser", {}, company),
        "/equipe/comptes/{ref}/bloquer": (f"/equipe/comptes/{people.teammate.ref}/bloquer", {}, company),
        "/equipe/comptes/{ref}/debloquer": (f"/equipe/comptes/{blocked.ref}/debloquer", {}, company),
        "/equipe/messages/{id:int}/renvoyer": (f"/equipe/messages/{ids[0]}/renvoyer", {}, home),
        "/equipe/messages/{id:int}/abandonner": (f"/equipe/messages/{ids[1]}/abandonner", {}, home),
        "/equipe/messages/renvoyer": ("/equipe/messages/renvoyer", {"canal": "mail", "type": "reset"}, home),
        "/equipe/offres/{ref}/fermer": (f"/equipe/offres/{offer.ref}/fermer", {"motif": "Pourvu."}, home),
    }


def asking(session: Session, **more: Any) -> ContactRequest:
    known = {"name": "Zoé Roux", "email": "zoe@ailleurs.example", "message": "Dix soudeurs.", "created_at": NOW}
    request = ContactRequest(**(known | more))
    session.add(request)
    session.flush()
    return request


def dead(session: Session, number: int, **more: Any) -> Message:
    known = {"channel": Channel.MAIL, "kind": "reset", "status": Status.DEAD, "due_at": NOW, "created_at": NOW}
    letter = Message(**(known | {"key": f"reset:{number}", "subject_id": number, "error": "550"} | more))
    session.add(letter)
    session.flush()
    return letter


def count(stage: Stage) -> int:
    with stage.database.reading() as session:
        return session.exec(select(func.count()).select_from(StaffAct)).one()


def desk(stage: Stage) -> Browser:
    return stage.signed_in(stage.cast.staff.email)


def test_every_form_writes_one_line_of_the_log_and_a_second_click_none(stage: Stage) -> None:
    forms, browser = scene(stage), desk(stage)
    assert set(forms) == POSTS
    for number, (route, (path, data, shown_on)) in enumerate(forms.items()):
        for _ in range(1 if route == "/equipe/codes" else 2):
            assert browser.post(path, data, shown_on).status_code == 303, route
            assert count(stage) == number + 1, route
    with stage.database.reading() as session:
        written = session.exec(select(StaffAct)).all()
    assert {line.act for line in written} == {act.value for act in Act}
    assert {line.account_id for line in written} == {stage.cast.staff.id}


def test_only_a_form_that_can_be_read_writes_anything(stage: Stage) -> None:
    forms, browser = scene(stage), desk(stage)
    for route in (
        "/equipe/codes",
        "/equipe/demandes/{ref}",
        "/equipe/entreprises/{ref}",
        "/equipe/offres/{ref}/fermer",
    ):
        path, _, shown_on = forms[route]
        answer = browser.post(path, {}, shown_on)
        assert answer.status_code == 400, route
        assert 'role="alert"' in answer.text, route
    assert count(stage) == 0


@pytest.mark.parametrize("route", sorted(POSTS - {"/equipe/codes"}))
def test_of_two_who_press_at_once_one_acts(stage: Stage, route: str) -> None:
    path, data, _ = scene(stage)[route]
    ref = path.split("/")[3]
    acts: dict[str, Callable[[Session], Any]] = {
        "/equipe/codes/{id:int}/revoquer": lambda s: service.revoke_code(s, by, int(ref), NOW),
        "/equipe/demandes/{ref}": lambda s: service.answer_request(s, by, ref, Answer("Bonjour.", None), NOW),
        "/equipe/entreprises/{ref}": lambda s: service.correct_company(
            s, by, ref, service.Correction(data["nom"], data["siret"]), NOW
        ),
        "/equipe/comptes/{ref}/accepter": lambda s: service.accept(s, by, ref, NOW),
        "/equipe/comptes/{ref}/refuser": lambda s: service.refuse(s, by, ref, NOW),
        "/equipe/comptes/{ref}/bloquer": lambda s: service.block(s, by, ref, NOW),
        "/equipe/comptes/{ref}/debloquer": lambda s: service.unblock(s, by, ref, NOW),
        "/equipe/messages/{id:int}/renvoyer": lambda s: service.send_again(s, by, int(ref), NOW),
        "/equipe/messages/{id:int}/abandonner": lambda s: service.drop(s, by, int(ref), NOW),
        "/equipe/messages/renvoyer": lambda s: service.send_all_again(s, by, "mail", "reset", NOW),
        "/equipe/offres/{ref}/fermer": lambda s: service.close_offer(s, by, ref, "Pourvu.", NOW),
    }
    by = stage.cast.staff

    def press(_: int) -> bool:
        with stage.database.writing() as session:
            return bool(acts[route](session))

    with ThreadPoolExecutor(4) as several:
        done = list(several.map(press, range(4)))
    assert done.count(True) == 1
    assert count(stage) == 1


def test_the_log_cannot_be_changed(stage: Stage) -> None:
    with stage.database.writing() as session:
        line = StaffAct(account_id=stage.cast.staff.id or 0, act=Act.CODE_ISSUED, subject="code:1", at=NOW)
        session.add(line)

    def alter(session: Session) -> None:
        session.get_one(StaffAct, line.id).note = "autre"

    attempts: list[Callable[[Session], Any]] = [
        alter,
        lambda session: session.delete(session.get_one(StaffAct, line.id)),
        lambda session: session.exec(update(StaffAct).values(note="autre")),
        lambda session: session.exec(delete(StaffAct)),
    ]
    for attempt in attempts:
        with pytest.raises(Indelible), stage.database.writing() as session:
            attempt(session)
    assert count(stage) == 1


def test_the_answer_to_a_request_goes_on_with_the_search_made_before(stage: Stage) -> None:
    with stage.database.writing() as session:
        request = asking(session, search=SEARCH)
    page = f"/equipe/demandes/{request.ref}"
    browser = desk(stage)
    assert f'href="/recherche?{SEARCH}"'.replace("&", "&amp;") in browser.get(page).text
    assert "Le message" not in browser.get(f"{page}?fait=nimporte").text
    browser.post(page, {"reponse": "Bienvenue !", "avec_code": "oui", "utilisations": "1", "jours": "15"})
    (mail,) = stage.mails("contact-answer")
    assert f"/inscription?{SEARCH}" in mail.body.text


def test_a_blocked_author_gets_no_mail(stage: Stage) -> None:
    with stage.database.writing() as session:
        offer = applications.offer(session, stage.cast.owner)
        service.close_offer(session, stage.cast.staff, offer.ref, "Annonce trompeuse.", NOW)
        service.block(session, stage.cast.staff, stage.cast.owner.ref, NOW)
    assert stage.mails("offer-closed") == []


def test_no_member_of_staff_can_be_blocked(stage: Stage) -> None:
    browser = desk(stage)
    assert browser.post(f"/equipe/comptes/{stage.cast.staff.ref}/bloquer", {}, "/equipe/codes").status_code == 404
    assert count(stage) == 0


@pytest.mark.parametrize("path", ["codes/99999999999/revoquer", "messages/99999999999999999999/renvoyer"])
def test_numbers_that_no_row_has_are_not_found(stage: Stage, path: str) -> None:
    assert desk(stage).post(f"/equipe/{path}", {}, "/equipe/codes").status_code == 404


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("zoé", True),
        ("ZOE@", True),
        ("Roux soudeurs", True),
        ("Roux maçons", False),
        ("%", False),
        ("_", False),
        ("\0", True),
    ],
)
def test_words_are_searched_as_they_stand(stage: Stage, q: str, found: bool) -> None:
    with stage.database.writing() as session:
        asking(session, name="zoé Roux")
    page = stage.runner.run(desk(stage)._client.get("/equipe/demandes", params={"q": q}))
    assert page.status_code == 200
    assert ("zoé Roux" in page.text) is found


def test_a_place_in_a_list_that_nobody_gave_is_a_mistake(stage: Stage) -> None:
    assert desk(stage).get("/equipe/offres?apres=demain").status_code == 400


def test_turning_pages_meets_every_request_once_though_some_are_answered_meanwhile(stage: Stage) -> None:
    with stage.database.writing() as session:
        refs = {asking(session, name=f"N{n}", answered_at=NOW if n % 3 == 0 else None).ref for n in range(120)}
    browser, seen, path = desk(stage), [], "/equipe/demandes"
    while path:
        page = browser.get(path).text
        seen += [part.split('"')[0] for part in page.split('<a href="/equipe/demandes/')[1:]]
        path = page.split('href="/equipe/demandes?apres=')[-1].split('"')[0] if "La suite" in page else ""
        path = path and f"/equipe/demandes?apres={path}"
    assert len(seen) == 120
    assert set(seen) == refs


def test_the_overview_tells_what_waits(stage: Stage) -> None:
    with stage.database.writing() as session:
        asking(session)
        dead(session, 1)
        offer = applications.offer(session, stage.cast.owner)
        for number, status in enumerate((Status.WAITING, Status.DEAD)):
            sending = Sending(offer_id=offer.id or 0, started_at=NOW)
            session.add(sending)
            session.flush()
            dead(session, 10 + number, channel=Channel.INVITE, kind="offer", status=status, subject_id=sending.id or 0)
    stage.later(minutes=30)
    with stage.database.reading() as session:
        told = {tile.label: (tile.figure, tile.pressing) for tile in overview.tiles(session, stage.now)}
    assert told == {
        "Demandes sans réponse": ("1", True),
        "Personnes en attente d'une entreprise": ("1", True),
        "Messages en échec": ("2", True),
        "Codes bientôt finis": ("0", False),
        "Envois en cours": ("1", False),
        "Retard des envois": ("30\u00a0minutes", True),
    }
    stage.later(days=25)
    with stage.database.reading() as session:
        assert {one.label: one.figure for one in overview.tiles(session, stage.now)}["Codes bientôt finis"] == "1"


def test_what_is_due_later_or_in_hand_is_not_late(stage: Stage) -> None:
    with stage.database.writing() as session:
        dead(session, 1, status=Status.WAITING, due_at=NOW + timedelta(hours=1))
        dead(session, 2, status=Status.SENDING, leased_until=NOW + timedelta(minutes=5))
        assert overview.delay(session, NOW) is None
        taken = session.exec(select(Message).where(col(Message.key) == "reset:2")).one()
        taken.leased_until = NOW - timedelta(minutes=1)
        session.add(taken)
        session.flush()
        assert overview.delay(session, NOW) == timedelta(0)
