"""Nothing that the recruiters' side can get tells who applied before anonymity is lifted: everything is asked for, and
searched for what only the person has. After erasure, for everyone."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests import applications, cast
from tests.cast import NOW
from tests.sql import empty_file
from tests.visits import Stage
from tests.walk import Answer, Walk
from web.accounts.tables import Account
from web.applications import service, withdrawing
from web.applications.rules import Move
from web.applications.tables import Application, Availability
from web.applications.tables import Stage as Step
from web.candidates import readdressing
from web.candidates import service as candidates
from web.candidates.tables import Candidate, SignUp
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.notes import service as notes
from web.offers.tables import Offer
from web.outbox.tables import Message, Status

# Words that no page has by itself.
_FIRST = ("Zéphyrin", "Wilhelmina", "Ombeline")
_LAST = ("Quatremarre", "Vandekerckhove", "Xaintrailles")
# Of a person's own: lifting is the one thing that is not tried, and nobody leaves.
PATHS = ("", "/anti-cv.pdf", "/anti-cv.docx", "/anti-cv.json", "/anti-cv.csv")
_NEVER = ("/lever", "/deconnexion", "/supprimer", "/fermer", "/mot-de-passe", "/compte/")


@dataclass(frozen=True)
class Planted:
    """A person and everything that only they have, in lower case."""

    id: int
    markers: tuple[str, ...]


def person(session: Session, number: int) -> tuple[Candidate, Planted]:
    """Somebody whose every detail is found nowhere else; skills, wishes and experiences are everybody's."""
    first, last = _FIRST[number], _LAST[number]
    phone, email = f"06 39 98 7{number} 4{number}", f"{last.lower()}.{number}@marqueur{number}.example"
    one = cast.candidate(
        session,
        9_100 + number,
        skills=["aide-repas", "aide-toilette"],
        home={"citycode": f"5960{number}", "departement": "59", "lat": 50.6313 + number / 997, "lon": 3.0571},
        traits=["autonomie"],
        experiences=[{"occupation": "aide-soignant", "months": 38, "since": "2020-03"}],
        licences=["B"],
    )
    one.id = 730_451_000 + number * 137
    one.ref, one.email, one.phone, one.first_name, one.last_name = f"refmarker{number}xyzwv", email, phone, first, last
    session.add(one)
    former = _readdressed(session, one)
    where = one.profile["home"]
    digits = re.sub(r"\D", "", phone)
    markers = (
        *(first, last, one.ref, email, former, f"marqueur{number}", phone, digits, digits[1:], str(one.id)),
        *(where["citycode"], str(where["lat"]), repr(where["lon"])),
    )
    return one, Planted(one.id, tuple({word.lower() for word in markers}))


def _readdressed(session: Session, one: Candidate) -> str:
    """They had another address, which was told of the change: the address."""
    present, one.email = one.email, f"ancien.{one.email}"
    session.flush()
    former = one.email
    readdressing.ask(session, id_of(one), [present], NOW)
    asked = session.exec(select(SignUp).where(SignUp.email == present)).one()
    assert readdressing.change(session, readdressing.subject(asked, one), NOW)
    # Given up: staff are shown what became of it.
    for message in session.exec(select(Message).where(Message.kind == readdressing.NOTICE)):
        message.status = Status.DEAD
    return former


@dataclass(frozen=True)
class Scene:
    """Two offers of one company, to both of which everybody applied. refs: of offers and applications."""

    people: tuple[Planted, ...]
    offers: tuple[str, ...]
    applications: dict[str, int]

    @property
    def refs(self) -> dict[str, tuple[str, ...]]:
        """By the beginning of the addresses that may have them."""
        ours = tuple(self.applications)
        return {"offres": self.offers, "candidatures": ours, "equipe": (*self.offers, *ours)}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    # One database is enough: what is shown is decided above it.
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}") as stage:
        yield stage


@pytest.fixture
def scene(stage: Stage) -> Scene:
    owner = stage.cast.owner
    with stage.database.writing() as session:
        offers = [applications.offer(session, owner) for _ in range(2)]
        people = [person(session, number) for number in range(len(_FIRST))]
        found = {}
        for offer in offers:
            for number, (candidate, planted) in enumerate(people):
                one = applications.application(
                    session, offer, candidate, stage.now - timedelta(days=len(found)), **_yes(candidate)
                )
                found[one.ref] = planted.id
                invited = session.get(Invitation, one.invitation_id)
                assert invited is not None
                planted_too = (*planted.markers, invited.ref.lower())
                people[number] = candidate, Planted(planted.id, planted_too)
        _move(session, owner, [*found], stage)
    return Scene(tuple(one for _, one in people), tuple(one.ref for one in offers), found)


def _yes(candidate: Candidate) -> dict[str, Any]:
    """An answer in which the person says who they are in every way that we know of."""
    name = f"{candidate.first_name.upper()} {candidate.last_name}"
    answer = (
        f"Le calme. Je suis {name}, écrivez-moi : {candidate.email} ou au {candidate.phone}. {candidate.first_name}"
    )
    return {"answer": answer, "availability": Availability.AFTER_NOTICE, "notice_weeks": 4}


def _move(session: Session, owner: Account, refs: list[str], stage: Stage) -> None:
    """Every stage that can be reached without lifting, with stars."""
    for number, ref in enumerate(refs):
        if number % 4 == 0:
            service.favour(session, owner, ref, True, 0, stage.now)
        if number % 4 == 1:
            service.move(session, owner, ref, Move.REFUSE, 0, stage.now)


def walked(stage: Stage, scene: Scene, account: Account) -> list[Answer]:
    """All that this account can get: every page and file, then every form as it stands."""
    walk = Walk(stage, stage.signed_in(account.email), _NEVER)
    starts = ("/offres", "/compte", "/equipe", "/boite-locale", "/")
    shown = list(walk.everywhere(starts, scene.refs))
    return [*shown, *walk.posting(shown)]


def found(answers: list[Answer], markers: set[str]) -> set[tuple[str, str, str]]:
    return {(one.method, one.path, word) for one in answers for word in markers if told(word, one.text)}


def told(word: str, text: str) -> bool:
    """A few digits stand in tokens by chance: they count as a word of their own only."""
    if word.isdigit() and len(word) < 8:
        return re.search(rf"(?<!\w){word}(?!\w)", text) is not None
    return word in text


def sees_what_there_is_to_see(answers: list[Answer], scene: Scene) -> None:
    read = {one.path for one in answers if one.method == "GET" and one.status == 200}
    for ref in scene.applications:
        for path in PATHS:
            assert f"/candidatures/{ref}{path}" in read, path
    for ref in scene.offers:
        assert f"/offres/{ref}/candidatures" in read
    assert {one.path.rpartition("/")[2] for one in answers if one.method == "POST"} >= {"etoile", "refuser", "notes"}
    assert "le calme." in next(one.text for one in answers if one.path == f"/offres/{scene.offers[0]}/candidatures")


def test_nothing_tells_who_applied_before_lifting(stage: Stage, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    markers = {word for one in scene.people for word in one.markers}
    people = stage.cast
    for account in (people.owner, people.newcomer, people.stranger, people.staff):
        answers = walked(stage, scene, account)
        assert found(answers, markers) == set(), account.email
        assert not [one for one in answers if one.status >= 500], account.email
        if account is people.owner:
            sees_what_there_is_to_see(answers, scene)
    assert not [word for word in markers if told(word, caplog.text.lower())]
    sent = stage.mails()
    recruiters = {one.email for one in (people.owner, people.teammate, people.newcomer, people.stranger, people.staff)}
    for mail in (one for one in sent if one.address in recruiters):
        text = "\n".join((mail.body.subject, mail.body.text, mail.body.html, mail.unsubscribe)).lower()
        assert not [word for word in markers if told(word, text)]


def test_once_lifted_each_file_and_page_does_tell(stage: Stage, scene: Scene) -> None:
    ref, number = next(iter(scene.applications.items()))
    planted = next(one for one in scene.people if one.id == number)
    with stage.database.writing() as session:
        revision = session.exec(select(Application.revision).where(Application.ref == ref)).one()
        service.move(session, stage.cast.owner, ref, Move.LIFT_LATER, revision, stage.now)
    walk = Walk(stage, stage.signed_in(stage.cast.owner.email), _NEVER)
    name = next(word for word in planted.markers if word in {one.lower() for one in _LAST})
    for path in PATHS:
        assert name in walk.get(f"/candidatures/{ref}{path}").text, path


def test_no_word_links_two_applications_of_one_person(stage: Stage, scene: Scene) -> None:
    """Everybody has one profile here, and their answers say the same once struck: any word that stands in both of one
    person's and in nobody else's would be a link."""
    walk = Walk(stage, stage.signed_in(stage.cast.teammate.email), _NEVER)
    for path in PATHS:
        texts = {ref: walk.get(f"/candidatures/{ref}{path}").text for ref in scene.applications}
        # Long enough to name something, and not bytes of packed files by chance.
        words = {ref: set(re.findall(r"[\w-]*[a-z][\w-]{11,}", text)) for ref, text in texts.items()}
        for number in {one.id for one in scene.people}:
            ours = [words[ref] for ref, who in scene.applications.items() if who == number]
            others = set().union(*(words[ref] for ref, who in scene.applications.items() if who != number))
            assert set.intersection(*ours) - others == set(), path


def some_are_lifted_and_noted_by_name(stage: Stage, scene: Scene) -> None:
    owner = stage.cast.owner
    with stage.database.writing() as session:
        for ref in [*scene.applications][::2]:
            found_one = session.exec(select(Application).where(Application.ref == ref)).one()
            if found_one.stage == Step.PENDING:
                service.move(session, owner, ref, Move.LIFT_NOW, found_one.revision, stage.now)
            who = session.get_one(Candidate, found_one.candidate_id)
            name = f"{who.first_name} {who.last_name}"
            note = notes.add(session, owner, ref, f"{name}, à revoir : {who.phone}", stage.now)
            notes.edit(session, owner, note.ref, f"{who.email} répond vite.", 0, stage.now)


def everybody_withdraws(session: Session, scene: Scene, now: datetime) -> None:
    for ref in scene.applications:
        one = session.exec(select(Application).where(Application.ref == ref)).one()
        invited = session.get_one(Invitation, one.invitation_id)
        withdrawing.withdraw(session, invited.ref, withdrawing.shown(one), now)


def everybody_erases_themselves(session: Session, scene: Scene, now: datetime) -> None:
    for one in scene.people:
        candidates.erase(session, one.id, now)


@pytest.mark.parametrize("leave", [everybody_withdraws, everybody_erases_themselves])
def test_nothing_tells_who_was_there_once_they_left(
    stage: Stage, scene: Scene, leave: Callable[[Session, Scene, datetime], None]
) -> None:
    markers = {word for one in scene.people for word in one.markers}
    owner = stage.cast.owner
    some_are_lifted_and_noted_by_name(stage, scene)
    with stage.database.writing() as session:
        leave(session, scene, stage.now)
    people = stage.cast
    for account in (owner, people.staff):
        answers = walked(stage, scene, account)
        assert found(answers, markers) == set(), account.email
        assert not [one for one in answers if one.status >= 500], account.email
    with stage.database.reading() as session:
        kept = session.exec(select(Application).where(col(Application.offer_id).in_(select(Offer.id)))).all()
        assert len(kept) == len(scene.applications), "the counts of the offers stay"
